"""Which filing goes to which parts, from keys alone.

Filings whose bills or entry numbers meet are a *cluster*; consignees who may be one person are a *component*, and have
one part. A cluster goes, as a whole, to the part of each component in it. Bills never join two people's parts, so
no part grows out of bills. A filing is at home in the part of its own component, else in the least of its cluster.

An entry of type 01 or 11 of many bills only withdraws claims (`wide`): it joins no clusters, and goes to all parts of
its bills. Claims without a consignee (*loose*) go where they could belong to somebody, and to one part more (`loose`).
A component that is too large for a part is cut by days (`days`). `Settings` are needed for who is the same person
only, so routes hold under any policy.
"""

from typing import Final, NamedTuple

import polars as pl

from deminimis.scale.routing import sent
from deminimis.scale.routing.clusters import clusters
from deminimis.scale.routing.days import CHUNK, GIANT, giants
from deminimis.scale.routing.keys import ARRIVALS, AT, file_and_seq
from deminimis.scale.routing.loose import Settled, loose
from deminimis.scale.routing.tables import Here, Tables, number

# file, seq; part: where it is sent; home, counted: the parts that tell of it and that count its bill; wide: an entry
# that is sent after its bills; lost: of its bills those that nothing of the other kind names; crowd: its claims are in
# the sums that all parts get; giant: whose it is; carrier: sent only for whom it names; leads: of the chunks of a giant
# the first to which its cluster is sent, where claims of the giant are told that have no day; arrival: what notices
# tell of its bill.
ROUTES: Final = pl.Schema(
    {
        **dict.fromkeys(AT, pl.UInt32()),
        **dict.fromkeys(("part", "home", "counted"), pl.Int32()),
        "wide": pl.Boolean(),
        "lost": pl.List(pl.Int64()),
        "crowd": pl.Boolean(),
        "giant": pl.Int32(),
        **dict.fromkeys(("carrier", "leads"), pl.Boolean()),
        "arrival": pl.Datetime("us"),
    }
)


class Routes(NamedTuple):
    """What is told of all routes. Part number `parts` is that of loose claims, then come those of chunks (CHUNKS).

    filings: how many there are; reached: how many have a route, not as carriers alone: as many, if all is well.
    sent: how many go to some part, those to several as often. pieces: parts of chunks of filings. bills: those that
    only wide entries name. spread: days between those of one cluster, at most.
    """

    filings: int
    reached: int
    sent: int
    pieces: int
    bills: int
    both_kinds: bool
    chunks: pl.DataFrame
    spread: int


def routed(
    tables: Tables, parts: int, settled: Settled, giant: int = GIANT, chunk: int = CHUNK, few: int = 0
) -> Routes:
    """Of `keys`, `bills` and `arrivals` makes `routes` (a row a filing and part) and `lost` (place, chunk, bill).

    settled: makes `loose_claims` of `suspects`. giant: a consignee of more filings is cut by days, into chunks of about
    `chunk`. few: edges of the engine that are looked through in this process. `packed` makes ROUTES of both.
    """
    filings = number(tables, "SELECT count(*) AS filings FROM keys")
    clusters(tables, few)
    chunks = giants(tables, parts, giant, chunk)
    sent.homes(tables, parts)
    loose(tables, parts, settled)
    tables.make(sent.SENT, parts=parts)
    tables.forget("to_parts", "with_parts", "chunk_sent", "loose_sent", "undated")
    bills = number(tables, sent.BILLS)
    tables.forget("wide_bills", "followed")
    tables.make(sent.CARRIERS, parts=parts, many=sent.MANY)
    tables.forget("addresses", "several", "away", "carried", "chunks")
    tables.make(sent.ROUTES)
    tables.forget("sent", "carriers", "crowd", "first_chunks")
    spread = number(tables, sent.SPREAD)
    tables.forget("filings")
    tables.make(sent.LOST)
    tables.forget("entry_bills", "silent_bills", "masters", "on_manifest", "on_entry")
    told = number(tables, "SELECT count(*) AS sent FROM routes")
    reached = number(tables, sent.REACHED)
    both = number(tables, sent.KINDS) == 2
    return Routes(filings, reached, told, number(tables, sent.PIECES), bills, both, chunks, spread)


def packed(told: pl.DataFrame) -> pl.DataFrame:
    """ROUTES, in order of file, place and part. told: rows of `sent.TOLD`."""
    of_bill = pl.col("bill").is_not_null()
    lost = told.filter(of_bill).group_by("place").agg(lost="bill")
    rows = told.filter(~of_bill).join(lost, on="place", how="left")
    rows = rows.with_columns(*file_and_seq(), pl.col("lost").fill_null([]))
    return rows.select(pl.col(n).cast(t) for n, t in ROUTES.items()).sort(*AT, "part")


def suspected(suspects: pl.DataFrame) -> pl.DataFrame:
    """file, seq, part of rows of `suspects`."""
    return suspects.select(*file_and_seq(), "part")


def here(keys: pl.DataFrame, arrivals: pl.DataFrame | None = None) -> Here:
    """The tables of which routes are made, in this process. keys: KEYS of all, with `chunk`. arrivals: ARRIVALS."""
    tables = Here()
    tables.put("keys", keys.drop("bills"))
    tables.put("bills", keys.select("place", bill="bills").explode("bill", empty_as_null=False, keep_nulls=False))
    tables.put("arrivals", pl.DataFrame(schema=ARRIVALS) if arrivals is None else arrivals)
    return tables
