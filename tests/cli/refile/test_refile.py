"""`refile`: refused claims become entries with the same facts, what is missing is told, and no number is used twice."""

import csv
import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from deminimis.cli.session.judged import judged
from deminimis.edi.cutting.source import Source
from deminimis.edi.formats import FORMATS
from deminimis.edi.frames.shipments import Filings
from deminimis.edi.invented.shipments import Order
from deminimis.edi.invented.writers import WRITERS
from deminimis.edi.reading.intake import take
from deminimis.ledger.entry_numbers import JOURNAL, Numbers, allotted
from deminimis.ledger.store.table import LedgerError
from tests.cli.process import called

DAY = date(2026, 12, 1)
FORMS = ("catair-se", "x12-309", "camir-air", "catair-bd", "camir-ocean", "cuscar")
WHOLE = ("--importer", "12-3456789", "--bond", "8", "--same", "buyer=consignee", "--same", "manufacturer=seller",
         "--contact", "IRIS ALDER", "--phone", "2025550123", "--now", "2026-12-01T08:00",
         "--as-of", "2026-12-01")  # fmt: skip
NUMBERS = ("--entry-numbers", "ZZZ2000000-2000099")
PARTY = ("name", "address", "city", "state", "postal", "country")


def sample(form: str, at: Path, count: int = 8) -> Path:
    """With seed 7 no air waybill has several tariff numbers, whose shares of its one value it does not say."""
    seed = 7 if form == "camir-air" else 0
    at.write_bytes(b"".join(WRITERS[form].sample(Order(count, seed, over_percent=6, day=DAY))))
    return at


def refile(folder: Path, *args: object) -> tuple[int, str]:
    done = called("refile", *args, "--out", folder / "out", "--ledger", folder / "ledger")
    return done.returncode, done.stderr.decode()


def sheet(folder: Path) -> list[dict[str, str]]:
    return list(csv.DictReader((folder / "out" / "missing.csv").read_text().splitlines()))


