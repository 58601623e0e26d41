"""The inbox of a nightly job: which files are complete, and whose they are.

A file is claimed by renaming it into a folder of the job's own, `.claims/JOB/`: of two jobs that reach for it, one gets
it. The job holds a lock for as long as it lives, so that its claims can be told from those of one that was killed.
"""

import errno
import hashlib
import os
import secrets
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from deminimis.cli.night.moves import moved, names, same, told
from deminimis.ledger.store.lock import Held, held, waited

DONE: Final = "done"
FAILED: Final = "failed"
MARKER: Final = ".done"  # beside a file: its writer says that it is complete
REASON: Final = ".reason.txt"
CLAIMS: Final = ".claims"
_UNFINISHED: Final = (".part", ".tmp", ".filepart", ".crdownload")  # names that transfers use on the way
_LOCK: Final = ".lock"
_WAIT: Final = 60.0  # seconds that another run may look at our lock
_LONGEST: Final = 150  # bytes of a name: outputs are named after it, with more behind


class Inbox:
    """One inbox folder, its `done/` and `failed/`, and the claims of one job in it."""

    def __init__(self, folder: Path, job: str | None = None) -> None:
        self.folder = folder
        self.job = job or f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(3)}"
        self.mine = folder / CLAIMS / self.job

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Holds the lock of this job. Raises OSError where the inbox cannot be written, or a link lies in the way."""
        for name in (CLAIMS, DONE, FAILED):
            if (self.folder / name).is_symlink():
                raise OSError(
                    errno.ELOOP, "it is a link to another folder, and none is followed", str(self.folder / name)
                )
        claims = self.mine.parent
        if claims.exists() and not claims.is_dir():  # under a name that is looked at, as any other file
            claims.rename(self.folder / f"claims.{secrets.token_hex(3)}")
        claims.mkdir(mode=0o700, exist_ok=True)
        lock = waited(self._lock(self.mine), _WAIT)
        self.mine.mkdir(mode=0o700)
        try:
            yield
        finally:
            with suppress(OSError):  # not empty: its file waits there for the next run
                self.mine.rmdir()
                self._lock(self.mine).unlink(missing_ok=True)
            lock.let_go()

    def in_the_way(self) -> Iterator[Path]:
        """Files that are called like a folder that is needed, each in this job's own folder."""
        for name in (DONE, FAILED):
            path = self.folder / name
            if os.path.lexists(path) and not path.is_dir():
                path.rename(self.mine / name)
                yield self.mine / name

    def complete(self, settle: float, stop: Callable[[], bool]) -> list[Path]:
        """Files that are wholly there, oldest first: with a `.done` marker, or of one size on two looks."""
        first = self._look()
        waiting = [path for path in first if not self._marked(path)]
        if waiting and not stop():
            time.sleep(settle)
        second = self._look()
        ready = [path for path in second if self._marked(path) or (path in first and first[path] == second[path])]
        return sorted(ready, key=lambda path: (second[path][1], path.name))

    def claim(self, path: Path) -> Path | None:
        """The file in this job's own folder, under a name that can be printed; None if another job was quicker."""
        target = self.mine / printable(path.name)
        try:
            path.rename(target)
        except FileNotFoundError:
            return None
        with suppress(OSError):  # it is not there, or its name would be too long
            self._marker(path).unlink()
        return target

    def give_back(self, claimed: Path) -> None:
        """Puts a file back, as if it had never been claimed; it stays claimed if its name is taken again."""
        moved(claimed, self.folder / claimed.name)

    def abandoned(self) -> Iterator[tuple[Path, Held]]:
        """Folders of jobs that ended without finishing, each with its lock, which is to be let go."""
        claims = self.folder / CLAIMS
        folders = {each.name for each in claims.iterdir() if each.is_dir() and not each.is_symlink()}
        locks = {each.name.removesuffix(_LOCK) for each in claims.glob("*" + _LOCK) if not each.is_symlink()}
        for name in sorted((folders | locks) - {self.mine.name}):
            if mine := held(self._lock(claims / name)):
                yield claims / name, mine

    def close(self, folder: Path, lock: Held) -> None:
        """Removes what is left of a job whose files are all settled."""
        with suppress(OSError):
            folder.rmdir()
        if not folder.exists():
            self._lock(folder).unlink(missing_ok=True)
        lock.let_go()

    def put(self, claimed: Path, where: str, digest: str, reason: str | None = None) -> None:
        """Moves a claimed file to `done` or `failed`, its reason first; nothing that lies there is replaced.

        digest: of its bytes; it is in the name where another file has the plain one. Does nothing where a run that was
        ended has moved it.
        """
        folder = self.folder / where
        folder.mkdir(mode=0o700, exist_ok=True)
        for name in names(claimed.name, digest):
            target = folder / name
            if not os.path.lexists(claimed):
                return
            if os.path.lexists(target) and not same(target, claimed):
                continue
            if reason is not None and not told(target, target.with_name(name + REASON), reason):
                continue
            if moved(claimed, target):
                if not target.is_symlink():
                    target.chmod(0o600)
                return

    def failed(self) -> list[str]:
        """Names of what lies in `failed/`, without the reasons beside them."""
        return sorted(_files(self.folder / FAILED))

    def lying(self, before: float) -> list[str]:
        """Names of files in the inbox that were last changed before this moment (seconds since 1970)."""
        return sorted(path.name for path, (_, at) in self._look().items() if at < before * 1e9)

    def anything(self) -> bool:
        """Whether there is a file that may be complete, or something that a killed run left."""
        claims = self.folder / CLAIMS
        return bool(self._look()) or (claims.is_dir() and any(each.is_dir() for each in claims.iterdir()))

    def folders(self) -> list[str]:
        """Names of folders in the inbox that are none of its own: what is in them is not looked at."""
        own = (DONE, FAILED, CLAIMS)
        found = (each.name for each in self.folder.iterdir() if each.is_dir() and each.name not in own)
        return sorted(f"{name}/" for name in found if not name.startswith("."))

    def alive(self, job: str) -> bool:
        """Whether another job still holds its lock; so it is told where that cannot be seen."""
        path = self._lock(self.folder / CLAIMS / job)
        if not path.is_file() or path.is_symlink():
            return False
        try:
            lock = held(path)
        except OSError:  # somebody else's, a monitor has no right to it
            return True
        if lock is None:
            return True
        lock.let_go()
        return False

    def _lock(self, folder: Path) -> Path:
        return folder.with_name(folder.name + _LOCK)

    def _marker(self, path: Path) -> Path:
        return path.with_name(path.name + MARKER)

    def _marked(self, path: Path) -> bool:
        return os.path.exists(self._marker(path))  # noqa: PTH110 - False also where the marker's name is too long

    def _look(self) -> dict[Path, tuple[int, int]]:
        """Each file with its size and the time it was changed."""
        found = {}
        for path in self.folder.iterdir():
            hidden = path.name.startswith(".") or path.name.endswith((MARKER, *_UNFINISHED))
            with suppress(FileNotFoundError):
                if not hidden and path.is_file():
                    state = path.stat()
                    found[path] = (state.st_size, state.st_mtime_ns)
        return found


def _files(folder: Path) -> Iterator[str]:
    if folder.is_dir() and not folder.is_symlink():
        names = {each.name for each in folder.iterdir() if not each.name.startswith(".") and not each.is_dir()}
        yield from (name for name in names if not (name.endswith(REASON) and name.removesuffix(REASON) in names))


def printable(name: str) -> str:
    """A file's name without what is no character that can be printed, and cut where it is long."""
    plain = "".join(c if c.isprintable() else "_" for c in name)
    if len(plain.encode()) <= _LONGEST:
        return plain
    digest, suffix = hashlib.sha256(os.fsencode(name)).hexdigest()[:8], Path(plain).suffix.encode()[:16]
    stem = plain.encode()[: _LONGEST - len(suffix) - len(digest) - 1].decode(errors="ignore")
    return f"{stem}.{digest}{suffix.decode(errors='ignore')}"
