"""Bytes to rows: one row a record or segment, with its line, column and byte, in blocks of bounded size.

Separators are brought to canonical control characters first (`edi.layout`), one byte for one, so that offsets stay
true and no layout needs to know a file's delimiters. Bytes are decoded as latin-1: a byte is a character, also in
damaged files.
"""

import errno
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final, NamedTuple

import polars as pl

from deminimis.edi.layout.declare import COMPONENT, END, FIELD, RELEASED, REPETITION, Family
from deminimis.edi.reading.unpack import opened

BLOCK: Final = 8 << 20  # bytes read at a time: no slower than 16 MB, and a third less memory; 4 MB is slower
_LONGEST: Final = 2 * BLOCK  # no record is longer: what has no end would fill the memory
_STRAY: Final = 0x1A  # what a canonical character turns into where it was data: faulty in every kind
_FRAMING: Final = "\x01\x02\x03"  # SOH, STX, ETX: what a network puts around a Type B message
_NEWLINE: Final = re.compile(rb"\r?\n")
_LINES: Final = bytes.maketrans(END.encode(), b"\n")
_OWN: Final = tuple(each.encode() for each in (END, FIELD, COMPONENT, REPETITION, RELEASED))
_BOM: Final = b"\xef\xbb\xbf"

ROWS: Final[dict[str, pl.DataType]] = {
    "ordinal": pl.UInt32(),  # number of the record in the file, from 0; blank lines are not counted
    "line": pl.UInt32(),
    "column": pl.UInt32(),
    "byte": pl.UInt64(),
    "raw": pl.String(),
}


class Syntax(NamedTuple):
    """How a file is cut into records: bytes that `edi.reading.sniff` finds. `terminator` b"": images of 80 bytes."""

    family: Family
    terminator: bytes = b""
    field: bytes = b""
    component: bytes = b""
    repetition: bytes = b""
    release: bytes = b""
    by_line: bool = False  # newlines between records: places count lines; else records
    skip: int = 0  # bytes in front of the first record: a BOM, UNA
    width: int = 80
    newline: bytes = b"\n"  # what ends a line between segments: b"\r" in files of old Macs

    @property
    def own_lines(self) -> bool:
        """Whether what ends a record ends its line."""
        return self.terminator in {b"\n", b"\r"}

    def table(self) -> bytes:
        """The translation to canonical separators."""
        table = bytearray(range(256))
        for canonical in (END, FIELD, COMPONENT, REPETITION, RELEASED):
            table[ord(canonical)] = _STRAY
        pairs = (
            (self.terminator, END),
            (self.field, FIELD),
            (self.component, COMPONENT),
            (self.repetition, REPETITION),
        )
        for own, canonical in pairs:
            if own:
                table[own[0]] = ord(canonical)
        return bytes(table)


@dataclass(frozen=True)
class Source:
    """One input: the name that reports show, and the file to read (the spool of a pipe)."""

    name: str
    path: Path
    links: bool = field(default=True, kw_only=True)  # whether a symbolic link is followed

    def open(self) -> IO[bytes]:
        """Its bytes, unpacked if they are gzip or zstd (`edi.reading.unpack.opened`, which says what it raises)."""
        if not self.links and self.path.is_symlink():
            raise OSError(errno.ELOOP, "it is a link to another file", str(self.path))
        return opened(self.path)

    def head(self, size: int = 1 << 16) -> bytes:
        """The first `size` bytes, unpacked."""
        with self.open() as stream:
            return stream.read(size)


def bom(head: bytes) -> int:
    """Length of a UTF-8 byte order mark."""
    return len(_BOM) if head.startswith(_BOM) else 0


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


class Block(NamedTuple):
    """Rows of one block (columns ROWS); `open_end`: its last segment has no terminator; `last`: the file ends here."""

    rows: pl.DataFrame
    open_end: bool = False
    last: bool = False


def blocks(source: Source, syntax: Syntax, block_size: int = BLOCK) -> Iterator[Block]:
    """The records of `source`, block by block, records whole, blank ones left out.

    Raises OSError and EOFError (damage, `edi.reading.unpack`) where the input cannot be read to its end, or a record
    has none.
    """
    table, ordinal, place = syntax.table(), 0, _begin(source, syntax)
    for block, last in _blocks(source, syntax, block_size):
        canonical, end = _canonical(block, table, syntax)
        frame, after = _frame(canonical, end, syntax, place)
        after = after._replace(byte=place.byte + len(block))
        if (frame["raw"].str.slice(0, 1) <= " ").any():  # few records begin with a blank, or with the end of a line
            frame = frame.filter(pl.col("raw").str.contains(r"[^ \r\n]"))
        if not syntax.by_line:  # without newlines a record is a line
            frame = frame.drop("line", strict=False).with_row_index("line", ordinal + 1)
        frame = frame.with_row_index("ordinal", ordinal).select(pl.col(n).cast(t) for n, t in ROWS.items())
        delimited = syntax.family in ("x12", "edifact")
        open_end = delimited and frame.height > 0 and not canonical.rstrip(b" \r\n").endswith(end)
        yield Block(frame, open_end, last)
        ordinal, place = ordinal + frame.height, after


class _Place(NamedTuple):
    """Where a block begins: byte, line, and the byte at which that line began."""

    byte: int
    line: int
    line_byte: int


def _begin(source: Source, syntax: Syntax) -> _Place:
    """Behind what is skipped: a BOM is no column, UNA and blank lines are columns and lines of the file."""
    skipped = source.head(syntax.skip) if syntax.skip else b""
    newline = syntax.terminator if syntax.own_lines else syntax.newline
    return _Place(syntax.skip, 1 + skipped.count(newline), skipped.rfind(newline) + 1 or bom(skipped))


