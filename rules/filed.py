"""The shipments as filed, in filing order, for the few columns or rows that a rule wants of them."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from deminimis.edi.compact import Compact
from deminimis.edi.shipments import Filings

_FEW: Final = 8  # beyond so much of all rows a column is unpacked as a whole


@dataclass(frozen=True)
class Filed:
    """`row` is the index of each shipment. `frame`: all of them, where they are not packed."""

    height: int
    frame: pl.DataFrame | None = None
    packed: Compact | None = None

    @classmethod
    def of(cls, filings: Filings) -> "Filed":
        """The shipments in filing order: by file and place, totals known from elsewhere (without format) first."""
        if isinstance(filings, Compact):  # as they were read
            return cls(filings.height("shipments"), packed=filings)
        shipments = filings.shipments
        keys = shipments.select(at()).to_series()
        if shipments["format"].null_count() or not keys.is_sorted():
            # the more careful order
            shipments = shipments.sort(pl.col("format").is_not_null(), "file", "seq")
        return cls(shipments.height, shipments.with_row_index("row"))

    def scan(self) -> pl.LazyFrame:
        """All columns and `row`; only those that are asked for are unpacked."""
        if self.frame is not None:
            return self.frame.lazy()
        assert self.packed is not None
        return self.packed.scan("shipments").with_row_index("row")

    def select(self, *columns: str | pl.Expr, where: pl.Expr | None = None) -> pl.DataFrame:
        """Some columns of the rows that `where` holds for."""
        if self.frame is not None:
            rows = self.frame if where is None else self.frame.filter(where)
            return rows.select(*columns)
        rows_of = self.scan() if where is None else self.scan().filter(where)
        return rows_of.select(*columns).collect(engine="streaming")  # part by part

    def take(self, rows: pl.Series, *names: str) -> pl.DataFrame:
        """Some columns of each row in `rows`, one for one; null where the row is."""
        if self.frame is not None:
            return pl.DataFrame([self.frame[name].gather(rows) for name in names])
        if rows.len() > self.height // _FEW:
            return pl.DataFrame([self.select(name)[name].gather(rows) for name in names])
        wanted = rows.drop_nulls().unique().sort()
        found = self.scan().filter(pl.col("row").is_in(wanted.implode())).select("row", *names).collect()
        place = found["row"].search_sorted(rows.fill_null(0)).cast(pl.Int64)
        place = pl.select(pl.when(rows.is_not_null()).then(place)).to_series()
        return pl.DataFrame([found[name].gather(place) for name in names])

    def column(self, rows: pl.Series, name: str) -> pl.Series:
        """One column of each row in `rows`."""
        return self.take(rows, name)[name]


def at() -> pl.Expr:
    """File and place in it as one number."""
    return (pl.col("file").cast(pl.UInt64) * 2**32 + pl.col("seq")).alias("at")
