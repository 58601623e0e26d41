"""Goods lines, whatever the format: which of their facts are unread, and what they sum up to."""

import polars as pl

from deminimis.edi.frames.shipments import UNREAD


def priced(origin: str, value: str, partial: str | None = None) -> dict[str, pl.Expr]:
    """The columns origin, value_cents and unread of goods lines.

    origin, value: names of the parsed fields; value is in cents. The rows also have `currency` (null is US dollars)
    and `unread`. An amount in another currency is unread (rule, clause 10), as is one whose currency cannot be read;
    it is kept as filed, for whoever has the rate of exchange. So is a value of zero: goods have one. partial: the
    column that says of a row for another reason that its value is unread.
    """
    foreign = pl.col("currency").is_not_null() & (pl.col("currency") != "USD")
    there = pl.col("unread").list.contains
    doubtful = foreign | there("currency") | (pl.col(value) == 0)
    unread = there(value) | (doubtful.fill_null(False) & pl.col(value).is_not_null())
    marks = pl.concat_list(
        pl.when(there(origin)).then(pl.lit("origin")),
        pl.when(unread | pl.col(partial) if partial else unread).then(pl.lit("value_cents")),
    )
    return {
        "origin": pl.col(origin),
        "value_cents": pl.col(value),
        "unread": marks.list.drop_nulls().cast(UNREAD),
    }


def sums(lines: pl.DataFrame) -> pl.DataFrame:
    """Per shipment (seq): lines_cents, the sum of the readable values, null without any; lines_unread; lines_kg."""
    weight = pl.col("weight_kg")
    # An amount in another currency is no part of a sum in dollars.
    value = pl.col("value_cents")
    if "currency" in lines.columns and lines["currency"].null_count() < lines.height:
        value = value.filter((pl.col("currency") == "USD").fill_null(True))
    return lines.group_by("seq", maintain_order=True).agg(
        lines_cents=pl.when(value.count() > 0).then(value.sum()),
        lines_unread=pl.col("unread").list.contains("value_cents").any(),
        lines_kg=pl.when(weight.count() > 0).then(weight.sum()),
    )
