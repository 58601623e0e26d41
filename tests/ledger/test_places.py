"""Ledgers in folders of any name, and what lies beside a ledger's own files."""

import json
import os
import shutil
from pathlib import Path

import polars as pl
import pytest

from deminimis.cli.main import run
from deminimis.ledger import verify
from deminimis.ledger.store import maintain, table
from tests.cli.night.night import SAMPLES

ENTRIES = SAMPLES / "catair_se" / "over_limit.edi"
HALVES = [Path(__file__).parent / f"half_{one}.edi" for one in ("one", "two")]  # of one person's day, each in the limit
NAMES = ("led ger", " led ", "led#1", "led%20x", "a%2Fb", "led?x", "led\u00fc", "x=y", "kind=file", "day=2025-01-01",
         "led[1]", "led[a", "{a,b}", "led*", "c:\\x", "a\nb", "led'1\"", "led&x", "~x", "-x", "led,1;2")  # fmt: skip


@pytest.mark.parametrize(("name", "inside"), [(name, number % 2 == 1) for number, name in enumerate(NAMES)], ids=ascii)
def test_a_ledger_in_a_folder_of_any_name(
    name: str, inside: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / name
    folder.mkdir()
    monkeypatch.chdir(folder if inside else tmp_path)
    ledger = Path("ledger") if inside else folder / "ledger"
    assert run(["check", str(HALVES[0]), "--record", "-q", "--ledger", str(ledger), "--format", "text"]) == 0
    assert run(["check", str(HALVES[1]), "--record", "-q", "--ledger", str(ledger), "--format", "json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert [each["code"] for each in told["findings"] if each["code"] == "DM101"], "judged with the first file"
    assert maintain.tidied(ledger, 10, most=1)
    assert run(["ledger", "verify", "--ledger", str(ledger)]) == 0
    assert run(["ledger", "forget", "--yes", "--consignee", "ZELDA FERNWICK", "--ledger", str(ledger)]) == 0
    held = table.read(ledger, verify.held)
    assert not held.filter(held["consignee"].str.contains("ZELDA")).height


def test_what_is_not_the_ledgers_stays(tmp_path: Path) -> None:
    ledger, other = tmp_path / "ledger", tmp_path / "other"
    assert run(["check", str(ENTRIES), "--record", "-q", "--ledger", str(ledger), "--format", "text"]) == 1
    foreign = [ledger / "README.txt", ledger / "backup" / "a.parquet", ledger / "_delta_log" / "note.txt",
               ledger / "kind=shipment" / "note.txt", other / "archive.edi",
               other / "day=2024-01-01" / "b.parquet"]  # fmt: skip
    for path in foreign:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("the only copy")
    (ledger / "link").symlink_to(other)
    (ledger / "kind=other").symlink_to(other)
    (ledger / "kind=shipment" / "day=2024-01-01").symlink_to(other / "day=2024-01-01")
    (ledger / "kind=shipment" / "c.parquet").symlink_to(other / "archive.edi")
    surplus = ledger / "kind=shipment" / "part-00000-killed.parquet"
    surplus.write_text("rows of a run that was killed before it committed")
    assert run(["ledger", "forget", "--yes", "--consignee", "IRIS ALDER", "--ledger", str(ledger)]) == 0
    assert all(path.read_text() == "the only copy" for path in foreign)
    assert not surplus.exists()
    assert os.path.lexists(ledger / "kind=shipment" / "c.parquet")


def test_forgetting_that_was_ended_is_finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = tmp_path / "ledger"
    assert run(["check", str(ENTRIES), "--record", "-q", "--ledger", str(ledger), "--format", "text"]) == 1
    again = ["ledger", "forget", "--yes", "--consignee", "IRIS ALDER", "--ledger", str(ledger)]
    with monkeypatch.context() as ended:
        ended.setattr(maintain, "_swept", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        assert run(again) == 2
    assert _holding(ledger, "IRIS")
    assert run(again) == 0
    assert not _holding(ledger, "IRIS")


def _holding(ledger: Path, name: str) -> list[Path]:
    paths = ledger.glob("kind=*/*.parquet")
    return [path for path in paths if name in str(pl.read_parquet(path, hive_partitioning=False).rows())]


def test_a_reader_reads_again_what_forget_has_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger, calls = tmp_path / "ledger", []

    def slow(snapshot: table.Snapshot) -> int:
        calls.append(snapshot.version)
        if len(calls) == 1:
            assert run(["ledger", "forget", "--yes", "--consignee", "IRIS ALDER", "--ledger", str(ledger)]) == 0
        return snapshot.scan("shipment").collect().height

    assert run(["check", str(ENTRIES), "--record", "-q", "--ledger", str(ledger), "--format", "text"]) == 1
    left = table.read(ledger, slow)
    assert len(calls) == 2
    assert left == table.opened(ledger).scan("shipment").collect().height


def test_a_copy_of_a_ledger_is_one(tmp_path: Path) -> None:
    assert run(["check", str(ENTRIES), "--record", "-q", "--ledger", str(tmp_path / "l d"), "--format", "text"]) == 1
    shutil.copytree(tmp_path / "l d", tmp_path / "copy")
    assert run(["ledger", "verify", "--ledger", str(tmp_path / "copy")]) == 0


def test_a_person_is_found_among_other_words_before_it_is_forgotten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger, text = tmp_path / "ledger", ENTRIES.read_text()
    assert "SE30CN IRIS ALDER    " in text
    (tmp_path / "a.edi").write_text(text.replace("SE30CN IRIS ALDER    ", "SE30CN MS IRIS ALDER ", 1))
    run(["check", str(tmp_path / "a.edi"), "--record", "-q", "--ledger", str(ledger), "--format", "text"])
    assert run(["ledger", "forget", "--yes", "--consignee", "IRIS ALDER", "--ledger", str(ledger)]) == 0
    assert "found for IRIS ALDER: MS IRIS ALDER" in capsys.readouterr().err
    assert not _holding(ledger, "IRIS ALDER")
