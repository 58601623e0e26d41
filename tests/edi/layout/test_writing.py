"""What a field cannot hold is refused by name: never cut, never blanked, never turned into fields of its own."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from deminimis.edi.layout import kinds
from deminimis.edi.layout.declare import FIELD, Cols, El, Field, Layout, Part, fixed, line, x12
from deminimis.edi.layout.parse import parse
from deminimis.edi.layout.write import WriteError, write
from tests.edi.layout.layouts import LAYOUTS, placed, readable
from tests.edi.layout.mutants import no_code, strange
from tests.edi.layout.rows import alphabet, row, values

BOUNDED = settings(max_examples=1, deadline=None, derandomize=True, database=None, phases=(Phase.generate,))
TWO_DIGITS = (kinds.MMDDYY.read, kinds.YYMMDD.read)


def wrong_values(f: Field) -> list[Any]:
    """Typed values that field `f` cannot hold."""
    high = f.widths[1]
    if f.codes and f.closed:
        wrong = no_code(f)
        return [int(wrong) if f.kind.dtype == pl.Int64() else wrong] if wrong else []
    if f.kind.read in (kinds.N.read, kinds.USD.read, kinds.AMOUNT.read):
        return [-1, 150 if f.kind.read is kinds.USD.read and high > 16 else 10 ** min(high + 2, 18)]
    if f.kind.read in TWO_DIGITS:
        return [date(1999, 12, 31)]
    if f.kind.read is kinds.CCYYMMDD.read:
        return [date(999, 1, 1)]
    if f.kind.read is kinds.R.read:
        return [1.23456789012345e300, float("nan")]
    if f.kind.dtype == pl.String():
        letter, odd = next(c for c in alphabet(f.kind) if c != " "), strange(f)
        return [letter * (high + 1), *([f"{letter}{FIELD}{letter}"] if high > 2 else [odd] if odd else [])]
    return []


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_a_value_that_does_not_fit_is_refused_by_its_name(layout: Layout) -> None:
    @BOUNDED
    @given(row(layout))
    def refuse(cells: dict) -> None:
        right = values(layout, [cells])
        for n, f in enumerate(readable(layout)):
            wrongs = wrong_values(f)  # one of each field: the layouts together try them all
            blank = [None] if f.use == "M" and f.widths[0] and n < 2 else []
            for wrong in [*wrongs[n % len(wrongs) :][:1], *blank] if wrongs else blank:
                frame = right.with_columns(pl.lit(wrong, f.kind.dtype).alias(f.name))
                with pytest.raises(WriteError, match=rf"\b{f.name}: "):
                    write(layout, frame)

    refuse()


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(st.lists(st.text(alphabet="A/1\x1d\x1f+:-", max_size=5), min_size=3, max_size=3))
def test_what_a_line_takes_it_gives_back(cells: list[str]) -> None:
    parts = (Part("/", 1, 4), Part("/", 0, 3), Part("-", 0, 3))
    layout = line(
        "CNE", "", [Field(f"f{n}", p, kinds.TEXT, "M" if n == 0 else "O", "") for n, p in enumerate(parts)], source=""
    )
    taken_is_given_back(layout, cells)


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(st.lists(st.text(alphabet="A/1\x1d\x1f+:-", max_size=5), min_size=3, max_size=3))
def test_what_a_segment_takes_it_gives_back(cells: list[str]) -> None:
    places = (El(1, 1, 1, 4), El(1, 2, 1, 3), El(3, 0, 1, 3))
    layout = x12("N1", "", [Field(f"f{n}", p, kinds.TEXT, "O", "") for n, p in enumerate(places)], source="")
    taken_is_given_back(layout, cells)


def taken_is_given_back(layout: Layout, cells: list[str]) -> None:
    frame = pl.DataFrame({f"f{n}": [cell or None] for n, cell in enumerate(cells)}, schema_overrides=dict.fromkeys(
        ("f0", "f1", "f2"), pl.String()))  # fmt: skip
    try:
        raw = write(layout, frame)
    except WriteError:
        return
    parsed = parse(layout, placed(raw.to_list()))
    assert parsed.values.select(frame.columns).rows() == frame.rows()
    assert not parsed.findings.height


SHORT = fixed(
    "W1",
    "",
    (
        Field("value", Cols(3, 10), kinds.USD, "M", ""),
        Field("word", Cols(11, 20), kinds.X, "O", "", const="ALWAYS    "),
        Field("name", Cols(21, 80), kinds.X, "O", ""),
    ),
    source="",
)


def test_a_column_that_the_layout_lacks_is_refused() -> None:
    with pytest.raises(WriteError, match="no field oops"):
        write(SHORT, pl.DataFrame({"value": [100], "oops": ["X"]}))


def test_another_value_for_a_constant_is_refused() -> None:
    assert write(SHORT, pl.DataFrame({"value": [100], "word": ["ALWAYS    "]})).to_list() == [
        f"W100000001{'ALWAYS':70}"
    ]
    with pytest.raises(WriteError, match="word"):
        write(SHORT, pl.DataFrame({"value": [100], "word": ["NEVER     "]}))


def test_the_error_names_value_and_row() -> None:
    with pytest.raises(WriteError, match=r"W1\.value: 10000000000 does not fit.*row 3"):
        write(SHORT, pl.DataFrame({"value": [100, 200, 10**10]}))


def test_no_rows_give_no_records_and_constants_alone_give_one_a_row() -> None:
    assert write(SHORT, pl.DataFrame(schema={"value": pl.Int64})).to_list() == []
    bare = fixed("W2", "", (Field("word", Cols(3, 80), kinds.X, "M", "", const="X".ljust(78)),), source="")
    assert write(bare, pl.DataFrame(height=3)).len() == 3
