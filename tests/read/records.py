"""A second splitter, in plain Python and one byte at a time: what `edi.cutting.source` must say of every record."""

from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

import polars as pl

from deminimis.edi.cutting.source import BLOCK, Source, Syntax, blocks

FIELD, COMPONENT, REPETITION, END, RELEASED, STRAY = "\x1d", "\x1f", "\x1e", "\x1c", "\x0e", "\x1a"
NEWLINES: Final = b"\r\n"
PADDING: Final = " \t\r\n\x00\x1a"


@dataclass(frozen=True)
class Bytes(Source):
    """A source that lies in memory."""

    data: bytes = b""

    def open(self) -> IO[bytes]:
        """The bytes themselves."""
        import io

        return io.BytesIO(self.data)


def source(data: bytes) -> Bytes:
    """`data` as a source."""
    return Bytes("memory", Path("memory"), data)


def read_by_engine(data: bytes, syntax: Syntax, block_size: int = BLOCK) -> tuple[list[dict[str, Any]], bool]:
    """(rows, open end) as `edi.cutting.source` gives them."""
    found = list(blocks(source(data), syntax, block_size))
    rows = pl.concat([b.rows for b in found]).to_dicts() if found else []
    return rows, bool(found) and found[-1].open_end


def split(data: bytes, syntax: Syntax) -> tuple[list[dict[str, Any]], bool]:
    """The same by a loop over bytes."""
    found = _fixed(data, syntax) if syntax.family == "fixed" else _segments(data, syntax)
    rows: list[dict[str, Any]] = []
    for line, column, byte, raw in found:
        if raw.strip(PADDING):
            place = (line, column) if syntax.by_line else (len(rows) + 1, 1)
            rows.append(
                dict(zip(("ordinal", "line", "column", "byte", "raw"), (len(rows), *place, byte, raw), strict=True))
            )
    last_byte = data[-1:] if len(data) > syntax.skip else b""
    open_end = syntax.family != "fixed" and bool(rows) and _open(data, syntax) and last_byte != b""
    return rows, open_end


def _canonical(byte: int, syntax: Syntax) -> str:
    own = {syntax.field: FIELD, syntax.component: COMPONENT, syntax.repetition: REPETITION, syntax.terminator: END}
    own.pop(b"", None)
    one = bytes([byte])
    if one in own:
        return own[one]
    return STRAY if one in b"\x1c\x1d\x1e\x1f\x0e" else chr(byte)


def _fixed(data: bytes, syntax: Syntax) -> list[tuple[int, int, int, str]]:
    out, begin, line = [], syntax.skip, 1 + data[: syntax.skip].count(syntax.terminator or b"#")
    while begin < len(data):
        if syntax.terminator:
            end = data.find(syntax.terminator, begin)
            end = len(data) if end < 0 else end
        else:
            end = min(begin + syntax.width, len(data))
        raw = "".join(_canonical(b, syntax) for b in data[begin:end])
        raw = raw.rstrip("\r") if syntax.terminator else raw
        several = len(raw) >= 2 * syntax.width and len(raw) % syntax.width == 0 and raw.isascii()
        step = syntax.width if several else max(len(raw), 1)
        out += [(line, 1 + at, begin + at, raw[at : at + step]) for at in range(0, max(len(raw), 1), step)]
        begin, line = end + len(syntax.terminator), line + 1
    return out


def _segments(data: bytes, syntax: Syntax) -> list[tuple[int, int, int, str]]:
    """Segments; padding between them is no data, newlines start a line, and inside a segment they stand."""
    out: list[tuple[int, int, int, str]] = []
    at, line, line_begin = syntax.skip, 1, 3 if data[: syntax.skip].startswith(b"\xef\xbb\xbf") else 0
    if newlines := data[: syntax.skip].count(syntax.newline):
        line, line_begin = line + newlines, data.rindex(syntax.newline, 0, syntax.skip) + 1
    raw, start = "", None
    while at < len(data):
        one = data[at : at + 1]
        if one == syntax.terminator:
            if start is not None:
                out.append((*start, raw.rstrip("\r\n")))
            raw, start = "", None
            if one in NEWLINES:
                line, line_begin = line + 1, at + 1
            at += 1
            continue
        begins = start is not None or _releases(data, at, syntax) or _canonical(one[0], syntax) not in PADDING
        if begins:
            start = start or (line, at - line_begin + 1, at)
        if one == syntax.newline and syntax.terminator not in NEWLINES:
            line, line_begin = line + 1, at + 1
        if _releases(data, at, syntax):
            raw += RELEASED + chr(data[at + 1] | 0x80)
            at += 2
            continue
        if begins:
            raw += _canonical(one[0], syntax)
        at += 1
    if start is not None:
        out.append((*start, raw.rstrip("\r\n")))
    return out


def _releases(data: bytes, at: int, syntax: Syntax) -> bool:
    """Only a printable ASCII character can be released."""
    return data[at : at + 1] == syntax.release and b" " <= data[at + 1 : at + 2] < b"\x7f"


def _open(data: bytes, syntax: Syntax) -> bool:
    """Whether anything but padding stands behind the last terminator."""
    at, open_end = syntax.skip, False
    while at < len(data):
        one = data[at : at + 1]
        if _releases(data, at, syntax):
            at, open_end = at + 2, True
            continue
        stands = _canonical(one[0], syntax) not in PADDING
        open_end = False if one == syntax.terminator else open_end or stands
        at += 1
    return open_end


def trimmed(items: list) -> list:
    """Without what is empty at the end: pydifact does not keep it."""
    while items and items[-1] in ("", [], [""]):
        items = items[:-1]
    return items


def meant(text: str) -> str:
    """Our marks of released characters, undone by hand."""
    out, marked = "", False
    for c in text:
        out, marked = (out, True) if c == "\x0e" else (out + (chr(ord(c) & 0x7F) if marked else c), False)
    return out
