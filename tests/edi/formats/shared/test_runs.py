"""What is told by neighbours is what joins and groups over keys tell."""

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from deminimis.edi.frames.runs import alone, beside, summed

KEYS = [
    pytest.param([1, 2, 3], [1, 2, 3], id="the same"),
    pytest.param([1, 2, 3], [1, 3, 2], id="in another order"),
    pytest.param([1, 2, 3], [1, 3], id="one is missing"),
    pytest.param([1, 1, 2], [1, 2, 3], id="as many, but others"),
    pytest.param([1, None, 3], [1, None, 3], id="no key is no match"),
    pytest.param([], [], id="nothing"),
]


@pytest.mark.parametrize(("left", "right"), KEYS)
def test_tables_side_by_side_are_a_left_join(left: list[int | None], right: list[int | None]) -> None:
    frame = pl.DataFrame({"key": left, "own": range(len(left))}, schema={"key": pl.UInt32, "own": pl.Int64})
    part = pl.DataFrame({"more": range(len(right)), "key": right}, schema={"more": pl.Int64, "key": pl.UInt32})
    joined = frame.join(part, on="key", how="left", maintain_order="left")
    assert_frame_equal(beside(frame, part, "key"), joined, check_column_order=False)


@pytest.mark.parametrize("keys", [[1, 1, 2, 3, 3], [None, 1, 1, None, None, 2], [7], [None], []])
def test_sums_of_neighbours_are_those_of_groups(keys: list[int | None]) -> None:
    rows = pl.DataFrame(
        {"key": keys, "cents": [5, None, -2, 9, 4, 1][: len(keys)]}, schema_overrides={"key": pl.UInt32}
    )
    rows = rows.with_columns(pl.col("cents").cast(pl.Int64))
    many = pl.col("cents") > 3
    grouped = rows.drop_nulls("key").group_by("key", maintain_order=True)
    wanted = grouped.agg(cents=pl.col("cents").sum(), many=many.sum().cast(pl.Int64))
    assert_frame_equal(summed(rows, "key", cents=pl.col("cents"), many=many), wanted)


@pytest.mark.parametrize(("keys", "each"), [([1, 2, 5], True), ([1, 1, 2], False), ([None, None], True), ([], True)])
def test_whether_each_row_is_alone(keys: list[int | None], each: bool) -> None:
    assert alone(pl.DataFrame({"key": keys}, schema={"key": pl.UInt32}), "key") is each
