"""A table checked cell by cell: every bad cell is one finding with its row and column, and nothing is put right."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import compress
from typing import Final

import polars as pl

from deminimis.edi.cells.grid import SheetError, letter
from deminimis.edi.frames import findings
from deminimis.edi.frames.finding_codes import MISSING, VALUE
from deminimis.edi.frames.findings import FINDINGS
from deminimis.edi.spreadsheets.columns import Check, Column, missing
from deminimis.edi.spreadsheets.reading import ROW, Table
from deminimis.edi.spreadsheets.sheet import Sheet, Terms

SHIP: Final = "ship"
_SHOWN: Final = 60  # characters of a cell that a finding repeats
_FIRST: Final = "first"
_OTHER: Final = "other"


@dataclass(frozen=True)
class Checked:
    """rows: typed, with `row` and `ship`; not to be used while there are findings (columns of edi.frames.findings)."""

    rows: pl.DataFrame
    findings: pl.DataFrame


def check(sheet: Sheet, table: Table, terms: Terms) -> Checked:
    """Checks every cell. Of one cell the first thing wrong is told; `line` of a finding is the row of the table.

    Raises SheetError for a header that names an unknown column, or where no rows follow it.
    """
    _known(sheet, table)
    if not table.rows.height:
        raise SheetError("there are no rows below the header")
    absent = [column.name for column in sheet.columns if column.name not in table.header]
    blank = [name for name in absent if name not in table.rows.columns]  # others were computed
    rows = table.rows.with_columns(pl.lit(None, pl.String).alias(name) for name in blank)
    rows = rows.with_columns(column.tidy(pl.col(column.name)).alias(column.name) for column in sheet.columns)
    if SHIP not in rows.columns:
        rows = rows.with_columns(pl.col(sheet.key).forward_fill())
        rows = rows.with_columns(ship=pl.col(sheet.key).rle_id().cast(pl.UInt32))
    rows = rows.with_columns(first=pl.col(SHIP).is_first_distinct())
    rows = _inherited(sheet, rows)
    checked = rows.with_columns(**sheet.prepare(terms))
    found = [
        _header(column, table.header_row) for column in sheet.columns if column.use == "M" and column.name in absent
    ]
    done = pl.DataFrame(schema={ROW: pl.UInt32, "field": pl.String})
    # what is missing in the header is told once, of the header
    every = [
        each for each in _checks(sheet, terms, "line" if table.of_filing else "row")
        if not (each.code is MISSING and each.column in absent and sheet.by_name[each.column].use == "M")
    ]  # fmt: skip
    # of hundreds of checks few are met, most often none
    met = checked.select(each.wrong.any().alias(str(n)) for n, each in enumerate(every)).row(0)
    for each in compress(every, met):
        wrong = _wrong(each, checked, table)
        wrong = wrong.join(done, left_on=["line", "field"], right_on=[ROW, "field"], how="anti", maintain_order="left")
        if wrong.height:
            done = pl.concat([done, wrong.select(pl.col("line").alias(ROW), "field")])
            found.append(wrong)
    return Checked(_typed(sheet, checked), findings.concat(found))


def _known(sheet: Sheet, table: Table) -> None:
    for at, name in enumerate(table.header, 1):
        if name not in sheet.by_name:
            near = get_close_matches(name, sheet.by_name, n=1)
            hint = f"did you mean {near[0]}?" if near else "take it out"
            raise SheetError(f"row 1, column {letter(at)}: a {sheet.format} table has no column {name}; {hint}")


def _header(column: Column, at: int) -> pl.DataFrame:
    row = findings.finding(
        MISSING, field=column.name, place=f"row {at}, the header", doc=column.doc.rstrip("."), line=at, record="table"
    )
    return findings.frame([row])


def _inherited(sheet: Sheet, rows: pl.DataFrame) -> pl.DataFrame:
    """A shipment's cells that are blank below its first row are those of the first row."""
    own = [column.name for column in sheet.columns if not column.line and column.name != sheet.key]
    first = (pl.col(name).first().over(SHIP).alias(f"{_FIRST}_{name}") for name in own)
    rows = rows.with_columns(*first, pl.col(ROW).first().over(SHIP).alias(f"{_FIRST}_{ROW}"))
    head = pl.col(_FIRST)
    differs = (
        (~head & pl.col(name).is_not_null() & pl.col(name).ne_missing(pl.col(f"{_FIRST}_{name}"))).alias(
            f"{_OTHER}_{name}"
        )
        for name in own
    )
    rows = rows.with_columns(*differs)
    return rows.with_columns(pl.coalesce(name, f"{_FIRST}_{name}").alias(name) for name in own)


