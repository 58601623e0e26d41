"""The head of an X12 or EDIFACT interchange: its separators, how its lines were made, and which message it holds.

Every interchange states its own: those of one file may differ in all of it.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from deminimis.edi.catalogue import CATALOGUE, known_by, named
from deminimis.edi.cutting.letters import CHARSETS
from deminimis.edi.cutting.syntax import PADDING, Syntax

X12_SETS: Final = known_by("ST01")
EDIFACT_MESSAGES: Final = known_by("UNH")
ACKNOWLEDGMENTS: Final = frozenset(mark for mark, name in X12_SETS.items() if CATALOGUE[name].acknowledges)
HEAD: Final = 1 << 16  # bytes among which the first message of an interchange is looked for
# What reads an interchange that holds no message we know.
READS: Final = {CATALOGUE[name].family: name for name in reversed(named(lambda traits: traits.files))}
_OPENS: Final = (b"ISA", b"UNA", b"UNB")
_STATED: Final = re.compile(rb"ISA([^A-Za-z0-9\s])..\1.{10}\1..\1.{10}\1..\1.{15}\1..\1.{15}\1|UNB(.)UNO[A-Z].[1-9]|UNA"
                            rb".{6}[\s\x00\x1a]*UNB", re.DOTALL)  # fmt: skip
_BREAK: Final = re.compile(rb"\r\n?|\n")
_NARROWEST: Final = 20  # a line that is broken anywhere is longer
_WIDEST_ONCE: Final = 256  # one break alone is a width only where it is one that programs break lines at


class Sniffed(NamedTuple):
    """The answer: `format` (a name of edi.catalogue) or None with the `reason`."""

    format: str | None
    syntax: Syntax | None = None
    evidence: tuple[str, ...] = ()
    reason: str = ""
    hint: str = ""
    own: Syntax | None = None  # how the interchange is cut, also where no message of it is known
    table: bool = False  # no interchange: a workbook, or text in rows and columns


def opens(text: bytes, begin: int = 0) -> Iterator[int]:
    """Where an interchange may begin in `text`: at ISA, UNA or UNB that no letter or digit stands in front of."""
    for window in range(begin, len(text), HEAD):  # looked through as far as it is asked for
        end = min(window + HEAD, len(text))
        found = []
        for word in _OPENS:
            at = text.find(word, window, end + 2)
            while at >= 0:
                if not text[at + 3 : at + 4].isalnum() and not (at and text[at - 1 : at].isalnum()):
                    found.append(at)
                at = text.find(word, at + 1, end + 2)
        yield from sorted(found)


def begins(text: bytes, at: int, terminator: bytes) -> bool:
    """Whether what `opens` found at `at` begins an interchange: behind the end of a segment, or by its whole form."""
    before = text[max(at - HEAD, 0) : at]
    behind = before.endswith(terminator) or before.rstrip(PADDING).endswith(terminator) or not before.rstrip(PADDING)
    return behind or _STATED.match(text, at) is not None


def files(form: str) -> bool:
    """Whether a format is one that is filed with CBP; else CBP's answer."""
    return CATALOGUE[form].files is not None


def interchange(body: bytes, skip: int = 0) -> Sniffed | None:
    """What the interchange at the start of `body` says of itself; None where none begins there.

    skip: bytes of the file in front of it. A UNA is counted with them, but where lines were broken at one width.
    """
    if not body.startswith(_OPENS):
        return None
    broken = _broken(body)
    if broken is None:
        return _x12(body, skip) or _edifact(body, skip)
    width, end, lines = broken
    step = width + len(end)
    closing = _BREAK.split(body[lines * step :], maxsplit=1)
    flat = b"".join(body[n * step : n * step + width] for n in range(lines)) + closing[0]
    found = _x12(flat, skip) or _edifact(flat, skip)
    if found is not None and found.own is not None:
        mark = found.own.terminator
        ends = [body[n * step : n * step + width].rstrip(PADDING).endswith(mark) for n in range(lines)]
        closed = len(closing) == 1 or closing[0].rstrip(PADDING).endswith(mark)
        if closed and not all(ends) and mark not in b"\r\n":
            own = found.own._replace(by_line=True, skip=skip, wrap=width, newline=end)
            evidence = (*found.evidence, f"lines broken at {width} characters")
            return found._replace(syntax=own if found.syntax else None, own=own, evidence=evidence)
    return _x12(body, skip) or _edifact(body, skip)


