"""A ledger of many large nights, of one that is read: the same people every night, other bills, entries and days.

Its rows go through the ledger's own packing and writing, a commit a night; verdicts, which no audit reads, are not
made. To read and judge each of them would take half a minute a night of 300,000.
"""

import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import polars as pl

from bench.ledger import DATA, FIRST, filed
from deminimis.edi.cutting.source import Source
from deminimis.edi.formats import FORMATS
from deminimis.edi.frames.notices import NO_NOTICES
from deminimis.edi.frames.packed import COMPACT
from deminimis.edi.frames.shipments import Filings
from deminimis.ledger.incoming import Incoming, incoming
from deminimis.ledger.store import maintain, pack, table
from deminimis.ledger.store.parts import by_kind
from deminimis.ledger.store.schema import events

_DAYS: Final = ("eda", "filed_on")
_PREFIX: Final = 3  # digits of an airline in a bill, letters of a filer in an entry number


def recorded(count: int, many: int) -> Path:
    """A ledger of so many nights of so many shipments, made once."""
    path = DATA / f"nights-{many}-{count}"
    if path.is_dir():
        return path
    begun = path.with_suffix(".begun")
    shutil.rmtree(begun, ignore_errors=True)
    file = filed(count, 0, FIRST)
    one = incoming(Source(file.name, file), FORMATS, as_of=None, otherwise=(FIRST, "today"), pack=COMPACT)
    file.unlink()
    table.created(begun)
    for night in range(many):
        _record(begun, one, night)
        sys.stderr.write(f"night {night + 1}\n")
    maintain.tidied(begun, 60)
    begun.rename(path)
    return path


def _record(path: Path, one: Incoming, night: int) -> None:
    frames = (each for piece in one.filings.pieces() for each in _packed(piece, night))
    report = one.intake.files[0]
    about = {
        "recorded": night + 1, "digest": str(night), "name": f"night-{night:02}.edi", "messages": report.messages,
        "records": report.records, "shipments": report.shipments, "format": report.format, "match": "normalised",
        "recorded_at": datetime.now(UTC).replace(tzinfo=None), "reference": one.reference,
    }  # fmt: skip
    head = events(pl.DataFrame([about]), "file")
    table.commit(table.opened(path), {**by_kind([head]), **by_kind(frames)}, f"night {night}")


def _packed(piece: Filings, night: int) -> list[pl.DataFrame]:
    number = f"{night + 1:0{_PREFIX}}"

    def moved(frame: pl.DataFrame) -> pl.DataFrame:
        names = [name for name in ("bill", "master_bill", "entry_number", "filer") if name in frame.columns]
        days = [name for name in _DAYS if name in frame.columns]
        return frame.with_columns(
            *((pl.lit(number) + pl.col(name).str.slice(_PREFIX)).alias(name) for name in names),
            *(pl.col(name).dt.offset_by(f"{night}d") for name in days),
        )

    return list(pack.packed(piece.map(moved), NO_NOTICES, night + 1))
