"""GitHub Actions annotations: one workflow command a finding, shown beside the line in the pull request."""

from typing import Final

from deminimis.cli.session.report import Report

_LEVELS: Final = {"error": "error", "warning": "warning", "note": "notice"}


def _value(text: object) -> str:
    """Escapes a property value, so that no text of a file can end the command."""
    return _message(text).replace(":", "%3A").replace(",", "%2C")


def _message(text: object) -> str:
    return str(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A").replace("##[", "## [")


def render(report: Report) -> str:
    """One line a finding; at the end by whose layouts the files were read, where those are not the program's own."""
    out = []
    for found in report.messages():
        place = {"file": found["file"], "line": found["line"], "col": found["column"]}
        place["title"] = f"{found['code']} {found['name']}"
        shown = ",".join(f"{key}={_value(value)}" for key, value in place.items() if value is not None)
        out.append(f"::{_LEVELS[found['severity']]} {shown}::{_message(found['message'])}\n")
    out += [f"::notice title=Layouts::{_message(each)}\n" for each in report.layouts]
    return "".join(out)
