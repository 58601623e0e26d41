"""How values are written for people: money, days, entry numbers; and nothing that a terminal would obey."""

import re
from datetime import date
from typing import Final

_ROLES: Final = {"earlier": "earlier", "exceeding": "exceeding", None: ""}


def dollars(cents: int | None) -> str:
    """Cents as $1,234.50; a dash where there is none."""
    return "-" if cents is None else f"${cents / 100:,.2f}"


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


def why(error: Exception) -> str:
    """What an error says, in the form `FILE: reason` where it is the system's."""
    if not isinstance(error, OSError):
        return str(error)
    name = f"{clean(str(error.filename))}: " if error.filename else ""
    return f"{name}{error.strerror or error}"


def logged(text: str) -> str:
    """Text in whose lines a CI runner finds no command: GitHub's obeys `::` at a line's begin, `##[` anywhere."""
    return re.sub(r"(?m)^(\s*):(?=:)", r"\1: ", text).replace("##[", "## [")
