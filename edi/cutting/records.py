"""Bytes to records: one row a record or segment, with its line, column and byte.

Separators are brought to canonical control characters first (`edi.layout`), one byte for one, so that offsets stay
true and no layout needs to know a file's delimiters. Bytes are decoded as latin-1: a byte is a character, also in
damaged files; `edi.cutting.letters` makes letters of them.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

import polars as pl

from deminimis.edi.cutting.syntax import PADDING, STRAY, Syntax
from deminimis.edi.layout.declare import COMPONENT, END, FIELD, RELEASED, REPETITION

_FRAMING: Final = "\x01\x02\x03"  # SOH, STX, ETX: what a network puts around a Type B message
# Behind the text up to two characters, ETX, and up to three more (the receiving side's grammar of CAMIR air). Only such
# as are no data are taken off, so that a line whose end was damaged is told of; a line of its own may have them.
_CONTROL: Final = r"[\x00-\x1f\x7f]"
_TRAILER: Final = rf"^{_CONTROL}{{1,3}}$|{_CONTROL}{{0,2}}\x03{_CONTROL}{{0,3}}$"
_NEWLINE: Final = re.compile(rb"\r?\n")
_LINES: Final = bytes.maketrans(END.encode(), b"\n")
_OWN: Final = tuple(each.encode() for each in (END, FIELD, COMPONENT, REPETITION, RELEASED))
_PADDING: Final = PADDING.decode()


class Place(NamedTuple):
    """Where a block begins: byte, line, and the byte at which that line began."""

    byte: int
    line: int
    line_byte: int


def released(block: bytes, release: bytes) -> bytes:
    """Marks released characters: `?+` becomes RELEASED and `+` with its high bit set, two bytes for two."""
    if not release or release not in block:
        return block
    mark = RELEASED.encode()
    out = block.replace(release + release, mark + bytes([release[0] | 0x80]))
    for other in {out[i + 1 : i + 2] for i in _positions(out, release)}:
        if b" " <= other < b"\x7f":  # nothing else can be released: the high bit could not be told from its own
            out = out.replace(release + other, mark + bytes([other[0] | 0x80]))
    return out


def _positions(block: bytes, what: bytes) -> Iterator[int]:
    at = block.find(what)
    while at >= 0:
        yield at
        at = block.find(what, at + 1)


def canonical(block: bytes, syntax: Syntax) -> tuple[bytes, bytes]:
    """A block with canonical separators, and what ends its records.

    Lines without separators stand as they are: to translate a block twice takes as long as to cut it.
    """
    if syntax.family in ("fixed", "line") and syntax.terminator == b"\n" and not any(c in block for c in _OWN):
        return block, b"\n"
    table = syntax.table()
    return (released_block(block, table, syntax) if syntax.release else block.translate(table)), END.encode()


def released_block(block: bytes, table: bytes, syntax: Syntax) -> bytes:
    """A block of EDIFACT: released characters are marked before the separators become canonical."""
    if RELEASED.encode() in block:  # a mark of ours that stands in the data
        block = block.replace(RELEASED.encode(), bytes([STRAY]))
    marked = released(block, syntax.release)
    if marked is block:
        return block.translate(table)
    keep = bytearray(table)
    keep[ord(RELEASED)] = ord(RELEASED)
    return marked.translate(bytes(keep))


def whole_records(block: bytes, syntax: Syntax) -> int:
    """How many bytes of `block` hold whole records."""
    if not syntax.terminator:
        return len(block) - len(block) % syntax.width
    whole = released(block, syntax.release) if syntax.release else block
    cut = whole.rfind(syntax.terminator) + 1
    behind = None if syntax.own_lines else _NEWLINE.match(block, cut)
    return behind.end() if cut and behind else cut


def frame_of(block: bytes, end: bytes, syntax: Syntax, place: Place) -> tuple[pl.DataFrame, Place]:
    """Rows of one canonical block, whose records end with `end`, blank ones left out, and the place behind it."""
    plain = block.isascii()
    text = block if plain else block.decode("latin-1").encode()
    even = _even(text, end, syntax) if syntax.terminator and (end == b"\n" or place.byte == place.line_byte) else None
    delimited = syntax.family in ("x12", "edifact")
    padded = delimited or even is None
    if even:
        raw, behind = even
        padded = (raw.str.slice(0, 1) <= " ").any()  # few records begin with a blank
        even = None if padded and delimited else even
    if even is None and syntax.terminator:
        raw, behind = _records(text, end), len(end)
        padded = (raw.str.slice(0, 1) <= " ").any()
    elif even is None:
        raw = pl.Series("raw", [text.decode()]).str.extract_all(f"(?s).{{1,{syntax.width}}}").explode()
        behind = 0
    length = (raw.str.len_bytes() if plain else raw.str.len_chars()).cast(pl.UInt64) + behind
    frame = pl.DataFrame({"byte": length.cum_sum() - length + place.byte, "raw": raw})
    after = Place(place.byte, place.line, place.line_byte)
    if even:
        frame = frame.with_row_index("line", place.line).with_columns(column=pl.lit(1, pl.UInt32))
        closed = block.endswith(b"\n")
        begun = place.byte + len(block) if closed else int(frame["byte"][-1])
        after = Place(place.byte, place.line + frame.height - (not closed), begun)
    elif syntax.family == "fixed" and syntax.terminator:
        frame = frame.with_row_index("line", place.line).with_columns(pl.col("raw").str.strip_chars_end("\r"))
        frame, after = frame.with_columns(column=pl.lit(1, pl.UInt32)), after._replace(line=place.line + frame.height)
    elif syntax.family != "fixed" and (b"\n" in block or b"\r" in block or syntax.by_line or padded):
        frame, after = _in_lines(frame, syntax, place, after)
    else:
        frame = frame.with_columns(column=pl.lit(1, pl.UInt32))
    if syntax.family == "fixed" and syntax.terminator:
        frame = _parted(frame, syntax.width)
    if padded:
        frame = frame.filter(pl.col("raw").str.contains(r"[^ \t\r\n\x00\x1a]"))
    return frame, after


def _parted(lines: pl.DataFrame, width: int) -> pl.DataFrame:
    """Records of one width, of which several may stand in a line, as where a file without line ends meets another."""
    raw, size = pl.col("raw"), pl.col("raw").str.len_bytes()
    if lines["raw"].str.len_bytes().max() in range(2 * width):
        return lines
    several = (size >= 2 * width) & (size % width == 0) & ~raw.str.contains(r"[^\x00-\x7f]")
    if not lines.select(several.any()).item():
        return lines
    each = pl.when(several).then(raw.str.extract_all(f"(?s).{{1,{width}}}")).otherwise(pl.concat_list("raw"))
    parts = lines.with_columns(raw=each, behind=pl.int_ranges(0, each.list.len()) * width).explode("raw", "behind")
    return parts.with_columns(
        byte=pl.col("byte") + pl.col("behind").cast(pl.UInt64),
        column=pl.col("column") + pl.col("behind").cast(pl.UInt32),
    )


def _even(text: bytes, end: bytes, syntax: Syntax) -> tuple[pl.Series, int] | None:
    """The records of a block in which each is one line, and how many bytes end each of them; None where one is not.

    All lines end with a newline, or all with a carriage return and a newline. What else they end with is `end`.
    """
    if b"\n" not in text or text.endswith(b"\r") or b"\r" in {syntax.newline, syntax.terminator}:
        return None
    raw = pl.read_lines(text, name="raw").to_series()  # takes one carriage return off
    newlines, returns = len(raw) - (not text.endswith(b"\n")), text.count(b"\r")
    behind = 2 if returns else 1
    if returns not in {0, newlines} or raw.str.len_bytes().sum() + behind * newlines != len(text):
        return None
    if syntax.family == "line" and (raw.str.ends_with(" ").any() or any(c.encode() in text for c in _FRAMING)):
        return None
    if end == b"\n":
        return raw, behind
    if text.count(end) != len(raw) or not raw.str.ends_with(end.decode()).all():
        return None
    return raw.str.head(-1), behind + 1


def _records(text: bytes, end: bytes) -> pl.Series:
    if text and b"\r" not in text and (end == b"\n" or b"\n" not in text):
        return pl.read_lines(text if end == b"\n" else text.translate(_LINES), name="raw").to_series()
    # not read_csv, which is no faster here and takes a carriage return at the end of a record for its own
    raw = pl.Series("raw", [text.decode()]).str.split(end.decode()).explode()
    return raw[:-1] if text.endswith(end) else raw


def _in_lines(frame: pl.DataFrame, syntax: Syntax, place: Place, after: Place) -> tuple[pl.DataFrame, Place]:
    """Segments with newlines or padding between them. A newline inside one stands: it is a fault of an element."""
    raw = pl.col("raw")
    between = _PADDING if syntax.family != "line" else "\r\n"
    frame = frame.with_columns(bare=raw.str.strip_chars_start(between)).with_columns(
        lead=(raw.str.len_chars() - pl.col("bare").str.len_chars()).cast(pl.UInt64)
    )
    if syntax.own_lines:
        line = pl.int_range(pl.len(), dtype=pl.UInt32) + place.line
        frame = frame.with_columns(line=line, column=pl.col("lead") + 1, byte=pl.col("byte") + pl.col("lead"))
        frame = frame.with_columns(raw=_ended())
        frame = _unframed(frame) if syntax.family == "line" else frame
        return frame, after._replace(line=place.line + frame.height)
    newline = syntax.newline.decode()
    head = raw.str.slice(0, pl.col("lead"))
    frame = frame.with_columns(
        byte=pl.col("byte") + pl.col("lead"),
        inside=pl.col("bare").str.count_matches(newline, literal=True).cast(pl.UInt32),
        seen=raw.str.count_matches(newline, literal=True).cast(pl.UInt32).cum_sum(),
        own=pl.when(head.str.contains(newline, literal=True)).then(
            pl.col("byte") + pl.col("lead") - _behind_last(head, newline)
        ),
    )
    wraps = pl.col("inside") > 0
    last = pl.col("byte") + pl.col("bare").str.len_chars() - _behind_last(pl.col("bare"), newline)
    frame = frame.with_columns(
        next=pl.when(wraps).then(last).otherwise("own") if (frame["inside"] > 0).any() else "own"
    )
    begins = pl.coalesce("own", pl.col("next").shift().forward_fill(), pl.lit(place.line_byte, pl.UInt64))
    frame = frame.with_columns(
        line=pl.col("seen") - pl.col("inside") + place.line,
        column=(pl.col("byte") - begins + 1 if syntax.by_line else pl.lit(1)),
        raw=_ended(),
    )
    seen, begun = frame["seen"], frame["next"].drop_nulls()
    line_byte = int(begun[-1]) if len(begun) else place.line_byte
    return frame, Place(after.byte, place.line + (int(seen[-1]) if len(seen) else 0), line_byte)


def _unframed(frame: pl.DataFrame) -> pl.DataFrame:
    """Lines without the network's framing, and without the blanks of a sender that pads its lines."""
    bare = pl.col("raw").str.strip_chars_start(_FRAMING)
    lead = pl.col("raw").str.len_chars() - bare.str.len_chars()
    text = bare.str.replace(_TRAILER, "").str.strip_chars_end(_FRAMING + " ")
    return frame.with_columns(byte=pl.col("byte") + lead, column=pl.col("column") + lead, raw=text)


def _ended() -> pl.Expr:
    return pl.col("bare").str.strip_chars_end("\r\n")


def _behind_last(text: pl.Expr, newline: str) -> pl.Expr:
    """How many characters stand behind the last newline."""
    return text.str.extract(f"([^{newline}]*)$", 1).str.len_chars()
