"""Claims without a consignee: to which parts their clusters are sent besides.

They go to every part in which they could belong to somebody, and to one more, in which they are judged. Those that name
nobody at all, and on whose bills nobody is named, go there alone: all parts get their sums (the crowd).
"""

from collections.abc import Callable
from typing import Final

import polars as pl

from deminimis.edi.frames.shipments import Filings
from deminimis.ledger.store.keys import stable
from deminimis.rules.base.settings import Settings
from deminimis.rules.judge import until_members
from deminimis.rules.people import spelling as text
from deminimis.scale.routing.keys import AT, place_of
from deminimis.scale.routing.tables import Script, Tables, number

# Beyond so many requests a bill may have too many states, and is then judged as unread besides (`rules.on_file`).
_MOST_REQUESTS: Final = 6
LOOSE: Final = pl.Schema({"place": pl.Int64(), "k_name": pl.Int64()})
SUSPECTS: Final = pl.Schema({"place": pl.Int64(), "chunk": pl.Int64(), "part": pl.Int32()})
# Of `suspects`, whole clusters each of one part, makes `loose_claims`: the claims of nobody (LOOSE).
Settled = Callable[[Tables], None]
_SUSPECTS: Final[Script] = {
    "suspects": """
        SELECT f.place, f.chunk, part_of(f.cluster) AS part
        FROM filings AS f
        LEFT SEMI JOIN (
            SELECT cluster FROM filings GROUP BY cluster
            HAVING max(CASE WHEN doubtful THEN 1 ELSE 0 END) = 1
                OR sum(CASE WHEN request THEN 1 ELSE 0 END) > :most_requests
            ) AS d ON f.cluster = d.cluster
        """,
}
_SENT: Final[Script] = {
    "loose": "SELECT DISTINCT f.cluster, l.k_name FROM loose_claims AS l JOIN filings AS f ON l.place = f.place",
    "somebody": "SELECT DISTINCT cluster FROM filings WHERE label IS NOT NULL",
    "nameless": """
        SELECT cluster, max(CASE WHEN k_name IS NULL THEN 0 ELSE 1 END) AS named FROM loose GROUP BY cluster
        HAVING min(CASE WHEN k_name IS NULL THEN 0 ELSE 1 END) = 0
        """,
    "crowd": """
        SELECT n.cluster FROM nameless AS n LEFT ANTI JOIN somebody AS s ON n.cluster = s.cluster WHERE n.named = 0
        """,
    "called": """
        SELECT k_name, own_part AS part FROM filings
        WHERE k_name IS NOT NULL AND label IS NOT NULL AND giant IS NULL
        UNION
        SELECT f.k_name, c.part FROM filings AS f JOIN chunks AS c ON f.giant = c.giant WHERE f.k_name IS NOT NULL
        """,
    "loose_sent": """
        SELECT n.cluster, e.part
        FROM (SELECT n.cluster FROM nameless AS n LEFT ANTI JOIN crowd AS c ON n.cluster = c.cluster) AS n
        CROSS JOIN every_part AS e
        UNION
        SELECT l.cluster, c.part FROM loose AS l JOIN called AS c ON l.k_name = c.k_name
        UNION
        SELECT cluster, CAST(:parts AS INT) AS part FROM loose
        """,
}


def loose(tables: Tables, parts: int, settled: Settled) -> None:
    """Makes `loose_sent` (cluster, part) and `crowd` (cluster) of `filings` and `chunks`."""
    tables.make(_SUSPECTS, parts=parts, most_requests=_MOST_REQUESTS)
    if number(tables, "SELECT count(*) AS n FROM suspects"):
        settled(tables)
    else:
        tables.put("loose_claims", pl.DataFrame(schema=LOOSE))
    every = pl.DataFrame({"part": pl.int_range(parts, dtype=pl.Int32, eager=True)})
    tables.put("every_part", pl.concat([every, tables.rows("SELECT part FROM chunks").cast({"part": pl.Int32})]))
    tables.make(_SENT, parts=parts)
    tables.forget("suspects", "loose_claims", "loose", "somebody", "nameless", "called", "every_part")


def loose_of(filings: Filings, settings: Settings) -> pl.DataFrame:
    """LOOSE of whole clusters: shipments that stand somewhere without a consignee, and each name that they give.

    Whether a change is without its base hangs on days, and so on the policy: those are sent too.
    """
    call = until_members(filings, settings, filings.shipments["seq"].is_not_null())
    # a wide entry that began a shipment is in no cluster: the filing that decides is in that of the bill
    begun = pl.concat_list("ship", pl.coalesce("manifest_row", "entry_row", "ship")).list.unique()
    stands = call.on_file.stands.select(begun.alias("row"), "address", "identifier").explode("row")
    known = call.people.known.select("address", "identifier", "person")
    stands = stands.join(known, on=["address", "identifier"], how="left", nulls_equal=True)
    stands = stands.filter(pl.col("person").is_null())
    addresses = call.people.addresses
    numbers = pl.int_range(addresses.height, dtype=pl.UInt32, eager=True)
    names = stable(addresses.texts.take(numbers, "name")["name"], text.NAME_WIDTH)
    named = addresses.keys.select("address", k_name=names)
    stands = stands.join(named, on="address", how="left", maintain_order="left")
    at = call.filed.take(stands["row"], *AT)
    return at.with_columns(stands["k_name"]).select(place_of(), pl.col("k_name").cast(pl.Int64)).unique()
