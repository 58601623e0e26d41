"""`convert FILE --to parquet|csv|json|jsonl|xlsx`: the same rows in every form, exact, whole or not at all."""

import csv
import io
import json
import zipfile
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from deminimis.cli.main import run
from tests.places import SAMPLES

SE, ANSWER = SAMPLES / "catair_se" / "over_limit.edi", SAMPLES / "x12_350" / "warned.edi"
MALFORMED = SAMPLES / "x12_309" / "malformed.edi"
FORMS = ("csv", "json", "jsonl", "parquet")


def convert(*arguments: object) -> int:
    return run(["convert", *map(str, arguments)])


def made(out: Path, form: str, name: str) -> list[dict[str, object]]:
    """The rows of one table, read without the program."""
    path = out / f"{name}.{form}"
    if form == "csv":
        return list(csv.DictReader(path.read_text().splitlines()))
    if form == "parquet":
        return pl.read_parquet(path).to_dicts()
    text = path.read_text()
    return list(json.loads(text)[name]) if form == "json" else [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_holds_the_same_shipments_lines_and_bills(form: str, tmp_path: Path) -> None:
    assert convert(SE, "--to", form, "--out", tmp_path) == 1  # as check: over the limit
    assert sorted(path.stem for path in tmp_path.iterdir()) == ["bills", "lines", "shipments"]
    ships, lines = made(tmp_path, form, "shipments"), made(tmp_path, form, "lines")
    assert [str(row["bill"])[-1] for row in ships] == list("1234567")
    assert {row["file"] for row in ships} == {str(SE)}
    assert ships[0]["consignee_name"] == "IRIS ALDER" and ships[0]["consignee_postal"] == "89501"
    assert ships[0]["eda"] == (date(2025, 3, 3) if form == "parquet" else "2025-03-03")
    values = [row["value" if form == "csv" else "value_cents"] for row in lines]
    assert values[:2] == (["500.00", "950.00"] if form == "csv" else [50000, 95000])
    assert len(lines) == 8 and len(made(tmp_path, form, "bills")) == 7


def test_an_answer_has_notices_and_nothing_else(tmp_path: Path) -> None:
    assert convert(ANSWER, "--to", "csv", "--out", tmp_path) == 1  # CBP101
    assert [path.name for path in tmp_path.iterdir()] == ["notices.csv"]
    assert {row["code"] for row in made(tmp_path, "csv", "notices")} == {"95", "1C"}
    assert made(tmp_path, "csv", "notices")[0]["posted_at"] == "2025-03-04T14:05:00"


def test_nothing_is_written_for_what_was_not_wholly_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert convert(SE, MALFORMED, "--to", "csv", "--out", out) == 2
    assert not out.exists()
    said = capsys.readouterr().err
    assert "nothing is written" in said and "EDI105" in said


def test_a_workbook_has_a_sheet_for_each_table_and_no_formula(tmp_path: Path) -> None:
    trap = tmp_path / "trap.edi"
    trap.write_bytes(SE.read_bytes().replace(b"IRIS ALDER    ", b"=1+1 A ALDER  "))
    assert convert(trap, "--to", "xlsx", "--out", tmp_path) == 1
    with zipfile.ZipFile(tmp_path / "tables.xlsx") as book:
        inside = {name: book.read(name).decode() for name in book.namelist()}
    assert all(f'name="{name}"' in inside["xl/workbook.xml"] for name in ("shipments", "lines", "bills"))
    sheet = inside["xl/worksheets/sheet1.xml"]
    assert "<f>" not in sheet and "<v>45719</v>" in sheet and "<v>500</v>" in sheet  # 3 March 2025; an amount
    assert convert(trap, "--to", "csv", "--out", tmp_path) == 1
    assert made(tmp_path, "csv", "shipments")[0]["consignee_name"] == "'=1+1 A ALDER"
    assert convert(trap, "--to", "jsonl", "--out", tmp_path) == 1  # no spreadsheet: the text as filed
    assert made(tmp_path, "jsonl", "shipments")[0]["consignee_name"] == "=1+1 A ALDER"


def test_one_file_holds_all_tables_or_the_one_that_is_asked_for(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    whole = tmp_path / "all.json"
    assert convert(SE, ANSWER, "--to", "json", "--output", whole) == 1
    assert list(json.loads(whole.read_text())) == ["version", "shipments", "lines", "bills", "notices"]
    assert convert(SE, "--to", "csv", "--output", tmp_path / "no.csv") == 2
    assert b"--out DIR, or --table shipments" in capsysbinary.readouterr().err
    assert not (tmp_path / "no.csv").exists()
    assert convert(SE, "--to", "csv", "--table", "lines", "--quiet") == 1
    out, err = capsysbinary.readouterr()
    assert len(list(csv.reader(io.StringIO(out.decode())))) == 9 and err == b""
    assert convert(SE, "--to", "csv", "--table", "notices") == 2
    assert b"they have shipments, lines, bills" in capsysbinary.readouterr().err


def test_masked_tables_name_nobody(tmp_path: Path) -> None:
    assert convert(SE, "--to", "jsonl", "--output", tmp_path / "all.jsonl", "--mask") == 1
    text = (tmp_path / "all.jsonl").read_text()
    assert "ALDER" not in text and "MILL ST" not in text and "89501" not in text and "RENO" not in text
    rows = [json.loads(line) for line in text.splitlines()]
    assert rows[0]["consignee_name"] == rows[4]["consignee_name"] != rows[1]["consignee_name"]


def test_the_options_that_bear_on_a_verdict_bear_on_the_exit_code(tmp_path: Path) -> None:
    assert convert(SE, "--to", "csv", "--out", tmp_path, "--limit", "1000", "--ignore", "DM322") == 0


def test_the_columns_of_a_table_are_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "catair-se"]) == 0
    said = capsys.readouterr().out
    assert "seller_address (always; width 6 x 35; SE35 7-41)" in said and "importer_id (for types 11 and 01;" in said
