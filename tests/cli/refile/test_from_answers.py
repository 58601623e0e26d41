"""`refile` from answers of CBP: which claims on record they refuse, what the ledger knows of these, and what not."""

import csv
import shutil
from datetime import date
from pathlib import Path

import pytest

from deminimis.edi.invented.shipments import Order
from deminimis.edi.invented.writers import WRITERS
from tests.cli.process import called

WHOLE = ("--importer", "12-3456789", "--bond", "8", "--same", "buyer=consignee", "--same", "manufacturer=seller",
         "--entry-numbers", "ZZZ2000000-2000099", "--now", "2026-12-01T08:00", "--as-of", "2026-12-01")  # fmt: skip


def answer(filing: bytes, refused: tuple[int, ...]) -> bytes:
    """An SX that rejects these entries of a filing."""
    head, *entries = filing.decode("ascii").split("SE10")
    rows = []
    for number in refused:
        lines = ("SE10" + entries[number]).splitlines()
        rows += [line for line in lines if line[:4] in ("SE10", "SE15")] + ["SE9001   SE DATA REJECTED"]
    begin = [line.replace("     SE ", "     SX ").replace("ZZZSE", "ZZZSX") for line in head.splitlines()]
    end = [f"Y  2720ZZZSX{len(rows):05}", begin[0].replace("A", "Z", 1)[:19]]
    return "".join(line.ljust(80) + "\n" for line in (*begin, *rows, *end)).encode("ascii")


def refile(folder: Path, *args: object) -> tuple[int, str]:
    done = called("refile", *args, "--out", folder / "out", "--ledger", folder / "ledger", *WHOLE)
    return done.returncode, done.stderr.decode()


def record(folder: Path, name: str) -> None:
    assert called("check", folder / name, "--record", "--ledger", folder / "ledger", "-q").returncode in (0, 1)


@pytest.fixture(scope="module")
def _recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("recorded")
    filing = b"".join(WRITERS["catair-se"].sample(Order(4, over_percent=6, day=date(2026, 12, 1))))
    (folder / "claims.edi").write_bytes(filing)
    (folder / "refused.edi").write_bytes(answer(filing, (0, 2)))
    record(folder, "claims.edi")
    return folder


@pytest.fixture
def folder(_recorded: Path, tmp_path: Path) -> Path:
    """Four claims on record (claims.edi), and CBP's refusal of the first and third (refused.edi); a test's own copy."""
    shutil.copytree(_recorded, tmp_path, dirs_exist_ok=True)
    return tmp_path


BILLS = ["00000000000H00000000", "00000000000H00000002"]


def test_the_claims_that_answers_refuse_are_taken_from_the_ledger(folder: Path) -> None:
    """What it does not keep is asked for, line by line where that is of a line; filled in, the entries are written."""
    code, said = refile(folder, folder / "refused.edi")
    assert code == 1 and "2 claims known from the ledger alone" in said and "(claims.edi)" in said
    sheet = list(csv.DictReader((folder / "out" / "missing.csv").read_text().splitlines()))
    assert sorted({row["bill"] for row in sheet}) == BILLS
    fields = {part.split(":")[0] for row in sheet for part in row["problem"].split("; ")}
    assert fields == {"contact_name", "contact_phone", "seller_address", "seller_city", "more_hts"}
    facts = {"contact_name": "IRIS ALDER", "contact_phone": "2025550123", "seller_address": "25 HANG BAI",
             "seller_city": "HANOI"}  # fmt: skip
    for row in sheet:
        row.update({"more_hts": "-"} if row["line"] else facts)
    with (folder / "filled.csv").open("w", newline="") as out:
        table = csv.DictWriter(out, sheet[0])
        table.writeheader()
        table.writerows(sheet)
    code, said = refile(folder, folder / "refused.edi", "--with", folder / "filled.csv")
    assert code == 0 and "2 refused claims, 2 entries written" in said
    assert called("check", folder / "out" / "entries.edi").returncode == 0


def test_with_the_filing_too_nothing_is_asked_and_every_claim_of_it_is_made(folder: Path) -> None:
    code, said = refile(folder, folder / "refused.edi", folder / "claims.edi")
    assert code == 0 and "4 refused claims, 4 entries written" in said and "ledger alone" not in said


def test_a_claim_that_was_replaced_is_left_out_whichever_way_it_comes(folder: Path) -> None:
    assert refile(folder, folder / "claims.edi")[0] == 0
    record(folder, "out/entries.edi")
    for given in ("refused.edi", "claims.edi"):
        code, said = refile(folder, folder / given)
        assert code == 0 and "no claim to refile: nothing is written" in said
        assert "left out, replaced already: 00000000000H00000000 by ZZZ-2000000-9" in said


