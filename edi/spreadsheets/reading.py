"""A table as people have it: CSV, workbook, Parquet, JSON or JSON lines, every cell as text, with its row's number."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import polars as pl

from deminimis.edi.cells.book import OLD, PACKED, opened
from deminimis.edi.cells.grid import Grid, SheetError, letter
from deminimis.edi.cells.text import decoded, rows

ROW: Final = "row"
COLUMNAR: Final = b"PAR1"


@dataclass(frozen=True)
class Table:
    """Cells as text, blank ones null, without spaces around them. rows: `row` and a column a header.

    `row` is as a spreadsheet counts: the header is row 1. A table without header row counts its objects from 1.
    of_filing: made of a filing, in whose lines `row` counts; rows has `ship` too, the number of each shipment.
    places: the number of each column in the file, where the header is not all of its first row; header_row: its row.
    """

    header: tuple[str, ...]
    rows: pl.DataFrame
    of_filing: bool = False
    places: Mapping[str, int] = field(default_factory=dict)
    header_row: int = 1

    def column(self, name: str) -> int:
        """The number of a column in the file, from 1; 0 where it has none."""
        if self.of_filing or name not in self.header:
            return 0
        return self.places.get(name, 0) if self.places else self.header.index(name) + 1


def read(data: bytes) -> Table:
    """The table in `data`, its header in the first row; what it is, is told from its content.

    Header names are taken in any case, spaces and hyphens in them as underscores; blank rows are left out.
    Raises SheetError.
    """
    return named(data) or _headed(sheet(data))


def named(data: bytes) -> Table | None:
    """The table in a file that names the cells of each row: Parquet, JSON; None where it is another. SheetError."""
    if data.startswith(COLUMNAR):
        return _parquet(data)
    if data.startswith((PACKED, OLD)):
        return None
    begin = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n")[:1].decode("latin-1")
    return _json(decoded(data)[0].lstrip(), begin) if begin and begin in "[{" else None


def sheet(data: bytes) -> Grid:
    """The first sheet of a file of cells. Raises SheetError."""
    if not data.startswith((PACKED, OLD)):
        return rows(data)
    book = opened(data)
    if not book.names:
        raise SheetError("the workbook has no sheet that is not hidden")
    return book.sheet(book.names[0])


def _headed(grid: Grid) -> Table:
    if not grid.cells.height:
        raise SheetError("the first sheet of the workbook is empty")
    header = tuple(str(cell or "") for cell in grid.cells.row(0))
    return _table(("",) * (grid.column - 1) + header, _blank(grid.column - 1, unmarked(grid.cells)[1:]), 2)


def _blank(columns: int, cells: pl.DataFrame) -> pl.DataFrame:
    """`cells` with as many blank columns in front, where a sheet begins further right."""
    return cells.select(*(pl.lit(None, pl.String).alias(f"before{n}") for n in range(columns)), pl.all())


def unmarked(cells: pl.DataFrame) -> pl.DataFrame:
    """`cells` without the apostrophes that keep text from being a formula (`cli.reporters.parts.cells`)."""
    marked = pl.all().str.replace("^'([=+@-])", "$1").str.replace_all(r"([;\t|]\s*)'([=+@-])", "$1$2")
    return cells.select(marked)


def _json(text: str, begin: str) -> Table:
    try:
        objects = _loads(text) if begin == "[" else [_loads(line) for line in text.split("\n") if line.strip()]
    except (ValueError, RecursionError) as error:  # no JSON, or nested without end
        raise SheetError(f"this is no JSON: {error}") from None
    header = tuple(dict.fromkeys(name for each in objects if isinstance(each, dict) for name in each))
    columns: dict[str, list[str | None]] = {name: [] for name in header}
    for number, each in enumerate(objects, 1):
        if not isinstance(each, dict):
            raise SheetError(f"row {number} is no object of names and values")
        for name in header:
            columns[name].append(_text(each.get(name), number, name))
    return _table(header, pl.DataFrame(columns, schema=dict.fromkeys(header, pl.String)), 1)


def _loads(text: str) -> Any:
    """JSON whose numbers keep their digits, as text; a name that stands twice in an object is an error."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        told = dict(pairs)
        if len(told) < len(pairs):
            twice = next(name for at, (name, _) in enumerate(pairs) if name in dict(pairs[:at]))
            raise ValueError(f"{twice} stands twice in one object")
        return told

    return json.loads(text, parse_int=str, parse_float=str, object_pairs_hook=once)


def _text(value: Any, number: int, name: str) -> str | None:
    if isinstance(value, dict | list):
        raise SheetError(f"row {number}: {name} is a list or an object, not one value")
    return None if value is None else str(value)


def _parquet(data: bytes) -> Table:
    try:
        frame = pl.read_parquet(data)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise SheetError(f"this Parquet file cannot be read: {str(error).splitlines()[0]}") from None
    nested = [name for name, dtype in frame.schema.items() if dtype.is_nested() or dtype == pl.Binary]
    if nested:
        raise SheetError(f"the column {nested[0]} holds lists or bytes, not one value a row")
    return _table(tuple(frame.columns), frame.cast(pl.String), 1)


def _table(header: tuple[str, ...], cells: pl.DataFrame, first: int) -> Table:
    names = tuple(name.strip().lower().replace(" ", "_").replace("-", "_") for name in header)
    while names and not names[-1] and not _said(cells[cells.columns[len(names) - 1]]):
        names = names[:-1]  # a spreadsheet's empty columns on the right
    for at, name in enumerate(names, 1):
        if not name:
            raise SheetError(
                f"column {letter(at)} has no name in the header; a cell with the separator in it has quotes"
            )
        if names.index(name) != at - 1:
            raise SheetError(f"the header names {name} twice: columns {letter(names.index(name) + 1)} and {letter(at)}")
    if ROW in names:
        raise SheetError(f"it has no use for a column {ROW!r}")
    cells = cells.select(cells.columns[: len(names)])
    cells.columns = list(names)
    text = pl.col(pl.String).str.strip_chars()
    cells = cells.with_columns(pl.when(text != "").then(text)).with_row_index(ROW, first)
    return Table(names, cells.filter(pl.any_horizontal(pl.exclude(ROW).is_not_null())))


def _said(column: pl.Series) -> bool:
    """Whether any cell of a column holds more than blanks."""
    return bool((column.cast(pl.String).fill_null("").str.strip_chars() != "").any())
