"""Where a report goes, and the format that is meant for that."""

import os
import sys
from pathlib import Path


def terminal(output: Path | None) -> bool:
    """Whether a person reads it: no file is named, and standard output is a terminal."""
    return output is None and sys.stdout.isatty()


def form_for(form: str, output: Path | None) -> str:
    """The format that `auto` stands for: the one for where the report goes; of a terminal it stays `auto`."""
    if form != "auto" or terminal(output):
        return form
    return "github" if os.environ.get("GITHUB_ACTIONS") == "true" and output is None else "text"
