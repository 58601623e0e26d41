"""What goes to standard error: sentences for people, or with `--log json` a JSON object a line for a log collector."""

import json
import os
import shutil
import sys
from datetime import UTC, datetime
from typing import Any, Final

import click

from deminimis.cli.words import folded, logged

VARIABLE: Final = "DEMINIMIS_LOG"
FORMS: Final = ("text", "json")
_chosen: dict[str, str] = {}


def choose(form: str | None) -> None:
    """Takes `form` from now on; None: what DEMINIMIS_LOG says, else text."""
    _chosen["form"] = form or (os.environ.get(VARIABLE) if os.environ.get(VARIABLE) in FORMS else None) or FORMS[0]


def as_json() -> bool:
    """Whether objects are written."""
    return _chosen.get("form") == "json"


def say(text: str, level: str = "info", **fields: Any) -> None:
    """One sentence (text), or one object: time, level, message without the program's name, and these fields.

    What moves a cursor is taken out of the sentence; the object has it escaped.
    """
    if not as_json():
        shown = "".join(c if c.isprintable() or c in "\n\t" else "\N{REPLACEMENT CHARACTER}" for c in text)
        width = shutil.get_terminal_size().columns if sys.stderr.isatty() else None
        click.echo(folded(logged(shown), width), err=True)
        return
    moment = datetime.now(UTC).isoformat(timespec="milliseconds")
    message = text.removeprefix("deminimis: ")
    told = json.dumps({"time": moment, "level": level, "message": message, **fields})
    click.echo(told.replace("##[", "#\\u0023["), err=True)
