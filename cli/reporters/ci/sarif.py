"""SARIF 2.1.0 for code scanning: rules with their manual pages, results with regions."""

import gzip
import json
from inspect import cleandoc
from typing import Any, Final

from deminimis.cli.session.baseline import fingerprint
from deminimis.cli.session.report import RANK, Report
from deminimis.cli.version import VERSION
from deminimis.rules.codes import CODES

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
# What GitHub's code scanning takes of one file ("SARIF support for code scanning", limits): results of a run, and bytes
# packed with gzip.
MOST_RESULTS: Final = 25_000
MOST_PACKED: Final = 10_000_000
_LEVELS: Final = {"error": "error", "warning": "warning", "note": "note"}


def render(report: Report) -> str:
    """One run with every finding shown; `executionSuccessful` is false where not all could be checked.

    Where there are more than code scanning takes, the gravest are kept, and a notification counts the others.
    """
    results = list(report.messages())
    shown = min(len(results), MOST_RESULTS)
    while True:
        text = _run(report, _gravest(results, shown), len(results) - shown)
        packed = len(gzip.compress(text.encode(), 6)) if len(text) > MOST_PACKED else 0
        if packed <= MOST_PACKED:
            return text
        shown = int(shown * MOST_PACKED / packed * 0.95)


def _gravest(results: list[dict[str, Any]], most: int) -> list[dict[str, Any]]:
    """The `most` gravest, in the order in which they stand."""
    if len(results) <= most:
        return results
    order = sorted(range(len(results)), key=lambda n: -RANK[results[n]["severity"]])
    return [results[n] for n in sorted(order[:most])]


def _run(report: Report, results: list[dict[str, Any]], left_out: int) -> str:
    invocation: dict[str, Any] = {"executionSuccessful": report.complete}
    told = [{"level": "note", "message": {"text": f"Layouts: {each}."}} for each in report.layouts]
    if left_out:
        said = f"{left_out:,} findings more, none of them graver, are counted and not shown: see another format"
        told.append({"level": "warning", "message": {"text": said}})
    if told:
        invocation["toolExecutionNotifications"] = told
    used = sorted({result["code"] for result in results})
    run = {
        "tool": {"driver": {"name": "deminimis", "version": VERSION, "rules": [_rule(code) for code in used]}},
        "columnKind": "unicodeCodePoints",
        "invocations": [invocation],
        "results": [_result(result, used, report) for result in results],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1) + "\n"


def _rule(name: str) -> dict[str, Any]:
    code = CODES[name]
    page = cleandoc(code.page)
    summary, _, rest = page.partition("\n\n")
    return {
        "id": code.code,
        "name": code.name,
        "shortDescription": {"text": " ".join(summary.split())},
        "fullDescription": {"text": " ".join((rest or summary).split())},
        "defaultConfiguration": {"level": _LEVELS[code.severity]},
        "help": {"text": page, "markdown": f"# {code.code} {code.name}\n\n{page}\n\n`deminimis explain {code.code}`"},
    }


def _result(found: dict[str, Any], used: list[str], report: Report) -> dict[str, Any]:
    out: dict[str, Any] = {
        "ruleId": found["code"],
        "ruleIndex": used.index(found["code"]),
        "level": _LEVELS[found["severity"]],
        "message": {"text": found["message"]},
    }
    about = {name: found[name] for name in ("record", "field", "byte") if found[name] is not None}
    if about:
        out["properties"] = about
    if "more" not in found["params"]:
        out["partialFingerprints"] = {"deminimis/v1": fingerprint(found)}
    if found["file"] is None and report.paths:  # about no one file; code scanning drops a result without a place
        found = found | {"file": report.paths[0]}
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
            place["region"]["endColumn"] = found["column"] + max(found.get("width") or 1, 1)
    return place


def _uri(path: str) -> str:
    from urllib.parse import quote  # noqa: PLC0415 - only SARIF needs it

    return quote(path.replace("\\", "/"))
