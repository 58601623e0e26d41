"""Reading back what bears on new filings: everything on file for their bills, and for their consignees on their days.

The result is closed: for every group that a new filing touches, all filings are there that one call over all files
would have judged together. It may hold more; what it holds of other groups is not reported.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import polars as pl

from deminimis.edi.shipments import Filings
from deminimis.ledger.pack import unpacked
from deminimis.ledger.schema import EVENTS, FILINGS
from deminimis.ledger.table import Snapshot
from deminimis.ledger.wanted import Wanted, with_bills, with_kin, with_people

_INDEX: Final = (
    "recorded", "seq", "day", "eda", "arrival", "k_bill", "k_entry", "k_master", "k_who", "k_name", "k_id", "delicate",
)  # fmt: skip
_ROW: Final = ["recorded", "seq"]


@dataclass(frozen=True)
class Recalled:
    """What was read back. `rows` are the kinds of schema.FILINGS; `own` are the filings of the bills concerned."""

    rows: pl.DataFrame
    own: pl.DataFrame  # recorded, seq: filings of a bill or entry that a new filing names
    own_keys: pl.DataFrame  # k_bill, k_entry of these
    wanted: Wanted
    files: pl.DataFrame  # recorded, file: ordinals from 0 in order of recording

    @property
    def filings(self) -> Filings:
        """The filings, their `file` counting from 0 in order of recording."""
        return unpacked(self.rows, self.files)


def recall(
    snapshot: Snapshot,
    shipments: pl.DataFrame,
    bills: pl.DataFrame,
    known: pl.Series,
    more: Wanted,
    *,
    by_name: bool = False,
    everything: bool = False,
) -> Recalled:
    """Everything that bears on new filings.

    shipments: the new ones with their keys (`pack.keyed`). bills: what their entries name (k_bill). known: ordinals of
    files that are recorded already and stand for themselves. more: days and consignees that are read beyond that.
    by_name: people are matched otherwise than usual, and only a name is sure to meet. everything: the whole ledger
    (near misses join persons that share no key).
    """
    if not snapshot.files.height:
        return _read(snapshot, _no_rows(), _no_rows(), Wanted(everything=True))
    index = snapshot.scan("shipment").select(_INDEX)
    if everything:
        rows = index.collect()
        return _read(snapshot, rows, rows, Wanted(everything=True))
    search = _Search(snapshot, index)
    wanted = with_bills(replace(more, by_name=by_name), shipments, bills)
    own = search.by_file(known) if known.len() else _no_rows()
    wanted = with_bills(wanted, own, search.named(own))
    own, wanted = search.closed_over_bills(own, wanted)
    wanted = with_people(with_people(wanted, shipments), own)
    found = own
    while (people := search.by_people(wanted)).height:
        wanted = with_kin(wanted, people)
        found = pl.concat([found, people]).unique(_ROW, maintain_order=True)
    # Where a shipment stands may be told by two filings together: the verdicts know.
    wanted = search.standing(wanted)
    # The bills of the others matter for what they are, not for whom they once named.
    found, _ = search.closed_over_bills(found, with_bills(wanted, found, search.named(found)))
    return _read(snapshot, found, own, wanted)


def _no_rows() -> pl.DataFrame:
    return pl.DataFrame(schema={name: EVENTS[name] for name in _INDEX})


class _Search:
    """Looks rows up by sets of keys. A scan reads only the columns of keys, in blocks, and keeps what matches."""

    def __init__(self, snapshot: Snapshot, index: pl.LazyFrame) -> None:
        self.snapshot, self.index = snapshot, index
        self._asked: dict[str, pl.Series] = {}
        self._days_read = False

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
        new = {name: self._new(name, getattr(wanted, name)) for name in ("bills", "entries", "masters")}
        if not any(keys.len() for keys in new.values()):
            return _no_rows()
        # A house tells that its master is known by its houses; the master's bill is the only row that it changes.
        sought = {"k_bill": pl.concat([new["bills"], new["masters"]]).unique(), "k_entry": new["entries"],
                  "k_master": new["bills"]}  # fmt: skip
        passes = [self._semi(self.index, column, keys) for column, keys in sought.items() if keys.len()]
        if new["bills"].len():
            named = self.snapshot.scan("bill").select("recorded", "seq", "k_bill")
            rows = self._semi(named, "k_bill", new["bills"]).select(_ROW).unique().collect(engine="streaming")
            if rows.height:
                files = pl.col("recorded").is_in(rows["recorded"].unique().implode())
                passes.append(self.index.filter(files).join(rows.lazy(), on=_ROW, how="semi"))
        return self._union(passes)

    def by_people(self, wanted: Wanted) -> pl.DataFrame:
        """Rows of the wanted consignees on the wanted days, and on every day of those whom other days concern.

        Only for keys that were not looked for before; no rows where nothing is new.
        """
        names = ("who", "names", "called", "always", "identifiers")
        new = {name: self._new(name, getattr(wanted, name)) for name in names}
        on_days = self.index.filter(_within(wanted.window))
        passes = []
        if new["who"].len():
            # Of these consignees: their days; and of any day what lacks a ZIP, or has an identifier.
            passes.append(
                self._semi(self.index.filter(_within(wanted.window) | pl.col("delicate")), "k_who", new["who"])
            )
        if new["names"].len():
            passes.append(self._semi(self.index if wanted.by_name else on_days, "k_name", new["names"]))
        if new["called"].len():
            passes.append(self._semi(on_days.filter(pl.col("k_who").is_null()), "k_name", new["called"]))
        if new["always"].len():
            passes.append(self._semi(self.index, "k_who", new["always"]))
        if new["identifiers"].len():
            passes.append(self._semi(self.index, "k_id", new["identifiers"]))
        if not self._days_read:
            # A row without a name may belong to anybody of its day, or move a bill to it.
            nobody = pl.col("k_name").is_null() & pl.col("k_id").is_null() & ~_dayless()
            passes += [on_days.filter(nobody)] if wanted.days else []
            if wanted.whole_days:
                passes.append(self.index.filter(_within(sorted(wanted.whole_days)), ~_dayless()))
            self._days_read = True
        return self._union(passes)

    def standing(self, wanted: Wanted) -> Wanted:
        """Adds the bills and entries of the claims that stood in the wanted groups, or without a day."""
        rows = self.snapshot.scan("verdict").filter(pl.col("day").is_in(wanted.window) | pl.col("day").is_null())
        passes = [
            self._semi(rows, column, keys).select("k_bill", "k_entry")
            for column, keys in (("k_who", wanted.who), ("k_id", wanted.identifiers))
            if keys.len()
        ]
        nobody = pl.col("consignee_key").is_null() & pl.col("day").is_not_null()
        passes.append(rows.filter(nobody).select("k_bill", "k_entry"))
        every = self.snapshot.scan("verdict")
        if wanted.always.len():
            passes.append(self._semi(every, "k_who", wanted.always).select("k_bill", "k_entry"))
        found = pl.concat(pl.collect_all(passes, engine="streaming"))
        return wanted.plus(bills=found["k_bill"], entries=found["k_entry"])

    def _new(self, name: str, keys: pl.Series) -> pl.Series:
        before = self._asked.get(name)
        self._asked[name] = keys
        return keys if before is None else keys.filter(~keys.is_in(before.implode()))

    def _semi(self, rows: pl.LazyFrame, column: str, keys: pl.Series) -> pl.LazyFrame:
        return rows.join(keys.rename(column).to_frame().lazy(), on=column, how="semi")

    def _union(self, passes: list[pl.LazyFrame]) -> pl.DataFrame:
        if not passes:
            return _no_rows()
        found = pl.concat(pl.collect_all(passes, engine="streaming"))
        return found.unique(_ROW, maintain_order=True).sort(_ROW)


def _dayless() -> pl.Expr:
    return pl.col("eda").is_null() & pl.col("arrival").is_null()


def _within(days: list[date]) -> pl.Expr:
    """In the partitions of these days, or in the one without a day."""
    return pl.col("day").is_in(days) | pl.col("day").is_null()


def _on_days(days: pl.Series) -> pl.Expr:
    return pl.col("day").is_in(days.drop_nulls().unique().implode()) | pl.col("day").is_null()


def _read(snapshot: Snapshot, found: pl.DataFrame, own: pl.DataFrame, wanted: Wanted) -> Recalled:
    """The full rows of what was found."""
    numbers = found["recorded"].unique().sort()
    files = pl.DataFrame({"recorded": numbers, "file": pl.int_range(len(numbers), dtype=pl.UInt32, eager=True)})
    scan = snapshot.scan(*FILINGS.values())
    if found.height:
        inside = scan.filter(_on_days(found["day"]), pl.col("recorded").is_in(numbers.implode()))
        rows = inside.join(found.lazy().select(_ROW), on=_ROW, how="semi").collect(engine="streaming")
    else:
        rows = scan.collect_schema().to_frame()
    return Recalled(rows, own.select(_ROW), own.select("k_bill", "k_entry"), wanted, files)
