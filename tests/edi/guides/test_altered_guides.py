"""Guides cut from the known ones, with fields moved, merged, renamed, left out or misprinted: what is found of it, and
what becomes a correction. Nothing is ever corrected that the guide does not say."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deminimis.edi.formats import FORMATS
from deminimis.edi.formats.catair.layouts.printed import PRINTED
from deminimis.edi.formats.corrections import Guide, with_layouts
from deminimis.edi.guides.names import blank
from deminimis.edi.guides.pdf import pages
from deminimis.edi.guides.plan import Held, corrections, held
from deminimis.edi.guides.tables import Row, Table, read
from tests.build import pdf
from tools.guide_tables import load_json

TABLES: Final = Path(__file__).parent / "tables"
ABOUT: Final = Guide("acme", "Acme 2026", "acme.pdf", "0" * 64)
CARGO: Final = load_json(TABLES / "cargo-release-v40.json")
FORM: Final = FORMATS["catair-se"]


def beside(record: str, rows: Sequence[Row]) -> Held:
    (found,) = held([Table(record, "GD-1", list(rows))], [FORM], ABOUT)
    return found


def through_pdf(folder: Path, record: str, rows: Sequence[Row]) -> Held:
    (folder / "guide.pdf").write_bytes(pdf.guide({record: rows}, per_page=5))
    got = read(pages(folder / "guide.pdf"))
    (found,) = held(got.tables, [FORM], ABOUT)
    return found


def laid(rows: Sequence[tuple[Row, int]]) -> list[Row]:
    """The rows one behind the other, each as wide as is said."""
    out, at = [], 1
    for row, wide in rows:
        out.append(replace(row, first=at, last=at + wide - 1, length=wide))
        at += wide
    return out


@pytest.mark.parametrize("record", ["SE10", "SE16", "SE30", "SE60", "SE11", "SE41"])
def test_fields_that_change_places_are_found(record: str, tmp_path: Path) -> None:
    """All elements in another order: those whose name tells them are all found, with their new columns."""
    rows = CARGO[record].rows
    turned = laid([(row, row.last - row.first + 1) for row in (rows[0], *reversed(rows[1:]))])
    found = through_pdf(tmp_path, record, turned)
    layout = PRINTED[record]
    named = {row.element: row for row in turned if not blank(row)}
    moved = {name: one.place for name, one in found.corrections.items()}
    for before in rows[1:]:
        f = next((f for f in layout.fields if str(f.place) == where(before) and not f.filler), None)
        if f is not None and where(named[before.element]) != where(before):
            assert moved.pop(f.name) == where(named[before.element])
    assert moved == {}
    formats = with_layouts({FORM.name: FORM}, corrections([found]))
    assert {f.status for f in formats[FORM.name].layouts[record].fields if f.name in found.corrections} <= {"guide"}


def where(row: Row) -> str:
    return f"{row.first}-{row.last}" if row.last > row.first else f"{row.first}"


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_no_field_is_corrected_to_where_another_stands(data: st.DataObject) -> None:
    """Any order of the elements of any record: a correction is the place of the element of that field, or none."""
    record = data.draw(st.sampled_from(sorted(CARGO)))
    first, *rest = CARGO[record].rows
    turned = laid([(row, row.last - row.first + 1) for row in (first, *data.draw(st.permutations(rest)))])
    found = beside(record, turned)
    layout = PRINTED[record]
    for name, one in found.corrections.items():
        element = next(row.element for row in CARGO[record].rows if where(row) == str(layout[name].place))
        assert one.place in {where(row) for row in turned if row.element == element}


def merged(rows: list[Row]) -> list[Row]:
    return [*rows[:3], replace(rows[3], last=rows[4].last, length=0, element="Identity and Entry Number"), *rows[5:]]


def one_of_two(rows: list[Row]) -> list[Row]:
    whole = replace(rows[7], last=rows[8].last, length=0, element="Importer", kind="X")
    return [*rows[:7], whole, *rows[9:]]


def renamed(rows: list[Row]) -> list[Row]:
    return [replace(row, element="Cargo Identity") if row.element == "Entry Number" else row for row in rows]


def wider(rows: list[Row]) -> list[Row]:
    return [replace(row, last=row.last + 1, length=0) if row.element == "Entry Number" else row for row in rows]


def without(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row.element != "Entry Number"]


def misprinted(rows: list[Row]) -> list[Row]:
    return [replace(row, length=4) if row.element == "Entry Number" else row for row in rows]


def letters(rows: list[Row]) -> list[Row]:
    return [replace(row, kind="N", status="O") if row.element == "Entry Number" else row for row in rows]


@pytest.mark.parametrize(
    ("change", "differences", "corrected", "unwritten"),
    [
        (renamed, {("11-18", ("renamed",))}, {}, ""),
        (merged, {("9-18", ("new",)), ("11-18", ("gone",))}, {},
         "a correction cannot say: Identity and Entry Number at 9-18 (GD-1), "
         "entry_number, which its table (GD-1) has not"),
        (one_of_two, {("22-36", ("new",)), ("22-24", ("gone",)), ("25-36", ("gone",))}, {},
         "a correction cannot say: Importer at 22-36 (GD-2) is importer_type and importer_of_record in one, "
         "read as before"),
        (wider, {("11-19", ("contradictory",))}, {}, "a correction cannot say: Entry Number at 11-19 (GD-1)"),
        (without, {("11-18", ("gone",)), }, {}, "a part of its table could not be read"),
        (misprinted, {("11-18", ("contradictory",))}, {}, "a correction cannot say: Entry Number at 11-18 (GD-1)"),
        (letters, {("11-18", ("class", "use"))}, {"entry_number": ("11-18", "N", "O")}, ""),
    ],
)  # fmt: skip
def test_what_is_changed_is_told(
    change: Callable[[list[Row]], list[Row]],
    differences: set[tuple[str, tuple[str, ...]]],
    corrected: dict[str, tuple[str, str, str]],
    unwritten: str,
    tmp_path: Path,
) -> None:
    found = through_pdf(tmp_path, "SE10", change(CARGO["SE10"].rows))
    assert {
        (each.columns, each.what) for each in found.compared if each.differs or "renamed" in each.what
    } == differences
    assert {name: (c.place, c.printed_class, c.use) for name, c in found.corrections.items()} == corrected
    assert found.unwritten == unwritten


def test_two_tables_of_one_record_are_not_chosen_from() -> None:
    other = [replace(row, element="Something Else") for row in CARGO["SE61"].rows]
    found = held([CARGO["SE61"], Table("SE61", "GD-9", other)], [FORM], ABOUT)
    assert corrections(found) == {}
    assert all("printed 2 times, each time another table" in each.table.problems[-1] for each in found)


def test_a_field_that_the_guide_has_not_is_left_out() -> None:
    """Only where all elements of its table are known, and where no program reads it."""

    def empty(name: str) -> list[Row]:
        return [replace(r, element="Filler", kind="X") if r.element == name else r for r in CARGO["SE10"].rows]

    found = beside("SE10", empty("Port of Unlading"))
    assert {name: (one.place, one.page) for name, one in found.corrections.items()} == {
        "port_of_unlading": ("none", CARGO["SE10"].rows[0].page),
    }  # fmt: skip
    layout = with_layouts({FORM.name: FORM}, corrections([found]))[FORM.name].layouts["SE10"]
    assert [f.name for f in layout.removed] == ["port_of_unlading"]
    assert "port_of_unlading" not in layout.by_name
    read_all_the_same = beside("SE10", empty("Entry Number"))
    assert "entry_number" not in read_all_the_same.corrections
    assert "entry_number, which its table" in read_all_the_same.unwritten
    unknown = [replace(r, element="Zone") if r.element == "Entry Type" else r for r in empty("Port of Unlading")]
    assert "port_of_unlading" not in beside("SE10", unknown).corrections


def test_a_guide_makes_what_was_assumed_known() -> None:
    rows = [
        Row("Control Identifier", 1, 3, "AN", "M", "CN-7", 3),
        Row("Consignee Name", 4, 38, "X", "M", "CN-7", 35),
        Row("Consignee Address, Line 1", 44, 78, "X", "C", "CN-7", 35),
        Row("Reserved", 39, 43, "X", "M", "CN-7", 5),
        Row("Filler", 79, 80, "X", "M", "CN-7", 2),
    ]
    (found,) = held([Table("U01", "CN-7", rows)], [FORMATS["camir-ocean"]], ABOUT)
    assert {name: (c.place, c.use) for name, c in found.corrections.items()} == {
        "name": ("4-38", ""), "address": ("44-78", "C"),
    }  # fmt: skip
    layout = with_layouts({"o": FORMATS["camir-ocean"]}, corrections([found]))["camir-ocean"].layouts["U01"]
    assert layout["name"].status == layout["address"].status == "guide"
    assert layout["name"].source == "Acme 2026, CN-7 (acme.pdf, sha256 000000000000); configuration"


def test_lines_of_air_have_widths_and_no_positions(tmp_path: Path) -> None:
    texts = [(84.0, 700.0, "CBP Shipment Description (CSD)"), (84.0, 680.0, "Data Element"),
             (188.0, 680.0, "Length/Class"), (285.0, 680.0, "Status"), (324.0, 680.0, "Description")]  # fmt: skip
    lines = [("Line Identifier", "3A", "M"), ("Separator", "1X", "M"), ("Country of Origin", "2A", "M"),
             ("Declared Value", "1-9N", "M"), ("Separator", "1X", "M"), ("Currency", "3A", "M")]  # fmt: skip
    for n, (element, length, status) in enumerate(lines):
        y = 660.0 - 14 * n
        texts += [(84.0, y, element), (190.0, y, length), (290.0, y, status), (324.0, y, "What it is.")]
    (tmp_path / "air.pdf").write_bytes(pdf.pdf([texts]))
    got = read(pages(tmp_path / "air.pdf"))
    (found,) = held(got.tables, [FORMATS["camir-air"]], ABOUT)
    assert (found.table.record, found.table.positions) == ("CSD", False)
    assert found.corrections["declared_value"].place == "1-9"
    assert set(found.corrections) == {"declared_value"}, "a country of two letters is what may stand there"
    assert [each.field.name for each in found.compared if each.field and "gone" in each.what] == ["hts_number"]
