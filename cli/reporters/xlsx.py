"""The report as a workbook: Worklist (of refused claims), Summary, Over limit, Bills to move, All shipments, Findings.

Dates and money are real dates and numbers; text is written as text, so that nothing in a filing runs as a formula.
"""

from typing import Any, Final

import polars as pl

from deminimis.cli import words
from deminimis.cli.reporters.parts import worklist
from deminimis.cli.reporters.parts.advice import FORMAL, instead
from deminimis.cli.reporters.parts.document import shipments_of
from deminimis.cli.reporters.parts.headline import counts_line, headline, suspended_periods
from deminimis.cli.reporters.parts.workbook import Book, dollars
from deminimis.cli.session.report import Report

_SHIPMENTS: Final = (
    ("Consignee", 44), ("Day", 12), ("Period", 8), ("Bill", 22), ("Entry", 16), ("Value", 12), ("Role", 11),
    ("Verdict", 12), ("ACE answers", 14), ("Provisional", 11), ("Unread", 18), ("File", 30), ("Line", 8),
    ("File instead", 48),
)  # fmt: skip
_GROUPS: Final = (
    ("Consignee", 44), ("Day", 12), ("Basis", 9), ("Period", 8), ("Action", 10), ("Limit", 10), ("Total", 12),
    ("Counted", 12), ("Verdict", 12), ("Provisional", 11), ("Lower bound", 12),
)  # fmt: skip
_FINDINGS: Final = (
    ("Severity", 10), ("Code", 9), ("Name", 24), ("File", 30), ("Line", 8), ("Column", 8), ("Record", 9),
    ("Field", 24), ("Value", 24), ("What", 90),
)  # fmt: skip


def render(report: Report) -> bytes:
    """The workbook's bytes."""
    book = Book("De minimis check", hides_empty=True)
    rows = shipments_of(report)
    names = report.judgement.groups.select("group", "consignee", "day")
    rows = rows.join(names, on="group", how="left", maintain_order="left")
    suspended = pl.col("period").is_in(suspended_periods(report)).fill_null(False)
    over = report.judgement.groups.filter((pl.col("over") | (pl.col("verdict") != "clear")) & ~suspended)
    exceeding = (pl.col("role") == "exceeding").fill_null(False) & (pl.col("verdict") != "clear")
    todo = worklist.unfinished(worklist.with_paths(report))
    if todo.height:
        worklist.sheet(book, todo)
    _summary(book, report)
    if over.height or not todo.height:
        book.table("Over limit", _GROUPS, map(_group, over.iter_rows(named=True)), over.height)
    move = rows.filter(exceeding & (pl.col("verdict") != "reject")).unique("ship", keep="first", maintain_order=True)
    if move.height or not todo.height:
        book.table("Bills to move", _SHIPMENTS, map(_shipment, move.iter_rows(named=True)), move.height)
    book.table("All shipments", _SHIPMENTS, map(_shipment, rows.iter_rows(named=True)), rows.height)
    found = [_finding(message) for message in report.messages()]
    book.table("Findings", _FINDINGS, found, len(found))
    return book.content()


def _group(row: dict[str, Any]) -> list[Any]:
    return [
        words.clean(row["consignee"]), row["day"], row["basis"], row["period"], row["action"],
        dollars(row["limit_cents"]), dollars(row["total_cents"]), dollars(row["counted_cents"]), row["verdict"],
        _yes(row["provisional"]), _yes(row["lower_bound"]),
    ]  # fmt: skip


def _shipment(row: dict[str, Any]) -> list[Any]:
    return [
        words.clean(row["consignee"]), row["day"], row["period"], words.clean(row["bill"]),
        words.entry(row["entry_number"]), dollars(row["value_cents"]), row["role"], row["verdict"],
        " ".join(row["responses"]), _yes(row["provisional"]), " ".join(row["reasons"]), words.clean(row["path"]),
        row["line"], instead(row["verdict"]),
    ]  # fmt: skip


def _finding(row: dict[str, Any]) -> list[Any]:
    return [
        row["severity"], row["code"], row["name"], words.clean(row["file"]), row["line"], row["column"], row["record"],
        row["field"], words.clean(row["value"]), words.clean(row["message"]),
    ]  # fmt: skip


def _yes(value: bool | None) -> str:
    return "yes" if value else ""


def _summary(book: Book, report: Report) -> None:
    """The answer, the counts and the files."""
    sheet = book.sheet("Summary")
    sheet.set_column(0, 0, 60)
    sheet.set_column(1, 5, 14)
    at = 0
    for sentence, _ in headline(report):
        sheet.write_string(at, 0, sentence, book.bold)
        at += 1
    lines = [
        counts_line(report),
        f"Judged as of {report.settings.as_of}.",
        "Other filers' shipments for the same people are not visible here: every sum is a lower bound.",
        f"To file instead: {FORMAL}.",
        *(f"Layouts: {words.clean(each)}." for each in report.layouts),
    ]
    for text in lines:
        sheet.write_string(at, 0, text)
        at += 1
    for column, title in enumerate(("File", "Format", "Status", "Messages", "Records", "Shipments")):
        sheet.write_string(at + 1, column, title, book.head)
    for n, each in enumerate(report.intake.files, at + 2):
        cells = (
            words.clean(each.path),
            each.format or "",
            each.status,
            each.messages,
            each.records,
            each.shipments,
        )
        for column, cell in enumerate(cells):
            book.cell(sheet, n, column, cell)
