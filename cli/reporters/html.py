"""The report as one HTML file: no network, no other files, readable without its script, and every text escaped."""

from typing import Any, Final

import polars as pl

from deminimis.cli import words
from deminimis.cli.reporters.page import page
from deminimis.cli.reporters.page.tables import CLAIM, Column, arrival, claim, filled, place
from deminimis.cli.reporters.parts import worklist as parts
from deminimis.cli.reporters.parts.advice import FORMAL, next_steps, what_ace_does
from deminimis.cli.reporters.parts.charts import bars, timeline
from deminimis.cli.reporters.parts.document import groups_shown, shipments_of
from deminimis.cli.reporters.parts.excerpt import excerpts
from deminimis.cli.reporters.parts.folded import folded
from deminimis.cli.reporters.parts.headline import counts_line, headline, period_of, suspended_periods
from deminimis.cli.session.report import Report
from deminimis.rules.codes import CODES

_GROUPS: Final = 500  # shown without --all: a page of a million rows opens nowhere
_BILLS: Final = 2000
_VERDICTS: Final = {"clear": "no overage", "unknown": "cannot tell"}
_MEMBER: Final = (
    Column("role", "Role"), Column("bill", "Bill"), Column("entry", "Entry"), Column("value", "Value", "num"),
    Column("verdict_word", "Verdict", ""), Column("responses", "ACE answers", ""), Column("where", "Where", "where"),
)  # fmt: skip
_BILL: Final = (
    Column("bill", "Bill"), Column("entry", "Entry"), Column("value", "Value", "num", "cents"),
    Column("consignee", "Consignee", "person"), Column("day", "Day", sort="iso"), Column("where", "Where", "where"),
)  # fmt: skip
_FILE: Final = (
    Column("path", "File", "where"), Column("format", "Format", ""), Column("status", "Status", ""),
    Column("messages", "Messages", "num"), Column("records", "Records", "num"), Column("shipments", "Shipments", "num"),
)  # fmt: skip
_RANK: Final = {"error": 0, "warning": 1, "note": 2}


def render(report: Report) -> str:
    """The page."""
    rows = shipments_of(report)
    shown = groups_shown(report)
    refused = pl.col("period").is_in(suspended_periods(report)).fill_null(False)
    groups, more = _groups(report, rows, shown.filter(~refused))
    refused_days, refused_more = _groups(report, rows, shown.filter(refused))
    found, caption = _findings(report)
    bills, bills_caption = _bills(report, rows)
    return page(
        "report.html",
        title="De minimis check",
        **_worklist(report),
        refused_days=refused_days,
        refused_more=refused_more,
        refused_said=_without(shown.filter(refused)),
        answer=" ".join(sentence for sentence, _ in headline(report)) or "Nothing to judge in these files.",
        tone=next((tone for _, tone in headline(report)), "fine"),
        counts=counts_line(report),
        layouts=[words.clean(each) for each in report.layouts],
        as_of=words.day(report.settings.as_of),
        lower_bound=report.judgement.counts.claims > 0,
        suspended=_suspension(report, rows),
        groups=groups,
        groups_more=more,
        verdicts=sorted({group["verdict_word"] for group in groups}),
        bars=bars(report),
        timeline=timeline(report),
        bills=bills,
        bills_columns=filled(_BILL, bills),
        bills_caption=bills_caption,
        findings=found,
        findings_caption=caption,
        files=[_file(each) for each in report.intake.files],
        files_columns=_FILE,
    )


def _file(each: Any) -> dict[str, Any]:
    numbers = {name: f"{getattr(each, name):,}" for name in ("messages", "records", "shipments")}
    return {"path": words.clean(each.path), "format": each.format or "", "status": each.status, **numbers}


def _suspension(report: Report, rows: pl.DataFrame) -> dict[str, str] | None:
    refused = rows.filter(pl.col("suspended"))
    if not refused.height:
        return None
    first = min(p.starts for p in report.settings.policy.periods if p.suspended)
    named = [period_of(report, name) for name in sorted(refused["period"].unique())]
    told = [f"{p.name}, since {words.day(p.starts.date())}: {p.instrument}." for p in named if p]
    return {
        "since": f"De minimis is suspended for all countries since {words.day(first.date())}.",
        "periods": " ".join(told),
        "count": words.many(refused["ship"].n_unique(), "claim"),
    }


def _without(days: pl.DataFrame) -> str:
    over = days.filter(pl.col("total_cents") > pl.col("limit_cents")).height
    told = f"{words.many(over, 'day')} would be" if over else "no day would be"
    return f"The limit does not apply to them. Without the suspension {told} above it."


