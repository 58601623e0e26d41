"""Checking the ledger: every verdict judged again from all that was filed; digests of rows and of kept files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import polars as pl

from deminimis.edi.cutting.source import Source
from deminimis.edi.frames.shipments import Filings
from deminimis.ledger import verdicts
from deminimis.ledger.incoming import identity
from deminimis.ledger.judge import Answer, answer
from deminimis.ledger.recall import floating
from deminimis.ledger.record import CONTENT, content
from deminimis.ledger.store.parts import by_kind
from deminimis.ledger.store.table import Snapshot
from deminimis.rules.base.settings import Settings

_IN = ["ref", "consignee_key", "day"]
_COMPARED = ("verdict", "role", "value_cents", "period", "responses")


@dataclass
class Verified:
    """What was found. `wrong`: sentences, empty where all is as it should be."""

    files: int = 0
    verdicts: int = 0
    kept: int = 0  # files given whose bytes are in the ledger
    forgotten: int = 0  # files of which something was forgotten: their digests can no longer be checked
    wrong: list[str] = field(default_factory=list)


def verify(
    snapshot: Snapshot, kept: Iterable[Source] = (), configured: Mapping[str, Any] = MappingProxyType({})
) -> Verified:
    """Reads the whole ledger. kept: files whose bytes are looked up, `done/` for example. configured: of Settings."""
    out = Verified(files=snapshot.files.height)
    forgotten = set(snapshot.scan("forget").select("of_recorded").collect()["of_recorded"].to_list())
    out.forgotten = len(forgotten)
    for row in snapshot.files.iter_rows(named=True):
        if row["recorded"] in forgotten:
            continue
        mine = pl.col("recorded") == row["recorded"]
        if content(by_kind(snapshot.scan(kind).filter(mine).collect() for kind in CONTENT)) != row["content"]:
            out.wrong.append(f"{row['name']} (file {row['recorded']}): its rows are not those that were recorded")
    _verdicts(snapshot, out, configured)
    digests = set(snapshot.files["digest"].to_list())
    for source in kept:
        if identity(source)[0] in digests:
            out.kept += 1
        else:
            out.wrong.append(f"{source.name}: these bytes are not in the ledger")
    return out


def whole(snapshot: Snapshot, settings: Settings) -> Answer:
    """All that is in the ledger, judged in one go in order of recording."""
    return answer(snapshot, Filings.none(), snapshot.files["recorded"].to_list(), settings, everything=True)


def held(snapshot: Snapshot) -> pl.DataFrame:
    """The verdicts that stand in the ledger."""
    return floating.held(snapshot.scan("verdict")).collect()


def _verdicts(snapshot: Snapshot, out: Verified, configured: Mapping[str, Any]) -> None:
    if not snapshot.files.height:
        return
    told = held(snapshot)
    out.verdicts = told.height
    last = snapshot.files.row(-1, named=True)
    settings = Settings(as_of=last["reference"], policy_date=last["policy_date"], match=last["match"], **configured)
    rows = verdicts.said(whole(snapshot, settings), settings.policy, snapshot.next)
    both = told.join(rows, on=_IN, how="full", nulls_equal=True, suffix="_again", coalesce=True)
    differs = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_again")) for name in _COMPARED)
    for row in both.filter(differs).sort("day", "ref", nulls_last=True).iter_rows(named=True):
        was, is_now = row["verdict"] or "nothing", row["verdict_again"] or "nothing"
        day = row["day"] or "an unread day"
        out.wrong.append(f"{row['ref']} on {day}: recorded {was}, judged again {is_now}")
