"""The stages of an audit, each a job of the engine whose outcome lies in a folder, whole or not at all.

Only DataFrames of Spark Connect: no contexts, no RDDs. What is moved are blobs; routes are made of keys, on the driver.
"""

import json
import shutil
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import polars as pl

from deminimis.edi.frames.shipments import Filings
from deminimis.edi.reading.intake import FileReport
from deminimis.rules.base.settings import Settings
from deminimis.rules.rulebook.book.dm401_quality import middles
from deminimis.scale import part, workers
from deminimis.scale.aside import Aside, aside, judge_aside
from deminimis.scale.giants import PAIRS, Chunk
from deminimis.scale.keys import AT, KEYS, frame_bytes, frame_of
from deminimis.scale.recorded import Recorded
from deminimis.scale.route import LOOSE, part_of, routed
from deminimis.scale.session import EngineError, first_line
from deminimis.scale.workers import ARRIVALS, PIECES, READ, SAID, Whole

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

PART: Final = 200_000  # filings of a part, about: 250 MB where it is judged
FORM: Final = 2  # of the pieces and of what parts say
_EACH: Final = pl.lit(True)
_NO_KEYS: Final = pl.DataFrame(schema={**KEYS, "chunk": pl.Int64()})
_RATES: Final = pl.Schema({"chapter": pl.String(), "rate": pl.Float64()})
Say = Callable[[str], None]


class Input(NamedTuple):
    """One file to read: the name that results show, and where a worker finds it."""

    name: str
    path: str


class Read(NamedTuple):
    """What reading came to. latest: the latest date that the files carry."""

    files: list[FileReport]
    latest: date | None
    settings: Settings


