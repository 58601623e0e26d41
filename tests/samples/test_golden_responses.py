"""The answers to samples, byte for byte, in samples/responses; and docs/responses.md says what really comes out.

ACCEPT=1 writes the golden files; a person reads the diff. Their reports are golden in
`test_golden.py`, as those of every sample.
"""

import os
import re
import shlex
from pathlib import Path

import pytest

from tests.cli.process import called
from tests.places import SAMPLES

GOLDEN = SAMPLES / "responses"
DOC = SAMPLES.parent / "docs" / "responses.md"
CASES = {
    "x12_309_over_limit": "x12_309/over_limit.edi",
    "cuscar_over_limit": "cuscar/over_limit.edi",
    "catair_se_over_limit": "catair_se/over_limit.edi",
    "catair_se_withheld": "catair_se/over_limit.edi --policy-date 2025-08-15",
    "catair_se_assumed": "catair_se/suspended.edi --assume-codes",
    "camir_air_over_limit": "camir_air/over_limit.edi --as-of 2025-03-01",
    "camir_ocean_over_limit": "camir_ocean/over_limit.edi",
    "x12_309_assumed": "x12_309/suspended.edi --assume-codes",
}


@pytest.mark.parametrize("name", CASES)
def test_the_answers_are_the_golden_ones(name: str, tmp_path: Path) -> None:
    sample, *options = CASES[name].split()
    called("respond", SAMPLES / sample, "--out", tmp_path, *options)
    folder = GOLDEN / name
    if os.environ.get("ACCEPT"):
        folder.mkdir(parents=True, exist_ok=True)
        for path in folder.glob("*.edi"):
            path.unlink()
        for path in tmp_path.iterdir():
            (folder / path.name).write_bytes(path.read_bytes())
    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert written == {path.name: path.read_bytes() for path in folder.glob("*.edi")}
    assert written


def _shown() -> list[tuple[str, str, list[str]]]:
    """Each command of the page, the file it is about, and the lines that the page shows of it."""
    text = DOC.read_text("utf-8")
    found = re.findall(
        r"```console\n\$ ([^\n]+)\n(?:[^`][^\n]*\n)*```\n+[^\n]*`([^`]+\.edi)`[^\n]*\n+```text\n(.*?)```",
        text,
        re.DOTALL,
    )
    return [(command, name, shown.splitlines()) for command, name, shown in found]


@pytest.mark.parametrize("case", _shown() if DOC.is_file() else [], ids=lambda case: case[0])
def test_the_page_shows_what_comes_out(case: tuple[str, str, list[str]], tmp_path: Path) -> None:
    command, name, shown = case
    program, *args = shlex.split(command)
    assert program == "deminimis"
    args = [str(SAMPLES.parent / arg) if arg.startswith("samples/") else arg for arg in args]
    args[args.index("--out") + 1] = str(tmp_path)
    assert called(*args).returncode == 1
    content = (tmp_path / name).read_text()
    one_line = "\n" not in content.strip()
    if one_line and len(content) % 80 == 0:  # images without newlines
        records = [content[n : n + 80].rstrip() for n in range(0, len(content), 80)]
    else:
        mark = "~" if "~" in content else "'" if content.startswith("UNB") else ""
        records = (
            [line.strip() + mark for line in content.split(mark) if line.strip()] if mark else content.splitlines()
        )
    lines = [record.rstrip() for record in records]
    if mark_released := [n for n, line in enumerate(lines) if line.endswith("?'")]:
        for n in reversed(mark_released):
            lines[n : n + 2] = [lines[n] + lines[n + 1]]
    at = next(n for n in range(len(lines)) if lines[n] == shown[0])
    assert lines[at : at + len(shown)] == shown


def test_the_page_shows_each_of_the_six_codes() -> None:
    text = DOC.read_text("utf-8")
    for code in ("098", "2M", "SN517", "95", "284", "30"):
        assert any(code in "".join(shown) for _, _, shown in _shown()), code
        assert f"**{code}**" in text
