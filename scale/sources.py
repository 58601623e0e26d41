"""What an audit reads: files, of which a task has one or several, or a ledger.

Of a ledger a task is a range of what was recorded, of at most some 200,000 filings. Lines and bills stand under the
place of their shipment, so a task has whole filings and nothing is shuffled to read them. A range goes by the order of
recording, in which rows lie: by days a task would look through the files of other tasks too. All tasks read one version
of the ledger, whatever is recorded meanwhile.
"""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

import polars as pl

from deminimis.edi.codes.answer_codes import arrival_codes
from deminimis.edi.cutting.source import Source
from deminimis.edi.formats import FORMATS
from deminimis.edi.frames.shipments import Filings
from deminimis.edi.reading.intake import FileReport, Intake, take
from deminimis.ledger.store import table
from deminimis.ledger.store.bucket import is_address, where
from deminimis.ledger.store.keys import BILL_WIDTH, stable
from deminimis.ledger.store.pack import NOTED, STORED, notices_of, unpacked
from deminimis.ledger.store.place import LOG
from deminimis.rules.base.settings import Settings
from deminimis.rules.cbp_answers import findings_of
from deminimis.rules.rulebook.book.dm401_quality import RATE
from deminimis.rules.rulebook.book.dm401_quality import weighed as rates_of
from deminimis.scale.blobs import blob, frame_bytes, only
from deminimis.scale.routing.keys import ARRIVALS, keyed, place_of
from deminimis.scale.workers import CHUNK, READ, Work, batch, versions

FILES: Final = 1 << 8  # files in whose filings a blob may be, if they are small
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


def filings_in(part: Part, files: pl.DataFrame) -> Filings:
    """The filings of a task, `file` as in `files`. Raises LedgerError."""
    snapshot = table.opened(where(part.path), part.version)
    inside = pl.col("recorded").is_between(part.first, part.last), pl.col("seq").is_between(part.low, part.high)
    with table.sound(snapshot):
        rows = {
            kind: snapshot.scan(kind).filter(*inside).select(names).collect(engine=snapshot.engine)
            for kind, names in STORED.items()
        }
    return unpacked(rows, files)


def notices_in(part: Part, files: pl.DataFrame) -> pl.DataFrame:
    """The notices of a task, `file` as in `files`. Raises LedgerError."""
    snapshot = table.opened(where(part.path), part.version)
    with table.sound(snapshot):
        rows = snapshot.scan("notice").filter(pl.col("recorded").is_between(part.first, part.last))
        told = rows.select("recorded", *NOTED).collect(engine=snapshot.engine)
    return notices_of(told.sort("recorded", maintain_order=True), files)


def reading(settings: Settings, as_of: date | None) -> Work:
    """(file, path, name) -> READ: keys, blobs of filings, rates, arrivals, what was found, and what became of the file.

    as_of: gives dates without a year the nearest one; without it the latest date of the same file does.
    """

    def read(batches: Iterator[Any]) -> Iterator[Any]:
        few = Few(settings)
        for some in batches:
            for row in some.to_pylist():
                source = Source(row["name"], Path(row["path"]))
                intake = take([source], FORMATS, 1 << 40, reference=lambda latest: as_of or latest)
                for one in _read(row["file"], intake, few):
                    yield batch([one], READ)
        for one in few.rest():
            yield batch([one], READ)

    return read


class Few:
    """Filings of small files, held until there are enough of them: keys and blobs cost by how many there are."""

    def __init__(self, settings: Settings) -> None:
        self._settings, self._held, self._first, self._count = settings, list[Filings](), 0, 0

    def with_(self, file: int, filings: Filings) -> Iterator[dict[str, Any]]:
        """READ of what is enough with those of one more file."""
        here = filings.height("shipments")
        if not here:
            return
        if self._count + here > CHUNK or len(self._held) == FILES:
            yield from self.rest()
        self._first = self._first if self._held else file
        self._held.append(filings)
        self._count += here

    def rest(self) -> Iterator[dict[str, Any]]:
        """READ of what is held."""
        held, self._held, self._count = self._held, [], 0
        if held:
            yield from _filed(self._first, held[0] if len(held) == 1 else Filings.concat(held), self._settings)


