"""What becomes of a refused claim: each transition, each format's answers, in whatever order they come."""

import json
from datetime import date, datetime
from itertools import permutations
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from deminimis.edi.frames.notices import NOTICES
from deminimis.rules.base.settings import Settings
from deminimis.rules.followed.worklist import follow
from deminimis.rules.judge import judge
from tests.build.scenario import IRIS, filings

CASES = json.loads(Path(__file__).with_name("transitions.json").read_text("utf-8"))["cases"]
SETTINGS = Settings(as_of=date(2026, 12, 1))
_FACTS = {"value_cents": 5000, "eda": "2026-12-09", "origin": "GB", "consignee": IRIS}
_ENTRY = {"kind": "entry", "action": "add", "entry_type": "11", "claim": False, "bill": "ABCDB1", **_FACTS}
_WORDS = {
    "claim": {"kind": "manifest", "action": "add", "claim": True, "bill": "ABCDB1", "filed_on": "2026-12-01", **_FACTS},
    "claim 86": _ENTRY | {"entry_type": "86", "claim": True, "entry": "C1", "filed_on": "2026-12-01"},
}


def _filed(word: str) -> dict[str, Any]:
    """A filing of `transitions.json`."""
    if word in _WORDS:
        return _WORDS[word]
    verb, number = word.split()
    day = "2026-12-03" if verb == "replace" else "2026-12-02"
    action = {"entry": "add", "replace": "replace", "cancel": "delete"}[verb]
    return _ENTRY | {"entry": number, "action": action, "filed_on": day}


def _notice(line: int, answer: list[Any]) -> dict[str, Any]:
    """An answer of `transitions.json`."""
    file, form, path, kind, code, of, when, *entry_type = answer
    entry = next((part for part in of.split() if part != "B1"), None)
    return {
        "file": file, "line": line, "byte": line, "format": form, "path": path, "kind": kind, "code": code,
        "bill": "ABCDB1" if "B1" in of else None, "entry": entry, "entry_type": next(iter(entry_type), None),
        "posted_at": datetime.fromisoformat(f"2026-12-{when}:00") if when else None, "direction": "read",
    }  # fmt: skip


def _followed(filed: list[str], answers: list[list[Any]]) -> pl.DataFrame:
    given = filings([_filed(word) for word in filed])
    notices = pl.DataFrame([_notice(line, each) for line, each in enumerate(answers)], schema=NOTICES)
    return follow(given, judge(given, SETTINGS), notices, SETTINGS)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_transitions(case: dict[str, Any]) -> None:
    found = _followed(case["filed"], case["answers"])
    assert found.select("state", "refiled_by", "answer", "who").rows() == [tuple(case["is"])]
    assert found["bill"].to_list() == ["ABCDB1"]
    assert (found["next"].is_null() == (found["state"].cast(pl.String) == "accepted")).all()


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_order_of_answers_does_not_matter(case: dict[str, Any]) -> None:
    """Files of answers may be read in any order."""
    files = sorted({answer[0] for answer in case["answers"]})
    for order in permutations(files):
        number = dict(zip(files, order, strict=True))
        answers = sorted(([number[file], *rest] for file, *rest in case["answers"]), key=lambda each: each[0])
        assert _followed(case["filed"], answers).select("state", "refiled_by").row(0) == tuple(case["is"][:2])
