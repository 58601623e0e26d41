"""A layout that contradicts itself is refused when it is built, with a sentence that says where."""

from collections.abc import Callable
from typing import Any

import pytest

from deminimis.edi.layout import kinds
from deminimis.edi.layout.declare import Cols, El, Field, Layout, LayoutError, Part, edifact, filler, fixed, line, x12

Place = Cols | El | Part


def field(name: str, place: Place, **more: Any) -> Field:
    return Field(name, place, more.pop("kind", kinds.X), "O", "", **more)


def record(*fields: Field) -> Callable[[], Layout]:
    return lambda: fixed("SE61", "", fields, source="")


def segment(*fields: Field) -> Callable[[], Layout]:
    return lambda: x12("N1", "", fields, source="")


REST = filler(15, 80)
WRONG: dict[str, tuple[Callable[[], Layout], str]] = {
    "a gap": (record(field("a", Cols(5, 9)), field("b", Cols(11, 80))), r"SE61\.b starts at 11, expected 10"),
    "an overlap": (record(field("a", Cols(5, 9)), field("b", Cols(9, 80))), r"SE61\.b starts at 9, expected 10"),
    "a gap behind the tag": (record(field("a", Cols(6, 80))), r"SE61\.a starts at 6, expected 5"),
    "an end before 80": (record(field("a", Cols(5, 79))), "SE61 ends at 79, expected 80"),
    "an end behind 80": (record(field("a", Cols(5, 81))), "SE61 ends at 81, expected 80"),
    "an end before its start": (record(field("a", Cols(5, 4)), field("b", Cols(5, 80))), "ends before it starts: 5-4"),
    "a name that stands twice": (
        record(field("a", Cols(5, 9)), field("a", Cols(10, 80))),
        "name a stands more than once",
    ),
    "the name of the tag's own field": (
        record(field("record_id", Cols(5, 80))),
        "name record_id stands more than once",
    ),
    "a constant that is too short": (record(field("a", Cols(5, 14), const="REF"), REST), "does not fill columns 5-14"),
    "a constant that is too long": (record(field("a", Cols(5, 6), const="REF"), filler(7, 80)), "does not fill"),
    "a date in five columns": (
        record(field("a", Cols(5, 9), kind=kinds.MMDDYY), filler(10, 80)),
        "kind D does not fit columns 5-9",
    ),
    "a status that is none": (
        record(field("a", Cols(5, 80), status="guessed")),
        "status 'guessed' is none of guide, cbp, schema",
    ),
    "an empty code list": (record(field("a", Cols(5, 80), codes={})), "code list is empty"),
    "an element in an 80-byte record": (record(field("a", El(1))), "needs columns, not 01"),
    "columns in a segment": (segment(field("a", Cols(1, 2))), "a x12 layout takes El, not 1-2"),
    "a part in an EDIFACT segment": (
        lambda: edifact("NAD", "", [field("a", Part("/", 1, 2))], source=""),
        "a edifact layout takes El, not /1-2",
    ),
    "an element in a line": (
        lambda: line("CNE", "", [field("a", El(1))], source=""),
        "a line layout takes Part, not 01",
    ),
    "elements in another order": (segment(field("a", El(2)), field("b", El(1))), "element 01 is not behind the one"),
    "an element that stands twice": (segment(field("a", El(2)), field("b", El(2))), "element 02 is not behind the one"),
    "a component that stands twice": (
        segment(field("a", El(2, 1)), field("b", El(2, 1))),
        "element 02-1 is not behind the one",
    ),
    "an element that is a text and a composite": (
        segment(field("a", El(2)), field("b", El(2, 1))),
        "element 02 is one text already",
    ),
    "a code wider than its columns": (
        record(field("a", Cols(5, 5), codes={"A": "", "AB": ""}), filler(6, 80)),
        "code 'AB' does not fit its place 5",
    ),
    "a constant wider than its element": (
        segment(field("a", El(1, 0, 1, 2), const="ABC")),
        "constant 'ABC' is not as wide as its place",
    ),
    "a width from 5 to 4": (segment(field("a", El(1, 0, 5, 4))), "width 5 to 4"),
    "a part from 5 to 4 wide": (lambda: line("CNE", "", [field("a", Part("/", 5, 4))], source=""), "width 5 to 4"),
}


@pytest.mark.parametrize(("build", "reason"), WRONG.values(), ids=WRONG)
def test_it_is_refused_with_its_place(build: Callable[[], Layout], reason: str) -> None:
    with pytest.raises(LayoutError, match=reason):
        build()


def test_one_that_tiles_is_built_and_names_source_and_status_of_each_field() -> None:
    layout = fixed("SE61", "", (field("a", Cols(5, 14), status="assumed"), REST), source="guide, p. 1")
    assert [(f.name, f.source, f.status) for f in layout.fields] == [
        ("record_id", "guide, p. 1", "cbp"),
        ("a", "guide, p. 1", "assumed"),
        ("filler_15", "guide, p. 1", "cbp"),
    ]
    assert [str(f.place) for f in layout.fields] == ["1-4", "5-14", "15-80"]
    assert layout["a"] is layout.by_name["a"]
