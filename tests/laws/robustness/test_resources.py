"""What a machine can refuse or take away: one line, exit 2, and no half of a file."""

import os
import resource
import socket
import string
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from deminimis.cli.main import run
from deminimis.cli.reporters import REPORTERS
from deminimis.cli.session import inputs
from tests.build.filings.over import OVER, truck
from tests.build.peak import MEASURED
from tests.build.shipments import to_each
from tests.cli.process import UNCACHED

MEGABYTE = 1 << 20
_PEAK = f"""
import sys
from deminimis.cli.main import run
code = run(sys.argv[1:])
{MEASURED}
print(peak, file=sys.stderr)
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
    wanted: dict[str, Any] = {"env": os.environ | UNCACHED, "preexec_fn": before, "timeout": 120, **more}
    done = subprocess.run(command, stderr=subprocess.PIPE, check=False, **wanted)
    return done.returncode, done.stderr.decode().splitlines()


def test_a_full_disk_under_standard_output(filing: Path) -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        code, lines = said("check", filing, "--format", "json", "-q", stdout=full)
    assert code == 2 and len(lines) == 1 and "No space left" in lines[0]


@dataclass(frozen=True)
class Disk:
    """A folder on which a few kilobytes can still be written. limits: what a process must do first, if anything."""

    folder: Path
    limits: Callable[[], object] | None

    def files(self) -> set[str]:
        """What lies on it, hidden or not, but for what fills it."""
        return {path.name for path in self.folder.rglob("*")} - {"filler"}


@pytest.fixture(params=["mounted", "limited"])
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Disk]:
    """A file system of 1 MB with 4 kB left, where one may be mounted; and a process that may write no more."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if request.param == "limited":
        yield Disk(folder, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)))
        return
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "none", folder], capture_output=True, check=False
    )
    if mounted.returncode:  # not the superuser, or not allowed: the other one stands in
        yield Disk(folder, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096)))
        return
    try:
        (folder / "filler").write_bytes(bytes((1 << 20) - 4096))
        yield Disk(folder, None)
    finally:
        subprocess.run(["umount", folder], check=True)


FULL = ("No space left", "File too large")


def test_a_full_disk_under_a_report_leaves_what_was_there(filing: Path, disk: Disk) -> None:
    report = disk.folder / "report.html"
    report.write_text("of yesterday")
    code, lines = said("check", filing, "--format", "html", "--output", report, "-q", before=disk.limits)
    assert code == 2 and len(lines) == 1 and any(word in lines[0] for word in FULL)
    assert report.read_text() == "of yesterday" and disk.files() == {"report.html"}


def test_a_full_disk_under_answers_leaves_none(tmp_path: Path, disk: Disk) -> None:
    many = tmp_path / "many.edi"
    many.write_bytes(truck(*to_each(*((f"{name} BRACKEN", 900) for name in string.ascii_uppercase * 2))))
    code, lines = said("respond", many, "--out", disk.folder / "out", before=disk.limits)
    assert code == 2 and len(lines) == 1 and any(word in lines[0] for word in FULL)
    assert disk.files() == {"out"}


def test_a_full_disk_under_a_ledger_records_nothing_or_all(filing: Path, disk: Disk) -> None:
    """4 kB hold no commit: the call says so, and the ledger does not know the file."""
    ledger = disk.folder / "ledger"
    code, lines = said("check", filing, "--ledger", ledger, "--record", "-q", before=disk.limits, stdout=-3)
    assert code == 2 and len(lines) == 1, lines
    (disk.folder / "filler").unlink(missing_ok=True)
    assert run(["check", str(filing), "--ledger", str(ledger), "--record", "-q"]) == 1
    assert run(["ledger", "verify", "--ledger", str(ledger)]) == 0


def test_a_full_disk_under_a_batch_keeps_the_file(filing: Path, disk: Disk, tmp_path: Path) -> None:
    inbox = tmp_path / "in"
    inbox.mkdir()
    (inbox / "a.edi").write_bytes(filing.read_bytes())
    arguments = ["batch", inbox, "--out", disk.folder / "out", "--ledger", tmp_path / "ledger", "--settle", "0"]
    code, _ = said(*arguments, before=disk.limits, stdout=subprocess.DEVNULL)
    assert code == 2 and (inbox / "a.edi").exists()
    (disk.folder / "filler").unlink(missing_ok=True)
    assert run([*map(str, arguments)]) == 1
    assert (inbox / "done" / "a.edi").exists() and (disk.folder / "out" / "batch.jsonl").read_text().count("\n") == 1


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
    from deminimis.cli.session.judged import judged
    from deminimis.edi.cutting.source import Source

    outcome = judged([Source("gone", filing.with_name("gone")), Source("a.edi", filing)])
    assert [each.status for each in outcome.intake.files] == ["unreadable", "checked"]
    assert outcome.exit_code("warning") == 2 and outcome.judgement.counts.groups_over == 1


@contextmanager
def nobody() -> Iterator[None]:
    """Meanwhile this process may read what everybody may, no more."""
    os.seteuid(os.geteuid() or 65_534)
    try:
        yield
    finally:
        os.seteuid(os.getuid())


def test_no_permission_is_exit_2(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    with TemporaryDirectory(prefix="deminimis-") as folder:  # pytest's own is closed to others
        monkeypatch.chdir(folder)  # and the checkout may be
        Path(folder).chmod(0o755)
        paths = [Path(folder) / name for name in ("locked.edi", "open.edi")]
        for path, mode in zip(paths, (0, 0o644), strict=True):
            path.write_bytes(OVER["x12-309"])
            path.chmod(mode)
        assert run(["check", str(paths[1]), "--output", f"{folder}/first.txt", "-q"]) == 1  # what is imported late, is
        with nobody():
            codes = [run(["check", *map(str, paths), "-q"])]
            codes.append(run(["check", str(paths[1]), "--output", f"{folder}/report.txt", "-q"]))
        shown = capsys.readouterr()
        monkeypatch.undo()
    assert codes == [2, 2]
    assert "Permission denied" in shown.out and "DM101" in shown.out
    assert shown.err.count("\n") == 1 and "Permission denied" in shown.err


@pytest.mark.parametrize("form", [*REPORTERS, "auto"])
def test_a_reader_that_leaves_is_no_traceback(
    form: str, filing: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As `| head` does, before a byte is written."""
    near, far = os.pipe()
    os.close(near)
    with os.fdopen(far, "w", encoding="utf-8") as closed:
        monkeypatch.setattr(sys, "stdout", closed)
        assert run(["check", str(filing), "--format", form, "-q"]) == 2
        monkeypatch.undo()  # and what is flushed at the end goes nowhere
    assert "Traceback" not in capsys.readouterr().err


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
