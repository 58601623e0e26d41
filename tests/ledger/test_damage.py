"""A ledger of which a file is empty, cut, changed or missing: one sentence, exit code 2, and nothing left claimed."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from deminimis.cli.main import run
from tests.cli.night.night import SAMPLES

CLEAN, OVER = SAMPLES / "x12_309" / "clean.edi", SAMPLES / "x12_309" / "over_limit.edi"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("whole") / "ledger"
    for each in (OVER, SAMPLES / "catair_se" / "over_limit.edi"):
        assert run(["check", str(each), "--record", "-q", "--ledger", str(path), "--format", "text"]) == 1
    return path


@pytest.fixture
def ledger(whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, in the current folder."""
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copytree(whole, "ledger"))


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def flipped(file: Path) -> None:
    """Its footer, whatever it is, and its length as it was: only reading can find that."""
    content = bytearray(file.read_bytes())
    content[-60:-8] = bytes(byte ^ 0x5A for byte in content[-60:-8])
    file.write_bytes(bytes(content))


HARM: tuple[Callable[[Path], None], ...] = (emptied, cut, flipped, Path.unlink)
CALLS = {
    "check": ["check", str(CLEAN), "--format", "text", "-q"],
    "record": ["check", str(CLEAN), "--record", "--format", "text", "-q"],
    "respond": ["respond", str(CLEAN), "--out", "answers"],
    "reconcile": ["reconcile", str(next((SAMPLES / "x12_350").glob("*.edi")))],
    "show": ["ledger", "show", "--consignee", "IRIS"],
    "verify": ["ledger", "verify"],
    "stats": ["ledger", "stats"],
    "export": ["ledger", "export", "--output", "events.csv"],
    "forget": ["ledger", "forget", "--yes", "--consignee", "IRIS ALDER"],
    "batch": ["batch", "in", "--out", "out", "--settle", "0"],
}


def _called(call: str, ledger: Path, capfd: pytest.CaptureFixture[str]) -> tuple[int, str]:
    Path("in").mkdir()
    shutil.copy(CLEAN, "in/clean.edi")
    code = run([*CALLS[call], "--ledger", str(ledger)])
    out, err = capfd.readouterr()
    assert "Traceback" not in err
    assert [each.name for each in Path("in").rglob("*") if each.is_file()] == ["clean.edi"], "nothing is left claimed"
    return code, out + err


@pytest.mark.parametrize("harm", HARM, ids=lambda harm: str(harm.__name__))
@pytest.mark.parametrize("call", CALLS)
def test_rows_that_are_damaged(
    call: str,
    harm: Callable[[Path], None],
    ledger: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    for kind in ("shipment", "verdict"):
        harm(sorted(ledger.glob(f"kind={kind}/*.parquet"))[0])
    code, told = _called(call, ledger, capfd)
    assert code == 2
    assert "the ledger is damaged: kind=" in told
    assert "restore the whole folder from a backup" in told


@pytest.mark.parametrize(("commit", "harm"), ((1, emptied), (0, cut), (1, Path.unlink)), ids=("empty", "cut", "gone"))
@pytest.mark.parametrize("call", CALLS)
def test_a_log_that_is_damaged(
    call: str,
    commit: int,
    harm: Callable[[Path], None],
    ledger: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    harm(ledger / "_delta_log" / f"{commit:020}.json")
    code, told = _called(call, ledger, capfd)
    assert code == 2
    assert f"the ledger is damaged: _delta_log/{commit:020}.json is " in told


@pytest.mark.parametrize("call", CALLS)
def test_a_log_that_is_gone_is_not_begun_anew(call: str, ledger: Path, capfd: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(ledger / "_delta_log")
    code, told = _called(call, ledger, capfd)
    assert code == 2
    assert "_delta_log has no commit" in told
    assert not (ledger / "_delta_log").exists()


@pytest.mark.parametrize("left", ((), ("00000000000000000000.json#1",), ("00000000000000000000.json",)))
def test_a_ledger_that_was_not_made_to_the_end_is_begun_anew(left: tuple[str, ...], tmp_path: Path) -> None:
    ledger = tmp_path / "ledger"
    (ledger / "_delta_log").mkdir(parents=True)
    for name in left:
        (ledger / "_delta_log" / name).touch()
    assert run(["ledger", "stats", "--ledger", str(ledger)]) == 2, "there is none yet"
    assert run(["check", str(OVER), "--record", "-q", "--ledger", str(ledger), "--format", "text"]) == 1
    assert run(["ledger", "verify", "--ledger", str(ledger)]) == 0


def test_what_was_committed_is_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: set[str] = set()
    monkeypatch.setattr("os.fsync", lambda handle: synced.add(str(Path(f"/proc/self/fd/{handle}").resolve())))
    assert run(["check", str(OVER), "--record", "-q", "--ledger", str(tmp_path / "led"), "--format", "text"]) == 1
    made = {str(each.resolve()) for each in (tmp_path / "led").rglob("*") if each.name != "_writers.lock"}
    assert made <= synced
