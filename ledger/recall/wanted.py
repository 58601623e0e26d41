"""What is looked for in the ledger, and what was looked for already: sets of keys that only grow.

A *unit* is all that one consignee has on one day. A verdict is right when the whole unit is read, every filing of every
bill in it, and every claim that could belong to it.
"""

from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from typing import Any, Final

import polars as pl

from deminimis.ledger.store.keys import BILL_WIDTH, stable

_KEY: Final = pl.Int64


def none() -> pl.Series:
    """No keys."""
    return pl.Series("key", [], dtype=_KEY)


def no_refs() -> pl.Series:
    """No names of shipments."""
    return pl.Series("ref", [], dtype=pl.String)


def merged(*parts: pl.Series) -> pl.Series:
    """All keys of `parts`, once each, without null."""
    return pl.concat([part.rename("key") for part in parts]).drop_nulls().unique().sort()


@dataclass(frozen=True)
class Wanted:
    """Keys whose rows are to be read. `days` bounds who, names and called; the others are read on every day."""

    bills: pl.Series = field(default_factory=none)
    entries: pl.Series = field(default_factory=none)
    masters: pl.Series = field(default_factory=none)  # masters of known houses: only the bill of that number is read
    who: pl.Series = field(default_factory=none)
    names: pl.Series = field(default_factory=none)  # of consignees whose address is too little for a key
    called: pl.Series = field(default_factory=none)  # names of `who`: such a consignee may be one of them
    met: pl.Series = field(default_factory=none)  # consignees of all that was read: rows of other days may re-key them
    always: pl.Series = field(default_factory=none)  # consignees of whom other days matter too
    namesakes: pl.Series = field(default_factory=none)  # as names, on every day
    identifiers: pl.Series = field(default_factory=none)
    refs: pl.Series = field(default_factory=no_refs)  # claims in groups of their own whose verdicts can be told
    days: frozenset[date] = frozenset()
    whole_days: frozenset[date] = frozenset()
    floating: bool = False  # claims that name nobody are read of every day
    by_name: bool = False  # the name alone is looked for, on every day
    everything: bool = False

    def plus(self, **keys: pl.Series) -> "Wanted":
        """With more keys of the named sets."""
        grown: dict[str, Any] = {name: merged(getattr(self, name), more) for name, more in keys.items() if len(more)}
        return replace(self, **grown) if grown else self

    def size(self) -> tuple[int, ...]:
        """How much is wanted: two of equal size, of which one grew from the other, are the same."""
        values = [getattr(self, each.name) for each in fields(self)]
        return tuple(int(value) if isinstance(value, bool) else len(value) for value in values)

    @property
    def window(self) -> list[date]:
        """The days, and the one before and behind each: neighbouring days are looked at together (clause 20)."""
        step = timedelta(1)
        around = {day + step * n for day in self.days for n in (-1, 0, 1)}
        return sorted(around | self.whole_days)


def naming(notices: pl.DataFrame) -> Wanted:
    """What CBP's answers (edi.frames.notices) are about: their bills and entries."""
    bills, entries = (stable(notices[name], BILL_WIDTH) for name in ("bill", "entry"))
    return Wanted().plus(bills=bills, entries=entries)


def with_bills(wanted: Wanted, rows: pl.DataFrame, bills: pl.DataFrame) -> Wanted:
    """Adds the bills, entries and masters that `rows` (and `bills`: the bills that their entries name) stand for."""
    return wanted.plus(bills=merged(rows["k_bill"], bills["k_bill"]), entries=rows["k_entry"], masters=rows["k_master"])


def with_people(wanted: Wanted, rows: pl.DataFrame) -> Wanted:
    """Adds the consignees and the days of `rows`: what a new filing concerns."""
    grown = wanted.plus(who=rows["k_who"], called=rows["k_name"])
    return with_kin(replace(grown, days=wanted.days | merged_days(rows)), rows)


def with_kin(wanted: Wanted, rows: pl.DataFrame) -> Wanted:
    """Adds who else may be the same person as the consignees of `rows`: by identifier, or for want of a ZIP."""
    delicate = rows.filter("delicate")
    # A consignee whose address is too little could be anybody of that name.
    names = rows["k_name"] if wanted.by_name else rows.filter(pl.col("k_who").is_null())["k_name"]
    return wanted.plus(always=delicate["k_who"], identifiers=rows["k_id"], names=names, met=rows["k_who"])


def with_joined(wanted: Wanted, rows: pl.DataFrame) -> Wanted:
    """Adds the identifiers and the people of alias `rows` (k_who, k_name, k_id)."""
    grown = wanted.plus(identifiers=rows["k_id"], always=rows["k_who"], met=rows["k_who"])
    return grown.plus(names=rows["k_name"]) if wanted.by_name else grown


def merged_days(rows: pl.DataFrame) -> frozenset[date]:
    """Every day on which `rows` may stand: estimated and actual arrival."""
    days = pl.concat([rows["eda"], rows["arrival"].dt.date().alias("eda")]).drop_nulls().unique()
    return frozenset(days.to_list())
