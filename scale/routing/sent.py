"""Where each filing is sent, and what is told of it: homes, entries after their bills, carriers, lost bills."""

from typing import Final

from deminimis.scale.routing.tables import Script, Tables

MANY: Final = 10_000  # addresses of a giant that are not all carried to where it only has bills
HOMES: Final[Script] = {
    # of the chunks of a giant the first to which a cluster is sent
    "first_chunks": "SELECT cluster, giant, min(part) AS part FROM chunk_sent GROUP BY cluster, giant",
    "parted": """
        SELECT f.place, f.chunk, f.cluster, f.label, f.k_who, f.k_name, f.identifier, f.address, f.doubtful, f.request,
            f.mail, f.eda, f.arrived, f.arrival, f.wide, f.giant, coalesce(f.own_part, c.part) AS own_part
        FROM filings AS f LEFT JOIN first_chunks AS c ON f.cluster = c.cluster AND f.giant = c.giant
        """,
    "with_parts": """
        SELECT cluster, own_part AS part FROM parted WHERE own_part IS NOT NULL
        UNION
        SELECT cluster, part FROM chunk_sent
        """,
    "leasts": "SELECT cluster, min(part) AS least FROM with_parts GROUP BY cluster",
    "homed": """
        SELECT f.*, coalesce(c.least, part_of(f.cluster)) AS least,
            coalesce(f.own_part, c.least, part_of(f.cluster)) AS home
        FROM parted AS f LEFT JOIN leasts AS c ON f.cluster = c.cluster
        """,
}
SENT: Final[Script] = {
    "to_parts": """
        SELECT cluster, part FROM with_parts
        UNION
        SELECT cluster, least AS part FROM filings
        UNION
        SELECT cluster, part FROM loose_sent
        UNION
        SELECT cluster, CAST(:parts AS INT) AS part FROM undated
        """,
    "wide_bills": "SELECT f.place, b.bill FROM filings AS f JOIN bills AS b ON f.place = b.place WHERE f.wide",
    "followed": """
        SELECT DISTINCT b.bill, f.cluster
        FROM bills AS b
        LEFT SEMI JOIN wide_bills AS w ON b.bill = w.bill
        JOIN filings AS f ON b.place = f.place
        WHERE NOT f.wide
        """,
    "sent": """
        SELECT f.place, t.part FROM filings AS f JOIN to_parts AS t ON f.cluster = t.cluster
        UNION
        SELECT w.place, t.part
        FROM wide_bills AS w
        JOIN followed AS b ON w.bill = b.bill
        JOIN to_parts AS t ON b.cluster = t.cluster
        """,
}
# Who is the same person hangs on every name and address of a consignee: the first filing of each is sent for whom it
# names alone, of a giant to all its chunks, of others to where they only have bills. Of giants with very many those are
# sent that have the street and city of a filing which is there.
CARRIERS: Final[Script] = {
    "addresses": """
        SELECT label, address, identifier, min(place) AS place, min(k_who) AS k_who, min(giant) AS giant
        FROM filings
        WHERE label IS NOT NULL AND NOT mail AND (address IS NOT NULL OR identifier IS NOT NULL)
        GROUP BY label, address, identifier
        """,
    "several": """
        SELECT a.label, a.k_who, a.place, a.giant IS NOT NULL AND n.addresses >= :many AS many
        FROM addresses AS a
        JOIN (SELECT label, count(*) AS addresses FROM addresses GROUP BY label HAVING count(*) > 1) AS n
        ON a.label = n.label
        """,
    "away": """
        SELECT DISTINCT s.part, f.label, f.k_who
        FROM sent AS s JOIN filings AS f ON s.place = f.place
        WHERE f.label IS NOT NULL AND s.part <> f.own_part
        """,
    "carried": """
        SELECT a.place, c.part FROM addresses AS a JOIN chunks AS c ON a.giant = c.giant
        UNION
        SELECT place, CAST(:parts AS INT) AS part FROM addresses WHERE giant IS NOT NULL
        UNION
        SELECT s.place, a.part
        FROM (SELECT DISTINCT part, label FROM away) AS a JOIN several AS s ON a.label = s.label
        WHERE NOT s.many
        UNION
        SELECT s.place, a.part
        FROM away AS a JOIN several AS s ON a.label = s.label AND a.k_who = s.k_who
        WHERE s.many
        """,
    "carriers": """
        SELECT c.place, c.part FROM carried AS c LEFT ANTI JOIN sent AS s ON c.place = s.place AND c.part = s.part
        """,
}
ROUTES: Final[Script] = {
    "routes": """
        SELECT s.place, f.chunk, CAST(s.part AS INT) AS part, CAST(f.home AS INT) AS home,
            CAST(CASE WHEN f.wide THEN -1 ELSE f.least END AS INT) AS counted, f.wide, c.cluster IS NOT NULL AS crowd,
            CAST(f.giant AS INT) AS giant, s.carrier, l.part IS NOT NULL AS leads, f.arrival
        FROM (
            SELECT place, part, false AS carrier FROM sent
            UNION ALL
            SELECT place, part, true AS carrier FROM carriers
            ) AS s
        JOIN filings AS f ON s.place = f.place
        LEFT JOIN crowd AS c ON f.cluster = c.cluster
        LEFT JOIN (SELECT DISTINCT cluster, part FROM first_chunks) AS l ON f.cluster = l.cluster AND s.part = l.part
        """,
}
# Of entries bills on no manifest (DM305), bills without a claim and without an entry (DM306).
LOST: Final[Script] = {
    "entry_bills": """
        SELECT k.place, k.chunk, k.k_master, b.bill
        FROM keys AS k JOIN bills AS b ON k.place = b.place
        WHERE k.of_entry
        """,
    "silent_bills": """
        SELECT place, chunk, k_master, k_bill AS bill FROM keys WHERE of_manifest AND silent AND k_bill IS NOT NULL
        """,
    "masters": "SELECT DISTINCT k_master AS bill FROM keys WHERE of_manifest AND k_master IS NOT NULL",
    "on_manifest": """
        SELECT k_bill AS bill FROM keys WHERE of_manifest AND k_bill IS NOT NULL
        UNION
        SELECT bill FROM masters
        """,
    "on_entry": """
        SELECT bill FROM entry_bills
        UNION
        SELECT k_master AS bill FROM entry_bills WHERE k_master IS NOT NULL
        """,
    "lost": """
        SELECT e.place, e.chunk, e.bill
        FROM entry_bills AS e
        LEFT ANTI JOIN on_manifest AS m ON e.bill = m.bill
        LEFT ANTI JOIN on_manifest AS n ON e.k_master = n.bill
        UNION ALL
        SELECT s.place, s.chunk, s.bill
        FROM silent_bills AS s
        LEFT ANTI JOIN on_entry AS e ON s.bill = e.bill
        LEFT ANTI JOIN on_entry AS m ON s.k_master = m.bill
        LEFT ANTI JOIN masters AS h ON s.bill = h.bill
        """,
}
# Of routes `bill` is null, of lost bills all else.
TOLD: Final = """
    SELECT place, chunk, part, home, counted, wide, crowd, giant, carrier, leads, arrival, CAST(NULL AS BIGINT) AS bill
    FROM routes
    UNION ALL
    SELECT place, chunk, CAST(NULL AS INT) AS part, CAST(NULL AS INT) AS home, CAST(NULL AS INT) AS counted,
        CAST(NULL AS BOOLEAN) AS wide, CAST(NULL AS BOOLEAN) AS crowd, CAST(NULL AS INT) AS giant,
        CAST(NULL AS BOOLEAN) AS carrier, CAST(NULL AS BOOLEAN) AS leads, CAST(NULL AS BIGINT) AS arrival, bill
    FROM lost
    """
BILLS: Final = """
    SELECT count(*) AS bills
    FROM (SELECT DISTINCT bill FROM wide_bills) AS w LEFT ANTI JOIN followed AS f ON w.bill = f.bill
    """
KINDS: Final = """
    SELECT max(CASE WHEN of_entry THEN 1 ELSE 0 END) + max(CASE WHEN of_manifest THEN 1 ELSE 0 END) AS kinds FROM keys
    """
SPREAD: Final = """
    SELECT max(last - first) AS spread FROM (
        SELECT min(least(eda, arrived)) AS first, max(greatest(eda, arrived)) AS last FROM filings GROUP BY cluster
        ) AS days
    """
REACHED: Final = "SELECT count(*) AS filings FROM (SELECT DISTINCT place FROM routes WHERE NOT carrier) AS sent"
PIECES: Final = "SELECT count(*) AS pieces FROM (SELECT DISTINCT chunk, part FROM routes) AS pieces"


def homes(tables: Tables, parts: int) -> None:
    """Gives `filings` own_part, least and home; makes `with_parts` and `first_chunks`."""
    tables.make(HOMES, parts=parts)
    tables.rename("homed", "filings")
    tables.forget("parted", "leasts")
