"""Moving files into folders where other files lie: nothing is ever replaced, and no link is followed."""

import os
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path


def names(name: str, digest: str) -> Iterator[str]:
    """The names that a file of these bytes may get, in order: its own, with its digest in it, and with a number too."""
    path = Path(name)
    yield name
    yield f"{path.stem}.{digest[:8]}{path.suffix}"
    for number in count(2):
        yield f"{path.stem}.{digest[:8]}.{number}{path.suffix}"


def moved(source: Path, target: Path) -> bool:
    """Moves a file; False where another file has the name. One of the same bytes is taken for the same file."""
    try:
        os.link(source, target, follow_symlinks=False)  # unlike a rename, it fails where the name is taken
    except FileExistsError:
        if not same(target, source):
            return False
    except OSError:  # a file system without hard links
        if os.path.lexists(target) and not same(target, source):
            return False
        source.replace(target)
        return True
    source.unlink()
    return True


def same(one: Path, other: Path) -> bool:
    """Whether two files have the same bytes; a link is the same as nothing."""
    if one.is_symlink() or other.is_symlink() or not (one.is_file() and other.is_file()):
        return False
    if one.stat().st_size != other.stat().st_size:
        return False
    with one.open("rb") as a, other.open("rb") as b:
        while block := a.read(1 << 20):
            if block != b.read(1 << 20):
                return False
    return True


def told(file: Path, beside: Path, reason: str) -> bool:
    """Writes `reason` to `beside`; False where what lies there belongs to another file, or is a link."""
    content = (reason + "\n").encode("utf-8", "replace")
    if os.path.lexists(beside):
        if beside.is_symlink() or not beside.is_file():
            return False
        if os.path.lexists(file):  # then it is that file's reason
            return beside.read_bytes() == content
        beside.unlink()  # of a file that was taken away, or not written to its end
    with suppress(FileExistsError):
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        return True
    return False
