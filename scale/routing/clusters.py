"""Filings whose bills or entry numbers meet, and consignees who may be one person: `filings` gets cluster and label.

Left joins go by what no row lacks: rows without a key would all meet in one task.
"""

from typing import Final

from deminimis.scale.routing.components import components
from deminimis.scale.routing.tables import Script, Tables

_NODES: Final[Script] = {
    # of each bill the last notice counts, if it tells of an arrival
    "known": """
        SELECT k_bill, arrival, day FROM (
            SELECT k_bill, arrival, day, arrived,
                row_number() OVER (PARTITION BY k_bill ORDER BY posted DESC, place DESC) AS nth
            FROM arrivals) AS told
        WHERE nth = 1 AND arrived
        """,
    # of a filing's bill, else of its master
    "moved": """
        SELECT place,
            coalesce(min(CASE WHEN own THEN arrival END), min(arrival)) AS arrival,
            coalesce(min(CASE WHEN own THEN day END), min(day)) AS day
        FROM (
            SELECT k.place, a.arrival, a.day, true AS own FROM keys AS k JOIN known AS a ON k.k_bill = a.k_bill
            UNION ALL
            SELECT k.place, a.arrival, a.day, false AS own FROM keys AS k JOIN known AS a ON k.k_master = a.k_bill
            ) AS either
        GROUP BY place
        """,
    # a master that nobody has filed says nothing about its houses
    "mastered": """
        SELECT k.place, k.k_master AS master FROM keys AS k LEFT SEMI JOIN bills AS b ON k.k_master = b.bill
        """,
    "stars": """
        SELECT entry, min(bill) AS least, count(DISTINCT bill) AS bills FROM (
            SELECT k.entry, b.bill FROM keys AS k JOIN bills AS b ON k.place = b.place WHERE k.entry IS NOT NULL
            ) AS pairs
        GROUP BY entry
        """,
    "entries": """
        SELECT entry, min(formal) AS formal, max(master) AS master FROM (
            SELECT k.entry, CASE WHEN k.formal THEN 1 ELSE 0 END AS formal, m.master
            FROM keys AS k LEFT JOIN mastered AS m ON k.place = m.place
            WHERE k.entry IS NOT NULL
            ) AS each_filing
        GROUP BY entry
        """,
    "contracted": """
        SELECT k.place, s.least, e.formal = 1 AND e.master IS NULL AND s.bills > 1 AS wide
        FROM keys AS k JOIN stars AS s ON k.entry = s.entry JOIN entries AS e ON k.entry = e.entry
        """,
    # an entry that is not wide is its least bill: most have one, and need no edge
    "filings": """
        SELECT k.place, k.chunk, k.k_who, k.k_name, k.identifier, k.address, k.doubtful, k.request, k.id_only,
            k.is_entry, k.mail, k.undated, k.dim, k.eda, coalesce(k.arrived, v.day) AS arrived, v.arrival, m.master,
            coalesce(c.wide, false) AS wide,
            CASE WHEN c.wide THEN k.entry ELSE coalesce(c.least, k.entry, k.k_bill, m.master, k.place) END AS node
        FROM keys AS k
        LEFT JOIN mastered AS m ON k.place = m.place
        LEFT JOIN contracted AS c ON k.place = c.place
        LEFT JOIN moved AS v ON k.place = v.place
        """,
    "edges": """
        SELECT f.node AS a, b.bill AS b FROM filings AS f JOIN bills AS b ON f.place = b.place
        WHERE NOT f.wide AND f.node <> b.bill
        UNION
        SELECT node AS a, master AS b FROM filings WHERE NOT wide AND master <> node
        """,
}
_CLUSTERED: Final[Script] = {
    "clustered": """
        SELECT f.place, f.chunk, f.k_who, f.k_name, f.identifier, f.address, f.doubtful, f.request, f.id_only,
            f.is_entry, f.mail, f.undated, f.dim, f.eda, f.arrived, f.arrival, f.wide,
            coalesce(l.label, f.node) AS cluster
        FROM filings AS f LEFT JOIN labels AS l ON f.node = l.node
        """,
}
_PEOPLE: Final[Script] = {
    "edges": """
        SELECT k_who AS a, identifier AS b FROM filings WHERE k_who IS NOT NULL AND identifier IS NOT NULL
        UNION
        SELECT w.k_who AS a, n.identifier AS b
        FROM (SELECT DISTINCT cluster, identifier FROM filings WHERE id_only) AS n
        JOIN (SELECT DISTINCT cluster, k_who FROM filings WHERE k_who IS NOT NULL) AS w ON n.cluster = w.cluster
        """,
}
_LABELLED: Final[Script] = {
    "labelled": """
        SELECT f.*, coalesce(l.label, f.k_who, f.identifier) AS label
        FROM filings AS f LEFT JOIN labels AS l ON coalesce(f.k_who, f.identifier, f.place) = l.node
        """,
}


def clusters(tables: Tables, few: int) -> None:
    """Of `keys`, `bills` and `arrivals` makes `filings`: with cluster, label (null: it names nobody), wide, arrival.

    few: as in `components`.
    """
    tables.make(_NODES)
    tables.forget("known", "moved", "mastered", "stars", "entries", "contracted")
    components(tables, few)
    tables.make(_CLUSTERED)
    tables.rename("clustered", "filings")
    tables.make(_PEOPLE)
    components(tables, few)
    tables.make(_LABELLED)
    tables.rename("labelled", "filings")
    tables.forget("labels")
