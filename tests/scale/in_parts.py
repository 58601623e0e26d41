"""A call judged part by part, as an engine does it, and put together."""

from typing import NamedTuple

import polars as pl

from deminimis.edi.frames import findings
from deminimis.edi.frames.shipments import Filings
from deminimis.rules.base.settings import Settings
from deminimis.rules.rulebook.book.dm401_quality import RATE, middles, weighed
from deminimis.rules.rulebook.evidence import Call
from deminimis.rules.shown import Counts
from deminimis.scale import fold
from deminimis.scale.keys import AT, blob, keyed, only, unblobbed
from deminimis.scale.part import TOLD, Said, judge_loose, judge_part
from deminimis.scale.route import loose_of, routed


class Whole(NamedTuple):
    groups: pl.DataFrame
    shipments: pl.DataFrame
    findings: pl.DataFrame
    counts: Counts
    sent: int


def in_parts(filings: Filings, settings: Settings, parts: int) -> Whole:
    routes = routed(keyed(filings, settings), parts, lambda at: loose_of(only(filings, at), settings))
    lines = weighed(filings).with_columns(rate=RATE).collect()
    call = Call(routes.both_kinds, pl.DataFrame(), middles(lines, settings))
    said: list[Said] = []
    for number in range(parts):
        at = routes.rows.filter(pl.col("part") == number).sort(AT)
        if at.height:
            mine = at.with_columns(home=pl.col("home") == number, counted=pl.col("counted") == number)
            told = mine.select(pl.col(name).cast(dtype) for name, dtype in TOLD.items())
            said.append(judge_part(unblobbed([blob(only(filings, at))]), told, settings, call))
    loose = pl.concat([one.loose for one in said])
    at = routes.rows.filter(pl.col("part") == parts)
    if at.height:
        said.append(judge_loose(only(filings, at), loose, settings))
    groups, shipments = together(said)
    tallies, several = pl.concat([one.tallies for one in said]), pl.concat([one.several for one in said])
    alike = fold.alike(pl.concat([one.alike for one in said]), pl.concat([one.days_of for one in said]), settings)
    found = [*(one.findings for one in said), fold.folded(tallies, settings), alike]
    counts = fold.counted((one.counts for one in said), several, routes.bills)
    return Whole(groups, shipments, findings.concat(found), counts, routes.rows.height)


GROUP = ["day", "consignee_key", "solo_file", "solo_seq"]


def ordered(groups: pl.DataFrame, shipments: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Both without numbers of the call: groups by day, consignee and (where it has neither) its first shipment."""
    first = shipments.unique("group", keep="first", maintain_order=True)
    ref = pl.coalesce(pl.col("manifest").struct.field("file"), pl.col("entry").struct.field("file"))
    seq = pl.coalesce(pl.col("manifest").struct.field("seq"), pl.col("entry").struct.field("seq"))
    keyed_groups = groups.join(first.select("group", solo_file=ref, solo_seq=seq), on="group", maintain_order="left")
    keyed_groups = keyed_groups.sort(GROUP, nulls_last=True)
    rows = shipments.drop("ship").join(keyed_groups.select("group", *GROUP), on="group", maintain_order="left")
    return keyed_groups.drop("group"), rows.sort(*GROUP, "place", nulls_last=True).drop("group")


def together(said: list[Said]) -> tuple[pl.DataFrame, pl.DataFrame]:
    parts = [ordered(one.groups, one.shipments) for one in said]
    groups = pl.concat([groups for groups, _ in parts]).sort(GROUP, nulls_last=True)
    return groups, pl.concat([rows for _, rows in parts]).sort(*GROUP, "place", nulls_last=True)
