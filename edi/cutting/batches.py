"""Applications of 80-byte records: what the heads of CATAIR batches and blocks and of ocean manifests say.

A file may hold batches of several applications behind each other; each is read by what reads its own.
"""

import re
from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import chain
from typing import Final

from deminimis.edi.catalogue import CATALOGUE, ENTRY_ANSWER, known_by
from deminimis.edi.cutting.syntax import Syntax

APPLICATIONS: Final = known_by("application")
FIRST_RECORDS: Final = known_by("record")
_WIDTH: Final = 80
_WINDOW: Final = 1 << 10  # records among which heads are looked for at a time
_BATCH: Final = re.compile(rb"A[A-Z0-9 ]{13}.{11}([A-Z0-9]{2}) ", re.DOTALL)
_BLOCK: Final = re.compile(rb"B[ 0-9]{2}[A-Z0-9 ]{4}[A-Z0-9 ]{3}([A-Z0-9]{2})")
_REFUSED: Final = re.compile(rb"B {78}B")  # the B record that CBP makes for a batch that it refused
_HEAD: Final = re.compile(rb"A(?:[A-Z0-9 ]{13}|CR)|B[ 0-9]{2}[A-Z0-9 ]{7}[A-Z0-9]{2}")
# Where records of a manifest begin with A and B too: the site of a batch is four digits, the issuer in A01 has letters.
_SURE: Final = re.compile(rb"A[0-9]{4}[A-Z0-9]{3}[^\r\n]{6}(?:[0-9]{6}| {6})")
_SURE_LINES: Final = {end: re.compile(end + _SURE.pattern) for end in (b"\n", b"\r")}


def application(first: bytes, second: bytes) -> tuple[str | None, str]:
    """(format, application) of a batch or a manifest that begins with these two records of 80 bytes.

    The format is None where nothing begins or the application is none of ours; then that is named, if one is.
    """
    mark = first[:3].decode("latin-1")
    if mark in FIRST_RECORDS:
        return FIRST_RECORDS[mark], ""
    stated = _BATCH.match(first.ljust(80))
    own = stated[1].decode() if stated else ""
    if own not in APPLICATIONS:
        if first.startswith(b"A") and _REFUSED.match(second):
            return ENTRY_ANSWER, ""
        block = _BLOCK.match(first) or _BLOCK.match(second)
        own = block[1].decode() if block else own
    return APPLICATIONS.get(own), own


def batches(text: bytes, syntax: Syntax, form: str) -> Iterator[tuple[bytes, str]]:
    """`text`, whole records, in parts that are each read by one format; and the format of each.

    form: of the batch that `text` begins in.
    """
    begin = at = 0
    while True:
        other = _other(text, at, syntax, form)
        if other is None:
            break
        at = other[0]
        if at > begin:
            yield text[begin:at], form
        begin, form = at, other[1]
    if begin < len(text):
        yield text[begin:], form


def _other(text: bytes, begin: int, syntax: Syntax, form: str) -> tuple[int, str] | None:
    """The first head at or behind `begin` of what is read by another format than `form`, and that format."""
    own = CATALOGUE[form].known_by == "record"  # its records begin with A and B too
    for at in _places(text, begin, syntax, _SURE if own else _HEAD, b"A" if own else b"AB"):
        found = _stated(text, at, syntax)
        if found and reader(found) != reader(form):
            return at, found
    return None


def later(text: bytes, syntax: Syntax) -> str | None:
    """The format of the first batch or manifest of ours in `text`, which begins with another's."""
    return next((found for at in _places(text, 0, syntax, _HEAD, b"AB") if (found := _stated(text, at, syntax))), None)


def told_until(text: bytes, cut: int, syntax: Syntax) -> int:
    """How much of the whole records in `text[:cut]` is known: a head at their end waits for the record behind it."""
    end = text.rfind(syntax.terminator, 0, cut - 1) + 1 if syntax.terminator else max(cut - syntax.width, 0)
    return end if text.startswith(b"A", end) else cut


def _stated(text: bytes, at: int, syntax: Syntax) -> str | None:
    """The format that the records at `at` say."""
    head = text[at : at + 2 * (syntax.width + 2)]
    return application(*first_two(head, syntax.terminator))[0]


def first_two(text: bytes, terminator: bytes) -> tuple[bytes, bytes]:
    """The first records of `text`, as far as it has any: lines, or several of them in one."""
    first, _, rest = text.partition(terminator) if terminator else (text, b"", b"")
    if len(first) >= 2 * _WIDTH:
        return first[:_WIDTH], first[_WIDTH : 2 * _WIDTH]
    return first.rstrip(b"\r"), rest.partition(terminator)[0].rstrip(b"\r") if terminator else first[_WIDTH:]


def reader(form: str) -> str:
    """What reads a format: what CBP sends to brokers has one reader for all of it."""
    return CATALOGUE[form].place[0]


def _places(text: bytes, begin: int, syntax: Syntax, head: re.Pattern[bytes], letters: bytes) -> Iterator[int]:
    """Where records begin, from `begin` on, that look like a head; `letters`: what these begin with."""
    end = syntax.terminator
    if head is _SURE and end:  # many records begin with this letter: none of them is looked at by Python
        if head.match(text, begin):
            yield begin
        yield from (found.start() + 1 for found in _SURE_LINES[end].finditer(text, begin))
        return
    if end:
        lines = merge(*(_found(text, end + bytes([letter]), begin) for letter in letters))
        places: Iterable[int] = chain([begin], (at + 1 for at in lines))
    else:
        places = _in_a_row(text, begin, syntax.width, letters)
    yield from (at for at in places if head.match(text, at))


def _in_a_row(text: bytes, begin: int, width: int, letters: bytes) -> Iterator[int]:
    step = _WINDOW * width
    for window in range(begin, len(text), step):  # looked through as far as it is asked for
        firsts = text[window : window + step : width]
        lines = merge(*(_found(firsts, bytes([letter]), 0) for letter in letters))
        yield from (window + at * width for at in lines)


def _found(text: bytes, what: bytes, at: int) -> Iterator[int]:
    at = text.find(what, at)
    while at >= 0:
        yield at
        at = text.find(what, at + 1)
