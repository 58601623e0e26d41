"""Outputs that would destroy inputs, places where the program cannot work, and what must reach no log."""

import gzip
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from deminimis.cli import words
from deminimis.cli.main import run
from deminimis.cli.reporters.parts import cells
from tests.places import SAMPLES

ENTRIES, TRUCK = SAMPLES / "catair_se" / "over_limit.edi", SAMPLES / "x12_309" / "over_limit.edi"
CALL = [sys.executable, "-m", "deminimis.cli"]


@pytest.mark.parametrize("call", (["check", "a.edi", "--format", "json"], ["ack", "a.edi"]), ids=("check", "ack"))
@pytest.mark.parametrize("link", (False, True), ids=("itself", "linked"))
def test_an_output_that_is_the_input_is_refused(
    call: list[str], link: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(TRUCK, "a.edi")
    if link:
        os.link("a.edi", "b.edi")
    assert run([*call, "-q", "--output", "b.edi" if link else "a.edi"]) == 2
    assert Path("a.edi").read_bytes() == TRUCK.read_bytes()
    assert run([*call, "-q", "--output", "c.out"]) in (0, 1)


def test_a_pipe_that_nobody_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deminimis.cli.atomic._WAIT", 0.2)
    os.mkfifo(tmp_path / "p")
    assert run(["check", str(ENTRIES), "--format", "json", "-q", "--output", str(tmp_path / "p")]) == 2


@pytest.mark.parametrize(("closed", "code"), (("<&-", 1), (">&-", 2), ("2>&-", 1)))
def test_standard_streams_that_are_closed(closed: str, code: int) -> None:
    done = subprocess.run(
        ["sh", "-c", f'"$@" {closed}', "sh", *CALL, "check", str(ENTRIES), "--format", "text"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == code
    assert "internal" not in done.stderr + done.stdout
    assert ("DM101" in done.stdout) == (code == 1)


def test_without_docstrings_and_with_little_address_space() -> None:
    bare = subprocess.run(
        [*CALL, "check", str(ENTRIES), "-q", "--format", "text"], capture_output=True, text=True, check=False,
        env=os.environ | {"PYTHONOPTIMIZE": "2"},
    )  # fmt: skip
    assert (bare.returncode, "DM101" in bare.stdout) == (1, True)
    cramped = subprocess.run(
        ["sh", "-c", 'ulimit -v 1500000; exec "$@"', "sh", *CALL, "check", str(ENTRIES)], capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert cramped.returncode == 2
    assert "the address space is limited to 1,464 MB" in cramped.stderr


def test_an_expectation_that_is_nested_without_end(tmp_path: Path) -> None:
    shutil.copy(ENTRIES, tmp_path / "x.edi")
    (tmp_path / "x.expected.json").write_text('{"exit":1,"report":' + "[" * 100_000 + "]" * 100_000 + "}")
    assert run(["test", str(tmp_path)]) == 2


def test_a_table_that_unpacks_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deminimis.cli.session.lists.reader.LARGEST", 1 << 20)
    (tmp_path / "bomb.csv.gz").write_bytes(gzip.compress(b"entry_number\n" + b" " * (2 << 20)))
    output = tmp_path / "x.edi"
    assert run(["convert", str(tmp_path / "bomb.csv.gz"), "--to", "catair-se", "--output", str(output)]) == 2
    assert not output.exists()


def test_no_line_is_a_command_of_a_runner(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert words.logged("a\n ::error::x\n##[group]y") == "a\n : :error::x\n## [group]y"
    name = tmp_path / "x\n::error::injected ##[error].csv"
    name.write_text("nonsense,header\n1,2\n")
    assert run(["convert", str(name), "--to", "catair-se", "--output", str(tmp_path / "o.edi")]) == 2
    told = capsys.readouterr().err
    assert not [line for line in told.splitlines() if line.lstrip().startswith("::") or "##[" in line]


def test_formulas_behind_other_separators() -> None:
    assert cells.safe("X;=1+1") == "X;'=1+1"
    assert cells.safe("=1") == "'=1"
    assert cells.safe("X; Y") == "X; Y"


@pytest.mark.parametrize("form", ("json", "jsonl", "csv", "text", "github", "sarif", "junit", "mail", "html"))
@pytest.mark.parametrize(
    ("sample", "old", "new"),
    (
        ("catair_se", "SE30CN IRIS ALDER", "SE3XCN QORZA VEXL"),
        ("x12_309", "N1*CN*EMIL BRACKEN", "QORZA*CN*VEXL"),
        ("x12_309", "N1*CN*EMIL BRACKEN", "N1*CN**QORZA VEXL"),
        ("x12_309", "N1*CN*EMIL BRACKEN", "N1*CN*X~QORZA VEXL"),
    ),
)
def test_a_mask_hides_what_stands_in_the_wrong_place(
    form: str, sample: str, old: str, new: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (SAMPLES / sample / "over_limit.edi").read_text()
    assert old in text
    (tmp_path / "a.edi").write_text(text.replace(old, new))
    assert run(["check", str(tmp_path / "a.edi"), "--mask", "--format", form, "-q", "--as-of", "2025-03-01"]) != 0
    out = capsys.readouterr().out
    assert "QORZA" not in out
    assert "VEXL" not in out
    assert form != "json" or json.loads(out)["findings"]
