"""`deminimis explain policy`: the dated table of what CBP does about de minimis claims."""

from datetime import date, timedelta
from typing import Final

from deminimis.cli import words
from deminimis.rules.policy.table import BEGINNING, END, Period, Policy, beside, source_texts

_HEADER: Final = ("row", "from", "until", "origins", "eligible", "action", "limit", "day by", "certainty")


def table(policy: Policy) -> str:
    """The rows, those for all origins and for the others first; then each row's instrument and codes."""
    rows = [policy.periods[index] for index in policy.others]
    rows += [policy.periods[index] for index in policy.listed if index not in policy.others]
    cells = [_HEADER, *(_cells(period) for period in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(_HEADER))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]
    out = [
        "What ACE does about de minimis claims, by day of arrival (Eastern time, just before `until`)",
        "",
        *lines,
        "",
    ]
    for period in rows:
        codes = f"; codes {' '.join(period.codes)}" if period.codes else ""
        out.append(f"{period.name:<4} {period.instrument or 'as configured'}{codes}")
    out += ["", "Timeline", "", *timeline(policy), "", "Sources", ""]
    out += [f"{period.name:<4} {sources(period)}" for period in rows]
    out += [
        "",
        "Beside the table",
        "",
        *(f"{_days(row.since, row.until):<26}{row.what} [{row.source}]" for row in beside()),
    ]
    return "\n".join(out)


def timeline(policy: Policy) -> list[str]:
    """What begins when, a line a change, for whom."""
    out = []
    for period in sorted(policy.periods, key=lambda each: (each.starts, each.scope != "any", each.name)):
        until = ", its last hour unknown" if period.doubtful_day and not period.eligible else ""
        row = f"{period.name}, {words.whole(period.limit_cents)}{until}"
        out.append(f"{_from(period):<16}  {_whose(period)}: {_ACE[period.action]} ({row})")
    return out


def sources(period: Period) -> str:
    """The sources of a row in words; those of a user's row as written."""
    return "; ".join(source_texts().get(source, source) for source in period.sources) or "as configured"


_ACE: Final = {
    "none": "ACE does nothing about the sum",
    "manual": "officers may refuse the shipment that puts the day above the limit",
    "warn": "ACE warns",
    "withhold": "ACE withholds the release of what exceeds",
    "reject": "every claim is rejected",
}


def _days(since: date | None, until: date | None) -> str:
    """`since 2026-09-22`, `before 2026-06-24`, or both; blank without either."""
    if since and until:
        return f"{since} to {until - timedelta(days=1)}"
    return f"since {since}" if since else f"before {until}" if until else ""


def _from(period: Period) -> str:
    return "the beginning" if period.starts == BEGINNING else f"{period.starts:%Y-%m-%d %H:%M}"


def _whose(period: Period) -> str:
    names = " ".join(sorted(period.countries))
    return {"any": "all", "only": names, "except": f"all but {names}"}[period.scope]


def _cells(period: Period) -> tuple[str, ...]:
    return (
        period.name,
        _from(period),
        "" if period.ends == END else f"{period.ends:%Y-%m-%d %H:%M}",
        _whose(period),
        "yes" if period.eligible else "no",
        period.action,
        words.whole(period.limit_cents),
        period.day.replace("_", " "),
        period.certainty,
    )
