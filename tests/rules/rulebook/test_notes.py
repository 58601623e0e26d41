"""The notes on goods, on filings beside each other and on data quality, case by case (notes.json)."""

import json
from dataclasses import replace
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from deminimis.rules.base.settings import Settings
from deminimis.rules.judge import judge
from tests.build.scenario import filings

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
            for order in list(permutations(case["shipments"]))[1:]:  # as they stand: `test_case`
                assert found(case, list(order)) == case["codes"], case["name"]


@pytest.mark.parametrize("kind", ["03", "11"])
def test_every_claim_that_an_entry_of_several_bills_withdraws_is_told_of(kind: str) -> None:
    manifest = {"kind": "manifest", "action": "add", "eda": "2025-03-03", "origin": "GB", "value_cents": 50000}
    entry = manifest | {"kind": "entry", "entry": "B7603245278", "entry_type": kind, "bill": "ABCD1", "claim": False}
    read = filings([manifest | {"bill": "ABCD1", "claim": True}, manifest | {"bill": "ABCD2", "claim": True}, entry])
    second = read.bills.with_columns(bill=pl.lit("ABCD2"))
    judged = judge(replace(read, bills=pl.concat([read.bills, second])), Settings(as_of=date(2025, 3, 1)))
    told = judged.findings.filter(pl.col("code") == "DM107")["params"]
    assert judged.counts.claims == 0
    assert sorted(json.loads(params)["bill"] for params in told) == ["ABCD1", "ABCD2"]


@pytest.mark.parametrize(("day", "origin", "kind"), [
    ("2025-03-03", "GB", "type 86"), ("2025-05-02", "CN", "type 11 or 01"), ("2025-05-02", "GB", "type 86"),
    ("2025-08-28", "GB", "type 86"), ("2025-08-29", "GB", "type 11 or 01"), ("2026-12-01", "GB", "type 11 or 01"),
])  # fmt: skip
def test_goods_of_other_agencies_are_sent_to_an_entry_that_is_taken(day: str, origin: str, kind: str) -> None:
    case = next(case for case in CASES if case["codes"] == ["DM304"])
    shipment = case["shipments"][0] | {"eda": day, "lines": [{"origin": origin, "hts": "3304995000"}]}
    findings = judge(filings([shipment]), Settings(as_of=date.fromisoformat(day))).findings
    (params,) = findings.filter(findings["code"] == "DM304")["params"]
    assert json.loads(params)["kind"] == kind
