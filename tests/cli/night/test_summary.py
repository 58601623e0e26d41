"""What a night says: what matters first, the same words everywhere, and an exit code that agrees."""

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from deminimis.cli.night import status
from deminimis.cli.night.inbox import Inbox
from tests.build.filings import x12
from tests.build.shipments import Shipment
from tests.cli.night.night import SAMPLES, undisturbed
from tests.cli.process import called

ENTRY = SAMPLES / "catair_se" / "over_limit.edi"
DAY = date(2026, 12, 1)


def _night(folder: Path, **files: bytes) -> tuple[int, list[str]]:
    (folder / "in").mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / "in" / f"{name}.edi").write_bytes(content)
    code, said = undisturbed(folder)
    return code, said.splitlines()


def _log(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "out" / "batch.jsonl").read_text().splitlines()]


def _asked(folder: Path, *more: str) -> tuple[int, str]:
    places = ["--out", folder / "out", "--ledger", folder / "ledger"]
    done = called("batch", folder / "in", *places, "--status", *more)
    return done.returncode, (done.stdout + done.stderr).decode()


def test_a_night_of_refused_claims_says_so_first_and_everywhere_alike(tmp_path: Path) -> None:
    refused = x12.manifest(Shipment("A00000001", 150), Shipment("A00000002", 90), day=DAY)
    code, lines = _night(tmp_path, a=refused)
    answer = "All 2 claims are refused. De minimis is suspended on the days of these filings."
    assert code == 1
    assert lines[0] == f"deminimis batch: {answer}"
    assert "overage" not in "\n".join(lines)
    assert _log(tmp_path)[0]["told"] == answer
    assert _log(tmp_path)[0]["rejected"] == 2
    assert status.read(tmp_path / "out")["last"]["told"] == answer


def test_two_files_about_one_claim_are_one_claim(tmp_path: Path) -> None:
    code, lines = _night(
        tmp_path,
        a=x12.manifest(Shipment("A00000001", 150), day=DAY),
        b=x12.manifest(Shipment("A00000001", 160), day=DAY),
    )
    assert code == 1
    assert lines[0].startswith("deminimis batch: The claim is refused.")


def test_a_file_seen_before_says_so_and_nothing_else(tmp_path: Path) -> None:
    _night(tmp_path, a=ENTRY.read_bytes())
    code, lines = _night(tmp_path, b=ENTRY.read_bytes())
    assert (code, lines) == (0, ["deminimis batch: 1 file: 1 seen before", "b.edi: seen before, as a.edi"])


def test_what_waits_from_earlier_nights_is_named_and_is_exit_1(tmp_path: Path) -> None:
    code, lines = _night(tmp_path, a=ENTRY.read_bytes()[:900])
    assert code == 2 and lines[0] == "deminimis batch: 1 file failed: see failed/."
    code, lines = _night(tmp_path, b=(SAMPLES / "x12_350" / "warned.edi").read_bytes())
    assert code == 1
    assert "1 file still waits in failed/ from earlier runs: a.edi." in lines[0]
    assert "overage" not in lines[0]
    code, lines = _night(tmp_path, c=(SAMPLES / "catair_se" / "clean.edi").read_bytes())
    assert code == 1 and lines[0] == (
        "deminimis batch: No overage in these filings. 1 file still waits in failed/ from earlier runs: a.edi."
    )
    code, said = _asked(tmp_path)
    assert code == 1 and said.startswith("deminimis batch WARNING: 1 file still waits in failed/")
    shutil.rmtree(tmp_path / "in" / "failed")
    code, said = _asked(tmp_path)
    assert code == 0 and said.startswith("deminimis batch OK: The last run ended ")


def test_a_monitor_hears_of_runs_that_did_not_end(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    assert _asked(tmp_path)[0] == 2
    undisturbed(tmp_path)
    assert _asked(tmp_path)[0] == 0
    assert _asked(tmp_path, "--within", "0.0000001")[0] == 2
    status.noted(tmp_path / "out", Inbox(tmp_path / "in", "killed-1"))
    code, said = _asked(tmp_path)
    assert code == 2 and "was ended on its way" in said
    undisturbed(tmp_path)
    assert _asked(tmp_path)[0] == 0


@pytest.mark.parametrize("lying", ("old.edi", "sub/a.edi"))
def test_a_monitor_hears_of_what_no_run_took(lying: str, tmp_path: Path) -> None:
    (tmp_path / "in" / "sub").mkdir(parents=True)
    (tmp_path / "in" / "sub").rmdir()
    undisturbed(tmp_path)
    path = tmp_path / "in" / lying
    path.parent.mkdir(exist_ok=True)
    shutil.copy2(ENTRY, path)
    code, said = _asked(tmp_path)
    assert code == 1 and lying.split("/", maxsplit=1)[0] in said


def test_a_night_says_that_its_policy_table_is_changed(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    shutil.copy(ENTRY, tmp_path / "in" / "a.edi")
    config = tmp_path / "own.toml"
    config.write_text('[[policy]]\nperiod = "P3"\nlimit_cents = 1000000\n')
    said = undisturbed(tmp_path, "--as-of", "2025-03-01", "--config", config)[1].splitlines()[0]
    assert said.endswith(f" Assumed: the policy table is changed by {config}.")
    assert said.removeprefix("deminimis batch: ") == _log(tmp_path)[0]["told"]
