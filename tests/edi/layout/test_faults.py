"""One spoiled field gives exactly one finding: its code, its field, its column and its byte."""

import polars as pl
import pytest
from hypothesis import given, settings

from deminimis.edi.layout.declare import Layout
from deminimis.edi.layout.parse import parse
from tests.edi.layout.layouts import LAYOUTS, placed
from tests.edi.layout.mutants import BOUNDED, mutants
from tests.edi.layout.rows import row, texts

POSITIONAL = {name: layout for name, layout in LAYOUTS.items() if layout.family != "line"}


def found(findings: pl.DataFrame) -> dict[int, set[tuple]]:
    """The findings of each line."""
    out: dict[int, set[tuple]] = {}
    for each in findings.select("line", "column", "byte", "width", "code", "field").iter_rows():
        out.setdefault(each[0], set()).add(each)
    return out


@pytest.mark.parametrize("layout", POSITIONAL.values(), ids=POSITIONAL)
def test_a_spoiled_field_gives_its_one_fault_at_its_place(layout: Layout) -> None:
    @settings(BOUNDED, max_examples=1 if layout.family == "fixed" else 2)  # columns do not move with their texts
    @given(row(layout))
    def spoil(cells: dict) -> None:
        spoiled = list(mutants(layout, texts(cells)))
        rows = placed([m.raw for m in spoiled])
        got = found(parse(layout, rows).findings)
        for m, place in zip(spoiled, rows.iter_rows(named=True), strict=True):
            wanted = (place["line"], 5 + m.start, place["byte"] + m.start, m.width, m.code, m.field)
            assert got.get(place["line"]) == {wanted}, m

    spoil()
