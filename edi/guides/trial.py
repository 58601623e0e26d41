"""What real files say about the layouts of 80-byte records without any guide: how many rows fit each field, and where
the fields stand that have moved.

A field fits a row where its text is of its class, in its codes, a date or a time, and stands where such a field
stands: text begins in the first column, numbers fill all of theirs. Where it stands is told by all columns at once
(`alignment`): a field is said to have moved only where no other place explains the records as well. A layout is never
guessed from less; what the rows do not tell is said to be that.
"""

from typing import Final, Literal, NamedTuple

import polars as pl

from deminimis.edi.guides.alignment import ROWS, SURE, Placed, aligned
from deminimis.edi.guides.costs import pattern
from deminimis.edi.layout.declare import Cols, Field, Layout

MOST: Final = 5000  # records of one kind that are looked at
MOST_GONE: Final = 2  # fields that may have been left out of one record
LEAST: Final = 5  # rows that are not blank there: fewer say nothing
POOR: Final = 0.6  # of the rows: a field that fits fewer is not said to fit
GOOD: Final = 0.95  # of the rows that must fit there
_SURE_GONE: Final = 2 * SURE  # that a field stands nowhere is more to say than that it has moved
_WIDTH: Final = 80

# fits: nothing says otherwise | moved: to `better` | gone: dropped, or made one with another | open: cannot be told
Says = Literal["fits", "moved", "gone", "open", "few"]
# of a field that is open: nothing stands where it would be, or the same in all rows, or other places explain as much
Why = Literal["blank", "same", "alike"]


class Fit(NamedTuple):
    """A field of a record: rows with anything in its columns, the share of them that fits, and where it stands.

    `others`: places that explain the records about as well, of a field that is `open`.
    """

    field: Field
    filled: int
    share: float | None  # None: too few rows
    says: Says
    better: Cols | None = None
    better_share: float | None = None
    others: tuple[Cols, ...] = ()
    why: Why | None = None


class Tried(NamedTuple):
    """One kind of record: how many were looked at, a mark a column (`heat`), its fields."""

    tag: str
    layout: Layout
    rows: int
    heat: str
    fits: list[Fit]


def tried(tag: str, layout: Layout, raw: pl.Series) -> Tried:
    """The records of one layout (family `fixed`), as a series of texts, at most MOST of them."""
    rows = raw.head(MOST).str.pad_end(_WIDTH, " ").str.slice(0, _WIDTH)
    some = rows.gather_every(-(-rows.len() // ROWS) if rows.len() else 1)
    if rows.len() < LEAST:
        known = [(f, f.place) for f in layout.fields if not f.filler and f.const is None and isinstance(f.place, Cols)]
        return Tried(
            tag, layout, rows.len(), _heat(rows), [Fit(f, _fits(f, at, rows)[0], None, "few") for f, at in known]
        )
    placed = aligned(layout, some.to_list())
    fits = [_fit(each, rows) for each in placed]
    if sum(each.place is None for each in placed) > MOST_GONE:  # another record than its identifier says
        claimed = ("moved", "gone")
        fits = [fit._replace(says="open", better=None, why="alike") if fit.says in claimed else fit for fit in fits]
    return Tried(tag, layout, rows.len(), _heat(rows), fits)


def _heat(rows: pl.Series) -> str:
    """A mark a column: `.` blank, 9 digits, A letters, x others or a mixture; small where a fifth or more is blank."""
    out = []
    for column in range(_WIDTH):
        cells = rows.str.slice(column, 1)
        there = cells.filter(cells != " ")
        if there.len() <= rows.len() * 0.02:
            out.append(".")
            continue
        digits, letters = _share(there, "^[0-9]$"), _share(there, "^[A-Z]$")
        mark = "9" if digits >= GOOD else "A" if letters >= GOOD else "X"
        full = there.len() >= rows.len() * 0.8
        out.append(mark if full else {"9": "0", "A": "a", "X": "x"}[mark])
    return "".join(out)


def _share(texts: pl.Series, pattern: str) -> float:
    return float(texts.str.contains(pattern).mean() or 0.0) if texts.len() else 0.0  # type: ignore[arg-type]


def _fit(placed: Placed, rows: pl.Series) -> Fit:
    f, place = placed.field, placed.place
    assert isinstance(f.place, Cols)
    filled, share = _fits(f, f.place, rows)
    known = share if filled >= LEAST else None
    there, better = (filled, share) if place is None or place == f.place else _fits(f, place, rows)
    # a narrower place could be the field's own with nothing at its end
    sure = placed.margin >= SURE and (place is None or place.width >= f.place.width)
    if place is None and placed.margin >= _SURE_GONE:
        return Fit(f, filled, known, "gone")
    if sure and place != f.place and there >= LEAST and better >= GOOD:
        return Fit(f, filled, known, "moved", place, better)
    if known is None and there < LEAST:
        return Fit(f, filled, None, "few")
    if place == f.place and share >= POOR:
        return Fit(f, filled, known, "fits")
    others = tuple(each for each in (place, placed.other) if each is not None and each != f.place)
    return Fit(f, filled, known, "open", others=others, why=_why(rows, place or f.place))


def _why(rows: pl.Series, place: Cols) -> Why:
    texts = rows.str.slice(place.first - 1, place.width)
    there = texts.filter(texts.str.strip_chars(" ") != "")
    return "blank" if there.len() < LEAST else "same" if there.n_unique() == 1 else "alike"


def _fits(f: Field, place: Cols, rows: pl.Series) -> tuple[int, float]:
    """Rows that are not blank in these columns, and the share of them that the field fits."""
    texts = rows.str.slice(place.first - 1, place.width)
    there = texts.filter(texts.str.strip_chars(" ") != "")
    return there.len(), _share(there, f"^(?:{pattern(f, place.width)})$")
