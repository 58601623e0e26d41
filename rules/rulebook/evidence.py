"""What a rule function sees: the filings, the options, and everything judged so far."""

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, NamedTuple

import polars as pl

from deminimis.edi.frames.packed import Table, packed
from deminimis.edi.frames.shipments import Filings
from deminimis.rules.base.filed import Filed, at
from deminimis.rules.base.frames import Claims, Days, Notes, Pairs
from deminimis.rules.base.settings import Settings
from deminimis.rules.people.addresses import Addresses
from deminimis.rules.people.identity import People

_WHOLE: Final = pl.col("action").is_in(["add", "replace"])
NAMELESS: Final = "a bill without number"
_ENTRY: Final = ("row", "file", "seq", "entry_number", "entry_type", "mode", "eda", "filed_on", "value_cents")


def lead_row() -> pl.Expr:
    """The filing that a finding about a shipment points to: the entry where there is one."""
    return pl.coalesce("entry_row", "manifest_row")


class Call(NamedTuple):
    """What a part of a call is told of the whole of it."""

    both_kinds: bool  # there are manifests and entries (DM305, DM306)
    lost: pl.DataFrame  # at, bill (hash): bills that nothing of the other kind names
    chapters: pl.DataFrame  # chapter, median, mad: DM401


@dataclass(frozen=True)
class Evidence:
    """All frames of one judgement. `row` is an index into the shipments as filed."""

    filings: Filings
    filed: Filed
    settings: Settings
    groups: Days
    members: Claims
    notes: Notes  # what was noticed while the state was made up: code, row, related rows, text
    pairs: Pairs  # manifest beside entry
    people: People
    without_lines: pl.Series  # rows of filings without any goods line
    most: int | None = None  # findings of one code and file that are made; the others are counted in `more`
    more: Counter[tuple[int | None, str, str]] = field(default_factory=Counter)  # (file, code, severity)
    # Of a part of a call: every claim in it, where `members` are some; of each filing whether it is at home here, and
    # whether it follows its bills, and is told of where they are; what the call is; of a consignee whose days are in
    # several parts which of the groups are told of here (`person`, `day`): others only stand beside them.
    every: pl.DataFrame | None = None
    home: pl.Series | None = None
    follows: pl.Series | None = None
    call: Call | None = None
    here: pl.Expr | None = None

    def whole(self, *columns: str | pl.Expr, where: pl.Expr | None = None) -> pl.DataFrame:
        """Some columns of the filings that state a shipment as a whole (adds and replacements)."""
        if self.filed.filings is None:
            rows = self._whole if where is None else self._whole.filter(where)
            return rows.select(*columns)
        return self.filed.select(*columns, where=_WHOLE if where is None else _WHOLE & where)

    @cached_property
    def _whole(self) -> pl.DataFrame:
        return self.filed.scan().filter(_WHOLE).collect()

    @cached_property
    def entries(self) -> Table:
        """Of these the entries, with their form facts, and of the shipment what a rule about its form looks at."""
        if not self.filings.height("forms"):
            nothing = self.filed.select(*_ENTRY, where=pl.lit(False)).join(self.filings.forms, on=["file", "seq"])
            return Table([nothing], 0)
        entry, on = pl.col("filing") == "entry", ["file", "seq"]
        if self.filed.filings is None:
            rows = self.whole(*_ENTRY, where=entry).join(self.filings.forms, on=on, maintain_order="left")
            return Table([rows], rows.height)
        parts, first, height = [], 0, 0
        for tables in self.filed.filings.scans():
            ships = tables["shipments"].with_row_index("row", first).filter(_WHOLE & entry).select(_ENTRY).collect()
            rows = ships.join(tables["forms"].collect(), on=on, maintain_order="left")
            first += int(tables["shipments"].select(pl.len()).collect().item())
            height += rows.height
            parts.append(packed(rows))
        return Table(parts, height)

    @property
    def known(self) -> pl.DataFrame:
        """Every consignee of the filings: `People.known`."""
        return self.people.known

    @property
    def addresses(self) -> Addresses:
        """Every distinct name and address: `People.addresses`."""
        return self.people.addresses

    @property
    def near(self) -> pl.DataFrame:
        """Pairs of keys that may be one person: `People.near`."""
        return self.people.near

    def told(self, groups: pl.DataFrame) -> pl.DataFrame:
        """Groups with the texts of their persons, and the name of the period."""
        names = pl.Series([period.name for period in self.settings.policy.periods], dtype=pl.String)
        texts = self.people.texts(groups["person"])
        return groups.with_columns(*texts.iter_columns(), period=names.gather(groups["period_index"]))

    def as_filed(self, rows: pl.DataFrame, *names: str, at: str = "row") -> pl.DataFrame:
        """Rows with some columns of the filing at `row` (or another column of indices); null where that is null."""
        return rows.hstack(self.filed.take(rows[at], *names))

    def named(self, rows: pl.DataFrame, *, at: str = "row", nameless: str | None = NAMELESS) -> pl.DataFrame:
        """Rows with `bill`, as a message calls the filing at `row`: its bill, else its entry number, else nameless."""
        names = self.filed.take(rows[at], "bill", "entry_number")
        bill = pl.coalesce("bill", "entry_number", pl.lit(nameless, pl.String))
        return rows.with_columns(names.select(bill.alias("bill")).to_series())

    def claimed(self, lines: pl.DataFrame) -> pl.DataFrame:
        """Goods lines of claims, with `row`, `file`, `filing` and `bill`; `lines` are few: filter them first."""
        few = lines.lazy().select(at()).unique()
        keys = self.filed.scan().select("row", at(), "file", "seq", "filing")
        filed = keys.join(few, on="at", how="semi").drop("at").collect(engine="streaming")
        claims = self.members.lazy().filter(pl.col("claim").fill_null(False)).select(row=lead_row())
        filed = filed.lazy().join(claims, on="row", how="semi").collect()
        return lines.join(self.named(filed), on=["file", "seq"]).sort("row", "line_no")

    def at_home(self, found: pl.DataFrame) -> pl.DataFrame:
        """Of a part of a call the rows (`row`, `related`) that are told here; else all."""
        if self.home is None:
            return found
        row = pl.col("row")
        if self.follows is not None and "related" in found.columns:
            after = pl.lit(self.follows.gather(found["row"]))
            row = pl.when(after).then(pl.coalesce(pl.col("related").list.first(), row)).otherwise(row)
        return found.filter(self.home.gather(found.select(row).to_series()))

    @cached_property
    def once(self) -> bool:
        """Whether every shipment stands in one group only."""
        return self.members["ship"].n_unique() == self.members.height

    def periods(self, filings: pl.Series) -> pl.Series:
        """The name of the period in which each of these filings was judged; null where it is no claim."""
        names = pl.Series([period.name for period in self.settings.policy.periods], dtype=pl.String)
        every = self.members if self.every is None else self.every
        rows, wanted = filings.cast(pl.UInt32).to_frame("row"), filings.drop_nulls().unique().implode()
        sides = [
            every.select("period_index", row=side).filter(pl.col("row").is_in(wanted))
            for side in ("manifest_row", "entry_row")
        ]
        known = pl.concat(sides).unique("row", keep="first", maintain_order=True)
        return names.gather(rows.join(known, on="row", how="left", maintain_order="left")["period_index"])
