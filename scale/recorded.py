"""A ledger as the source of an audit: a task is a range of what was recorded, of at most some 200,000 filings.

Lines and bills stand under the place of their shipment, so a task has whole filings and nothing is shuffled to read
them. A range goes by the order of recording, in which rows lie: by days a task would look through the files of other
tasks too. All tasks read one version of the ledger, whatever is recorded meanwhile.
"""

from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

import polars as pl

from deminimis.edi.frames.shipments import Filings
from deminimis.edi.reading.intake import FileReport
from deminimis.ledger.store import table
from deminimis.ledger.store.bucket import is_address, where
from deminimis.ledger.store.pack import NOTED, STORED, notices_of, unpacked
from deminimis.ledger.store.place import LOG

SIZE: Final = 100_000  # rows of a task; of several files together at most twice as many
_END: Final = 1 << 32  # beyond the places in any file


class Part(NamedTuple):
    """One task: rows of the files from `first` to `last` (ordinals of the ledger), of places from `low` to `high`.

    notices: CBP's answers, of which a file is never parted; else filings.
    """

    path: str
    version: int
    notices: bool
    first: int
    last: int
    low: int = 0
    high: int = _END


class Recorded(NamedTuple):
    """What is to be read. files: recorded, file (ordinal in the audit). latest: the latest reference date."""

    parts: list[Part]
    files: pl.DataFrame
    reports: list[FileReport]
    latest: date | None


def is_ledger(source: str) -> bool:
    """Whether a source is a ledger's folder or address, as far as can be seen from outside."""
    return is_address(source) or (Path(source) / LOG).is_dir()


def recorded(path: str, size: int = SIZE) -> Recorded:
    """Looks at the ledger as it stands. size: rows of a task. Raises LedgerError."""
    snapshot = table.opened(where(path))
    with table.sound(snapshot):
        files = snapshot.files
        filed = snapshot.scan("shipment").group_by("recorded", piece=pl.col("seq") // size).len()
        told = snapshot.scan("notice").group_by("recorded").len().with_columns(piece=pl.lit(0, pl.Int64))
        rows = [each.collect(engine=snapshot.engine) for each in (filed, told)]
    parts = [
        Part(path, snapshot.version, notices, *each)
        for notices, some in zip((False, True), rows, strict=True)
        for each in _ranges(some, size).iter_rows()
    ]
    reports = [
        FileReport(row["name"], None, "checked", row["messages"], row["records"], row["shipments"], row["records"])
        for row in files.iter_rows(named=True)
    ]
    latest: Any = files["reference"].max()
    return Recorded(parts, files.select("recorded").with_row_index("file"), reports, latest)


def _ranges(rows: pl.DataFrame, size: int) -> pl.DataFrame:
    """first, last, low, high of each task. rows: recorded, piece (so many places of the file), len."""
    parted = pl.len().over("recorded") > 1
    rows = rows.sort("recorded", "piece").with_columns(parted=parted).with_row_index("row")
    rows = rows.with_columns(run=pl.col("parted").rle_id())
    before = pl.col("len").cum_sum().over("run") - pl.col("len")
    number = pl.when("parted").then(pl.col("row")).otherwise(before // size)
    low, piece = pl.col("piece").first() * size, pl.col("parted").first()
    return rows.group_by("run", number=number, maintain_order=True).agg(
        first=pl.col("recorded").first(), last=pl.col("recorded").last(),
        low=pl.when(piece).then(low).otherwise(0), high=pl.when(piece).then(low + size - 1).otherwise(_END),
    ).drop("run", "number")  # fmt: skip


def filings(part: Part, files: pl.DataFrame) -> Filings:
    """The filings of a task, `file` as in `files`. Raises LedgerError."""
    snapshot = table.opened(where(part.path), part.version)
    inside = pl.col("recorded").is_between(part.first, part.last), pl.col("seq").is_between(part.low, part.high)
    with table.sound(snapshot):
        rows = {
            kind: snapshot.scan(kind).filter(*inside).select(names).collect(engine=snapshot.engine)
            for kind, names in STORED.items()
        }
    return unpacked(rows, files)


def notices(part: Part, files: pl.DataFrame) -> pl.DataFrame:
    """The notices of a task, `file` as in `files`. Raises LedgerError."""
    snapshot = table.opened(where(part.path), part.version)
    with table.sound(snapshot):
        rows = snapshot.scan("notice").filter(pl.col("recorded").is_between(part.first, part.last))
        told = rows.select("recorded", *NOTED).collect(engine=snapshot.engine)
    return notices_of(told.sort("recorded", maintain_order=True), files)
