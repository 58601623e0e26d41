"""Writing files whole or not at all: a temporary name in the same folder, then a rename."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path


def write_whole(path: Path, content: bytes | Iterable[bytes]) -> None:
    """Writes `content`, at once or part by part, to `path`. Raises OSError and leaves what was there before."""
    parts = (content,) if isinstance(content, bytes) else content
    if path.exists() and not path.is_file():  # a pipe or a device cannot be renamed over
        with path.open("wb") as stream:
            stream.writelines(parts)
        return
    _write(((path, parts),))


def write_together(folder: Path, files: Iterable[tuple[str, Iterable[bytes]]]) -> list[str]:
    """Writes all of `files` (name and parts) into `folder`, which is made, with its parents: all of them, or none.

    Their names. Raises OSError, and whatever `files` raises.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return _write((folder / name, parts) for name, parts in files)


def _write(files: Iterable[tuple[Path, Iterable[bytes]]]) -> list[str]:
    """Each under a temporary name first, then all renamed."""
    waiting: list[tuple[Path, Path]] = []
    try:
        for path, parts in files:
            handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
            waiting.append((Path(temporary), path))
            with os.fdopen(handle, "wb") as stream:
                stream.writelines(parts)
                stream.flush()
                os.fsync(stream.fileno())
        for temporary_path, path in waiting:
            temporary_path.replace(path)
    except BaseException:
        for temporary_path, _ in waiting:
            temporary_path.unlink(missing_ok=True)
        raise
    return [path.name for _, path in waiting]
