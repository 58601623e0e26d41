"""Parts of a split bill whose changes and deletes come before, after and without them (clauses 5 and 8)."""

from typing import Any

from tests.rules.added import add, run


def part(letter: str | None, **fields: Any) -> dict[str, Any]:
    return add(1, 50000) | {"part": letter, "filed_on": "2025-02-01"} | fields


def test_a_change_of_another_part_stays_when_one_part_is_deleted() -> None:
    waits = part("B", action="change", value_cents=90000)
    judged = run([part("A"), waits, part("A", action="delete")])
    assert judged.groups["total_cents"].to_list() == [90000]


def test_changes_of_two_parts_that_are_not_on_file_touch_both_consignees() -> None:
    hugo = add(1, 50000, "HUGO BIRCH")["consignee"]
    judged = run([part("A", action="change"), part("B", action="change", consignee=hugo), add(2, 100)])
    assert sorted(judged.groups["consignee_name"]) == ["HUGO BIRCH", "IRIS ALDER"]
    assert judged.groups["verdict"].to_list() == ["unknown", "unknown"]


def test_a_part_that_is_deleted_of_a_bill_that_is_filed_whole_may_not_be_all_of_it() -> None:
    judged = run([part(None, value_cents=90000), part("A", action="delete")])
    assert judged.groups["total_cents"].to_list() == [90000]
    assert judged.groups["provisional"].to_list() == [True]


def test_a_part_that_is_changed_of_a_bill_that_is_filed_whole_may_not_be_all_of_it() -> None:
    judged = run([part(None, value_cents=90000), part("A", action="change", value_cents=100)])
    assert judged.groups["total_cents"].to_list() == [90000]
    assert judged.groups["provisional"].to_list() == [True]


def test_the_same_of_a_bill_that_is_filed_in_parts_is_certain() -> None:
    judged = run([part("A", value_cents=90000), part("A", action="change", value_cents=100)])
    assert judged.groups["total_cents"].to_list() == [100]
    assert judged.groups["provisional"].to_list() == [False]


def test_of_changes_that_are_not_on_file_the_last_says_whether_it_claims() -> None:
    """By air a manifest names an entry type: 11, and 86 again."""
    told = {"entry_type": None, "claim": None}
    changes = [part(None, action="change", **told | {"claim": claim, "entry_type": kind})
               for claim, kind in ((False, "11"), (True, "86"))]  # fmt: skip
    judged = run(changes)
    assert judged.groups["verdict"].to_list() == ["unknown"]
    assert run(changes[:1]).groups.height == 0
