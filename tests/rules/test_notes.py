"""The notes on goods, on filings beside each other and on data quality, case by case (notes.json)."""

import json
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from scenario import filings

from deminimis.rules.run import judge
from deminimis.rules.settings import Settings

CASES = json.loads(Path(__file__).with_name("notes.json").read_text("utf-8"))["cases"]
CODES = {"DM109", *(f"DM{n}" for n in range(303, 308)), *(f"DM{n}" for n in range(401, 406))}


def found(case: dict[str, Any], shipments: list[dict[str, Any]]) -> list[str]:
    settings = Settings(as_of=date(2025, 3, 1), **case.get("settings", {}))
    return sorted(set(judge(filings(shipments), settings).findings["code"]) & (CODES | set(case.get("also", []))))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    assert found(case, case["shipments"]) == case["codes"]


def test_no_order_changes_what_is_found() -> None:
    for case in CASES:
        if 1 < len(case["shipments"]) <= 3:
            for order in permutations(case["shipments"]):
                assert found(case, list(order)) == case["codes"], case["name"]