def _worklist(report: Report) -> dict[str, Any]:
    """What is open of the refused claims, late ones first, then by day of arrival and consignee."""
    rows = parts.with_paths(report)
    todo = parts.unfinished(rows).sort(pl.col("late").not_(), "day", "consignee", maintain_order=True, nulls_last=True)
    top = todo if report.everything else todo.head(_BILLS)
    out = [claim(row) for row in top.iter_rows(named=True)]
    of = f" (the first {len(out):,} of {todo.height:,}; --all, or --format csv)" if len(out) < todo.height else ""
    return {
        "worklist": out,
        "worklist_answer": parts.sentence(rows),
        "worklist_next": parts.steps(list(todo.iter_rows(named=True))),
        "way": parts.way(todo),
        "worklist_caption": words.many(todo.height, "bill") + of,
        "worklist_columns": filled(CLAIM, out),
    }


def _groups(report: Report, rows: pl.DataFrame, shown: pl.DataFrame) -> tuple[list[dict[str, Any]], str]:
    limit = shown.height if report.everything else _GROUPS
    top = shown.sort("verdict", "total_cents", descending=True, maintain_order=True).head(limit)
    mine = rows.join(top.select("group"), on="group", how="semi", maintain_order="left")
    members: dict[int, list[dict[str, Any]]] = {}
    for row in mine.iter_rows(named=True):
        members.setdefault(row["group"], []).append(row)
    out = [_group(report, group, members.get(group["group"], [])) for group in top.iter_rows(named=True)]
    hidden = shown.height - top.height
    return out, f"... and {hidden:,} more consignee days: --all, or --format csv" if hidden else ""


def _member(row: dict[str, Any]) -> dict[str, str]:
    return {
        "role": row["role"] or "",
        "bill": words.clean(row["bill"]),
        "entry": words.entry(row["entry_number"]),
        "value": words.value(row),
        "verdict": row["verdict"],
        "verdict_word": _VERDICTS.get(row["verdict"], row["verdict"]),
        "responses": " ".join(row["responses"]),
        "where": place(row),
    }


def _group(report: Report, group: dict[str, Any], rows: list[dict[str, Any]]) -> dict[str, Any]:
    limit, total = group["limit_cents"], group["counted_cents"] if group["over"] else group["total_cents"]
    sentence = f"{words.many(len(rows), 'shipment')}"
    if group["over"]:
        sentence += f", {words.dollars(total - limit)} above the limit of {words.whole(limit)}"
    elif limit is not None:
        sentence += f"; the limit is {words.whole(limit)}"
    if group["lower_bound"]:
        sentence += "; something could not be read, so the sum is the least it can be"
    if group["provisional"]:
        sentence += "; provisional: an arrival or a late change may still move it"
    members = [_member(row) for row in rows]
    over_only = group["over"] and group["verdict"] == "clear"
    return {
        "verdict": "warn" if over_only else group["verdict"],
        "verdict_word": "over" if over_only else _VERDICTS.get(group["verdict"], group["verdict"]),
        "consignee": words.clean(group["consignee"]) or "A consignee that could not be read",
        "day": words.day(group["day"]),
        "total": words.dollars(total),
        "sentence": sentence + ".",
        "rows": members,
        "columns": filled(_MEMBER, members),
        "next": next_steps(rows),
        "ace": f"{group['period'] or 'Period unknown'}: {what_ace_does(period_of(report, group['period']))}",
    }


def _bills(report: Report, rows: pl.DataFrame) -> tuple[list[dict[str, Any]], str]:
    exceeding = (pl.col("role") == "exceeding").fill_null(False) & ~pl.col("verdict").is_in(["clear", "reject"])
    to_move = rows.filter(exceeding).unique("ship", keep="first", maintain_order=True)
    names = report.judgement.groups.select("group", "consignee", "day")
    top = to_move if report.everything else to_move.head(_BILLS)
    out = [
        {
            "bill": words.clean(row["bill"]),
            "entry": words.entry(row["entry_number"]),
            "value": words.value(row),
            "cents": row["value_cents"] or 0,
            "consignee": words.clean(row["consignee"]),
            **arrival(row["day"]),
            "where": place(row),
        }
        for row in top.join(names, on="group", how="left", maintain_order="left").iter_rows(named=True)
    ]
    of = f" (the first {len(out):,} of {to_move.height:,}; --all, or --format csv)" if len(out) < to_move.height else ""
    return out, f"{words.many(to_move.height, 'bill')}: {FORMAL}{of}"


def _findings(report: Report) -> tuple[list[dict[str, Any]], str]:
    shown = excerpts(report.inputs, list(report.findings.iter_rows(named=True)))
    folds = folded(report)
    out = []
    for fold in folds:
        part = shown[fold.first]
        out.append(
            {
                "severity": fold.severity,
                "rank": _RANK[fold.severity],
                "order": fold.first,
                "code": fold.code,
                "name": CODES[fold.code].name,
                "where": fold.rows[0]["where"],
                "message": fold.message,
                "alike": fold.rows if len(fold.rows) > 1 else [],
                "before": part.before if part else "",
                "marked": part.marked if part else None,
                "after": part.after if part else "",
            }
        )
    total = sum(report.counts.values())
    more = f" ({total - len(shown):,} more are counted and not shown)" if total > len(shown) else ""
    alike = f" in {words.many(len(out), 'row')}" if len(out) < len(shown) else ""
    return out, words.many(len(shown), "finding") + alike + more
