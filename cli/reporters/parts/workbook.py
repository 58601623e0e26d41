"""A workbook: sheets with frozen headers and filters, real dates and amounts, and text that is never a formula."""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

MOST: Final = 1_048_575  # rows of a sheet, below its header
WIDEST: Final = 32_767  # characters of a cell
_TOP: Final = {"valign": "top"}
_LETTER: Final = 1  # Excel's number of the paper


def dollars(cents: int | None) -> Decimal | None:
    """Cents as the amount that a cell shows."""
    return None if cents is None else Decimal(cents).scaleb(-2)


class Book:
    """One workbook with the formats that its sheets share. A Decimal is an amount in dollars."""

    def __init__(self, title: str, *, hides_empty: bool = False) -> None:
        import xlsxwriter  # noqa: PLC0415 - only workbooks need it

        self._hides_empty = hides_empty  # columns in which nothing stands: they are still there
        self._out = io.BytesIO()
        # text stays text: no formulas, no links, whatever a filing holds
        links = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        self._book: Any = xlsxwriter.Workbook(self._out, {"in_memory": True, **links})
        self._book.set_properties({"title": title})
        self.head = self._book.add_format({"bold": True, "bottom": 1, "text_wrap": True, **_TOP})
        self.bold = self._book.add_format({"bold": True, "font_size": 14})
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd", **_TOP})
        self._time = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm", **_TOP})
        self._money = self._book.add_format({"num_format": "$#,##0.00", **_TOP})
        self._text = self._book.add_format({"num_format": "@"})
        self._plain = self._book.add_format(_TOP)
        self._wrapped = self._book.add_format({"text_wrap": True, **_TOP})

    def content(self) -> bytes:
        """The workbook's bytes; nothing can be added afterwards."""
        self._book.close()
        return self._out.getvalue()

    def style(self, properties: dict[str, Any]) -> Any:
        """A format of cells besides those of all sheets."""
        return self._book.add_format(properties)

    def sheet(self, name: str) -> Any:
        """A new sheet, which prints on its side, as wide as the paper."""
        sheet = self._book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(_LETTER)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer("&L&A&RPage &P of &N")
        return sheet

    def table(self, name: str, columns: Sequence[tuple[str, int]], rows: Iterable[list[Any]], count: int, *,
              to_fill_in: bool = False) -> None:  # fmt: skip
        """A sheet with a header, frozen and repeated in print, and a filter.

        Rows that a sheet cannot hold are counted in its last one.
        to_fill_in: what is typed into a cell stays text, so that a number keeps its zeros.
        """
        sheet = self.sheet(name)
        for column, (title, width) in enumerate(columns):
            sheet.set_column(column, column, width, self._text if to_fill_in else None)
            sheet.write_string(0, column, title, self.head)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        filled = set()
        shown = min(count, MOST - 1)
        for at, (_, row) in enumerate(zip(range(shown), rows, strict=False), 1):
            for column, cell in enumerate(row):
                self.cell(sheet, at, column, cell, 0 if to_fill_in else columns[column][1])
                filled |= {column} if cell not in (None, "") else set()
        for column in set(range(len(columns))) - filled if filled and self._hides_empty else ():
            sheet.set_column(column, column, columns[column][1], None, {"hidden": True})
        sheet.autofilter(0, 0, max(shown, 1), len(columns) - 1)
        if count > shown:
            sheet.write_string(shown + 1, 0, f"... and {count - shown:,} more rows: --format csv has all of them")

    def cell(self, sheet: Any, row: int, column: int, value: Any, width: int = 0) -> None:
        """One value as what it is; a blank one leaves the cell empty. Text longer than `width` is wrapped."""
        if value is None or value == "":
            return
        if isinstance(value, date):
            sheet.write_datetime(row, column, value, self._time if isinstance(value, datetime) else self._day)
        elif isinstance(value, bool):
            sheet.write_boolean(row, column, value)
        elif isinstance(value, Decimal):
            sheet.write_number(row, column, float(value), self._money)
        elif isinstance(value, int | float):
            sheet.write_number(row, column, value, self._plain if width else None)
        else:
            form = self._wrapped if width < len(str(value)) else self._plain
            sheet.write_string(row, column, str(value)[:WIDEST], form if width else None)
