"""What is written is read back, and what is read is written back, for every layout of every format."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from deminimis.edi.frames.findings import NO_FINDINGS
from deminimis.edi.layout.declare import Layout
from deminimis.edi.layout.match import line_regex
from deminimis.edi.layout.parse import parse
from deminimis.edi.layout.write import WriteError, write
from tests.edi.layout.layouts import LAYOUTS, compose, placed, readable
from tests.edi.layout.rows import Cell, row, texts, values

BOUNDED = settings(max_examples=2, deadline=None, derandomize=True, database=None)


def ambiguous(layout: Layout, cells: dict[str, Cell]) -> bool:
    """An optional part of a line that is absent, and the next one is taken for it (`-5/` as `-5` and as `-` `5`)."""
    if layout.family != "line":
        return False
    match = re.match(line_regex(layout), compose(layout, texts(cells))[0])
    return match is None or {k: v or "" for k, v in match.groupdict().items()} != texts(cells)


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_what_is_written_is_read_back_without_a_fault_and_written_again(layout: Layout) -> None:
    written = 0

    @BOUNDED
    @given(st.lists(row(layout), min_size=1, max_size=4))
    def round_trip(rows: list[dict[str, Cell]]) -> None:
        nonlocal written
        for unclear in (r for r in rows if ambiguous(layout, r)):
            with pytest.raises(WriteError):
                write(layout, values(layout, [unclear]))
        rows = [r for r in rows if not ambiguous(layout, r)]
        written += len(rows)
        frame = values(layout, rows)
        raws = [compose(layout, texts(r))[0] for r in rows]
        assert write(layout, frame).to_list() == raws
        parsed = parse(layout, placed(raws))
        assert parsed.findings.to_dicts() == []
        assert parsed.values["unread"].explode().drop_nulls().to_list() == []
        other = [name for name in parsed.values.columns if name not in {f.name for f in readable(layout)}]
        got = parsed.values.drop(other)
        assert_frame_equal(got, frame)
        assert write(layout, got).to_list() == raws

    round_trip()
    assert written


def test_layouts_of_all_packages_are_found() -> None:
    packages = {name.split()[0] for name in LAYOUTS}
    assert packages >= {"catair", "x12", "camir_air"}
    assert len(LAYOUTS) > 150


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_each_field_can_be_read_alone(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where no record has it, or no record is there at all."""
    parse(layout, placed([layout.tag] * 2))
    monkeypatch.setattr("deminimis.edi.layout.parse.faults", lambda *_: NO_FINDINGS)  # each time of the whole record
    for raws in ([], [layout.tag] * 2):
        for field in readable(layout):
            values = parse(layout, placed(raws), [field.name]).values
            assert values[field.name].to_list() == [None] * len(raws)
