"""Bytes to rows: one row a record or segment, with its line, column and byte, in blocks of bounded size.

Separators are brought to canonical control characters first (`edi.layout`), one byte for one, so that offsets stay
true and no layout needs to know a file's delimiters. Bytes are decoded as latin-1: a byte is a character, also in
damaged files.
"""

import gzip
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Final

import polars as pl

from deminimis.edi.layout import COMPONENT, END, FIELD, RELEASED, REPETITION, Family

BLOCK: Final = 16 << 20  # bytes read at a time: 16 MB was fastest on two cores, and bounds the memory
_UNUSED: Final = 0x1B  # read_csv's column separator: occurs nowhere once a block is canonical
_STRAY: Final = 0x1A  # what a canonical character turns into where it was data: faulty in every kind
_FRAMING: Final = "\x01\x02\x03"  # SOH, STX, ETX: what a network puts around a Type B message
_GZIP: Final = b"\x1f\x8b"
_BOM: Final = b"\xef\xbb\xbf"

ROWS: Final[dict[str, pl.DataType]] = {
    "ordinal": pl.UInt32(),  # number of the record in the file, from 0; blank lines are not counted
    "line": pl.UInt32(),
    "column": pl.UInt32(),
    "byte": pl.UInt64(),
    "raw": pl.String(),
}


@dataclass(frozen=True)
class Syntax:
    """How a file is cut into records: bytes found by `edi.sniff`. `terminator` b"" means 80-byte images in a row."""

    family: Family
    terminator: bytes = b""
    field: bytes = b""
    component: bytes = b""
    repetition: bytes = b""
    release: bytes = b""
    by_line: bool = False  # newlines between records: places count lines; else records
    skip: int = 0  # bytes in front of the first record: a BOM, UNA
    width: int = 80

    def table(self) -> bytes:
        """The translation to canonical separators."""
        table = bytearray(range(256))
        for canonical in (END, FIELD, COMPONENT, REPETITION, RELEASED):
            table[ord(canonical)] = _STRAY
        table[_UNUSED] = _STRAY
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

    def open(self) -> IO[bytes]:
        """Its bytes, unpacked if they are gzip. Raises OSError."""
        stream = self.path.open("rb")
        packed = stream.read(2) == _GZIP
        stream.seek(0)
        return io.BufferedReader(gzip.GzipFile(fileobj=stream)) if packed else stream

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
        if other:
            out = out.replace(release + other, mark + bytes([other[0] | 0x80]))
    return out


def _positions(block: bytes, what: bytes) -> Iterator[int]:
    at = block.find(what)
    while at >= 0:
        yield at
        at = block.find(what, at + 1)


@dataclass(frozen=True)
class Block:
    """Rows of one block (columns ROWS); `open_end`: its last segment has no terminator."""

    rows: pl.DataFrame
    open_end: bool = False


def blocks(source: Source, syntax: Syntax, block_size: int = BLOCK) -> Iterator[Block]:
    """The records of `source`, block by block, records whole, blank ones left out.

    Raises OSError and EOFError (damaged gzip) where the input cannot be read to its end.
    """
    table, ordinal, place = syntax.table(), 0, _Place(syntax.skip, 1, syntax.skip)
    for block in _blocks(source, syntax, block_size):
        canonical = released_block(block, table, syntax) if syntax.release else block.translate(table)
        frame, after = _frame(canonical, syntax, place)
        frame = frame.filter(pl.col("raw").str.contains(r"[^ ]"))
        if not syntax.by_line:  # without newlines a record is a line
            frame = frame.drop("line", strict=False).with_row_index("line", ordinal + 1)
        frame = frame.with_row_index("ordinal", ordinal).select(pl.col(n).cast(t) for n, t in ROWS.items())
        delimited = syntax.family in ("x12", "edifact")
        yield Block(frame, delimited and frame.height > 0 and not canonical.endswith(END.encode()))
        ordinal, place = ordinal + frame.height, after


@dataclass(frozen=True)
class _Place:
    """Where a block begins: byte, line, and the byte at which that line began."""

    byte: int
    line: int
    line_byte: int


def released_block(block: bytes, table: bytes, syntax: Syntax) -> bytes:
    """A block of EDIFACT: released characters are marked before the separators become canonical."""
    marked = released(block, syntax.release)
    if marked is block:
        return block.translate(table)
    keep = bytearray(table)
    keep[ord(RELEASED)] = ord(RELEASED)
    return marked.translate(bytes(keep))


