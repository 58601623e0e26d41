"""Rows of a table of entries as `which_type` takes them."""

import polars as pl

from deminimis.edi.layout.kinds import AMOUNT
from deminimis.rules.base.frames import ENTRY_LINES, PLANNED, EntryLines, Planned


def planned(rows: pl.DataFrame) -> tuple[Planned, EntryLines]:
    """Each entry and its goods.

    rows: one a goods line: entry (a number), day, and as text value (US dollars), hts and more_hts (numbers with a
    blank between them).
    """
    cents = AMOUNT.read(pl.col("value"))
    whole = rows.group_by("entry", maintain_order=True).agg(
        value_cents=pl.when(cents.count() > 0).then(cents.sum()),
        value_unread=cents.is_null().any(),
        day=pl.col("day").first(),
    )
    place = pl.int_range(pl.len(), dtype=pl.UInt32).over("entry")
    lines = rows.select("entry", "hts", more=pl.col("more_hts").str.split(" "), line_no=place, value_cents=cents)
    more = lines.explode("more").filter(pl.col("more").is_not_null())
    more = more.select("entry", "line_no", hts="more", value_cents=pl.lit(None, pl.Int64))
    goods = pl.concat([more, lines.select("entry", "line_no", "hts", "value_cents")])
    return whole.select(pl.col(n).cast(t) for n, t in PLANNED.items()), goods.select(
        pl.col(n).cast(t) for n, t in ENTRY_LINES.items()
    )
