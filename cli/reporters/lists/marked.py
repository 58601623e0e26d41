"""A copy of a list as a workbook in which what is wrong is coloured, with a comment that says what and what to do."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click
import polars as pl

from deminimis.cli import words
from deminimis.cli.atomic import write_whole
from deminimis.cli.reporters.parts.workbook import MOST, WIDEST, Book
from deminimis.cli.session.lists.reader import Read
from deminimis.edi.lists.right import CHANGES
from deminimis.edi.lists.ways import LEFT_OUT
from deminimis.edi.spreadsheets.reading import ROW
from deminimis.rules.codes import message

_COMMENTS: Final = 20_000  # of a sheet: what programs still open in good time
_COLOURS: Final = {"error": "#F4B6B6", "warning": "#F9E3A4", "note": "#CFE8CF"}


def write(path: Path, read: list[Read]) -> str:
    """Writes the workbook, a sheet a list, and says what is in it. Raises click.UsageError, OSError."""
    if not read:
        raise click.UsageError("--marked: there is no list among the files that could be read")
    book = Book("A list, checked")
    marks = 0
    for number, each in enumerate(read, 1):
        marks += _sheet(book, f"{number} {each.listed.grid.name or each.source.path.stem}"[:31], each)
    write_whole(path, book.content())
    return f"deminimis: {words.many(marks, 'cell')} marked in {words.clean(str(path))}"


def _sheet(book: Book, name: str, read: Read) -> int:
    """One list: cells as they stand in the file, those of our columns with what is said of them."""
    sheet = book.sheet("".join("_" if each in "[]:*?/\\" else each for each in name).strip("'") or "List")
    grid, listed = read.listed.grid, read.listed
    said: dict[tuple[int, int], tuple[str, list[str]]] = {}
    for row, column, severity, text in _marks(read):
        worst, texts = said.setdefault((row, column), (severity, []))
        said[row, column] = ("error" if "error" in (worst, severity) else worst), [*texts, text]
    if grid.cells.height >= MOST:
        raise click.UsageError("--marked: a sheet cannot hold so many rows")
    styles = {severity: book.style({"bg_color": colour}) for severity, colour in _COLOURS.items()}
    shift = 0 if listed.header_row else 1  # a file of named cells has no header row
    if shift:
        sheet.write_row(0, 0, [link.theirs for link in listed.links], book.head)
    for at, cells in enumerate(grid.cells.iter_rows(), shift):
        for column, cell in enumerate(cells, grid.column - 1):
            if cell is not None and (at + 1, column + 1) not in said:
                sheet.write_string(at, column, cell[:WIDEST])
    for count, ((row, column), (severity, texts)) in enumerate(said.items()):
        at = row - 1 + shift
        cell = grid.cells[row - 1, column - grid.column] if column >= grid.column else None
        sheet.write(at, column - 1, cell or "", styles[severity])
        if count < _COMMENTS:
            sheet.write_comment(at, column - 1, "\n".join(texts)[:1000], {"x_scale": 3, "y_scale": 1.5})
    sheet.freeze_panes(listed.header_row or 1, 0)
    return len(said)


def _marks(read: Read) -> Iterator[tuple[int, int, str, str]]:
    """Row, column, severity and what is said."""
    listed = read.listed
    table = listed.table
    last = max(table.places.values(), default=1)
    changes = listed.changes if listed.changes.width > 1 else pl.DataFrame(schema=CHANGES)
    fixes = {(row, field): after for row, field, after in changes.select(ROW, "field", "after").iter_rows()}
    for row in read.findings.iter_rows(named=True):
        column = row["column"] or table.column(row["field"]) or last
        text = words.clean(message(row))
        fix = fixes.get((row["line"], row["field"])) if not read.ways.fix else None
        yield row["line"], column, row["severity"], text + (f". --fix writes {fix}" if fix else "")
    if read.ways.fix:
        for row in changes.iter_rows(named=True):
            column = table.column(row["field"])
            if column:
                yield row[ROW], column, "note", f"{row['field']}: taken as {row['after']}, {row['why']}"
    for link in listed.links:
        if link.asked:
            yield max(listed.header_row, 1), link.at + listed.grid.column, "error", f"is this {link.ours}? {link.why}"
        elif link.ours == LEFT_OUT:
            yield max(listed.header_row, 1), link.at + listed.grid.column, "warning", f"left out: {link.why}"
