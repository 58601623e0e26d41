"""The report formats: one a file, and the one dict that lists them.

For people `terminal`, `text`, `mail`, `html` (with `page`) and `xlsx`; for programs `json`, `jsonl`, `csv`; for a CI
those of `ci`; `bills_to_move` is the list of `--bills-to-move`, `worklist` and `audit` the forms of the commands of
these names. `report_schema` is the contract of `json`; `place` is where one goes, `deliver` brings it there. `lists` is
what is told of a list, `parts` what several of them share.
"""

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Final

from deminimis.cli.session.report import Report

Render = Callable[[Report], str | bytes]

_CI: Final = ("github", "sarif", "junit", "markdown")
_NAMES: Final = ("text", "json", "jsonl", "csv", "github", "sarif", "junit", "mail", "html", "xlsx", "markdown")


def _render(module: str, name: str, report: Report) -> str | bytes:
    """By the module of that name, which is imported when it is wanted."""
    shown: str | bytes = getattr(import_module(f"{__name__}.{module}"), name)(report)
    return shown


REPORTERS: Final[dict[str, Render]] = {
    name: partial(_render, f"ci.{name}" if name in _CI else name, "render") for name in _NAMES
}

STATISTICS: Final[Render] = partial(_render, "parts.statistics", "render")

# read where others read too (a job's log, a platform's pages): names are masked unless --no-mask says otherwise
PUBLIC: Final = ("github", "sarif", "junit")

# what --summary-only gives instead, in the formats that can do with less
SHORT: Final[dict[str, Render]] = {
    "text": partial(_render, "parts.short", "render"),
    "jsonl": partial(_render, "jsonl", "render_short"),
    "mail": partial(_render, "mail", "render_short"),
}
