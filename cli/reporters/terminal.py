"""The report on a terminal: the answer first, then who, which shipments, what ACE does, and what to file instead."""

import io
from typing import Any, Final

import polars as pl
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from deminimis.cli import words
from deminimis.cli.reporters.parts import worklist
from deminimis.cli.reporters.parts.advice import FORMAL, next_steps, what_ace_does
from deminimis.cli.reporters.parts.document import groups_shown, shipments_of, to_file
from deminimis.cli.reporters.parts.folded import Fold, folded
from deminimis.cli.reporters.parts.headline import counts_line, headline, period_of, suspended_periods
from deminimis.cli.reporters.parts.rows import Rows
from deminimis.cli.session.report import Report

FIRST: Final = 20  # bills and groups shown without --all
_COLOURS: Final = {"reject": "red", "withhold": "red", "unknown": "magenta", "warn": "yellow", "clear": "green"}
_SEVERITIES: Final = {"error": "red", "warning": "yellow", "note": "dim"}
_TONES: Final = {
    "bad": "bold red",
    "doubt": "bold magenta",
    "over": "bold yellow",
    "fine": "bold green",
    "plain": "bold",
}
_SUMMED: Final = ("DM101", "DM103", "DM301", "DM302")  # the groups say these already


def render(report: Report, width: int = 100, colour: bool = True) -> str:
    """The report as text for a terminal of `width` columns."""
    out = io.StringIO()
    console = Console(
        file=out, width=width, force_terminal=colour, no_color=not colour, highlight=False, markup=False, emoji=False
    )
    _answer(console, report)
    _suspended(console, report)
    _refiled(console, report)
    shown = groups_shown(report)
    normal = shown.filter(~pl.col("period").is_in(suspended_periods(report)).fill_null(False))
    _groups(console, report, normal)
    _findings(console, report)
    _files(console, report)
    return "".join(line.rstrip() + "\n" for line in out.getvalue().splitlines())


def _say(console: Console, text: str | Text, indent: int = 2, hang: int = 0) -> None:
    """A sentence some columns in, and `hang` more from its second line on."""
    whole = Text(text) if isinstance(text, str) else text
    first, *rest = whole.wrap(console, max(console.width - indent - hang, 20)) if hang else (whole,)
    console.print(Padding(first, (0, 0, 0, indent)))
    for line in rest:
        console.print(Padding(line, (0, 0, 0, indent + hang)))


def _answer(console: Console, report: Report) -> None:
    sentences = [Text(f"{sentence} ", style=_TONES[tone]) for sentence, tone in headline(report)]
    console.print(Text.assemble(*sentences))
    if report.judgement.counts.shipments:
        console.print(f"{counts_line(report)} Other filers' shipments for the same people are not visible here.")


def _suspended(console: Console, report: Report) -> None:
    """Suspension, once; then the bills to file otherwise; then who would have been over."""
    rows = shipments_of(report).filter(pl.col("suspended"))
    if not rows.height:
        return
    console.print()
    first = min(p.starts for p in report.settings.policy.periods if p.suspended)
    console.print(Text(f"De minimis is suspended for all countries since {words.day(first.date())}.", style="bold red"))
    for name in sorted(rows["period"].unique()):
        period = period_of(report, name)
        assert period is not None
        console.print(f"{name}, since {words.day(period.starts.date())}: {period.instrument}.")
    bills = to_file(report, rows)
    console.print(f"ACE rejects {words.many(bills.height, 'claim')}. File instead: {FORMAL}.")
    left, limit = bills.height, bills.height if report.everything else FIRST
    left_out: tuple[str, ...] = ()
    for (day,), part in bills.head(limit).group_by("day", maintain_order=True):
        console.print(f"Arriving {words.day(day)}:" if day else "Arriving on a day that could not be read:")
        left -= part.height
        left_out = _to_file(console, report, part) or left_out
    if left_out:
        console.print(f"Left out to fit: {' and '.join(left_out)}. --format csv has everything.")
    if left:
        console.print(f"... and {left:,} more: --all, or --format csv for the whole list")
    if way := worklist.way(report.worklist):
        console.print(way)
    _would_be_over(console, report)


def _to_file(console: Console, report: Report, bills: pl.DataFrame) -> tuple[str, ...]:
    """A line a bill; the columns that did not fit."""
    place = "where" if len(report.intake.files) > 1 else "line"
    table = Rows(
        "bill", "value", "file as", "entry", "consignee", place,
        below=("file as", "entry", "consignee", place), shortened="consignee", spared=("entry", place, "consignee"),
    )  # fmt: skip
    for row in bills.iter_rows(named=True):
        where = _where(row, report) if place == "where" else str(row["line"])
        table.row(
            words.clean(row["bill"]), words.value(row), row["move_to"] or "", words.entry(row["entry_number"]),
            words.clean(row["consignee"]) or "(not read)", where,
        )  # fmt: skip
    table.print(console)
    return table.left_out


def _refiled(console: Console, report: Report) -> None:
    """Refused claims of these files that are no claims any more: an entry, here or in the ledger, replaced them."""
    counts = report.judgement.counts
    if report.memory is None and not (counts.entries_11 or counts.entries_01):
        return  # nothing can have replaced them
    calls = len(report.intake.files)
    rows = report.worklist.filter(pl.col("file") < calls, pl.col("refiled_by").is_not_null())
    if not rows.height:
        return
    console.print()
    console.print(Text(worklist.sentence(rows).replace("refused claim", "replaced claim", 1), style="bold"))
    limit = rows.height if report.everything else FIRST
    worklist.lines(rows.head(limit).iter_rows(named=True)).print(console)
    if rows.height > limit:
        console.print(f"   ... and {rows.height - limit:,} more: --all, or deminimis worklist --all")


