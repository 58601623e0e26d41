"""What becomes of a refused claim: each transition, each format's answers, in whatever order they come."""

import json
from datetime import date, datetime
from functools import cache
from itertools import permutations
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from deminimis.edi.frames.notices import NOTICES
from deminimis.edi.frames.shipments import Filings
from deminimis.rules.base.settings import Settings
from deminimis.rules.followed.worklist import follow
from deminimis.rules.judge import Judgement, judge
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
    if verb == "back":
        return _WORDS["claim 86"] | {"entry": number, "action": "replace", "filed_on": "2026-12-03"}
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


@cache  # what is filed is judged the same whatever is answered
def _judged(*filed: str) -> tuple[Filings, Judgement]:
    given = filings([_filed(word) for word in filed])
    return given, judge(given, SETTINGS)


def _followed(filed: list[str], answers: list[list[Any]]) -> pl.DataFrame:
    notices = pl.DataFrame([_notice(line, each) for line, each in enumerate(answers)], schema=NOTICES)
    return follow(*_judged(*filed), notices, SETTINGS)


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


def test_an_entry_of_its_own_that_cbp_refuses() -> None:
    """No claim of its bill is on file: it is refused all the same."""
    found = _followed(["entry E1"], [[1, "catair-sx", "entry", "acceptance", "01", "E1", "03T00"]])
    assert found.select("state", "refiled_by", "refused_by", "who").rows() == [("refused again", "E1", "CBP", "broker")]
    assert _followed(["entry E1"], []).is_empty()
    assert _followed(["entry E1"], [[1, "catair-sx", "entry", "acceptance", "02", "E1", "03T00"]]).is_empty()


def test_what_cbp_refused_and_nobody_filed_here() -> None:
    found = _followed([], [[1, "catair-sx", "entry", "acceptance", "01", "E7", "03T00"]])
    assert found.select("state", "entry_number", "verdict", "who").rows() == [("open", "E7", None, "filer")]
    assert _followed([], [[1, "catair-sx", "entry", "acceptance", "02", "E7", "03T00"]]).is_empty()


def test_a_claim_that_only_cbp_refuses() -> None:
    """On a day on which nothing is refused by the rule."""
    day = {"eda": "2025-03-03", "filed_on": "2025-03-01"}
    given = filings([_WORDS["claim 86"] | day])
    notices = pl.DataFrame([_notice(1, [1, "catair-sx", "entry", "acceptance", "01", "C1", "03T00"])], schema=NOTICES)
    settings = Settings(as_of=date(2025, 3, 1))
    (row,) = follow(given, judge(given, settings), notices, settings).iter_rows(named=True)
    assert (row["state"], row["refused_by"], row["verdict"], row["file_as"]) == ("open", "CBP", "clear", None)
    assert row["next"].startswith("CBP refused it: correct what its answer names.")


def test_what_is_late_and_what_cannot_be_told() -> None:
    unread = _WORDS["claim"] | {"eda": None}
    given = filings([_WORDS["claim"], unread | {"bill": "ABCDB2"}, _WORDS["claim"] | {"bill": "ABCDB3", "claim": None}])
    settings = Settings(as_of=date(2026, 12, 10))
    rows = {
        row["bill"]: row
        for row in follow(given, judge(given, settings), pl.DataFrame(schema=NOTICES), settings).to_dicts()
    }
    assert rows["ABCDB1"]["late"] and rows["ABCDB1"]["verdict"] == "reject"
    assert not rows["ABCDB2"]["late"] and rows["ABCDB2"]["who"] == "filer"
    assert rows["ABCDB3"]["verdict"] == "unknown" and rows["ABCDB3"]["refused_by"] is None
