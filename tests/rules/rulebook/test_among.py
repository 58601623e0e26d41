"""A rule that has no row to look at is not called: what is found must be the same as if all rules were called."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples

from deminimis.rules.base.settings import Settings
from deminimis.rules.judge import judge
from deminimis.rules.rulebook import rule as registry
from deminimis.rules.rulebook.book import RULES
from tests.build.scenario import filings
from tests.rules.random_scenarios import scenarios
from tests.rules.rulebook.forms import TOLD, changed

SETTINGS = Settings(as_of=date(2025, 3, 1))


def same_with_and_without(shipments: list[dict[str, Any]]) -> pl.DataFrame:
    given_ = filings(shipments)
    found = judge(given_, SETTINGS).findings
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(registry, "_idle", lambda *_: set())
        assert judge(given_, SETTINGS).findings.equals(found)
    return found


@examples(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(scenarios())
def test_random_filings(shipments: list[dict[str, Any]]) -> None:
    same_with_and_without(shipments)


def test_every_form_at_once() -> None:
    shipments = [changed(case) | {"bill": f"ABCD{n}"} for n, case in enumerate(TOLD["cases"])]
    found = set(same_with_and_without(shipments)["code"])
    assert {"DM313", "DM315", "DM319", "DM331", "EDI207"} <= found


def test_one_query_a_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    among = {rule.code.code for rule in RULES if rule.where is not None}
    seen: list[str] = []

    def noted(rule: registry.Rule, _: object) -> pl.DataFrame:
        seen.append(rule.code.code)
        return pl.DataFrame()

    monkeypatch.setattr(registry.Rule, "find", noted)
    judge(filings([]), SETTINGS)
    busy = {rule.code.code for rule in RULES} - among
    assert set(seen) == busy
    assert len(among) > len(RULES) / 2
