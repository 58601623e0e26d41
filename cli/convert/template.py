"""A table to fill in as a workbook, which offers what a cell can be and says what belongs there."""

from collections.abc import Mapping
from typing import Any, Final

from deminimis.cli.reporters.parts.workbook import Book
from deminimis.edi.cells.grid import letter
from deminimis.edi.spreadsheets.columns import Column
from deminimis.edi.spreadsheets.sheet import Sheet
from deminimis.edi.spreadsheets.sheets import CHOICES, EXAMPLE, needed

_ROWS: Final = 10_000  # whose cells offer a list
_NARROW: Final = 12  # characters
_NEEDED: Final = {"M": "#F9E3A4", "C": "#FBF3D5", "O": "#FFFFFF"}


def workbook(sheet: Sheet) -> bytes:
    """The workbook: a header with notes, coloured where a cell is needed always or sometimes, and an example row.

    Every cell is text, so that a number keeps the zeros in front of it.
    """
    book = Book(sheet.title)
    rows = book.sheet(sheet.format)
    text = book.style({"num_format": "@"})
    example = book.style({"num_format": "@", "italic": True, "font_color": "#777777"})
    heads = {use: book.style({"bold": True, "bottom": 1, "bg_color": colour}) for use, colour in _NEEDED.items()}
    places = _choices(book, sheet)
    for at, column in enumerate(sheet.columns):
        rows.set_column(at, at, max(len(column.name) + 2, _NARROW), text)
        rows.write_string(0, at, column.name, heads[column.use])
        rows.write_comment(0, at, note(column), {"x_scale": 2.5, "y_scale": 1.6})
        first = EXAMPLE if at == 0 else ""
        if column.example:
            rows.write_string(1, at, first + column.example, example)
        if column.choices:
            rows.data_validation(1, at, _ROWS, at, _offered(column, places[tuple(column.choices)]))
    rows.freeze_panes(1, 1)
    return book.content()


def note(column: Column) -> str:
    """What a column is for, when it is needed, its form, and what it fills."""
    lines = [
        column.doc + (" Of each line of goods." if column.line else ""),
        f"Needed: {needed(column)}.",
        f"Characters: {column.width}.",
        f"Fills {column.fills}.",
    ]
    return "\n".join(lines)


def _choices(book: Book, sheet: Sheet) -> Mapping[tuple[str, ...], str]:
    """Writes each list once, codes and meanings side by side; where the codes of each are."""
    lists = {tuple(column.choices): column for column in sheet.columns if column.choices}
    names: dict[tuple[str, ...], list[str]] = {}
    for column in sheet.columns:
        names.setdefault(tuple(column.choices), []).append(column.name)
    page, places = book.sheet(CHOICES), {}
    for number, (codes, column) in enumerate(lists.items()):
        at = 2 * number
        page.set_column(at, at + 1, 2 * _NARROW)
        page.write_string(0, at, f"choices of {', '.join(names[codes])}", book.head)
        page.write_column(1, at, codes)
        page.write_column(1, at + 1, [column.choices[code] for code in codes])
        places[codes] = f"={CHOICES}!${letter(at + 1)}$2:${letter(at + 1)}${len(codes) + 1}"
    page.freeze_panes(1, 0)
    return places


def _offered(column: Column, place: str) -> dict[str, Any]:
    free = "" if not column.others else " Something else can stand there too."
    return {
        "validate": "list",
        "source": place,
        "error_type": "information" if column.others else "stop",
        "error_title": column.name,
        "error_message": f"Choose one of the list; the sheet {CHOICES} says what each means.{free}",
    }
