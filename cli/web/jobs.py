"""Uploads and what came of them: in a private folder of this run, under numbers, until they are removed."""

import contextlib
import os
import shutil
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from typing import IO, Final, NamedTuple

from deminimis.cli import words
from deminimis.cli.session.report import Report
from deminimis.edi.cutting.source import Source
from deminimis.ledger.store.lock import folder_of_a_run

PREFIX: Final = "deminimis-web-"
MOST: Final = 8  # jobs; the oldest goes when another comes


class Upload(NamedTuple):
    """A file as the browser names it, and its bytes."""

    name: str
    stream: IO[bytes]


@dataclass
class Job:
    """The files of one upload (numbers in `folder`), their report, and the sheet of missing facts, if one came."""

    key: str
    folder: Path
    sources: tuple[Source, ...]
    sheet: Path | None = None
    report: Report | None = None
    made: dict[str, bytes] = field(default_factory=dict)  # downloads that are one and the same however often asked for


class Jobs:
    """All of this run, the latest MOST. Raises OSError where nothing can be kept."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._jobs: OrderedDict[str, Job] = OrderedDict()

    def add(self, uploads: Sequence[Upload], sheet: Upload | None = None) -> Job:
        """Copies the bytes (0600) under numbers; names are shown and lead nowhere."""
        key = token_hex(16)
        folder = self._place / key
        folder.mkdir(mode=0o700)
        try:
            names = _told_apart([_shown(each.name) for each in uploads])
            sources = tuple(
                Source(name, _copied(each.stream, folder / str(number)))
                for number, (name, each) in enumerate(zip(names, uploads, strict=True))
            )
            kept = _copied(sheet.stream, folder / f"sheet{_kind(sheet.name)}") if sheet else None
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        self._jobs[key] = Job(key, folder, sources, kept)
        while len(self._jobs) > MOST:
            self.remove(next(iter(self._jobs)))
        return self._jobs[key]

    def get(self, key: str) -> Job | None:
        """The job of that key, if it is still there."""
        return self._jobs.get(key)

    def remove(self, key: str) -> None:
        """The job and its files."""
        job = self._jobs.pop(key, None)
        if job is not None:
            shutil.rmtree(job.folder, ignore_errors=True)


@contextlib.contextmanager
def place() -> Iterator[Path]:
    """A private folder for the uploads of this run, removed at its end; those that killed runs left go first."""
    with folder_of_a_run(PREFIX) as folder:
        yield folder


def _copied(stream: IO[bytes], path: Path) -> Path:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as copy:
        shutil.copyfileobj(stream, copy)
    return path


def _shown(name: str) -> str:
    """The last part of a name, as it can be shown."""
    last = words.clean(name).replace("\\", "/").rstrip("/").rpartition("/")[2]
    return last[:120] or "file"


def _told_apart(names: Sequence[str]) -> list[str]:
    return [name if names.count(name) == 1 else f"{name} ({number})" for number, name in enumerate(names, 1)]


def _kind(name: str) -> str:
    """The one part of a name that decides how a sheet is read."""
    return ".xlsx" if name.lower().endswith(".xlsx") else ".csv"
