"""SARIF 2.1.0 for code scanning: rules with their manual pages, results with regions."""

import json
from typing import Any, Final

from deminimis.cli.report import Report
from deminimis.cli.version import VERSION
from deminimis.rules.codes import CODES

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: Final = {"error": "error", "warning": "warning", "note": "note"}


def render(report: Report) -> str:
    """One run with every finding shown; `executionSuccessful` is false where not all could be checked."""
    results = list(report.messages())
    used = sorted({result["code"] for result in results})
    run = {
        "tool": {"driver": {"name": "deminimis", "version": VERSION, "rules": [_rule(code) for code in used]}},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": report.complete}],
        "results": [_result(result, used) for result in results],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1) + "\n"


def _rule(name: str) -> dict[str, Any]:
    code = CODES[name]
    summary, _, rest = code.page.partition("\n\n")
    return {
        "id": code.code,
        "name": code.name,
        "shortDescription": {"text": " ".join(summary.split())},
        "fullDescription": {"text": " ".join((rest or summary).split())},
        "defaultConfiguration": {"level": _LEVELS[code.severity]},
        "help": {"text": f"deminimis explain {code.code}"},
    }


def _result(found: dict[str, Any], used: list[str]) -> dict[str, Any]:
    out: dict[str, Any] = {
        "ruleId": found["code"],
        "ruleIndex": used.index(found["code"]),
        "level": _LEVELS[found["severity"]],
        "message": {"text": found["message"]},
    }
    if found["file"] is not None:
        out["locations"] = [{"physicalLocation": _place(found)}]
    if found["related"]:
        out["relatedLocations"] = [{"physicalLocation": _place(place)} for place in found["related"]]
    return out


def _place(found: dict[str, Any]) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(found["file"])}}
    if found.get("line"):
        place["region"] = {"startLine": found["line"]}
        if found.get("column"):
            place["region"]["startColumn"] = found["column"]
    return place


def _uri(path: str) -> str:
    from urllib.parse import quote  # noqa: PLC0415 - only SARIF needs it

    return quote(path.replace("\\", "/"))
