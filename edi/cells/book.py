"""Workbooks: xlsx, xls and ods, read by calamine; what it passes over in silence is looked for first.

Formulas are what they came to when the workbook was saved. A day is 2026-12-01 00:00:00, a number has no more digits
than it needs, what is true is `true`.
"""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from deminimis.edi.cells import package
from deminimis.edi.cells.compound import padded
from deminimis.edi.cells.grid import Grid, SheetError, number_of, tidy

PACKED: Final = b"PK\x03\x04"  # xlsx and ods
OLD: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # xls, and an xlsx with a password
_LONG: Final = r"^[1-9]\d{19,39}$"
_EXTRA: Final = "reading workbooks needs fastexcel: pip install 'deminimis[lists]', or save it as CSV UTF-8"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_MACROS: Final = "_VBA_PROJECT".encode("utf-16-le")


@dataclass(frozen=True)
class Book:
    """An open workbook. names: its sheets that are not hidden, in order; hidden: the others."""

    kind: str
    names: tuple[str, ...]
    hidden: tuple[str, ...]
    _reader: Any
    _parts: Any

    def sheet(self, name: str) -> Grid:
        """One of its sheets. Raises SheetError (`edi.cells.package.looked_at`)."""
        facts = package.Facts()
        if self.kind == "xlsx":
            facts = package.looked_at(self._parts, package.sheets(self._parts)[name][0])
        elif self.kind == "ods":
            facts = package.looked_at_ods(self._parts)
        loaded = _loaded(self._reader, name)
        cells, first = _cells(loaded)
        notes = ("days counted from 1904",) if self.kind == "xlsx" and package.dated_from_1904(self._parts) else ()
        cells = _with_errors(cells, first, facts.errors)
        return Grid(name, self.kind, cells, first, tuple(facts.merged), facts.currencies, notes)


def opened(data: bytes) -> Book:
    """A workbook. Raises SheetError for one that cannot be read, with what to do."""
    kind, parts = "xls", None
    if data.startswith(PACKED):
        parts = package.packed(data)
        kind = "ods" if package.is_ods(parts) else "xlsx"
        if kind == "ods":
            package.looked_at_ods(parts)  # the reader unpacks all of its sheets as it opens it
    elif _ENCRYPTED in data:
        raise SheetError(package.PASSWORD)
    elif _MACROS in data:
        raise SheetError("this workbook has macros, which are never run or read here: save it as xlsx without them")
    else:
        data = padded(data)
    try:
        import fastexcel  # noqa: PLC0415 - only workbooks need it
    except ImportError:
        raise SheetError(_EXTRA) from None
    with _refusing():
        reader = fastexcel.read_excel(data)
        shown = _shown(reader, parts if kind == "xlsx" else None)
    names = tuple(name for name, seen in shown.items() if seen)
    return Book(kind, names, tuple(name for name in shown if name not in names), reader, parts)


def _shown(reader: Any, parts: zipfile.ZipFile | None) -> dict[str, bool]:
    """Its sheets of cells, and whether each is shown. parts: of an xlsx, whose sheets are not read for that."""
    if parts is not None:
        return {name: seen for name, (_, seen) in package.sheets(parts).items()}
    found = {}
    for name in reader.sheet_names:
        try:
            found[name] = reader.load_sheet(name, header_row=None, n_rows=1, dtypes="string").visible == "visible"
        except Exception as error:
            if "not a valid worksheet" not in str(error):  # a chart
                raise
    return found


def _loaded(reader: Any, name: str) -> Any:
    with _refusing():
        return reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")


@contextmanager
def _refusing() -> Iterator[None]:
    """What the reader raises of a damaged file as a SheetError; it raises this and that, and gives up (PanicException)
    where Python knows no Exception.
    """
    try:
        yield
    except (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError):
        raise
    except BaseException as error:
        raise _refused(error) from None


def _refused(error: BaseException) -> SheetError:
    told = str(error).splitlines()[0] if str(error) else type(error).__name__
    if "password" in str(error).lower():
        return SheetError(package.PASSWORD)
    return SheetError(f"this workbook is damaged, or of another form than it says ({told}): save it as xlsx")


def _cells(loaded: Any) -> tuple[pl.DataFrame, int]:
    """The cells, from row 1, and the number of the first column."""
    if not loaded.width:
        return pl.DataFrame(), 1
    first = int(loaded.available_columns()[0].absolute_index) + 1
    frame: pl.DataFrame = loaded.to_polars()
    frame.columns = [str(n) for n in range(frame.width)]
    return _uncut(tidy(frame.with_columns(pl.all().cast(pl.String)))), first


def _uncut(cells: pl.DataFrame) -> pl.DataFrame:
    """Long numbers as 9.2749E+21 where a workbook has kept their first digits alone: those behind are none of theirs.

    A number of twenty digits that a floating-point number is to the last is one; a text is, once in a thousand.
    """
    for name in cells.columns:
        texts = cells[name].drop_nulls().unique()
        long = texts.filter(texts.str.contains(_LONG)).to_list()
        cut = {text: f"{float(text):.15G}" for text in long if f"{float(text):.0f}" == text}
        if cut:
            cells = cells.with_columns(pl.col(name).replace(cut))
    return cells


def _with_errors(cells: pl.DataFrame, first: int, errors: dict[str, str]) -> pl.DataFrame:
    """Cells whose formulas came to an error say so, where the reader leaves them blank."""
    by_column: dict[int, dict[int, str]] = {}
    for place, text in errors.items():
        letters = place.rstrip("0123456789")
        digits = place[len(letters) :]
        if letters and digits:
            by_column.setdefault(number_of(letters) - first, {})[int(digits) - 1] = text
    for column, found in by_column.items():
        rows = [row for row in found if row < cells.height]
        if 0 <= column < cells.width and rows:
            name = str(column)
            cells = cells.with_columns(cells[name].scatter(rows, [found[row] for row in rows]))
    return cells