def reading_ledger(settings: Settings, parts: list[Part], files: pl.DataFrame) -> Work:
    """(file: the number of a part) -> READ, as of files."""

    def read(batches: Iterator[Any]) -> Iterator[Any]:
        for some in batches:
            for row in some.to_pylist():
                number = row["file"]
                for one in _recorded(number, parts[number], files, settings):
                    yield batch([one], READ)

    return read


def _recorded(number: int, part: Part, files: pl.DataFrame, settings: Settings) -> Iterator[dict[str, Any]]:
    """READ of a part of a ledger."""
    count = 0
    if part.notices:
        notices = notices_in(part, files)
        yield from _noticed(number, notices, findings_of(notices))
    else:
        filings = filings_in(part, files)
        count = filings.height("shipments")
        yield from _filed(number, filings, settings)
    told = {"report": None, "latest": "", "versions": versions(), "filings": count}
    yield {"kind": "file", "file": number, "chunk": 0, "blob": json.dumps(told).encode()}


def _filed(file: int, filings: Filings, settings: Settings) -> Iterator[dict[str, Any]]:
    """READ of filings: blobs, keys and rates. file: the first that they are of."""
    count = filings.height("shipments")
    for number, first in enumerate(range(0, count, CHUNK)):
        some = filings if count <= CHUNK else only(filings, filings.shipments.slice(first, CHUNK))
        here = {"file": file, "chunk": (file << 32) + number}
        yield {**here, "kind": "filings", "blob": blob(some)}
        yield {**here, "kind": "keys", "blob": frame_bytes(keyed(some, settings))}
    rates = rates_of(filings).select("chapter", rate=RATE).collect()
    if rates.height:
        yield {"kind": "rates", "file": file, "chunk": 0, "blob": frame_bytes(rates)}


def _noticed(file: int, notices: pl.DataFrame, found: pl.DataFrame) -> Iterator[dict[str, Any]]:
    """READ of notices, and of all that was found."""
    arrivals = _arrivals(notices) if notices.height else None
    if arrivals is not None and arrivals.height:
        yield {"kind": "arrivals", "file": file, "chunk": 0, "blob": frame_bytes(arrivals)}
    if found.height:
        yield {"kind": "found", "file": file, "chunk": 0, "blob": frame_bytes(found)}


def _read(file: int, intake: Intake, few: Few) -> Iterator[dict[str, Any]]:
    """READ of a file; of its filings, when there are enough of them."""
    number = pl.lit(file, pl.UInt32)
    yield from few.with_(file, intake.filings.with_columns(file=number))
    intake.findings.add(findings_of(intake.notices))
    found = intake.findings.frame().with_columns(pl.col("file").fill_null(0) + file)
    yield from _noticed(file, intake.notices.with_columns(file=number), found)
    told = {"report": intake.files[0]._asdict(), "latest": str(intake.latest or ""), "versions": versions(),
            "filings": intake.filings.height("shipments")}  # fmt: skip
    yield {"kind": "file", "file": file, "chunk": 0, "blob": json.dumps(told).encode()}


def _arrivals(notices: pl.DataFrame) -> pl.DataFrame:
    """ARRIVALS that notices tell of (as `rules.base.arrivals`)."""
    codes = arrival_codes().with_columns(pl.col("format").cast(notices.schema["format"]))
    told = notices.with_row_index("at").filter(pl.col("bill").is_not_null() & pl.col("posted_at").is_not_null())
    told = told.join(codes, on=["format", "path", "code"], how="inner", maintain_order="left")
    moment = pl.col("posted_at")
    noon = pl.when(moment.dt.time() == pl.time(0)).then(moment + pl.duration(hours=12)).otherwise(moment)
    told = told.with_columns(
        place_of("file", "at"), k_bill=stable(told["bill"], BILL_WIDTH), posted=moment.dt.timestamp("us"),
        arrival=noon.dt.timestamp("us"), day=noon.dt.date(),
    )  # fmt: skip
    return told.select(pl.col(name).cast(dtype) for name, dtype in ARRIVALS.items())
