"""A judgement with a ledger: new files together with all that is remembered for their bills and consignees.

Order is the order of recording (rule, clause 11): what is in the ledger stands before what is new. A file whose bytes
are recorded already stands where it was recorded, under whatever name it comes again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from deminimis.edi.frames.notices import NO_NOTICES
from deminimis.edi.frames.packed import together
from deminimis.edi.frames.shipments import Filings
from deminimis.ledger.concern import alone, concerned, reported
from deminimis.ledger.recall import arrived, floating
from deminimis.ledger.recall.recall import Recalled, recall
from deminimis.ledger.recall.wanted import Wanted
from deminimis.ledger.store import keys, pack
from deminimis.ledger.store.schema import KEYS
from deminimis.ledger.store.table import Snapshot
from deminimis.rules.base.arrivals import with_notices
from deminimis.rules.base.settings import Settings
from deminimis.rules.judge import Judgement, judge

_KEYED: Final = ("file", "seq", "day", "eda", "arrival", *KEYS)


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
    keyed: pl.DataFrame  # k_bill and k_entry of the new shipments
    recalled: Recalled
    concerned: pl.DataFrame
    files: pl.DataFrame
    names: pl.DataFrame  # file, seq and k_name of every filing that was judged
    loose: pl.DataFrame  # the claims of the ledger that float (`floating.known`)
    claims: pl.DataFrame  # those of the judgement (`floating.judged`)
    more: Wanted  # what was read beyond the units of the call's own bills

    @property
    def remembered(self) -> tuple[str, ...]:
        """Names of the remembered files, whose ordinals follow those of the call."""
        return tuple(self.files.filter(~pl.col("called")).sort("ordinal")["name"].to_list())


def answer(  # noqa: PLR0913 - what was read, and how much is read back
    snapshot: Snapshot,
    filings: Filings,
    known: Sequence[int | None],
    settings: Settings,
    *,
    notices: pl.DataFrame = NO_NOTICES,
    more: Wanted | None = None,
    everything: bool = False,
    last: Answer | None = None,
    most: int | None = None,
) -> Answer:
    """Judges the filings of a call with the ledger.

    filings: `file` is the ordinal in the call. known: for each file of the call its ordinal in the ledger, if its bytes
    are recorded; its rows are then taken from there. A file that stands twice in the call must have no rows the second
    time. notices: CBP's answers among the files, whose arrivals count with those that the ledger has (clause 12); the
    bills that they move are judged again. more: read beyond what the call's own bills need. everything: reads the
    whole ledger. last: what the same call came to with less read; where no more rows are found, they are not judged
    again. most: where nothing is read back, so many findings of a code and file are made, and all are counted.
    """
    unseen = pl.Series([n for n, recorded in enumerate(known) if recorded is None], dtype=pl.UInt32)
    new = _only(filings, unseen)
    keyed = pl.concat([pack.keyed(piece.shipments).select(_KEYED) for piece in new.pieces()])
    everything |= settings.match == "fuzzy"
    bills = new.scan("bills").select("file", "seq", "bill").collect()
    named = bills.select("file", "seq", k_bill=keys.stable(bills["bill"], keys.BILL_WIDTH))
    recorded = pl.Series([number for number in known if number is not None], dtype=pl.Int64).unique()
    loose = floating.known(snapshot)
    fresh = notices.filter(pl.col("file").is_in(unseen.implode()))
    told = arrived.told(snapshot, fresh, recorded)
    by_name = settings.match in ("exact", "name")
    more = replace(more or Wanted(), by_name=by_name, everything=everything)
    judged = (last.recalled.rows, last.filings, last.whole) if last else None
    while True:
        recalled = recall(snapshot, keyed, named, recorded, more, floating=loose, told=told)
        files = _numbered(snapshot, recalled, known, unseen)
        if judged is None or not _same(recalled.rows, judged[0]):
            filed = _together(recalled, new, files)
            filed = with_notices(filed, arrived.notices(snapshot, filed, fresh))
            judged = recalled.rows, filed, judge(filed, settings, most if alone(files, recalled) else None)
        _, filed, whole = judged
        groups = concerned(whole, files, recalled)
        names = _names(recalled, _moved(keyed, files), files)
        claims = floating.judged(whole, filed, names)
        before, wanted = more, recalled.wanted
        if not wanted.everything:
            more = floating.needing(more, claims.join(groups, on="group", how="semi"), by_name=by_name)
            more = floating.needing(more, _were(recalled, loose), by_name=by_name)
        if more.size() == before.size():
            break
    return Answer(
        reported(whole, files, filed, recalled), whole, filed, keyed.select("k_bill", "k_entry"), recalled, groups,
        files, names, loose, claims,
        more,
    )  # fmt: skip


def _same(one: dict[str, pl.DataFrame], other: dict[str, pl.DataFrame]) -> bool:
    return all(rows.equals(other[kind]) for kind, rows in one.items())


def _only(filings: Filings, files: pl.Series) -> Filings:
    inside = pl.col("file").is_in(files.implode())
    if filings.scan("shipments").select(inside.all()).collect().item():
        return filings
    return filings.map(lambda frame: frame.filter(inside))


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
    return together(
        [recalled.filings, new if not recalled.files.height else new.map(lambda frame: _moved(frame, files))]
    )


def _names(recalled: Recalled, keyed: pl.DataFrame, files: pl.DataFrame) -> pl.DataFrame:
    """file, seq and k_name of every filing that is judged."""
    old = recalled.rows["shipment"].join(recalled.files, on="recorded")
    columns = ["file", pl.col("seq").cast(pl.UInt32), "k_name"]
    return pl.concat([old.select(columns), keyed.select(columns)])


def _were(recalled: Recalled, loose: pl.DataFrame) -> pl.DataFrame:
    """The claims of the call's own bills that floated before it, as `floating.judged` has them."""
    own = recalled.own
    mine = [pl.col(name).is_in(own[name].drop_nulls().implode()).fill_null(False) for name in ("k_bill", "k_entry")]
    claims = loose.filter(pl.any_horizontal(mine))
    names = [
        claims.select("ref", name).join(own.filter(pl.col(name).is_not_null()).select(name, "k_name"), on=name)
        for name in ("k_bill", "k_entry")
    ]
    told = pl.concat([each.select("ref", name="k_name") for each in names]).unique()
    rows = claims.join(told, on="ref", how="left")
    rows = rows.with_columns(*keys.of_group(rows["consignee_key"]))
    return rows.with_columns(nobody=pl.col("consignee_key").is_null() & pl.col("name").is_null())
