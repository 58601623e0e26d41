"""The two pictures of the HTML report as plain numbers: sums against the limit, and the rule over time."""

from datetime import date, datetime
from typing import Any, Final

import polars as pl

from deminimis.cli import words
from deminimis.cli.reporters.parts.headline import suspended_periods
from deminimis.cli.session.report import Report
from deminimis.rules.policy.table import Period

_BARS: Final = 20
_WIDTH: Final = 500  # of the longest bar; the drawing is 900 wide
_ROW: Final = 22
_FROM: Final = datetime(2024, 4, 1)  # the timeline shows the years in which something changed
_UNTIL: Final = datetime(2027, 12, 31)
_WORDS: Final = {"none": "nothing", "manual": "by hand", "warn": "warn", "withhold": "withhold", "reject": "reject"}


def bars(report: Report) -> dict[str, Any] | None:
    """The highest consignee days to which the limit applies, for the bar chart; None where there are none."""
    suspended = pl.col("period").is_in(suspended_periods(report)).fill_null(False)
    groups = report.judgement.groups.filter((pl.col("total_cents") > 0) & ~suspended)
    if not groups.height:
        return None
    top = groups.sort("total_cents", descending=True, maintain_order=True).head(_BARS)
    limit = int(top["limit_cents"].drop_nulls().min() or 80000)  # type: ignore[arg-type]
    most = max(int(top["total_cents"][0]), limit)
    scale = _WIDTH / most
    rows = [
        {
            "y": n * _ROW,
            "name": _short(row["consignee"] or "(not read)", 36),
            "width": max(round(row["total_cents"] * scale), 2),
            "verdict": "warn" if row["over"] and row["verdict"] == "clear" else row["verdict"],
            "amount": words.dollars(row["total_cents"]),
            "title": f"{words.clean(row['consignee'])}, {words.day(row['day'])}: {words.dollars(row['total_cents'])}",
        }
        for n, row in enumerate(top.iter_rows(named=True))
    ]
    return {
        "rows": rows,
        "height": len(rows) * _ROW + 22,
        "limit": words.whole(limit),
        "limit_x": 300 + round(limit * scale),
        "label": f"The {words.many(len(rows), 'highest consignee day')} of these filings beside the limit",
    }


def _short(text: str, width: int) -> str:
    plain = words.clean(text)
    return plain if len(plain) <= width else plain[: width - 1] + "\N{HORIZONTAL ELLIPSIS}"


def timeline(report: Report) -> dict[str, Any]:
    """Bands of the periods that hold for most origins, and a mark for each day of these filings (at most 200)."""
    bands = [_band(p) for p in report.settings.policy.periods if p.scope != "only" and p.ends > _FROM]
    days = report.judgement.groups["day"].drop_nulls().unique().sort()
    marks = [{"x": _at(_noon(day)), "title": words.day(day)} for day in days.head(200)]
    years = [{"x": _at(datetime(year, 1, 1)), "name": str(year)} for year in range(2025, 2028)]
    span = (
        f"{words.day(days[0])} to {words.day(days[-1])}" if len(days) > 1 else words.day(days[0] if len(days) else None)
    )
    legend = f"Days of these filings: {span}." if len(days) else "No day in these filings could be read."
    label = "What ACE does about a day above the limit, from 2024 to 2027. " + legend
    return {"bands": bands, "marks": marks, "years": years, "legend": legend, "label": label}


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12)


def _at(moment: datetime) -> float:
    inside = min(max(moment, _FROM), _UNTIL)
    return round(900 * ((inside - _FROM) / (_UNTIL - _FROM)), 1)


def _band(period: Period) -> dict[str, Any]:
    begin, end = _at(period.starts), _at(period.ends)
    return {
        "x": begin,
        "width": max(round(end - begin, 1), 1),
        "name": period.name,
        "word": _WORDS[period.action],
        "action": period.action,
        "title": f"{period.name}: {_WORDS[period.action]}. {period.instrument}",
    }
