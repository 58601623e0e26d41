"""A file in pieces: each of whole records, of one interchange's syntax or of several that share it.

Most files are one interchange, or several that agree; they are looked through for another one and cut nowhere else.
"""

import errno
from collections.abc import Iterator
from typing import IO, Final, NamedTuple, Protocol

from deminimis.edi.cutting.interchange import (
    ACKNOWLEDGMENTS,
    EDIFACT_MESSAGES,
    HEAD,
    READS,
    X12_SETS,
    files,
    interchange,
    known_form,
    messages,
    opens,
    whole_lines,
)
from deminimis.edi.cutting.interchange import begins as begins_there
from deminimis.edi.cutting.syntax import PADDING, Syntax

LONGEST: Final = 16 << 20  # bytes: no record is longer; what has no end would fill the memory
_SET: Final = 600  # bytes of an interchange among which its first message begins in most of them
_LINE: Final = 1 << 12  # the widest line that is looked for behind the head of a later interchange
_UNA: Final = 9
_DEFAULT: Final = (b"'", b"+", b":", b"?")


class Piece(NamedTuple):
    """Bytes of whole records. `at`: where they begin in the lines that were joined; `whole`: bytes and lines of these.

    closed: nothing of the same interchange follows, so the last record must have its end. last: the file ends here.
    """

    text: bytes
    syntax: Syntax
    form: str = ""
    at: int = 0
    closed: bool = False
    last: bool = False
    whole: tuple[int, int] | None = None


class _Text(Protocol):
    buffer: bytes
    ended: bool

    def fill(self) -> None: ...


class _Raw:
    """The bytes of the file, as they stand."""

    def __init__(self, stream: IO[bytes], size: int) -> None:
        self.buffer, self.ended = b"", False
        self._stream, self._size = stream, size

    def fill(self) -> None:
        """Reads on by one block."""
        block = self._stream.read(self._size)
        self.buffer, self.ended = self.buffer + block, len(block) < self._size


class _Joined:
    """Lines broken at one width, joined: as far as they have that width, and the shorter one behind them."""

    def __init__(self, raw: _Raw, syntax: Syntax) -> None:
        self.buffer, self.ended = b"", False
        self.bytes = self.lines = 0
        self._raw, self._width, self._end = raw, syntax.wrap, syntax.newline

    def fill(self) -> None:
        """Joins the lines of one block more."""
        raw, step = self._raw, self._width + len(self._end)
        if not raw.ended:
            raw.fill()
        lines = whole_lines(raw.buffer, self._width, self._end)
        taken = raw.buffer[: lines * step]
        self._take(taken, taken.translate(None, b"\r\n"), lines)
        if raw.ended or len(raw.buffer) >= step:  # a line of another width, or the end
            size = len(raw.buffer) if raw.ended else step
            ends = [at for mark in (b"\r", b"\n") if (at := raw.buffer.find(mark, 0, size + 1)) >= 0]
            at = min(ends, default=len(raw.buffer))
            if at <= self._width:
                behind = 2 if raw.buffer[at : at + 2] == b"\r\n" else int(bool(ends))
                self._take(raw.buffer[: at + behind], raw.buffer[:at], int(bool(ends)))
            self.ended = True

    def _take(self, taken: bytes, text: bytes, lines: int) -> None:
        self._raw.buffer = self._raw.buffer[len(taken) :]
        self.buffer += text
        self.bytes += len(taken)
        self.lines += lines


def pieces(stream: IO[bytes], syntax: Syntax, form: str, size: int, cut: "_Cut") -> Iterator[Piece]:
    """The pieces of a delimited file, from its first interchange on. form: the format of that.

    cut: how many bytes of a text hold whole records. Raises OSError where a record has no end.
    """
    raw, first = _Raw(stream, size), not syntax.wrap
    while True:
        broken = syntax.wrap
        joined = _Joined(raw, syntax) if broken else None
        text: _Text = joined or raw
        start = at = 0  # of what is not given out yet: in the buffer, and in the lines that were joined
        begin, heads = 0, list[int]()
        while syntax.wrap == broken:
            if not text.ended:
                text.buffer, heads, begin = text.buffer[start:], [place - start for place in heads], begin - start
                start = 0
                text.fill()
            if first:  # the head that says how the file is cut
                begin, first = len(text.buffer) - len(text.buffer.lstrip(PADDING)) + 1, False
            other = _other(text, max(begin, start), syntax, form, heads)
            if other:
                end, begin = other[0], _behind(text.buffer, other[0])
            else:
                end = len(text.buffer) if text.ended else start + cut(text.buffer[start:], syntax)
            done = other is None and text.ended
            last = done and raw.ended and (joined is None or not raw.buffer)
            part = _blanked(text.buffer, start, end, heads)
            if part or done:
                lines = (joined.bytes, joined.lines) if joined and done else None
                yield Piece(part, syntax, form, at, done or other is not None, last, lines)
            start, at = end, at + len(part)
            if last:
                return
            if other:
                _, syntax, form = other
            elif done:
                syntax = syntax._replace(wrap=0, newline=syntax.newline[-1:])
            elif len(text.buffer) - start > LONGEST:
                raise OSError(errno.EFBIG, f"a record is longer than {LONGEST >> 20} MB")
        if joined is None:  # lines broken at one width begin
            raw.buffer = raw.buffer[start:]


class _Cut(Protocol):
    def __call__(self, text: bytes, syntax: Syntax, /) -> int: ...


def _blanked(text: bytes, start: int, end: int, heads: list[int]) -> bytes:
    """A part of the text with its UNA blank: it has been heard, and is no segment."""
    parts = []
    for at in heads:
        if start <= at < end:
            parts += [text[start:at], b" " * _UNA]
            start = at + _UNA
    return b"".join([*parts, text[start:end]]) if parts else text[start:end]