def filled(folder: Path, **cells: str) -> Path:
    """The sheet with these cells in each of its rows that has none, but those of other columns."""
    rows = sheet(folder)
    for row in rows:
        lacking = {part.split(":")[0] for part in row["problem"].split("; ")}
        row.update({name: value for name, value in cells.items() if name in lacking})
    path = folder / "filled.csv"
    with path.open("w", newline="") as out:
        writer = csv.DictWriter(out, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


def read(path: Path) -> Filings:
    formats = {name: FORMATS[name].in_detail() for name in FORMATS}
    return take([Source(str(path), path)], formats, reference=lambda latest: latest or DAY).filings


@pytest.mark.parametrize("form", FORMS)
def test_an_entry_has_the_facts_of_its_claim_and_check_finds_nothing(form: str, tmp_path: Path) -> None:
    claims = sample(form, tmp_path / "claims")
    lacking = {"port_of_entry": "4701", "hts": "6109100012", "seller_city": "HANOI", "seller_country": "VN"}
    code, _ = refile(tmp_path, claims, *WHOLE, *NUMBERS)
    if code == 1:
        code, said = refile(tmp_path, claims, *WHOLE, *NUMBERS, "--with", filled(tmp_path, **lacking))
        assert code == 0, said
    assert not (tmp_path / "out" / "missing.csv").exists()
    entries = tmp_path / "out" / "entries.edi"
    assert called("check", entries).returncode == 0
    before, after = read(claims), read(entries)
    assert (after.shipments["entry_type"] == "11").all() and not after.shipments["claim"].any()
    assert after.shipments["entry_number"].is_unique().all()
    same = ["bill", "quantity", "eda", "mode", *(f"consignee_{part}" for part in PARTY), "shipper_name",
            "shipper_address", "value_cents"]  # fmt: skip
    given = {"camir-air": ["port"], "camir-ocean": ["shipper_city"]}.get(form, [])
    kept = [name for name in (*same, "port", "shipper_city", "shipper_postal") if name not in given]
    if form == "catair-se":
        kept += ["contact_name", "contact_phone", "references"]
    assert after.shipments.select(kept).rows() == before.shipments.select(kept).rows()
    goods = ["line_no", "origin", "description", "value_cents", *([] if form == "cuscar" else ["hts"])]
    assert after.lines.select(goods).rows() == before.lines.select(goods).rows()
    assert (tmp_path / "out" / "amend.csv").exists() == (form != "catair-se")


@pytest.mark.parametrize(
    ("option", "fields"),
    [
        ("--importer", {"importer_id"}),
        ("--bond", {"bond_type"}),
        ("buyer=consignee", {"buyer_name"}),
        ("manufacturer=seller", {f"manufacturer_{part}" for part in ("name", "address", "city", "country")}),
        ("--entry-numbers", {"entry_number"}),
    ],
)
def test_what_is_missing_is_told_and_nothing_incomplete_is_written(
    option: str, fields: set[str], tmp_path: Path
) -> None:
    claims = sample("catair-se", tmp_path / "claims", 2)
    words = [*WHOLE, *NUMBERS]
    at = words.index(option)
    at -= option[0] != "-"  # --same and its value
    code, said = refile(tmp_path, claims, *words[:at], *words[at + 2 :])
    assert code == 1 and "2 claims incomplete" in said
    assert not (tmp_path / "out" / "entries.edi").exists()
    for row in sheet(tmp_path):
        assert {part.split(":")[0] for part in row["problem"].split("; ")} == fields
        assert fields <= set(row) and row["bill"]


def test_a_table_that_is_wrong_is_one_sentence_and_nothing_is_written(tmp_path: Path) -> None:
    claims = sample("catair-se", tmp_path / "claims", 2)
    for text, told in (
        ("bill,importer_id\nH9,12-3456789\n", "row 2: no claim of these files that is refused has the bill H9"),
        ("bill,importer_id\nBILL,12-3456789\nBILL,\n", "row 3: the bill BILL stands in row 2 too"),
        ("bill,imprter_id\nBILL,12-3456789\n", "Is 'imprter_id' importer_id, much like"),
        ("importer_id,hts\n12-3456789,\n", "there is no column bill"),
        ("bill,line,hts\nBILL,77,6109100012\n", "the bill BILL has no line 77"),
        ("bill,line,hts\nBILL,first,6109100012\n", "first is no number of a line"),
        ("bill,hts\nBILL,6109100012\n", "say in the column line of which one"),
        ("bill,line,importer_id\nBILL,1,12-3456789\n", "a row with a line tells of its goods alone"),
    ):
        path = tmp_path / "given.csv"
        path.write_text(text.replace("BILL", "00000000000H00000000"))
        code, said = refile(tmp_path, claims, *WHOLE, *NUMBERS, "--with", path)
        assert code == 2 and told.replace("BILL", "00000000000H00000000") in said, said
        assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ("ZZZ2000000-2000000", "2 entries need numbers, and 1 are free"),
        ("000-2000000-2000009", "000 is no filer code"),
        ("ZZ2000000-2000009", "is no range"),
        ("ZZZ2000009-2000000", "ends before it begins"),
    ],
)
def test_a_range_that_is_none_or_runs_out_is_one_sentence(numbers: str, told: str, tmp_path: Path) -> None:
    claims = sample("catair-se", tmp_path / "claims", 2)
    code, said = refile(tmp_path, claims, *WHOLE, "--entry-numbers", numbers)
    assert code == 2 and told in said
    assert not (tmp_path / "out").exists()


