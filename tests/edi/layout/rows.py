"""Valid rows for any layout: for each field a strategy of (text on the wire, typed value), from its declaration."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Final

import polars as pl
from hypothesis import strategies as st

from deminimis.edi.layout import kinds
from deminimis.edi.layout.declare import COMPONENT, END, FIELD, RELEASED, REPETITION, Cols, Field, Layout, Part
from deminimis.edi.layout.kinds import Kind

Cell = tuple[str, Any]
BLANK: Final[Cell] = ("", None)
_CANONICAL: Final = {FIELD, COMPONENT, REPETITION, END, RELEASED, "\r", "\n"}


@cache
def alphabet(kind: Kind) -> str:
    """The characters that a kind's text may have, as its declaration says."""
    allowed = re.compile(f"[{kind.char}]")
    return "".join(chr(n) for n in range(256) if allowed.match(chr(n)) and chr(n) not in _CANONICAL)


def cell(f: Field, family: str) -> st.SearchStrategy[Cell]:
    """A text that may stand in the field, in the form in which it is written, and what it means."""
    if f.filler:
        return st.just(BLANK)
    if f.const is not None:
        return st.just((f.const, f.const))
    right = _codes(f) if f.codes and f.closed else _by_meaning(f, family)
    return right if f.use == "M" else st.one_of(right, st.just(BLANK))


def _codes(f: Field) -> st.SearchStrategy[Cell]:
    assert f.codes
    if f.kind.dtype == pl.Int64():
        return st.sampled_from([(code, int(code)) for code in f.codes])
    return st.sampled_from([(code, code) for code in f.codes])


def _by_meaning(f: Field, family: str) -> st.SearchStrategy[Cell]:
    low, high = f.widths
    low = 1 if isinstance(f.place, Cols) and f.kind.align == "right" else max(low, 1)
    made = _MEANINGS.get(f.kind.read)
    if made is None:
        return _whatever_it_reads(f.kind, low, high)
    if f.kind.read is kinds.A.read:
        return _text(f, family)
    shape = re.compile(f.kind.pattern or ".*")
    return made(low, high, f.kind).filter(lambda c: low <= len(c[0]) <= high and bool(shape.fullmatch(c[0])))


def _text(f: Field, family: str) -> st.SearchStrategy[Cell]:
    low, high = max(f.widths[0], 1), f.widths[1]
    if f.kind.pattern is not None:
        texts = st.from_regex(rf"\A(?:{f.kind.pattern})\Z").filter(lambda t: low <= len(t) <= high)
    elif family == "x12":  # blanks are data: ISA02 has ten of them
        texts = st.text(alphabet(f.kind), min_size=low, max_size=high)
    else:
        low = 1 if isinstance(f.place, Cols) else low  # padded to its width
        ends = alphabet(f.kind).replace(" ", "")
        inner = st.text(alphabet(f.kind), min_size=max(low - 2, 0), max_size=max(high - 2, 0))
        texts = st.text(ends, min_size=low, max_size=min(2, high)) if high <= 2 else st.builds(
            lambda a, b, c: a + b + c, st.sampled_from(ends), inner, st.sampled_from(ends)
        )  # fmt: skip
    return texts.map(lambda t: (t, t))


def _integers(factor: int) -> Callable[[int, int, Kind], st.SearchStrategy[Cell]]:
    def make(low: int, high: int, _: Kind) -> st.SearchStrategy[Cell]:
        least = 0 if low == 1 else 10 ** (low - 1)
        return st.integers(least, 10 ** min(high, 16) - 1).map(lambda n: (str(n), n * factor))

    return make


def _amount(low: int, high: int, _: Kind) -> st.SearchStrategy[Cell]:
    cents = st.integers(0, 10 ** min(high - 1, 16) - 1)
    return cents.map(lambda c: (f"{c // 100}.{c % 100:02d}", c))


def _decimal(low: int, high: int, kind: Kind) -> st.SearchStrategy[Cell]:
    def show(n: int, shift: int) -> Cell:
        text = format(Decimal(n).scaleb(-shift), "f")
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return (text if text != "-0" else "0", float(text))

    most = 10 ** min(high - 2, 12) - 1
    least = -most if "-" in alphabet(kind) else 0
    return st.builds(show, st.integers(least, most), st.integers(0, 3))


def _date(form: str, first: date, last: date) -> Callable[[int, int, Kind], st.SearchStrategy[Cell]]:
    return lambda low, high, kind: st.dates(first, last).map(lambda d: (d.strftime(form), d))


_CENTURY = (date(2000, 1, 1), date(2099, 12, 31))
_MEANINGS: Final[dict[Any, Callable[[int, int, Kind], st.SearchStrategy[Cell]]]] = {
    kinds.A.read: _integers(1),  # text: told apart above
    kinds.N.read: _integers(1),
    kinds.USD.read: _integers(100),
    kinds.AMOUNT.read: _amount,
    kinds.R.read: _decimal,
    kinds.MMDDYY.read: _date("%m%d%y", *_CENTURY),
    kinds.YYMMDD.read: _date("%y%m%d", *_CENTURY),
    kinds.CCYYMMDD.read: _date("%Y%m%d", date(1000, 1, 1), date(2999, 12, 31)),
}


def _whatever_it_reads(kind: Kind, low: int, high: int) -> st.SearchStrategy[Cell]:
    """A kind this file does not know: texts of its pattern that it shows as it reads them."""
    texts = st.from_regex(rf"\A(?:{kind.pattern or kind.regex(low, high)})\Z")

    def told(text: str) -> Cell:
        frame = pl.DataFrame({"t": [text]}).select(v=kind.read(pl.col("t"))).with_columns(s=kind.show(pl.col("v")))
        return (frame["s"][0] or "", frame["v"][0])

    return texts.filter(lambda t: low <= len(t) <= high).map(told).filter(lambda c: low <= len(c[0]) <= high)


def row(layout: Layout) -> st.SearchStrategy[dict[str, Cell]]:
    """A valid record: the cells of all its fields."""
    cells = st.fixed_dictionaries({f.name: cell(f, layout.family) for f in layout.fields})
    return cells.map(lambda found: _together(layout, found)) if layout.family == "line" else cells


def _together(layout: Layout, cells: dict[str, Cell]) -> dict[str, Cell]:
    """`cells` without the parts of a line that may not stand where others do, or do not."""
    opener, taken = layout.fields[:1], False
    for f in layout.fields:
        assert isinstance(f.place, Part)
        if f.place.inside:
            (before,) = opener
            alone = not cells[before.name][0] and before.widths[0] > 0
        else:
            alone, opener = f.place.instead and taken, (f,)
            taken = (f.place.instead and taken) or bool(cells[f.name][0])
        if alone:
            cells = cells | {f.name: BLANK}
    return cells


def values(layout: Layout, rows: list[dict[str, Cell]]) -> pl.DataFrame:
    """The typed values of rows as a frame that `write` takes."""
    fields = [f for f in layout.fields if not f.filler and f.const is None]
    schema = {f.name: f.kind.dtype for f in fields}
    return pl.DataFrame([{f.name: r[f.name][1] for f in fields} for r in rows], schema=schema)


def texts(row: dict[str, Cell]) -> dict[str, str]:
    """The texts of a row."""
    return {name: text for name, (text, _) in row.items()}
