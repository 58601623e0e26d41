"""The layouts against the record tables of CBP's own guides, as `tools.guide_tables` read them (tables/*.json).

Every difference stands in edi/guides/explained.csv with its reason. A difference that does not fails, and so does a
reason whose difference is gone.
"""

import csv
from pathlib import Path
from typing import Final

import pytest

from deminimis.edi.formats import FORMATS
from deminimis.edi.formats.catair.layouts.printed import PRINTED
from deminimis.edi.formats.corrections import Guide
from deminimis.edi.guides import compare
from deminimis.edi.guides.names import blank, matched
from deminimis.edi.guides.pdf import pages
from deminimis.edi.guides.plan import corrections, held
from deminimis.edi.guides.tables import Table, read
from tests.build import pdf
from tests.places import ROOT
from tools.guide_tables import ELEMENTS, elements, load_json

GUIDES: Final = sorted((Path(__file__).parent / "tables").glob("*.json"))
each_guide = pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)


def seen(guide: Path) -> list[compare.Compared]:
    return [each for name, table in load_json(guide).items() for each in compare.compare(table, PRINTED[name])]


@each_guide
def test_layouts_are_what_the_guide_prints(guide: Path) -> None:
    assert [compare.key(each) for each in seen(guide) if each.differs or "renamed" in each.what] == []


def test_no_reason_is_without_its_difference() -> None:
    with (ROOT / "edi" / "guides" / "explained.csv").open(encoding="utf-8", newline="") as stream:
        explained = [(row["record"], row["columns"], row["what"], row["printed"]) for row in csv.DictReader(stream)]
    assert len(explained) == len(set(explained))
    assert set(explained) == {compare.key(each) for guide in GUIDES for each in seen(guide) if each.reason}


def test_each_layout_is_in_a_guide_and_each_record_of_a_guide_has_one() -> None:
    assert PRINTED.keys() == {record for guide in GUIDES for record in load_json(guide)}


def test_the_names_of_elements_are_those_of_the_guides() -> None:
    with ELEMENTS.open(encoding="utf-8", newline="") as stream:
        assert list(elements()) == [tuple(row) for row in list(csv.reader(stream))[1:]]


@each_guide
def test_elements_are_known_by_name_wherever_they_stand(guide: Path) -> None:
    """Not one of them is taken for another; as many as may be are found without their columns."""
    wrong, found, named = [], 0, 0
    for name, table in load_json(guide).items():
        places = {str(f.place): f.name for f in PRINTED[name].fields if not f.filler and f.const is None}
        known = matched(table.rows, PRINTED[name])
        for row in table.rows:
            if not blank(row) and compare.place_of(row) in places:
                named, found = named + 1, found + (row in known)
                if known.get(row, places[compare.place_of(row)]) != places[compare.place_of(row)]:
                    wrong.append((name, row.element))
    assert wrong == []
    assert found == named


@each_guide
def test_sources_name_the_page(guide: Path) -> None:
    for record, table in load_json(guide).items():
        page, source = table.rows[0].page, PRINTED[record].source
        if guide.stem == "broker-download-2024-08" and record.startswith("NS"):
            continue  # NS is cited from the newer guide, In-Bond
        assert page in source.replace(",", ":").replace(":", " ").split(), f"{record}: {source}, guide {page}"


@each_guide
@pytest.mark.parametrize("per_page", [40, 4])
def test_a_pdf_of_the_tables_gives_them_back(guide: Path, per_page: int, tmp_path: Path) -> None:
    """With four rows a page each longer table is split over pages."""
    wanted = load_json(guide)
    (tmp_path / "guide.pdf").write_bytes(
        pdf.guide({name: table.rows for name, table in wanted.items()}, per_page=per_page)
    )
    got = read(pages(tmp_path / "guide.pdf"))
    assert got.strays == []
    assert [problem for table in got.tables for problem in table.problems] == []
    assert {table.record: plain(table) for table in got.tables} == {n: plain(table) for n, table in wanted.items()}
    found = held(got.tables, [FORMATS["catair-se"]], Guide("g", "e", "f", "0" * 64))
    assert {(each.table.record, each.unwritten) for each in found if each.unwritten} == set()
    assert corrections(found) == {}


def plain(table: Table) -> list[tuple[str, int, int, str, str]]:
    return [(row.element, row.first, row.last, row.kind, row.status) for row in table.rows]
