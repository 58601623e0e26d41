"""The pages' programs do what the pages say, as their commands do (`test_docs`).

ACCEPT=1 writes what they print; a person reads the diff.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.places import ROOT

PROGRAM = re.compile(r"```python\n(.*?)```(.*?```text\n)(.*?)```", re.DOTALL)


def inside(folder: Path) -> Path:
    """The folder, with `samples` in it."""
    if not (folder / "samples").exists():
        (folder / "samples").symlink_to(ROOT / "samples")
    return folder


def printed(arguments: list[str], folder: Path) -> str:
    """Standard output, then standard error, of a process in a folder where `samples` is."""
    done = subprocess.run(arguments, cwd=inside(folder), capture_output=True, text=True, check=False, timeout=120)
    return done.stdout + done.stderr


def agrees(page: Path, now: str) -> None:
    """The page is as it would be with what is printed now."""
    if os.environ.get("ACCEPT"):
        page.write_text(now, "utf-8")
    assert page.read_text("utf-8") == now


def test_the_program_of_the_page_on_the_library(tmp_path: Path) -> None:
    page = ROOT / "docs" / "library.md"
    text = page.read_text("utf-8")

    def run(found: re.Match[str]) -> str:
        return f"```python\n{found[1]}```{found[2]}{printed([sys.executable, '-c', found[1]], tmp_path)}```"

    agrees(page, PROGRAM.sub(run, text))


def test_the_library_says_what_it_cannot_do(tmp_path: Path) -> None:
    from deminimis.rules.library import check, read

    with pytest.raises(FileNotFoundError):
        read(tmp_path / "none.edi")
    nothing = tmp_path / "note.txt"
    nothing.write_text("Dear broker")
    frames = read(nothing)
    assert not frames.complete and frames.findings["code"].to_list() == ["EDI101"]
    with pytest.raises(ValueError, match="as_of"):
        check(frames)
