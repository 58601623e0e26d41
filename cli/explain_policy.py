"""`deminimis explain policy`: the dated table of what CBP does about de minimis claims."""

from typing import Final

from deminimis.cli import words
from deminimis.rules.policy import BEGINNING, END, Period, Policy

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
    return "\n".join(out)


def _cells(period: Period) -> tuple[str, ...]:
    names = " ".join(sorted(period.countries))
    return (
        period.name,
        "the beginning" if period.starts == BEGINNING else f"{period.starts:%Y-%m-%d %H:%M}",
        "" if period.ends == END else f"{period.ends:%Y-%m-%d %H:%M}",
        {"any": "all", "only": names, "except": f"all but {names}"}[period.scope],
        "yes" if period.eligible else "no",
        period.action,
        words.whole(period.limit_cents),
        period.day.replace("_", " "),
        period.certainty,
    )
