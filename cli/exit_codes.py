"""The three exit codes of every command. A crash is NOT_CHECKED too: Python's own 1 would read as "findings"."""

from typing import Final

import click

CLEAN: Final = 0  # nothing at or above --fail-on
FINDINGS: Final = 1
NOT_CHECKED: Final = 2  # could not fully check: unreadable, unknown, cut, a bad option, an internal error


def ended(code: int) -> int:
    """`code`, with which the program ends where the command at hand is run by itself, not by the program's own."""
    ctx = click.get_current_context()
    if ctx.parent is None:
        ctx.exit(code)
    return code