def _canonical(block: bytes, table: bytes, syntax: Syntax) -> tuple[bytes, bytes]:
    """A block with canonical separators, and what ends its records.

    Lines without separators stand as they are: to translate a block twice takes as long as to cut it.
    """
    if syntax.family in ("fixed", "line") and syntax.terminator == b"\n" and not any(c in block for c in _OWN):
        return block, b"\n"
    return (released_block(block, table, syntax) if syntax.release else block.translate(table)), END.encode()


def released_block(block: bytes, table: bytes, syntax: Syntax) -> bytes:
    """A block of EDIFACT: released characters are marked before the separators become canonical."""
    if RELEASED.encode() in block:  # a mark of ours that stands in the data
        block = block.replace(RELEASED.encode(), bytes([_STRAY]))
    marked = released(block, syntax.release)
    if marked is block:
        return block.translate(table)
    keep = bytearray(table)
    keep[ord(RELEASED)] = ord(RELEASED)
    return marked.translate(bytes(keep))


def _blocks(source: Source, syntax: Syntax, size: int) -> Iterator[tuple[bytes, bool]]:
    """Blocks that end where a record ends, and whether it is the last one, which ends where the file ends."""
    rest = b""
    with source.open() as stream:
        stream.read(syntax.skip)
        while block := stream.read(size):
            last = len(block) < size
            block = rest + block
            cut = len(block) if last else _cut(block, syntax)
            if cut:
                yield block[:cut], last
            rest = block[cut:]
            if len(rest) > _LONGEST:
                raise OSError(errno.EFBIG, f"a record is longer than {_LONGEST >> 20} MB")
    if rest:
        yield rest, True


def _cut(block: bytes, syntax: Syntax) -> int:
    """How many bytes of `block` hold whole records."""
    if not syntax.terminator:
        return len(block) - len(block) % syntax.width
    whole = released(block, syntax.release) if syntax.release else block
    cut = whole.rfind(syntax.terminator) + 1
    behind = None if syntax.own_lines else _NEWLINE.match(block, cut)
    return behind.end() if cut and behind else cut


def _frame(block: bytes, end: bytes, syntax: Syntax, place: _Place) -> tuple[pl.DataFrame, _Place]:
    """Rows of one canonical block, whose records end with `end`, and the place behind it."""
    plain = block.isascii()
    text = block if plain else block.decode("latin-1").encode()
    even = _even(text, end, syntax) if syntax.terminator and (end == b"\n" or place.byte == place.line_byte) else None
    if even:
        raw, behind = even
    elif syntax.terminator:
        raw, behind = _records(text, end), len(end)
    else:
        raw = pl.Series("raw", [text.decode()]).str.extract_all(f"(?s).{{1,{syntax.width}}}").explode()
        behind = 0
    length = (raw.str.len_bytes() if plain else raw.str.len_chars()).cast(pl.UInt64) + behind
    frame = pl.DataFrame({"byte": length.cum_sum() - length + place.byte, "raw": raw})
    after = _Place(place.byte, place.line, place.line_byte)
    if even:
        frame = frame.with_row_index("line", place.line).with_columns(column=pl.lit(1, pl.UInt32))
        closed = block.endswith(b"\n")
        begun = place.byte + len(block) if closed else int(frame["byte"][-1])
        return frame, _Place(place.byte, place.line + frame.height - (not closed), begun)
    if syntax.family == "fixed" and syntax.terminator:
        frame = frame.with_row_index("line", place.line).with_columns(pl.col("raw").str.strip_chars_end("\r"))
        return frame.with_columns(column=pl.lit(1, pl.UInt32)), after._replace(line=place.line + frame.height)
    if syntax.family != "fixed" and (b"\n" in block or b"\r" in block or syntax.by_line):
        return _wrapped(frame, syntax, place, after)
    return frame.with_columns(column=pl.lit(1, pl.UInt32)), after


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


def _wrapped(frame: pl.DataFrame, syntax: Syntax, place: _Place, after: _Place) -> tuple[pl.DataFrame, _Place]:
    """Segments with newlines between them (or inside: some senders wrap at a fixed width)."""
    raw = pl.col("raw")
    frame = frame.with_columns(bare=raw.str.strip_chars_start("\r\n")).with_columns(
        lead=(raw.str.len_chars() - pl.col("bare").str.len_chars()).cast(pl.UInt64)
    )
    if syntax.own_lines:
        line = pl.int_range(pl.len(), dtype=pl.UInt32) + place.line
        frame = frame.with_columns(line=line, column=pl.col("lead") + 1, byte=pl.col("byte") + pl.col("lead"))
        frame = frame.with_columns(raw=_joined())
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
        raw=_joined(),
    )
    seen, begun = frame["seen"], frame["next"].drop_nulls()
    line_byte = int(begun[-1]) if len(begun) else place.line_byte
    return frame, _Place(after.byte, place.line + (int(seen[-1]) if len(seen) else 0), line_byte)


def _unframed(frame: pl.DataFrame) -> pl.DataFrame:
    """Lines without the network's framing, and without the blanks of a sender that pads its lines."""
    bare = pl.col("raw").str.strip_chars_start(_FRAMING)
    lead = pl.col("raw").str.len_chars() - bare.str.len_chars()
    return frame.with_columns(
        byte=pl.col("byte") + lead, column=pl.col("column") + lead, raw=bare.str.strip_chars_end(_FRAMING + " ")
    )


def _joined() -> pl.Expr:
    return pl.col("bare").str.replace_all("[\r\n]", "")


def _behind_last(text: pl.Expr, newline: str) -> pl.Expr:
    """How many characters stand behind the last newline."""
    return text.str.extract(f"([^{newline}]*)$", 1).str.len_chars()
