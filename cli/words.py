"""How values are written for people: money, days, entry numbers; and nothing that a terminal would obey."""

import re
import textwrap
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

UNREAD: Final = "unread"
REFILE: Final = "deminimis refile FILE... --out FOLDER"  # the way on from a refused claim
REFILES: Final = "writes these entries, and a sheet of what is missing."
_ROLES: Final = {"earlier": "earlier", "exceeding": "exceeding", None: ""}


def dollars(cents: int | None) -> str:
    """Cents as $1,234.50; a dash where there is none."""
    return "-" if cents is None else f"${cents / 100:,.2f}"


def value(row: Mapping[str, Any]) -> str:
    """The value of a claim (`value_cents`, `value_unread`): UNREAD where it was carried and is not known."""
    return UNREAD if row["value_unread"] and not row["value_cents"] else dollars(row["value_cents"])


def whole(cents: int) -> str:
    """Cents as $800 where they are whole dollars."""
    return f"${cents // 100:,}" if cents % 100 == 0 else dollars(cents)


def entry(number: str | None) -> str:
    """An entry number as CBP prints it: B76-0324527-8."""
    if not number:
        return ""
    return f"{number[:3]}-{number[3:10]}-{number[10:]}" if len(number) == 11 else number


def day(value: date | None) -> str:
    """1 March 2025, or the words for none."""
    return f"{value.day} {value:%B %Y}" if value else "a day that could not be read"


def clean(text: str | None) -> str:
    """Text without control characters: what comes from a file must not move the cursor or end a line."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text or "")


def shown(name: str) -> str:
    """The name of a file in Unicode: bytes of it that are no UTF-8 are written as escapes."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def many(count: int, one: str, more: str = "") -> str:
    """`1 shipment`, `2 shipments`, `1,204 entries`."""
    return f"{count:,} {one if count == 1 else more or one + 's'}"


def entries(informal: int, formal: int) -> str:
    """`3 entries of type 11, 1 of type 01`: what is filed where de minimis is not claimed."""
    kinds = [(count, kind) for count, kind in ((informal, "11"), (formal, "01")) if count]
    first = [f"{many(count, 'entry', 'entries')} of type {kind}" for count, kind in kinds[:1]]
    return ", ".join(first + [f"{count:,} of type {kind}" for count, kind in kinds[1:]])


def why(error: Exception) -> str:
    """What an error says, in the form `FILE: reason` where it is the system's."""
    if not isinstance(error, OSError):
        return str(error)
    name = f"{clean(str(error.filename))}: " if error.filename else ""
    return f"{name}{error.strerror or error}"


def logged(text: str) -> str:
    """Text in whose lines a CI runner finds no command: GitHub's obeys `::` at a line's begin, `##[` anywhere."""
    return re.sub(r"(?m)^(\s*):(?=:)", r"\1: ", text).replace("##[", "## [")


def folded(text: str, width: int | None) -> str:
    """Lines no wider than `width`, broken between words; what follows stands under the second column of the first.

    A word that is wider keeps its line. None: as it is, for a program.
    """
    if width is None:
        return text
    return "\n".join(_folded(line, width) for line in text.split("\n"))


_COLUMN: Final = re.compile(r" *\S+ {2,}(?=\S)")  # an indent, a short first cell, and the gap behind it
_DEEPEST: Final = 24


def _folded(line: str, width: int) -> str:
    if len(line) <= width:
        return line
    cell = _COLUMN.match(line)
    indent = len(line) - len(line.lstrip(" "))
    hang = cell.end() if cell and cell.end() <= min(_DEEPEST, width // 2) else min(indent, width // 2)
    return textwrap.fill(
        line,
        width,
        subsequent_indent=" " * hang,
        replace_whitespace=False,
        break_long_words=False,
        break_on_hyphens=False,
    )
