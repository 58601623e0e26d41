"""The form rules, case by case (forms.json): pass, fail, boundary, and what cannot be told."""

import json
from datetime import date
from typing import Any

import pytest

from deminimis.rules.base.settings import Settings
from deminimis.rules.judge import judge
from deminimis.rules.rulebook.book import RULES
from tests.build.scenario import filings
from tests.rules.rulebook.forms import TOLD, changed

FORM_CODES = {each.code.code for each in RULES if "DM311" <= each.code.code <= "DM348"} | {"EDI207"}


@pytest.mark.parametrize("case", TOLD["cases"], ids=[case["name"] for case in TOLD["cases"]])
def test_case(case: dict[str, Any]) -> None:
    settings = Settings(as_of=date(2025, 3, 1), **case.get("settings", {}))
    found = judge(filings([changed(case)]), settings).findings
    assert sorted(set(found["code"]) & FORM_CODES) == case["codes"]
    for row in found.filter(found["code"].is_in(list(FORM_CODES))).iter_rows(named=True):
        code = next(each.code for each in RULES if each.code.code == row["code"])
        assert "?" not in code.message(json.loads(row["params"]))


def test_every_form_rule_is_found_somewhere() -> None:
    assert {code for case in TOLD["cases"] for code in case["codes"]} == FORM_CODES
