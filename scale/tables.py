"""The results as Delta tables, written by the engine's workers; whole or not at all: a folder is renamed when all are.

Columns are named as in the JSON report. `group` is a number of the audit (part and group in it), `ship` too (file and
place of its first filing), so that billions fit.
"""

import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from deminimis.edi.frames import findings
from deminimis.rules.answers.which_code import responses
from deminimis.rules.base.frames import NEAR
from deminimis.rules.base.settings import Settings
from deminimis.rules.codes import CODES, message
from deminimis.rules.shown import Counts
from deminimis.scale import fold
from deminimis.scale.blobs import frame_bytes, frame_of
from deminimis.scale.part import ALIKE, DAYS_OF, SEVERAL, SPLITS, TALLIES
from deminimis.scale.routing.engine import OnEngine, place
from deminimis.scale.session import EngineError, first_line
from deminimis.scale.stages import Read, Stages, must_be_whole
from deminimis.scale.workers import SAID, arrow_schema, in_words, parquet, rows_of, spreading, together

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

# Columns and their types in the engine's words.
GROUPS: Final = {
    "group": "long", "consignee_key": "string", "consignee": "string", "day": "date", "year": "int", "basis": "string",
    "period": "string", "action": "string", "limit_cents": "long", "total_cents": "long", "counted_cents": "long",
    "verdict": "string", "provisional": "boolean", "over": "boolean", "lower_bound": "boolean", "shipments": "long",
}  # fmt: skip
SHIPMENTS: Final = {
    "group": "long", "ship": "long", "file": "string", "line": "long", "filing": "string", "bill": "string",
    "entry_number": "string", "entry_type": "string", "format": "string", "mode": "string", "filer": "string",
    "importer": "string", "value_cents": "long", "value_unread": "boolean", "day": "date", "year": "int",
    "period": "string", "action": "string", "role": "string", "verdict": "string", "provisional": "boolean",
    "eligible": "boolean", "unread": "array<string>", "responses": "array<string>", "move_to": "string",
}  # fmt: skip
FINDINGS: Final = {
    "code": "string", "name": "string", "severity": "string", "file": "string", "line": "long", "column": "long",
    "byte": "long", "record": "string", "field": "string", "value": "string", "message": "string",
}  # fmt: skip
TABLES: Final = ("groups", "shipments", "findings", "summary")
_POLARS: Final = {
    "long": pl.Int64(), "int": pl.Int32(), "string": pl.String(), "date": pl.Date(), "boolean": pl.Boolean(),
    "array<string>": pl.List(pl.String),
}  # fmt: skip
_OF: Final = {
    **dict.fromkeys(("groups", "shipments"), "what in ('groups', 'shipments')"),
    "findings": "what = 'findings'",
}
_COLUMNS: Final = {"groups": GROUPS, "shipments": SHIPMENTS, "findings": FINDINGS}
_TOGETHER: Final = 1 << 14  # findings of files that are told in one call of a worker
# Pairs of keys that are nearly the same (NEAR), what keys have on a day, and of the pairs those that meet on one.
_PAIRS: Final = pl.Schema({**NEAR, "key": pl.Int64(), "other": pl.Int64()})
_DAYS: Final = pl.Schema({"key": pl.Int64(), "day": pl.Int32()})
_MET: Final = """
    SELECT n.key, n.other, n.what, n.one, n.two, n.score FROM near AS n
    LEFT SEMI JOIN (
        SELECT DISTINCT m.key, m.other FROM near AS m
        JOIN days AS d ON m.key = d.key
        JOIN days AS e ON m.other = e.key AND d.day = e.day
        ) AS met ON n.key = met.key AND n.other = met.other
    """
Rows = Callable[[int, list[bytes]], pl.DataFrame]


def written(stages: Stages, name: str, read: Read, settings: Settings, to: Path) -> dict[str, Any]:
    """Writes all tables of the judgement `name` to the folder `to`; the row of `summary`.

    Raises EngineError and OSError, and leaves what was there before.
    """
    about = json.loads((stages.work / "routes.json").read_text("utf-8"))
    begun = to.with_name(f".{to.name}.begun")
    shutil.rmtree(begun, ignore_errors=True)
    begun.mkdir(parents=True)
    try:
        more = _folded(stages, name, settings, stages.few)
        paths = [each.path for each in read.files]
        suspended = [period.name for period in settings.policy.periods if period.suspended]
        said, (found, height) = stages.work / name, gathered([*stages.found(), frame_bytes(more)])
        counts = Counter({"findings": height})
        for each in stages.blobs(name, "rows"):
            counts.update(json.loads(each))
        _table(stages, [said], _grouped, begun / "groups", counts)
        _table(stages, [said], _claims(paths, suspended), begun / "shipments", counts)
        extra = stages.work / f"{name}.findings"
        shutil.rmtree(extra, ignore_errors=True)
        extra.mkdir()
        rows = [{"part": -1 - number, "what": "findings", "blob": each} for number, each in enumerate(found)]
        parquet(rows, SAID, extra / "0.parquet")
        _table(stages, [said, extra], _findings(paths), begun / "findings", counts)
        summary = _summary(stages, name, read, settings, about["bills"])
        (begun / "summary").mkdir()
        pl.DataFrame([summary], schema_overrides={"policy_date": pl.Date()}).write_parquet(
            begun / "summary" / "0.parquet"
        )
        for table in TABLES:
            _as_delta(begun / table, _COLUMNS.get(table, {}))
        old = to.with_name(f".{to.name}.old")
        shutil.rmtree(old, ignore_errors=True)
        if to.exists():
            to.rename(old)
        begun.rename(to)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(begun, ignore_errors=True)
    return summary


