"""A table as people have it: CSV, workbook, Parquet, JSON or JSON lines, every cell as text, with its row's number."""

import csv
import io
import json
import re
import zipfile
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

ROW: Final = "row"
_SEPARATORS: Final = ",;\t|"
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_SEPARATOR_LINE: Final = re.compile('"?sep=.?"?', re.IGNORECASE)
_WORKBOOK: Final = b"PK\x03\x04"  # xlsx, and ods
_OLD: Final = b"\xd0\xcf\x11\xe0"  # xls
_UNPACKED: Final = 1 << 28  # bytes of a workbook: a table of some hundred thousand rows
_SAVE: Final = "save it as CSV UTF-8 (comma delimited)"


class SheetError(ValueError):
    """A table that cannot be used at all; the text says why, where, and what to do."""


@dataclass(frozen=True)
class Table:
    """Cells as text, blank ones null, without spaces around them. rows: `row` and a column a header.

    `row` is as a spreadsheet counts: the header is row 1. A table without header row counts its objects from 1.
    of_filing: made of a filing, in whose lines `row` counts; rows has `ship` too, the number of each shipment.
    """

    header: tuple[str, ...]
    rows: pl.DataFrame
    of_filing: bool = False


def read(data: bytes) -> Table:
    """The table in `data`; what it is, is told from its content.

    Header names are taken in any case, spaces and hyphens in them as underscores; blank rows are left out.
    Raises SheetError.
    """
    if data.startswith(_WORKBOOK):
        return _xlsx(data)
    if data.startswith(_OLD):
        raise SheetError(f"this is a workbook of an old form: {_SAVE}")
    if data.startswith(b"PAR1"):
        return _parquet(data)
    if data.startswith(_UTF16):
        raise SheetError(f"this is text in UTF-16: {_SAVE}")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise SheetError(f"line {line}: byte {data[error.start]:#04x} is no UTF-8: {_SAVE}") from None
    begin = text.lstrip()[:1]
    if not begin:
        raise SheetError("the table is empty: `deminimis convert --template` prints one to fill in")
    return _json(text, begin) if begin in "[{" else _csv(text)


def _csv(text: str) -> Table:
    head = text.split("\n", 1)[0]
    if "\n" not in text and "\r" in text:
        raise SheetError(f"its lines end in CR alone, and a table's in LF or CR LF: {_SAVE}")
    if _SEPARATOR_LINE.fullmatch(head.rstrip("\r")):
        raise SheetError(f"row 1 is {head.strip()}, which spreadsheet programs alone understand: take the row out")
    separator = max(_SEPARATORS, key=head.count)
    try:
        cells = pl.read_csv(
            text.encode(), separator=separator, infer_schema=False, has_header=False, empty_string_is_null=False
        )
    except pl.exceptions.PolarsError:
        raise SheetError(_why(text, separator)) from None
    header = tuple(str(cell or "") for cell in cells.row(0))
    # the apostrophe that keeps a cell from being a formula (`cli.reporters.parts.cells`) is none of its text
    bare = pl.all().str.replace("^'([=+@-])", "$1").str.replace_all(r"([;\t|]\s*)'([=+@-])", "$1$2")
    return _table(header, cells[1:].with_columns(bare), 2)


def _why(text: str, separator: str) -> str:
    """Which row cannot be read, and why: asked only when one cannot."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    header, number = -1, 0
    try:
        for number, cells in enumerate(reader, 1):
            header = len(cells) if header < 0 else header
            if len(cells) > header:
                return f"row {number} has {len(cells)} cells, the header {header}: put quotes about a cell with a comma"
    except csv.Error as error:
        return f"row {number + 1}: {error}: a quote inside a quoted cell is doubled"
    return "a quoted cell is not closed, or has text behind its closing quote"


def _json(text: str, begin: str) -> Table:
    try:
        objects = _loads(text) if begin == "[" else [_loads(line) for line in text.splitlines() if line.strip()]
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


def _xlsx(data: bytes) -> Table:
    """The first sheet of a workbook; formulas as what they came to when it was saved."""
    from openpyxl import load_workbook  # noqa: PLC0415 - only a workbook needs it

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            size = sum(part.file_size for part in parts.infolist())
        if size > _UNPACKED:
            raise SheetError(f"this workbook is larger than {_UNPACKED >> 20} MB: {_SAVE}")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        rows = [[_cell(cell) for cell in row] for row in book.worksheets[0].iter_rows(values_only=True)]
    except SheetError:
        raise
    except Exception as error:  # of a damaged file it raises this and that
        raise SheetError(f"this workbook is damaged, or of another form than xlsx: {_SAVE}") from error
    if not rows:
        raise SheetError("the first sheet of the workbook is empty")
    width = max(map(len, rows))
    padded = [row + [None] * (width - len(row)) for row in rows]
    names = [str(n) for n in range(width)]
    cells = pl.DataFrame(padded[1:], schema=dict.fromkeys(names, pl.String), orient="row")
    return _table(tuple(cell or "" for cell in padded[0]), cells, 2)


def _cell(value: Any) -> str | None:
    """What a cell holds as text: a number without a point that says nothing, a day without midnight."""
    if value is None or isinstance(value, bool):
        return None if value is None else str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).removesuffix(" 00:00:00")


def _table(header: tuple[str, ...], cells: pl.DataFrame, first: int) -> Table:
    names = tuple(name.strip().lower().replace(" ", "_").replace("-", "_") for name in header)
    while names and not names[-1] and not _said(cells[cells.columns[len(names) - 1]]):
        names = names[:-1]  # a spreadsheet's empty columns on the right
    for at, name in enumerate(names, 1):
        if not name:
            raise SheetError(f"column {letter(at)} has no name in the header")
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


def letter(number: int) -> str:
    """A column as a spreadsheet names it: 1 is A, 27 is AA."""
    out = ""
    while number:
        number, rest = divmod(number - 1, 26)
        out = chr(65 + rest) + out
    return out
