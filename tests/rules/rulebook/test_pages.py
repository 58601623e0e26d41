"""Every manual page's example: it gives exactly its finding (pages/CODE.json), and the page is whole."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from deminimis.rules.base.settings import Settings
from deminimis.rules.judge import judge
from deminimis.rules.rulebook.book import RULES
from deminimis.rules.rulebook.rule import SECTIONS, Rule
from tests.build.scenario import filings

PAGES = Path(__file__).with_name("pages")


def example(code: str) -> dict[str, Any]:
    """The example of a page: shipments, how many findings they give, and codes that cannot but come with them."""
    read: dict[str, Any] = json.loads((PAGES / f"{code}.json").read_text("utf-8"))
    return read


@pytest.mark.parametrize("rule", RULES, ids=[rule.code.code for rule in RULES])
def test_the_example_gives_exactly_its_finding(rule: Rule) -> None:
    told = example(rule.code.code)
    found = judge(filings(told["shipments"]), Settings(as_of=date(2025, 3, 1))).findings
    assert set(found["code"]) == {rule.code.code, *told.get("also", [])}
    mine = found.filter(found["code"] == rule.code.code)
    assert mine.height == told["count"]
    for row in mine.iter_rows(named=True):
        params = json.loads(row["params"])
        message = rule.code.message({"field": row["field"], "value": row["value"], **params})
        assert "?" not in message and told.get("says", "") in message
        if rule.code.code.startswith(("DM1", "DM3")):
            assert "period" in params


@pytest.mark.parametrize("rule", RULES, ids=[rule.code.code for rule in RULES])
def test_a_page_has_its_sections_once(rule: Rule) -> None:
    if rule.code.code.startswith("DM"):
        for section in (*SECTIONS, "Source:"):
            assert rule.code.page.count(section) == 1, section


def test_there_is_no_example_without_a_rule() -> None:
    assert {path.stem for path in PAGES.glob("*.json")} == {rule.code.code for rule in RULES}


def test_a_shipment_without_any_number_is_called_so() -> None:
    (shipment,) = example("DM302")["shipments"]
    found = judge(filings([{**shipment, "bill": None}]), Settings(as_of=date(2025, 3, 1))).findings
    (params,) = found.filter(found["code"] == "DM302")["params"]
    assert json.loads(params)["bill"] == "a bill without number"
