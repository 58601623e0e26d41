"""Where the header of a list stands, among titles, logos and blank rows; and totals and remarks that are no rows."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Final

import polars as pl

from deminimis.edi.cells.grid import Grid, SheetError, letter
from deminimis.edi.lists import money
from deminimis.edi.lists.columns import is_near, known
from deminimis.edi.lists.ways import COMMA, POINT

LOOKED_AT: Final = 60  # rows among which the header is
_LEAST: Final = 2  # names that a header must have
# A cell that says that its row is a sum. Whole cells only: a company may well be called Total.
_TOTAL: Final = (
    r"(?i)^(?:grand |sub-?|order )?(?:totals?|sum|summe|gesamt(?:summe|betrag)?|somme|total général|total general|suma|"
    r"totale|合计|总计|小计|合計|共计)(?:[ -](?:number of )?(?:value|amount|usd|general|général|pieces|shipments?|"
    r"parcels?|orders?|items?|packages?|cartons?|weight|qty|quantity|rows?))?\s*[:：]?\s*\d*$"
)
_PAGE: Final = r"(?i)^(?:page|seite|página|pagina|p\.)\s*\d+(?:\s*(?:/|of|von|de|sur|di)\s*\d+)?$|^第\s*\d+\s*页"
_EXAMPLE: Final = (
    r"(?i)^(?:e\.g\.|(?:example|beispiel|exemple|ejemplo)\s*[:：]|例[:：])"  # of a form that was filled in
)
_SEVERAL: Final = 2  # amounts, a sum among them
_EXAMPLES: Final = 3  # rows below the header among which it is
NO_EXAMPLES: Final[Mapping[str, Collection[str]]] = {}
_NEW_HEADER: Final = 3  # names that are known, in a row below the header
_DOUBTFUL: Final = 200  # rows that are looked at for that


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


def names(grid: Grid, at: int) -> list[str | None]:
    """The names of the columns, in the header's row, from 0. Of several that are called alike each has in front what
    stands above it (Shipper, Consignee), or the letter of its column behind.
    """
    row = list(grid.cells.row(at))
    groups, last = [], None
    for cell in grid.cells.row(at - 1) if at else [None] * len(row):
        last = cell or last
        groups.append(last)

    def several(named: Sequence[str | None]) -> Counter[str]:
        return Counter(name.casefold() for name in named if name)

    alike = several(row)
    own = [
        f"{group} {name}" if name and group and alike[name.casefold()] > 1 else name
        for name, group in zip(row, groups, strict=True)
    ]
    alike = several(own)
    return [
        f"{name} [{letter(number)}]" if name and alike[name.casefold()] > 1 else name
        for number, name in enumerate(own, grid.column)
    ]


def none_found(names: Collection[str]) -> SheetError:
    """What is said of a file without a header."""
    of = f" in {' or '.join(map(repr, names))}" if any(names) else ""
    return SheetError(
        f"no header was found{of}: none of the first {LOOKED_AT} rows names two columns that are known, such as "
        "consignee and value; put a row of names above the list (`deminimis convert --template` prints them), or say "
        'what they are, --map "Their column=consignee_name"'
    )


def body(
    rows: pl.DataFrame, header: Sequence[str | None], names: Collection[str], codes: Collection[str],
    amounts: Collection[str] = (), examples: Mapping[str, Collection[str]] = NO_EXAMPLES,
) -> tuple[pl.DataFrame, pl.DataFrame]:  # fmt: skip
    """The rows of the list, and those that are none: sums, numbers of pages, remarks, an example, the header repeated.

    header: its cells. names: columns of the list that say whom or what a row is about (consignee, bill, goods): a sum
    has none of them, other than the word that says so. codes: those of them that are never three words. amounts: those
    of values: a last amount alone is a sum where it is that of the others, else one of a row that lacks the rest.
    examples: what stands in the example row of a form of ours; where it holds anything else it was filled in.
    """
    cells = [name for name in rows.columns if name != "row"]
    said = pl.sum_horizontal(pl.col(name).is_not_null() for name in cells)
    total = pl.any_horizontal(pl.col(name).str.contains(_TOTAL).fill_null(False) for name in cells)
    told = [pl.col(name).is_not_null() & ~pl.col(name).str.contains(_TOTAL) for name in names if name in cells]
    about = pl.sum_horizontal(pl.lit(0), *(each.cast(pl.Int32) for each in told))
    last = (pl.int_range(pl.len()) > pl.int_range(pl.len()).filter(said > 1).max()).fill_null(False)
    # a remark stands where nothing or a number belongs: a name or a number alone is a row that lacks the rest
    wordy = [pl.col(name).str.contains(r"\S+\s+\S+\s+\S+").fill_null(False) for name in codes if name in cells]
    words = [pl.col(name).is_null() | many for name, many in zip(filter(cells.__contains__, codes), wordy, strict=True)]
    others = [pl.col(name).is_null() for name in names if name in cells and name not in codes]
    alone = (said <= 1) & pl.all_horizontal(pl.lit(True), *words, *others)
    worth = pl.any_horizontal(pl.lit(False), *(pl.col(name).str.contains(r"\d").fill_null(False) for name in amounts))
    added = pl.any_horizontal(pl.lit(False), *(_is_sum(name) for name in amounts))
    remark = alone & ((last & (~worth | added)) | pl.any_horizontal(pl.lit(False), *wordy))
    paged = {name: pl.col(name).str.contains(_PAGE).fill_null(False) for name in cells}
    priced = (pl.col(name).str.contains(r"\d").fill_null(False) & ~paged[name] for name in amounts)
    page = (said <= 2) & pl.any_horizontal(paged.values()) & ~pl.any_horizontal(pl.lit(False), *priced)
    filled = pl.any_horizontal(pl.lit(False), *(~pl.col(name).is_in(own) for name, own in examples.items()))
    example = (pl.int_range(pl.len()) < _EXAMPLES) & pl.coalesce(cells).str.contains(_EXAMPLE)
    example &= ~filled.fill_null(False)
    heads = {name: (header[int(name)] or "").lower() for name in cells}
    again = pl.all_horizontal(
        pl.col(name).is_null() | (pl.col(name).str.to_lowercase() == head) for name, head in heads.items()
    )
    sums = total & (about == 0)
    kept = rows.select(out=sums | remark | page | example | (again & (said > 1))).to_series()
    return rows.filter(~kept), rows.filter(kept)


def _is_sum(name: str) -> pl.Expr:
    """Whether an amount is the sum of several above it, whichever mark cents have: of one it may be another line."""
    out = []
    for decimal in (POINT, COMMA):
        cents = (money.amount(pl.col(name), decimal).cast(pl.Float64) * 100).round(0)
        out.append((cents == cents.cum_sum().shift(1)) & (cents.cum_count() > _SEVERAL))
    return pl.any_horizontal(out).fill_null(False)


def one_list(rows: pl.DataFrame, amounts: Collection[str], own: Collection[str], kept: Mapping[str, str]) -> None:
    """Raises SheetError where another header stands among the rows: what is below it would be read by the wrong names.

    amounts: columns of values, in which a header has no digit.
    """
    if not amounts:
        return
    doubtful = pl.all_horizontal(~pl.col(name).str.contains(r"\d").fill_null(False) for name in amounts)
    for row, *cells in rows.filter(doubtful).head(_DOUBTFUL).iter_rows():
        if sum(known(cell, own, kept) for cell in cells if cell) >= _NEW_HEADER:
            raise SheetError(
                f"row {row} is the header of another list: put each list into a file of its own, and give both; "
                "files add up together"
            )


def told(out: pl.DataFrame) -> list[str]:
    """What is said of rows that are left out: the row, and what stands there."""
    lines = []
    for row in out.head(5).iter_rows():
        text = ", ".join(str(cell) for cell in row[1:] if cell is not None)
        lines.append(f"row {row[0]} is left out: {text[:80]}")
    if out.height > 5:
        lines.append(f"... and {out.height - 5:,} more rows that are none of the list")
    return lines
