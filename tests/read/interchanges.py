"""Records of a file of several interchanges: each is cut by what its own head says, by a loop over bytes.

What a head says is asked of `edi.cutting.interchange`, as the splitter of one is told its syntax; where one begins,
what of it goes on as the one before it and what is cut anew is found here.
"""

from collections.abc import Iterator
from typing import Any, Final

from deminimis.edi.catalogue import CATALOGUE
from deminimis.edi.cutting.interchange import HEAD, READS, interchange
from deminimis.edi.cutting.syntax import Syntax
from tests.read.records import PADDING, split

_WORDS: Final = (b"ISA", b"UNA", b"UNB")
_PADS: Final = PADDING.encode()
_VERSIONS: Final = tuple(b"%d" % n for n in range(1, 10))


class Wrapped(Exception):
    """Lines are broken at one width: the loop does not join them."""


def records(data: bytes, syntax: Syntax) -> tuple[list[dict[str, Any]], bool]:
    """(rows, open end) of `data`, whose first interchange is cut by `syntax`. Raises Wrapped.

    Places in lines are given where all of it is cut in one way, else `line` and `column` are left out.
    """
    parts = list(_parts(data, syntax))
    if len(parts) == 1 and parts[0][2] == syntax:
        return split(parts[0][1], syntax)
    rows: list[dict[str, Any]] = []
    open_end = False
    for begin, part, own in parts:
        found, open_end = split(part, own)
        rows += [{"ordinal": len(rows) + n, "byte": begin + r["byte"], "raw": r["raw"]} for n, r in enumerate(found)]
    return rows, open_end


def _parts(data: bytes, syntax: Syntax) -> Iterator[tuple[int, bytes, Syntax]]:
    """Where each part begins, its bytes, and how it is cut: as many interchanges as agree, their UNA blank."""
    if syntax.wrap:
        raise Wrapped
    begin, form, text = 0, READS.get(syntax.family, ""), bytearray(data)
    at = len(data) - len(data[syntax.skip :].lstrip(_PADS)) + 1
    while at < len(data) and syntax.family in ("x12", "edifact"):
        found = interchange(data[at : at + HEAD]) if _alone(data, at) and _begins(data, at, syntax) else None
        if found is None or found.own is None:
            at += 1
            continue
        if found.own.wrap:
            raise Wrapped
        own, reads = found.own, found.format or (form if found.own.family == syntax.family else READS[found.own.family])
        if not _agree(own, syntax) or bool(CATALOGUE[reads].files) != bool(CATALOGUE[form].files):
            yield begin, bytes(text[begin:at]), syntax
            begin, form = at, reads
            syntax = own._replace(skip=0, by_line=own.by_line or syntax.by_line,
                                  newline=own.newline if own.by_line else syntax.newline)  # fmt: skip
        una = data.startswith(b"UNA", at)
        text[at : at + 9 * una] = b" " * 9 * una
        at = data.find(b"UNB", at) + 3 if una else at + 3
    yield begin, bytes(text[begin:]), syntax


def _agree(one: Syntax, other: Syntax) -> bool:
    return one._replace(skip=0, by_line=True, newline=b"\n") == other._replace(skip=0, by_line=True, newline=b"\n")


def _alone(data: bytes, at: int) -> bool:
    """Whether a word of a head stands here by itself."""
    return data.startswith(_WORDS, at) and not data[at - 1 : at].isalnum() and not data[at + 3 : at + 4].isalnum()


def _begins(data: bytes, at: int, syntax: Syntax) -> bool:
    """Behind a segment's end, or where its own form shows it."""
    before, head = data[:at].rstrip(_PADS), data[at : at + HEAD]
    if not before or before.endswith(syntax.terminator) or data[:at].endswith(syntax.terminator):
        return True
    if head.startswith(b"UNA"):
        return head[9:].lstrip(_PADS + b"\v\f").startswith(b"UNB")
    if head.startswith(b"UNB"):
        release, version = head[4:8], head[9:10]
        return release[:3] == b"UNO" and release[3:].isalpha() and release[3:].isupper() and version in _VERSIONS
    mark = head[3:4]
    return not mark.isspace() and all(head[place : place + 1] == mark for place in (3, 6, 17, 20, 31, 34, 50, 53, 69))
