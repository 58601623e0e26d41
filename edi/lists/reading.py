"""A list, read as it comes: found, mapped, put right, and made a table that is checked as any other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from deminimis.edi.cells.book import OLD, PACKED, Book, opened
from deminimis.edi.cells.grid import Grid, SheetError
from deminimis.edi.cells.text import rows as lines
from deminimis.edi.lists import header as heads
from deminimis.edi.lists.columns import CURRENCY, HELPERS, UNIT_VALUE, mapped, plainly, questions
from deminimis.edi.lists.right import put_right
from deminimis.edi.lists.ways import LEFT_OUT, Link, Question, Ways
from deminimis.edi.spreadsheets.reading import ROW, Table, named, unmarked
from deminimis.edi.spreadsheets.sheets import CHOICES, examples

NOTHING: Final[Mapping[str, str]] = {}
_NOBODY: Final[Mapping[str, Ways]] = {}
_ABOUT: Final = ("consignee_name", "consignee_address", "bill", "entry_number", "description", "hts", "consignee_id")
_KEYS: Final = ("entry_number", "bill")
_AMOUNTS: Final = ("value", UNIT_VALUE)
_SAMPLES: Final = 3


@dataclass(frozen=True)
class Listed:
    """A list as it was read. table: of our columns, put right where `ways.fix` says so. changes: of
    `edi.lists.right.CHANGES`, those made, or those that would be. samples: three values of each of its columns.
    """

    kind: str
    grid: Grid
    header_row: int  # from 1; 0: the rows name their cells themselves
    links: tuple[Link, ...]
    samples: Mapping[int, tuple[str, ...]]
    questions: tuple[Question, ...]
    notes: tuple[str, ...]
    table: Table
    changes: pl.DataFrame

    @property
    def ours(self) -> bool:
        """Whether it is our own template: every column is called as we call it."""
        return all(link.own for link in self.links)


def take(
    data: bytes, own: Sequence[str], ways: Ways, also: Mapping[str, str] = NOTHING,
    known: Mapping[str, Ways] = _NOBODY, *, joined: bool = True,
) -> tuple[Listed, Ways]:  # fmt: skip
    """Reads a list of columns that are called `own`, or by any word for them (also: `edi.lists.columns.mapped`).

    known: what is known of senders. A list whose header has all the columns of one, and no other, is of that sender.
    joined: rows of one number are put together, as those of one shipment.
    The second of what is given is what the list was read by. Raises SheetError for what is no list.
    """
    kept = {plainly(theirs): ours for theirs, ours in ways.columns.items()}
    table = named(data)
    if table is not None:
        ways = _recognised([tuple(table.header)], ways, known)
        kept = {plainly(theirs): ours for theirs, ours in ways.columns.items()}
        names: list[str | None] = list(table.header)
        numbers = [str(n) for n in range(len(names))]
        cells = table.rows.drop(ROW)
        cells.columns = numbers
        grid = Grid("", "a file of named cells", cells)
        at, rows = -1, cells.select(table.rows[ROW], pl.all())
    else:
        grid, asked = _sheet(data, own, kept, ways)
        if asked:
            return _unread(grid, asked), ways
        rows_looked_at = range(min(grid.cells.height, heads.LOOKED_AT))
        ways = _recognised([tuple(heads.names(grid, n)) for n in rows_looked_at], ways, known) if known else ways
        kept = {plainly(theirs): ours for theirs, ours in ways.columns.items()}
        at = heads.header_row(grid, own, kept)
        if at < 0:
            raise heads.none_found([grid.name])
        names = heads.names(grid, at)
        rows = unmarked(grid.cells)[at + 1 :].with_row_index(ROW, at + 2)
        rows = rows.filter(pl.any_horizontal(pl.exclude(ROW).is_not_null()))
    links = mapped(names, own, kept, also)
    if at >= 0:
        amounts = [str(link.at) for link in links if link.ours in _AMOUNTS]
        header = [None if cell is None else str(cell) for cell in grid.cells.row(at)]
        rows, notes = _without_totals(rows, header, links, amounts)
        heads.one_list(rows, amounts, own, kept)
        grid = replace(grid, notes=(*grid.notes, *notes))
    return _read(grid, at, rows, links, ways, joined=joined), ways


def _recognised(rows: Sequence[tuple[str | None, ...]], ways: Ways, known: Mapping[str, Ways]) -> Ways:
    """What is known of the sender whose columns are those of one of the rows; `ways` where there is none."""
    of = {frozenset(map(plainly, each.columns)): each for each in known.values() if each.columns}
    for row in rows:
        found = of.get(frozenset(plainly(cell) for cell in row if cell))
        if found is not None:
            return found
    return ways


def _unread(grid: Grid, asked: Question) -> Listed:
    nothing = pl.DataFrame(schema={ROW: pl.UInt32})
    return Listed(grid.kind, grid, 0, (), {}, (asked,), (), Table((), nothing), nothing)


def _sheet(data: bytes, own: Sequence[str], kept: Mapping[str, str], ways: Ways) -> tuple[Grid, Question | None]:
    """The sheet that the list is in; asked where several could be it."""
    if not data.startswith((PACKED, OLD)):
        return lines(data), None
    book = opened(data)
    if not book.names:
        raise SheetError("the workbook has no sheet that is not hidden")
    if ways.sheet:
        if ways.sheet not in (*book.names, *book.hidden):
            raise SheetError(f"it has no sheet {ways.sheet!r}; its sheets are {', '.join(map(repr, book.names))}")
        return _alone(book.sheet(ways.sheet), book, ()), None
    grids = [grid for grid in map(book.sheet, book.names) if grid.cells.height]
    found = [grid for grid in grids if heads.header_row(grid, own, kept) >= 0]
    if not found:
        raise heads.none_found([grid.name for grid in grids])
    one = found[0]
    sheets = ", ".join(repr(grid.name) for grid in found)
    if len(found) > 1:
        text = (
            f"Which sheet is the list? {sheets} have a header. What one consignee gets in several is one sum: put "
            "their rows into one sheet, or save each as CSV and give them all."
        )
        return one, Question(text, f'--sheet "{one.name}" to take it alone')
    width = sum(cell is not None for cell in one.cells.row(heads.header_row(one, own, kept)))
    wide = next((grid.name for grid in grids if grid is not one and _filled(grid) * 3 >= width * 2), None)
    if wide is not None:
        text = (
            f"Sheet {wide!r} has no header, and rows as wide as those of {one.name!r}: if they are of the list, put "
            "them below it."
        )
        return one, Question(text, f'--sheet "{one.name}" if they are not')
    return _alone(one, book, [grid.name for grid in grids]), None


def _filled(grid: Grid) -> int:
    """Cells of its fullest row."""
    return int(grid.cells.select(pl.sum_horizontal(pl.all().is_not_null()).max()).item() or 0)


def _alone(grid: Grid, book: Book, looked_at: Sequence[str]) -> Grid:
    """The grid, with a note of the sheets that are not read."""
    others = [name for name in (looked_at or book.names) if name not in (grid.name, CHOICES)]
    hidden = [name for name in book.hidden if name != grid.name]
    notes = [f"of the sheets this one alone is read, not {', '.join(map(repr, others))}"] if others else []
    notes += [f"hidden sheets are not read: {', '.join(map(repr, hidden))}"] if hidden else []
    return replace(grid, notes=(*grid.notes, *notes))


def _read(
    grid: Grid, at: int, rows: pl.DataFrame, links: tuple[Link, ...], ways: Ways, *, joined: bool
) -> Listed:  # fmt: skip
    samples = {link.at: tuple(rows[str(link.at)].drop_nulls().head(_SAMPLES)) for link in links}
    if not rows.height:
        left = [note for note in grid.notes if note.startswith("row ")]
        raise SheetError("there are no rows below the header" + "".join(f"; {note}" for note in left))
    _whole(grid, at, rows)
    unnamed = [int(n) for n in rows.columns if n != ROW and int(n) not in {link.at for link in links}]
    filled = [n for n in unnamed if rows[str(n)].null_count() < rows.height]
    notes = [f"column {n + grid.column} has no name in the header and is left out" for n in filled]
    ours, places = _ours(rows, links, grid.column)
    made = [name for name in ways.values if name not in HELPERS]
    given = ours.with_columns(
        (pl.col(name).fill_null(ways.values[name]) if name in ours.columns else pl.lit(ways.values[name])).alias(name)
        for name in made
    )
    currencies = {link.ours: link.currency for link in links if link.currency}
    for number, money in grid.currencies.items():
        column = next((link.ours for link in links if link.at + grid.column == number), "value" if not number else "")
        currencies.setdefault(column, money)
    template = all(link.own for link in links)
    righted = put_right(given, ways, currencies, ours=template)
    now = righted.rows if ways.fix else _amounts(given, righted.rows)
    now = now.drop(CURRENCY, strict=False).drop(UNIT_VALUE, "items", strict=False)
    asked = (*questions(links), *righted.questions)
    if UNIT_VALUE in given.columns and "value" not in given.columns:
        notes.append("value is made of the price of one and the number of items")
        places.setdefault("value", places.get(UNIT_VALUE, 0))
    now, together = _together(now) if joined else (now, "")
    notes += [together] if together else []
    table = Table(
        tuple(name for name in now.columns if name not in (ROW, "ship")), now, places=places, header_row=max(at, 0) + 1
    )
    changes = righted.changes.filter(pl.col("field").is_in(list(table.header)))
    return Listed(grid.kind, grid, at + 1, links, samples, asked, (*grid.notes, *notes), table, changes)


def _amounts(given: pl.DataFrame, righted: pl.DataFrame) -> pl.DataFrame:
    """The rows as they stand; but an amount in another currency is none in dollars, put right or not."""
    if "value" not in given.columns:
        return given.with_columns(righted["value"]) if "value" in righted.columns else given
    foreign = righted["value"].str.contains(r"[^\d.,\s\-]")
    return given.with_columns(value=pl.when(foreign).then(righted["value"]).otherwise(given["value"]))


def _without_totals(
    rows: pl.DataFrame, header: Sequence[str | None], links: Sequence[Link], amounts: Sequence[str]
) -> tuple[pl.DataFrame, list[str]]:
    about = [str(link.at) for link in links if link.ours in _ABOUT]
    codes = [str(link.at) for link in links if link.ours in _KEYS]
    own = {str(link.at): examples(link.ours) for link in links if link.own}
    rows, out = heads.body(rows, header, about, codes, amounts, own)
    return rows, heads.told(out)


def _whole(grid: Grid, at: int, rows: pl.DataFrame) -> None:
    """Raises SheetError where cells of the list are merged: a reader sees the first of them alone."""
    last = int(rows[ROW][-1])
    merged = [each for each in grid.merged if at + 1 < int("".join(filter(str.isdigit, each.split(":")[0]))) <= last]
    if merged:
        shown = ", ".join(merged[:5]) + (" ..." if len(merged) > 5 else "")
        raise SheetError(f"cells are merged ({shown}): unmerge them, so that each row has its own")


def _ours(rows: pl.DataFrame, links: Sequence[Link], first: int) -> tuple[pl.DataFrame, dict[str, int]]:
    """The rows by our names, and the number of each column; what several columns make up is joined."""
    parts: dict[str, list[Link]] = {}
    for link in links:
        if link.ours not in ("", LEFT_OUT) and not link.asked:
            parts.setdefault(link.ours, []).append(link)
    columns = []
    for name, made in parts.items():
        cells = [pl.col(str(link.at)) for link in sorted(made, key=lambda link: (link.part, link.at))]
        joined = (
            cells[0] if len(cells) == 1 else pl.concat_str(*cells, separator=" ", ignore_nulls=True).replace("", None)
        )
        columns.append(joined.alias(name))
    return rows.select(ROW, *columns), {name: made[0].at + first for name, made in parts.items()}


def _together(rows: pl.DataFrame) -> tuple[pl.DataFrame, str]:
    """Rows of one number put together, since rows that follow one another are one shipment.

    A column of numbers in which nothing stands is none: each row would be of the shipment above it.
    """
    rows = rows.drop(name for name in _KEYS if name in rows.columns and rows[name].null_count() == rows.height)
    key = next((name for name in _KEYS if name in rows.columns), None)
    if key is None:
        return rows.with_columns(ship=pl.int_range(pl.len(), dtype=pl.UInt32)), ""
    number = pl.col(key).forward_fill()
    first = pl.col(ROW).min().over(number)
    sorted_ = rows.with_columns(first_=pl.when(number.is_not_null()).then(first).otherwise(ROW), key_=number)
    sorted_ = sorted_.sort("first_", ROW, maintain_order=True)
    moved = sorted_[ROW].to_list() != rows[ROW].to_list()
    if moved:
        sorted_ = sorted_.with_columns(pl.col("key_").alias(key))
    return sorted_.drop("first_", "key_"), f"rows of one {key} that stood apart are taken together" if moved else ""
