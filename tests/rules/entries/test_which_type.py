"""The type of entry that replaces a refused claim, case by case (types.json)."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from deminimis.rules.base.frames import ENTRY_LINES, PLANNED
from deminimis.rules.entries.which_type import LIMIT_CENTS, caveats, goods, which_type

CASES = json.loads(Path(__file__).with_name("types.json").read_text("utf-8"))["cases"]


def planned(number: int, case: dict[str, Any]) -> dict[str, Any]:
    """The entry of a case."""
    told = case.get("day", "2026-12-01")
    unread = case.get("unread", case["value"] is None)
    day = date.fromisoformat(told) if told else None
    return {"entry": number, "value_cents": case["value"], "value_unread": unread, "day": day}


def typed(cases: list[dict[str, Any]], limit: int) -> list[dict[str, Any]]:
    """What is said of all cases, in one call."""
    lines = [(at, *line) for at, case in enumerate(cases) for line in case["lines"]]
    return which_type(
        pl.DataFrame([planned(at, case) for at, case in enumerate(cases)], schema=PLANNED),
        pl.DataFrame(lines, schema=ENTRY_LINES, orient="row"),
        limit,
    ).to_dicts()


def as_told(case: dict[str, Any], found: dict[str, Any]) -> None:
    """The answer is the one of the case."""
    assert {name: found[name] for name in ("by_name", "certainty")} == {n: case[n] for n in ("by_name", "certainty")}
    assert found["entry_type"] == case["type"]
    assert [part for part in case.get("says", []) if part not in found["reason"]] == []
    assert [part for part in case.get("silent", []) if part in found["reason"]] == []
    assert case.get("source", "") in found["source"]
    assert found["reason"]
    assert found["source"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    as_told(case, *typed([case], case.get("limit", LIMIT_CENTS)))


def test_entries_do_not_bear_on_one_another() -> None:
    cases = [case for case in CASES if "limit" not in case]
    for case, found in zip(cases, typed(cases, LIMIT_CENTS), strict=True):
        as_told(case, found)


def test_every_row_of_the_table_is_said_somewhere() -> None:
    cases = [case for case in CASES if "limit" not in case]
    said = " ".join(found["reason"] for found in typed(cases, LIMIT_CENTS))
    assert [row.rule for row in goods() if row.reason not in said] == []


def test_nothing_planned_is_nothing_typed() -> None:
    assert typed([], LIMIT_CENTS) == []


def test_caveats_begin_on_their_day() -> None:
    before = {row["caveat"] for row in caveats(date(2026, 6, 2))}
    since = {row["caveat"] for row in caveats(date(2026, 6, 3))}
    assert since - before == {"foreign-importer"}
    assert {"quota", "antidumping", "discretion"} <= before
    assert {row["caveat"] for row in caveats(date(2026, 12, 1))} - since == {"idle-importer"}
