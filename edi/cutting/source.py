"""Bytes to rows: one row a record or segment, with its line, column and byte, in blocks of bounded size.

A file may hold interchanges that are cut in different ways: `edi.cutting.split` parts them, `edi.cutting.records` makes
rows of the bytes.
"""

import errno
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import IO, Final, NamedTuple

import polars as pl

from deminimis.edi.cutting.batches import batches, told_until
from deminimis.edi.cutting.interchange import READS
from deminimis.edi.cutting.records import Place, canonical, frame_of, whole_records
from deminimis.edi.cutting.split import LONGEST, Piece, pieces
from deminimis.edi.cutting.syntax import PADDING, Syntax, bom
from deminimis.edi.cutting.unpack import opened

__all__ = ["BLOCK", "ROWS", "Block", "Source", "Syntax", "blocks"]

BLOCK: Final = 8 << 20  # bytes read at a time: no slower than 16 MB, and a third less memory; 4 MB is slower
_MOST: Final = 1 << 18  # records of a piece; blocks of filings have fewer, so only very short ones are parted

ROWS: Final[dict[str, pl.DataType]] = {
    "ordinal": pl.UInt32(),  # number of the record in the file, from 0; blank lines are not counted
    "line": pl.UInt32(),
    "column": pl.UInt32(),
    "byte": pl.UInt64(),
    "raw": pl.String(),
}


@dataclass(frozen=True)
class Source:
    """One input: the name that reports show, and the file to read (the spool of a pipe)."""

    name: str
    path: Path
    links: bool = field(default=True, kw_only=True)  # whether a symbolic link is followed

    def open(self) -> IO[bytes]:
        """Its bytes, unpacked if they are gzip or zstd (`edi.cutting.unpack.opened`, which says what it raises)."""
        if not self.links and self.path.is_symlink():
            raise OSError(errno.ELOOP, "it is a link to another file", str(self.path))
        return opened(self.path)

    def head(self, size: int = 1 << 16) -> bytes:
        """The first `size` bytes, unpacked."""
        with self.open() as stream:
            return stream.read(size)


class Block(NamedTuple):
    """Rows of one block (columns ROWS), all of one syntax.

    open_end: its last segment has no terminator; last: the file ends here. form: the format of the interchange, where
    that is another than the file began with. plain: every byte is ASCII.
    """

    rows: pl.DataFrame
    open_end: bool = False
    last: bool = False
    syntax: Syntax = Syntax("fixed")
    form: str = ""
    plain: bool = True


def blocks(source: Source, syntax: Syntax, block_size: int = BLOCK, form: str = "") -> Iterator[Block]:
    """The records of `source`, block by block, records whole, blank ones left out.

    syntax, form: of its first interchange; those of the others are found. Raises OSError and EOFError (damage,
    `edi.cutting.unpack`) where the input cannot be read to its end, or a record has none.
    """
    ordinal, place = 0, _begin(source, syntax)
    origin = place
    for piece in chain.from_iterable(map(_few, _pieces(source, syntax, block_size, form))):
        own = piece.syntax
        if own.wrap and piece.at == 0:
            origin = place
        text, end = canonical(piece.text, own)
        frame, after = frame_of(text, end, own, Place(piece.at, 1, 0) if own.wrap else place)
        place = after._replace(byte=place.byte + len(piece.text))
        if own.wrap:
            frame = _in_file(frame, own, origin)
        if piece.whole:
            behind = origin.byte + piece.whole[0]
            place = Place(behind, origin.line + piece.whole[1], behind)
        if not own.by_line:  # without newlines a record is a line
            frame = frame.drop("line", strict=False).with_row_index("line", ordinal + 1)
        frame = frame.with_row_index("ordinal", ordinal).select(pl.col(n).cast(t) for n, t in ROWS.items())
        open_end = piece.closed and frame.height > 0 and not text.rstrip(PADDING).endswith(end)
        yield Block(frame, open_end, piece.last, own, piece.form, text.isascii())
        ordinal += frame.height


def _in_file(frame: pl.DataFrame, syntax: Syntax, origin: Place) -> pl.DataFrame:
    """Places in lines that were joined, as places in the file."""
    at = pl.col("byte")
    return frame.with_columns(
        line=at // syntax.wrap + origin.line,
        column=at % syntax.wrap + 1,
        byte=at + at // syntax.wrap * len(syntax.newline) + origin.byte,
    )


def _begin(source: Source, syntax: Syntax) -> Place:
    """Behind what is skipped: a BOM is no column, UNA and blank lines are columns and lines of the file."""
    skipped = source.head(syntax.skip) if syntax.skip else b""
    newline = syntax.terminator if syntax.own_lines else syntax.newline
    return Place(syntax.skip, 1 + skipped.count(newline), skipped.rfind(newline) + 1 or bom(skipped))


def _pieces(source: Source, syntax: Syntax, size: int, form: str) -> Iterator[Piece]:
    with source.open() as stream:
        stream.read(syntax.skip)
        if syntax.family in ("x12", "edifact"):
            yield from pieces(stream, syntax, form or READS[syntax.family], size, whole_records)
        else:
            yield from _of_lines(stream, syntax, form, size)


def _few(piece: Piece) -> Iterator[Piece]:
    """A piece in parts of few records: a record takes the same memory as a row, however short it is."""
    text, syntax = piece.text, piece.syntax
    records = text.count(syntax.terminator) if syntax.terminator else len(text) // syntax.width
    cut = whole_records(text[: len(text) // 2], syntax) if records > _MOST else 0
    if cut:
        yield from _few(piece._replace(text=text[:cut], closed=False, last=False, whole=None))
        yield from _few(piece._replace(text=text[cut:], at=piece.at + cut))
    else:
        yield piece


def _of_lines(stream: IO[bytes], syntax: Syntax, form: str, size: int) -> Iterator[Piece]:
    """Pieces that end where a record ends, or records of another format begin; the last one ends where the file ends.

    form: of the first of them; "": all are of one.
    """
    rest, parted = b"", bool(form) and syntax.family == "fixed"
    while block := stream.read(size):
        last = len(block) < size
        block = rest + block
        cut = len(block) if last else whole_records(block, syntax)
        cut = told_until(block, cut, syntax) if parted and cut and not last else cut
        parts = list(batches(block[:cut], syntax, form)) if parted else [(block[:cut], form)]
        for number, (text, own) in enumerate(parts, 1):
            if text:
                yield Piece(text, syntax, own, last=last and number == len(parts))
            form = own
        rest = block[cut:]
        if len(rest) > LONGEST:
            raise OSError(errno.EFBIG, f"a record is longer than {LONGEST >> 20} MB")
    if rest:
        yield Piece(rest, syntax, form, last=True)
