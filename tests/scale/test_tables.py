"""What an engine looks for among all people comes to what one process finds."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from deminimis.scale import fold, workers
from deminimis.scale.blobs import frame_bytes
from deminimis.scale.session import session
from deminimis.scale.stages import Stages
from deminimis.scale.tables import near_misses
from tests.scale.engine import ENGINE, needs_engine
from tests.scale.in_parts import in_parts
from tests.scale.test_parts import settings
from tests.scale.worlds import invented

pytestmark = needs_engine
SEED = 6


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    with session(ENGINE) as found:
        yield found


@pytest.mark.parametrize("some", [True, False])
def test_near_misses_that_the_engine_looks_for_are_those_of_one_process(spark: Any, tmp_path: Path, some: bool) -> None:
    options = settings(SEED)
    parts = in_parts(invented(SEED, 24, 3, calm=True), options, 3).said

    def told(what: str) -> pl.DataFrame:
        frame = pl.concat([getattr(said, what) for said in parts])
        return frame if some else frame.clear()

    rows = [{"part": 0, "what": what, "blob": frame_bytes(told(what))} for what in ("alike", "days_of")]
    pieces = [{"part": number, "blob": b"", "told": b""} for number in range(3)]
    for name, columns, of in (("judged", workers.SAID, rows), ("pieces", workers.PIECES, pieces)):
        (tmp_path / name).mkdir()
        workers.parquet(of, columns, tmp_path / name / "0.parquet")
    found = near_misses(Stages(spark, tmp_path, lambda _: None), "judged", options)
    expected = fold.alike(told("alike"), told("days_of"), options)
    assert (expected.height >= 2) == some
    assert_frame_equal(found, expected)
    assert {each.name for each in tmp_path.iterdir()} == {"judged", "pieces"}
