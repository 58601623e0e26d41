"""Every worked case of the rule."""

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from deminimis.rules.base.settings import Settings
from deminimis.rules.judge import Judgement, judge
from tests.build.scenario import filings

CASES = json.loads(Path(__file__).with_name("cases.json").read_text("utf-8"))["cases"]


def settings(given: dict[str, str]) -> Settings:
    dates = {name: date.fromisoformat(value) for name, value in given.items()}
    return Settings(**{"as_of": date(2026, 11, 21), **dates})


def told(judgement: Judgement) -> list[dict[str, Any]]:
    """Groups as the cases state them."""
    groups = []
    for group in judgement.groups.iter_rows(named=True):
        members = judgement.shipments.filter(pl.col("group") == group["group"])
        groups.append(
            {
                "consignee": group["consignee_name"],
                "day": group["day"].isoformat() if group["day"] else None,
                **{name: group[name] for name in ("total_cents", "counted_cents", "verdict", "provisional", "action")},
                "roles": members["role"].to_list(),
                "verdicts": members["verdict"].to_list(),
            }
        )
    return groups


def fits(stated: dict[str, Any], got: dict[str, Any]) -> bool:
    must = {name: value for name, value in stated.items() if value is not None or name in ("consignee", "day")}
    return all(got[name] == value for name, value in must.items())


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    judgement = judge(filings(case["shipments"]), settings(case["settings"]))
    got = told(judgement)
    key = ("consignee", "day", "total_cents")
    assert Counter(tuple(g[k] for k in key) for g in got) == Counter(tuple(g[k] for k in key) for g in case["groups"])
    left = list(got)
    for stated in case["groups"]:
        match = next((group for group in left if fits(stated, group)), None)
        assert match is not None, (stated, left)
        left.remove(match)
    codes = set(judgement.findings["code"])
    assert set(case.get("findings") or ()) <= codes
    assert not set(case.get("absent") or ()) & codes
