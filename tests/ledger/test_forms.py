"""A ledger of form 2, which was partitioned by day too: it works as it is, and can be brought into the form of now."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from deltalake import DeltaTable

from deminimis.cli.main import run
from deminimis.ledger import verify
from deminimis.ledger.store import maintain, schema, table
from tests.build.filings import x12
from tests.build.recorded import bill, incoming, recorded
from tests.build.shipments import Shipment
from tests.cli.process import called


def _recorded(folder: Path, number: int) -> None:
    filing = folder / f"{number}.edi"
    filing.write_bytes(x12.manifest(Shipment(f"A0000000{number}", 450)))
    called("check", filing, "--record", "-q", "--ledger", folder / "ledger", "--policy-date", "2025-03-01")


def _held(folder: Path) -> dict[str, Any]:
    snapshot = table.opened(folder / "ledger")
    checked = verify.verify(snapshot)
    assert not checked.wrong, checked.wrong
    held = verify.held(snapshot).select("ref", "consignee_key", "day", "verdict", "role")
    return {"files": snapshot.files.select("recorded", "digest", "content").rows(), "held": held.sort("ref").rows()}


@pytest.fixture
def old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a ledger of form 2, as it was made, of one file."""
    with monkeypatch.context() as before:
        before.setattr(table, "PARTITIONS", ("kind", "day"))
        before.setattr(table, "VERSION", 2)
        _recorded(tmp_path, 1)
    assert DeltaTable(str(tmp_path / "ledger")).metadata().partition_columns == ["kind", "day"]
    assert table.opened(tmp_path / "ledger").form == 2
    return tmp_path


def test_an_old_one_is_read_and_written_and_says_what_to_do(old: Path, capfd: pytest.CaptureFixture[str]) -> None:
    _recorded(old, 2)
    assert [row[3] for row in _held(old)["held"]] == ["warn", "warn"]
    assert run(["ledger", "stats", "--ledger", str(old / "ledger")]) == 0
    assert "deminimis ledger upgrade" in capfd.readouterr().err


def test_it_is_brought_into_the_new_form_once_and_says_the_same(old: Path, capfd: pytest.CaptureFixture[str]) -> None:
    _recorded(old, 2)
    before = _held(old)
    assert run(["ledger", "upgrade", "--ledger", str(old / "ledger")]) == 0
    snapshot = table.opened(old / "ledger")
    assert snapshot.form == schema.VERSION and snapshot.partitions == schema.PARTITIONS
    assert not [name for name in snapshot.sizes if "day=" in name]
    assert _held(old) == before
    assert run(["ledger", "upgrade", "--ledger", str(old / "ledger")]) == 0
    assert "nothing to do" in capfd.readouterr().err
    _recorded(old, 3)
    assert len(_held(old)["held"]) == 3
    assert run(["ledger", "forget", "--yes", "--before", "2027-01-01", "--ledger", str(old / "ledger")]) == 0
    assert not list((old / "ledger").glob("kind=*/day=*/*.parquet"))


def test_small_nights_are_merged_across_days(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(maintain, "_MANY", 10)
    most = 0
    for night in range(6):
        filed = bill(night, 45000, f"{date(2025, 3, 14) + timedelta(night)}")
        recorded(tmp_path / "ledger", [incoming([filed], night)])
        most = max(most, len(table.opened(tmp_path / "ledger").sizes))
    assert most <= 22  # a file a kind, those that may lie there, one night's more
    assert len(_held(tmp_path)["held"]) == 6
