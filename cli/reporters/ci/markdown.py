"""Markdown: the report as a comment or a job's summary shows it; bounded, since those are."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import polars as pl

from deminimis.cli import words
from deminimis.cli.reporters.parts.headline import counts_line, headline, suspended_periods
from deminimis.cli.reporters.parts.worklist import sentence, steps, unfinished, way, with_paths
from deminimis.cli.session.report import RANK, Report
from deminimis.rules.codes import CODES

MOST: Final = 100  # rows of a table; GitHub takes 1 MiB of a step's summary
_PUNCTUATION: Final = re.compile(r"([\\`*_{}\[\]<>#|~$&])")  # `$` begins a formula on GitHub


def render(report: Report) -> str:
    """The answer, the claims to file otherwise, the days above the limit, the findings by code, files not checked."""
    answer = [sentence for sentence, _ in headline(report)] or ["Nothing to judge in these files."]
    out = ["## De minimis", "", f"**{text(' '.join(answer))}**", "", text(counts_line(report)), ""]
    rows = unfinished(with_paths(report))
    if rows.height:
        out += ["### To file otherwise", "", text(sentence(report.worklist)), "", *_claims(rows), ""]
        next_ = [*map(text, steps(list(rows.iter_rows(named=True)))), way(rows, "`")]
        out += [part for step in next_ if step for part in (step, "")]
    # in a suspended period nothing is to be said of a limit; what cannot be told is no less to be looked at
    wanted = pl.col("over") | (pl.col("verdict") != "clear")
    suspended = pl.col("period").is_in(suspended_periods(report)).fill_null(False)
    days = report.judgement.groups.filter(wanted & ~suspended)
    if days.height:
        out += ["### Consignee days", "", *_days(days), ""]
    if report.counts.total():
        out += ["### Findings", "", *_codes(report.counts), ""]
    unread = [f"- {text(each.path)}: {each.status}" for each in report.intake.files if each.status != "checked"]
    if unread:
        out += ["### Not fully checked", "", *unread[:MOST], *_more(len(unread)), ""]
    out += [part for each in report.layouts for part in (f"Layouts: {text(each)}.", "")]
    return "\n".join(out)


def text(said: str | None) -> str:
    """Text in which Markdown finds nothing to obey, and HTML no element."""
    return _PUNCTUATION.sub(r"\\\1", words.clean(said))


def _claims(rows: pl.DataFrame) -> Iterator[str]:
    cells = (
        [
            row["day"], row["bill"] or words.entry(row["entry_number"]), words.value(row),
            row["file_as"], row["consignee"], f"{row['path']}:{row['line']}",
        ]
        for row in rows.head(MOST).iter_rows(named=True)
    )  # fmt: skip
    yield from _table(("arrives", "bill", "value", "file as", "consignee", "where"), cells)
    yield from _more(rows.height)


def _days(rows: pl.DataFrame) -> Iterator[str]:
    cells = (
        [
            row["consignee"],
            row["day"],
            f"{'at least ' if row['lower_bound'] else ''}{words.dollars(row['total_cents'])}",
            row["action"],
            "cannot tell" if row["verdict"] == "unknown" else row["verdict"],
        ]
        for row in rows.head(MOST).iter_rows(named=True)
    )
    yield from _table(("consignee", "day", "sum", "ACE", "verdict"), cells)
    yield from _more(rows.height)


def _codes(counts: Counter[tuple[str, str]]) -> Iterator[str]:
    found = sorted(counts.items(), key=lambda each: (-RANK[each[0][1]], -each[1], each[0][0]))
    cells = ([code, severity, CODES[code].name, f"{count:,}"] for (code, severity), count in found if count)
    yield from _table(("code", "severity", "what", "how often"), cells)


def _table(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    yield f"| {' | '.join(header)} |"
    yield f"|{' --- |' * len(header)}"
    for row in rows:
        yield f"| {' | '.join(text(str(cell)) if cell is not None else '' for cell in row)} |"


def _more(count: int) -> Iterator[str]:
    if count > MOST:
        yield ""
        yield f"and {count - MOST:,} more: `--format csv` has them all."