def gathered(blobs: Iterable[bytes]) -> tuple[list[bytes], int]:
    """Frames of findings, a few of many files in one, and how many rows there are: a worker's call a file is dear."""
    out, held, count, rows = list[bytes](), list[pl.DataFrame](), 0, 0
    for each in map(frame_of, blobs):
        held.append(each)
        count, rows = count + each.height, rows + each.height
        if count >= _TOGETHER:
            out.append(frame_bytes(pl.concat(held)))
            held, count = [], 0
    return [*out, *([frame_bytes(pl.concat(held))] if held else [])], rows


def _folded(stages: Stages, name: str, settings: Settings, few: int) -> pl.DataFrame:
    """The findings that no part makes alone. few: keys of people that are compared in this process."""
    stages.say("findings of files and of the call")

    def every(what: str, schema: pl.Schema) -> pl.DataFrame:
        return pl.concat([pl.DataFrame(schema=schema), *map(frame_of, stages.blobs(name, what))])

    split = fold.split(every("splits", SPLITS), settings)
    told = [json.loads(each) for each in stages.blobs(name, "rows")]
    if sum(each["alike"] + each["tallies"] for each in told) <= few:
        alike = fold.alike(every("alike", ALIKE), every("days_of", DAYS_OF), settings)
        return pl.concat([fold.folded(every("tallies", TALLIES), settings), alike, split])
    return pl.concat([of_tallies(stages, name, settings), near_misses(stages, name, settings), split])


def of_tallies(stages: Stages, name: str, settings: Settings) -> pl.DataFrame:
    """The findings of files and of the call, folded by workers."""
    said = stages.spark.read.parquet(place(stages.work / name)).where("what = 'tallies'")
    spread = said.select("blob").mapInArrow(spreading(partial(fold.in_tallies, buckets=stages.parts().height)), SAID)

    def fold_some(tallies: pl.DataFrame, _bucket: int) -> pl.DataFrame:
        return fold.folded(tallies, settings)

    found = spread.groupBy("part").applyInArrow(together(fold_some), SAID).select("blob").toArrow()
    return findings.concat(map(frame_of, found.column("blob").to_pylist()))


def near_misses(stages: Stages, name: str, settings: Settings) -> pl.DataFrame:
    """The findings of near misses (DM203): the engine looks for pairs, this process has those that meet on a day."""
    folder, buckets = stages.work / f"{name}.near", stages.parts().height
    said = stages.spark.read.parquet(place(stages.work / name))

    def told(what: str) -> "DataFrame":
        return said.where(f"what = '{what}'").selectExpr("CAST(0 AS BIGINT) AS chunk", "blob")

    def rows(frame: "DataFrame", schema: pl.Schema) -> "DataFrame":
        columns = in_words(schema)
        return frame.mapInArrow(rows_of(schema, columns), columns).drop("chunk")

    tables = OnEngine(stages.spark, folder)
    spread = told("alike").mapInArrow(spreading(partial(fold.in_blocks, buckets=buckets)), SAID)
    near = spread.groupBy("part").applyInArrow(together(partial(fold.near_in, buckets=buckets)), SAID)
    tables.write("found", near)
    tables.write("near", rows(tables.frame("SELECT CAST(0 AS BIGINT) AS chunk, blob FROM found"), _PAIRS))
    tables.write("days", rows(told("days_of"), _DAYS))
    met = tables.rows(_MET)
    keys = pl.concat([met["key"], met["other"]]).unique().reinterpret(signed=False)
    kept = spreading(partial(_only, keys=keys.to_list()))

    def of_these(what: str, schema: pl.Schema) -> pl.DataFrame:
        blobs = told(what).select("blob").mapInArrow(kept, SAID).select("blob").toArrow().column("blob").to_pylist()
        return pl.concat([pl.DataFrame(schema=schema), *map(frame_of, blobs)])

    met = met.with_columns(pl.col("key", "other").reinterpret(signed=False))
    found = fold.alike_of(met, of_these("alike", ALIKE), of_these("days_of", DAYS_OF), settings)
    shutil.rmtree(folder)
    return found


def _only(frame: pl.DataFrame, keys: list[int]) -> Iterator[tuple[int, pl.DataFrame]]:
    yield 0, frame.filter(pl.col("key").is_in(pl.Series(keys, dtype=pl.UInt64).implode()))


