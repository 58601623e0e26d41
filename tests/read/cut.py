"""Files that are cut, and an independent splitter in plain Python: segments of X12 and EDIFACT, releases known."""

import os
import zlib
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from deminimis.edi.cutting.sniff import sniff
from deminimis.edi.cutting.source import Source, blocks
from deminimis.edi.layout.declare import COMPONENT, FIELD
from deminimis.edi.reading.intake import Intake
from tests.read.whole import taken

STEP = 37  # has no factor in common with the 80 and 81 bytes of a record: cuts fall on every column
FEW = 12  # cuts of one file, so that the tests stay quick; `make cuts` makes all
DEEP = bool(os.environ.get("DEMINIMIS_DEEP"))


def cuts(data: bytes, first: int = STEP) -> list[int]:
    """Where a file is cut: every 37th byte from the first on; without DEEP some of them, and the last three.

    Which of them hangs on the file, so that those of many files fall on all places.
    """
    every = range(first, len(data), STEP)
    apart = max(len(every) // FEW, 1)
    begin = zlib.crc32(data) % apart
    return list(every) if DEEP else sorted({*every[begin::apart], *every[-3:]})


def segments(data: bytes) -> list[bytes]:
    """The segments, also one that is cut off at the end; without UNA and blank ones."""
    if data.startswith(b"ISA"):
        return [part for part in data.split(data[105:106]) if part.strip(b"\r\n ")]
    out, text, released = [], b"", False
    for n in range(9 if data.startswith(b"UNA") else 0, len(data)):
        byte = data[n : n + 1]
        if byte == b"'" and not released:
            out.append(text)
            text = b""
        else:
            text += byte
        released = byte == b"?" and not released
    return [part for part in [*out, text] if part.strip(b"\r\n ")]


def ends_an_envelope(data: bytes) -> bool:
    """The sender of several interchanges may have stopped behind one of them: nobody can tell."""
    end = b"~" if data.startswith(b"ISA") else b"'"
    return data.rstrip().endswith(end) and segments(data)[-1].strip()[:3] in (b"IEA", b"UNZ")


def check_cuts(data: bytes, folder: Path) -> None:
    """Wherever it is cut, each segment is read or reported, and no cut goes unnoticed."""
    for end in cuts(data):
        cut = data[:end]
        report = taken(folder, cut).files[0]
        if report.format is None:
            assert report.status == "unknown-format", end
            continue
        assert report.records_read + report.records_reported == len(segments(cut)), end
        assert report.status == "incomplete" or ends_an_envelope(cut), end


@lru_cache(64)  # the same for blocks of each size
def in_one_block(data: bytes) -> Intake:
    """What the intake makes of the whole."""
    with TemporaryDirectory() as folder:
        return taken(Path(folder), data)


def check_blocks(data: bytes, folder: Path, size: int) -> None:
    """Whatever the block size, the same frames and findings."""
    whole, parts = in_one_block(data), taken(folder, data, block_size=size)
    for name in ("shipments", "bills", "lines"):
        assert getattr(parts.filings, name).equals(getattr(whole.filings, name)), name
    assert parts.notices.equals(whole.notices)
    assert parts.findings.frame().equals(whole.findings.frame())
    assert parts.files == whole.files


def tokens(path: Path) -> list[list[list[str]]]:
    """Our own segments of a file: elements, each a list of components."""
    syntax = sniff(path.read_bytes()).syntax
    assert syntax is not None
    raws = [raw for block in blocks(Source(path.name, path), syntax) for raw in block.rows["raw"]]
    return [[[plain(c) for c in e.split(COMPONENT)] for e in raw.split(FIELD)] for raw in raws]


def plain(text: str) -> str:
    """Released characters as they were meant."""
    out, marked = "", False
    for c in text:
        if c == "\x0e":
            marked = True
        else:
            out += chr(ord(c) & 0x7F) if marked else c
            marked = False
    return out
