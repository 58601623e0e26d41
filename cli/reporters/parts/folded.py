"""Findings as people read them: one row an entry with one piece of advice, and what is said alike said once.

The JSON document, SARIF, JUnit and the lines of `text` keep every finding by itself.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from deminimis.cli import words
from deminimis.cli.session.report import RANK, Report
from deminimis.rules.cbp_answers import ANSWER_CODES

_WHOLE: Final = "01"  # the verdict on an entry: the answers behind its records say why
_SAID: Final = {"CBP101": "CBP warns", "CBP102": "CBP withholds", "CBP103": "CBP rejects", "CBP104": "CBP says"}


@dataclass
class Fold:
    """What is said of `rows` alike. `message` is whole where there is one row; `first` is the place among findings."""

    code: str
    severity: str
    message: str
    first: int
    rows: list[dict[str, str]] = field(default_factory=list)  # bill, entry, where


def folded(report: Report, left_out: tuple[str, ...] = ()) -> list[Fold]:
    """The findings that are shown, folded, the gravest first. left_out: codes that the report says elsewhere."""
    found = [(n, message) for n, message in enumerate(report.messages()) if message["code"] not in left_out]
    folds: dict[tuple[str, ...], Fold] = {}
    for n, together in _subjects(found):
        at = together[0]
        said = _alike(together) if at["code"] in ANSWER_CODES else at["message"]
        fold = folds.setdefault((at["code"], at["severity"], said), Fold(at["code"], at["severity"], said, n))
        fold.rows.append(_row(at))
        if len(fold.rows) == 1:
            fold.message = _alike(together, at["params"]["about"]) if at["code"] in ANSWER_CODES else said
        else:
            fold.message = said
    for fold in folds.values():
        fold.message = words.clean(fold.message)
    return sorted(folds.values(), key=lambda fold: (-RANK[fold.severity], fold.first))


def _subjects(found: list[tuple[int, dict[str, Any]]]) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """Findings with their place in the list: CBP's answers about one entry together, the gravest first."""
    about: dict[tuple[str, str, str], list[tuple[int, dict[str, Any]]]] = {}
    for n, message in found:
        params = message["params"]
        subject = (message["file"] or "", params.get("entry") or "", params.get("bill") or "")
        if message["code"] not in ANSWER_CODES or not any(subject[1:]):
            subject = ("", "", json.dumps(n))
        about.setdefault(subject, []).append((n, message))
    for together in about.values():
        together.sort(key=lambda each: (-RANK[each[1]["severity"]], each[1]["code"], each[0]))
        yield min(n for n, _ in together), [message for _, message in together]


def _alike(together: list[dict[str, Any]], about: str = "") -> str:
    """What CBP's answers about one entry say, and the advice of the one that says most."""
    lead = [each for each in together if each["code"] == together[0]["code"]]
    telling = [each for each in lead if each["params"].get("code") != _WHOLE] or lead
    what = dict.fromkeys(each["params"]["what"] for each in together)
    return f"{_SAID[lead[0]['code']]}: {'; '.join(what)}{about}.{telling[0]['params']['advice']}"


def _row(message: dict[str, Any]) -> dict[str, str]:
    place = ":".join(str(message[key]) for key in ("file", "line", "column") if message[key] is not None)
    params = message["params"]
    in_words = message["code"] in ANSWER_CODES
    return {
        "bill": words.clean(params.get("bill")) if in_words else "",
        "entry": words.entry(words.clean(params.get("entry"))) if in_words else "",
        "where": words.clean(place),
    }