def _broken(body: bytes) -> tuple[int, bytes, int] | None:
    """The width of the lines of `body`, what ends them, and how many of them are whole; None if they differ."""
    first = _BREAK.search(body)
    if first is None or first.start() < _NARROWEST:
        return None
    width, end = first.start(), first[0]
    lines = whole_lines(body, width, end)
    rest = _BREAK.split(body[lines * (width + len(end)) :], maxsplit=1)[0]
    many = lines > 1 or (lines == 1 and width <= _WIDEST_ONCE)
    return (width, end, lines) if many and len(rest) <= width else None


def whole_lines(text: bytes, width: int, end: bytes) -> int:
    """How many lines of exactly `width` bytes, each ended by `end`, `text` begins with."""
    step = width + len(end)
    lines = len(text) // step
    for n, byte in enumerate(end):
        marks = text[width + n :: step][:lines]
        lines = min(lines, len(marks) - len(marks.lstrip(bytes([byte]))))

    def right(count: int) -> bool:
        part = text[: count * step]
        return all(part.count(bytes([byte])) == count * end.count(bytes([byte])) for byte in b"\r\n")

    if right(lines):
        return lines
    low, high = 0, lines  # the first lines are right up to the one with another break inside
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if right(middle) else (low, middle)
    return low


def _shown(byte: bytes) -> str:
    return f"'{byte.decode()}'" if b" " <= byte < b"\x7f" else f"hex {byte.hex()}"


def _has_lines(body: bytes) -> bool:
    return b"\n" in body or b"\r" in body


def _line_end(body: bytes) -> bytes:
    return b"\n" if b"\n" in body or b"\r" not in body else b"\r"


def _heads(body: bytes, terminator: bytes, head: bytes) -> list[bytes]:
    """What `head` (an expression with one group) tells of each segment that it matches."""
    padding = bytes(set(PADDING) - set(terminator))
    squeezed = re.sub(b"[%b]+" % re.escape(padding), b" ", body)  # else long padding would be gone through again
    return re.findall(b"%b ?%b" % (re.escape(terminator), head), squeezed)


def messages(body: bytes, own: Syntax) -> list[str]:
    """The messages that begin in `body`: transaction set identifiers, or message types.

    An X12 interchange of a TA1 and no set is an acknowledgment too.
    """
    mark = re.escape(own.field)
    head = b"ST%b([A-Z0-9]+)" % mark if own.family == "x12" else b"UNH%b[^%b]{0,99}%b *([A-Z]+)" % (mark, mark, mark)
    found = [name.decode("latin-1") for name in _heads(body, own.terminator, head)]
    if not found and own.family == "x12" and _heads(body, own.terminator, b"(TA1)%b" % mark):
        return sorted(ACKNOWLEDGMENTS)
    return found


def known_form(names: list[str]) -> str | None:
    """The format of the first of `messages` that is known."""
    forms = X12_SETS | EDIFACT_MESSAGES
    return next((forms[name] for name in names if name in forms), None)


