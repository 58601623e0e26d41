"""What may happen to an audit: it ends right or with a sentence, and results are whole or not there."""

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from deminimis.scale import workers
from deminimis.scale.session import EngineError, first_line, must_match
from deminimis.scale.stages import Stages, place
from tests.cli.process import UNCACHED, called, plain, run
from tests.scale.engine import ENGINE, PATIENCE, needs_engine

TABLES = {"groups", "shipments", "findings", "summary"}
AUDIT = [sys.executable, "-m", "deminimis.cli", "audit"]
STAGES = ("read", "pieces", "judged", "shipments")
REPORT = """An exception was thrown from the Python worker. Please see the stack trace below.
Traceback (most recent call last):
  File "worker.py", line 1, in <module>
ModuleNotFoundError: No module named 'deminimis'

\tat org.apache.spark.api.python.BasePythonRunner.run(PythonRunner.scala:1)
java.lang.Error: no
"""


def filed(folder: Path) -> Path:
    for number in range(3):
        path = folder / f"{number}.edi"
        path.parent.mkdir(parents=True, exist_ok=True)
        called("sample", "catair-se", "--shipments", 5, "--seed", number, "--output", path)
    return folder


def killed_at(stage: str, words: list[object]) -> int:
    """Kills an audit when it says that it begins a stage; its exit code."""
    with subprocess.Popen([*map(str, words)], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, env=plain()) as run_:
        assert run_.stderr is not None
        for line in run_.stderr:
            if line.startswith(f"deminimis: {stage}".encode()):
                run_.kill()
        return run_.wait()


@needs_engine
@pytest.mark.skipif(ENGINE != "sail", reason="one engine is enough: what is killed is the driver")
def test_an_audit_that_is_killed_in_any_stage_goes_on(tmp_path: Path) -> None:
    files = filed(tmp_path / "files")
    asked = [files, "--to", tmp_path / "to", "--keep", tmp_path / "keep"]
    for stage in STAGES:
        assert killed_at(stage, [*AUDIT, *asked]) == -signal.SIGKILL, stage
        assert not (tmp_path / "to").exists()
    done = run("audit", *asked, patience=PATIENCE)
    assert done.returncode in (0, 1), done.stderr
    assert b"read ..." not in done.stderr
    assert {each.name for each in (tmp_path / "to").iterdir()} == TABLES
    fresh = run("audit", files, "--to", tmp_path / "again", patience=PATIENCE)
    assert fresh.stdout == done.stdout
    # what was killed leaves nothing beside the results
    assert {each.name for each in tmp_path.iterdir()} == {"files", "to", "keep", "again"}


@needs_engine
def test_files_that_cannot_be_read_are_told_and_the_others_judged(tmp_path: Path) -> None:
    files = filed(tmp_path / "files")
    (files / "gone.edi").symlink_to(tmp_path / "nowhere")
    (files / "linked").symlink_to(filed(tmp_path / "elsewhere"))
    (files / "linked" / "again").symlink_to(files)
    (files / "cut.edi.gz").write_bytes(b"\x1f\x8b\x08\x00\x00\x00")
    done = run("audit", files, "--to", tmp_path / "to", "--engine", ENGINE, patience=PATIENCE)
    assert done.returncode == 2, done.stderr
    assert done.stdout.startswith(b"8 files, 15 shipments")
    assert b"Not all files could be wholly read" in done.stdout.replace(b"\n", b" ")
    found = pl.read_parquet(tmp_path / "to" / "findings" / "*.parquet")
    told = found.filter(pl.col("code").str.starts_with("EDI"))["file"].to_list()
    assert {Path(name).name for name in told} == {"gone.edi", "cut.edi.gz"}


@needs_engine
@pytest.mark.skipif(ENGINE != "sail", reason="limits of this process are not those of a cluster's workers")
@pytest.mark.parametrize("limit", [2_000, 9_000])
def test_a_full_disk_is_a_sentence_and_leaves_the_results_before(tmp_path: Path, limit: int) -> None:
    files = filed(tmp_path / "files")
    before = tmp_path / "to" / "summary" / "of_before"
    before.parent.mkdir(parents=True)
    before.write_text("", "utf-8")

    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    words = [*map(str, [*AUDIT, files, "--to", tmp_path / "to"])]
    done = subprocess.run(
        words, capture_output=True, env=plain() | UNCACHED, check=False, timeout=PATIENCE, preexec_fn=full
    )
    assert done.returncode == 2
    last = done.stderr.decode().splitlines()[-1]
    assert last.startswith("deminimis: "), done.stderr
    assert "internal error" not in last
    assert "too large" in last, last
    assert before.exists()
    assert {each.name for each in tmp_path.iterdir()} == {"files", "to"}


