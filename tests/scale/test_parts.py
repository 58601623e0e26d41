"""Parts judged one by one say what one judgement of everything says."""

import os
from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from deminimis.rules.base.settings import Match, Settings
from deminimis.rules.judge import judge
from tests.scale.in_parts import Whole, in_parts, ordered
from tests.scale.worlds import invented

AS_OF = date(2026, 11, 21)
ORDER = ["file", "byte", "column", "code", "params"]
SUSPENDED, WITHHELD = date(2025, 12, 1), date(2025, 8, 20)
FIRST = int(os.environ.get("SEED", "0"))
FOUND = (371,)  # a claim of nobody on a bill whose first filing was an entry of several bills, since deleted
SEEDS = [*range(FIRST, FIRST + int(os.environ.get("EXAMPLES", "20"))), *FOUND]


def settings(seed: int) -> Settings:
    match: Match = "name" if seed % 7 == 3 else "exact" if seed % 7 == 5 else "normalised"
    day = {1: WITHHELD, 3: SUSPENDED}.get(seed % 5)
    return replace(Settings(as_of=AS_OF, match=match), policy_date=day, outlier_least=10, many_names=3)


def in_both_ways(seed: int) -> tuple[Whole, Whole]:
    options, filings = settings(seed), invented(seed, [2, 4, 6, 12][seed % 4], [1, 3, 5][seed % 3], seed % 4 != 0)
    whole = judge(filings, options)
    groups, shipments = ordered(whole.groups, whole.shipments)
    giant, chunk = [(10**9, 1), (6, 3), (3, 1), (12, 5)][(seed // 2) % 4]
    mine = in_parts(filings, options, [2, 3, 5][(seed // 2) % 3], giant, chunk)
    return mine, Whole(groups, shipments, whole.findings, whole.counts, filings.height("shipments"))


@pytest.mark.parametrize("seed", SEEDS)
def test_parts_are_as_one_judgement(seed: int) -> None:
    mine, whole = in_both_ways(seed)
    assert_frame_equal(mine.groups, whole.groups)
    assert_frame_equal(mine.shipments, whole.shipments)
    # of one message at one place with several bills beside it the order is nobody's
    beside = pl.col("related").list.first().struct
    by = [beside.field("file"), beside.field("byte")]
    assert_frame_equal(mine.findings.sort(*ORDER, *by), whole.findings.sort(*ORDER, *by))
    assert mine.counts == whole.counts
