"""A consignee of more filings than a part should have is cut by days: which days are a chunk, and what is sent there.

Whatever may stand on a day of a chunk, or on the day after it (DM106), is sent to it, and what may have no day to all
chunks.
"""

from typing import Final

import polars as pl

from deminimis.scale.routing.tables import Script, Tables

GIANT: Final = 5_000_000  # filings of one consignee
CHUNK: Final = 1_000_000  # of one chunk, if no day has more
# A part each; its days, null where no filing has any.
CHUNKS: Final = pl.Schema({"part": pl.Int32(), "giant": pl.Int32(), "first": pl.Date(), "last": pl.Date()})
_NAMES: Final[Script] = {
    "labels": """
        SELECT label, count(*) AS filings, min(k_name) AS k_name FROM filings WHERE label IS NOT NULL GROUP BY label
        """,
}
_LARGE: Final = "SELECT label FROM labels WHERE filings > :giant ORDER BY label"
_GIANTS: Final[Script] = {
    "named": """
        SELECT l.label, g.giant, CASE WHEN g.giant IS NULL THEN part_of(hashed) END AS part
        FROM (SELECT label, coalesce(k_name, label) AS hashed FROM labels) AS l
        LEFT JOIN giants AS g ON l.label = g.label
        """,
    "whose": """
        SELECT f.*, n.giant, n.part AS own_part
        FROM filings AS f LEFT JOIN named AS n ON coalesce(f.label, f.place) = n.label
        """,
}
_DAYS: Final[Script] = {
    "touched": "SELECT DISTINCT cluster, giant FROM filings WHERE giant IS NOT NULL",
    "whole": """
        SELECT f.place, f.cluster, t.giant, f.eda, f.arrived, f.request, f.undated, f.dim, f.is_entry
        FROM touched AS t JOIN filings AS f ON t.cluster = f.cluster
        """,
    "days": """
        SELECT cluster, giant, eda AS day FROM whole WHERE eda IS NOT NULL
        UNION
        SELECT cluster, giant, arrived AS day FROM whole WHERE arrived IS NOT NULL
        """,
}
_DAILY: Final = """
    SELECT d.giant, d.day, sum(s.filings) AS filings
    FROM days AS d
    JOIN (SELECT cluster, giant, count(*) AS filings FROM whole GROUP BY cluster, giant) AS s
    ON d.cluster = s.cluster AND d.giant = s.giant
    GROUP BY d.giant, d.day
    """
_SENT: Final[Script] = {
    "kinds": """
        SELECT cluster, giant,
            max(CASE WHEN request THEN 1 ELSE 0 END) AS requests,
            sum(CASE WHEN is_entry THEN 1 ELSE 0 END) AS entries,
            sum(CASE WHEN is_entry THEN 0 ELSE 1 END) AS manifests,
            max(CASE WHEN undated THEN 1 ELSE 0 END) AS undated,
            min(CASE WHEN undated THEN 1 ELSE 0 END) AS all_undated,
            max(CASE WHEN dim THEN 1 ELSE 0 END) AS dim
        FROM whole GROUP BY cluster, giant
        """,
    "many_bills": """
        SELECT w.cluster, w.giant FROM whole AS w JOIN bills AS b ON w.place = b.place
        GROUP BY w.cluster, w.giant HAVING count(DISTINCT b.bill) > 1
        """,
    # one manifest filing, one entry, or one of each: the day is that of either; else each may have none
    "undated": """
        SELECT k.cluster, k.giant
        FROM kinds AS k LEFT JOIN many_bills AS m ON k.cluster = m.cluster AND k.giant = m.giant
        WHERE CASE WHEN k.requests = 0 AND k.entries <= 1 AND k.manifests <= 1 AND m.giant IS NULL
            THEN k.all_undated = 1 OR k.dim = 1 ELSE k.undated = 1 END
        """,
    "chunk_sent": """
        SELECT d.cluster, d.giant, c.part
        FROM days AS d JOIN chunk_days AS c ON d.giant = c.giant AND d.day = c.day
        UNION
        SELECT u.cluster, u.giant, c.part FROM undated AS u JOIN chunks AS c ON u.giant = c.giant
        """,
}
_CLUSTER: Final = {"cluster": pl.Int64(), "giant": pl.Int32()}


def giants(tables: Tables, parts: int, giant: int, chunk: int) -> pl.DataFrame:
    """CHUNKS. Gives `filings` giant and own_part (null for those of giants); makes `chunks`, and of clusters of giants
    `chunk_sent` (cluster, giant, part) and `undated` (cluster, giant).

    parts: the number of the first chunk is one beyond it. giant, chunk: filings of a consignee who is cut, of a chunk.
    """
    tables.make(_NAMES)
    large = tables.rows(_LARGE, giant=giant)
    tables.put("giants", large.with_columns(giant=pl.int_range(pl.len(), dtype=pl.Int32)))
    tables.make(_GIANTS, parts=parts)
    tables.rename("whose", "filings")
    tables.forget("labels", "named", "giants")
    if not large.height:
        tables.put("undated", pl.DataFrame(schema=_CLUSTER))
        tables.put("chunk_sent", pl.DataFrame(schema={**_CLUSTER, "part": pl.Int32()}))
        tables.put("chunks", pl.DataFrame(schema={"giant": pl.Int32(), "part": pl.Int32()}))
        return pl.DataFrame(schema=CHUNKS)
    tables.make(_DAYS)
    chunks, where = cut(tables.rows(_DAILY), large.height, chunk, parts + 1)
    tables.put("chunks", chunks.select("giant", "part"))
    tables.put("chunk_days", where)
    tables.make(_SENT)
    tables.forget("touched", "whole", "days", "chunk_days", "kinds", "many_bills")
    return chunks


def cut(daily: pl.DataFrame, count: int, size: int, first_part: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """CHUNKS, and giant, day, part: what stands on that day is sent there. daily: giant, day, filings.

    count: of giants; one without any day is one chunk. size: filings of a chunk, about.
    """
    every = pl.DataFrame({"giant": pl.int_range(count, dtype=pl.Int32, eager=True)})
    daily = daily.select(pl.col("giant", "day").cast(pl.Int32), pl.col("filings").cast(pl.Int64))
    daily = every.join(daily, on="giant", how="left").with_columns(pl.col("filings").fill_null(0)).sort("giant", "day")
    number = (pl.col("filings").cum_sum().over("giant") - 1).clip(0) // size
    daily = daily.with_columns(part=pl.struct("giant", number).rle_id().cast(pl.Int32) + first_part)
    chunks = daily.group_by("part", maintain_order=True).agg(
        pl.col("giant").first(), first=pl.col("day").min(), last=pl.col("day").max()
    )
    where = daily.drop_nulls("day").select("giant", "day", "part")
    after = where.with_columns(pl.col("day") + 1)  # what stands on the day after a chunk
    return chunks.select(pl.col(n).cast(t) for n, t in CHUNKS.items()), pl.concat([where, after]).unique()
