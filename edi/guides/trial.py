"""What real files say about the layouts of 80-byte records without any guide: how many rows fit each field, and which
columns near by would fit better.

A field fits a row where its text is of its class, in its codes, a date or a time, and stands where such a field
stands: text begins in the first column, numbers fill all of theirs. Other columns are named only where the field's own
fit badly, the others fit nearly always, and they alone do, or alone begin behind a blank; or where the neighbour in
front has moved as far. A layout is never guessed from less.
"""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

import polars as pl

from deminimis.edi.layout.declare import Cols, Field, Layout

MOST: Final = 5000  # records of one kind that are looked at
LEAST: Final = 5  # rows that are not blank there: fewer say nothing
FAR: Final = 12  # columns to either side that are tried
POOR: Final = 0.6  # of the rows: a field that fits fewer is looked for elsewhere
GOOD: Final = 0.95  # of the rows that must fit there
SOME: Final = 0.2  # by which a field that moves with its neighbour must fit better there
_WIDTH: Final = 80


class Fit(NamedTuple):
    """A field of a record: rows with anything in its columns, the share of them that fits, and better columns."""

    field: Field
    filled: int
    share: float | None  # None: too few rows
    better: Cols | None
    better_share: float | None


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
    fields = [f for f in layout.fields if not f.filler and f.const is None]
    fits: list[Fit] = []
    shift = 0  # of the field in front: what moves takes its neighbours along
    for f in fields:
        fits.append(_fit(f, layout, rows, shift))
        better, place = fits[-1].better, f.place
        assert isinstance(place, Cols)
        shift = better.first - place.first if better is not None else 0 if fits[-1].share is not None else shift
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


def _fit(f: Field, layout: Layout, rows: pl.Series, shift: int) -> Fit:
    assert isinstance(f.place, Cols)
    filled, share = _fits(f, f.place, rows)
    if filled < LEAST and (f.use != "M" or rows.len() < LEAST):
        return Fit(f, filled, None, None, None)
    with_it = Cols(f.place.first + shift, f.place.last + shift)
    if shift and with_it.last <= _WIDTH and _likely(f, with_it, rows) >= max(GOOD, share + SOME):
        return Fit(f, filled, share, with_it, _likely(f, with_it, rows))
    if share >= POOR:
        return Fit(f, filled, share, None, None)
    better = [place for place in _near(f.place, layout) if _likely(f, place, rows) >= GOOD]
    clean = [place for place in better if _begins(place, rows)]
    found = clean if len(clean) == 1 else better if len(better) == 1 else []
    return Fit(f, filled, share, found[0], _likely(f, found[0], rows)) if found else Fit(f, filled, share, None, None)


def _near(place: Cols, layout: Layout) -> Iterable[Cols]:
    tag = max((f.place.last for f in layout.fields if f.const is not None and isinstance(f.place, Cols)), default=0)
    for far in range(-FAR, FAR + 1):
        first, last = place.first + far, place.last + far
        if far and first > tag and last <= _WIDTH:
            yield Cols(first, last)


def _likely(f: Field, place: Cols, rows: pl.Series) -> float:
    """The share that fits, where at least half of the rows have anything in these columns."""
    filled, share = _fits(f, place, rows)
    return share if filled >= max(LEAST, rows.len() * 0.5) else 0.0


def _begins(place: Cols, rows: pl.Series) -> bool:
    """Whether the column in front is nearly always blank: something begins here."""
    return bool(_share(rows.str.slice(place.first - 2, 1), "^ $") >= GOOD)


def _fits(f: Field, place: Cols, rows: pl.Series) -> tuple[int, float]:
    """Rows that are not blank in these columns, and the share of them that the field fits."""
    texts = rows.str.slice(place.first - 1, place.width)
    there = texts.filter(texts.str.strip_chars(" ") != "")
    return there.len(), _share(there, f"^(?:{_pattern(f, place.width)})$")


def _pattern(f: Field, width: int) -> str:
    if f.codes and f.closed:
        return "|".join(re.escape(code.ljust(width)) for code in f.codes)
    if f.kind.pattern is not None:
        return f.kind.pattern
    if f.kind.align == "right":
        return f"[{f.kind.char}]{{{width}}}"
    if not f.kind.literal:
        return f"[{f.kind.char}]+ *"
    return f"[{f.kind.char.replace(' ', '')}][{f.kind.char}]*"