def _other(text: _Text, begin: int, syntax: Syntax, form: str, heads: list[int]) -> tuple[int, Syntax, str] | None:
    """The first interchange behind `begin` that is cut or read in another way: where it begins, and how.

    heads: where a UNA stands whose words are known by then; more are added.
    """
    while True:
        seen = text.buffer
        for at in opens(seen, begin):
            if at < begin or not begins_there(text.buffer, at, syntax.terminator):
                continue
            _look_ahead(text, at, _LINE)
            found: tuple[Syntax, str] | None = syntax, form
            if not _same(text.buffer, at, syntax, form):
                _look_ahead(text, at, HEAD)
                found = _stated(text.buffer[at : at + HEAD], syntax, form)
            if found and text.buffer[at : at + 3] == b"UNA":
                heads.append(at)
                begin = _behind(text.buffer, at)
            if found and not _agree(found, (syntax, form)):
                return at, *found
        if seen is text.buffer:
            return None
        begin = max(begin, len(seen) - 2)


def _behind(text: bytes, at: int) -> int:
    """Behind the tag of the head that begins at `at`: a UNA is part of that of its UNB."""
    return text.find(b"UNB", at + _UNA) + 3 if text[at : at + 3] == b"UNA" else at + 3


def _look_ahead(text: _Text, at: int, size: int) -> None:
    while not text.ended and len(text.buffer) - at < size:
        text.fill()


def _agree(one: tuple[Syntax, str], other: tuple[Syntax, str]) -> bool:
    places = {"by_line": False, "skip": 0, "newline": b"\n"}
    return one[0]._replace(**places) == other[0]._replace(**places) and files(one[1]) == files(other[1])  # type: ignore[arg-type]


def _same(text: bytes, at: int, syntax: Syntax, form: str) -> bool:
    """Whether an interchange says at first sight what the one before it says: most do, and few bytes tell it."""
    head = text[at : at + _LINE]
    ends = [place for mark in (b"\r", b"\n") if (place := head.find(mark)) >= 0]
    if ends and not syntax.own_lines and not head[: min(ends)].rstrip(PADDING).endswith(syntax.terminator):
        return False  # its lines may be broken at one width
    mark = syntax.field
    if syntax.family == "x12":
        shaped = head.startswith(b"ISA" + mark) and head[103:104] == mark and head.count(mark, 0, 104) == 16
        ended = head[105:106] == syntax.terminator or (head[105:107] == b"\r\n" and syntax.terminator == b"\n")
        first, name = _first(head, syntax.terminator, b"ST" + mark)
        component = head[104:105] if name in ACKNOWLEDGMENTS else b""
        return shaped and ended and first > 0 and syntax.component == component and _kin(X12_SETS.get(name), form)
    una = head.startswith(b"UNA")
    if una:
        said = (syntax.component, mark, head[5:6], syntax.release or b" ", syntax.repetition or b" ", syntax.terminator)
        if head[3:9] != b"".join(said):
            return False
        head = head[9:].lstrip(PADDING)
    elif (syntax.terminator, mark, syntax.component, syntax.release) != _DEFAULT or syntax.repetition:
        return False
    plain = not syntax.charset and head[4:8] in (b"UNOA", b"UNOB", b"UNOC")
    if not head.startswith(b"UNB" + mark) or not (plain or head[4:8] == syntax.charset.encode()):
        return False
    first, _ = _first(head, syntax.terminator, b"UNH" + mark)
    kind = head.find(mark, first + 4) + 1
    return first > 0 and kind > 0 and _kin(EDIFACT_MESSAGES.get(head[kind : kind + 6].decode("latin-1")), form)


def _first(head: bytes, terminator: bytes, tag: bytes) -> tuple[int, str]:
    """Where the first segment of a tag begins, -1 where it is not in sight; and the three characters behind its tag."""
    found = [at + len(end) for end in (b"", b"\n", b"\r\n") if (at := head.find(terminator + end + tag, 0, _SET)) >= 0]
    at = min(found, default=-2) + 1
    return (at, head[at + len(tag) : at + len(tag) + 3].decode("latin-1")) if at > 0 else (-1, "")


def _kin(one: str | None, other: str) -> bool:
    return one is not None and files(one) == files(other)


def _stated(head: bytes, syntax: Syntax, form: str) -> tuple[Syntax, str] | None:
    """What an interchange says of itself, in a file that was read by `syntax` and `form` until here."""
    found = interchange(head)
    if found is None or found.own is None:
        return None
    own = found.own
    lines = own.by_line or syntax.by_line
    newline = own.newline if own.by_line else syntax.newline
    own = own._replace(skip=0, by_line=lines, newline=newline)
    if syntax.wrap and not own.wrap:  # the lines are joined already
        own = own._replace(wrap=syntax.wrap, newline=syntax.newline, by_line=True)
    reads = form if own.family == syntax.family else READS[own.family]
    return own, found.format or reads


def known_behind(stream: IO[bytes], own: Syntax) -> str | None:
    """The format of the first message that is known, in a file whose first interchange has none near its start."""
    rest, step = b"", 1 << 20
    while block := stream.read(step):
        text = rest + block
        flat = text.translate(None, b"\r\n") if own.wrap else text
        for at in opens(flat):
            if begins_there(flat, at, own.terminator) and (head := interchange(flat[at : at + HEAD])) and head.format:
                return head.format
        if found := known_form(messages(flat, own)):
            return found
        rest = text[-HEAD:]
    return None
