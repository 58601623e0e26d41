"""`deminimis watch`: files are settled as they come, heard of or looked for, and a signal ends it behind a file."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.places import SAMPLES

CLEAN = (SAMPLES / "catair_se" / "clean.edi").read_bytes()
OVER = (SAMPLES / "catair_se" / "over_limit.edi").read_bytes()


@contextmanager
def watching(folder: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    words = ["watch", str(folder / "in"), "--out", str(folder / "out"), "--ledger", str(folder / "ledger")]
    command = [sys.executable, "-m", "deminimis.cli", *words, "--settle", "0.1", "--no-page", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 90
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.parametrize("options", [("--every", "600"), ("--every", "0.3", "--poll")], ids=["heard", "looked for"])
def test_each_file_is_settled_as_it_comes_and_a_signal_ends_it(tmp_path: Path, options: tuple[str, ...]) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "first.edi").write_bytes(CLEAN)
    done = tmp_path / "in" / "done"
    with watching(tmp_path, *options) as process:
        until((done / "first.edi").exists)
        until(lambda: not any((tmp_path / "in" / ".claims").iterdir()))
        time.sleep(0.5)  # it listens by now
        (tmp_path / "in" / "note.part").write_bytes(OVER)
        (tmp_path / "in" / "note.part").rename(tmp_path / "in" / "second.edi")
        until((done / "second.edi").exists)
        until(lambda: not any((tmp_path / "in" / ".claims").iterdir()))
        process.send_signal(signal.SIGTERM)
        out, told = process.communicate(timeout=60)
        assert process.returncode == 0 and "stopped" in told
        assert out.count("deminimis batch") == 2, out
    reports = sorted(path.name for path in (tmp_path / "out").iterdir() if "edi" in path.name)
    assert any("first" in name for name in reports) and any("second" in name for name in reports)


def test_a_ledger_that_cannot_be_read_ends_it(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "first.edi").write_bytes(CLEAN)
    (tmp_path / "ledger").write_text("no ledger")
    with watching(tmp_path) as process:
        _, told = process.communicate(timeout=90)
        assert process.returncode == 2, told
    assert (tmp_path / "in" / "first.edi").read_bytes() == CLEAN