def _table(stages: Stages, sources: list[Path], rows: Rows, to: Path, counts: Counter[str]) -> None:
    """A table of what workers make of the blobs of each part. counts: of each table the rows that it must have."""
    from pyspark.errors import PySparkException  # noqa: PLC0415 - with the engine's extra only

    name = to.name
    schema = _in_words(_COLUMNS[name])
    stages.say(name)
    said = stages.spark.read.parquet(*map(place, sources)).where(_OF[name])
    try:
        said.groupBy("part").applyInArrow(_working(rows, _COLUMNS[name]), schema).write.parquet(place(to))
    except PySparkException as error:
        raise EngineError(f"the table `{name}` cannot be written: {first_line(error)}") from error
    must_be_whole(to, f"the table `{name}` cannot be written", counts[name])


def _in_words(columns: dict[str, str]) -> str:
    return ", ".join(f"`{name}` {kind}" for name, kind in columns.items())


def _working(rows: Rows, columns: dict[str, str]) -> Callable[[Any], Any]:
    """A worker's function: the blobs of a part, groups before shipments, as Arrow of these columns."""

    def work(table: Any) -> Any:
        told = sorted(table.select(["what", "blob"]).to_pylist(), key=lambda row: row["what"])
        made = rows(table.column("part")[0].as_py(), [row["blob"] for row in told])
        made = made.select(pl.col(name).cast(_POLARS[kind]) for name, kind in columns.items())
        return made.to_arrow().cast(arrow_schema(_in_words(columns)))

    return work


def _pairs(blobs: list[bytes]) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """Groups and shipments of a part; of the last part too, where claims without consignee are judged."""
    frames = list(map(frame_of, blobs))
    half = len(frames) // 2
    yield from zip(frames[:half], frames[half:], strict=True)


def _number(part: int) -> pl.Expr:
    return pl.lit(part, pl.Int64) * (1 << 32) + pl.col("group").cast(pl.Int64)


def _grouped(part: int, blobs: list[bytes]) -> pl.DataFrame:
    out = []
    for groups, shipments in _pairs(blobs):
        counts = shipments.group_by("group").len("shipments")
        out.append(groups.join(counts, on="group", how="left", maintain_order="left"))
    return pl.concat(out).with_columns(group=_number(part), year=pl.col("day").dt.year())


def _claims(paths: list[str], suspended: list[str]) -> Rows:
    def rows(part: int, blobs: list[bytes]) -> pl.DataFrame:
        names, out = pl.Series(paths, dtype=pl.String), []
        for groups, shipments in _pairs(blobs):
            first = pl.coalesce("manifest", "entry").struct
            told = shipments.join(groups.select("group", "day"), on="group", maintain_order="left").with_columns(
                ship=first.field("file").cast(pl.Int64) * (1 << 32) + first.field("seq").cast(pl.Int64),
                suspended=pl.col("period").is_in(suspended).fill_null(False), unread="reasons",
                year=pl.col("day").dt.year(), path=names.gather(shipments["file"]),
            )  # fmt: skip
            out.append(told.with_columns(responses=responses(), file="path"))
        return pl.concat(out).with_columns(group=_number(part))

    return rows


def _findings(paths: list[str]) -> Rows:
    def rows(_part: int, blobs: list[bytes]) -> pl.DataFrame:
        names = pl.Series(paths, dtype=pl.String)
        found = pl.concat(map(frame_of, blobs))
        told = [message(row) for row in found.iter_rows(named=True)]
        code = pl.col("code")
        called = {each.code: each.name for each in CODES.values()}
        return found.with_columns(
            name=code.replace_strict(called, return_dtype=pl.String), message=pl.Series(told, dtype=pl.String),
            file=names.gather(found["file"]),
        )  # fmt: skip

    return rows


def _summary(stages: Stages, name: str, read: Read, settings: Settings, bills: int) -> dict[str, Any]:
    several = pl.concat([pl.DataFrame(schema=SEVERAL), *map(frame_of, stages.blobs(name, "several"))])
    every = [Counts(**json.loads(each)) for each in stages.blobs(name, "counts")]
    counts = fold.counted(every, several, bills)._asdict()
    counts["rejected"] = counts.pop("shipments_rejected")
    return {
        "as_of": settings.as_of, "policy_date": settings.policy_date, "match": settings.match,
        "complete": all(each.status == "checked" for each in read.files), "files": len(read.files), **counts,
        "records_read": sum(each.records_read for each in read.files),
        "records_reported": sum(each.records_reported for each in read.files),
    }  # fmt: skip


def _as_delta(folder: Path, columns: dict[str, str]) -> None:
    """Makes a folder of Parquet files a Delta table; an engine that has no rows to write may write no file."""
    from deltalake import convert_to_deltalake  # noqa: PLC0415

    folder.mkdir(exist_ok=True)
    if not any(each.suffix == ".parquet" for each in folder.iterdir()):
        schema = {name: _POLARS[kind] for name, kind in columns.items()}
        pl.DataFrame(schema=schema).write_parquet(folder / "0.parquet")
    for each in folder.iterdir():
        if each.suffix != ".parquet":  # marks of the engine
            each.unlink()
    convert_to_deltalake(str(folder))
