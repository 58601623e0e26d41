"""The nightly job, killed at every point and at random: the end is that of one run that nobody disturbed."""

import json
import random
import shutil
import signal
import stat
import time
from pathlib import Path
from typing import Any

import pytest

from deminimis.cli.main import run as command
from deminimis.cli.night import night as nightly
from deminimis.edi.layout.write import WriteError
from tests.build.filings.over import truck
from tests.build.shipments import to_each
from tests.cli.night.night import POINTS, filled, killed, run, start, state, undisturbed


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The state after one run that nobody disturbed."""
    folder = tmp_path_factory.mktemp("clean")
    filled(folder)
    code, said = undisturbed(folder)
    assert code == 2 and "7 files: 5 recorded, 1 seen before, 1 failed" in said
    return state(folder)


def test_killed_at_every_point(tmp_path: Path, clean: dict[str, Any]) -> None:
    filled(tmp_path)
    kills = 0
    for point in POINTS:
        code, said = run(tmp_path, kill=point)
        kills += killed(code)
        assert killed(code), (point, said)
    undisturbed(tmp_path)
    assert kills == len(POINTS)
    assert state(tmp_path) == clean


def test_killed_at_random(tmp_path: Path, clean: dict[str, Any]) -> None:
    filled(tmp_path)
    chance = random.Random(6)
    for _ in range(6):
        process = start(tmp_path)
        time.sleep(chance.uniform(0.8, 3))
        process.send_signal(signal.SIGKILL)
        process.communicate()
    undisturbed(tmp_path)
    assert state(tmp_path) == clean


def test_split_over_runs_with_repeats(tmp_path: Path, clean: dict[str, Any]) -> None:
    inbox = filled(tmp_path)
    later = tmp_path / "later"
    later.mkdir()
    files = sorted(inbox.iterdir())
    for path in files:
        path.rename(later / path.name)
    for path in files:
        shutil.copy2(later / path.name, path)
        undisturbed(tmp_path)
    assert state(tmp_path) == clean
    shutil.copy2(later / files[1].name, inbox / "again.edi")
    code, said = undisturbed(tmp_path)
    assert code == 1 and "1 seen before" in said and "still waits in failed/ from earlier runs: 9-cut.edi" in said
    after = state(tmp_path)
    assert [after[k] for k in ("order", "verdicts", "history", "out")] == [
        clean[k] for k in ("order", "verdicts", "history", "out")
    ]


def test_two_runs_share_an_inbox(tmp_path: Path, clean: dict[str, Any]) -> None:
    filled(tmp_path)
    both = [start(tmp_path), start(tmp_path)]
    for process in both:
        _, err = process.communicate(timeout=300)
        assert process.returncode in (0, 1, 2), err
    shared = state(tmp_path, ordered=False)
    assert all(shared[key] == clean[key] for key in ("files", "verdicts"))
    assert shared["statuses"] == sorted(line["status"] for line in clean["log"])


def test_sigterm_stops_cleanly(tmp_path: Path, clean: dict[str, Any]) -> None:
    filled(tmp_path)
    process = start(tmp_path)
    time.sleep(2)
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=300)
    assert process.returncode in (-signal.SIGTERM, 2), err
    assert not list((tmp_path / "in" / ".claims").glob("*/*"))
    undisturbed(tmp_path)
    assert state(tmp_path) == clean


def test_files_are_private(tmp_path: Path) -> None:
    filled(tmp_path, shipments=5, seeds=1)
    undisturbed(tmp_path)
    for path in [*(tmp_path / "ledger").rglob("*"), *(tmp_path / "out").rglob("*"), *(tmp_path / "in").rglob("*")]:
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode & 0o077 == 0, (path, oct(mode))


def test_silence_for_an_empty_inbox(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    assert undisturbed(tmp_path) == (0, "")


def test_a_full_disk_loses_nothing(tmp_path: Path, clean: dict[str, Any]) -> None:
    filled(tmp_path)
    code, said = run(tmp_path, limit=20_000)
    assert code == 2 and "STOPPED" in said
    assert len([p for p in (tmp_path / "in").iterdir() if p.is_file()]) >= 1
    undisturbed(tmp_path)
    assert state(tmp_path) == clean


def test_an_outbox_that_cannot_be_written(tmp_path: Path, clean: dict[str, Any]) -> None:
    filled(tmp_path)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / ".staged").write_text("in the way")
    code, said = undisturbed(tmp_path)
    assert code == 2 and "STOPPED" in said and "the next run" in said
    (tmp_path / "out" / ".staged").unlink()
    undisturbed(tmp_path)
    assert state(tmp_path) == clean


def test_an_answer_that_cannot_be_written_does_not_end_the_night(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object) -> None:
        raise WriteError("P4.date: None does not fit", shipment=0)

    monkeypatch.setattr(nightly, "responses", refuse)
    (tmp_path / "in").mkdir()
    for name in ("a", "b"):
        (tmp_path / "in" / f"{name}.edi").write_bytes(truck(*to_each((f"{name} BRACKEN".upper(), 900))))
    arguments = ["batch", str(tmp_path / "in"), "--out", str(tmp_path / "out"), "--ledger", str(tmp_path / "ledger")]
    assert command([*arguments, "--settle", "0"]) == 2
    told = capsys.readouterr().out
    assert "2 recorded" in told and told.count("an answer cannot be written, and none was: P4.date") == 2
    log = [json.loads(line) for line in (tmp_path / "out" / "batch.jsonl").read_text().splitlines()]
    assert [(line["status"], line["exit"], line["responses"]) for line in log] == [("recorded", 2, 0)] * 2
