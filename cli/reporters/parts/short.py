"""`--summary-only`: the answer, the counts and what could not be checked, without a line for each consignee."""

from collections import Counter

from deminimis.cli.reporters.parts.headline import counts_line, headline
from deminimis.cli.session.report import Report
from deminimis.cli.words import clean


def render(report: Report) -> str:
    """A few plain lines."""
    codes: Counter[str] = Counter()
    for (code, _), count in report.counts.items():
        codes[code] += count
    out = [" ".join(sentence for sentence, _ in headline(report)) or "Nothing to judge in these files."]
    out.append(counts_line(report))
    if codes.total():
        out.append("Findings: " + ", ".join(f"{code} {codes[code]:,}" for code in sorted(codes) if codes[code]) + ".")
    out += [f"{clean(each.path)}: {each.status}" for each in report.intake.files if each.status != "checked"]
    out += [f"Layouts: {clean(each)}." for each in report.layouts]
    return "\n".join(out) + "\n"