def _checks(sheet: Sheet, terms: Terms, row: str) -> Iterator[Check]:
    head = pl.col(_FIRST)
    for column in sheet.columns:
        blank = pl.col(column.name).is_null()
        if column.use == "M":
            wrong = blank if column.line else blank & head
            yield missing(column.name, wrong, column.doc.rstrip("."))
        for each in column.checks:  # what is inherited is told of the first row alone
            yield each if column.line else replace(each, wrong=each.wrong & head)
        if not column.line and column.name != sheet.key:
            told = pl.col(f"{_FIRST}_{column.name}")
            same = pl.format("{} as in row {}, or blank: rows of one shipment tell the same", told.fill_null("blank"),
                             f"{_FIRST}_{ROW}")  # fmt: skip
            yield Check(column.name, pl.col(f"{_OTHER}_{column.name}"), VALUE, same)
    key = pl.col(sheet.key)
    again = head & (key.is_not_null() & (pl.col(SHIP) != pl.col(SHIP).min().over(sheet.key)))
    earlier = pl.format("a number of its own: it stands in {} {} too; put the rows of one shipment together",
                        pl.lit(row), pl.col(f"{_FIRST}_{ROW}").min().over(sheet.key))  # fmt: skip
    yield Check(sheet.key, again, VALUE, earlier)
    for each in sheet.checks(terms):
        yield (
            each if sheet.by_name[each.column].line else Check(each.column, each.wrong & head, each.code, each.expected)
        )


def _wrong(each: Check, rows: pl.DataFrame, table: Table) -> pl.DataFrame:
    """The findings of one check."""
    bad = rows.select(each.wrong.fill_null(False)).to_series()
    name, header = each.column, table.header
    at = table.column(name)
    where = f"column {letter(at)}" if at else "which the table has no column for"
    place = pl.format("shipment of line {}", ROW) if table.of_filing else pl.format("row {}, {}", ROW, pl.lit(where))
    shown = table.rows[name] if name in header else rows[name]
    expected = pl.lit(each.expected) if isinstance(each.expected, str) else each.expected
    frame = rows.with_columns(shown.str.slice(0, _SHOWN).alias("value_"), expected.alias("expected_")).filter(bad)
    doc = each.expected if isinstance(each.expected, str) else ""
    params = pl.struct(
        pl.lit(name).alias("field"),
        place.alias("place"),
        pl.col("value_").alias("value"),
        pl.col("expected_").alias("expected"),
        pl.lit(doc).alias("doc"),
    )
    return frame.select(
        code=pl.lit(each.code.code),
        severity=pl.lit("error").cast(FINDINGS["severity"]),
        file=pl.lit(None, pl.UInt32),
        line=pl.col(ROW),
        column=pl.lit(at, pl.UInt32),
        byte=pl.lit(None, pl.UInt64),
        width=pl.lit(None, pl.UInt32),
        record=pl.lit("table"),
        field=pl.lit(name),
        value=pl.col("value_"),
        params=params.struct.json_encode(),
        related=pl.lit(None, FINDINGS["related"]),
    )


def _typed(sheet: Sheet, rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(ROW, SHIP, *(column.read(pl.col(column.name)).alias(column.name) for column in sheet.columns))
