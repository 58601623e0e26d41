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
    totals = {name: count for name, count in said["totals"].items() if count}
    assert totals == {"confirmed": 1, "missed_by_us": 1, "not_answered_by_CBP": 1, "unknown_bill": 1}
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


@pytest.fixture
def forty(tmp_path: Path) -> Path:
    """A ledger `l` with forty claims of type 86 that are refused; and an SX, sx.edi, that accepts each of them."""
    claims, entries = tmp_path / "claims.edi", tmp_path / "entries.edi"
    sample = ["sample", "catair-se", "--shipments", "40", "--over", "6", "--day", "2026-12-01", "--output", str(claims)]
    assert run(sample) == 0
    assert run(["check", str(claims), "--record", "--ledger", str(tmp_path / "l"), "-q"]) == 1
    entries.write_text(claims.read_text("ascii").replace(" 86 ", " 11 "), "ascii")
    assert run(["respond", str(entries), "--out", str(tmp_path / "out")]) in (0, 1)
    (answer,) = (tmp_path / "out").glob("*.edi")
    (tmp_path / "sx.edi").write_text(answer.read_text("ascii").replace(" 11 ", " 86 "), "ascii")
    answer.rename(tmp_path / "entries-sx.edi")
    return tmp_path


def test_what_cbp_accepted_though_refusal_was_predicted(forty: Path, capfd: pytest.CaptureFixture[str]) -> None:
    capfd.readouterr()
    assert run(["reconcile", str(forty / "sx.edi"), "--ledger", str(forty / "l")]) == 1
    first, second, *rest = capfd.readouterr().out.splitlines()
    assert first == "40 answers about 40 entries or bills: 40 accepted though we predicted refusal"
    assert second.startswith("accepted though we predicted refusal: ") and "predicted reject" in second
    assert len(rest) == 20 and rest[-1].startswith("... and 20 more")


def test_entries_are_counted_and_not_messages(forty: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Refused as predicted: each answer says why, and then that the whole is refused."""
    said = (forty / "sx.edi").read_text("ascii")
    refused = said.replace("SE9002   SE DATA ACCEPTED", "SE9011318COUNTRY INELIGIBLE     \nSE9001   SE DATA REJECTED")
    (forty / "no.edi").write_text(refused, "ascii")
    capfd.readouterr()
    assert run(["reconcile", str(forty / "no.edi"), "--ledger", str(forty / "l")]) == 0
    assert capfd.readouterr().out == "80 answers about 40 entries or bills: 40 confirmed\n"


def test_nothing_is_predicted_of_an_entry_of_type_11(forty: Path, capfd: pytest.CaptureFixture[str]) -> None:
    entries = (forty / "entries.edi").read_text("ascii").replace("ZZZ", "YYY")
    (forty / "entries.edi").write_text(entries, "ascii")
    assert run(["check", str(forty / "entries.edi"), "--record", "--ledger", str(forty / "l"), "-q"]) in (0, 1)
    answer = (forty / "entries-sx.edi").read_text("ascii").replace("ZZZ", "YYY")
    (forty / "entries-sx.edi").write_text(answer, "ascii")
    capfd.readouterr()
    assert run(["reconcile", str(forty / "entries-sx.edi"), "--ledger", str(forty / "l")]) == 0
    assert capfd.readouterr().out == "40 answers about 40 entries or bills: 40 accepted\n"


def test_a_filing_is_no_answer(filed: Path, capfd: pytest.CaptureFixture[str]) -> None:

    sample = SAMPLES / "catair_se" / "clean.edi"
    assert run(["reconcile", str(sample), "--ledger", str(filed / "l")]) == 2
    assert "it is a filing, not an answer" in capfd.readouterr().err
