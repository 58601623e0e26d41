"""The three exit codes of every command. A crash is NOT_CHECKED too: Python's own 1 would read as "findings"."""

from typing import Final

CLEAN: Final = 0  # nothing at or above --fail-on
FINDINGS: Final = 1
NOT_CHECKED: Final = 2  # could not fully check: unreadable, unknown, cut, a bad option, an internal error
