"""What an engine looks for among all people comes to what one process finds."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from deminimis.edi.frames import findings
from deminimis.scale import fold, tables, workers
from deminimis.scale.blobs import frame_bytes, frame_of
from deminimis.scale.session import session
from deminimis.scale.stages import Stages
from deminimis.scale.tables import near_misses, of_tallies
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
def test_what_the_engine_folds_is_what_one_process_folds(spark: Any, tmp_path: Path, some: bool) -> None:
    options = settings(SEED)
    parts = in_parts(invented(SEED, 24, 3, calm=True), options, 3).said

    def told(what: str) -> pl.DataFrame:
        frame = pl.concat([getattr(said, what) for said in parts])
        return frame if some else frame.clear()

    rows = [{"part": 0, "what": what, "blob": frame_bytes(told(what))} for what in ("alike", "days_of", "tallies")]
    pieces = [{"part": number, "blob": b"", "told": b""} for number in range(3)]
    for name, columns, of in (("judged", workers.SAID, rows), ("pieces", workers.PIECES, pieces)):
        (tmp_path / name).mkdir()
        workers.parquet(of, columns, tmp_path / name / "0.parquet")
    stages = Stages(spark, tmp_path, lambda _: None)
    expected = fold.alike(told("alike"), told("days_of"), options)
    assert (expected.height >= 2) == some
    assert_frame_equal(near_misses(stages, "judged", options), expected)
    expected = fold.folded(told("tallies"), options)
    assert (expected["code"].n_unique() > 2) == some
    assert_frame_equal(of_tallies(stages, "judged", options), findings.concat([expected]))
    assert {each.name for each in tmp_path.iterdir()} == {"judged", "pieces"}


def test_findings_of_many_files_are_told_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "_TOGETHER", 3)
    heights = (1, 0, 2, 5, 1, 1)
    files = [pl.DataFrame({"file": [number] * height}) for number, height in enumerate(heights)]
    blobs, rows = tables.gathered(map(frame_bytes, files))
    assert rows == sum(heights)
    assert [frame_of(each).height for each in blobs] == [3, 5, 2]
    assert_frame_equal(pl.concat(map(frame_of, blobs)), pl.concat(files))
