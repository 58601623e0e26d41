"""JUnit XML: one test case a file; errors and warnings are its failures, so that a CI page shows them."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from deminimis.cli import words
from deminimis.cli.session.report import Report

TOGETHER: Final = "all files together"


class Told(NamedTuple):
    """A test case: its name, and, if it did not pass, `failure` or `error` with a message, a type and a text."""

    name: str
    kind: str = ""
    message: str = ""
    type: str = ""
    text: str = ""


def render(report: Report) -> str:
    """The test suite; a file that could not be fully checked is an error, findings above a note are failures.

    A finding that is about no one file of the call has a case of its own, so that none is lost.
    """
    found = [message for message in report.messages() if message["severity"] != "note"]
    status = {each.path: each.status for each in report.intake.files}
    rest = [message for message in found if message["file"] not in status]
    if rest:
        status[TOGETHER] = "checked"
    cases = [_case(path, came, rest, found) for path, came in status.items()]
    return suite("deminimis check", cases, [("layouts", each) for each in report.layouts])


def _case(path: str, came: str, rest: list[dict[str, Any]], found: list[dict[str, Any]]) -> Told:
    mine = rest if path == TOGETHER else [message for message in found if message["file"] == path]
    if came != "checked":
        return Told(path, "error", came, _type(mine), _lines(mine))
    return Told(path, "failure", words.many(len(mine), "finding"), _type(mine), _lines(mine)) if mine else Told(path)


def suite(name: str, cases: Sequence[Told], properties: Sequence[tuple[str, str]] = ()) -> str:
    """The document of one test suite with these cases, and what is said of it as a whole."""
    counts = {
        "tests": str(len(cases)),
        "failures": str(sum(each.kind == "failure" for each in cases)),
        "errors": str(sum(each.kind == "error" for each in cases)),
        "time": "0",
    }
    root = Element("testsuites", counts)
    held = SubElement(root, "testsuite", counts | {"name": name, "skipped": "0"})
    if properties:
        about = SubElement(held, "properties")
        for key, value in properties:
            SubElement(about, "property", name=key, value=_xml(value))
    for each in cases:
        case = SubElement(held, "testcase", classname="deminimis", name=_xml(each.name), time="0")
        if each.kind:
            SubElement(case, each.kind, message=_xml(each.message), type=_xml(each.type)).text = _xml(each.text)
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
