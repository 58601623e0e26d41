"""The folder of results: everything about a file is prepared out of sight, and shown when the ledger has the file.

A run can end between any two lines of this program. What was prepared is shown by the next run if the ledger says that
the commit was made, and thrown away if not; each step can be taken twice.
"""

import errno
import json
import os
import shutil
import signal
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final

from deminimis.cli.night.moves import moved, names
from deminimis.ledger.store.lock import turn

STAGED: Final = ".staged"
LOG: Final = "batch.jsonl"
_READY: Final = "ready.json"
_BLOCK: Final = 1 << 16  # bytes of the log that are read at once
_KILL: Final = "DEMINIMIS_TEST_KILL"  # `point` or `point:3`: tests end the program there, the third time
_passed: dict[str, int] = {}


def point(name: str) -> None:
    """A place where tests kill the program."""
    wanted, _, times = os.environ.get(_KILL, "").partition(":")
    if wanted == name:
        _passed[name] = _passed.get(name, 0) + 1
        if _passed[name] == int(times or 1):
            os.kill(os.getpid(), signal.SIGKILL)


@dataclass
class Result:
    """What became of one file. where: done | failed. outputs: names in the outbox."""

    name: str
    digest: str
    run: str
    status: str  # recorded | seen | failed
    where: str
    exit: int
    log: dict[str, Any]
    reason: str | None = None
    outputs: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)  # for the summary
    tally: dict[str, Any] = field(default_factory=dict)  # cli.night.came.Tally; nothing where nothing was judged


class Outbox:
    """One outbox. Raises OSError wherever it cannot be written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()

    def stage(self, job: str, result: Result, files: dict[str, bytes]) -> None:
        """Prepares the outputs of one file; `ready.json` is written last. What was prepared before is thrown away."""
        place = self.place(job)
        if place.parent.is_symlink():
            raise OSError(errno.ELOOP, "it is a link to another folder", str(place.parent))
        self.discard(job)
        place.mkdir(mode=0o700, parents=True)
        result.outputs = sorted(files)
        for name, content in files.items():
            _write(place / name, content)
        _write(place / _READY, json.dumps(asdict(result)).encode())
        point("staged")

    def ready(self, job: str) -> Result | None:
        """What a run prepared wholly; None if nothing is there, or only a part."""
        try:
            return Result(**json.loads((self.place(job) / _READY).read_text("utf-8")))
        except (FileNotFoundError, NotADirectoryError, ValueError):
            return None

    def show(self, job: str, result: Result, *, again: bool) -> None:
        """Moves what was prepared to its names, and adds the log line. again: a run that was ended may have done it."""
        for name in result.outputs:
            source = self.place(job) / name
            if source.exists():
                next(each for each in names(name, result.digest) if moved(source, self.folder / each))
                point("shown")
        self._log(result, again)
        point("logged")

    def discard(self, job: str) -> None:
        """Throws away what was prepared."""
        shutil.rmtree(self.place(job), ignore_errors=True)

    def place(self, job: str) -> Path:
        """Where a job prepares."""
        return self.folder / STAGED / job

    def tidy(self) -> None:
        """Removes the folder of what is prepared, if nothing is."""
        try:
            (self.folder / STAGED).rmdir()
        except OSError:
            return

    def _log(self, result: Result, again: bool) -> None:
        """One line a file, whole or not at all: a line that a kill or a full disk cut is cut off first."""
        with turn(self.folder, 60, f".{LOG}.lock"):
            handle = os.open(self.folder / LOG, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
            with os.fdopen(handle, "r+b") as log:
                cut, *whole = _backwards(log) if again else [next(_backwards(log))]
                if any(f'"run": "{result.run}"'.encode() in line for line in whole):
                    return
                log.seek(-len(cut), os.SEEK_END)
                log.truncate()
                log.write((json.dumps({"time": _now()} | result.log | {"run": result.run}) + "\n").encode())
                log.flush()
                os.fsync(log.fileno())


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def lines_of(log: Path, since: str = "") -> list[dict[str, Any]]:
    """The lines of the log from this moment on (ISO 8601, UTC); what is no whole line is left out."""
    out: list[dict[str, Any]] = []
    if not log.is_file() or log.is_symlink():
        return out
    with log.open("rb") as stream:
        for line in islice(_backwards(stream), 1, None):
            try:
                one = json.loads(line)
            except ValueError:
                continue
            if one["time"] < since:  # they stand in the order of their times
                break
            out.append(one)
    return out[::-1]


def _backwards(log: IO[bytes]) -> Iterator[bytes]:
    """What stands behind the last whole line, if only nothing, then the lines, the newest first.

    Read in blocks from the end, so that what a night needs does not grow with the years before it.
    """
    at, rest = log.seek(0, os.SEEK_END), b""
    while at:
        begin = max(0, at - _BLOCK)
        log.seek(begin)
        first, *lines = (log.read(at - begin) + rest).split(b"\n")
        yield from reversed(lines)
        at, rest = begin, first
    yield rest


def rewritten(log: Path, lines: list[dict[str, Any]]) -> None:
    """The log with these lines alone, whole or as it was; for whoever has the turn (`.batch.jsonl.lock`)."""
    new = log.with_name(f".{log.name}.new")
    new.unlink(missing_ok=True)  # of a run that was killed here
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write("".join(json.dumps(line) + "\n" for line in lines).encode())
        stream.flush()
        os.fsync(stream.fileno())
    new.replace(log)


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