def _blocks(source: Source, syntax: Syntax, size: int) -> Iterator[bytes]:
    """Blocks that end where a record ends; the last one ends where the file ends."""
    rest = b""
    with source.open() as stream:
        stream.read(syntax.skip)
        while block := stream.read(size):
            block = rest + block
            cut = _cut(block, syntax)
            if cut:
                yield block[:cut]
            rest = block[cut:]
    if rest:
        yield rest


def _cut(block: bytes, syntax: Syntax) -> int:
    """How many bytes of `block` hold whole records."""
    if not syntax.terminator:
        return len(block) - len(block) % syntax.width
    whole = released(block, syntax.release) if syntax.release else block
    return whole.rfind(syntax.terminator) + 1


def _frame(block: bytes, syntax: Syntax, place: _Place) -> tuple[pl.DataFrame, _Place]:
    """Rows of one canonical block, and the place behind it."""
    plain = block.isascii()
    text = block if plain else block.decode("latin-1").encode()
    if syntax.terminator:
        raw = _records(text)
    else:
        raw = pl.Series("raw", [text.decode()]).str.extract_all(f"(?s).{{1,{syntax.width}}}").explode()
    length = (raw.str.len_bytes() if plain else raw.str.len_chars()).cast(pl.UInt64) + len(syntax.terminator)
    frame = pl.DataFrame({"byte": length.cum_sum() - length + place.byte, "raw": raw})
    after = _Place(place.byte + len(block), place.line, place.line_byte)
    if syntax.family == "fixed" and syntax.terminator:
        frame = frame.with_row_index("line", place.line).with_columns(pl.col("raw").str.strip_chars_end("\r"))
        return frame.with_columns(column=pl.lit(1, pl.UInt32)), replace(after, line=place.line + frame.height)
    if ord("\n") in block or ord("\r") in block or syntax.by_line:
        return _wrapped(frame, syntax, place, after)
    return frame.with_columns(column=pl.lit(1, pl.UInt32)), after


def _records(text: bytes) -> pl.Series:
    frame = pl.read_csv(
        text,
        separator=chr(_UNUSED),
        eol_char=END,
        quote_char=None,
        has_header=False,
        schema={"raw": pl.String},
        raise_if_empty=False,
    )
    return frame["raw"].fill_null("")


def _wrapped(frame: pl.DataFrame, syntax: Syntax, place: _Place, after: _Place) -> tuple[pl.DataFrame, _Place]:
    """Segments with newlines between them (or inside: some senders wrap at a fixed width)."""
    newline = END if syntax.terminator in (b"\n", b"\r") else "\n"
    raw = pl.col("raw")
    bare = raw.str.strip_chars_start("\r\n")
    lead = (raw.str.len_chars() - bare.str.len_chars()).cast(pl.UInt64)
    before = (raw.str.len_chars() - bare.str.len_chars() > 0) & raw.str.contains("^[\r\n]*\n")
    frame = frame.with_columns(
        byte=pl.col("byte") + lead,
        starts=before,
        inside=bare.str.count_matches("\n", literal=True).cast(pl.UInt32),
        seen=raw.str.count_matches("\n", literal=True).cast(pl.UInt32).cum_sum(),
        raw=bare.str.replace_all("[\r\n]", ""),
    )
    if newline == END:  # each record ends its line
        frame = frame.with_columns(
            line=pl.int_range(pl.len(), dtype=pl.UInt32) + place.line, column=pl.lit(1, pl.UInt32)
        )
        if syntax.family == "line":
            frame = _unframed(frame)
        return frame, replace(after, line=place.line + frame.height)
    begins = pl.when("starts").then("byte").forward_fill().fill_null(place.line_byte)
    frame = frame.with_columns(line=pl.col("seen") - pl.col("inside") + place.line, begins=begins)
    frame = frame.with_columns(column=(pl.col("byte") - pl.col("begins") + 1 if syntax.by_line else pl.lit(1)))
    if not frame.height:
        return frame, after
    last = frame.row(-1, named=True)
    return frame, _Place(after.byte, place.line + last["seen"], last["begins"])


def _unframed(frame: pl.DataFrame) -> pl.DataFrame:
    """Lines without the network's framing, and without the blanks of a sender that pads its lines."""
    bare = pl.col("raw").str.strip_chars_start(_FRAMING)
    lead = pl.col("raw").str.len_chars() - bare.str.len_chars()
    return frame.with_columns(
        byte=pl.col("byte") + lead, column=pl.col("column") + lead, raw=bare.str.strip_chars_end(_FRAMING + " ")
    )
