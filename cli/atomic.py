"""Writing files whole or not at all: a temporary name in the same folder, then a rename."""

import errno
import os
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Final

_WAIT: Final = 10.0  # seconds in which somebody has to begin to read from a named pipe
_NAP: Final = 0.05
_read: dict[tuple[int, int], str] = {}  # files that this call reads, by device and inode


def keep(path: Path | None = None) -> None:
    """Nothing of this call may be written over `path`, which it reads; None: a new call begins."""
    if path is None:
        _read.clear()
    elif path.is_file():
        state = path.stat()
        _read[state.st_dev, state.st_ino] = str(path)


def _refuse_inputs(path: Path) -> None:
    if path.exists():
        state = path.stat()
        if (state.st_dev, state.st_ino) in _read:
            raise FileExistsError(errno.EEXIST, "it is an input of this call, and was left as it is", str(path))


def write_whole(path: Path, content: bytes | Iterable[bytes], *, grown: bool = False) -> None:
    """Writes `content`, at once or part by part, to `path`. Raises OSError and leaves what was there before.

    grown: `content` has all that was in the file, and more, so that it may be an input of this call.
    """
    parts = (content,) if isinstance(content, bytes) else content
    if path.exists() and not path.is_file():  # a pipe or a device cannot be renamed over
        with _opened(path) as stream:
            stream.writelines(parts)
        return
    _write(((path, parts),), grown)


def _opened(path: Path) -> IO[bytes]:
    """A device, or a named pipe once somebody reads from it. Raises OSError where nobody does for some seconds."""
    end = time.monotonic() + _WAIT
    while True:
        try:
            handle = os.open(path, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0))
        except OSError as error:
            if error.errno != errno.ENXIO:
                raise
            if time.monotonic() > end:
                raise OSError(errno.ENXIO, "nobody reads from this pipe", str(path)) from error
            time.sleep(_NAP)
        else:
            os.set_blocking(handle, True)
            return os.fdopen(handle, "wb")


def write_together(folder: Path, files: Iterable[tuple[str, Iterable[bytes]]]) -> list[str]:
    """Writes all of `files` (name and parts) into `folder`, which is made, with its parents: all of them, or none.

    Their names. Raises OSError, and whatever `files` raises.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return _write((folder / name, parts) for name, parts in files)


def _write(files: Iterable[tuple[Path, Iterable[bytes]]], grown: bool = False) -> list[str]:
    """Each under a temporary name first, then all renamed."""
    waiting: list[tuple[Path, Path]] = []
    try:
        for path, parts in files:
            if not grown:
                _refuse_inputs(path)
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
