"""A workbook: sheets with frozen headers and filters, real dates and amounts, and text that is never a formula."""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

MOST: Final = 1_048_575  # rows of a sheet, below its header
WIDEST: Final = 32_767  # characters of a cell


def dollars(cents: int | None) -> Decimal | None:
    """Cents as the amount that a cell shows."""
    return None if cents is None else Decimal(cents).scaleb(-2)


class Book:
    """One workbook with the formats that its sheets share. A Decimal is an amount in dollars."""

    def __init__(self, title: str) -> None:
        import xlsxwriter  # noqa: PLC0415 - only workbooks need it

        self._out = io.BytesIO()
        # text stays text: no formulas, no links, whatever a filing holds
        links = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self._book: Any = xlsxwriter.Workbook(self._out, {"in_memory": True, **links})
        self._book.set_properties({"title": title})
        self.head = self._book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.bold = self._book.add_format({"bold": True, "font_size": 14})
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._time = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self._text = self._book.add_format({"num_format": "@"})
        self._money = self._book.add_format({"num_format": "$#,##0.00"})

    def content(self) -> bytes:
        """The workbook's bytes; nothing can be added afterwards."""
        self._book.close()
        return self._out.getvalue()

    def sheet(self, name: str) -> Any:
        """A new sheet."""
        return self._book.add_worksheet(name)

    def table(self, name: str, columns: Sequence[tuple[str, int]], rows: Iterable[list[Any]], count: int, *,
              to_fill_in: bool = False) -> None:  # fmt: skip
        """A sheet with a frozen header and a filter; rows that a sheet cannot hold are counted in its last one.

        to_fill_in: what is typed into a cell stays text, so that a number keeps the zeros in front.
        """
        sheet = self.sheet(name)
        for column, (title, width) in enumerate(columns):
            sheet.set_column(column, column, width, self._text if to_fill_in else None)
            sheet.write_string(0, column, title, self.head)
        sheet.freeze_panes(1, 0)
        shown = min(count, MOST - 1)
        for at, (_, row) in enumerate(zip(range(shown), rows, strict=False), 1):
            for column, cell in enumerate(row):
                self.cell(sheet, at, column, cell)
        sheet.autofilter(0, 0, max(shown, 1), len(columns) - 1)
        if count > shown:
            sheet.write_string(shown + 1, 0, f"... and {count - shown:,} more rows: --format csv has all of them")

    def cell(self, sheet: Any, row: int, column: int, value: Any) -> None:
        """One value as what it is; a blank one leaves the cell empty."""
        if value is None or value == "":
            return
        if isinstance(value, date):
            sheet.write_datetime(row, column, value, self._time if isinstance(value, datetime) else self._day)
        elif isinstance(value, bool):
            sheet.write_boolean(row, column, value)
        elif isinstance(value, Decimal):
            sheet.write_number(row, column, float(value), self._money)
        elif isinstance(value, int | float):
            sheet.write_number(row, column, value)
        else:
            sheet.write_string(row, column, str(value)[:WIDEST])
