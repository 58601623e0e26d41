"""The layouts against the record tables that `tools.guide_tables` read out of CBP's own PDFs.

Every difference is listed here with its reason. A difference that is not listed fails, and so does a listed one that
is gone.
"""

from pathlib import Path
from typing import Final

import pytest

from tools.guide_tables import LAYOUTS, compare, load_json, read_tables

GUIDES: Final = sorted(Path(__file__).parent.glob("*.json"))

PASSWORD = "the password is never read and never repeated in a finding"
BOTH_WAYS = "one layout reads what filers send and what CBP answers"
STATEMENT = "statement fields of applications PF and MS, which are not read"
PREFIX = "real filers put digits here"
FREE_TEXT = "free text that CBP copies from manifests, where more characters are allowed"
LETTER = "printed as a number, but its codes are letters"
TWO_GUIDES = "the other guide prints it optional, or with letters"
MOVED = "columns that moved with group version 04: not read"

# (guide, record, columns) -> why the layout differs there.
EXPLAINED: Final[dict[tuple[str, str, str], str]] = {
    ("cargo-release-v40", "SE13", "60-61"): "printed as letters (2A), but its codes are digits",
    ("cargo-release-v40", "SE15", "68-72"): "was the unit of measure: older programs still fill it",
    **{
        ("batch-and-block-control-v23", f"{tag} {way}", "9-14"): PASSWORD for tag in "AZ" for way in ("input", "output")
    },
    **{("batch-and-block-control-v23", f"{tag} {way}", "2-3"): PREFIX for tag in "BY" for way in ("input", "output")},
    ("batch-and-block-control-v23", "A input", "26-27"): "blank in answers to refused batches and in BD, NS, QT, WT",
    **{
        ("batch-and-block-control-v23", "A output", columns): BOTH_WAYS
        for columns in ("15-20", "21-22", "21-25", "23-25", "60-80")
    },
    **{
        ("batch-and-block-control-v23", "B output", columns): STATEMENT
        for columns in ("13", "13-44", "14-23", "24-29", "30", "31-42", "43-44")
    },
    ("batch-and-block-control-v23", "B output", "60-80"): BOTH_WAYS,
    ("batch-and-block-control-v23", "X0", "4-9"): "the guide prints no status",
    ("batch-and-block-control-v23", "X1", "3"): "printed mandatory, with space as one of its values",
    ("batch-and-block-control-v23", "X1", "11-50"): "printed AN, but the texts have hyphens and slashes",
    ("batch-and-block-control-v23", "Y input", "13-17"): "mandatory for QP and WP only; other filers leave it blank",
    ("batch-and-block-control-v23", "Y input", "13-44"): "the same columns as 13-17 and 18-44 of QP and WP",
    ("batch-and-block-control-v23", "Y output", "13-17"): BOTH_WAYS,
    ("status-query-v21", "WO10", "25-36"): "type 86 may be filed without an importer of record",
    ("status-query-v21", "WO10", "41-60"): FREE_TEXT,
    ("status-query-v21", "WO50", "57"): "messages without it are known",
    ("status-query-v21", "WO60", "65-67"): "six letters wide; the filler begins at 71",
    ("status-query-v21", "WO60", "65-70"): "printed 65-67",
    **{
        ("status-query-v21", "WO70", columns): MOVED
        for columns in ("57-59", "57-72", "60-61", "62-64", "65-67", "68-69", "70-72")
    },
    ("status-query-v21", "WO70", "51-52"): "for future use",
    **{("in-bond-v51", "NS05", columns): TWO_GUIDES for columns in ("3-25", "26-30", "31-34", "35-40", "41-46")},
    ("in-bond-v51", "NS30", "5-8"): TWO_GUIDES,
    **{
        (guide, "NS30", "74-77"): "blank where the bill is in no in-bond movement"
        for guide in ("in-bond-v51", "broker-download-2024-08")
    },
    **{
        (guide, "NS60", columns): FREE_TEXT
        for guide in ("in-bond-v51", "broker-download-2024-08")
        for columns in ("18-32", "33-47")
    },
    ("broker-download-2024-08", "1A", "11"): LETTER,
    ("broker-download-2024-08", "2I", "3-4"): LETTER,
    **{
        ("broker-download-2024-08", record, columns): FREE_TEXT
        for record, columns in (
            *(("0N", "6-40"), ("1C", "7-16"), ("1C", "17-31"), ("1C", "32-46"), ("1V", "18-47"), ("1V", "48-71")),
            *(("2B", "15-31"), ("2D", "3-47"), ("2I", "5-27"), ("2M", "3-32"), ("3N", "3-21"), ("3N", "24-32")),
            *(("3V", "3-32"), ("3V", "33-62"), ("4B", "6-35"), ("4N", "3-25"), ("4N", "28-52"), ("4N", "55-79")),
            ("NS05", "3-25"),
        )
    },
}


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_layouts_are_what_the_guide_prints(guide: Path) -> None:
    found = compare(load_json(guide), LAYOUTS)
    explained = {key for key in EXPLAINED if key[0] == guide.stem}
    unexplained = [str(d) for d in found if (guide.stem, d.record, d.columns) not in explained]
    assert not unexplained
    assert explained == {(guide.stem, d.record, d.columns) for d in found}


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_each_record_of_the_guide_has_a_layout(guide: Path) -> None:
    assert load_json(guide).keys() <= LAYOUTS.keys()


def test_each_layout_is_in_a_guide() -> None:
    assert LAYOUTS.keys() == {record for guide in GUIDES for record in load_json(guide)}


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_sources_name_the_page(guide: Path) -> None:
    for record, rows in load_json(guide).items():
        page, source = rows[0].page, LAYOUTS[record].source
        if guide.stem == "broker-download-2024-08" and record.startswith("NS"):
            continue  # NS is cited from the newer guide, In-Bond
        assert page in source.replace(",", ":").replace(":", " ").split(), f"{record}: {source}, guide {page}"


def test_tables_are_read_from_text() -> None:
    tables, edition = read_tables(
        """\
Record Identifier SE60 (Input)
 Data Element          Length/    Position   Status   Description
 Control Identifier    4AN        1-4        M        Must always equal SE60.
 Line Item Value       10N        15-24      C        The value.
 Filler                1X         25         M        Space fill.
 July 1, 2025 - Version 40     ACE Cargo Release/SE      SE-71
"""
    )
    assert edition == "July 1, 2025 - Version 40 ACE Cargo Release/SE"
    rows = [(r.element, r.first, r.last, r.kind, r.status, r.page) for r in tables["SE60"]]
    assert rows == [
        ("Control Identifier", 1, 4, "AN", "M", "SE-71"),
        ("Line Item Value", 15, 24, "N", "C", "SE-71"),
        ("Filler", 25, 25, "X", "M", "SE-71"),
    ]


def test_a_changed_column_is_found() -> None:
    tables = {"SE61": load_json(Path(__file__).parent / "cargo-release-v40.json")["SE61"][:-1]}
    assert [str(d) for d in compare(tables, LAYOUTS)] == ["SE61 15-80: field: guide -, deminimis filler_15"]
