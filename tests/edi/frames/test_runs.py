"""What is told by neighbours is what joins, windows and groups over keys tell: each verb beside its plain Polars."""

from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal, assert_series_equal

from deminimis.edi.frames import runs

KEYS = [
    pytest.param([1, 2, 3], [1, 2, 3], id="the same"),
    pytest.param([1, 2, 3], [1, 3, 2], id="in another order"),
    pytest.param([1, 2, 3], [1, 3], id="one is missing"),
    pytest.param([1, 1, 2], [1, 2, 3], id="as many, but others"),
    pytest.param([1, None, 3], [1, None, 3], id="no key is no match"),
    pytest.param([], [], id="nothing"),
]
MANY = settings(deadline=None, max_examples=60)
CENTS = st.none() | st.integers(-(10**12), 10**12)
# key, another key, a number, whether the row counts, a text: some rows of which several have one key
ROWS = st.lists(
    st.tuples(st.none() | st.integers(0, 3), st.none() | st.sampled_from("ab"), CENTS, st.booleans(), st.text("xy ")),
    max_size=12,
)
SCHEMA = {"key": pl.UInt32(), "other": pl.String(), "cents": pl.Int64(), "counts": pl.Boolean(), "text": pl.String()}


def rows_of(drawn: list[tuple[Any, ...]]) -> pl.DataFrame:
    return pl.DataFrame(drawn, schema=SCHEMA, orient="row")


def together(drawn: list[tuple[Any, ...]]) -> pl.DataFrame:
    """Rows whose keys stand together, in the order in which each key came first, with the number of their run."""
    rows = rows_of(drawn)
    first = rows.with_row_index("at").group_by("key").agg(pl.col("at").min())
    rows = (
        rows.join(first, on="key", nulls_equal=True, maintain_order="left").sort("at", maintain_order=True).drop("at")
    )
    return rows.with_columns(run=pl.col("key").rle_id())


@pytest.mark.parametrize(("left", "right"), KEYS)
def test_tables_side_by_side_are_a_left_join(left: list[int | None], right: list[int | None]) -> None:
    frame = pl.DataFrame({"key": left, "own": range(len(left))}, schema={"key": pl.UInt32, "own": pl.Int64})
    part = pl.DataFrame({"more": range(len(right)), "key": right}, schema={"more": pl.Int64, "key": pl.UInt32})
    joined = frame.join(part, on="key", how="left", maintain_order="left")
    assert_frame_equal(runs.beside(frame, part, "key"), joined, check_column_order=False)


@MANY
@given(ROWS)
def test_a_run_begins_where_the_keys_change(drawn: list[tuple[Any, ...]]) -> None:
    rows = rows_of(drawn)
    run = pl.struct("key", "other").rle_id()
    plain = rows.select(
        numbered=run,
        begins=(run != run.shift()).fill_null(True),
        place=pl.int_range(pl.len()).over(run),
        counted=pl.col("counts").cast(pl.Int64).cum_sum().over(run),
    )
    begins = runs.begins("key", "other")
    found = rows.select(
        numbered=runs.numbered("key", "other"),
        begins=begins,
        place=runs.place("key", "other"),
        counted=runs.counted(pl.col("counts"), begins),
    )
    assert_frame_equal(found, plain)


@MANY
@given(ROWS)
def test_sums_of_neighbours_are_those_of_groups(drawn: list[tuple[Any, ...]]) -> None:
    rows = together(drawn)
    many = pl.col("cents") > 3
    grouped = rows.drop_nulls("key").group_by("key", maintain_order=True)
    wanted = grouped.agg(cents=pl.col("cents").sum(), many=many.sum().cast(pl.Int64))
    assert_frame_equal(runs.summed(rows, "key", cents=pl.col("cents"), many=many), wanted)


@MANY
@given(ROWS)
def test_texts_and_whether_each_row_is_alone_are_those_of_groups(drawn: list[tuple[Any, ...]]) -> None:
    rows = together(drawn)
    grouped = rows.group_by("key", maintain_order=True)
    assert_frame_equal(runs.texts(rows, "key", pl.col("text"), "t"), grouped.agg(t=pl.col("text").str.join(" ")))
    assert runs.alone(rows, "key") is not rows["key"].drop_nulls().is_duplicated().any()


@MANY
@given(ROWS)
def test_first_least_and_running_are_those_of_groups_and_windows(drawn: list[tuple[Any, ...]]) -> None:
    rows = together(drawn).with_columns(worst=pl.col("cents").fill_null(0))
    grouped = rows.with_row_index("at").group_by("run", maintain_order=True)
    starts = runs.first_rows(rows, "run")
    assert_series_equal(starts, grouped.agg(pl.col("at").first())["at"], check_names=False)
    assert_series_equal(runs.least(rows, "run", "cents"), grouped.agg(pl.col("cents").min())["cents"])
    assert_series_equal(runs.least(rows, "run", "worst"), grouped.agg(pl.col("worst").min())["worst"])
    same = rows.with_columns(limit=pl.lit(80_000))  # as where one limit holds for all
    assert runs.least(same, "run", "limit").to_list() == [80_000] * starts.len()
    plain = rows.select(pl.col("worst").cum_sum().over("run")).to_series()
    assert_series_equal(runs.running(rows, "run", "worst", starts), plain)
