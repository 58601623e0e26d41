"""Blobs of filings cut by part: routes of few filings are made in this process, of many on the engine (`routing`).

Either way the statements are the same, and so are the routes. Of many the keys are a table of the engine, and routes
are packed by its workers, so that the memory of this process does not grow with the filings.
"""

import json
import shutil
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NamedTuple

import polars as pl

from deminimis.rules.base.settings import Settings
from deminimis.scale import workers
from deminimis.scale.blobs import frame_bytes, frame_of
from deminimis.scale.routing.days import CHUNK, GIANT
from deminimis.scale.routing.engine import OnEngine, place
from deminimis.scale.routing.keys import ARRIVALS, KEYS
from deminimis.scale.routing.loose import LOOSE
from deminimis.scale.routing.route import here, packed, routed, suspected
from deminimis.scale.routing.sent import TOLD
from deminimis.scale.routing.tables import Here, Tables
from deminimis.scale.session import EngineError, first_line
from deminimis.scale.stages import Stages

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

PART: Final = 200_000  # filings of a part, about: 250 MB where it is judged
_SUSPECTS: Final = "SELECT * FROM suspects"
Pack = Callable[[pl.DataFrame], pl.DataFrame]


class Sizes(NamedTuple):
    """parts: how many, by default one for about PART filings. giant: a consignee of more filings is cut by days, into
    chunks of about `chunk`.
    """

    parts: int | None = None
    giant: int = GIANT
    chunk: int = CHUNK


def split(stages: Stages, settings: Settings, sizes: Sizes) -> None:
    """Routes from keys, and every blob cut by part: the stage `pieces`, and what is told of routes in `routes.json`.

    Raises EngineError.
    """
    if stages.done("pieces"):
        return
    stages.say("routes")
    filings = stages.filings()
    parts = sizes.parts or max(1, round(filings / PART))
    try:
        tables = _here(stages) if filings <= stages.few else _on_engine(stages, filings)
        routes = routed(
            tables, parts, lambda tables: _settled(stages, tables, settings), sizes.giant, sizes.chunk, stages.few
        )
    except EngineError:
        raise
    except Exception as error:
        told = f"the routes failed: {first_line(error)}"
        raise EngineError(told) from error
    if not filings == routes.filings == routes.reached:  # what no part is sent would be shipments that nobody misses
        raise EngineError(
            f"the routes failed: of {filings:,} filings that were read {routes.filings:,} have keys and "
            f"{routes.reached:,} a route; run again with another --keep, and please report it"
        )
    about = {"parts": parts, "bills": routes.bills, "both_kinds": routes.both_kinds, "filings": routes.filings,
             "sent": routes.sent, "spread": routes.spread,
             "chunks": routes.chunks.with_columns(pl.col("first", "last").cast(pl.String)).to_dicts()}  # fmt: skip
    (stages.work / "routes.json").write_text(json.dumps(about), "utf-8")
    stages.kept("pieces", workers.PIECES, lambda: _cut(stages, tables, TOLD, packed), routes.pieces)
    shutil.rmtree(stages.work / "routes", ignore_errors=True)
    shutil.rmtree(stages.work / "keys", ignore_errors=True)


def _here(stages: Stages) -> Here:
    """The keys of all filings, in this process."""
    keyed = stages.rows("read", "kind", "keys").select("chunk", "blob").iter_rows()
    each = (frame_of(blob).with_columns(chunk=pl.lit(chunk, pl.Int64)) for chunk, blob in keyed)
    keys = pl.concat([pl.DataFrame(schema={**KEYS, "chunk": pl.Int64()}), *each])
    arrivals = [frame_of(blob) for blob in stages.rows("read", "kind", "arrivals")["blob"].to_list()]
    return here(keys, pl.concat([pl.DataFrame(schema=ARRIVALS), *arrivals]))


def _on_engine(stages: Stages, filings: int) -> OnEngine:
    """The keys of all filings, in the engine."""
    from pyspark.sql import functions as F  # noqa: PLC0415 - with the engine's extra only

    read = stages.spark.read.parquet(place(stages.work / "read"))

    def rows(kind: str, schema: pl.Schema) -> "DataFrame":
        words = workers.in_words(schema)
        return read.where(f"kind = '{kind}'").select("chunk", "blob").mapInArrow(workers.rows_of(schema, words), words)

    keys = stages.kept("keys", workers.in_words(KEYS), lambda: rows("keys", KEYS), filings)
    every = stages.spark.read.parquet(place(keys))
    tables = OnEngine(stages.spark, stages.work / "routes")
    tables.show("keys", every.drop("bills"))
    tables.show("bills", every.select("place", F.explode("bills").alias("bill")))
    tables.write("arrivals", rows("arrivals", ARRIVALS))
    return tables


def _settled(stages: Stages, tables: Tables, settings: Settings) -> None:
    """`loose_claims` of `suspects`: settled by the rule, in workers."""
    count = tables.rows("SELECT count(*) AS parts FROM (SELECT DISTINCT part FROM suspects) AS parts").item()

    def job() -> "DataFrame":
        cut = _cut(stages, tables, _SUSPECTS, suspected)
        return cut.groupBy("part").applyInArrow(workers.finding_loose(settings), workers.SAID)

    folder = stages.kept("loose", workers.SAID, job, count)
    if isinstance(tables, OnEngine):
        words = workers.in_words(LOOSE)
        found = stages.spark.read.parquet(place(folder)).selectExpr("CAST(0 AS BIGINT) AS chunk", "blob")
        tables.write("loose_claims", found.mapInArrow(workers.rows_of(LOOSE, words), words).drop("chunk"))
    else:
        claims = [frame_of(each) for each in stages.blobs("loose", "loose")]
        tables.put("loose_claims", pl.concat([pl.DataFrame(schema=LOOSE), *claims]))


def _cut(stages: Stages, tables: Tables, statement: str, pack: Pack) -> "DataFrame":
    """PIECES: each blob cut by what `pack` makes of the rows of the statement that are of it."""
    if isinstance(tables, OnEngine):
        told = tables.frame(statement).groupBy("chunk").applyInArrow(workers.packing(pack), workers.CHUNKED)
    else:
        folder = stages.work / "routes"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        by_chunk = tables.rows(statement).group_by("chunk")
        rows = [{"chunk": chunk, "routes": frame_bytes(pack(some))} for (chunk,), some in by_chunk]
        workers.parquet(rows, workers.CHUNKED, folder / "0.parquet")
        told = stages.spark.read.parquet(place(folder))
    blobs = stages.spark.read.parquet(place(stages.work / "read")).where("kind = 'filings'").select("chunk", "blob")
    joined = blobs.join(told, "chunk").select("chunk", "blob", "routes")
    return joined.mapInArrow(workers.splitting(), workers.PIECES)
