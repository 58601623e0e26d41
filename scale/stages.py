"""The stages of an audit, each a job of the engine whose outcome lies in a folder, whole or not at all.

Only DataFrames of Spark Connect: no contexts, no RDDs. What is moved are blobs; `split` cuts them by part.
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
from deminimis.scale import part, sources, workers
from deminimis.scale.aside import Aside, aside, judge_aside
from deminimis.scale.blobs import frame_of
from deminimis.scale.giants import PAIRS, Chunk
from deminimis.scale.routing.engine import place
from deminimis.scale.routing.keys import AT
from deminimis.scale.session import EngineError, first_line, must_match
from deminimis.scale.sources import Recorded
from deminimis.scale.workers import READ, SAID, Whole

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

FEW = 5_000_000  # filings whose keys fit into the memory of this process
FORM: Final = 3  # of the pieces and of what parts say
_EACH: Final = pl.lit(True)
# A blob has a megabyte, and Sail holds a million rows before it writes any. Apache Spark goes by their bytes.
_FEW_ROWS: Final = {"max_row_group_size": "16"}
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

    def __init__(self, spark: "SparkSession", work: Path, say: Say, most: int = 1, few: int = FEW) -> None:
        """most: into how many tasks reading is parted; of each task one file at a time is in memory.

        few: filings, or people, whose keys are looked through in this process; of more the engine does it.
        """
        self.spark, self.work, self.say, self.most, self.few = spark, work, say, most, few

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
                few = _FEW_ROWS if "binary" in columns else {}
                frame().write.mode("overwrite").options(**few).parquet(place(begun))
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
                          "file long, path string, name string", sources.reading(settings, as_of))  # fmt: skip
        files = [FileReport(**(each["report"] | {"evidence": ()})) for each in told]
        latest = max((date.fromisoformat(each["latest"]) for each in told if each["latest"]), default=None)
        return Read(files, latest, settings)

    def read_ledger(self, ledger: Recorded, settings: Settings) -> Read:
        """Reads a ledger, a task a range of its rows. Raises EngineError where workers are of other versions."""
        tasks = [(number,) for number in range(len(ledger.parts))]
        self._read(tasks, "file long", sources.reading_ledger(settings, ledger.parts, ledger.files))
        return Read(ledger.reports, ledger.latest, settings)

    def _read(self, tasks: list[Any], columns: str, work: workers.Work) -> list[dict[str, Any]]:
        """What workers tell of each task."""

        def job() -> "DataFrame":
            rows = self.spark.createDataFrame(tasks, columns)
            return rows.repartition(min(len(tasks), self.most)).mapInArrow(work, READ)

        self.kept("read", READ, job, len(tasks), pl.col("kind") == "file")
        told = self._told()
        must_match([each["versions"] for each in told])
        return told

    def _told(self) -> list[dict[str, Any]]:
        """What workers tell of each task of reading."""
        return [json.loads(each) for each in self.rows("read", "kind", "file")["blob"].to_list()]

    def filings(self) -> int:
        """How many have been read."""
        return sum(each["filings"] for each in self._told())

    def judge(self, settings: Settings) -> str:
        """Judges every part; claims without a consignee last, here. The folder's name, another one a policy."""
        about = json.loads((self.work / "routes.json").read_text("utf-8"))
        table = [(*each[:4], sorted(each.countries), *each[5:]) for each in settings.policy.periods]
        name = f"judged-{digest(repr((settings, table)))[:12]}"
        whole = Whole(about["parts"], about["both_kinds"], _chunks(about["chunks"]))
        pairs = self._pairs(name, settings, whole)
        these = self._aside(settings, whole, about["spread"], pairs)
        crowd = pl.DataFrame(schema=part.CROWDED) if these is None else these[0].crowd
        usual = self.usual(settings)

        def job() -> "DataFrame":
            pieces = self.spark.read.parquet(place(self.work / "pieces")).where(f"part <> {whole.parts}")
            judged = workers.judging(settings, whole, usual, crowd, pairs)
            return pieces.groupBy("part").applyInArrow(judged, SAID)

        parts = self.parts().filter(pl.col("part") != whole.parts).height
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

    def usual(self, settings: Settings) -> pl.DataFrame:
        """What goods usually cost a kilogram, a row a chapter (`dm401_quality.middles`)."""
        read = self.spark.read.parquet(place(self.work / "read")).where("kind = 'rates'").select("chunk", "blob")
        words = workers.in_words(workers.RATES)
        rates = read.mapInArrow(workers.rows_of(workers.RATES, words), words).groupBy("chapter")
        return pl.DataFrame(pl.from_arrow(rates.applyInArrow(workers.weighing(settings), workers.MIDDLES).toArrow()))

    def _pairs(self, name: str, settings: Settings, whole: Whole) -> pl.DataFrame:
        """PAIRS of all giants."""
        none = pl.DataFrame(schema=PAIRS)
        if not whole.chunks:
            return none
        name = name.replace("judged", "pairs")

        def job() -> "DataFrame":
            pieces = self.spark.read.parquet(place(self.work / "pieces")).where(f"part > {whole.parts}")
            return pieces.groupBy("part").applyInArrow(workers.pairing(settings, whole), SAID)

        self.kept(name, SAID, job, self.parts().filter(pl.col("part") > whole.parts).height)
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

    def parts(self) -> pl.DataFrame:
        """part: those that have any pieces."""
        return pl.scan_parquet(self.work / "pieces" / "*.parquet").select("part").unique().collect()

    def rows(self, name: str, column: str, value: str) -> pl.DataFrame:
        """The rows of one kind of a stage, in order of file where it has one."""
        rows = pl.scan_parquet(self.work / name / "*.parquet").filter(pl.col(column) == value)
        ordered = [each for each in ("file", "chunk", "part") if each in rows.collect_schema().names()]
        return rows.sort(ordered).collect()

    def blobs(self, name: str, what: str) -> list[bytes]:
        """The blobs of one kind that parts have said."""
        return self.rows(name, "what", what)["blob"].to_list()

    def found(self) -> list[bytes]:
        """The blobs of what was found where files were read."""
        return self.rows("read", "kind", "found")["blob"].to_list()


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


def _chunks(told: list[dict[str, Any]]) -> dict[int, Chunk]:
    def day(text: str | None) -> date | None:
        return date.fromisoformat(text) if text else None

    return {each["part"]: Chunk(each["giant"], day(each["first"]), day(each["last"])) for each in told}


def digest(text: str) -> str:
    """A name for what a stage was made from."""
    return sha256(text.encode()).hexdigest()