def _x12(body: bytes, skip: int) -> Sniffed | None:
    if body[:3] != b"ISA" or len(body) < 4:
        return None
    element, at = body[3:4], -1
    for _ in range(16):  # ISA has one width, X12.5; where it has another, its 16th separator shows where ISA16 stands
        at = body.find(element, at + 1)
        if at < 0:
            return Sniffed(None, reason="ISA has fewer than 16 elements", hint="The file may be cut")
    component, terminator = body[at + 1 : at + 2], body[at + 2 : at + 3]
    if terminator == b"\r" and body[at + 3 : at + 4] == b"\n":
        terminator = b"\n"
    unusable = not terminator or terminator.isalnum() or terminator in b" \t" or element.isalnum()
    if unusable or element == terminator:
        return Sniffed(None, reason="ISA names no usable delimiters", hint="The file may be cut")
    evidence = [f"ISA, element separator {_shown(element)}, segment terminator {_shown(terminator)}"]
    lines = terminator in b"\r\n" or _has_lines(body)
    own = Syntax("x12", terminator, element, by_line=lines, skip=skip, newline=_line_end(body))
    sets = messages(body, own)
    known = [name for name in sets if name in X12_SETS]
    if known and ACKNOWLEDGMENTS.issuperset(known):  # elsewhere the separator may stand in a text
        own = own._replace(component=component)
    if not sets:
        reason = "an X12 interchange without an ST segment near its start"
        return Sniffed(None, evidence=tuple(evidence), reason=reason, hint="Nothing was checked", own=own)
    alone = known and not _heads(body, terminator, b"(ST)%b" % re.escape(element))
    evidence.append("TA1, and no set" if alone else f"ST01 {(known or sets)[0]}")
    if not known:
        reason = f"X12 transaction set {sets[0]} is not one of " + ", ".join(X12_SETS)
        hint = "It is none of the truck messages of CBP ACE; nothing was checked"
        return Sniffed(None, evidence=tuple(evidence), reason=reason, hint=hint, own=own)
    return Sniffed(X12_SETS[known[0]], own, tuple(evidence), own=own)


def _edifact(body: bytes, skip: int) -> Sniffed | None:
    component, element, release, repetition, terminator = b":", b"+", b"?", b"", b"'"
    evidence = []
    if body[:3] == b"UNA" and len(body) >= 9:
        component, element, release, repetition, terminator = (body[i : i + 1] for i in (3, 4, 6, 7, 8))
        repetition = repetition.strip()
        release = release.strip()
        evidence.append(f"UNA {body[3:9].decode('latin-1')}")
        own = [each for each in (component, element, release, repetition, terminator) if each]
        if len(set(own)) < len(own):
            return Sniffed(
                None,
                evidence=tuple(evidence),
                reason="UNA gives one character two meanings",
                hint="Nothing was checked",
            )
        body = body[9:]
        blank = len(body) - len(body.lstrip(b" \t\x00\x1a"))  # newlines stay: they are counted as lines
        skip, body = skip + 9 + blank, body[blank:]
    if body.lstrip(PADDING)[:3] != b"UNB":
        return None
    evidence.append("UNB")
    charset = body.lstrip(PADDING)[4:8].decode("latin-1")
    syntax = Syntax(
        "edifact", terminator, element, component, repetition, release, by_line=_has_lines(body), skip=skip,
        newline=_line_end(body), charset=charset if charset in CHARSETS else "",
    )  # fmt: skip
    kinds = messages(body, syntax)
    known = [name for name in kinds if name in EDIFACT_MESSAGES]
    if not kinds:
        reason = "an EDIFACT interchange without a UNH segment near its start"
        return Sniffed(None, evidence=tuple(evidence), reason=reason, hint="Nothing was checked", own=syntax)
    evidence.append(f"UNH {(known or kinds)[0]}")
    if not known:
        reason = f"EDIFACT message {kinds[0]} is not one of " + ", ".join(EDIFACT_MESSAGES)
        hint = "It is none of the truck messages of CBP ACE; nothing was checked"
        return Sniffed(None, evidence=tuple(evidence), reason=reason, hint=hint, own=syntax)
    return Sniffed(EDIFACT_MESSAGES[known[0]], syntax, tuple(evidence), own=syntax)
