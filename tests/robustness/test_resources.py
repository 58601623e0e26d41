"""What a machine can refuse or take away: one line, exit 2, and no half of a file."""

import os
import resource
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from deminimis.cli import inputs
from deminimis.cli.main import run
from tests.robustness.filings import OVER

MEGABYTE = 1 << 20
_PEAK = """
import resource, sys
from deminimis.cli.main import run
code = run(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, file=sys.stderr)
sys.exit(code)
"""


@pytest.fixture
def filing(tmp_path: Path) -> Path:
    path = tmp_path / "a.edi"
    path.write_bytes(OVER["x12-309"])
    return path


def said(*args: object, before: Callable[[], object] | None = None, **more: object) -> tuple[int, list[str]]:
    """Exit code and the lines on standard error of `deminimis ARGS` in a process of its own."""
    command = [sys.executable, "-m", "deminimis.cli", *map(str, args)]
    done = subprocess.run(command, stderr=subprocess.PIPE, check=False, timeout=120, preexec_fn=before, **more)  # type: ignore[call-overload]
    return done.returncode, done.stderr.decode().splitlines()


def test_a_full_disk_under_standard_output(filing: Path) -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        code, lines = said("check", filing, "--format", "json", "-q", stdout=full)
    assert code == 2 and len(lines) == 1 and "No space left" in lines[0]


def test_a_full_disk_under_a_report_leaves_what_was_there(filing: Path, tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text("of yesterday")
    small = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))  # noqa: E731
    code, lines = said("check", filing, "--format", "html", "--output", tmp_path / "report.html", "-q", before=small)
    assert code == 2 and len(lines) == 1 and "File too large" in lines[0]
    assert (tmp_path / "report.html").read_text() == "of yesterday"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.edi", "report.html"]


def test_a_full_disk_under_answers_leaves_none(filing: Path, tmp_path: Path) -> None:
    none = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))  # noqa: E731
    code, lines = said("respond", filing, "--out", tmp_path / "out", before=none)
    assert code == 2 and len(lines) == 1
    assert list((tmp_path / "out").iterdir()) == []


def test_a_full_disk_under_the_spool_of_a_pipe(filing: Path) -> None:
    none = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))  # noqa: E731
    code, lines = said("check", "-", before=none, input=filing.read_bytes(), stdout=subprocess.DEVNULL)
    assert code == 2 and len(lines) == 1


@pytest.mark.parametrize("bounded", [True, False], ids=["in many batches", "without an end"])
def test_memory_does_not_grow_with_what_is_no_claim(bounded: bool, tmp_path: Path) -> None:
    """100 MB of records that nobody counts. Those of one shipment are not read for ever."""
    path = tmp_path / "large.edi"
    head, tail = OVER["catair-se"].split(b"SE10", 1)
    batch = b"%-79s\n" % b"OI        NOTHING" * (MEGABYTE // 80)
    with path.open("wb") as out:
        for _ in range(100):
            out.write((head if bounded or not out.tell() else b"") + batch)
            out.write(b"Y  2720ZZZSE%65s\nZ2720ZZZ      030225%60s\n" % (b"", b"") if bounded else b"")
        out.write(head * bounded + b"SE10" + tail)
    done = subprocess.run(
        [sys.executable, "-c", _PEAK, "check", str(path), "-q"], capture_output=True, check=False, timeout=300
    )
    assert done.returncode == (1 if bounded else 2)
    assert (b"DM101" if bounded else b"a shipment has more than") in done.stdout
    assert int(done.stderr) < 700, "megabytes: the interpreter, polars, and some blocks of 16"


def test_a_pipe_that_nobody_writes_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(inputs, "_WAIT", 0.05)
    os.mkfifo(tmp_path / "pipe")
    assert run(["check", str(tmp_path / "pipe")]) == 2
    assert capsys.readouterr().err == f"deminimis: {tmp_path / 'pipe'}: nobody writes to this pipe\n"


def test_a_pipe_that_somebody_writes_to_is_read_to_its_end(
    filing: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_bytes(filing.read_bytes() * 1))
    writer.start()
    assert run(["check", str(pipe), "-q"]) == 1
    writer.join()
    assert f"{pipe}:24:1: DM101" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["gone", "gone/a.edi", "a.edi/b", "/dev/zero"])
def test_what_is_no_file_is_one_line(
    name: str, filing: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", str(tmp_path / name)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_folder_as_a_report_and_a_link_to_nowhere(
    filing: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", str(filing), "--output", str(tmp_path), "-q"]) == 2
    (tmp_path / "link.edi").symlink_to(tmp_path / "nothing")
    assert run(["check", str(tmp_path)]) == 2
    assert "link.edi: No such file" in capsys.readouterr().err


def test_a_file_that_vanishes_or_is_locked_away_is_reported_and_the_others_are_checked(filing: Path) -> None:
    from deminimis.cli.check import judged
    from deminimis.edi.source import Source

    outcome = judged([Source("gone", filing.with_name("gone")), Source("a.edi", filing)])
    assert [each.status for each in outcome.intake.files] == ["unreadable", "checked"]
    assert outcome.exit_code("warning") == 2 and outcome.judgement.counts.groups_over == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_no_permission_is_exit_2(filing: Path, capsys: pytest.CaptureFixture[str]) -> None:
    filing.chmod(0)
    assert run(["check", str(filing)]) == 2
    assert "Permission denied" in capsys.readouterr().out


def test_a_thousand_files_in_one_call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(999):
        (folder / f"{number:05d}.txt").write_bytes(b"no EDI")
    (folder / "99999.edi").write_bytes(OVER["x12-309"])
    assert run(["check", str(folder), "--format", "csv"]) == 2
    shown = capsys.readouterr()
    assert "EMIL BRACKEN" in shown.out and "1,000 files" in shown.err


def test_no_command_needs_a_network(filing: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **more: object) -> None:
        raise AssertionError("a socket")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    ledger = str(tmp_path / "ledger")
    assert run(["check", str(filing), "--ledger", ledger, "--record", "-q"]) == 1
    assert run(["check", str(filing), "--format", "html", "--output", str(tmp_path / "x.html"), "-q"]) == 1
    assert run(["respond", str(filing), "--out", str(tmp_path / "out"), "-q"]) == 1
    assert run(["sample", "x12-309", "--shipments", "3", "--output", str(tmp_path / "s.edi")]) == 0
    assert run(["ledger", "verify", "--ledger", ledger]) == 0
