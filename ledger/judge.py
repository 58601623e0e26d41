"""A judgement with a ledger: new files together with all that is remembered for their bills and consignees.

Order is the order of recording (rule, clause 11): what is in the ledger stands before what is new. A file whose bytes
are recorded already stands where it was recorded, under whatever name it comes again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date

import polars as pl

from deminimis.edi.shipments import Filings
from deminimis.ledger import keys, pack
from deminimis.ledger.concern import concerned, reported
from deminimis.ledger.recall import Recalled, recall
from deminimis.ledger.table import Snapshot
from deminimis.ledger.wanted import Wanted
from deminimis.rules.run import Judgement, judge
from deminimis.rules.settings import Settings

_FRAMES = tuple(each.name for each in fields(Filings))


@dataclass(frozen=True)
class Answer:
    """What the files of a call come to.

    judgement: the groups concerned, with the ordinals of `files`. whole: all that was judged, by `filings`. files: one
    row a file of `filings`: file, recorded (null: new), ordinal (in the report: the call's files, then the remembered
    ones), name (null: new), called (of this call).
    """

    judgement: Judgement
    whole: Judgement
    filings: Filings
    keyed: pl.DataFrame  # the new shipments with their keys, `file` as in `filings`
    recalled: Recalled
    concerned: pl.DataFrame
    files: pl.DataFrame

    @property
    def remembered(self) -> tuple[str, ...]:
        """Names of the remembered files, whose ordinals follow those of the call."""
        return tuple(self.files.filter(~pl.col("called")).sort("ordinal")["name"].to_list())


def answer(
    snapshot: Snapshot, filings: Filings, known: Sequence[int | None], settings: Settings, *, everything: bool = False
) -> Answer:
    """Judges the filings of a call with the ledger.

    filings: `file` is the ordinal in the call. known: for each file of the call its ordinal in the ledger, if its bytes
    are recorded; its rows are then taken from there. A file that stands twice in the call must have no rows the second
    time. everything: reads the whole ledger.
    """
    unseen = pl.Series([n for n, recorded in enumerate(known) if recorded is None], dtype=pl.UInt32)
    new = _only(filings, unseen)
    keyed = pack.keyed(new.shipments)
    usual = settings.match == "normalised"
    everything |= settings.match == "fuzzy"
    named = new.bills.select(k_bill=keys.stable(pl.col("bill"), keys.BILL_WIDTH))
    recorded = pl.Series([number for number in known if number is not None], dtype=pl.Int64).unique()
    more = Wanted()
    while True:
        recalled = recall(snapshot, keyed, named, recorded, more, by_name=not usual, everything=everything)
        files = _numbered(snapshot, recalled, known, unseen)
        together = _together(recalled, new, files)
        whole = judge(together, settings)
        before, wanted = more, recalled.wanted
        if not wanted.everything:
            days = _nobodys_days(whole, together) & wanted.days
            more = replace(more, whole_days=more.whole_days | days).plus(always=_dayless(whole))
        if more.size() == before.size():
            break
    keyed = _moved(keyed, files)
    groups = concerned(whole, files, recalled)
    return Answer(reported(whole, groups, files, together), whole, together, keyed, recalled, groups, files)


def _only(filings: Filings, files: pl.Series) -> Filings:
    inside = pl.col("file").is_in(files.implode())
    return Filings(*(getattr(filings, name).filter(inside) for name in _FRAMES))


def _numbered(snapshot: Snapshot, recalled: Recalled, known: Sequence[int | None], unseen: pl.Series) -> pl.DataFrame:
    """Every file of the judgement: remembered ones in order of recording, then the new ones in order of the call."""
    schema = {"recorded": pl.Int64, "ordinal": pl.UInt32}
    calls = pl.DataFrame({"recorded": list(known), "ordinal": range(len(known))}, schema=schema)
    again = calls.filter(pl.col("recorded").is_not_null()).unique("recorded", keep="first")
    old = recalled.files.join(
        snapshot.files.select("recorded", "name"), on="recorded", how="left", maintain_order="left"
    ).join(again, on="recorded", how="left", maintain_order="left")
    behind = (len(known) - 1 + pl.col("ordinal").is_null().cum_sum()).cast(pl.UInt32)
    old = old.with_columns(called=pl.col("ordinal").is_not_null(), ordinal=pl.coalesce("ordinal", behind))
    fresh = pl.DataFrame({"ordinal": unseen}).with_columns(
        recorded=pl.lit(None, pl.Int64),
        name=pl.lit(None, pl.String),
        called=True,
        file=pl.int_range(pl.len(), dtype=pl.UInt32) + recalled.files.height,
    )
    columns = ["file", "recorded", "ordinal", "name", "called"]
    return pl.concat([old.select(columns), fresh.select(columns)])


def _moved(frame: pl.DataFrame, files: pl.DataFrame) -> pl.DataFrame:
    """New rows under their ordinals in the judgement."""
    fresh = files.filter(pl.col("recorded").is_null())
    if not fresh.height or not frame.height:
        return frame
    number = pl.col("file").replace_strict(fresh["ordinal"], fresh["file"], return_dtype=pl.UInt32)
    return frame.with_columns(file=number)


def _together(recalled: Recalled, new: Filings, files: pl.DataFrame) -> Filings:
    """Remembered filings, then the new ones."""
    return Filings.concat([recalled.filings, Filings(*(_moved(getattr(new, name), files) for name in _FRAMES))])


def _dayless(whole: Judgement) -> pl.Series:
    """Consignees of claims without a day: they could stand on every day of theirs (19)."""
    known = pl.col("consignee_key").is_not_null() & pl.col("day").is_null()
    return whole.groups.filter(known).select(keys.of_group(pl.col("consignee_key"))[0]).to_series()


def _nobodys_days(whole: Judgement, together: Filings) -> frozenset[date]:
    """Days of claims that name nobody: they could belong to everybody of that day, who must then be read (19)."""
    nobody = whole.groups.filter(pl.col("consignee_key").is_null() & pl.col("day").is_not_null()).select("group", "day")
    if not nobody.height:
        return frozenset()
    name = pl.col("consignee_name").str.strip_chars()
    named = together.shipments.filter(name.is_not_null() & (name != "")).select("file", "seq")
    members = whole.shipments.join(nobody, on="group")
    sides = [members.select("group", pl.col(side).struct.unnest()) for side in ("manifest", "entry")]
    known = pl.concat(sides).join(named, on=["file", "seq"], how="semi")
    return frozenset(nobody.join(known, on="group", how="anti")["day"].to_list())
