"""Where a report goes: rendered for a terminal, a pipe or a file, and written there whole."""

import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from deminimis.cli.atomic import write_whole
from deminimis.cli.reporters import place

if TYPE_CHECKING:
    from deminimis.cli.session.report import Report

_NARROW: Final = 40


def columns() -> int:
    """The width of the terminal, and never too little for a table."""
    return max(shutil.get_terminal_size().columns, _NARROW)


def render(outcome: "Report", form: str, output: Path | None) -> str | bytes:
    """The report in this format; `auto` is the one for where it goes."""
    form = place.form_for(form, output)
    if form == "auto":
        from deminimis.cli.reporters import terminal as human  # noqa: PLC0415 - rich is for terminals

        return human.render(outcome, columns(), colour="NO_COLOR" not in os.environ)
    from deminimis.cli.reporters import REPORTERS  # noqa: PLC0415 - a command without a report needs none

    return REPORTERS[form](outcome)


def to_step_summary(outcome: "Report") -> None:
    """In a step of GitHub Actions the report joins the job's summary. Raises OSError."""
    if file := os.environ.get("GITHUB_STEP_SUMMARY"):
        from deminimis.cli.reporters import REPORTERS  # noqa: PLC0415 - as above

        with Path(file).open("a", encoding="utf-8") as summary:
            summary.write(str(REPORTERS["markdown"](outcome)))


def write(content: str | bytes | Iterable[bytes], output: Path | None) -> None:
    """Into the file, whole or not at all; without one to standard output. Raises OSError, click.UsageError."""
    if isinstance(content, str):
        content = content.encode("utf-8")
    elif isinstance(content, bytes) and place.terminal(output) and content[:2] == b"PK":
        raise click.UsageError("A workbook cannot be shown on a terminal: --output report.xlsx")
    if output is not None:
        write_whole(output, content)
        return
    stream = sys.stdout.buffer
    parts: Iterable[bytes] = [content] if isinstance(content, bytes) else content
    if os.environ.get("GITHUB_ACTIONS") == "true":  # standard output is a log there, and `##[` a command in any line
        parts = [b"".join(parts).replace(b"##[", b"## [")]
    for part in parts:
        stream.write(part)
    stream.flush()
