"""A table to fill in: what it offers and says, and that its example row is no shipment."""

import re
import zipfile
from pathlib import Path

import pytest

from deminimis.cli.convert.template import note, workbook
from deminimis.edi.cells.book import opened
from deminimis.edi.cells.grid import letter, number_of
from deminimis.edi.spreadsheets.sheets import CHOICES, SHEETS
from tests.cli.process import called


def parts(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as found:
        return {name: found.read(name).decode() for name in found.namelist() if name.endswith(".xml")}


@pytest.mark.parametrize("form", SHEETS)
def test_it_has_every_column_with_its_note_and_the_lists_of_those_that_have_one(form: str, tmp_path: Path) -> None:
    path, sheet = tmp_path / "to_fill_in.xlsx", SHEETS[form]
    assert called("convert", "--template", form, "--to", "xlsx", "--output", path).returncode == 0
    book = opened(path.read_bytes())
    assert book.names == (form, CHOICES)
    header, example = book.sheet(form).cells.rows()
    assert header == tuple(column.name for column in sheet.columns)
    assert example[0] == f"e.g. {sheet.columns[0].example}"
    xml = parts(path)
    assert xml["xl/comments1.xml"].count("<comment ") == len(sheet.columns)
    rules = re.findall(r'<dataValidation [^>]*sqref="([A-Z]+)2:', xml["xl/worksheets/sheet1.xml"])
    assert rules == [letter(at) for at, column in enumerate(sheet.columns, 1) if column.choices]


def test_each_cell_is_offered_the_list_of_its_column(tmp_path: Path) -> None:
    path, sheet = tmp_path / "to_fill_in.xlsx", SHEETS["catair-se"]
    path.write_bytes(workbook(sheet))
    choices = opened(path.read_bytes()).sheet(CHOICES).cells
    rules = re.findall(
        r'<dataValidation [^>]*sqref="([A-Z]+)2:[^>]*><formula1>Choices!\$([A-Z]+)\$2:\$\2\$(\d+)<',
        parts(path)["xl/worksheets/sheet1.xml"],
    )
    assert len(rules) > 10
    for cell, column, last in rules:
        at = number_of(column) - 1
        offered = dict(zip(choices[:, at][1 : int(last)], choices[:, at + 1][1 : int(last)], strict=True))
        wanted = sheet.columns[number_of(cell) - 1].choices
        assert offered == {code: meaning or None for code, meaning in wanted.items()}
    assert sheet.by_name["consignee_state"].choices["NV"] == "Nevada" and sheet.by_name["consignee_state"].others
    assert list(sheet.by_name["mode"].choices) == ["air", "ocean", "rail", "truck"]


def test_a_note_says_meaning_need_form_and_place() -> None:
    sheet = SHEETS["catair-se"].by_name
    assert note(sheet["surety_code"]) == (
        "Surety code of a single transaction bond.\nNeeded: for bond type 9.\nCharacters: 3.\nFills SE20 V1."
    )
    assert "Of each line of goods." in note(sheet["origin"])


def test_its_example_row_is_left_out_and_that_is_told(tmp_path: Path) -> None:
    path = tmp_path / "to_fill_in.xlsx"
    path.write_bytes(workbook(SHEETS["catair-se"]))
    done = called("check", path)
    assert done.returncode == 2
    assert b"there are no rows below the header; row 2 is left out: e.g. ZZZ1000201, air" in done.stdout


def test_a_form_that_is_none_is_refused() -> None:
    done = called("convert", "--template", "catair-se", "--to", "parquet")
    assert done.returncode == 2 and b"--template: --to csv or --to xlsx" in done.stderr


def test_an_example_row_that_was_filled_in_is_a_row(tmp_path: Path) -> None:
    path = tmp_path / "filled_in.csv"
    sheet = SHEETS["catair-se"]
    cells = {column.name: column.example for column in sheet.columns} | {"entry_number": "e.g. ZZZ1000201"}
    lines = [list(cells), list((cells | {"value": "900.00"}).values())]
    path.write_text("".join(",".join(line) + "\n" for line in lines))
    done = called("check", path, "--policy-date", "2025-03-01")
    assert done.returncode == 1
    assert b"row 2 is left out" not in done.stdout and b"'e.g. ZZZ1000201'" in done.stdout
    assert b"1 shipment," in done.stderr