def test_a_workbook_is_filled_in_and_given_back(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    claims = sample("catair-se", tmp_path / "claims", 2)
    without = [word for word in WHOLE if word not in ("--importer", "12-3456789")]
    assert refile(tmp_path, claims, *without, *NUMBERS, "--missing", "xlsx")[0] == 1
    book = load_workbook(tmp_path / "out" / "missing.xlsx")
    page = book.worksheets[0]
    names = [cell.value for cell in page[1]]
    for row in (2, 3):
        page.cell(row, names.index("importer_id") + 1).value = "12-3456789"
    book.save(tmp_path / "filled.xlsx")
    code, said = refile(tmp_path, claims, *without, *NUMBERS, "--with", tmp_path / "filled.xlsx")
    assert code == 0, said
    assert set(read(tmp_path / "out" / "entries.edi").shipments["importer_id"]) == {"12-3456789"}


def test_bills_of_one_person_and_day_are_one_entry_where_asked(tmp_path: Path) -> None:
    claims = sample("catair-se", tmp_path / "claims", 40)
    one = read(claims)
    assert refile(tmp_path, claims, *WHOLE, *NUMBERS, "--one-entry-per", "consignee-day")[0] == 0
    after = read(tmp_path / "out" / "entries.edi")
    assert after.shipments.height < one.shipments.height
    assert set(after.bills["bill"]) == set(one.bills["bill"])
    assert after.shipments["value_cents"].sum() == one.shipments["value_cents"].sum()


def test_a_value_above_2500_dollars_is_type_01_and_names_its_consignee_by_number(tmp_path: Path) -> None:
    claims = sample("catair-se", tmp_path / "claims", 2)
    bill = "00000000000H00000001"
    given = tmp_path / "given.csv"
    given.write_text("bill,line,value\n" + "".join(f"{bill},{n},1500\n" for n in (1,)))
    lines = read(claims).lines.filter(pl.col("seq") == 1).height
    given.write_text("bill,line,value\n" + "".join(f"{bill},{n + 1},2600\n" for n in range(lines)))
    code, _ = refile(tmp_path, claims, *WHOLE, *NUMBERS, "--with", given)
    assert code == 1
    (row,) = sheet(tmp_path)
    assert row["bill"] == bill and "type 01" in row["about"] and "consignee_id" in row["problem"]
    assert read(tmp_path / "out" / "entries.edi").shipments.height == 1


@pytest.mark.parametrize(("value", "dear"), [("2500.00", False), ("2500.01", True)])
def test_a_cent_above_2500_dollars_is_no_type_11_though_it_is_asked_for(value: str, dear: bool, tmp_path: Path) -> None:
    claims = sample("catair-se", tmp_path / "claims", 2)
    bill, given = "00000000000H00000001", tmp_path / "given.csv"
    given.write_text(f"bill,line,entry_type,value\n{bill},,11,\n{bill},1,,{value}\n")
    refile(tmp_path, claims, *WHOLE, *NUMBERS, "--with", given)
    said = [row["problem"] for row in sheet(tmp_path)]
    assert any("worth 2500.01, above 2500.00" in problem for problem in said) == dear
    assert read(tmp_path / "out" / "entries.edi").shipments["value_cents"].max() < 250000


def test_numbers_are_given_out_once_and_the_same_bills_keep_theirs(tmp_path: Path) -> None:
    numbers = Numbers("ZZZ", 10, 19)
    one = allotted(tmp_path / "ledger", numbers, [("A",), ("B",)])
    assert one == ["0000010", "0000011"]
    assert allotted(tmp_path / "ledger", numbers, [("C",), ("A",)]) == ["0000012", "0000010"]
    journal = tmp_path / "ledger" / JOURNAL
    journal.write_bytes(journal.read_bytes() + b'{"filer": "ZZZ", "numb')  # a run that was killed
    assert allotted(tmp_path / "ledger", numbers, [("D",)]) == ["0000013"]
    assert [json.loads(line)["number"] for line in journal.read_text().splitlines()] == [
        "0000010", "0000011", "0000012", "0000013",
    ]  # fmt: skip
    with pytest.raises(LedgerError, match="7 entries need numbers, and 6 are free"):
        allotted(tmp_path / "ledger", numbers, [(f"E{n}",) for n in range(7)])
    assert allotted(tmp_path / "ledger", numbers, [("E0",)]) == ["0000014"]


def test_numbers_of_entries_that_the_ledger_remembers_are_not_given_out(tmp_path: Path) -> None:
    claims = sample("catair-se", tmp_path / "claims", 2)
    called("check", claims, "--ledger", tmp_path / "ledger", "--record")
    used = read(claims).shipments["entry_number"].str.slice(3, 7).to_list()
    first = int(min(used))
    given = allotted(tmp_path / "ledger", Numbers("ZZZ", first, first + 9), [("A",)])
    assert given[0] not in used


def test_the_configuration_says_what_a_house_always_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    claims = sample("catair-se", tmp_path / "claims", 2)
    monkeypatch.chdir(tmp_path)
    config = tmp_path / "deminimis.toml"
    config.write_text(
        '[refile]\nimporter = "12-3456789"\nbond = "8"\nsame = ["buyer=consignee", "manufacturer=seller"]\n'
        'entry-numbers = "ZZZ2000000-2000099"\n'
    )
    code, said = refile(tmp_path, claims)
    assert code == 0, said
    config.write_text('[refile]\nimportr = "12-3456789"\n')
    assert "no key importr" in refile(tmp_path, claims)[1]


def test_what_cannot_be_read_is_not_refiled(tmp_path: Path) -> None:
    claims = sample("catair-se", tmp_path / "claims", 2)
    claims.write_bytes(claims.read_bytes()[:-700])
    code, said = refile(tmp_path, claims, *WHOLE, *NUMBERS)
    assert code == 2 and "nothing is written" in said and not (tmp_path / "out").exists()


def test_claims_that_are_not_refused_are_left_alone(tmp_path: Path) -> None:
    claims = tmp_path / "claims"
    claims.write_bytes(b"".join(WRITERS["catair-se"].sample(Order(2, day=date(2025, 3, 3)))))
    assert judged([Source("claims", claims)]).judgement.counts.shipments_rejected == 0
    code, said = refile(tmp_path, claims, *WHOLE, *NUMBERS)
    assert code == 0 and "no claim to refile" in said


def test_a_number_that_a_table_gives_is_used_for_nothing_else(tmp_path: Path) -> None:
    """Neither by the range in the same run, nor in a later one, nor for another bill of a later table."""
    claims = sample("catair-se", tmp_path / "claims", 2)
    bills = read(claims).shipments["bill"].to_list()
    given = tmp_path / "given.csv"
    given.write_text(f"bill,entry_number\n{bills[0]},ZZZ2000000\n")
    assert refile(tmp_path, claims, *WHOLE, *NUMBERS, "--with", given)[0] == 0
    found = dict(read(tmp_path / "out" / "entries.edi").shipments.select("bill", "entry_number").iter_rows())
    assert [found[bill][:10] for bill in bills] == ["ZZZ2000000", "ZZZ2000001"]
    assert allotted(tmp_path / "ledger", Numbers("ZZZ", 2000000, 2000009), [("X",)]) == ["2000002"]
    before = (tmp_path / "out" / "entries.edi").read_bytes()
    given.write_text(f"bill,entry_number\n{bills[1]},ZZZ2000005\n{bills[0]},ZZZ2000002\n")
    code, said = refile(tmp_path, claims, *WHOLE, *NUMBERS, "--with", given)
    assert code == 2 and "ZZZ-2000002 was given out for the bill X: nothing is written" in said
    assert (tmp_path / "out" / "entries.edi").read_bytes() == before


@pytest.mark.parametrize(("old", "new"), [("EDA120126", "EDA12X126"), ("00000003 86", "00000003 8X")])
def test_a_claim_that_may_be_refused_is_told(tmp_path: Path, old: str, new: str) -> None:
    """Its day or its type cannot be read: it gets no entry, and the others do."""
    path = sample("catair-se", tmp_path / "in.edi", 2)
    path.write_text(path.read_text("ascii").replace(old, new, 1))
    code, said = refile(tmp_path, path, *WHOLE, *NUMBERS)
    assert code == 1 and "1 refused claim, 1 entry written" in said
    assert "1 claim left out, whether refused or not cannot be told: 00000000000H00000000" in said
