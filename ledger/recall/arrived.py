"""Arrivals that CBP's notices give, in the ledger and in a call (rule, clause 12): they move bills to other days.

A filing is kept as it was filed, and its notice beside it: which arrival it has is told when it is judged. So a bill
may stand on a day that its own row does not know, and on another one before a notice that came later.
"""

from datetime import date
from typing import Final

import polars as pl

from deminimis.edi.codes.answer_codes import arrival_codes
from deminimis.edi.frames.shipments import Filings
from deminimis.ledger.store.keys import BILL_WIDTH, stable
from deminimis.ledger.store.pack import notices_of
from deminimis.ledger.store.table import Snapshot

_CODE: Final = ["format", "path", "code"]
_NAMES: Final = ("k_bill", "k_master")  # a notice names a bill or the master of houses


def told(snapshot: Snapshot, fresh: pl.DataFrame, known: pl.Series) -> pl.DataFrame:
    """k_bill, at (the day) and `called` of every notice of an arrival, also of those that were taken back or replaced.

    fresh: the notices of the call that are not recorded. known: ordinals of its files that are; `called`: of either.
    """
    new = fresh.lazy().with_columns(pl.col("format").cast(pl.String), k_bill=stable(fresh["bill"], BILL_WIDTH))
    day = pl.col("posted_at").dt.date()
    parts = [_of_arrivals(new).select("k_bill", at=day, called=pl.lit(True))]
    if snapshot.files.height:
        called = pl.col("recorded").is_in(known.implode())
        parts.append(_of_arrivals(snapshot.scan("notice")).select("k_bill", at=day, called=called))
    return pl.concat(parts).filter(pl.col("k_bill").is_not_null()).unique().collect(engine=snapshot.engine)


def notices(snapshot: Snapshot, filings: Filings, fresh: pl.DataFrame) -> pl.DataFrame:
    """The notices of arrivals of these filings' bills and masters: those of the ledger, then those of the call."""
    new = _of_arrivals(fresh.lazy().with_columns(pl.col("format").cast(pl.String)))
    numbers = new.collect().with_columns(pl.col("format").cast(fresh.schema["format"]))
    if not snapshot.files.height:
        return numbers
    ships = filings.scan("shipments").select("bill", "master_bill").collect()
    bills = pl.concat([ships["bill"], ships["master_bill"].rename("bill")]).drop_nulls().unique()
    old = _of_arrivals(snapshot.scan("notice")).filter(pl.col("bill").is_in(bills.implode()))
    rows = old.sort("recorded", maintain_order=True).collect()
    recorded = rows["recorded"].unique().sort()
    files = pl.DataFrame({"recorded": recorded, "file": pl.int_range(recorded.len(), dtype=pl.UInt32, eager=True)})
    return pl.concat([notices_of(rows, files), numbers.select(fresh.columns)])


def moved(snapshot: Snapshot, index: pl.LazyFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Rows of the index that a notice puts on a day other than the one that they say, with one such day as arrival."""
    columns = index.collect_schema().names()
    if not told.height:
        return index.clear().collect()
    other = pl.coalesce("arrival", pl.col("at").cast(pl.Datetime("us")))
    found = [
        index.join(told.lazy().select(pl.col("k_bill").alias(name), "at"), on=name)
        .filter(pl.col("arrival").is_null() & pl.col("at").ne_missing(pl.col("day")))
        .with_columns(arrival=other)
        .select(columns)
        for name in _NAMES
    ]
    return pl.concat(pl.collect_all(found, engine=snapshot.engine)).unique(["recorded", "seq"], maintain_order=True)


def days(rows: pl.DataFrame, told: pl.DataFrame) -> frozenset[date]:
    """Every day on which a notice ever put these rows."""
    if not told.height:
        return frozenset()
    keys = pl.concat([rows[name].rename("k_bill") for name in _NAMES]).drop_nulls().unique()
    return frozenset(told.filter(pl.col("k_bill").is_in(keys.implode()))["at"].drop_nulls().to_list())


def _of_arrivals(rows: pl.LazyFrame) -> pl.LazyFrame:
    """The notices (`format` as text) that give an arrival or take it back."""
    codes = arrival_codes().lazy().select(pl.col("format").cast(pl.String), "path", "code")
    whole = rows.filter(pl.col("bill").is_not_null() & pl.col("posted_at").is_not_null())
    return whole.join(codes, on=_CODE, how="semi")
