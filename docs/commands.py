"""Commands in the documentation: each `$ deminimis ...` of a console block is run, and what it prints stands below it.

`make docs` writes the outputs and a test compares them, so a page never shows what the program does not do. A block may
use `| head -N`, `> FILE`, `cat FILE`, `cat FILE | head -N > FILE`, `mkdir`, `cp`, `echo $?`, `awk` and `sed` into a
file, and `| grep`, `| tail` behind a command. Its commands run in a folder of their own that has the samples, in order,
on a terminal of 96 columns.
"""

import os
import re
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path
from typing import Final
from unittest.mock import patch

from click.testing import CliRunner

from deminimis.cli.main import run

WIDTH: Final = 96
BLOCK: Final = re.compile(r"```console\n(.*?)```", re.DOTALL)
_BESIDE: Final = {"mkdir": os.mkdir, "cp": shutil.copyfile}
_TOOLS: Final = ("awk", "sed", "grep", "tail")  # of every system, with a file behind them or a command in front
_PLAIN: Final = {"NO_COLOR": "1", "COLUMNS": str(WIDTH)}


def renewed(text: str) -> str:
    """A page with the output of every command in its console blocks as it is now. Raises ValueError for a command
    that is none of those above."""
    if not BLOCK.search(text):
        return text
    with _folder():
        return BLOCK.sub(lambda found: f"```console\n{_block(found[1])}```", text)


@contextmanager
def _folder() -> Iterator[None]:
    """A folder with the samples as the current one, and an environment that bears on nothing, a home of its own."""
    before = Path.cwd()
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("DEMINIMIS", "GITHUB", "XDG_"))}
    new = tempfile.TemporaryDirectory
    with as_file(files("deminimis.samples")) as samples, new() as folder, new() as home:
        (Path(folder) / "samples").symlink_to(samples.absolute())
        try:
            os.chdir(folder)
            with (
                patch.dict(os.environ, kept | _PLAIN | {"HOME": home}, clear=True),
                patch("os.get_terminal_size", lambda *_: os.terminal_size((WIDTH, 40))),
            ):
                yield
        finally:
            os.chdir(before)


def _block(text: str) -> str:
    out, code = [], 0
    for line in text.splitlines():
        if line.startswith("$ "):
            shown, code = _command(line[2:], code)
            out.append(f"{line}\n{shown}" + ("\n" if shown and not shown.endswith("\n") else ""))
    return "".join(out)


def _command(line: str, last: int) -> tuple[str, int]:
    """What a line prints, and its exit code."""
    words = shlex.split(line, comments=True)
    if words == ["echo", "$?"]:
        return f"{last}\n", 0
    if words[0] in _BESIDE and len(words) > 1:
        _BESIDE[words[0]](*words[1:])
        return "", 0
    if words[0] in _TOOLS and words[-2] == ">":
        changed = subprocess.run(words[:-2], capture_output=True, check=True)
        Path(words[-1]).write_bytes(changed.stdout)
        return "", 0
    if words[0] == "cat" and words[2:4] == ["|", "head"] and words[5:6] == [">"]:
        lines = Path(words[1]).read_text("utf-8").splitlines(keepends=True)
        Path(words[6]).write_text("".join(lines[: -int(words[4])]), "utf-8")
        return "", 0
    if words[0] == "cat" and words[2:4] in ([], ["|", "head"]):
        lines = Path(words[1]).read_text("utf-8").splitlines(keepends=True)
        return "".join(f"{each.rstrip()}\n" for each in lines[: -int(words[4]) if words[4:] else None]), 0
    if words[0] != "deminimis":
        raise ValueError(f"no command that documentation can run: {line}")
    most, target, pipe = None, None, None
    if words[-3:-1] == ["|", "head"]:
        most, words = -int(words[-1]), words[:-3]
    elif "|" in words and words[words.index("|") + 1] in _TOOLS:
        words, pipe = words[: words.index("|")], words[words.index("|") + 1 :]
    elif words[-2] == ">":
        target, words = words[-1], words[:-2]
    terminal = most is None and target is None and pipe is None
    with (
        patch("deminimis.cli.reporters.place.terminal", lambda output: terminal and output is None),
        CliRunner().isolation() as (stdout, stderr, both),
    ):
        code = run(words[1:])
        told = (both if terminal else stdout).getvalue().decode()
        rest = "" if terminal else stderr.getvalue().decode()
    if target is not None:
        Path(target).write_text(told, "utf-8")
        told = ""
    if pipe is not None:
        told = subprocess.run(pipe, input=told, text=True, capture_output=True, check=False).stdout
    if most is not None:
        told = "".join(told.splitlines(keepends=True)[:most])
    lines = "".join(f"{each.rstrip()}\n" for each in (told + rest).splitlines())
    return lines, code
