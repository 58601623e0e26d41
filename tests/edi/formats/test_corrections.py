"""Corrections of layouts from the configuration."""

import polars as pl
import pytest

from deminimis.edi.formats import FORMATS
from deminimis.edi.formats.corrections import override, with_layouts
from deminimis.edi.layout.declare import Cols, El, Field, Layout, LayoutError, Part, edifact, filler, fixed, line, x12
from deminimis.edi.layout.kinds import AN, FREE, MMDDYY, NX, TEXT, S
from deminimis.edi.layout.write import WriteError, write


@pytest.fixture
def party() -> Layout:
    return fixed(
        "U01",
        "Consignee",
        (
            Field("name", Cols(4, 38), AN, "M", "Name."),
            Field("address", Cols(39, 73), AN, "O", "Address."),
            filler(74, 80, kind=FREE, status="unconfirmed"),
        ),
        source="a guide",
        status="assumed",
    )


def places(layout: Layout) -> dict[str, str]:
    return {f.name: str(f.place) for f in layout.fields}


def test_columns_that_a_field_leaves_become_free(party: Layout) -> None:
    new = override(party, {"name": "14-38"})
    assert places(new)["filler_4"] == "4-13"
    assert new["filler_4"].kind is FREE
    assert new["name"].source == "configuration; 4-38 in a guide"
    assert write(new, pl.DataFrame({"name": ["JANE"]}))[0][13:17] == "JANE"


def test_filler_in_the_way_is_shrunk(party: Layout) -> None:
    new = override(party, {"address": "39-76"})
    assert places(new) == {"record_id": "1-3", "name": "4-38", "address": "39-76", "filler_77": "77-80"}
    assert new["filler_77"].status == "unconfirmed"


def test_filler_in_the_way_is_split() -> None:
    layout = fixed("B04", "", (Field("code", Cols(4, 6), AN, "M", ""), filler(7, 80)), source="a guide")
    new = override(layout, {"code": "20-22"})
    assert places(new) == {
        "record_id": "1-3",
        "filler_4": "4-6",
        "filler_7": "7-19",
        "code": "20-22",
        "filler_23": "23-80",
    }
    assert [new[name].kind for name in ("filler_4", "filler_7", "filler_23")] == [FREE, S, S]


def test_fields_may_change_places(party: Layout) -> None:
    new = override(party, {"name": "39-73", "address": "4-38"})
    assert [f.name for f in new.fields] == ["record_id", "address", "name", "filler_74"]


def test_a_field_that_a_record_has_not_is_left_out(party: Layout) -> None:
    new = override(party, {"address": "none"}, needed=("name",))
    assert places(new) == {"record_id": "1-3", "name": "4-38", "filler_39": "39-73", "filler_74": "74-80"}
    assert [(f.name, f.source) for f in new.removed] == [("address", "configuration; 39-73 in a guide")]
    assert new.overridden == {"address"}
    assert write(new, pl.DataFrame({"name": ["A"], "address": pl.Series([None], dtype=pl.String)}))[0] == "U01A".ljust(
        80
    )
    with pytest.raises(WriteError, match=r"U01\.address has a value, and a correction says"):
        write(new, pl.DataFrame({"name": ["A"], "address": ["B"]}))


def test_what_is_read_to_judge_a_filing_stays(party: Layout) -> None:
    """A claim would be overlooked without the columns that make it."""
    with pytest.raises(LayoutError, match=r"U01\.address: 'none' cannot be said of it, it is read to judge a filing"):
        override(party, {"address": "none"}, needed=("address",))
    with pytest.raises(LayoutError, match="only fields in columns"):
        override(party, {"record_id": "none"})
    for tag, name in (("B01", "bill_type"), ("D00", "value"), ("P01", "estimated_arrival_date"), ("N03", "country")):
        with pytest.raises(LayoutError, match="it is read to judge"):
            with_layouts(FORMATS, {tag: {name: "none"}})
    assert with_layouts(FORMATS, {"M01": {"manifest_type": "none"}})["camir-ocean"].layouts["M01"].removed


def test_the_old_layout_stays_and_the_new_one_says_what_was_changed(party: Layout) -> None:
    before = places(party)
    new = override(override(party, {"name": "5-38"}), {"address": "40-73"})
    assert places(party) == before
    assert not party.overridden
    assert new.overridden == {"name", "address"}


def test_nothing_to_change_gives_the_same_places(party: Layout) -> None:
    new = override(party, {"name": "4-38"})
    assert places(new) == places(party)
    assert new["name"].source == "a guide"


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ({"name": "4-40"}, r"name \(4-40\) and address \(39-73\) overlap"),
        ({"name": "3-38"}, r"record_id \(1-3\) and name \(3-38\) overlap"),
        ({"adress": "4"}, "has no field adress; did you mean address"),
        ({"xyz": "4"}, "has no field xyz; it has record_id, name, address"),
        ({"filler_74": "74-79"}, "has no field filler_74"),
        ({"name": "38-4"}, "ends before it starts"),
        ({"name": "70-81"}, "outside columns 1-80"),
        ({"name": "0-3"}, "outside columns 1-80"),
        ({"name": "four"}, "'four' is no place; write columns"),
    ],
)
def test_refused_columns(party: Layout, wanted: dict[str, str], message: str) -> None:
    with pytest.raises(LayoutError, match=message):
        override(party, wanted)


def test_a_kind_that_does_not_fit_is_refused() -> None:
    layout = fixed("P01", "", (Field("day", Cols(4, 9), MMDDYY, "M", ""), filler(10, 80)), source="a guide")
    with pytest.raises(LayoutError, match="kind D does not fit"):
        override(layout, {"day": "4-10"})


def test_elements_move_and_are_sorted() -> None:
    layout = x12("N1", "", (Field("a", El(1), TEXT, "M", ""), Field("b", El(2, high=60), TEXT, "O", "")), source="s")
    new = override(layout, {"a": "5"})
    assert places(new) == {"b": "02", "a": "05"}
    assert override(layout, {"b": "3"})["b"].widths == (1, 60)


def test_components_move() -> None:
    layout = edifact("MOA", "", (Field("a", El(1, 1), NX, "M", ""), Field("b", El(1, 2), NX, "O", "")), source="s")
    assert places(override(layout, {"b": "5-2"})) == {"a": "01-1", "b": "05-2"}
    for wanted, place in (("1-1", "01-1"), ("1", "01")):
        with pytest.raises(LayoutError, match=rf"b \({place}\).*overlap|a \(01-1\) and b \({place}\) overlap"):
            override(layout, {"b": wanted})
    with pytest.raises(LayoutError, match="count from 1"):
        override(layout, {"b": "0"})


def test_a_part_of_a_line_takes_new_widths() -> None:
    layout = line("WBL", "", (Field("text", Part("/", 1, 35), TEXT, "M", ""),), source="s")
    new = override(layout, {"text": "1-45"})
    assert new["text"].place == Part("/", 1, 45)
    assert write(new, pl.DataFrame({"text": ["A" * 45]}))[0] == "WBL/" + "A" * 45
