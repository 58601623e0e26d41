"""80-byte images made through the layouts' own writer, and an independent way of counting records."""

from datetime import date
from typing import Any

from deminimis.edi.formats.catair.layouts import (
    broker_download as broker_download_records,
)
from deminimis.edi.formats.catair.layouts import (
    cargo_release as cargo_release_records,
)
from deminimis.edi.formats.catair.layouts import (
    entry_status as status_records,
)
from deminimis.edi.formats.catair.layouts import (
    envelope as envelope_records,
)
from deminimis.edi.formats.catair.layouts import (
    manifest_status as ns_records,
)
from deminimis.edi.layout.declare import Layout
from tests.build.records.made import made

PORT, FILER = "2704", "ZZZ"
RECORDS: dict[str, Layout] = {
    **broker_download_records.RECORDS,
    **cargo_release_records.RECORDS,
    **ns_records.RECORDS,
    **status_records.RECORDS,
    **envelope_records.RECORDS,
    **{f"{tag} generated": layout for tag, layout in envelope_records.GENERATED.items()},
}


def image(tag: str, **values: Any) -> str:
    """One record of 80 characters. Raises WriteError for what does not fit."""
    return made(RECORDS[tag], **values)


def batch(application: str, day: date, *blocks: list[str], named: bool = True) -> list[str]:
    """A, the blocks in B and Y with their counts, and Z. `named`: A carries the application (BD and NS: never)."""
    ends = {"site_code": PORT, "sender_code": FILER, "transmission_date": day}
    block = {"processing_port": PORT, "processing_filer_code": FILER, "application": application}
    out = [image("A", **ends, **({"application": application} if named else {}))]
    for records in blocks:
        out += [image("B", **block), *records, image("Y", **block, record_count=len(records))]
    return [*out, image("Z", **ends)]


def text(records: list[str], newline: str = "\n") -> bytes:
    """The records of one file, each closed by `newline`."""
    return "".join(record + newline for record in records).encode("ascii")


def counted(data: bytes, newline: bytes = b"\n") -> int:
    """Records in `data`, counted without the reader: lines, or images of 80, that are not blank."""
    pieces = data.split(newline) if newline else [data[at : at + 80] for at in range(0, len(data), 80)]
    return sum(1 for piece in pieces if piece.strip(b" \r"))
