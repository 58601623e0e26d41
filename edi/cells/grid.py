"""A sheet as it stands: cells of text in rows and columns, with the places that a person counts by."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import polars as pl

MOST_CELLS: Final = 8_000_000  # of a sheet, blank ones among them: some 300 MB as they are read


class SheetError(ValueError):
    """A table that cannot be used at all; the text says why, where, and what to do."""


@dataclass(frozen=True)
class Grid:
    """One sheet. cells: all text, blank ones null, without spaces around them; columns are named "0", "1", ...

    column: number of the first column, from 1; the first row is row 1. kind: what the file is, for people. merged:
    ranges of cells that are one (B7:B9). currencies: by the number of a column (0: any), the currency that its cells
    are shown in, where that is not the dollar. notes: what was found out about the file, for people.
    """

    name: str
    kind: str
    cells: pl.DataFrame
    column: int = 1
    merged: tuple[str, ...] = ()
    currencies: Mapping[int, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def tidy(cells: pl.DataFrame) -> pl.DataFrame:
    """All text, without spaces around it; blank cells are null, and there are no blank columns on the right."""
    text = pl.all().str.strip_chars("\u00a0\u3000\ufeff \t\r\n\v\f")
    cells = cells.select(pl.when(text != "").then(text))
    width = cells.width
    while width and cells.to_series(width - 1).null_count() == cells.height:
        width -= 1
    return cells.select(cells.columns[:width])


def letter(number: int) -> str:
    """A column as a spreadsheet names it: 1 is A, 27 is AA."""
    out = ""
    while number:
        number, rest = divmod(number - 1, 26)
        out = chr(65 + rest) + out
    return out


def number_of(letters: str) -> int:
    """The column of that name: A is 1, AA is 27."""
    out = 0
    for each in letters:
        out = out * 26 + ord(each) - 64
    return out


def within(extent: tuple[int, int]) -> None:
    """Raises SheetError where a sheet that reaches to this row and column has more cells than are read."""
    rows, columns = extent
    if rows * columns > MOST_CELLS:
        raise SheetError(
            f"its cells reach from A1 to {letter(columns)}{rows:,}, which is more than {MOST_CELLS:,} cells: delete "
            "what stands far outside the list, or save it as CSV UTF-8"
        )
