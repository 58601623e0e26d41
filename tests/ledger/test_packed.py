"""A ledger takes large files packed, and writes them in parts: what is said, recorded and answered is the same."""

from pathlib import Path

import pytest

from deminimis.cli.session import with_ledger
from deminimis.edi.frames import packed
from deminimis.edi.reading import intake
from deminimis.ledger import record, verdicts, verify
from deminimis.ledger.store import parts, table
from tests.cli.process import called
from tests.places import SAMPLES

FILES = [SAMPLES / name / "over_limit.edi" for name in ("x12_309", "cuscar", "camir_air", "camir_ocean", "catair_bd")]
ENTRIES = SAMPLES / "catair_se" / "over_limit.edi"
RULE = ("--policy-date", "2025-03-01")


def _night(folder: Path) -> list[object]:
    """Each file checked and recorded, and answered beside entries; what was said, and what lies there afterwards."""
    ledger = ("--ledger", folder / "ledger")
    said: list[object] = []
    for number, file in enumerate(FILES):
        out = folder / f"{number}"
        done = called("check", file, "--record", "-q", *ledger, *RULE, "--format", "json", "--all")
        answered = called("respond", file, ENTRIES, "--out", out, *ledger, *RULE, "--now", "2025-03-05T10:00")
        said += [(done.returncode, done.stdout), answered.returncode]
        said += [(each.name, each.read_bytes()) for each in sorted(out.iterdir())]
    snapshot = table.opened(folder / "ledger")
    assert not verify.verify(snapshot).wrong
    return [
        *said,
        snapshot.files["content"].to_list(),
        sorted(verify.held(snapshot).drop("recorded_at").rows(), key=repr),
    ]


def test_a_night_of_packed_files_is_that_of_plain_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "plain").mkdir()
    (tmp_path / "packed").mkdir()
    plain = _night(tmp_path / "plain")
    assert any(isinstance(each, tuple) and b"DM101" in each[1] for each in plain)
    monkeypatch.setattr(intake, "BLOCK", 1500)  # a part ends where a block does
    monkeypatch.setattr(with_ledger, "COMPACT", 2)
    monkeypatch.setattr(record, "COMPACT", 2)
    monkeypatch.setattr(packed.Compactor.__init__, "__defaults__", (2,))
    monkeypatch.setattr(parts, "_FEW", 1)
    monkeypatch.setattr(verdicts, "_PART", 2)
    made: list[int] = []
    pack = packed.Compactor._pack
    monkeypatch.setattr(packed.Compactor, "_pack", lambda own: (made.append(1), pack(own))[1])
    assert _night(tmp_path / "packed") == plain
    assert len(made) > 3 * len(FILES), "files are in several parts"


@pytest.mark.parametrize("file", [ENTRIES, FILES[0], *FILES[1:3], SAMPLES / "catair_se" / "amended.edi"], ids=str)
def test_the_first_file_of_a_ledger_is_told_as_it_is_when_it_is_read_back(file: Path, tmp_path: Path) -> None:
    asked = ("check", file, "-q", "--ledger", tmp_path / "ledger", *RULE, "--format", "json", "--all")
    first, again = called(*asked, "--record"), called(*asked)
    assert (first.returncode, first.stdout) == (again.returncode, again.stdout)
    assert b'"DM' in first.stdout


def test_and_what_is_assumed_of_it_is_named_both_times(tmp_path: Path) -> None:
    (tmp_path / "arrivals.csv").write_text("bill,arrival\n00055502031ZH71002,2025-03-04\n")
    asked = ("check", ENTRIES, "--ledger", tmp_path / "ledger", *RULE, "--arrivals", tmp_path / "arrivals.csv")
    first, again = called(*asked, "--record", "--format", "json"), called(*asked, "--format", "json")
    assert (first.returncode, first.stdout) == (again.returncode, again.stdout)
    assert b"1 actual arrival from" in first.stdout
