"""A call judged part by part, as an engine does it, and put together."""

from functools import cache
from typing import NamedTuple

import polars as pl

from deminimis.edi.frames import findings
from deminimis.edi.frames.shipments import Filings
from deminimis.rules.base.settings import Settings
from deminimis.rules.rulebook.book.dm401_quality import RATE, middles, weighed
from deminimis.rules.rulebook.evidence import Call
from deminimis.rules.shown import Counts
from deminimis.scale import fold
from deminimis.scale.aside import aside, judge_aside
from deminimis.scale.blobs import blob, frame_bytes, only
from deminimis.scale.giants import PAIRS, pairs_of
from deminimis.scale.part import CROWDED, Around, Said, judge_part
from deminimis.scale.routing.days import CHUNK, GIANT
from deminimis.scale.routing.keys import file_and_seq, keyed
from deminimis.scale.routing.loose import Settled, loose_of
from deminimis.scale.routing.route import Routes, here, packed, routed
from deminimis.scale.routing.sent import TOLD
from deminimis.scale.routing.tables import Tables
from deminimis.scale.workers import Whole as Known
from deminimis.scale.workers import part_of


class Whole(NamedTuple):
    groups: pl.DataFrame
    shipments: pl.DataFrame
    findings: pl.DataFrame
    counts: Counts
    sent: int
    said: tuple[Said, ...] = ()


def settled(filings: Filings, settings: Settings) -> Settled:
    """The claims of nobody, as workers settle them."""

    def settle(tables: Tables) -> None:
        at = tables.rows("SELECT place FROM suspects").select(*file_and_seq())
        tables.put("loose_claims", loose_of(only(filings, at), settings))

    return settle


def routed_here(
    filings: Filings, settings: Settings, parts: int, giant: int = GIANT, chunk: int = CHUNK
) -> tuple[Routes, pl.DataFrame]:
    """Routes and ROUTES."""
    tables = here(keyed(filings, settings).with_columns(chunk=pl.lit(0, pl.Int64)))
    routes = routed(tables, parts, settled(filings, settings), giant, chunk)
    return routes, packed(tables.rows(TOLD))


def in_parts(filings: Filings, settings: Settings, parts: int, giant: int = GIANT, chunk: int = CHUNK) -> Whole:
    """giant, chunk: filings of a consignee who is cut by days, and of such a piece."""
    routes, rows = routed_here(filings, settings, parts, giant, chunk)
    lines = weighed(filings).with_columns(rate=RATE).collect()
    call = Call(routes.both_kinds, pl.DataFrame(), middles(lines, settings))
    known = Known.of(routes, parts)

    @cache  # of a piece its pairs are looked for first
    def of(number: int) -> tuple[Filings, pl.DataFrame] | None:
        at = rows.filter(pl.col("part") == number)
        return part_of([blob(only(filings, at))], [frame_bytes(at)], number, known) if at.height else None

    pairs = pl.concat([pl.DataFrame(schema=PAIRS), *(
        pairs_of(mine[0], settings).with_columns(giant=pl.lit(chunk.giant, pl.Int32)).select(list(PAIRS))
        for number, chunk in known.chunks.items() if (mine := of(number)) is not None
    )]).sort("file", "seq").unique(["giant", "address", "identifier"], keep="first")  # fmt: skip
    last = of(parts)
    these = None if last is None else aside(*last, settings, routes.spread, pairs)
    crowd = pl.DataFrame(schema=CROWDED) if these is None else these.crowd
    said = [
        judge_part(*mine, settings, Around(call, crowd, one, pairs.filter(giant=one.giant) if one else None))
        for number, one in [*((number, None) for number in range(parts)), *known.chunks.items()]
        if (mine := of(number)) is not None
    ]
    if these is not None:
        said.append(judge_aside(these, pl.concat([one.loose for one in said]), settings))
    groups, shipments = together(said)
    tallies, several, alike, days_of, splits = (
        pl.concat([getattr(one, name) for one in said]) for name in ("tallies", "several", "alike", "days_of", "splits")
    )
    found = [*(one.findings for one in said), fold.folded(tallies, settings), fold.alike(alike, days_of, settings)]
    counts = fold.counted((one.counts for one in said), several, routes.bills)
    every = findings.concat([*found, fold.split(splits, settings)])
    return Whole(groups, shipments, every, counts, rows.height, tuple(said))


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
