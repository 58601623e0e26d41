"""JUnit XML: one test case a file; errors and warnings are its failures, so that a CI page shows them."""

from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from deminimis.cli.report import Report


def render(report: Report) -> str:
    """The test suite; a file that could not be fully checked is an error, findings above a note are failures."""
    found = [message for message in report.messages() if message["severity"] != "note"]
    suite = Element("testsuite", name="deminimis check", tests=str(len(report.intake.files)))
    failures = errors = 0
    for each in report.intake.files:
        case = SubElement(suite, "testcase", classname="deminimis", name=_xml(each.path))
        mine = [message for message in found if message["file"] == each.path]
        if each.status != "checked":
            errors += 1
            SubElement(case, "error", message=_xml(each.status)).text = _lines(mine)
        elif mine:
            failures += 1
            SubElement(case, "failure", message=f"{len(mine)} findings").text = _lines(mine)
    suite.set("failures", str(failures))
    suite.set("errors", str(errors))
    root = Element("testsuites")
    root.append(suite)
    indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _lines(found: list[dict[str, Any]]) -> str:
    return "\n".join(
        _xml(f"{m['file']}:{m['line'] or 1}:{m['column'] or 1}: {m['code']} {m['message']}") for m in found
    )


def _xml(text: str) -> str:
    """Characters that XML 1.0 cannot hold at all, not even escaped, are replaced."""
    return "".join(c if c in "\t\n" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" else "\ufffd" for c in text)
