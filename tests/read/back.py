"""Bytes read as a file is, and an independent count of the records in them."""

from pathlib import Path

from deminimis.edi.cutting.source import Source
from deminimis.edi.formats import FORMATS
from deminimis.edi.reading.intake import Intake, take


def read_back(data: bytes, folder: Path) -> Intake:
    path = folder / "written.edi"
    path.write_bytes(data)
    return take([Source("written.edi", path)], FORMATS)


def count_records(data: bytes) -> int:
    """Records of an X12 or 80-byte file, by plain Python."""
    if data.startswith(b"ISA"):
        return sum(1 for part in data.split(data[105:106]) if part.strip(b"\r\n "))
    parts = data.split(b"\n") if b"\n" in data else [data[i : i + 80] for i in range(0, len(data), 80)]
    return sum(1 for part in parts if part.strip())
