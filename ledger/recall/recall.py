"""Reading back what bears on new filings: everything on file for their bills, and for their consignees on their days.

The result is closed: for every group that a new filing touches, all filings are there that one call over all files
would have judged together. It may hold more; what it holds of other groups is not reported.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import polars as pl

from deminimis.edi.frames.shipments import Filings
from deminimis.ledger.recall import arrived
from deminimis.ledger.recall.aliases import aliases
from deminimis.ledger.recall.wanted import (
    Wanted,
    merged,
    merged_days,
    no_refs,
    none,
    with_bills,
    with_joined,
    with_kin,
    with_people,
)
from deminimis.ledger.store.pack import STORED, unpacked
from deminimis.ledger.store.schema import ALIAS, EVENTS
from deminimis.ledger.store.table import Snapshot

_INDEX: Final = (
    "recorded", "seq", "day", "eda", "arrival", "k_bill", "k_entry", "k_master", "k_who", "k_name", "k_id", "delicate",
)  # fmt: skip
_ROW: Final = ["recorded", "seq"]


@dataclass(frozen=True)
class Recalled:
    """What was read back. `rows` are those of the kinds of schema.FILINGS (pack.STORED).

    `own` are the filings of the bills concerned.
    """

    rows: dict[str, pl.DataFrame]
    own: pl.DataFrame  # recorded, seq and keys: filings of a bill or entry that a new filing names
    joined: pl.DataFrame  # alias events (`aliases`): whom these and the new filings join
    wanted: Wanted
    files: pl.DataFrame  # recorded, file: ordinals from 0 in order of recording

    @property
    def filings(self) -> Filings:
        """The filings, their `file` counting from 0 in order of recording."""
        return unpacked(self.rows, self.files)


def recall(  # noqa: PLR0913 - what is new, and what is known of the ledger
    snapshot: Snapshot,
    shipments: pl.DataFrame,
    bills: pl.DataFrame,
    known: pl.Series,
    more: Wanted,
    *,
    floating: pl.DataFrame,
    told: pl.DataFrame,
) -> Recalled:
    """Everything that bears on new filings.

    shipments: the new ones with their keys (`pack.keyed`). bills: what their entries name (file, seq, k_bill). known:
    ordinals of files that are recorded already and stand for themselves. more: what is read beyond that, and how:
    by_name, people are matched otherwise than usual, and only a name is sure to meet; everything, near misses join
    persons that share no key. floating: the claims of the ledger that float (`floating.known`).
    told: the arrivals that notices give (`arrived.told`); a bill that one of the call names is a bill of the call.

    Each round asks for what the last one made known, until nothing is new: consignees on their days, who else they may
    be, the bills that stood in their groups, all filings of these bills, and whom those name.
    """
    if not snapshot.files.height:
        none_named = _no_rows().select(*_ROW, "k_bill")
        joined = aliases(_no_rows(), none_named, shipments, bills)
        return _read(snapshot, _no_rows(), _no_rows(), Wanted(everything=True), joined)
    search = _Search(snapshot, snapshot.scan("shipment").select(_INDEX), floating, told)
    own = search.by_file(known) if known.len() else _no_rows()
    wanted = with_bills(with_bills(more, shipments, bills), own, search.named(own))
    wanted = wanted.plus(bills=told.filter("called")["k_bill"])
    own, wanted = search.closed_over_bills(own, wanted)
    joined = aliases(own, search.named(own), shipments, bills)
    if more.everything:
        return _read(snapshot, search.index.collect(), own, wanted, joined)
    wanted = with_joined(with_people(with_people(wanted, shipments), own), joined)
    wanted = replace(wanted, days=wanted.days | arrived.days(shipments, told) | arrived.days(own, told))
    found = own
    while True:
        before = wanted.size()
        people = search.by_people(wanted)
        met = pl.concat([found, people])
        days = merged_days(met) | arrived.days(met, told)
        people = pl.concat([people, search.by_floating(wanted, days)]).unique(_ROW, maintain_order=True)
        wanted = search.standing(search.related(with_kin(wanted, people)))
        linked, wanted = search.closed_over_bills(people, with_bills(wanted, people, search.named(people)))
        wanted = with_kin(wanted, linked)
        found = pl.concat([found, linked]).unique(_ROW, maintain_order=True)
        if wanted.size() == before and not people.height:
            return _read(snapshot, found, own, wanted, joined)


def of_bills(snapshot: Snapshot, bills: pl.Series, entries: pl.Series, others: pl.DataFrame) -> Recalled:
    """Every filing of these bills and entries (keys), of the entries that name them, and so on; and `others`.

    others: recorded and seq of filings that name neither.
    """
    index = snapshot.scan("shipment").select(_INDEX)
    search = _Search(snapshot, index, pl.DataFrame(), pl.DataFrame())
    rows = index.join(others.lazy(), on=_ROW, how="semi").collect(engine="streaming") if others.height else _no_rows()
    found, wanted = search.closed_over_bills(rows, Wanted(bills=bills, entries=entries))
    return _read(snapshot, found, found, wanted, pl.DataFrame())


def _no_rows() -> pl.DataFrame:
    return pl.DataFrame(schema={name: EVENTS[name] for name in _INDEX})


class _Search:
    """Looks rows up by sets of keys. A scan reads only the columns of keys, in blocks, and keeps what matches."""

    def __init__(self, snapshot: Snapshot, index: pl.LazyFrame, floating: pl.DataFrame, told: pl.DataFrame) -> None:
        self.snapshot, self.index, self.floating, self.told = snapshot, index, floating, told
        self._moved: pl.DataFrame | None = None
        self._asked: dict[tuple[str, str], pl.Series] = {}
        self._days_read = False
        self._floated = no_refs()

    def by_file(self, known: pl.Series) -> pl.DataFrame:
        """All rows of these files."""
        return self.index.filter(pl.col("recorded").is_in(known.implode())).collect()

    def named(self, rows: pl.DataFrame) -> pl.DataFrame:
        """recorded, seq, k_bill: the bills that the entries among `rows` name."""
        bills = self.snapshot.scan("bill").select("recorded", "seq", "day", "k_bill")
        if not rows.height:
            return bills.clear().drop("day").collect()
        files = rows["recorded"].unique()
        inside = bills.filter(pl.col("recorded").is_in(files.implode()), _on_days(rows["day"]))
        return inside.join(rows.lazy().select(_ROW), on=_ROW, how="semi").drop("day").collect()

    def closed_over_bills(self, rows: pl.DataFrame, wanted: Wanted) -> tuple[pl.DataFrame, Wanted]:
        """`rows` and every filing of the wanted bills and entries, of the entries that name them, and so on."""
        while True:
            found = self._by_bills(wanted)
            if found.height:
                rows = pl.concat([rows, found]).unique(_ROW, maintain_order=True)
                wanted = with_bills(wanted, rows, self.named(found))
            if not found.height:
                return rows, wanted

    def _by_bills(self, wanted: Wanted) -> pl.DataFrame:
        """Rows of keys that were not looked for before, in one pass over each kind."""
        new = self._news("bills", wanted, ("bills", "entries", "masters"))
        if not any(keys.len() for keys in new.values()):
            return _no_rows()
        # A house tells that its master is known by its houses; the master's bill is the only row that it changes.
        sought = {"k_bill": pl.concat([new["bills"], new["masters"]]).unique(), "k_entry": new["entries"],
                  "k_master": new["bills"]}  # fmt: skip
        passes = [self._semi(self.index, column, keys) for column, keys in sought.items() if keys.len()]
        if new["bills"].len():
            named = self.snapshot.scan("bill").select("recorded", "seq", "k_bill")
            rows = self._semi(named, "k_bill", new["bills"]).select(_ROW).unique().collect(engine=self.snapshot.engine)
            if rows.height:
                files = pl.col("recorded").is_in(rows["recorded"].unique().implode())
                passes.append(self.index.filter(files).join(rows.lazy(), on=_ROW, how="semi"))
        return self._union(passes)

    def by_people(self, wanted: Wanted) -> pl.DataFrame:
        """Rows of the wanted consignees on the wanted days, and on every day of those whom other days concern.

        Only for keys that were not looked for before; no rows where nothing is new.
        """
        new = self._news("people", wanted, ("who", "names", "called", "met", "always", "namesakes", "identifiers"))
        on_days = pl.concat([self.index.filter(_within(wanted.window)), self.moved().lazy()])
        sought = [
            (on_days, "k_who", new["who"]),
            # Of any day what lacks a ZIP, or has an identifier: it may change who somebody is.
            (self.index.filter("delicate"), "k_who", new["met"]),
            (self.index if wanted.by_name else on_days, "k_name", new["names"]),
            (on_days.filter(pl.col("k_who").is_null()), "k_name", new["called"]),
            (self.index, "k_who", new["always"]),
            (self.index, "k_name", new["namesakes"]),
            (self.index, "k_id", new["identifiers"]),
        ]
        passes = [self._semi(rows, column, keys) for rows, column, keys in sought if keys.len()]
        if not self._days_read:
            # A row without a name may belong to anybody of its day, or move a bill to it.
            nobody = pl.col("k_name").is_null() & pl.col("k_id").is_null() & ~_dayless()
            passes += [on_days.filter(nobody)] if wanted.days else []
            if wanted.whole_days:
                whole_days = self.index.filter(_within(sorted(wanted.whole_days)), ~_dayless())
                passes += [whole_days, self.moved().lazy()]
            self._days_read = True
        return self._union(passes)

    def moved(self) -> pl.DataFrame:
        """Rows that a notice of arrival may move to a day that is not the one that they say."""
        if self._moved is None:
            self._moved = arrived.moved(self.snapshot, self.index, self.told)
        return self._moved

    def by_floating(self, wanted: Wanted, days: frozenset[date]) -> pl.DataFrame:
        """Rows of the claims that could belong to the wanted units or to units of these days; without a day, to any."""
        near = pl.col("day").is_null() | pl.col("day").is_in(sorted({*wanted.window, *days}))
        near = (near | pl.lit(wanted.floating)) & ~pl.col("ref").is_in(self._floated.implode())
        claims = self.floating.filter(near)
        self._floated = pl.concat([self._floated, claims["ref"]])
        numbers = {name: merged(claims[name]) for name in ("k_bill", "k_entry")}
        passes = [self._semi(self.index, name, keys) for name, keys in numbers.items() if keys.len()]
        rows = claims.filter(pl.all_horizontal(pl.col(*numbers).is_null()))
        if rows.height:
            at = rows.select(recorded="of_recorded", seq="of_seq").unique().lazy()
            passes.append(self.index.join(at, on=_ROW, how="semi"))
        return self._union(passes)

    def related(self, wanted: Wanted) -> Wanted:
        """Adds the identifiers of the people met, and the people of the identifiers: those that two filings join."""
        new = self._news("related", wanted, ("met", "names", "identifiers"))
        told = self.snapshot.scan(ALIAS).select("k_who", "k_name", "k_id")
        sought = {"k_who": new["met"], "k_id": new["identifiers"]} | (
            {"k_name": new["names"]} if wanted.by_name else {}
        )
        passes = [self._semi(told, column, keys) for column, keys in sought.items() if keys.len()]
        if not passes:
            return wanted
        return with_joined(wanted, pl.concat(pl.collect_all(passes, engine=self.snapshot.engine)))

    def standing(self, wanted: Wanted) -> Wanted:
        """Adds the bills and entries of the claims that stood in the wanted groups: two filings may tell where."""
        new = self._news("standing", wanted, ("who", "names", "called", "always", "namesakes", "identifiers"))
        every = self.snapshot.scan("verdict")
        rows = every.filter(_within(wanted.window))
        sought = [
            (rows, "k_who", new["who"]),
            (every if wanted.by_name else rows, "k_name", new["names"]),
            (rows.filter(pl.col("k_who").is_null()), "k_name", new["called"]),
            (every, "k_who", new["always"]),
            (every, "k_name", new["namesakes"]),
            (every, "k_id", new["identifiers"]),
        ]
        passes = [self._semi(scan, column, keys) for scan, column, keys in sought if keys.len()]
        if wanted.whole_days and ("standing", "days") not in self._asked:
            passes.append(every.filter(pl.col("day").is_in(sorted(wanted.whole_days))))
            self._asked["standing", "days"] = none()
        if not passes:
            return wanted
        found = pl.concat(
            pl.collect_all([one.select("k_bill", "k_entry") for one in passes], engine=self.snapshot.engine)
        )
        return wanted.plus(bills=found["k_bill"], entries=found["k_entry"])

    def _news(self, asker: str, wanted: Wanted, names: tuple[str, ...]) -> dict[str, pl.Series]:
        """Of each set what this asker did not ask for before."""
        out = {}
        for name in names:
            keys, before = getattr(wanted, name), self._asked.get((asker, name))
            self._asked[asker, name] = keys
            if before is None:
                out[name] = keys
            else:  # sets only grow
                grown = len(keys) > len(before)
                out[name] = keys.filter(~keys.is_in(before.implode())) if grown else keys.clear()
        return out

    def _semi(self, rows: pl.LazyFrame, column: str, keys: pl.Series) -> pl.LazyFrame:
        return rows.join(keys.rename(column).to_frame().lazy(), on=column, how="semi")

    def _union(self, passes: list[pl.LazyFrame]) -> pl.DataFrame:
        if not passes:
            return _no_rows()
        found = pl.concat(pl.collect_all(passes, engine=self.snapshot.engine))
        return found.unique(_ROW, maintain_order=True).sort(_ROW)


def _dayless() -> pl.Expr:
    return pl.col("eda").is_null() & pl.col("arrival").is_null()


def _within(days: list[date]) -> pl.Expr:
    """Of these days, or without one."""
    return pl.col("day").is_in(days) | pl.col("day").is_null()


def _on_days(days: pl.Series) -> pl.Expr:
    return pl.col("day").is_in(days.drop_nulls().unique().implode()) | pl.col("day").is_null()


def _read(snapshot: Snapshot, found: pl.DataFrame, own: pl.DataFrame, wanted: Wanted, joined: pl.DataFrame) -> Recalled:
    """The full rows of what was found."""
    numbers = found["recorded"].unique().sort()
    files = pl.DataFrame({"recorded": numbers, "file": pl.int_range(len(numbers), dtype=pl.UInt32, eager=True)})
    rows = {}
    for kind, names in STORED.items():
        if found.height:
            inside = snapshot.scan(kind).filter(_on_days(found["day"]), pl.col("recorded").is_in(numbers.implode()))
            mine = inside.join(found.lazy().select(_ROW), on=_ROW, how="semi")
            rows[kind] = mine.select(names).collect(engine=snapshot.engine)
        else:
            rows[kind] = pl.DataFrame(schema={name: EVENTS[name] for name in names})
    return Recalled(rows, own, joined, wanted, files)
