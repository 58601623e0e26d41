"""Plain manifest bills that claim, and what is judged of them."""

from datetime import date
from typing import Any

from deminimis.rules.base.settings import Settings
from deminimis.rules.judge import Judgement, judge
from tests.build.scenario import IRIS, filings

SETTINGS = Settings(as_of=date(2026, 11, 21))


def add(number: int, value: int | None, name: str = "IRIS ALDER", eda: str | None = "2025-03-03") -> dict[str, Any]:
    """A manifest bill of Iris Alder, or of who is named."""
    return {
        "kind": "manifest",
        "action": "add",
        "bill": f"ABCDB{number}",
        "consignee": IRIS | {"name": name},
        "eda": eda,
        "origin": "GB",
        "value_cents": value,
        "claim": True,
    }


def run(shipments: list[dict[str, Any]]) -> Judgement:
    """What is judged of them, long after."""
    return judge(filings(shipments), SETTINGS)
