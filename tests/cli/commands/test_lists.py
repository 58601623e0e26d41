"""Lists of sellers from the command line: judged, marked, kept, and made entries."""

import json
import re
import zipfile
from pathlib import Path

import pytest

from tests.build.lists import row, text
from tests.cli.process import called
from tests.places import SAMPLES

LISTS = SAMPLES / "lists"
DAY = ("--policy-date", "2025-03-01")


def findings(*args: object) -> list[dict[str, object]]:
    done = called("check", *args, "--format", "json", "--quiet", *DAY)
    return list(json.loads(done.stdout)["findings"])


def test_a_list_is_judged_as_a_filing_is(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(
        text(row("ZZZ1", "500.00"), row("ZZZ2", "301.00"), row("ZZZ3", "9.00", Recipient_Name="ANN BIRCH"))
    )
    done = called("check", path, *DAY)
    assert done.returncode == 1
    assert b"IRIS ALDER, 12 MILL ST, RENO NV 89501 may exceed the daily limit of $800.00 on 2026-12-01" in done.stdout
    assert b"3 shipments, 3 claims, 1 consignee day may exceed" in done.stderr


def test_what_fix_would_write_is_said_and_nothing_is_counted_less(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(text(row("ZZZ1", "1,299.00")))
    told = {each["code"]: each for each in findings(path)}
    assert set(told) == {"DM103", "EDI203"} and told["EDI203"]["fix"] == "1299.00"
    assert {each["code"] for each in findings(path, "--fix")} == {"DM101", "EDI210"}


def test_the_rows_of_a_fault_are_data() -> None:
    told = {each["field"]: each for each in findings(LISTS / "three_hundred.csv")}
    assert (told["origin"]["rows"], told["origin"]["fix"], told["origin"]["line"]) == ([[2, 301]], "CN", 2)


def test_zeros_of_zip_codes_are_proved_by_the_state(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(text(row("ZZZ1", State="MA", Zip="2139"), row("ZZZ2", State="NV", Zip="8950")))
    told = [(each["code"], each["value"], each.get("fix"), each["line"]) for each in findings(path, "--fix")]
    assert ("EDI210", "2139", "02139", 2) in told and ("EDI203", "8950", None, 3) in told


def test_what_was_said_of_a_sender_is_kept_and_asked_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("list.csv").write_text("Parcel,To whom,Goods worth\nZZZ1,IRIS ALDER,9.00\n")
    asked = called("check", "list.csv", *DAY)
    assert asked.returncode == 2 and b'say what they are, --map "Their column=consignee_name"' in asked.stdout
    maps = ("--map", "Parcel=bill", "--map", "To whom=consignee_name", "--map", "Goods worth=value")
    kept = called("check", "list.csv", *maps, "--currency", "USD", "--list-of", "acme", "--keep", *DAY)
    assert kept.returncode == 1 and b"kept as [lists.acme] in deminimis.toml" in kept.stderr
    assert '"To whom" = "consignee_name"' in Path("deminimis.toml").read_text()
    for known in ((), ("--list-of", "acme")):
        again = called("check", "list.csv", *known, *DAY)
        assert again.stdout == kept.stdout and b"To whom" not in again.stderr
    Path("other.csv").write_text("Parcel,To whom,Goods worth,Colour\nZZZ1,IRIS ALDER,9.00,RED\n")
    assert called("check", "other.csv", *DAY).returncode == 2, "a list of other columns is another sender's"
    assert called("check", "list.csv", "--keep").returncode == 2


def test_a_marked_copy_has_coloured_cells_with_comments(tmp_path: Path) -> None:
    path, marked = tmp_path / "list.csv", tmp_path / "checked.xlsx"
    path.write_bytes(text(row("ZZZ1", "1,299.00"), row("ZZZ2", Country="Atlantis")))
    done = called("check", path, "--marked", marked, *DAY)
    assert b"2 cells marked in" in done.stderr
    with zipfile.ZipFile(marked) as parts:
        sheet, styles, comments = (
            parts.read(f"xl/{name}.xml").decode() for name in ("worksheets/sheet1", "styles", "comments1")
        )
    places = re.findall(r'<comment ref="([A-Z]+\d+)"', comments)
    assert sorted(places) == ["G3", "J2"]
    assert "--fix writes 1299.00" in comments and "'Atlantis'" in comments
    style = re.search(r'<c r="J2" s="(\d+)"', sheet)
    assert style is not None and 'rgb="FFF4B6B6"' in styles
    plain = re.search(r'<c r="A2"(?: s="(\d+)")?', sheet)
    assert plain is not None and plain[1] != style[1]


def test_a_list_becomes_entries_with_numbers_each_once(tmp_path: Path) -> None:
    path, made = tmp_path / "list.csv", tmp_path / "made.edi"
    path.write_bytes(text(row("ZZZZ1"), row("ZZZZ2", Recipient_Name="ANN BIRCH")))
    given = (
        "mode=truck", "port_of_entry=3801", "quantity=1", "contact_name=GRETA THISTLE", "contact_phone=2025550123",
        "seller_name=LANE LTD", "seller_address=1 HIGH ST", "seller_city=LONDON", "seller_country=GB",
    )  # fmt: skip
    words = ("convert", path, "--to", "catair-se", "--entry-type", "86", "--now", "2025-03-02T09:30", "--output", made,
             *(word for each in given for word in ("--set", each)), *DAY)  # fmt: skip
    lacking = called(*words)
    assert lacking.returncode == 2 and not made.exists()
    assert b"--entry-numbers ZZZ1000201-1000999 gives each entry a number" in lacking.stderr
    numbers = ("--entry-numbers", "ZZZ1000201-1000202", "--ledger", tmp_path / "ledger")
    done = called(*words, *numbers)
    assert done.returncode == 0, done.stderr
    entries = re.findall(r"^SE10AZZZ  (\d{8})", made.read_text(), re.MULTILINE)
    assert entries == ["10002015", "10002023"]
    first = made.read_bytes()
    assert called(*words, *numbers).returncode == 0 and made.read_bytes() == first, "a bill gets its number again"
    path.write_bytes(text(row("ZZZZ3")))
    more = called(*words, *numbers)
    assert more.returncode == 2 and b"name a longer range" in more.stderr


def test_entry_numbers_are_for_entries_of_a_table(tmp_path: Path) -> None:
    numbers = ("--entry-numbers", "ZZZ1000201-1000202", "--ledger", tmp_path / "ledger")
    other = called("convert", LISTS / "three_hundred.csv", "--to", "x12-309", *numbers)
    assert other.returncode == 2 and b"--entry-numbers goes with --to catair-se" in other.stderr
    filing = called("convert", SAMPLES / "catair_se/clean.edi", "--to", "catair-se", *numbers)
    assert filing.returncode == 2 and b"the entries of a filing have their numbers" in filing.stderr


def test_names_and_values_are_hidden_with_mask(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(text(row("ZZZ1", "900.00")))
    done = called("check", path, "--mask", *DAY)
    assert done.returncode == 1 and b"IRIS" not in done.stdout + done.stderr


@pytest.mark.parametrize("form", ["text", "json", "sarif", "junit"])
@pytest.mark.parametrize("fix", [("--fix",), ()])
def test_no_cell_of_a_list_is_shown_with_mask(form: str, fix: tuple[str, ...], tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    other = {"Recipient_Name": "Ánn Birch", "Address": "4 Elm Ave"}
    remark = ["Call Iris Alder at 12 Mill St", *[""] * 11]
    path.write_bytes(text(row("Z1", Recipient_Name="Írís Alder"), row("Z1", **other), remark, row("Z2", "$9")))
    words_ = ["check", path, "--mask", "--format", form, *fix, *DAY]
    shown = called(*words_)
    told = (shown.stdout + shown.stderr).decode().upper()
    assert "ROW 3" in told or form == "junit"  # the faults are in it
    for name in ("ALDER", "BIRCH", "ELM AVE", "MILL ST"):
        assert name not in told


def test_a_marked_copy_is_none_with_mask(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(text(row("ZZZ1")))
    done = called("check", path, "--mask", "--marked", tmp_path / "marked.xlsx")
    assert done.returncode == 2 and b"--marked is a copy of the list" in done.stderr
    assert not (tmp_path / "marked.xlsx").exists()


def test_a_list_becomes_tables(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(text(row("ZZZ1", "45.50")))
    done = called("convert", path, "--to", "csv", "--table", "shipments", "--mask")
    assert b"I.A-" in done.stdout and b"45.50" in done.stdout and b"IRIS" not in done.stdout + done.stderr
