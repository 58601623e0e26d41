"""A sheet: the columns of one kind of table, what holds between its cells, and the frames that it becomes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import polars as pl

from deminimis.edi.frames.shipments import BILLS, LINE_DETAILS, LINES, SHIPMENTS, Filings, conform
from deminimis.edi.spreadsheets.columns import Check, Column


@dataclass(frozen=True)
class Terms:
    """What is known besides the table. offsets: of filers' check digits (`edi.formats.shared.numbers`)."""

    entry_type: str = "86"
    offsets: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Sending:
    """What the envelope says. None: from the table. production: not marked as a test, where the format can say so."""

    sent: datetime
    sender: str | None = None
    receiver: str | None = None
    port: str | None = None
    control: int = 1
    production: bool = False


@dataclass(frozen=True)
class Sheet:
    """One kind of table.

    key: the column that names a shipment: rows that follow one another and have the same key, or a blank one, are its
    goods lines. prepare: adds to the tidied cells what is computed (a check digit). checks: what holds between cells,
    of the rows of `ship` alone unless they concern lines. filings: of ships (a row a shipment) and goods (a row a
    line), both typed, with the frames' columns that they fill; envelope: for the format's writer.
    """

    format: str
    title: str
    key: str
    columns: tuple[Column, ...]
    prepare: Callable[[Terms], dict[str, pl.Expr]]
    checks: Callable[[Terms], tuple[Check, ...]]
    ships: Callable[[Terms], dict[str, pl.Expr | str]]
    envelope: Callable[[Filings, Sending], Any]

    @property
    def by_name(self) -> dict[str, Column]:
        """Columns by name."""
        return {column.name: column for column in self.columns}


def filings(sheet: Sheet, rows: pl.DataFrame, terms: Terms, sent: datetime) -> Filings:
    """The shipments of a checked table (`edi.spreadsheets.check`), all adds; values in cents as the table has them.

    `line` is the row of the table, from 1, the header being row 1. Beside the columns of SHIPMENTS the frame has those
    that a writer takes (a seller's address, a contact).
    """
    own = [column.name for column in sheet.columns if not column.line and column.name != sheet.key]
    lines = rows.select(
        file=pl.lit(0),
        seq="ship",
        line_no=pl.int_range(1, pl.len() + 1).over("ship"),
        **{name: pl.col(name) for name in LINES | LINE_DETAILS if name in sheet.by_name and sheet.by_name[name].line},
        value_cents="value",
    )
    sums = {"value_cents": pl.col("value_cents").sum()}
    if "weight_kg" in lines.columns:  # a sum of nothing is no weight; grams are the finest step of a table
        weight = pl.col("weight_kg")
        sums["weight_kg"] = pl.when(weight.count() > 0).then(weight.sum().round(3))
    totals = lines.group_by("seq", maintain_order=True).agg(**sums)
    heads = rows.filter(pl.col("ship").is_first_distinct()).rename({"ship": "seq", "row": "line"})
    heads = heads.select("seq", "line", sheet.key, *own).join(totals, on="seq", maintain_order="left")
    told = {name: pl.lit(value) if isinstance(value, str) else value for name, value in sheet.ships(terms).items()}
    heads = heads.with_columns(
        file=pl.lit(0), message=pl.lit(1), byte=pl.lit(0), action=pl.lit("add"), filed_on=pl.lit(sent.date()), **told
    )
    ships = conform(heads, SHIPMENTS)
    more = heads.select(name for name in heads.columns if name not in SHIPMENTS)
    goods = conform(lines, LINES | LINE_DETAILS if "more_hts" in lines.columns else LINES)
    return Filings(ships.hstack(more), conform(heads, BILLS), goods)


def whole_dollars(given: Filings) -> Filings:
    """The same in whole dollars, as a customs value is rounded (19 CFR 159.3(a)).

    Half a dollar and more of a shipment's total is a dollar, less is dropped; its lines are cut to dollars, and those
    with the largest fractions get one until they add up to the total. A line is a dollar at least, since a value of
    zero would say that there is none: that can make a shipment dearer, never cheaper.
    """
    fraction, seq = pl.col("value_cents") % 100, pl.col("seq")
    floor = pl.col("value_cents") // 100
    short = (pl.col("value_cents").sum().over(seq) + 50) // 100 - floor.sum().over(seq)
    up = (-fraction).rank("ordinal").over(seq).cast(pl.Int64) <= short
    dollars = pl.max_horizontal(floor + up.cast(pl.Int64), pl.lit(1, pl.Int64))
    lines = given.lines.with_columns(value_cents=dollars * 100)
    sums = lines.group_by("seq").agg(dollars=pl.col("value_cents").sum())
    ships = given.shipments.join(sums, on="seq", how="left", maintain_order="left")
    return Filings(ships.with_columns(value_cents="dollars").drop("dollars"), given.bills, lines, given.forms)