def test_what_nobody_knows_and_what_is_no_claim_is_said(folder: Path) -> None:
    """Answers to filings that are not on record, and a refusal of an entry of type 11."""
    code, said = refile(folder / "none", folder / "refused.edi")
    assert code == 1 and "neither a file of this call nor the ledger has: ZZZ-0000000-3, ZZZ-0000002-9" in said
    assert not (folder / "none" / "out").exists()
    assert refile(folder, folder / "claims.edi")[0] == 0
    record(folder, "out/entries.edi")
    entries = (folder / "out" / "entries.edi").read_bytes()
    (folder / "again.edi").write_bytes(answer(entries, (1,)))
    code, said = refile(folder, folder / "again.edi")
    assert code == 1 and "CBP refused 1 entry of type 11 or 01 (ZZZ-2000001-7)" in said


@pytest.mark.parametrize(
    ("status", "said"),
    [("23ENTRY CANCELLED", "The entry no longer stands with CBP"), ("ZZWHATEVER", "Look up what CBP says")],
)
def test_a_claim_whose_entry_fell_is_not_called_replaced(folder: Path, status: str, said: str) -> None:
    """CBP cancelled one of four entries, or answers with a code that nobody knows; the others stand."""
    assert refile(folder, folder / "claims.edi")[0] == 0
    so = [
        "A2720ZZZ      120126     SO", "B  2720ZZZSO", f"SO102720ZZZ  20000009 11{'12-3456789':12}",
        "SO40M    00000000000".ljust(59) + "00000001PCS", "SO40H    H00000000".ljust(59) + "00000003PCS",
        f"SO601201260900{status}", "Y  2720ZZZSO00004", "Z2720ZZZ      120126",
    ]  # fmt: skip
    (folder / "so.edi").write_text("".join(line.ljust(80) + "\n" for line in so))
    (folder / "entries.edi").write_bytes((folder / "out" / "entries.edi").read_bytes())
    code, told = refile(folder, folder / "claims.edi", folder / "entries.edi", folder / "so.edi")
    assert code == 1 and f"1 claim left out: 00000000000H00000000 by ZZZ-2000000-9. {said}" in told
    assert "3 claims left out, replaced already: 00000000000H00000001" in told


def test_an_acceptance_refuses_nothing(folder: Path) -> None:
    given = (folder / "refused.edi").read_bytes().replace(b"SE9001   SE DATA REJECTED", b"SE9002   SE DATA ACCEPTED")
    (folder / "accepted.edi").write_bytes(given)
    assert "no claim to refile" in refile(folder, folder / "accepted.edi")[1]


def test_what_a_consignee_has_on_file_that_day_counts(tmp_path: Path) -> None:
    """An entry of $2,400 is on record: with $54 more of the same person and day the type is still 11, not with $302."""
    first = b"".join(WRITERS["catair-se"].sample(Order(1, over_percent=6, day=date(2026, 12, 1))))
    second = first.replace(b"H00000000", b"K00000000").replace(b"00000003 86", b"00000011 86")
    bills = ("00000000000H00000000", "00000000000K00000000")
    for name, filing in (("one", first), ("two", second)):
        (tmp_path / f"{name}.edi").write_bytes(filing)
    lines = first.count(b"SE40")
    for name, bill, cents in (("a", bills[0], 240_000), ("b", bills[1], 5_400), ("c", bills[1], 30_200)):
        each = cents // 100 // lines
        values = [cents // 100 - each * (lines - 1), *[each] * (lines - 1)]
        rows = "".join(f"{bill},{line},{value}\n" for line, value in enumerate(values, 1))
        (tmp_path / f"{name}.csv").write_text(f"bill,line,value\n{rows}")
    assert refile(tmp_path, tmp_path / "one.edi", "--with", tmp_path / "a.csv")[0] == 0
    record(tmp_path, "out/entries.edi")
    assert (
        refile(tmp_path, tmp_path / "two.edi", "--with", tmp_path / "b.csv", "--one-entry-per", "consignee-day")[0] == 0
    )
    over = ("--with", tmp_path / "c.csv")
    code, said = refile(tmp_path, tmp_path / "two.edi", *over)
    assert code == 0 and "1 consignee day above $2,500 in several entries of type 11" in said
    code, said = refile(tmp_path, tmp_path / "two.edi", *over, "--one-entry-per", "consignee-day")
    assert code == 1 and "consignee_id: 1 claim" in said
    (row,) = csv.DictReader((tmp_path / "out" / "missing.csv").read_text().splitlines())
    assert "type 01" in row["about"]
