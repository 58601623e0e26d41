"""The shipments as filed, in filing order, for the few columns or rows that a rule wants of them."""

from collections.abc import Iterator
from typing import Final, NamedTuple

import polars as pl

from deminimis.edi.frames.packed import Compact, Table
from deminimis.edi.frames.shipments import Filings
from deminimis.rules.base.keys import pair

ADDRESS: Final = (
    "consignee_name",
    "consignee_address",
    "consignee_city",
    "consignee_state",
    "consignee_postal",
    "consignee_country",
)

SLICE: Final = 1 << 16  # shipments that are worked on at a time, at least


class Filed(NamedTuple):
    """The shipments by row number, 0 for the first. filings: where they are packed, all that was read."""

    table: Table
    filings: Compact | None = None

    @classmethod
    def of(cls, filings: Filings) -> "Filed":
        """The shipments in filing order: by file and place, totals known from elsewhere (without format) first."""
        if isinstance(filings, Compact):  # as they were read
            return cls(filings.table("shipments"), filings)
        shipments = filings.shipments
        keys = shipments.select(at()).to_series()
        if shipments["format"].null_count() or not keys.is_sorted():
            # the more careful order
            shipments = shipments.sort(pl.col("format").is_not_null(), "file", "seq")
        return cls(Table([shipments], shipments.height))

    @property
    def height(self) -> int:
        """How many there are."""
        return self.table.height

    def scan(self) -> pl.LazyFrame:
        """All columns and `row`, the number; only those that are asked for are unpacked."""
        return self.table.scan().with_row_index("row")

    def select(self, *columns: str | pl.Expr, where: pl.Expr | None = None) -> pl.DataFrame:
        """Some columns of the rows that `where` holds for."""
        rows = self.scan() if where is None else self.scan().filter(where)
        return rows.select(*columns).collect(engine=self.table.engine)

    def slices(self) -> Iterator["Slice"]:
        """The shipments in slices."""
        if self.filings is None:
            for start in range(0, self.height, SLICE):
                yield Slice(start, min(start + SLICE, self.height), self.scan().slice(start, SLICE))
        else:
            yield from (whole.ships for whole in self.parts(self.filings))

    def parts(self, filings: Filings) -> "Iterator[Part]":
        """The same with their lines and bills; one part where the filings are not packed."""
        if self.filings is None:
            bills = filings.scan("bills") if filings.height("bills") else None
            yield Part(Slice(0, self.height, self.scan()), filings.scan("lines"), bills)
            return
        start = stop = 0
        some: list[dict[str, pl.LazyFrame]] = []
        for scans in self.filings.scans():
            some.append(scans)
            stop += int(scans["shipments"].select(pl.len()).collect().item())
            if stop - start >= SLICE or stop == self.height:
                ships, lines, bills = (
                    pl.concat(each[name] for each in some) for name in ("shipments", "lines", "bills")
                )
                yield Part(Slice(start, stop, ships.with_row_index("row", start)), lines, bills)
                start, some = stop, []

    def take(self, rows: pl.Series, *names: str) -> pl.DataFrame:
        """Some columns of each row in `rows`, one for one; null where the row is."""
        return self.table.take(rows, *names)

    def column(self, rows: pl.Series, name: str) -> pl.Series:
        """One column of each row in `rows`."""
        return self.take(rows, name)[name]


class Slice(NamedTuple):
    """Shipments from the row `start` up to `stop`, with all columns and `row`."""

    start: int
    stop: int
    scan: pl.LazyFrame


class Part(NamedTuple):
    """Shipments with their lines and bills (None: nobody has any)."""

    ships: Slice
    lines: pl.LazyFrame
    bills: pl.LazyFrame | None


def at() -> pl.Expr:
    """File and place in it as one number."""
    return pair(pl.col("file"), pl.col("seq")).alias("at")
