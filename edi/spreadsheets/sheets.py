"""The tables that can be converted, by the format that they become."""

from typing import Final

from deminimis.edi.spreadsheets.columns import Column
from deminimis.edi.spreadsheets.entries import ENTRIES
from deminimis.edi.spreadsheets.manifest import MANIFEST
from deminimis.edi.spreadsheets.sheet import Sheet

SHEETS: Final[dict[str, Sheet]] = {sheet.format: sheet for sheet in (ENTRIES, MANIFEST)}


CHOICES: Final = "Choices"  # the sheet of a workbook to fill in that has the lists of its cells, and no rows
EXAMPLE: Final = "e.g. "  # begins the first cell of its example row, so that it is taken for no shipment


def examples(name: str) -> list[str]:
    """The cells of a column that example rows have, and nobody has typed."""
    own = [sheet.by_name[name].example for sheet in SHEETS.values() if name in sheet.by_name]
    return [begin + cell for begin in ("", EXAMPLE) for cell in own]


def template(sheet: Sheet) -> str:
    """A CSV file with the sheet's columns: a header and one example row."""
    rows = ([column.name for column in sheet.columns], [column.example for column in sheet.columns])
    return "".join(",".join(_cell(cell) for cell in row) + "\n" for row in rows)


def _cell(cell: str) -> str:
    return f'"{cell}"' if "," in cell else cell


NECESSITY: Final = {"M": "always", "C": "for", "O": "optional"}


def needed(column: Column) -> str:
    """In which rows a column has a cell, for people."""
    return f"{NECESSITY[column.use]} {column.when}".strip()


def described(sheet: Sheet) -> list[dict[str, str]]:
    """One dict a column: name, needed, width, fills, meaning, example."""
    return [
        {
            "name": column.name,
            "needed": needed(column),
            "width": column.width,
            "fills": column.fills,
            "meaning": column.doc + (" Of each line." if column.line else ""),
            "example": column.example,
        }
        for column in sheet.columns
    ]
