"""A spoiled air line gives exactly one finding, where the line stops being right: a line is matched as a whole."""

import re

import pytest
from hypothesis import given

from deminimis.edi.layout.declare import Layout
from deminimis.edi.layout.match import line_regex
from deminimis.edi.layout.parse import parse
from tests.edi.layout.layouts import LAYOUTS, compose, placed, readable
from tests.edi.layout.mutants import BOUNDED, TOO_MANY, VALUE, strange
from tests.edi.layout.rows import Cell, row, texts

LINES = {name: layout for name, layout in LAYOUTS.items() if layout.family == "line" and layout.fields}


def spoiled_lines(layout: Layout, right: dict[str, str]) -> list[tuple[str, int]]:
    """(line, place of the strange character) for each part; the line can be read in no other way."""
    out = []
    for f in layout.fields:
        odd, text = strange(f), right.get(f.name, "")
        if text and odd:
            raw, spans = compose(layout, right | {f.name: text[:-1] + odd})
            if not re.match(line_regex(layout), raw):
                out.append((raw, sum(spans[f.name]) - 1))
    return out


@pytest.mark.parametrize("layout", LINES.values(), ids=LINES)
def test_a_strange_character_gives_one_finding_that_begins_at_it_or_before_it(layout: Layout) -> None:
    @BOUNDED
    @given(row(layout))
    def spoil(cells: dict[str, Cell]) -> None:
        spoiled = spoiled_lines(layout, texts(cells))
        rows = placed([raw for raw, _ in spoiled])
        parsed = parse(layout, rows)
        assert parsed.findings["line"].sort().to_list() == rows["line"].to_list()
        found = parsed.findings.sort("line").iter_rows(named=True)
        for (raw, odd), place, finding in zip(spoiled, rows.iter_rows(named=True), found, strict=True):
            at = finding["column"] - 5
            assert finding["byte"] - place["byte"] == at
            assert len(layout.tag) <= at <= odd < at + finding["width"], raw
            assert finding["code"] in (VALUE, TOO_MANY), raw
        if readable(layout):  # what stands in a line that does not match is unread, but parts that are read alone
            kept = {f.name for f in readable(layout)} - layout.alone
            assert all(kept <= set(names) for names in parsed.values["unread"])
            assert all(len(names) for names in parsed.values["unread"])

    spoil()


def test_a_line_with_a_part_too_many_says_so_and_where() -> None:
    layout = next(layout for layout in LINES.values() if layout.tag == "CNE")
    rows = placed(["CNE/JOHN DOE/EXTRA"])
    found = parse(layout, rows).findings.select("code", "field", "column", "value").rows()
    assert found == [(TOO_MANY, "name", 5 + len("CNE/JOHN DOE"), "/EXTRA")]