class Stages:
    """The stages of one call in the folder `work`, which outlives it where it is kept."""

    def __init__(self, spark: "SparkSession", work: Path, say: Say, most: int = 1) -> None:
        """most: into how many tasks reading is parted; of each task one file at a time is in memory."""
        self.spark, self.work, self.say, self.most = spark, work, say, most

    def done(self, name: str) -> bool:
        """Whether this stage was finished, now or by an earlier run, and all that it wrote is still there."""
        told = self.work / f"{name}.json"
        if not told.exists():
            return False
        wrote: dict[str, int] = json.loads(told.read_text("utf-8"))
        return wrote.items() <= _sizes(self.work / name).items()

    def kept(self, name: str, columns: str, frame: "Callable[[], DataFrame]", count: int, of: pl.Expr = _EACH) -> Path:
        """The folder of a stage: written now, unless an earlier run has finished it.

        count: the rows `of` which there must be so many. Raises EngineError: what workers wrote where this process does
        not find it would be shipments that nobody misses.
        """
        folder, begun = self.work / name, self.work / f"{name}.begun"
        if not self.done(name):
            self.say(name)
            shutil.rmtree(folder, ignore_errors=True)
            shutil.rmtree(begun, ignore_errors=True)
            try:
                frame().write.mode("overwrite").parquet(place(begun))
            except Exception as error:
                told = f"the stage `{name}` failed: {first_line(error)}"
                raise EngineError(told) from error
            must_be_whole(begun, f"the stage `{name}` failed", count, of)
            if not count and next(begun.glob("*.parquet"), None) is None:  # an engine without rows may write no file
                workers.parquet([], columns, begun / "0.parquet")
            (self.work / f"{name}.json").write_text(json.dumps(_sizes(begun)), "utf-8")
            begun.rename(folder)
        return folder

    def read(self, inputs: list[Input], settings: Settings, as_of: date | None) -> Read:
        """Reads all files, a task some of them. Raises EngineError where workers are of other versions."""
        told = self._read([(number, each.path, each.name) for number, each in enumerate(inputs)],
                          "file long, path string, name string", workers.reading(settings, as_of))  # fmt: skip
        files = [FileReport(**(each["report"] | {"evidence": ()})) for each in told]
        latest = max((date.fromisoformat(each["latest"]) for each in told if each["latest"]), default=None)
        return Read(files, latest, settings)

    def read_ledger(self, ledger: Recorded, settings: Settings) -> Read:
        """Reads a ledger, a task a day or a part of it. Raises EngineError where workers are of other versions."""
        tasks = [(number,) for number in range(len(ledger.parts))]
        self._read(tasks, "file long", workers.reading_ledger(settings, ledger.parts, ledger.files))
        return Read(ledger.reports, ledger.latest, settings)

    def _read(self, tasks: list[Any], columns: str, work: workers.Work) -> list[dict[str, Any]]:
        """What workers tell of each task."""

        def job() -> "DataFrame":
            rows = self.spark.createDataFrame(tasks, columns)
            return rows.repartition(min(len(tasks), self.most)).mapInArrow(work, READ)

        self.kept("read", READ, job, len(tasks), pl.col("kind") == "file")
        told = [json.loads(each) for each in self._blobs("read", "kind", "file")["blob"].to_list()]
        must_match([each["versions"] for each in told])
        return told

    def split(self, settings: Settings, parts: int | None, giant: int, chunk: int) -> None:
        """Routes from keys, and every blob cut by part. giant, chunk: as in `routed`."""
        if self.done("pieces"):
            return
        self.say("routes")
        keyed = self._blobs("read", "kind", "keys").select("chunk", "blob").iter_rows()
        keys = pl.concat(
            [_NO_KEYS, *(frame_of(each).with_columns(chunk=pl.lit(chunk, pl.Int64)) for chunk, each in keyed)]
        )
        parts = parts or max(1, round(keys.height / PART))
        arrivals = _arrivals(
            keys, [frame_of(each) for each in self._blobs("read", "kind", "arrivals")["blob"].to_list()]
        )
        arrived = pl.coalesce("arrived", pl.col("arrival").dt.date())
        keys = keys.join(arrivals, on=AT, how="left", maintain_order="left").with_columns(arrived=arrived)
        keys = keys.drop("arrival")
        routes = routed(keys, parts, lambda suspects: self._loose(keys, suspects, settings, parts), giant, chunk)
        rows = routes.rows.join(arrivals, on=AT, how="left", maintain_order="left")
        about = {"parts": parts, "bills": routes.bills, "both_kinds": routes.both_kinds, "filings": keys.height,
                 "sent": routes.rows.height, "spread": routes.spread,
                 "chunks": routes.chunks.with_columns(pl.col("first", "last").cast(pl.String)).to_dicts()}  # fmt: skip
        (self.work / "routes.json").write_text(json.dumps(about), "utf-8")
        rows = rows.join(keys.select(*AT, "chunk"), on=AT)
        count = rows.select("chunk", "part").n_unique()
        self.kept("pieces", PIECES, lambda: self._cut(_chunked(rows)), count)

    def _cut(self, routes: list[dict[str, Any]]) -> "DataFrame":
        """PIECES. routes: rows of chunk, routes (a blob)."""
        folder = self.work / "routes"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        workers.parquet(routes, "chunk long, routes binary", folder / "0.parquet")
        blobs = self.spark.read.parquet(place(self.work / "read")).where("kind = 'filings'").select("chunk", "blob")
        told = self.spark.read.parquet(place(folder)).select("chunk", "routes")
        return blobs.join(told, "chunk").select("chunk", "blob", "routes").mapInArrow(workers.splitting(), PIECES)

    def _loose(self, keys: pl.DataFrame, suspects: pl.DataFrame, settings: Settings, parts: int) -> pl.DataFrame:
        """LOOSE of whole clusters: settled by the rule, in workers."""
        where = part_of(pl.col("cluster"), parts)
        rows = suspects.select(*AT, part=where).join(keys.select(*AT, "chunk"), on=AT)

        def job() -> "DataFrame":
            return self._cut(_chunked(rows)).groupBy("part").applyInArrow(workers.finding_loose(settings), SAID)

        self.kept("loose", SAID, job, rows["part"].n_unique())
        found = [frame_of(each) for each in self._blobs("loose", "what", "loose")["blob"].to_list()]
        return pl.concat([pl.DataFrame(schema=LOOSE), *found])

    def judge(self, settings: Settings) -> str:
        """Judges every part; claims without a consignee last, here. The folder's name, another one a policy."""
        about = json.loads((self.work / "routes.json").read_text("utf-8"))
        table = [(*each[:4], sorted(each.countries), *each[5:]) for each in settings.policy.periods]
        name = f"judged-{digest(repr((settings, table)))[:12]}"
        whole = Whole(about["parts"], about["both_kinds"], _chunks(about["chunks"]))
        pairs = self._pairs(name, settings, whole)
        these = self._aside(settings, whole, about["spread"], pairs)
        crowd = pl.DataFrame(schema=part.CROWDED) if these is None else these[0].crowd
        rates = [frame_of(each) for each in self._blobs("read", "kind", "rates")["blob"].to_list()]
        lines = pl.concat([pl.DataFrame(schema=_RATES), *rates])
        usual = middles(lines, settings)

        def job() -> "DataFrame":
            pieces = self.spark.read.parquet(place(self.work / "pieces")).where(f"part <> {whole.parts}")
            judged = workers.judging(settings, whole, usual, crowd, pairs)
            return pieces.groupBy("part").applyInArrow(judged, SAID)

        parts = self._parts().filter(pl.col("part") != whole.parts).height
        self.kept(name, SAID, job, parts, pl.col("what") == "counts")
        last = self.work / name / "loose.parquet"
        if not last.exists():
            rows = []
            if these is not None:
                loose = [frame_of(each) for each in self.blobs(name, "loose")]
                told = judge_aside(these[0], pl.concat([pl.DataFrame(schema=part.LOOSE), *loose]), settings)
                rows = workers.said_rows(told, these[1], whole.parts)
            workers.parquet(rows, SAID, self.work / f"{name}.loose")
            (self.work / f"{name}.loose").rename(last)
        return name

    def _pairs(self, name: str, settings: Settings, whole: Whole) -> pl.DataFrame:
        """PAIRS of all giants."""
        none = pl.DataFrame(schema=PAIRS)
        if not whole.chunks:
            return none
        name = name.replace("judged", "pairs")

        def job() -> "DataFrame":
            pieces = self.spark.read.parquet(place(self.work / "pieces")).where(f"part > {whole.parts}")
            return pieces.groupBy("part").applyInArrow(workers.pairing(settings, whole), SAID)

        self.kept(name, SAID, job, self._parts().filter(pl.col("part") > whole.parts).height)
        every = pl.concat([none, *map(frame_of, self.blobs(name, "pairs"))]).sort(AT)
        return every.unique(["giant", "address", "identifier"], keep="first", maintain_order=True)

    def _aside(
        self, settings: Settings, whole: Whole, spread: int, pairs: pl.DataFrame
    ) -> tuple[Aside, Filings] | None:
        """The claims that no part can judge alone, with their filings."""
        pieces = pl.scan_parquet(self.work / "pieces" / "*.parquet").filter(pl.col("part") == whole.parts).collect()
        if not pieces.height:
            return None
        filings, told = workers.part_of(pieces["blob"].to_list(), pieces["told"].to_list(), whole.parts, whole)
        return aside(filings, told, settings, spread, pairs), filings

    def _parts(self) -> pl.DataFrame:
        """part: those that have any pieces."""
        return pl.scan_parquet(self.work / "pieces" / "*.parquet").select("part").unique().collect()

    def _blobs(self, name: str, column: str, value: str) -> pl.DataFrame:
        """The rows of one kind of a stage, in order of file where it has one."""
        rows = pl.scan_parquet(self.work / name / "*.parquet").filter(pl.col(column) == value)
        ordered = [each for each in ("file", "chunk", "part") if each in rows.collect_schema().names()]
        return rows.sort(ordered).collect()

    def blobs(self, name: str, what: str) -> list[bytes]:
        """The blobs of one kind that parts have said."""
        return self._blobs(name, "what", what)["blob"].to_list()

    def found(self) -> list[bytes]:
        """The blobs of what was found where files were read."""
        return self._blobs("read", "kind", "found")["blob"].to_list()


