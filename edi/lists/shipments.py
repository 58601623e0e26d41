"""A list as filings: what each row says, to be judged as if each shipment were filed so. Nobody has filed it yet."""

from dataclasses import replace
from datetime import datetime
from typing import Final

import polars as pl

from deminimis.edi.catalogue import LIST
from deminimis.edi.frames.finding_codes import MISSING
from deminimis.edi.frames.shipments import LINES, SHIPMENTS, Filings, conform
from deminimis.edi.spreadsheets.check import SHIP, Checked, check
from deminimis.edi.spreadsheets.entries import ENTRIES
from deminimis.edi.spreadsheets.reading import ROW, Table
from deminimis.edi.spreadsheets.sheet import Sheet, Terms, filings

# Without these nothing can be summed up; the rest of an entry is asked for where one is made.
ESSENTIAL: Final = ("consignee_name", "value")
# Whose shipment a row is of, and when: rows of one number that differ in these are no lines of one shipment.
_WHOSE: Final = (*(f"consignee_{what}" for what in ("name", "address", "city", "state", "postal", "country", "id")),
                 "estimated_arrival", "entry_type")  # fmt: skip
_NO_DAY: Final = datetime(2000, 1, 1)


def checked(table: Table, terms: Terms) -> Checked:
    """The list checked cell by cell; a column that an entry needs and the list has not is no fault here."""
    found = check(_sheet(table), table, terms)
    asked = (*table.header, *ESSENTIAL)
    findings = found.findings.filter(pl.col("field").is_in(asked) | (pl.col("code") != MISSING.code))
    return replace(found, findings=findings)


def _sheet(table: Table) -> Sheet:
    columns = tuple(column if column.name in table.header else replace(column, use="O") for column in ENTRIES.columns)
    return keyed(replace(ENTRIES, columns=columns), table)


def keyed(sheet: Sheet, table: Table) -> Sheet:
    """The kind of table with the key that a list has: its bills, where it has no other number of a shipment."""
    return sheet if sheet.key in table.header else replace(sheet, key="bill")


def as_filings(table: Table, made: Checked, terms: Terms) -> Filings:
    """The shipments of a checked list: as `edi.spreadsheets.sheet.filings`, of the format LIST, filed on no day.

    What a cell says and cannot be read is unread: a value that is blank or wrong, a day, a country of origin.
    """
    sheet = replace(ENTRIES, key=_sheet(table).key)
    cells = table.rows.select(
        ROW, *(pl.col(n).alias(f"{n}_cell") for n in ("estimated_arrival", "origin") if n in table.header)
    )
    own = _apart(made.rows, sheet.key)
    # 1,299.00 is wrong here, and is not one dollar: what is found fault with is no value
    own = own.with_columns(value=pl.when(~pl.col(ROW).is_in(_wrong("value", made.findings))).then("value"))
    rows = own.join(cells, on=ROW, how="left", maintain_order="left")
    wide = filings(sheet, own, terms, _NO_DAY)
    bad_origin = _there(rows, "origin") & pl.col(ROW).is_in(_wrong("origin", made.findings))
    unread = rows.select(
        seq=SHIP, value=pl.col("value").is_null(), origin=bad_origin,
        day=pl.col("estimated_arrival").is_null() & _there(rows, "estimated_arrival"),
    )  # fmt: skip
    mark = pl.concat_list(
        pl.when("value").then(pl.lit("value_cents")), pl.when("origin").then(pl.lit("origin"))
    ).list.drop_nulls()
    lines = wide.lines.with_columns(unread.select(unread=mark).to_series()).with_columns(
        origin=pl.when(~pl.col("unread").list.contains("origin")).then("origin")
    )
    whole = unread.group_by("seq", maintain_order=True).agg(pl.col("value", "origin", "day").any())
    marks = whole.select(
        "seq",
        unread=pl.concat_list(
            pl.when("value").then(pl.lit("value_cents")), pl.when("origin").then(pl.lit("origin")),
            pl.when("day").then(pl.lit("eda")),
        ).list.drop_nulls(),
    )  # fmt: skip
    ships = wide.shipments.drop("unread").join(
        marks.cast({"seq": pl.UInt32}), on="seq", how="left", maintain_order="left"
    )
    ships = ships.with_columns(format=pl.lit(LIST), filed_on=pl.lit(None, pl.Date))
    return Filings(conform(ships, SHIPMENTS), wide.bills, conform(lines, LINES))


def _there(rows: pl.DataFrame, name: str) -> pl.Expr:
    return pl.col(f"{name}_cell").is_not_null() if f"{name}_cell" in rows.columns else pl.lit(False)


def _wrong(name: str, findings: pl.DataFrame) -> pl.Expr:
    """The rows whose cell of that column has a finding."""
    return pl.lit(findings.filter(pl.col("field") == name)["line"]).implode()


def _apart(rows: pl.DataFrame, key: str) -> pl.DataFrame:
    """Rows of one number that are of several people or days, each of them a shipment of its own.

    The number is that of the first of them: one that several have, because a spreadsheet has cut it or a seller has
    counted otherwise, would make them one shipment, which counts once.
    """
    whose = [name for name in _WHOSE if name in rows.columns]
    parts = rows.select(SHIP, pl.struct(whose).rank("dense").over(SHIP).alias("part"))
    if parts["part"].max() == 1:
        return rows
    first = pl.col(ROW).min().over(SHIP, pl.struct(whose))
    own = first == pl.col(ROW).min().over(SHIP)
    numbers = [pl.when(own).then(name).alias(name) for name in dict.fromkeys((key, "bill"))]
    ships = first.rank("dense").cast(pl.UInt32).sub(1).alias(SHIP)
    return rows.with_columns(ships, *numbers).sort(SHIP, ROW, maintain_order=True)
