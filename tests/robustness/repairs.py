"""Counts made right again, so that a damaged filing is not refused for its envelope before it is looked at."""

import re


def repaired(data: bytes) -> bytes:
    """With the counts of segments, sets and records that now stand there, where they are plainly written."""
    if data.count(b"~") > 5:
        return _x12(data)
    if data.count(b"'") > 5:
        return _edifact(data)
    if b"\nY " in data:
        return _catair(data)
    return data


def _x12(data: bytes) -> bytes:
    out, since, sets = [], 0, 0
    for segment in re.findall(rb"(?s)[^~]*~[\r\n]*|[^~]+$", data):
        out.append(segment)
        tag = segment.lstrip(b"\r\n").split(b"*")[0]
        since = 1 if tag == b"ST" else since + 1
        sets = 0 if tag == b"GS" else sets + (tag == b"ST")
        if tag == b"SE":
            out[-1] = re.sub(rb"SE\*[^*~]*", b"SE*%d" % since, segment, count=1)
        elif tag == b"GE":
            out[-1] = re.sub(rb"GE\*[^*~]*", b"GE*%d" % sets, segment, count=1)
    return b"".join(out)


def _edifact(data: bytes) -> bytes:
    out, since, messages = [], 0, 0
    for segment in re.findall(rb"(?s)(?:\?.|[^'?])*'[\r\n]*|.+$", data):
        out.append(segment)
        tag = segment.lstrip(b"\r\n")[:3]
        since = 1 if tag == b"UNH" else since + 1
        messages = 0 if tag == b"UNB" else messages + (tag == b"UNH")
        if tag == b"UNT":
            out[-1] = re.sub(rb"UNT\+[^+']*", b"UNT+%d" % since, segment, count=1)
        elif tag == b"UNZ":
            out[-1] = re.sub(rb"UNZ\+[^+']*", b"UNZ+%d" % messages, segment, count=1)
    return b"".join(out)


def _catair(data: bytes) -> bytes:
    out, since = [], 0
    for row in data.splitlines(keepends=True):
        out.append(row)
        since = 0 if row[:2] == b"B " else since + 1
        if row[:2] == b"Y " and row[11:16].strip().isdigit():
            out[-1] = row[:11] + b"%05d" % (since - 1) + row[16:]
    return b"".join(out)
