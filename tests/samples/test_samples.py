"""The samples: every record is read or reported, whole and cut anywhere; and each shows what it says."""

from pathlib import Path

import pytest

from deminimis.edi.frames.findings import NOTE
from deminimis.edi.reading.intake import Intake
from tests.places import SAMPLES
from tests.read.back import count_records, read_back
from tests.read.cut import cuts

OURS = ("catair_se", "x12_309", "x12_350")
FILES = [path for folder in OURS for path in sorted((SAMPLES / folder).glob("*.edi"))]
FILED = {"clean", "over_limit", "malformed", "amended", "suspended"}
NAMES = {
    "catair_se": FILED | {"instead"},
    "x12_309": FILED,
    "x12_350": {"clean", "warned", "malformed"},
}


def name_of(path: Path) -> str:
    return f"{path.parent.name}-{path.stem}"


def ends_an_envelope(cut: bytes) -> bool:
    """The sender of several envelopes may have stopped behind one of them: nobody can tell."""
    if cut.startswith(b"ISA"):
        return cut.rstrip().endswith(b"~") and cut.rstrip().split(b"~")[-2].lstrip().startswith(b"IEA")
    return cut.splitlines()[-1].startswith(b"Z2720ZZZ")


def same_meaning(one: Intake, other: Intake) -> bool:
    return (
        one.filings.shipments.equals(other.filings.shipments)
        and one.filings.bills.equals(other.filings.bills)
        and one.filings.lines.equals(other.filings.lines)
        and one.notices.equals(other.notices)
    )


def test_all_are_there() -> None:
    assert {folder: {path.stem for path in FILES if path.parent.name == folder} for folder in OURS} == NAMES


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_every_record_counts(path: Path, tmp_path: Path) -> None:
    data = path.read_bytes()
    got = read_back(data, tmp_path)
    report = got.files[0]
    assert report.records_read + report.records_reported == report.records == count_records(data)
    found = got.findings.frame()
    if path.stem == "malformed":
        assert not got.complete
        assert report.records_reported == 1
        assert {"EDI103", "EDI105", "EDI203"} <= set(found["code"])
    else:
        assert got.complete
        assert found.filter(found["severity"] > NOTE).is_empty()


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_no_cut_goes_unnoticed(path: Path, tmp_path: Path) -> None:
    data = path.read_bytes()
    whole = read_back(data, tmp_path)
    for end in cuts(data):
        cut = data[:end]
        got = read_back(cut, tmp_path)
        report = got.files[0]
        if report.format:
            assert report.records_read + report.records_reported == count_records(cut), end
        unnoticed = got.complete and not same_meaning(got, whole) and not ends_an_envelope(cut)
        assert not unnoticed, f"cut at {end} goes unnoticed"


def test_forms_on_the_wire() -> None:
    assert b"\n" not in (SAMPLES / "catair_se/over_limit.edi").read_bytes()
    assert {len(line) for line in (SAMPLES / "catair_se/clean.edi").read_bytes().splitlines()} == {80}
    assert b"~\n" in (SAMPLES / "x12_309/clean.edi").read_bytes()
    assert b"\n" not in (SAMPLES / "x12_309/over_limit.edi").read_bytes()
