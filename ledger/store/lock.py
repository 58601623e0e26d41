"""Waiting for one's turn: writers queue on a lock file, so that they do not judge in vain.

The lock is a courtesy, not what keeps the ledger right: that is the commit itself (`ledger.store.table`). It ends with
the process that holds it, however that ends.
"""

import contextlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final

from deminimis.ledger.store.bucket import Bucket, Where
from deminimis.ledger.store.table import LOCK, LedgerError

_NAP: Final = 0.05
_OWN: Final = "lock"  # in the folder of a run
_NO_LINK: Final = getattr(os, "O_NOFOLLOW", 0)  # not there on Windows


@contextlib.contextmanager
def turn(folder: Where, wait: float, name: str = LOCK) -> Iterator[None]:
    """Holds the lock of `folder` for as long as the block runs. Raises LedgerError after `wait` seconds.

    An object store has no locks: there the commit alone says who was first.
    """
    if isinstance(folder, Bucket):
        yield
        return
    with (folder / name).open("a") as lock:
        _take(lock, folder, wait)
        yield


@contextlib.contextmanager
def folder_of_a_run(prefix: str, place: Path | None = None) -> Iterator[Path]:
    """A private folder in `place` (the system's temporary one), removed at its end; what killed runs left goes first.

    Such a folder is one whose name begins with `prefix` and whose lock nobody holds.
    """
    with tempfile.TemporaryDirectory(prefix=prefix, dir=place) as name, (Path(name) / _OWN).open("w") as mine:
        if _try(mine):
            for left in Path(name).parent.glob(f"{prefix}*"):
                _swept(left)
        yield Path(name)


def _swept(folder: Path) -> None:
    with contextlib.suppress(OSError):
        if folder.is_symlink():
            return
        with (folder / _OWN).open("r+") as lock:
            if _try(lock):
                shutil.rmtree(folder, ignore_errors=True)


def held(path: Path) -> "Held | None":
    """The lock file `path`, made and held until it is let go; None if another process holds it.

    A run that cleans up may remove the file between our opening and our lock: then a new one is made.
    """
    while True:
        handle = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | _NO_LINK, 0o600), "r+")
        if not _try(handle):
            handle.close()
            return None
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(handle.fileno()), path.lstat()):
                return Held(handle)
        handle.close()


def waited(path: Path, wait: float) -> "Held":
    """As `held`, waiting for as long as another process looks whether this is a dead run's. Raises LedgerError."""
    end = time.monotonic() + wait
    while not (lock := held(path)):
        if time.monotonic() > end:
            raise LedgerError(f"{path}: another run has held this lock for {wait:.0f} seconds")
        time.sleep(_NAP)
    return lock


class Held:
    """A lock that this process holds until `let_go`, or until it ends."""

    def __init__(self, handle: IO[Any]) -> None:
        self._handle = handle

    def let_go(self) -> None:
        """Gives it up."""
        self._handle.close()


def _try(handle: IO[Any]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - there only on Windows

            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - not there on Windows

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _take(handle: IO[Any], folder: Path, wait: float) -> None:
    end = time.monotonic() + wait
    while not _try(handle):
        if time.monotonic() > end:
            raise LedgerError(
                f"{folder}: other runs have been writing for {wait:.0f} seconds; nothing was recorded, try again"
            )
        time.sleep(_NAP)
