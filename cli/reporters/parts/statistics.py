"""`--statistics`: how often each code was found, the gravest first."""

from deminimis.cli.session.report import RANK, Report
from deminimis.rules.codes import CODES


def render(report: Report) -> str:
    """A line a code and severity: count, code, severity, name. All findings are counted, also those a cap left out."""
    found = sorted(report.counts.items(), key=lambda each: (-RANK[each[0][1]], -each[1], each[0][0]))
    lines = [f"{count:>9,}  {code:<6}  {severity:<7}  {CODES[code].name}" for (code, severity), count in found if count]
    return "\n".join([*lines, ""]) if lines else ""
