"""`convert FILING`, to a table of entries and back, and straight to entries: the same facts, or nothing is written."""

import csv
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from deminimis.cli.main import run
from deminimis.cli.session.anew.detailed import otherwise
from deminimis.edi.cutting.source import Source
from deminimis.edi.formats import FORMATS
from deminimis.edi.frames.shipments import Filings
from deminimis.edi.invented.shipments import Order
from deminimis.edi.invented.writers import WRITERS
from deminimis.edi.reading.intake import take
from tests.places import SAMPLES

ENTRIES = SAMPLES / "catair_se"
NOW = ("--now", "2025-03-02T09:30")
EACH = ("quantity", "bill", "master_bill", "bond_type", "shipper_state", "surety_code", "bond_amount")
PARTY = ("name", "address", "city", "postal", "country")
MODES = ("clean", "over_limit", "suspended", "single_bond", "generated", "formula")


def convert(*arguments: object) -> int:
    return run(["convert", *map(str, arguments), "--quiet"])


def facts(path: Path) -> Filings:
    formats = {name: FORMATS[name].in_detail() for name in FORMATS}
    intake = take([Source(str(path), path)], formats, reference=lambda latest: latest)
    assert intake.complete
    return intake.filings


def without(path: Path, numbers: tuple[bytes, ...], at: Path) -> Path:
    """The filing without some of its entries."""
    body, end, tail = path.read_bytes().partition(b"\nY ")
    head, *entries = body.split(b"SE10")
    kept = [each for each in entries if not any(number in each[:20] for number in numbers)]
    assert len(kept) == len(entries) - len(numbers)
    at.write_bytes(b"SE10".join([head, *kept]).rstrip() + end + tail)
    return at


def filing(name: str, folder: Path) -> Path:
    at = folder / "filing.edi"
    if name == "single_bond":  # of types 11 and 01, with a bond of its own and an importer
        return without(ENTRIES / "instead.edi", (b"10009028", b"10009044"), at)
    if name == "generated":
        at.write_bytes(b"".join(WRITERS["catair-se"].sample(Order(30, over_percent=6, day=date(2025, 3, 3)))))
        return at
    if name == "formula":
        at.write_bytes((ENTRIES / "clean.edi").read_bytes().replace(b"IRIS ALDER    ", b"=1+1 A ALDER  "))
        return at
    return ENTRIES / f"{name}.edi"


class Straight(NamedTuple):
    """A filing, what it says, and the entries made of it without a table between."""

    given: Path
    said: Filings
    code: int
    made: bytes


@pytest.fixture(scope="module")
def straight(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Straight]:
    """By the filing's name; each is made once, whatever table it is compared with."""

    @cache
    def of(name: str) -> Straight:
        folder = tmp_path_factory.mktemp(name)
        given = filing(name, folder)
        code = convert(given, "--to", "catair-se", *NOW, "--output", folder / "direct.edi")
        return Straight(given, facts(given), code, (folder / "direct.edi").read_bytes())

    return of


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("name", MODES)
def test_a_table_of_a_filing_makes_the_same_filing(
    name: str, form: str, straight: Callable[[str], Straight], tmp_path: Path
) -> None:
    given, said, straight_code, direct = straight(name)
    table, made = tmp_path / f"table.{form}", tmp_path / "made.edi"
    code = convert(given, "--to", form, "--as", "catair-se", "--output", table)
    assert code in (0, 1)
    right = 0 if name == "single_bond" else code  # of that filing the counts of its trailer are those of all entries
    assert convert(table, "--to", "catair-se", *NOW, "--output", made) == right
    assert straight_code == code
    assert said.shipments.height > 1
    assert otherwise(said, facts(made), *EACH) == []
    assert direct == made.read_bytes()


