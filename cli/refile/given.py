"""What is known beyond the claims: a table that was filled in, options and configuration, and parties that are one."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import click
import polars as pl

from deminimis.cli.options.refiling import PARTIES
from deminimis.cli.options.request import Request
from deminimis.cli.senders.asked import Lists
from deminimis.cli.session.lists.reader import Reader
from deminimis.edi.cells.grid import SheetError
from deminimis.edi.cutting.source import Source
from deminimis.edi.formats.shared.normal import normal
from deminimis.edi.spreadsheets.from_filings import COLUMNS, OF_LINES
from deminimis.edi.spreadsheets.reading import ROW, Table

LINE: Final = "line"
TOLD: Final = ("problem", "about")  # what the sheet tells its reader; given back, it says nothing
_MARK: Final = "^'([=+@-])"  # of a sheet that was given out, so that a spreadsheet takes text for text
_UNTOLD: Final = "more_hts"
_BLANK: Final = "-"  # nothing, where the claim says something
_OTHERS: Final = tuple(name for name in COLUMNS if name != "bill")
_WHOLE: Final = tuple(name for name in COLUMNS if name not in OF_LINES and name != "bill")
WORDS: Final = ("name", "address", "city", "state", "postal", "country", "id")


def overlaid(cells: pl.DataFrame, path: Path, request: Request) -> pl.DataFrame:
    """`cells` with those of the table at `path` in their place, where it has any; `edited`: its value is the table's.

    untold: not where the table says something of its numbers of chapter 99, be it that there are none.

    A row without `line` is of the whole entry, or of its only line. Raises click.UsageError for what is no such table,
    a bill that no refused claim has, and a bill or line that stands there twice.
    """
    reader = Reader(request.lists or Lists(), request.configuration.lists)
    try:
        listed = reader.of(Source(str(path), path), ["bill", LINE, *TOLD, *_OTHERS], {}, joined=False)
    except SheetError as error:
        raise click.UsageError(f"{path}: {error}") from error
    if listed.questions:
        asked = "\n".join(f"{each.text} Say {each.answer}" for each in listed.questions)
        raise click.UsageError(f"{path}: {asked}")
    given = _checked(listed.table, cells, path)
    return _laid(cells, given)


def _checked(table: Table, cells: pl.DataFrame, path: Path) -> pl.DataFrame:
    """bill, line (UInt32), row, and the columns that the table has."""
    if "bill" not in table.header:
        raise click.UsageError(f"{path}: row 1: there is no column bill: it says which claim a row is of")
    rows = table.rows.with_columns(pl.col(pl.String).str.replace(_MARK, "$1"))
    rows = rows.with_columns(bill=normal(pl.col("bill")))
    line = pl.col(LINE) if LINE in table.header else pl.lit(None, pl.String)
    rows = rows.with_columns(line.alias("told"), line.cast(pl.UInt32, strict=False).alias(LINE))

    def refuse(wrong: pl.DataFrame, what: str) -> None:
        if wrong.height:
            first = wrong.row(0, named=True)
            raise click.UsageError(f"{path}: row {first[ROW]}: {what.format(**first)}")

    refuse(rows.filter(pl.col("bill").fill_null("") == ""), "it names no bill")
    refuse(rows.filter(pl.col("told").is_not_null() & pl.col(LINE).is_null()), "{told} is no number of a line")
    lines = cells.select("bill", "line_no")
    strange = rows.join(lines, on="bill", how="anti")
    refuse(strange, "no claim of these files that is refused has the bill {bill}; take the row out")
    numbered = rows.filter(pl.col(LINE).is_not_null())
    beyond = numbered.join(lines, left_on=["bill", LINE], right_on=["bill", "line_no"], how="anti")
    refuse(beyond, "the bill {bill} has no line {line}")
    twice = rows.with_columns(first=pl.col(ROW).min().over("bill", LINE)).filter(pl.col(ROW) > pl.col("first"))
    refuse(twice, "the bill {bill} stands in row {first} too: put what belongs together into one row")
    several = lines.group_by("bill").agg(lines=pl.len())
    goods = [name for name in OF_LINES if name in table.header]
    vague = rows.join(several, on="bill").filter(pl.col(LINE).is_null() & (pl.col("lines") > 1) & _any(goods))
    refuse(vague, "the bill {bill} has {lines} lines: say in the column line of which one the goods are")
    whole = [name for name in _WHOLE if name in table.header]
    misplaced = numbered.filter(_any(whole))
    refuse(misplaced, "a row with a line tells of its goods alone; put the rest into the row of {bill} without one")
    return rows


def _any(names: Sequence[str]) -> pl.Expr:
    """Whether one of these cells is filled."""
    return pl.any_horizontal(pl.lit(False), *(pl.col(name).is_not_null() for name in names))


def _laid(cells: pl.DataFrame, given: pl.DataFrame) -> pl.DataFrame:
    own = [name for name in COLUMNS if name in given.columns and name != "bill"]
    goods = [name for name in own if name in OF_LINES]
    wholes = given.filter(pl.col("line").is_null()).select("bill", *(pl.col(n).alias(f"{n}_w") for n in own))
    lines = given.filter(pl.col("line").is_not_null()).select(
        "bill", pl.col("line").alias("line_no"), *(pl.col(n).alias(f"{n}_l") for n in goods)
    )
    both = cells.join(wholes, on="bill", how="left", maintain_order="left")
    both = both.join(lines, on=["bill", "line_no"], how="left", maintain_order="left")
    for name in own:
        new = pl.coalesce(*((f"{name}_l",) if name in goods else ()), f"{name}_w", name)
        if name == _UNTOLD:
            both = both.with_columns(untold=pl.col("untold") & new.is_null())
        both = both.with_columns(pl.when(new != _BLANK).then(new).alias(name))
    edited = both["value"].ne_missing(cells["value"])
    return both.select(cells.columns).with_columns(edited=edited)


def defaulted(cells: pl.DataFrame, values: Mapping[str, str]) -> pl.DataFrame:
    """`cells` with `values` (column: text) where they are blank."""
    return cells.with_columns(pl.col(name).fill_null(pl.lit(value)) for name, value in values.items())


def united(cells: pl.DataFrame, same: Mapping[str, str]) -> pl.DataFrame:
    """`cells` in which the party `one` is the party `other`, for each pair of `same`, where nothing is said of it.

    copied: which parties of a claim those are (a list).
    """
    cells = cells.with_columns(copied=pl.lit([], pl.List(pl.String)))
    for one, other in same.items():
        names = [name for word in WORDS if (name := f"{one}_{word}") in cells.columns]
        unsaid = pl.all_horizontal(pl.col(name).is_null() for name in names)
        copies = (
            pl.when(unsaid).then(source).otherwise(name).alias(name)
            for name in names
            if (source := other + name.removeprefix(one)) in cells.columns
        )
        mark = pl.when(unsaid).then(pl.lit([one])).otherwise(pl.lit([], pl.List(pl.String)))
        cells = cells.with_columns(*copies, copied=pl.col("copied").list.concat(mark))
    return cells


def parted(cells: pl.DataFrame) -> pl.DataFrame:
    """`cells` as they were before `united`: what a party has of another need not be filled in twice."""
    for party in PARTIES:
        own = pl.col("copied").list.contains(party)
        names = [name for word in WORDS if (name := f"{party}_{word}") in cells.columns]
        cells = cells.with_columns(pl.when(~own).then(name).alias(name) for name in names)
    return cells