def _would_be_over(console: Console, report: Report) -> None:
    periods = suspended_periods(report)
    over = report.judgement.groups.filter(
        pl.col("period").is_in(periods).fill_null(False) & (pl.col("total_cents") > pl.col("limit_cents"))
    )
    if not over.height:
        console.print("Without the suspension no consignee day of these filings would be above the limit.")
        return
    console.print(f"Without the suspension {words.many(over.height, 'consignee day')} would be above the limit:")
    limit = over.height if report.everything else FIRST
    table = Rows("sum", "day", "consignee", below=("consignee",), shortened="consignee")
    for row in over.head(limit).iter_rows(named=True):
        who = words.clean(row["consignee"]) or "(not read)"
        table.row(words.dollars(row["total_cents"]), words.day(row["day"]), who)
    table.print(console)
    if over.height > limit:
        console.print(f"  ... and {over.height - limit:,} more")


def _groups(console: Console, report: Report, groups: pl.DataFrame) -> None:
    rows = shipments_of(report).join(groups.select("group"), on="group", how="semi", maintain_order="left")
    members: dict[int, list[dict[str, Any]]] = {}
    for row in rows.iter_rows(named=True):
        members.setdefault(row["group"], []).append(row)
    limit = groups.height if report.everything else FIRST
    for group in groups.head(limit).iter_rows(named=True):
        _group(console, report, group, members.get(group["group"], []))
    if groups.height > limit:
        console.print(f"\n... and {groups.height - limit:,} more consignee days: --all, or --format csv")


def _group(console: Console, report: Report, group: dict[str, Any], members: list[dict[str, Any]]) -> None:
    colour = _COLOURS[group["verdict"]]
    console.print()
    console.print(Text(words.clean(group["consignee"]) or "A consignee that could not be read", style=f"bold {colour}"))
    limit = group["limit_cents"]
    counted = group["counted_cents"] if group["over"] else group["total_cents"]
    at_least = "at least " if group["lower_bound"] else ""
    what = {"eda": " (estimated arrival)", "arrival": " (actual arrival)"}.get(group["basis"], "")
    line = (
        f"{words.day(group['day'])}{what}: {at_least}{words.dollars(counted)} in {words.many(len(members), 'shipment')}"
    )
    if group["over"]:
        line += f", {words.dollars(counted - limit)} above the limit of {words.whole(limit)}"
    elif limit is not None:
        line += f"; the limit is {words.whole(limit)}"
    _say(console, line + (", provisional" if group["provisional"] else ""))
    table = Rows("role", "bill", "entry", "value", "verdict", "ACE", "where", below=("entry", "where"))
    for row in members:
        table.row(
            row["role"] or "", words.clean(row["bill"]), words.entry(row["entry_number"]), words.value(row),
            Text(_verdict(row), style=_COLOURS[row["verdict"]]), " ".join(row["responses"]),
            _where(row, report),
        )  # fmt: skip
    table.print(console)
    period = period_of(report, group["period"])
    _say(console, f"{group['period'] or 'Period unknown'}: {what_ace_does(period)}")
    for step in next_steps(members):
        _say(console, step)


def _where(row: dict[str, Any], report: Report) -> str:
    """The line; with its file where there are several."""
    name = report.short_names[row["path"]]
    return f"{words.clean(name)}:{row['line']}" if len(report.intake.files) > 1 else f"line {row['line']}"


def _verdict(row: dict[str, Any]) -> str:
    if row["verdict"] == "unknown":
        return "cannot tell: " + ", ".join(row["reasons"])
    return "no overage" if row["verdict"] == "clear" else str(row["verdict"])


def _findings(console: Console, report: Report) -> None:
    found = folded(report, _SUMMED)
    if not found:
        return
    console.print()
    console.print(Text("Findings", style="bold"))
    for fold in found[: len(found) if report.everything else 3 * FIRST]:
        lead = Text(f"{fold.code} ", style=_SEVERITIES[fold.severity])
        if len(fold.rows) == 1:
            where = fold.rows[0]["where"]
            _say(console, lead + Text(f"{where}: " if where else "") + Text(fold.message), hang=2)
        else:
            _say(console, lead + Text(f"{len(fold.rows):,} times: ") + Text(fold.message), hang=2)
            _alike(console, report, fold)
    if len(found) > 3 * FIRST and not report.everything:
        console.print(f"  ... and {len(found) - 3 * FIRST:,} more: --all")
    console.print(f"  What a code means: deminimis explain {found[0].code}")


def _alike(console: Console, report: Report, fold: Fold) -> None:
    """A row for each entry, or place, of which the same is said."""
    table = Rows("bill", "entry", "numbers", "where", below=("entry", "numbers", "where"), spared=("where",))
    limit = len(fold.rows) if report.everything else FIRST
    for row in fold.rows[:limit]:
        table.row(row["bill"], row["entry"], row["numbers"], row["where"])
    table.print(console)
    if len(fold.rows) > limit:
        console.print(f"   ... and {len(fold.rows) - limit:,} more: --all")


def _files(console: Console, report: Report) -> None:
    bad = [each for each in report.intake.files if each.status != "checked"]
    for each in bad:
        console.print(Text(f"{words.clean(each.path)}: {each.status}", style="red"))
    for told in report.layouts:
        console.print(Text(f"Layouts: {words.clean(told)}."))
