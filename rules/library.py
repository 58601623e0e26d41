"""deminimis as a library: `read` files into frames, `check` frames by the rule. Nothing here prints, exits or writes.

    from deminimis import Settings, check, read

The frames are Polars data frames; their columns, dtypes and meaning stand in `deminimis.edi.frames.shipments`
(shipments, lines, bills), `deminimis.edi.frames.notices`, `deminimis.edi.frames.findings` and `deminimis.rules.judge`
(groups and judged claims).
"""

import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from os import PathLike
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Final

import polars as pl

from deminimis.edi.cutting.source import Source
from deminimis.edi.formats import FORMATS
from deminimis.edi.frames.shipments import Filings
from deminimis.edi.reading.format import Format
from deminimis.edi.reading.intake import MAX_FINDINGS, FileReport, Findings, Intake, take
from deminimis.rules.base.settings import Settings
from deminimis.rules.checked import checked
from deminimis.rules.codes import message
from deminimis.rules.judge import Counts

__all__ = ["Counts", "FileReport", "Filings", "Frames", "Result", "Settings", "check", "read"]

_SHOWN: Final = ("code", "severity", "file", "line", "column", "byte", "record", "field", "value")


@dataclass(frozen=True)
class Frames:
    """What was read. `file` in every frame is the position of the file in `files`.

    latest: the latest date of the files' envelopes; None where they carry none. findings: faults of the files and
    their fields (columns of `deminimis.edi.frames.findings`); of one code in one file the first 1,000.
    """

    files: tuple[FileReport, ...]
    filings: Filings
    notices: pl.DataFrame
    findings: pl.DataFrame
    latest: date | None

    @property
    def shipments(self) -> pl.DataFrame:
        """One row a bill of a manifest or an entry: columns of `deminimis.edi.frames.shipments.SHIPMENTS`."""
        return self.filings.shipments

    @property
    def lines(self) -> pl.DataFrame:
        """One row a goods line: columns of `deminimis.edi.frames.shipments.LINES`, joined by file and seq."""
        return self.filings.lines

    @property
    def bills(self) -> pl.DataFrame:
        """One row a lowest-level bill: columns of `deminimis.edi.frames.shipments.BILLS`, joined by file and seq."""
        return self.filings.bills

    @property
    def complete(self) -> bool:
        """Whether all of every file was read. If not, no sum of it can be called clear."""
        return all(each.status == "checked" for each in self.files)


@dataclass(frozen=True)
class Result:
    """What the rule says.

    groups: one row a consignee and day (`deminimis.rules.judge.GROUPS`). shipments: the claims in them, with role and
    verdict (`deminimis.rules.judge.MEMBERS`). findings: of reading, of the rule and of CBP's answers: code, severity,
    path, line, column, byte, record, field, value and message. complete: as of the frames.
    """

    settings: Settings
    groups: pl.DataFrame
    shipments: pl.DataFrame
    findings: pl.DataFrame
    counts: Counts
    complete: bool

    @property
    def rejected(self) -> pl.DataFrame:
        """The claims that are refused: another entry is to be filed for each."""
        return self.shipments.filter(pl.col("verdict") == "reject")

    @property
    def over(self) -> pl.DataFrame:
        """The groups above the limit, as far as these files tell."""
        return self.groups.filter("over")


Input = str | PathLike[str] | bytes | IO[bytes]


def read(*inputs: Input, as_of: date | None = None, formats: Mapping[str, Format] = FORMATS) -> Frames:
    """Reads files of any known format, in the order given; gzip and zstd are unpacked.

    inputs: paths, the bytes of files, or binary files that are open, which are read from where they stand and left
    open. Bytes are called `<bytes>`, an open file by its own name, if it has one.
    as_of: gives dates without a year (CAMIR air) the nearest one; without it the latest date of the files does.
    formats: `deminimis.edi.formats.corrections.with_layouts` corrects their layouts. Raises OSError for a path that
    cannot be opened; whatever is wrong inside a file is a finding, and `complete` says whether all of it was read.
    """
    with TemporaryDirectory(prefix="deminimis-") as spool:  # a folder of the user's alone
        sources = [_source(each, Path(spool) / str(number)) for number, each in enumerate(inputs)]
        intake = take(sources, formats, MAX_FINDINGS, reference=lambda latest: as_of or latest)
    return Frames(tuple(intake.files), intake.filings, intake.notices, intake.findings.frame(), intake.latest)


def _source(given: Input, spool: Path) -> Source:
    if isinstance(given, bytes):
        spool.write_bytes(given)
        return Source("<bytes>", spool)
    if isinstance(given, str | PathLike):
        path = Path(given)
        with path.open("rb"):
            return Source(str(path), path)
    with spool.open("wb") as copy:
        shutil.copyfileobj(given, copy)
    return Source(str(getattr(given, "name", "<file>")), spool)


def check(frames: Frames | Input, settings: Settings | None = None) -> Result:
    """Adds up each consignee's claims a day and judges them by the rule in force on that day.

    frames: what `read` gives; a single path, bytes or an open file is read first.
    settings: without them the defaults, as of the latest date of the files. Raises ValueError where the files carry no
    date and no settings say one.
    """
    if not isinstance(frames, Frames):
        frames = read(frames, as_of=settings.as_of if settings else None)
    settings = settings or settings_of(frames)
    found = Findings(sys.maxsize)
    found.add(frames.findings)
    intake = Intake(list(frames.files), frames.filings, frames.notices, found, frames.latest)
    judgement = checked(intake, settings)
    told = _told(found.frame(), frames)
    return Result(settings, judgement.groups, judgement.shipments, told, judgement.counts, frames.complete)


def settings_of(frames: Frames) -> Settings:
    """The settings that hold without any: as of the latest date of the files. Raises ValueError where there is none."""
    if frames.latest is None:
        raise ValueError("the files carry no date: give Settings(as_of=...)")
    return Settings(as_of=frames.latest)


def _told(found: pl.DataFrame, frames: Frames) -> pl.DataFrame:
    """The findings with their path and their message."""
    paths = pl.lit(pl.Series([each.path for each in frames.files], dtype=pl.String))
    texts = pl.Series([message(row) for row in found.iter_rows(named=True)], dtype=pl.String)
    shown = found.select(_SHOWN).with_columns(paths.gather(pl.col("file")).alias("file"), texts.alias("message"))
    return shown.rename({"file": "path"})
