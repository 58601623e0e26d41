"""CBP's notices beside the ledger."""

import json
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from deminimis.cli.main import run
from deminimis.edi.formats.x12.write_interchange import X12Envelope
from deminimis.edi.frames.notices import NOTICES
from deminimis.edi.invented.writers import WRITERS
from tests.build.recorded import SETTINGS, bill, incoming, recorded
from tests.places import SAMPLES

BILLS = ("ABCDB1", "ABCDB3", "ABCDB9")


@pytest.fixture
def filed(tmp_path: Path) -> Path:
    """A ledger: two bills over the limit, and one alone."""
    recorded(tmp_path / "l", [incoming([bill(1, 50000), bill(2, 40000), bill(3, 10000, "2025-03-04")], 1)], SETTINGS)
    return tmp_path


def answer(folder: Path) -> Path:
    """A 350 with code 95 for BILLS."""
    rows = [
        {
            "file": 0, "line": n + 1, "byte": n, "format": "x12-350", "path": "truck", "kind": "status", "code": "95",
            "text": "DAILY MAXIMUM", "bill": number, "scac": "ABCD", "posted_at": datetime(2025, 3, 3, 12),
            "quantity": 1, "direction": "write", "status": "cbp",
        }
        for n, number in enumerate(BILLS)
    ]  # fmt: skip
    notices = pl.DataFrame(rows, schema=NOTICES)
    envelope = X12Envelope(
        "CBP", "ABCD", date(2025, 3, 3), "1200", 7, trip_number="ABCD250303A", port_of_lading="WINDSOR ON", scac="ABCD",
        port="3801", arrival=date(2025, 3, 3), isa_version="00406", version="004060",
    )  # fmt: skip
    path = folder / "350.edi"
    path.write_bytes(b"".join(WRITERS["x12-350"].write(notices, envelope)))
    return path


def test_every_category(filed: Path, capfd: pytest.CaptureFixture[str]) -> None:
    command = ["reconcile", str(answer(filed)), "--ledger", str(filed / "l"), "--format", "json"]
    assert run(command) == 1
    said = json.loads(capfd.readouterr().out)
    assert said["totals"] == {"confirmed": 1, "missed_by_us": 1, "not_answered_by_CBP": 1, "unknown_bill": 1}
    rows = {row["bill"]: row for row in said["rows"]}
    assert rows["ABCDB1"]["category"] == "confirmed"
    assert rows["ABCDB3"]["category"] == "missed by us" and "others filed" in rows["ABCDB3"]["reason"]
    assert rows["ABCDB9"]["category"] == "unknown bill"
    assert rows["ABCDB2"]["category"] == "not answered by CBP"
    assert run(command) == 1
    assert json.loads(capfd.readouterr().out) == said, "kept once, and the same again"
    assert run(["ledger", "show", "--bill", "ABCDB1", "--ledger", str(filed / "l")]) == 0
    assert "CBP 95" in capfd.readouterr().out


def test_names_can_be_masked(filed: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["reconcile", str(answer(filed)), "--ledger", str(filed / "l"), "--mask", "--all"]) == 1
    out = capfd.readouterr().out
    assert "ALDER" not in out and "I.A-" in out and "1 confirmed, 1 missed by us" in out


def test_a_filing_is_no_answer(filed: Path, capfd: pytest.CaptureFixture[str]) -> None:

    sample = SAMPLES / "catair_se" / "clean.edi"
    assert run(["reconcile", str(sample), "--ledger", str(filed / "l")]) == 2
    assert "it is a filing, not an answer" in capfd.readouterr().err
