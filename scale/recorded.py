"""A ledger as the source of an audit: a task is a day of it, or a range of the files recorded for one.

Lines and bills stand under the day of their shipment, so a task has whole filings and nothing is shuffled to read them.
All tasks read one version of the ledger, whatever is recorded meanwhile.
"""

from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

import polars as pl

from deminimis.edi.frames.shipments import Filings
from deminimis.edi.reading.intake import FileReport
from deminimis.ledger.store import table
from deminimis.ledger.store.bucket import is_address, where
from deminimis.ledger.store.pack import STORED, notices_of, unpacked
from deminimis.ledger.store.place import LOG
from deminimis.ledger.store.schema import FILINGS

_SIZE: Final = 100_000  # filings of a task, if a file has no more


class Part(NamedTuple):
    """One task: rows of a day (null: of none) of the files from `first` to `last`, ordinals of the ledger."""

    path: str
    version: int
    day: date | None
    first: int
    last: int


class Recorded(NamedTuple):
    """What is to be read. files: recorded, file (ordinal in the audit). latest: the latest reference date."""

    parts: list[Part]
    files: pl.DataFrame
    reports: list[FileReport]
    latest: date | None


def is_ledger(source: str) -> bool:
    """Whether a source is a ledger's folder or address, as far as can be seen from outside."""
    return is_address(source) or (Path(source) / LOG).is_dir()


def recorded(path: str, size: int = _SIZE) -> Recorded:
    """Looks at the ledger as it stands. Raises LedgerError."""
    snapshot = _opened(path)
    files = snapshot.files.select("recorded").with_row_index("file")
    rows = snapshot.scan("shipment", "notice").group_by("day", "recorded").len().sort("day", "recorded").collect()
    number = (pl.col("len").cum_sum().over("day") - pl.col("len")) // size
    ranges = rows.with_columns(number.alias("range")).group_by("day", "range", maintain_order=True)
    parts = [
        Part(path, snapshot.version, row["day"], row["first"], row["last"])
        for row in ranges.agg(first=pl.col("recorded").min(), last=pl.col("recorded").max()).iter_rows(named=True)
    ]
    reports = [
        FileReport(row["name"], None, "checked", row["messages"], row["records"], row["shipments"], row["records"])
        for row in snapshot.files.iter_rows(named=True)
    ]
    latest: Any = snapshot.files["reference"].max()
    return Recorded(parts, files, reports, latest)


def read(part: Part, files: pl.DataFrame) -> tuple[Filings, pl.DataFrame]:
    """The filings and notices of a task, `file` as in `files`."""
    rows = _opened(part.path, part.version).scan(*FILINGS.values(), "notice")
    rows = rows.filter(pl.col("day").eq_missing(pl.lit(part.day, pl.Date)))
    found = rows.filter(pl.col("recorded").is_between(part.first, part.last)).collect()
    told = found.filter(pl.col("kind") == "notice").sort("recorded", maintain_order=True)
    filed = {kind: found.filter(pl.col("kind") == kind).select(names) for kind, names in STORED.items()}
    return unpacked(filed, files), notices_of(told, files)


def _opened(path: str, version: int | None = None) -> table.Snapshot:
    return table.opened(where(path), version)
