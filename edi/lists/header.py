"""Where the header of a list stands, among titles, logos and blank rows; and totals and remarks that are no rows."""

from collections.abc import Collection, Mapping
from typing import Final

import polars as pl

from deminimis.edi.cells.grid import Grid, SheetError
from deminimis.edi.lists.columns import is_near, known

LOOKED_AT: Final = 60  # rows among which the header is
_LEAST: Final = 2  # names that a header must have
# A cell that says that its row is a sum. Whole cells only: a company may well be called Total.
_TOTAL: Final = (
    r"(?i)^(?:grand |sub-?|order )?(?:totals?|sum|summe|gesamt(?:summe|betrag)?|somme|total général|total general|suma|"
    r"totale|合计|总计|小计|合計|共计)(?: (?:value|amount|usd|pieces|general|général))?\s*[:：]?$"
)


def header_row(grid: Grid, own: Collection[str], kept: Mapping[str, str]) -> int:
    """The row of the header, from 0: that with the most names that are known; -1 where none has two.

    Of rows with one name that is known, that which has another that is nearly called like one.
    """
    best, most, one = -1, _LEAST - 1, -1
    for at, cells in enumerate(grid.cells.head(LOOKED_AT).iter_rows()):
        names = {cell.casefold() for cell in cells if known(cell, own, kept)}
        if len(names) > most:
            best, most = at, len(names)
        elif len(names) == 1 and best < 0 and one < 0:
            one = at if any(cell and cell.casefold() not in names and is_near(cell, own) for cell in cells) else -1
    return best if best >= 0 else one


def none_found(names: Collection[str]) -> SheetError:
    """What is said of a file without a header."""
    of = f" in {' or '.join(map(repr, names))}" if any(names) else ""
    return SheetError(
        f"no header was found{of}: none of the first {LOOKED_AT} rows names two columns that are known, such as "
        "consignee and value; put a row of names above the list (`deminimis convert --template` prints them)"
    )


def body(rows: pl.DataFrame, names: Collection[str], codes: Collection[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows of the list, and those that are none: sums, remarks below the last, the header repeated.

    names: columns of the list that say whom or what a row is about (consignee, bill, goods): a sum has none of them,
    other than the word that says so. codes: those of them that are never three words.
    """
    cells = [name for name in rows.columns if name != "row"]
    said = pl.sum_horizontal(pl.col(name).is_not_null() for name in cells)
    total = pl.any_horizontal(pl.col(name).str.contains(_TOTAL).fill_null(False) for name in cells)
    told = [pl.col(name).is_not_null() & ~pl.col(name).str.contains(_TOTAL) for name in names if name in cells]
    about = pl.sum_horizontal(pl.lit(0), *(each.cast(pl.Int32) for each in told))
    last = pl.int_range(pl.len()) > pl.int_range(pl.len()).filter(said > 1).max()
    # a remark stands where nothing or a number belongs: a name or a number alone is a row that lacks the rest
    words = [pl.col(name).is_null() | pl.col(name).str.contains(r"\S+\s+\S+\s+\S+") for name in codes if name in cells]
    others = [pl.col(name).is_null() for name in names if name in cells and name not in codes]
    remark = last.fill_null(False) & (said <= 1) & pl.all_horizontal(pl.lit(True), *words, *others)
    sums = total & (about == 0)
    kept = rows.select(out=sums | remark).to_series()
    return rows.filter(~kept), rows.filter(kept)


def told(out: pl.DataFrame) -> list[str]:
    """What is said of rows that are left out: the row, and what stands there."""
    lines = []
    for row in out.head(5).iter_rows():
        text = ", ".join(str(cell) for cell in row[1:] if cell is not None)
        lines.append(f"row {row[0]} is left out: {text[:80]}")
    if out.height > 5:
        lines.append(f"... and {out.height - 5:,} more rows that are none of the list")
    return lines
