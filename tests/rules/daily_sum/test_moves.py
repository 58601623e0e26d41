"""The fewest bills to file otherwise."""

from itertools import combinations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.added import add, run


def moved(values: list[int]) -> dict[int, str]:
    """Index of each shipment that is to move -> the entry type."""
    judged = run([add(number, value) for number, value in enumerate(values)]).shipments
    rows = judged.filter(pl.col("move_to").is_not_null()).select("bill", "move_to").rows()
    return {int(bill[5:]): kind for bill, kind in rows}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([40000, 40000], {}),
        ([50000, 30001], {1: "11"}),  # the smallest that suffices
        ([50000, 50000], {1: "11"}),  # of two equals the one filed last
        ([10000, 90000, 5000], {1: "11"}),
        ([300000], {0: "01"}),  # above what type 11 takes
        ([70000, 60000, 50000, 40000], {0: "11", 1: "11", 3: "11"}),
    ],
)
def test_moved(values: list[int], expected: dict[int, str]) -> None:
    assert moved(values) == expected


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 90000), min_size=1, max_size=6))
def test_it_is_the_fewest_and_suffices(values: list[int]) -> None:
    chosen = moved(values)
    rest = [value for at, value in enumerate(values) if at not in chosen]
    assert sum(rest) <= 80000
    for fewer in range(len(chosen)):
        assert not any(sum(values) - sum(some) <= 80000 for some in combinations(values, fewer))


def test_every_rejected_claim_moves() -> None:
    judged = run([add(1, 100, eda="2025-09-01"), add(2, 200, eda="2025-09-01")])
    assert judged.shipments["move_to"].to_list() == ["11", "11"]
