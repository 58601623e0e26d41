"""Reports that other programs open: escaped, self-contained, and saying the same as the JSON document."""

import io
import json
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from deminimis.cli.reporters import REPORTERS, csv, html, junit, sarif, text, xlsx
from deminimis.cli.reporters import terminal as human
from deminimis.cli.reporters.parts.document import document
from deminimis.cli.session.judged import judged
from deminimis.cli.session.report import Report
from deminimis.edi.cutting.source import Source
from tests.places import SAMPLES

HOSTILE = b"<B>=1+1 &\x1b[31mX"


def report(*names: str) -> Report:
    return judged([Source(name, SAMPLES / name) for name in names])


@pytest.fixture
def hostile(tmp_path: Path) -> Report:
    """A filing whose consignee and description would like to be markup, a formula and an escape sequence."""
    data = (SAMPLES / "catair_se" / "over_limit.edi").read_bytes()
    assert b"HUGO T FERNLEY" in data
    path = tmp_path / "hostile.edi"
    path.write_bytes(data.replace(b"HUGO T FERNLEY", HOSTILE[:14]))
    return judged([Source("=cmd|'<i>.edi", path)])


def test_html_is_one_file_without_a_network() -> None:
    page = html.render(report("catair_se/over_limit.edi", "x12_309/suspended.edi"))
    assert "http://" not in page and "https://" not in page and "src=" not in page.replace("img-src", "")
    assert "default-src 'none'" in page


def test_html_escapes_what_a_filing_says(hostile: Report) -> None:
    page = html.render(hostile)
    assert "<B>" not in page and "&lt;B&gt;" in page
    assert "\x1b" not in page and "<i>.edi" not in page


def test_html_marks_the_faulty_columns() -> None:
    page = html.render(report("catair_se/malformed.edi"))
    assert "<mark>0000000O5O</mark>" in page


def test_html_shows_every_group_of_the_document() -> None:
    outcome = report("catair_se/over_limit.edi")
    page = html.render(outcome)
    for group in document(outcome)["groups"]:
        assert group["consignee"] in page


def test_a_workbook_holds_no_formulas(hostile: Report) -> None:
    book = zipfile.ZipFile(io.BytesIO(xlsx.render(hostile)))
    sheets = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/")]
    assert len(sheets) == 5 and not any("<f>" in sheet for sheet in sheets)
    assert "Bills to move" in book.read("xl/workbook.xml").decode()


def test_csv_keeps_formulas_from_running(hostile: Report) -> None:
    rows = csv.render(hostile).splitlines()
    assert any("'=cmd" in row for row in rows)
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row.split(","))


def test_a_terminal_is_sent_nothing_to_obey(hostile: Report) -> None:
    assert "\x1b" not in human.render(hostile, 100, colour=False)
    assert "\x1b" not in text.render(hostile)


def test_junit_is_well_formed_and_counts(hostile: Report) -> None:
    root = ElementTree.fromstring(junit.render(hostile))
    suite = root.find("testsuite")
    assert suite is not None and suite.get("tests") == "1" and suite.get("failures") == "1"


def test_sarif_names_a_rule_for_every_result() -> None:
    run = json.loads(sarif.render(report("catair_se/malformed.edi")))["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert run["results"] and all(rules[result["ruleIndex"]] == result["ruleId"] for result in run["results"])
    assert run["invocations"][0]["executionSuccessful"] is False


@pytest.mark.parametrize("form", REPORTERS)
def test_every_format_renders_an_empty_report(form: str) -> None:
    assert REPORTERS[form](report("x12_350/clean.edi")) is not None


@pytest.mark.parametrize("width", [40, 60, 80, 100, 140])
def test_the_terminal_report_fits_its_width(width: int) -> None:
    shown = human.render(report("catair_se/malformed.edi", "catair_se/over_limit.edi"), width, colour=False)
    assert max(len(line) for line in shown.splitlines()) <= width
    assert not [line for line in shown.splitlines() if line != line.rstrip()]
    bills = ("00055502031ZH71001", "00055502145ZH71005", "ZZZ-1000205-6", "over_limit.edi:55")
    assert all(bill in shown for bill in bills), "a bill that is broken in two cannot be copied"


def test_columns_without_anything_in_them_are_left_out() -> None:
    entries = human.render(report("catair_se/over_limit.edi"), 140, colour=False)
    manifest = human.render(report("x12_309/over_limit.edi"), 140, colour=False)
    assert " bill                entry " in entries and " bill " in manifest and " entry  " not in manifest
