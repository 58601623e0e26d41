"""A consignee of more filings than a part should have, cut by days: a fulfilment centre, a number that many have.

A *chunk* is some days of one such component (`routing`). Who is the same person hangs on every name and address of the
component: each chunk gets *carriers*, the first filing of each, without bill and claim; and, when it is judged, what
the bills of all chunks put together (`pairs_of`).
"""

from datetime import date
from typing import Final, NamedTuple

import polars as pl

from deminimis.edi.frames.shipments import Filings
from deminimis.rules.base.filed import Filed
from deminimis.rules.base.settings import Settings
from deminimis.rules.on_file.facts import facts
from deminimis.rules.on_file.settle import settle
from deminimis.scale.routing.keys import AT

PAIRS: Final = pl.Schema(
    {"giant": pl.Int32(), **dict.fromkeys(("address", "identifier"), pl.UInt64()), **dict.fromkeys(AT, pl.UInt32())}
)


class Chunk(NamedTuple):
    """One row of `days.CHUNKS`, where it is judged."""

    giant: int
    first: date | None
    last: date | None

    def holds(self) -> pl.Expr:
        """Whether the day of a row is one of the chunk's."""
        return pl.col("day").is_between(pl.lit(self.first, pl.Date), pl.lit(self.last, pl.Date)).fill_null(False)

    def next(self) -> pl.Expr:
        """Whether the day of a row is the one after the chunk's."""
        return (pl.col("day").dt.offset_by("-1d") == pl.lit(self.last, pl.Date)).fill_null(False)


def pairs_of(filings: Filings, settings: Settings) -> pl.DataFrame:
    """Whom the filings of a chunk name, and its bills after later filings: PAIRS but `giant`."""
    filed = Filed.of(filings)
    return settle(facts(filings, filed, settings), filings, settings).consignees.placed(filed)


def without_carried(filings: Filings, carriers: pl.DataFrame) -> Filings:
    """The filings; of those at `carriers` (file, seq) nothing is left but whom they name."""
    if not carriers.height:
        return filings
    at = carriers.select(pl.col(AT).cast(pl.UInt32)).with_columns(carrier=True)
    rows = filings.shipments.join(at, on=AT, how="left", maintain_order="left", nulls_equal=True)
    schema, blank = (
        filings.shipments.schema,
        ("bill", "master_bill", "entry_number", "entry_type", "part", "eda", "arrival"),
    )
    plain = {name: pl.lit(None, schema[name]) for name in blank} | {
        "claim": pl.lit(False), "unread": pl.lit([], schema["unread"]),
        "action": pl.lit("add", schema["action"]), "filing": pl.lit("manifest", schema["filing"]),
    }  # fmt: skip
    rows = rows.with_columns(
        pl.when(pl.col("carrier").fill_null(False)).then(value).otherwise(pl.col(name)).alias(name)
        for name, value in plain.items()
    )
    others = (
        frame.join(at, on=AT, how="anti", maintain_order="left")
        for frame in (filings.bills, filings.lines, filings.forms)
    )
    return Filings(rows.drop("carrier"), *others)
