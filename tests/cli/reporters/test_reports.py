"""Reports that other programs open: escaped, self-contained, and saying the same as the JSON document."""

import io
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from deminimis.cli.reporters import REPORTERS, csv, html, text, xlsx
from deminimis.cli.reporters import terminal as human
from deminimis.cli.reporters.ci import junit, sarif
from deminimis.cli.reporters.parts.document import document
from deminimis.cli.session.judged import judged
from deminimis.cli.session.report import Report
from deminimis.edi.cutting.source import Source
from tests.cli.process import called
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


def refused_night(tmp_path: Path) -> Report:
    """Forty claims of a day on which every claim is refused, and CBP's two answers to each."""
    filing, answers = tmp_path / "night.edi", tmp_path / "answers.edi"
    filing.write_bytes(called("sample", "catair-se", "--shipments", "40", "--day", "2026-12-01").stdout)
    said = [f"{words:<80}" for words in ("SE9011282EDA REQUIRED FOR ENTRY TYPE 86", "SE9001   SE DATA REJECTED")]
    lines = [f"{'A2704ZZZ      120126     SX':<80}", f"{'B  2704ZZZSX':<80}"]
    for line in filing.read_text().splitlines():
        lines += said if line.startswith("SE10") and len(lines) > 2 else []
        lines += [line] if line.startswith(("SE10", "SE15")) else []
    lines += [*said, f"{f'Y  2704ZZZSX{len(lines) + 1:05}':<80}", f"{'Z2704ZZZ      120126':<80}"]
    answers.write_text("".join(f"{line}\n" for line in lines))
    return judged([Source("night.edi", filing), Source("answers.edi", answers)])


def test_a_refused_night_is_one_line_a_bill_in_eighty_columns(tmp_path: Path) -> None:
    shown = human.render(replace(refused_night(tmp_path), everything=True), 80, colour=False).splitlines()
    assert shown[0].startswith("All 40 claims are refused.")
    header = shown.index(next(line for line in shown if line.split()[:3] == ["bill", "value", "file"]))
    table = shown[header + 1 : header + 41]
    assert len({line.split()[0] for line in table}) == 40
    assert all(line.split()[2] == "11" and "night.edi:" in line for line in table)


def test_findings_about_an_entry_are_one_row_with_one_piece_of_advice(tmp_path: Path) -> None:
    outcome = refused_night(tmp_path)
    shown = human.render(replace(outcome, everything=True), 80, colour=False)
    assert " ".join(shown.split()).count("282 EDA REQUIRED FOR ENTRY TYPE 86; 01 SE DATA REJECTED.") == 1
    findings = shown[shown.index("\nFindings\n") :].splitlines()
    assert sum(line.split()[1:2] == ["ZZZ-0000007-8"] for line in findings) == 1
    assert sum(line.lstrip().startswith("0000000000") for line in findings) == 40
    assert len([each for each in document(outcome)["findings"] if each["code"] == "CBP103"]) == 80


@pytest.mark.parametrize("width", [40, 60, 80, 140])
def test_a_refused_night_fits_its_width(width: int, tmp_path: Path) -> None:
    shown = human.render(refused_night(tmp_path), width, colour=False)
    assert max(len(line) for line in shown.splitlines()) <= width and "00000000000H00000014" in shown


def test_a_refused_night_begins_with_the_worklist(tmp_path: Path) -> None:
    outcome = refused_night(tmp_path)
    page = html.render(outcome)
    assert page.index('id="worklist-h"') < page.index('id="findings-h"') < page.index('id="refused-h"')
    assert 'id="groups-h"' not in page and 'id="chart-h"' not in page, "the limit does not apply to these days"
    assert page.count("282 EDA REQUIRED FOR ENTRY TYPE 86; 01 SE DATA REJECTED") == 1


def test_a_workbook_of_a_refused_night_begins_with_the_worklist_and_prints_on_paper(tmp_path: Path) -> None:
    book = zipfile.ZipFile(io.BytesIO(xlsx.render(refused_night(tmp_path))))
    names = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
    assert names == ["Worklist", "Summary", "All shipments", "Findings"]
    sheets = [book.read(f"xl/worksheets/sheet{n}.xml").decode() for n in range(1, 5)]
    assert all('orientation="landscape"' in sheet and 'fitToPage="1"' in sheet for sheet in sheets)
    assert all('fitToHeight="0"' in sheet for sheet in sheets), "as many pages as it has rows"
    titles = re.findall(r'Print_Titles" localSheetId="(\d)">[^!]*!\$1:\$1<', book.read("xl/workbook.xml").decode())
    assert sorted(titles) == ["0", "2", "3"]
