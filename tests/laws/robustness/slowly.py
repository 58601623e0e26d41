"""Fields read one after the other in plain Python: what the columns of `edi.layout.parse` must say of any record.

Written from the data formats that the guides print (Cargo Release v40 and Batch and Block Control rev. 23 for 80-byte
records, X12.6 and ISO 9735 for segments), not from the kinds. CAMIR air lines are not here: their parts have no places.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import Any, Final

from deminimis.edi.layout.declare import Cols, El, Field, Layout
from deminimis.edi.layout.kinds import Kind

Meaning = Callable[[str], Any]
DIGITS: Final = "0123456789"
_UNREAD: Final = object()


def text_of(field: Field, raw: str) -> str:
    """The characters of a field, without the blanks that are no data; an absent element is empty."""
    if isinstance(field.place, Cols):
        cut = "".join(raw[column - 1 : column] for column in range(field.place.first, field.place.last + 1))
        if field.kind.align == "right":  # digits that were pushed left stay as they stand
            return cut.lstrip(" ") if cut.startswith(" ") else cut
        return cut.rstrip(" ") if field.place.width == 1 else cut.strip(" ")
    assert isinstance(field.place, El)
    elements = raw.split("\x1d")
    element = elements[field.place.number] if field.place.number < len(elements) else ""
    if not field.place.component:
        return element
    components = element.split("\x1f")
    return components[field.place.component - 1] if field.place.component <= len(components) else ""


def released(text: str) -> str:
    """Released characters as the filer meant them."""
    return re.sub("\x0e([\xa0-\xfe])", lambda mark: chr(ord(mark[1]) & 0x7F), text)


def value_of(field: Field, text: str) -> tuple[Any, bool]:
    """(value, unread). What is not there is neither."""
    if not text:
        return None, False
    if field.codes and field.closed and text not in field.codes:
        return None, True
    meaning = MEANINGS.get(field.kind.name)
    if meaning is None or (field.kind.name == "AN" and field.kind.literal):
        return text, False
    found = meaning(text)
    low, high = field.widths
    bound = isinstance(field.place, El) and (field.kind.pattern is None or field.kind.name == "DT")
    narrow = not bound or low <= len(text) <= high
    small = not isinstance(found, int) or found < 1 << 63
    return (found, False) if found is not _UNREAD and narrow and small else (None, True)


def _digits(text: str) -> bool:
    return all(character in DIGITS for character in text)


def _number(times: int) -> Meaning:
    def read(text: str) -> Any:
        return int(text) * times if _digits(text) else _UNREAD

    return read


def _name(text: str) -> Any:
    return text if _digits(text) else _UNREAD


def _day(year: int, month: int, day: int) -> Any:
    try:
        return date(year, month, day)
    except ValueError:
        return _UNREAD


def _mmddyy(text: str) -> Any:
    if len(text) != 6 or not _digits(text):
        return _UNREAD
    return _day(2000 + int(text[4:]), int(text[:2]), int(text[2:4]))


def _date(text: str) -> Any:
    """CCYYMMDD or YYMMDD; the century of the latter is this one, of the former this one or the last."""
    if not _digits(text) or len(text) not in (6, 8):
        return _UNREAD
    year = int(text[:-4]) + (2000 if len(text) == 6 else 0)
    return _day(year, int(text[-4:-2]), int(text[-2:])) if 1000 <= year <= 2999 else _UNREAD


def _time(text: str) -> Any:
    if not _digits(text) or len(text) not in (4, 6, 8):
        return _UNREAD
    clock = int(text[:2]) < 24 and int(text[2:4]) < 60 and (len(text) == 4 or int(text[4:6]) < 60)
    return text if clock else _UNREAD


def _clock(text: str) -> Any:
    return _time(text) if len(text) == 4 else _UNREAD


def _amount(text: str) -> Any:
    """`123`, `123.4`, `123,45` in cents."""
    whole, mark, rest = text.replace(",", ".").partition(".")
    if not whole or not _digits(whole + rest) or (mark and len(rest) not in (1, 2)):
        return _UNREAD
    return int(whole) * 100 + int((rest + "00")[:2])


def _decimal(text: str) -> Any:
    body = text.removeprefix("-")
    whole, _, rest = body.partition(".")
    if not whole + rest or not _digits(whole + rest):
        return _UNREAD
    return float(text)


MEANINGS: Final[dict[str, Meaning]] = {
    "N": _number(1), "N0": _number(1), "USD": _number(100), "NX": _name, "D": _mmddyy, "DT": _date, "HHMM": _clock,
    "TM": _time, "AMT": _amount, "R": _decimal,
}  # fmt: skip


def fields_of(layout: Layout) -> list[Field]:
    """Fields of which this module can say what they mean: those that are read, of kinds that it knows."""
    return [f for f in layout.fields if not f.filler and f.const is None and (f.kind.literal or _known(f.kind))]


def _known(kind: Kind) -> bool:
    """The kinds of the guides; a stricter one of some segment (a value above zero, a day with its time) is not."""
    narrowed = kind.pattern is not None and any(part in kind.pattern for part in ("0*[1-9]", "{1,12}", "(?:(?:[01]"))
    return kind.name in MEANINGS and not narrowed
