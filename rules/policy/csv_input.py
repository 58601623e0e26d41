"""Small CSV files of the user's: a header, the columns that must be there, and an error that says the line."""

import csv
import io
import re
from collections.abc import Sequence
from typing import Any, Final

_BREAK: Final = re.compile(r"[\r\n]+")


class TableError(ValueError):
    """A table cannot be used; the text says why and in which line."""


def read(text: str, needed: Sequence[str], optional: Sequence[str] = ()) -> list[tuple[int, dict[str, str]]]:
    """Line number and cells of each row; header names are taken in any case, cells without spaces around them."""
    rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    try:
        return _read(rows, needed, optional)
    except csv.Error as error:
        raise TableError(f"line {rows.line_num}: {_said(error)}") from error


def _said(error: csv.Error) -> str:
    """What Python's reader says, as a person would."""
    if "limit" in str(error):
        return f"a cell has more than {csv.field_size_limit():,} characters"
    return "a quoted cell is not closed, or has text behind its closing quote"


def _plain(cell: str) -> str:
    """A cell without blanks around it; a line break within it is a blank."""
    return _BREAK.sub(" ", cell).strip()


def _read(rows: Any, needed: Sequence[str], optional: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    header = [cell.strip().lower() for cell in next(rows, [])]
    missing = [name for name in needed if name not in header]
    if missing:
        other = next((mark for mark in ";\t|" if len(header) == 1 and mark in header[0]), "")
        said = f"; cells are separated by commas, not by {'tabs' if other == chr(9) else other}" if other else ""
        raise TableError(f"its first line must name the columns {', '.join(needed)}; {missing[0]} is missing{said}")
    twice = next((name for name in header if header.count(name) > 1), None)
    if twice is not None:
        raise TableError(f"its first line names {twice or 'a blank column'} twice")
    unknown = [name for name in header if name not in (*needed, *optional)]
    if unknown:
        raise TableError(f"it has no use for a column {unknown[0]!r}; it knows {', '.join((*needed, *optional))}")
    out = []
    for cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            raise TableError(f"line {rows.line_num} has {len(cells)} cells, its header {len(header)}")
        out.append((rows.line_num, {n: _plain(c) for n, c in zip(header, cells, strict=True)}))
    for number, row in out:
        for name in needed:
            if not row[name]:
                raise TableError(f"line {number}: {name} is blank")
    return out
