"""Lines of cells: CSV and its kin, whatever separates them, in UTF-8, UTF-16, Windows-1252 or GB 18030.

Excel writes what the country that it was set up for is used to: a semicolon where the comma is the decimal point, the
code page of the machine where nobody asked for Unicode.
"""

import csv
import io
import re
from collections.abc import Iterator
from typing import Final

import polars as pl

from deminimis.edi.cells.grid import MOST_CELLS, Grid, SheetError, tidy, within

SEPARATORS: Final = ",;\t|"
NAMES: Final = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_SEPARATOR_LINE: Final = re.compile('"?sep=(.?)"?', re.IGNORECASE)
_QUOTED: Final = re.compile(r'(^|[,;\t|])"(?:[^"]|"")*"(?=[,;\t|]|$)', re.MULTILINE)
_LOOKED_AT: Final = 200  # lines from which the separator is told
_WIDEST: Final = 2000  # columns: no list has so many
_BOMS: Final = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_SAVE: Final = "save it as CSV UTF-8 (comma delimited)"


def decoded(data: bytes) -> tuple[str, str]:
    """The text, and the name of its encoding. Raises SheetError where it is in none that is known."""
    for mark, name in _BOMS.items():
        if data.startswith(mark):
            try:
                return data.decode(name).removeprefix("\ufeff"), "UTF-8" if name.startswith("utf-8") else "UTF-16"
            except UnicodeDecodeError as error:
                raise SheetError(f"byte {error.start} is not of the encoding that the file says: {_SAVE}") from None
    sample = data[:4000]
    if sample.count(0) > len(sample) // 4:
        try:
            return data.decode("utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"), "UTF-16"
        except UnicodeDecodeError as error:
            raise SheetError(f"byte {error.start} is no UTF-16: {_SAVE}") from None
    try:
        return data.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError as error:
        wrong = error.start
    name = "gb18030" if _pairs(data) else "cp1252"
    try:
        return data.decode(name), "GB 18030" if name == "gb18030" else "Windows-1252"
    except UnicodeDecodeError:
        line = data[:wrong].count(b"\n") + 1
        raise SheetError(f"line {line}: byte {data[wrong]:#04x} is no UTF-8: {_SAVE}") from None


def _pairs(data: bytes) -> bool:
    """Whether its bytes above ASCII come in pairs of GB 2312, as of Chinese; letters with accents stand alone."""
    runs = [len(run) for run in re.findall(rb"[\xa1-\xfe]+", data[: 1 << 20])]
    even = sum(length for length in runs if length % 2 == 0)
    return even > 0.9 * sum(runs) and even > 0


def rows(data: bytes) -> Grid:
    """The cells of a text. Rows are counted as a spreadsheet does: a line break in quotes begins none.

    Raises SheetError with the row where the quotes of a cell are wrong.
    """
    if max(data.count(separator.encode()) for separator in SEPARATORS) > 2 * MOST_CELLS:
        raise SheetError(f"it has more than {2 * MOST_CELLS:,} cells: split it")  # before it takes any room
    text, encoding = decoded(data)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    head, _, rest = text.partition("\n")
    said = _SEPARATOR_LINE.fullmatch(head.strip())
    separator = (said[1] if said else "") or told(text)
    if said:  # a line of Excel's own, which counts as none of the sheet
        text = rest
    notes = (f"read as {encoding}",) if encoding not in ("UTF-8", "UTF-16") else ()
    return Grid("", f"CSV with {NAMES.get(separator, separator)}", tidy(_cells(text, separator)), notes=notes)


def told(text: str) -> str:
    """The separator that most lines have alike; of two the one that stands more often in a line."""
    begin = "\n".join(text.split("\n", _LOOKED_AT)[:_LOOKED_AT])
    lines = [line for line in _QUOTED.sub(r"\1", begin).split("\n") if line.strip(" ")]

    def alike(separator: str) -> tuple[int, int]:
        counts = [n for line in lines if (n := line.count(separator))]
        return max(((counts.count(n), n) for n in set(counts)), default=(0, 0))

    return max(SEPARATORS, key=alike)


def _cells(text: str, separator: str) -> pl.DataFrame:
    if not text.strip():
        raise SheetError("the table is empty: `deminimis convert --template` prints one to fill in")
    counts = pl.Series([text]).str.split("\n").explode().str.count_matches(separator, literal=True)
    width = int(counts.max() or 0) + 1  # type: ignore[arg-type]
    within((len(counts), min(width, _WIDEST)))
    try:
        return _read(text, separator, width)
    except pl.exceptions.PolarsError:  # of a cell that is broken over lines, or a quote within one that has none
        width = max(map(len, _one_by_one(text, separator)), default=1)
    try:
        return _read(text, separator, width)
    except pl.exceptions.PolarsError:
        rows = ([*row, *[None] * (width - len(row))] for row in _one_by_one(text, separator))
        return pl.DataFrame(list(rows), schema=_columns(width), orient="row")


def _read(text: str, separator: str, width: int) -> pl.DataFrame:
    columns = _columns(width)
    return pl.read_csv(
        text.encode(), separator=separator, infer_schema=False, has_header=False, schema=columns,
        missing_columns="insert",
    )  # fmt: skip


def _columns(width: int) -> dict[str, pl.DataType]:
    if width > _WIDEST:
        raise SheetError(f"a row has more than {_WIDEST:,} cells: is it a table?")
    return {str(n): pl.String() for n in range(width)}


def _one_by_one(text: str, separator: str) -> Iterator[list[str]]:
    """The rows, as they are read slowly. Raises SheetError for a wrong quote, with its row."""
    reader, row = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True), 0
    try:
        for row, cells in enumerate(reader, 1):  # noqa: B007 - the row of an error
            yield cells
    except csv.Error as error:
        raise SheetError(f"row {row + 1}: {error}: a quote inside a quoted cell is doubled") from None
