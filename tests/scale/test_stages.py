"""What an engine makes for all parts together."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from deminimis.rules.base.settings import Settings
from deminimis.rules.rulebook.book.dm401_quality import middles
from deminimis.scale import workers
from deminimis.scale.blobs import frame_bytes
from deminimis.scale.routing.engine import place
from deminimis.scale.session import session
from deminimis.scale.stages import Stages
from tests.scale.engine import ENGINE, needs_engine
from tests.scale.test_parts import AS_OF

pytestmark = needs_engine
SETTINGS = Settings(as_of=AS_OF, outlier_least=10)


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    with session(ENGINE) as found:
        yield found


@pytest.mark.parametrize("count", [0, 3])
def test_what_goods_usually_cost_is_of_the_lines_of_all_files(spark: Any, tmp_path: Path, count: int) -> None:
    chance = random.Random(1)
    chapters = ["61"] * 5 + ["62"] * 4 + ["63"]

    def lines() -> pl.DataFrame:
        some = chance.choices(chapters, k=12)
        return pl.DataFrame({"chapter": some, "rate": [chance.random() for _ in some]})

    frames = [lines() for _ in range(count)]
    rows = [{"kind": "rates", "file": n, "chunk": 0, "blob": frame_bytes(each)} for n, each in enumerate(frames)]
    (tmp_path / "read").mkdir()
    workers.parquet(rows, workers.READ, tmp_path / "read" / "0.parquet")
    found = Stages(spark, tmp_path, lambda _: None).usual(SETTINGS)
    every = pl.concat([pl.DataFrame(schema=workers.RATES), *frames])
    expected = middles(every, SETTINGS).select("chapter", "median", "mad")
    assert 0 < expected.height < 3 or not count
    assert_frame_equal(found.sort("chapter"), expected.sort("chapter"))


@pytest.mark.skipif(ENGINE != "sail", reason="Apache Spark goes by bytes")
def test_what_waits_to_be_written_are_few_blobs(spark: Any, tmp_path: Path) -> None:
    from pyarrow.parquet import read_metadata

    rows = [{"part": number, "what": "counts", "blob": b"{}"} for number in range(200)]
    workers.parquet(rows, workers.SAID, tmp_path / "given.parquet")
    given = spark.read.parquet(place(tmp_path / "given.parquet"))
    folder = Stages(spark, tmp_path, lambda _: None).kept("judged", workers.SAID, lambda: given, len(rows))
    files = [read_metadata(each) for each in folder.glob("*.parquet")]
    assert max(each.row_group(number).num_rows for each in files for number in range(each.num_row_groups)) == 16
