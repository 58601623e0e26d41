"""JUnit XML: one test case a file; errors and warnings are its failures, so that a CI page shows them."""

from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from deminimis.cli import words
from deminimis.cli.session.report import Report

TOGETHER: Final = "all files together"


def render(report: Report) -> str:
    """The test suite; a file that could not be fully checked is an error, findings above a note are failures.

    A finding that is about no one file of the call has a case of its own, so that none is lost.
    """
    found = [message for message in report.messages() if message["severity"] != "note"]
    status = {each.path: each.status for each in report.intake.files}
    rest = [message for message in found if message["file"] not in status]
    if rest:
        status[TOGETHER] = "checked"
    suite = Element("testsuite", name="deminimis check", tests=str(len(status)), skipped="0", time="0")
    failures = errors = 0
    for path, came in status.items():
        case = SubElement(suite, "testcase", classname="deminimis", name=_xml(path), time="0")
        mine = rest if path == TOGETHER else [message for message in found if message["file"] == path]
        if came != "checked":
            errors += 1
            SubElement(case, "error", message=_xml(came), type=_type(mine)).text = _lines(mine)
        elif mine:
            failures += 1
            told = words.many(len(mine), "finding")
            SubElement(case, "failure", message=told, type=_type(mine)).text = _lines(mine)
    suite.set("failures", str(failures))
    suite.set("errors", str(errors))
    root = Element("testsuites", {name: suite.get(name, "0") for name in ("tests", "failures", "errors", "time")})
    root.append(suite)
    indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _type(found: list[dict[str, Any]]) -> str:
    return " ".join(sorted({message["code"] for message in found})) or "incomplete"


def _lines(found: list[dict[str, Any]]) -> str:
    return "\n".join(
        _xml(f"{m['file'] or TOGETHER}:{m['line'] or 1}:{m['column'] or 1}: {m['code']} {m['message']}") for m in found
    )


def _xml(text: str) -> str:
    """Characters that XML 1.0 cannot hold at all, not even escaped, are replaced."""
    return "".join(c if c in "\t\n" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" else "\ufffd" for c in text)
