"""Masters and their houses (clause 2), and a shipment that stands twice."""

from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from deminimis.rules.judge import Judgement, judge
from tests.build.scenario import filings
from tests.rules.added import SETTINGS, add, run

DELETE = {"kind": "manifest", "action": "delete", "bill": "ABCDB2", "filed_on": "2025-02-01"}
ENTRY = add(1, 50000) | {"kind": "entry", "entry": "E1", "entry_type": "86"}


def under(rows: list[dict[str, Any]], masters: list[str | None]) -> Judgement:
    """Judges `rows`, each the house of the master beside it."""
    read = filings(rows)
    ships = read.shipments.with_columns(master_bill=pl.Series(masters, dtype=pl.String))
    return judge(replace(read, shipments=ships), SETTINGS)


def test_a_deleted_house_hides_its_master_no_longer() -> None:
    judged = under([add(1, 90000), add(2, 50000), DELETE], [None, "ABCDB1", None])
    assert judged.groups["total_cents"].to_list() == [90000]
    assert judged.groups["provisional"].to_list() == [False]


def test_a_house_deleted_too_late_and_its_master_are_one_shipment() -> None:
    late = DELETE | {"filed_on": "2025-03-03"}
    judged = under([add(1, 60000), add(2, 50000), late], [None, "ABCDB1", None])
    assert judged.groups["total_cents"].to_list() == [60000]
    assert judged.groups["provisional"].to_list() == [True]


@pytest.mark.parametrize(("cents", "total"), [(50000, 50000), (50001, 100001)])
def test_an_entry_on_the_master_counts_only_what_its_houses_do_not(cents: int, total: int) -> None:
    judged = under([ENTRY | {"value_cents": cents}, add(2, 50000)], [None, "ABCDB1"])
    assert judged.groups["total_cents"].to_list() == [total]


def test_an_entry_on_the_master_of_another_consignee_counts() -> None:
    judged = under([ENTRY, add(2, 90000, "HUGO BIRCH")], [None, "ABCDB1"])
    assert sorted(judged.groups["total_cents"]) == [50000, 90000]


def test_a_house_that_only_a_deleted_entry_named_hides_its_master_no_longer() -> None:
    entry = ENTRY | {"bill": "ABCDB2", "filed_on": "2025-02-01"}
    judged = under([add(1, 90000), entry, entry | {"action": "delete"}], [None, "ABCDB1", "ABCDB1"])
    assert judged.groups["total_cents"].to_list() == [90000]


def test_a_shipment_does_not_meet_itself() -> None:
    judged = run([add(1, 50000), add(1, 50000, eda=None)])
    known = judged.groups.filter(pl.col("day").is_not_null())
    assert known["verdict"].to_list() == ["clear"]
    assert judged.groups.filter(pl.col("day").is_null())["verdict"].to_list() == ["unknown"]
