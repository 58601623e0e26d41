"""A consignee of more filings than a part should have, cut by days: a fulfilment centre, a number that many have.

A *chunk* is some days of one such component. Whatever may stand on one of its days, or on the day after it (DM106), is
sent there, and what may have no day to all its chunks. Who is the same person hangs on every name and address of the
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
from deminimis.scale.keys import AT

GIANT: Final = 5_000_000  # filings of one consignee
CHUNK: Final = 1_000_000  # of one chunk, if no day has more
# A part each; its days, null where no filing has any.
CHUNKS: Final = pl.Schema({"part": pl.Int32(), "giant": pl.Int32(), "first": pl.Date(), "last": pl.Date()})
PAIRS: Final = pl.Schema(
    {"giant": pl.Int32(), **dict.fromkeys(("address", "identifier"), pl.UInt64()), **dict.fromkeys(AT, pl.UInt32())}
)
_SENT: Final = pl.Schema({"cluster": pl.Int64(), "giant": pl.Int32(), "part": pl.Int32()})


class Chunk(NamedTuple):
    """One row of CHUNKS, where it is judged."""

    giant: int
    first: date | None
    last: date | None

    def holds(self) -> pl.Expr:
        """Whether the day of a row is one of the chunk's."""
        return pl.col("day").is_between(pl.lit(self.first, pl.Date), pl.lit(self.last, pl.Date)).fill_null(False)

    def next(self) -> pl.Expr:
        """Whether the day of a row is the one after the chunk's."""
        return (pl.col("day").dt.offset_by("-1d") == pl.lit(self.last, pl.Date)).fill_null(False)


class Giants(NamedTuple):
    """chunks: CHUNKS. sent: cluster, giant, part. aside: clusters with claims that may have no day."""

    chunks: pl.DataFrame
    sent: pl.DataFrame
    aside: pl.DataFrame

    def carried(self, rows: pl.DataFrame, parts: int) -> pl.DataFrame:
        """file, seq, part: the first filing of each address and identifier of a giant, for all its chunks and `parts`.

        The last is where claims are judged that no part can judge alone.
        """
        told = pl.col("address").is_not_null() | pl.col("k_id").is_not_null()
        first = rows.filter(pl.col("giant").is_not_null() & told & ~pl.col("mail")).sort(AT)
        first = first.unique(["giant", "address", "k_id"], keep="first", maintain_order=True).select(*AT, "giant")
        where = pl.concat([
            self.chunks.select("giant", "part"),
            self.chunks.select("giant", part=pl.lit(parts, pl.Int32)).unique(),
        ])  # fmt: skip
        return first.join(where, on="giant").select(*AT, "part").unique()


NO_GIANTS: Final = Giants(pl.DataFrame(schema=CHUNKS), pl.DataFrame(schema=_SENT), pl.DataFrame(schema=_SENT))


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


def cut(rows: pl.DataFrame, size: int, first_part: int) -> Giants:
    """rows: KEYS with cluster, label and giant. size: filings of a chunk, about."""
    touched = rows.filter(pl.col("giant").is_not_null()).select("cluster", "giant").unique()
    whole = touched.join(rows.drop("giant"), on="cluster")
    apart = ["cluster", "giant"]
    days = whole.select(*apart, day=pl.concat_list("eda", "arrived")).explode("day", empty_as_null=False)
    days = days.drop_nulls().unique()
    chunks, where = _chunks(touched, days.join(whole.group_by(apart).len(), on=apart), size, first_part)
    before = days.with_columns(pl.col("day").dt.offset_by("-1d"))
    of_days = pl.concat([days, before]).join(where, on=["giant", "day"]).select(*apart, "part")
    undated = _undated(whole)
    of_all = undated.join(chunks.select("giant", "part"), on="giant").select(*apart, "part")
    sent = pl.concat([of_days, of_all]).unique()
    sent = sent.select(pl.col(n).cast(t) for n, t in _SENT.items())
    return Giants(chunks, sent, undated.select("cluster").unique())


def _chunks(touched: pl.DataFrame, days: pl.DataFrame, size: int, first_part: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """CHUNKS, and giant, day, part of every day."""
    daily = days.group_by("giant", "day").agg(pl.col("len").sum())
    empty = touched.select("giant").unique().join(daily, on="giant", how="anti")
    daily = pl.concat([daily, empty.select("giant", day=pl.lit(None, pl.Date), len=pl.lit(0, daily.schema["len"]))])
    daily = daily.sort("giant", "day")
    number = (pl.col("len").cum_sum().over("giant") - 1).clip(0) // size
    daily = daily.with_columns(part=pl.struct("giant", number).rle_id().cast(pl.Int32) + first_part)
    chunks = daily.group_by("part", maintain_order=True).agg(
        pl.col("giant").first(), first=pl.col("day").min(), last=pl.col("day").max()
    )
    return chunks.select(pl.col(n).cast(t) for n, t in CHUNKS.items()), daily.select("giant", "day", "part")


def _undated(whole: pl.DataFrame) -> pl.DataFrame:
    """Clusters of which something may have no day: cluster, giant."""
    apart = ["cluster", "giant"]
    sums = whole.group_by(apart).agg(
        pl.col("request", "undated", "dim").any(), pl.col("is_entry").sum(), manifest=(~pl.col("is_entry")).sum(),
        bills=pl.col("bills").explode(empty_as_null=False).n_unique(), dated=(~pl.col("undated")).any(),
    )  # fmt: skip
    # one manifest filing, one entry, or one of each: the day is that of either
    simple = ~pl.col("request") & (pl.col("is_entry") <= 1) & (pl.col("manifest") <= 1) & (pl.col("bills") <= 1)
    undated = pl.when(simple).then(~pl.col("dated") | pl.col("dim")).otherwise("undated")
    return sums.filter(undated).select(apart)
