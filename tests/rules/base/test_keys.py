"""Numbers that stand for texts, pairs and sets say in joins and sorts what those say: each verb beside plain Polars."""

from datetime import date
from itertools import permutations
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal, assert_series_equal

from deminimis.rules.base import keys

MANY = settings(deadline=None, max_examples=60)
NAMES = ("name", "street", "city")
TEXT = st.none() | st.sampled_from(["", "A", "B", "OAK ST"])
PLACES = st.lists(st.tuples(TEXT, TEXT, TEXT), max_size=8)
NUMBER = st.integers(0, 2**32 - 1) | st.integers(0, 3)
DAY = st.none() | st.dates() | st.sampled_from([date(2025, 5, 1), date(2025, 5, 2)])
UNREAD = st.lists(st.sampled_from([*keys.UNREAD, "gross_kilograms"]), max_size=3)


def places(drawn: list[tuple[Any, ...]]) -> pl.DataFrame:
    return pl.DataFrame(drawn, schema=dict.fromkeys(NAMES, pl.String), orient="row")


def alike(values: pl.Series) -> list[list[bool]]:
    """Which rows have the same value as which: all that a join looks at."""
    listed = values.to_list()
    return [[one == other for other in listed] for one in listed]


@MANY
@given(PLACES)
def test_hashes_are_the_same_where_the_texts_are(drawn: list[tuple[Any, ...]]) -> None:
    rows = places(drawn)
    found = rows.select(
        one=keys.hashed(pl.col("name")),
        several=keys.hashed_together(NAMES),
    )
    assert alike(found["one"]) == alike(rows["name"])
    assert alike(found["several"]) == alike(rows.select(pl.struct(NAMES)).to_series())
    none = rows.select(one=pl.col("name").is_null(), several=pl.all_horizontal(pl.all().is_null()))
    assert_frame_equal(found.select(pl.all().is_null()), none)


@MANY
@given(PLACES)
def test_parts_are_mixed_in_any_order(drawn: list[tuple[Any, ...]]) -> None:
    rows = places(drawn)
    parts = rows.select(keys.part(pl.col(name), seed).alias(name) for seed, name in enumerate(NAMES, 11))
    mixed = [parts.select(keys.mixed(names).alias("m")).to_series() for names in permutations(NAMES)]
    assert alike(mixed[0]) == alike(rows.select(pl.struct(NAMES)).to_series())
    assert all(other.equals(mixed[0]) for other in mixed)
    assert (parts["name"] == 0).to_list() == rows["name"].is_null().to_list()
    assert parts.select(keys.mixed(()).alias("m"))["m"].to_list() in ([0], [])


@MANY
@given(PLACES)
def test_a_mask_is_the_set_of_what_is_known(drawn: list[tuple[Any, ...]]) -> None:
    rows = places(drawn)
    masks = rows.select(mask=keys.known(NAMES))
    plain = [{name for name, text in row.items() if text is not None} for row in rows.iter_rows(named=True)]
    for name in NAMES:
        knows = masks.select(keys.knows(pl.col("mask"), NAMES, name)).to_series()
        assert_series_equal(knows, rows[name].is_not_null(), check_names=False)
    for one, mask in zip(plain, masks["mask"], strict=True):
        assert mask & keys.beyond(NAMES) == 0
        for other, its in zip(plain, masks["mask"], strict=True):
            assert (mask & its == its) is (other <= one)
            assert bin(mask & its).count("1") == len(one & other)


@MANY
@given(st.lists(UNREAD, max_size=6))
def test_bits_are_the_names_in_the_lists(drawn: list[list[str]]) -> None:
    lists = pl.Series("unread", drawn, dtype=pl.List(pl.String))
    bits = keys.in_lists(lists, keys.UNREAD)
    assert (bits is None) is not any(drawn)
    if bits is not None:
        assert bits.dtype == pl.UInt8
        for name, bit in keys.UNREAD.items():
            assert ((bits & bit) > 0).to_list() == lists.list.contains(name).to_list()


@MANY
@given(st.lists(st.tuples(NUMBER, NUMBER), max_size=8))
def test_a_pair_sorts_and_joins_as_two_numbers(drawn: list[tuple[int, int]]) -> None:
    rows = pl.DataFrame(drawn, schema={"high": pl.UInt32, "low": pl.UInt32}, orient="row")
    rows = rows.with_columns(pair=keys.pair(pl.col("high"), pl.col("low")))
    order = rows.with_row_index("at")
    assert order.sort("pair", "at")["at"].to_list() == order.sort("high", "low", "at")["at"].to_list()
    assert alike(rows["pair"]) == alike(rows.select(pl.struct("high", "low")).to_series())


@MANY
@given(st.lists(st.tuples(DAY, st.none() | NUMBER.filter(lambda number: number < keys.LAST)), max_size=8))
def test_days_and_persons_sort_with_nobody_and_no_day_last(drawn: list[tuple[Any, ...]]) -> None:
    rows = pl.DataFrame(drawn, schema={"day": pl.Date, "person": pl.UInt32}, orient="row").with_row_index("at")
    pair = keys.pair(keys.of_day(pl.col("day")), pl.col("person").fill_null(keys.LAST))
    plain = rows.sort("day", "person", "at", nulls_last=True)["at"]
    assert rows.with_columns(pair=pair).sort("pair", "at")["at"].to_list() == plain.to_list()