def place(path: Path) -> str:
    """A folder in the engine's words: of the machine's file system, whatever the cluster's own is (HDFS).

    Databricks mounts its volumes under /Volumes on every machine, and knows them by that path alone.
    """
    return str(path) if path.is_relative_to("/Volumes") else f"file://{path}"


def must_be_whole(folder: Path, what: str, count: int, of: pl.Expr = _EACH) -> None:
    """Raises EngineError, which begins with `what`, unless `folder` has so many rows; makes it if there is none."""
    folder.mkdir(exist_ok=True)
    there = 0
    if next(folder.glob("*.parquet"), None) is not None:
        there = int(pl.scan_parquet(folder / "*.parquet").filter(of).select(pl.len()).collect().item())
    if there != count:
        raise EngineError(
            f"{what}: of {count:,} results {there:,} are in {folder.parent}: --to and --keep must lie in a folder that "
            "this process and all workers share, under one path"
        )


def _sizes(folder: Path) -> dict[str, int]:
    """Name and bytes of each file of a stage: one that is missing or cut would be shipments that nobody misses."""
    return {each.name: each.stat().st_size for each in folder.glob("*.parquet")}


def must_match(told: list[dict[str, str]]) -> None:
    """Raises EngineError where workers are of other versions than this process."""
    for name, here in workers.versions().items():
        if there := next((each[name] for each in told if each[name] != here), None):
            raise EngineError(f"workers have {name} {there}, here is {here}: install the same on both")


def _chunked(rows: pl.DataFrame) -> list[dict[str, Any]]:
    """chunk, routes: of each chunk of filings its routes as a blob."""
    by_chunk = rows.group_by("chunk")
    return [{"chunk": chunk, "routes": frame_bytes(some.drop("chunk"))} for (chunk,), some in by_chunk]


def _arrivals(keys: pl.DataFrame, found: list[pl.DataFrame]) -> pl.DataFrame:
    """file, seq, arrival: what notices tell of a filing's bill, else of its master."""
    told = pl.concat([pl.DataFrame(schema=ARRIVALS), *found]).sort("posted", "file", "at")
    known = told.unique("k_bill", keep="last", maintain_order=True).filter("arrived").select("k_bill", "arrival")
    rows = keys.select(*AT, "k_bill", "k_master").join(known, on="k_bill", how="left", maintain_order="left")
    of_master = known.rename({"k_bill": "k_master", "arrival": "of_master"})
    rows = rows.join(of_master, on="k_master", how="left", maintain_order="left")
    rows = rows.select(*AT, arrival=pl.coalesce("arrival", "of_master"))
    return rows.filter(pl.col("arrival").is_not_null())


def _chunks(told: list[dict[str, Any]]) -> dict[int, Chunk]:
    def day(text: str | None) -> date | None:
        return date.fromisoformat(text) if text else None

    return {each["part"]: Chunk(each["giant"], day(each["first"]), day(each["last"])) for each in told}


def digest(text: str) -> str:
    """A name for what a stage was made from."""
    return sha256(text.encode()).hexdigest()
