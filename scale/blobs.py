"""Filings and frames as blobs, into which no engine looks."""

from collections.abc import Iterable
from io import BytesIO
from typing import Final

import polars as pl

from deminimis.edi.frames.shipments import Filings
from deminimis.scale.routing.keys import AT

TABLES: Final = ("shipments", "bills", "lines", "forms")
_HEAD: Final = 8  # bytes of a length


def only(filings: Filings, at: pl.DataFrame) -> Filings:
    """The filings at these places (file, seq), with all that belongs to them."""
    keys = at.select(pl.col(AT).cast(pl.UInt32)).unique()
    return filings.map(lambda frame: frame.join(keys, on=AT, how="semi", maintain_order="left"))


def frame_bytes(frame: pl.DataFrame) -> bytes:
    """A frame as one blob."""
    out = BytesIO()
    frame.write_ipc(out, compression="zstd")
    return out.getvalue()


def frame_of(blob: bytes) -> pl.DataFrame:
    """The frame of `frame_bytes`."""
    return pl.read_ipc(BytesIO(blob))


def blob(filings: Filings) -> bytes:
    """Filings as one blob: the length of each table, then the tables."""
    tables = [frame_bytes(getattr(filings, name)) for name in TABLES]
    return b"".join(len(each).to_bytes(_HEAD, "little") for each in tables) + b"".join(tables)


def unblobbed(blobs: Iterable[bytes]) -> Filings:
    """The filings of several blobs, in order of file and place."""
    parts = [_tables(each) for each in blobs]
    filings = Filings.concat(parts)
    return filings.map(lambda frame: frame.sort(AT, maintain_order=True))


def _tables(packed: bytes) -> Filings:
    at, frames = _HEAD * len(TABLES), []
    for number in range(len(TABLES)):
        size = int.from_bytes(packed[_HEAD * number : _HEAD * (number + 1)], "little")
        frames.append(frame_of(packed[at : at + size]))
        at += size
    return Filings(*frames)