def writes(*numbers: int) -> Any:
    """What an engine gives that writes the results of these parts."""

    def write(place: str) -> None:
        folder = Path(place.removeprefix("file://"))
        folder.mkdir()
        for number in numbers:
            row = {"part": number, "what": "counts", "blob": b"{}"}
            workers.parquet([row], workers.SAID, folder / f"{number}.parquet")

    written = SimpleNamespace(options=lambda **_: SimpleNamespace(parquet=write))
    return SimpleNamespace(write=SimpleNamespace(mode=lambda _: written))


@needs_engine
@pytest.mark.parametrize("damage", ["gone", "cut"])
def test_a_stage_of_which_a_file_is_gone_or_cut_is_done_again(tmp_path: Path, damage: str) -> None:
    said: list[str] = []
    frame = writes(0, 1)
    stages = Stages(frame, tmp_path, said.append)
    for _ in range(2):
        folder = stages.kept("judged", workers.SAID, lambda: frame, 2)
    assert said == ["judged"]
    if damage == "gone":
        (folder / "1.parquet").unlink()
    else:
        (folder / "1.parquet").write_bytes(b"")
    assert not stages.done("judged")
    stages.kept("judged", workers.SAID, lambda: frame, 2)
    assert said == ["judged", "judged"]
    assert len(stages.blobs("judged", "counts")) == 2


@needs_engine
@pytest.mark.parametrize("numbers", [(), (1,)])
def test_what_workers_wrote_elsewhere_is_missed(tmp_path: Path, numbers: tuple[int, ...]) -> None:
    """On a cluster whose machines share no folder each worker has its own; nothing of that fails by itself."""
    frame = writes(*numbers)
    stages = Stages(frame, tmp_path, lambda _: None)
    with pytest.raises(EngineError, match=f"of 2 results {len(numbers)} are in {tmp_path}: .* all workers share"):
        stages.kept("judged", workers.SAID, lambda: frame, 2)
    assert not stages.done("judged")


def test_an_engine_writes_to_the_file_system_of_its_machines() -> None:
    assert place(Path("/mnt/pieces")) == "file:///mnt/pieces"
    assert place(Path("/Volumes/one/two")) == "/Volumes/one/two"


@pytest.mark.parametrize("name", list(workers.versions()))
def test_other_versions_on_workers_are_a_sentence(name: str) -> None:
    with pytest.raises(EngineError, match=f"workers have {name} 0, here is .*: install the same on both"):
        must_match([workers.versions(), workers.versions() | {name: "0"}])


def test_of_an_engine_s_report_the_worker_s_own_words_are_told() -> None:
    assert first_line(Exception(REPORT)) == "ModuleNotFoundError: No module named 'deminimis'"
    assert first_line(Exception("one\ntwo")) == "one"


def executors(of: int) -> list[int]:
    """The processes below `of` in which Spark's workers run."""
    parents, found = {}, []
    for each in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(each.name)] = int((each / "stat").read_text().rpartition(")")[2].split()[1])
            if b"CoarseGrainedExecutorBackend" in (each / "cmdline").read_bytes():
                found.append(int(each.name))
        except (OSError, IndexError):  # it has ended meanwhile
            continue

    def below(process: int) -> bool:
        return process == of or (process in parents and below(parents[process]))

    return [process for process in found if below(process)]


@pytest.mark.skipif(not ENGINE.startswith("local-cluster"), reason="of a cluster of processes only")
def test_a_worker_that_is_killed_in_any_stage_is_replaced(tmp_path: Path) -> None:
    files = filed(tmp_path / "files")
    words = [*AUDIT, files, "--to", tmp_path / "to", "--engine", ENGINE]
    killed = set()
    with subprocess.Popen([*map(str, words)], stderr=subprocess.PIPE, stdout=subprocess.PIPE, env=plain()) as run_:
        assert run_.stderr is not None
        assert run_.stdout is not None
        for line in run_.stderr:
            if line.startswith(b"deminimis: ") and (alive := executors(run_.pid)):
                os.kill(alive[0], signal.SIGKILL)
                killed.add(line.decode().split()[1].partition("-")[0])
        told = run_.stdout.read()
    assert run_.returncode in (0, 1)
    assert killed >= {"read", "pieces", "judged", "groups", "shipments"}
    whole = run("audit", files, "--to", tmp_path / "again", "--engine", ENGINE, patience=PATIENCE)
    assert told == whole.stdout
