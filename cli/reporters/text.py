"""One plain line a finding, `file:line:column: CODE severity message`: for logs, grep and editors."""

from deminimis.cli.session.report import Report
from deminimis.cli.words import clean, logged


def render(report: Report) -> str:
    """The findings; nothing where there are none."""
    out = [f"assumed: {clean(each)}\n" for each in report.assumptions]
    for found in report.messages():
        place = ":".join(str(found[key]) for key in ("file", "line", "column") if found[key] is not None)
        lead = f"{clean(place)}: " if place else ""
        out.append(f"{lead}{found['code']} {found['severity']} {clean(found['message'])}\n")
    return logged("".join(out))