def test_a_table_says_what_it_holds_of_a_manifest_and_the_entries_what_they_lack(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    manifest, made = tmp_path / "manifest.edi", tmp_path / "made.edi"
    manifest.write_bytes(b"".join(WRITERS["x12-309"].sample(Order(2, over_percent=0, day=date(2025, 3, 3)))))
    assert convert(manifest, "--to", "csv", "--as", "catair-se", "--out", tmp_path / "out") == 0
    assert len((tmp_path / "out" / "entries.csv").read_text().splitlines()) > 2
    assert convert(manifest, "--to", "catair-se", *NOW, "--output", made) == 2 and not made.exists()
    said = capsys.readouterr().err
    assert "EDI201 entry_number (shipment of line " in said and "--to csv --as catair-se" in said


@pytest.mark.parametrize(("name", "old", "new", "said"), [
    ("amended", b"", b"", "amended.edi:111: its action is replace"),
    ("instead", b"", b"", "instead.edi:23: no column holds what its records SE50 say"),
    ("clean", b"40000000000642720", b"40000000000632720", ":18: its goods come to 64.00, the whole to 63.00"),
    ("clean", b"10001025 86 ", b"10001017 86 ", "a number of its own: it stands in line 3 too"),
    ("clean", b"ZH70001                                           00000002",
     b"ZH70001                                           00000000", "quantity"),
])  # fmt: skip
def test_what_a_row_cannot_hold_is_told_and_nothing_is_written(
    name: str, old: bytes, new: bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = tmp_path / f"{name}.edi"
    given.write_bytes((ENTRIES / f"{name}.edi").read_bytes().replace(old, new, 1 if old else 0))
    made = tmp_path / "made.edi"
    assert convert(given, "--to", "catair-se", *NOW, "--output", made) == 2
    assert not made.exists() and said in capsys.readouterr().err


def test_an_entry_type_that_is_not_the_filing_s_own_is_no_way_round(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = tmp_path / "made.edi"
    assert convert(ENTRIES / "clean.edi", "--to", "catair-se", "--entry-type", "11", "--output", made) == 2
    assert not made.exists() and "its entries are of type 86" in capsys.readouterr().err
    assert convert(ENTRIES / "clean.edi", "--to", "json", "--as", "catair-se") == 2
    assert convert(SAMPLES / "x12_350" / "warned.edi", "--to", "csv", "--as", "catair-se") == 2


def two_entries(tmp_path: Path, day: str, values: list[str], kind: str) -> Path:
    """A table of two entries with one line each."""
    table = tmp_path / "table.csv"
    head, *rows = SAMPLES.joinpath("tables", "entries.csv").read_text("utf-8").splitlines()
    names = head.split(",")
    cells = [dict(zip(names, next(csv.reader([row])), strict=True)) for row in rows]
    first = [row for row in cells if row["entry_number"]][:2]
    party = {f"manufacturer_{what}": first[0][f"seller_{what}"] for what in PARTY}
    for row, value in zip(first, values, strict=True):
        row.update(party, estimated_arrival=day, value=value, entry_type=kind, importer_id="12-3456789")
    with table.open("w", newline="") as out:
        writer = csv.DictWriter(out, first[0])
        writer.writeheader()
        writer.writerows(first)
    return table


@pytest.mark.parametrize(("day", "values", "kinds"), [
    ("2025-03-03", ["54.00", "800"], ["86", "86"]),
    ("2026-12-01", ["54.00", "2500"], ["11", "11"]),
    ("2026-12-01", ["54.00", "2500.01"], ["11", "01"]),  # it is 01 by value, to the cent
    ("2025-03-03", ["54.00", "2501"], ["86", "01"]),
])  # fmt: skip
def test_an_entry_without_a_type_gets_that_of_its_day_and_value(
    day: str, values: list[str], kinds: list[str], tmp_path: Path
) -> None:
    table, made = two_entries(tmp_path, day, values, ""), tmp_path / "made.edi"
    assert convert(table, "--to", "catair-se", *NOW, "--output", made) in (0, 1)
    assert facts(made).shipments["entry_type"].to_list() == kinds


@pytest.mark.parametrize("by", ["cell", "option"])
def test_an_informal_entry_above_its_limit_to_the_cent_is_not_rounded_down_to_it(
    by: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kind, option = ("11", ()) if by == "cell" else ("", ("--entry-type", "11"))
    made = tmp_path / "made.edi"
    table = two_entries(tmp_path, "2026-11-30", ["54.00", "2500.01"], kind)
    assert convert(table, "--to", "catair-se", *NOW, *option, "--output", made) == 2
    assert not made.exists() and "$2,500.01, above $2,500" in capsys.readouterr().err
    table = two_entries(tmp_path, "2026-11-30", ["54.00", "2500.00"], kind)
    assert convert(table, "--to", "catair-se", *NOW, *option, "--output", made) == 1  # DM347: the consignee is named
