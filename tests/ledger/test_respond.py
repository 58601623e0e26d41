"""`respond --ledger`: bills and entries that were accepted on other days are told of, and nothing is recorded."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from deminimis.cli.main import command
from tests.build.filings import camir_air, camir_ocean, x12
from tests.build.filings.catair import air_bills, entries, rail_download, regular_bill
from tests.build.filings.edifact import cuscar
from tests.build.shipments import Entry, Shipment
from tests.laws.robustness.calls import CALLS

ON = "2025-03-01"
TWO = (Shipment("A00000001", 500), Shipment("A00000002", 400))
HOUSES = (Shipment("HOUSE1", 500), Shipment("HOUSE2", 400))


def _entries(mode: str, *numbers: int) -> bytes:
    claims = []
    for n in numbers:
        number, value = (("10002015", 500), ("10002023", 400))[n - 1]
        bills = air_bills(f"HOUSE{n}") if mode == "40" else regular_bill("ZZZZ", f"A0000000{n}")
        claims.append(Entry(number, value, bills=bills, mode=mode))
    return entries(*claims, sent=date(2025, 3, 12 + len(numbers) % 2))


def _run(*args: object) -> str:
    done = CliRunner().invoke(command, [str(arg) for arg in args])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.output


def _answered(folder: Path, known: bytes, new: bytes) -> tuple[dict[str, str], str]:
    """The answers to `new` where `known` is in the ledger, by name; and the summary."""
    (folder / "known.edi").write_bytes(known)
    (folder / "new.edi").write_bytes(new)
    _run("check", folder / "known.edi", "--ledger", folder / "ledger", "--record", "--policy-date", ON)
    before = sorted(path.name for path in (folder / "ledger").rglob("*"))
    said = _run(
        "respond", folder / "new.edi", "--ledger", folder / "ledger", "--policy-date", ON, "--out", folder / "out"
    )
    assert sorted(path.name for path in (folder / "ledger").rglob("*")) == before
    return {path.name: path.read_text() for path in (folder / "out").iterdir()}, said


@pytest.mark.parametrize(
    ("manifest", "mode", "name", "shown"),
    [
        (
            lambda: camir_air.manifest(*HOUSES, express=False),
            "40",
            "XXXFMXX-camir-air-001.edi",
            "000-20000024-HOUSE1\nCSN/2M-1/",
        ),
        (lambda: camir_ocean.manifest(*TWO, kind="0"), "11", "ZZZZ-camir-ocean-001.edi", "R02A00000001   2M0000000001"),
        (lambda: rail_download(*TWO), "21", "ZZZZ-x12-350-001.edi", "X4*A00000001*1***20250312*1200*2M**ZZZZ~"),
    ],
    ids=["air", "ocean", "rail"],
)
def test_the_carrier_of_a_bill_in_the_ledger_is_told(
    manifest: Callable[[], bytes], mode: str, name: str, shown: str, tmp_path: Path
) -> None:
    out, said = _answered(tmp_path, manifest(), _entries(mode, 1, 2))
    assert shown in out[name]
    assert len(re.findall("(?<![0-9])2M(?![A-Z])", out[name])) == 2  # one a bill
    assert "to the carrier" not in said


@pytest.mark.parametrize("mode", ["40", "21"])
def test_an_entry_in_the_ledger_gets_30_and_the_new_one_284(mode: str, tmp_path: Path) -> None:
    out, _ = _answered(tmp_path, _entries(mode, 1), _entries(mode, 2))
    status, answer = out["ZZZ-catair-so-001.edi"], out["ZZZ-catair-sx-001.edi"]
    assert "SO102720ZZZ  10002015 86" in status and "30DE MINIMIS VALUE MET" in status and "10002023" not in status
    assert ("SO40H    HOUSE1" if mode == "40" else "SO40RZZZZA00000001") in status
    assert "284DE MINIMIS VALUE EXCEEDED" in answer and "10002015" not in answer


def test_a_truck_bill_in_the_ledger_gets_95_in_a_set_of_its_own(tmp_path: Path) -> None:
    new = x12.manifest(TWO[1]).replace(b"000000102", b"000000103")
    out, _ = _answered(tmp_path, x12.manifest(TWO[0]), new)
    assert out["ZZZZ-x12-350-001.edi"].count("*95*") == out["ZZZZ-x12-350-001.edi"].count("ST*350") == 2
    assert out["ZZZZ-x12-355-001.edi"].count("K3*") == 1  # the earlier manifest was answered when it came


def test_what_a_ledger_does_not_remember_is_listed(tmp_path: Path) -> None:
    out, said = _answered(tmp_path, cuscar(TWO[0]), x12.manifest(TWO[1]))
    assert sorted(out) == ["ZZZZ-x12-350-001.edi", "ZZZZ-x12-355-001.edi"]
    assert "the ledger does not remember its trip or port: 1 (ZZZZA00000001)" in said


def test_the_nightly_job_tells_the_carrier_too(tmp_path: Path) -> None:
    inbox = tmp_path / "in"
    inbox.mkdir()
    for name, content in (("1.edi", camir_ocean.manifest(*TWO, kind="0")), ("2.edi", _entries("11", 1, 2))):
        (inbox / name).write_bytes(content)
        _run("batch", inbox, "--out", tmp_path / "out", "--ledger", tmp_path / "ledger", "--settle", "0",
             "--policy-date", ON)  # fmt: skip
    (told,) = [path for path in (tmp_path / "out").iterdir() if "camir-ocean" in path.name]
    text = told.read_text()
    assert "M01ZZZZ" in text and text.count("2M") == 2  # the manifest itself is at hand


def test_a_trip_whose_day_cannot_be_read_is_not_accepted(tmp_path: Path) -> None:
    """What is filed about a bill of the ledger leaves its verdict unknown: no answer, no positive one either."""
    *known, trip = CALLS["358"].bytes
    out, said = _answered(tmp_path, b"".join(known), trip.replace(b"P4*3801*20250305", b"P4*3801*20259305"))
    assert out == {}
    assert "the verdict cannot be told: 1 (ZZZZD00071001)" in said
    assert "acceptance of a set of which a verdict cannot be told: 1" in said
