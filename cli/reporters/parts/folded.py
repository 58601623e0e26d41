"""Findings as people read them: one row an entry with one piece of advice, and what is said alike said once.

The JSON document, SARIF, JUnit and the lines of `text` keep every finding by itself.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from deminimis.cli import words
from deminimis.cli.session.report import RANK, Report
from deminimis.rules.cbp_answers import ANSWER_CODES
from deminimis.rules.codes import CODES

_WHOLE: Final = "01"  # the verdict on an entry: the answers behind its records say why
_SAID: Final = {"CBP101": "CBP warns", "CBP102": "CBP withholds", "CBP103": "CBP rejects", "CBP104": "CBP says"}
_FORM: Final = "DM3"  # rules that look at one entry
_NAMED: Final = ("DM1", _FORM)  # rules whose findings name a bill or an entry, and the period
_LEAD: Final = re.compile(r"^entry \S+ ")
_VARIES: Final = re.compile(r"\$?[0-9][0-9,.]*[0-9]|[0-9]")
_ADVICE: Final = re.compile(r"^What to do: (.+?)$(?=\n[A-Z]|\n?\Z)", re.DOTALL | re.MULTILINE)


@dataclass
class Fold:
    """What is said of `rows` alike. `message` is whole where there is one row; `first` is the place among findings."""

    code: str
    severity: str
    message: str
    first: int
    rows: list[dict[str, str]] = field(default_factory=list)  # bill, entry, numbers (that are not alike), where


def folded(report: Report, left_out: tuple[str, ...] = ()) -> list[Fold]:
    """The findings that are shown, folded, the gravest first. left_out: codes that the report says elsewhere."""
    found = [(n, message) for n, message in enumerate(report.messages()) if message["code"] not in left_out]
    folds: dict[tuple[str, ...], Fold] = {}
    told: dict[tuple[str, ...], list[_Told]] = {}
    key: tuple[str, ...]
    for n, together in _subjects(found):
        at = together[0]
        said = _said(together)
        key = (at["code"], at["severity"], said.alike)
        fold = folds.setdefault(key, Fold(at["code"], at["severity"], said.whole, n))
        fold.rows.append(_row(at))
        told.setdefault(key, []).append(said)
    for key, fold in folds.items():
        if len(fold.rows) > 1:
            fold.message = _together(told[key], fold.rows)
        fold.message = words.clean(fold.message)
    return sorted(folds.values(), key=lambda fold: (-RANK[fold.severity], fold.first))


class _Told(NamedTuple):
    """What is said of one bill or entry. alike: what others say too, `#` for its numbers; varies: these numbers."""

    whole: str
    alike: str
    varies: tuple[str, ...] = ()


def _said(together: list[dict[str, Any]]) -> _Told:
    """All findings about one bill or entry, and one piece of advice."""
    at = together[0]
    params = at["params"]
    if at["code"] in ANSWER_CODES:
        return _Told(_answered(together, params["about"]), _answered(together))
    if not at["code"].startswith(_NAMED):
        return _Told(at["message"], at["message"])
    entry, period = params.get("entry") or "", f" ({params.get('period')})"
    parts = [each["message"].removesuffix(period) for each in together]
    if not at["code"].startswith(_FORM) or not entry:
        bill = params.get("bill") or entry
        text = parts[0] + period
        return _Told(text, text.replace(bill, "...")) if bill else _Told(text, text)
    faults = [_LEAD.sub("", part) for part in parts]
    kinds = [each["params"]["kind"] for each in together if each["params"].get("kind")]
    kind = f"of type {kinds[0]} " if kinds else ""
    faults = [fault.removeprefix(kind) for fault in faults]
    codes = [f" ({each['code']})" if len(together) > 1 else "" for each in together]
    what = "; ".join(f"{fault}{code}" for fault, code in zip(faults, codes, strict=True))
    found = _ADVICE.search(CODES[at["code"]].page)
    advice = f". What to do: {' '.join(found[1].split())}" if found else ""
    varies = tuple(_VARIES.findall("; ".join(faults)))
    alike = "; ".join(_VARIES.sub("#", fault) + code for fault, code in zip(faults, codes, strict=True))
    return _Told(f"entry {words.entry(entry)} {kind}{what}{advice}", f"entry {kind}{alike}{advice}", varies)


def _together(told: list[_Told], rows: list[dict[str, str]]) -> str:
    """What is said of several alike; numbers in which they differ are `...`, and stand in their rows."""
    numbers = [each.varies for each in told]
    same = [len(set(column)) == 1 for column in zip(*numbers, strict=True)]
    for row, mine in zip(rows, numbers, strict=True):
        row["numbers"] = ", ".join(number for number, alike in zip(mine, same, strict=True) if not alike)
    shown = (number if alike else "..." for number, alike in zip(numbers[0], same, strict=True))
    return re.sub("#", lambda _: next(shown, "#"), told[0].alike)


def _subjects(found: list[tuple[int, dict[str, Any]]]) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """Findings with their place in the list: what CBP, or what the form rules, say of one entry together, the gravest
    first.
    """
    about: dict[tuple[str, ...], list[tuple[int, dict[str, Any]]]] = {}
    for n, message in found:
        params, code = message["params"], message["code"]
        subject = (message["file"] or "", params.get("entry") or "", params.get("bill") or "")
        if code.startswith(_FORM) and params.get("entry"):
            subject = (_FORM, *subject[:2])
        elif code not in ANSWER_CODES or not any(subject[1:]):
            subject = ("", "", json.dumps(n))
        about.setdefault(subject, []).append((n, message))
    for together in about.values():
        together.sort(key=lambda each: (-RANK[each[1]["severity"]], each[1]["code"], each[0]))
        yield min(n for n, _ in together), [message for _, message in together]


def _answered(together: list[dict[str, Any]], about: str = "") -> str:
    """What CBP's answers about one entry say, and the advice of the one that says most."""
    lead = [each for each in together if each["code"] == together[0]["code"]]
    telling = [each for each in lead if each["params"].get("code") != _WHOLE] or lead
    what = dict.fromkeys(each["params"]["what"] for each in together)
    return f"{_SAID[lead[0]['code']]}: {'; '.join(what)}{about}.{telling[0]['params']['advice']}"


def _row(message: dict[str, Any]) -> dict[str, str]:
    place = ":".join(str(message[key]) for key in ("file", "line", "column") if message[key] is not None)
    params = message["params"]
    in_words = message["code"].startswith(_NAMED) or message["code"] in ANSWER_CODES
    return {
        "bill": words.clean(params.get("bill")) if in_words else "",
        "entry": words.entry(words.clean(params.get("entry"))) if in_words else "",
        "numbers": "",
        "where": words.clean(place),
    }
