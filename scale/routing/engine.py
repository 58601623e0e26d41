"""Tables on an engine: what it makes of statements it writes as Parquet; no row of them passes through this process.

Only what Spark Connect has. As each table is written, nothing is made twice, and no plan grows with the statements.
"""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from deminimis.scale.routing.tables import Script, written_out

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


class OnEngine:
    """Tables in the folder `folder`, which driver and workers see under one path."""

    def __init__(self, spark: "SparkSession", folder: Path) -> None:
        self._spark, self._folder = spark, folder
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)

    def make(self, script: Script, **numbers: int) -> None:
        """As `Tables`."""
        for name, statement in script.items():
            self.write(name, self._spark.sql(written_out(statement, numbers)))

    def put(self, name: str, frame: pl.DataFrame) -> None:
        """As `Tables`."""
        from pyarrow import parquet  # noqa: PLC0415 - with the engine's extra only

        folder = self._empty(name)
        folder.mkdir()
        parquet.write_table(frame.to_arrow(), folder / "0.parquet")
        self._show(name)

    def rows(self, statement: str, **numbers: int) -> pl.DataFrame:
        """As `Tables`."""
        found = pl.from_arrow(self._spark.sql(written_out(statement, numbers)).toArrow())
        assert isinstance(found, pl.DataFrame)
        return found

    def rename(self, name: str, after: str) -> None:
        """As `Tables`."""
        self._empty(after)
        (self._folder / name).rename(self._folder / after)
        self._spark.catalog.dropTempView(name)
        self._show(after)

    def forget(self, *names: str) -> None:
        """As `Tables`."""
        for name in names:
            self._spark.catalog.dropTempView(name)
            self._empty(name)

    def write(self, name: str, frame: "DataFrame") -> None:
        """A table of what an engine makes."""
        from pyarrow import parquet  # noqa: PLC0415
        from pyspark.sql.pandas.types import to_arrow_schema  # noqa: PLC0415

        folder = self._empty(name)
        frame.write.parquet(place(folder))
        folder.mkdir(exist_ok=True)
        if next(folder.glob("*.parquet"), None) is None:  # an engine without rows may write no file
            parquet.write_table(to_arrow_schema(frame.schema).empty_table(), folder / "0.parquet")
        self._show(name)

    def show(self, name: str, frame: "DataFrame") -> None:
        """A table that is made whenever it is used."""
        frame.createOrReplaceTempView(name)

    def frame(self, statement: str) -> "DataFrame":
        """The rows of a statement, where they are."""
        return self._spark.sql(statement)

    def _empty(self, name: str) -> Path:
        folder = self._folder / name
        shutil.rmtree(folder, ignore_errors=True)
        return folder

    def _show(self, name: str) -> None:
        self._spark.read.parquet(place(self._folder / name)).createOrReplaceTempView(name)


def place(path: Path) -> str:
    """A folder in the engine's words: of the machine's file system, whatever the cluster's own is (HDFS).

    Databricks mounts its volumes under /Volumes on every machine, and knows them by that path alone.
    """
    return str(path) if path.is_relative_to("/Volumes") else f"file://{path}"
