"""The report as a workbook: Summary, Over limit, Bills to move, All shipments, Findings.

Dates and money are real dates and numbers; text is written as text, so that nothing in a filing runs as a formula.
"""

import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

import polars as pl

from deminimis.cli import words
from deminimis.cli.advice import FORMAL, instead
from deminimis.cli.document import shipments_of
from deminimis.cli.headline import counts_line, headline
from deminimis.cli.report import Report

_MOST: Final = 1_048_575  # rows of a sheet, below its header
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
    import xlsxwriter  # noqa: PLC0415 - only this format needs it

    out = io.BytesIO()
    # text stays text: no formulas, no links, whatever a filing holds
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": "De minimis check"})
    sheets = _Sheets(book)
    rows = shipments_of(report)
    names = report.judgement.groups.select("group", "consignee", "day")
    rows = rows.join(names, on="group", how="left", maintain_order="left")
    over = report.judgement.groups.filter(pl.col("over") | (pl.col("verdict") != "clear"))
    exceeding = (pl.col("role") == "exceeding").fill_null(False) & (pl.col("verdict") != "clear")
    sheets.summary(report)
    sheets.table("Over limit", _GROUPS, map(_group, over.iter_rows(named=True)), over.height)
    move = rows.filter((pl.col("verdict") == "reject") | exceeding).unique("ship", keep="first", maintain_order=True)
    sheets.table("Bills to move", _SHIPMENTS, map(_shipment, move.iter_rows(named=True)), move.height)
    sheets.table("All shipments", _SHIPMENTS, map(_shipment, rows.iter_rows(named=True)), rows.height)
    found = [_finding(message) for message in report.messages()]
    sheets.table("Findings", _FINDINGS, found, len(found))
    book.close()
    return out.getvalue()


def _money(cents: int | None) -> float | None:
    return None if cents is None else cents / 100


def _group(row: dict[str, Any]) -> list[Any]:
    return [
        words.clean(row["consignee"]), row["day"], row["basis"], row["period"], row["action"],
        _money(row["limit_cents"]), _money(row["total_cents"]), _money(row["counted_cents"]), row["verdict"],
        _yes(row["provisional"]), _yes(row["lower_bound"]),
    ]  # fmt: skip


def _shipment(row: dict[str, Any]) -> list[Any]:
    return [
        words.clean(row["consignee"]), row["day"], row["period"], words.clean(row["bill"]),
        words.entry(row["entry_number"]), _money(row["value_cents"]), row["role"], row["verdict"],
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


class _Sheets:
    """The sheets of one workbook, with the formats they share."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.bold = book.add_format({"bold": True, "font_size": 14})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.money = book.add_format({"num_format": "$#,##0.00"})

    def summary(self, report: Report) -> None:
        """The answer, the counts and the files."""
        sheet = self.book.add_worksheet("Summary")
        sheet.set_column(0, 0, 60)
        sheet.set_column(1, 5, 14)
        at = 0
        for sentence, _ in headline(report):
            sheet.write_string(at, 0, sentence, self.bold)
            at += 1
        lines = [
            counts_line(report),
            f"Judged as of {report.settings.as_of}.",
            "Other filers' shipments for the same people are not visible here: every sum is a lower bound.",
            f"To file instead: {FORMAL}.",
        ]
        for text in lines:
            sheet.write_string(at, 0, text)
            at += 1
        for column, title in enumerate(("File", "Format", "Status", "Messages", "Records", "Shipments")):
            sheet.write_string(at + 1, column, title, self.head)
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
                self._cell(sheet, n, column, cell)

    def table(self, name: str, columns: Sequence[tuple[str, int]], rows: Iterable[list[Any]], count: int) -> None:
        """A sheet with a frozen header and a filter; rows that a sheet cannot hold are counted in its last one."""
        sheet = self.book.add_worksheet(name)
        for column, (title, width) in enumerate(columns):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, title, self.head)
        sheet.freeze_panes(1, 0)
        shown = min(count, _MOST - 1)
        for at, (_, row) in enumerate(zip(range(shown), rows, strict=False), 1):
            for column, cell in enumerate(row):
                self._cell(sheet, at, column, cell)
        sheet.autofilter(0, 0, max(shown, 1), len(columns) - 1)
        if count > shown:
            sheet.write_string(shown + 1, 0, f"... and {count - shown:,} more rows: --format csv has all of them")

    def _cell(self, sheet: Any, row: int, column: int, value: Any) -> None:
        if value is None or value == "":
            return
        if isinstance(value, date):
            sheet.write_datetime(row, column, value, self.day)
        elif isinstance(value, (int, float)):
            sheet.write_number(row, column, value, self.money if isinstance(value, float) else None)
        else:
            sheet.write_string(row, column, str(value)[:32767])
