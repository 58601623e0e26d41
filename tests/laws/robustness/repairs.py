"""Counts made right again, so that a damaged filing is not refused for its envelope before it is looked at."""

import re

from tests.laws.robustness.pieces import pieces

# how segments end, the element separator, and header and trailer of a message and of what holds the messages
_X12 = (rb"(?s)[^~]*~[\r\n]*|[^~]+$", b"*", (b"ST", b"SE"), (b"GS", b"GE"))
_EDIFACT = (rb"(?s)(?:\?.|[^'?])*'[\r\n]*|.+$", b"+", (b"UNH", b"UNT"), (b"UNB", b"UNZ"))


def repaired(data: bytes) -> bytes:
    """With the counts of segments, sets and records that now stand there, where they are plainly written."""
    if data.count(b"~") > 5:
        return _counted(data, *_X12)
    if data.count(b"'") > 5:
        return _counted(data, *_EDIFACT)
    rows = pieces(data)
    if any(row.startswith(b"Y  ") for row in rows):
        return _catair(rows)
    if any(row.startswith(b"ZCR") for row in rows):
        return _ocean(rows)
    return data


def _counted(
    data: bytes, segments: bytes, element: bytes, message: tuple[bytes, bytes], outer: tuple[bytes, bytes]
) -> bytes:
    out, since, messages = [], 0, 0
    for segment in re.findall(segments, data):
        out.append(segment)
        tag = segment.lstrip(b"\r\n").split(element)[0]
        since = 1 if tag == message[0] else since + 1
        messages = 0 if tag == outer[0] else messages + (tag == message[0])
        count = {message[1]: since, outer[1]: messages}.get(tag)
        if count is not None:
            first = re.escape(tag + element)
            out[-1] = re.sub(rb"(" + first + rb")[^*+~']*", rb"\g<1>%d" % count, segment, count=1)
    return b"".join(out)


def _catair(rows: list[bytes]) -> bytes:
    out, since = [], 0
    for row in rows:
        out.append(row)
        since = 0 if row[:2] == b"B " else since + 1
        if row[:2] == b"Y " and row[11:16].strip().isdigit():
            out[-1] = row[:11] + b"%05d" % (since - 1) + row[16:]
    return b"".join(out)


def _ocean(rows: list[bytes]) -> bytes:
    out, since = [], 0
    for row in rows:
        since = 1 if row.startswith(b"ACR") else since + 1
        counted = row.startswith(b"ZCR") and row[34:39].strip().isdigit()
        out.append(row[:34] + b"%05d" % since + row[39:] if counted else row)
    return b"".join(out)
