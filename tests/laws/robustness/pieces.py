"""What a filing is made of: records or segments, and the shipments between a head and a tail."""

import re
from typing import Final

_X12: Final = rb"(?s)[^~]*~[\r\n]*|[^~]+$"
_EDIFACT: Final = rb"(?s)(?:\?.|[^'?])*'[\r\n]*|.+$"
# how a shipment begins, and what ends the last one
_BEGINS: Final = re.compile(rb"LX\*|CNI\+|SE10|1M|B01|A01|FXI|FXC|FXX|X4\*|ERP\+|FSN|R02|30(?=[0-9A-Z]{2}M)")
_ENDS: Final = re.compile(rb"SE\*|UNT\+|Y  |ZCR")


def pieces(data: bytes) -> list[bytes]:
    """Records or segments with what ends them."""
    if data.count(b"~") > 5:
        return re.findall(_X12, data)
    if data.count(b"'") > 5:
        return re.findall(_EDIFACT, data)
    if b"\n" in data:
        return data.splitlines(keepends=True)
    return [data[n : n + 80] for n in range(0, len(data), 80)]


def in_columns(data: bytes) -> bool:
    """Whether the records have 80 bytes each."""
    return all(len(each.rstrip(b"\r\n")) == 80 for each in pieces(data))


def shipments(data: bytes) -> tuple[bytes, list[bytes], bytes]:
    """(head, shipments, tail); no shipments where none begins. Head, shipments and tail together are `data`."""
    rows = pieces(data)
    starts = [n for n, row in enumerate(rows) if _BEGINS.match(row)]
    if not starts:
        return data, [], b""
    ends = [n for n, row in enumerate(rows) if n > starts[-1] and _ENDS.match(row)]
    end = ends[0] if ends else len(rows)
    bounds = zip(starts, [*starts[1:], end], strict=True)
    return b"".join(rows[: starts[0]]), [b"".join(rows[a:b]) for a, b in bounds], b"".join(rows[end:])
