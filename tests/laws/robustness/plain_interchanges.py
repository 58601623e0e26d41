"""Interchanges of any delimiters in the usual ones, for the plain readers; letters without their accents."""

import re
import unicodedata
from typing import Final

_PADS: Final = " \t\r\n\x00\x1a"
_OPENS: Final = r"(?s)(?<![A-Za-z0-9?])(?=UNA.{6}\s*UNB)|(?<!UNA.{6})(?<![A-Za-z0-9?])(?=UNB[^A-Za-z0-9 \r\n])"


class Unsure(Exception):
    """The text is not what was written: nothing certain follows from it."""


def letters(data: bytes) -> str:
    """`data` as ASCII text: letters with accents, of UTF-8 or of one byte, without. Raises Unsure for anything else."""
    if data.isascii():
        return data.decode()
    text = re.sub(rb"[\x80-\xff]+", lambda run: _plain(run[0]), data)
    return text.decode("ascii")


def _plain(run: bytes) -> bytes:
    try:
        text = run.decode("utf-8")
    except UnicodeDecodeError:
        text = run.decode("latin-1")
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    if not bare.isascii() or not bare.isalpha():
        raise Unsure(text)
    return bare.encode()


def x12(text: str) -> list[str]:
    """Segments of interchanges, elements behind `*`; a line break in one is a blank but in a wrapped file."""
    out = []
    for part in re.split(r"(?<![A-Za-z0-9])(?=ISA[^A-Za-z0-9 \r\n])", text):
        element, end = "*", "~"
        if part.startswith("ISA") and part[3] != "*":
            element, end = part[3], part[105:106]
            if not re.match(r"[ \r\n]*(GS|TA1)" + re.escape(element), part[106:]) or "*" in part:
                raise Unsure(part)
        elif part.startswith("ISA*") and part[105:106] != "~" and re.match(r"[ \r\n]*GS\*", part[106:]):
            end = part[105]
        rows = _unwrapped(part).split(end)
        out += [_joined(row, end).replace(element, "*") for row in rows]
    return out


def edifact(text: str) -> str:
    """Interchanges in the delimiters that no UNA changes, without UNA. Raises Unsure where one means two things."""
    out = []
    for part in re.split(_OPENS, text):
        if not re.match(r"(?s)UNA.{6}\s*UNB", part):
            out.append(part)
            continue
        component, element, decimal, release, _, end = part[3:9]
        if len({component, element, release, end} | {decimal}) < 5 or decimal not in ".,":
            raise Unsure(part[:9])
        own, body = {component: ":", element: "+", end: "'"}, ""
        for found in re.finditer("(?s)" + re.escape(release) + "(.)|(.)", part[9:].lstrip()):
            free = found[1] or (found[2] if found[2] not in own else "")
            body += ("?" + free if free in ":+'?" else free) if free else own[found[2]]
        if decimal == "," and "MOA" in body:
            raise Unsure("decimal mark")
        out.append(body)
    segments = re.findall(r"(?s)(?:\?.|[^'?])+|'", _unwrapped("".join(out)))
    return "".join(each if each == "'" else _joined(each, "'") for each in segments)


def _unwrapped(text: str) -> str:
    """Without the line ends of a file that is wrapped at one width."""
    lines = re.split("\r?\n|\r", text.rstrip(_PADS))
    wrapped = len(lines) > 2 and len({len(line) for line in lines[:-1]}) == 1
    return "".join(lines) if wrapped else text


def _joined(segment: str, end: str) -> str:
    """Without padding in front or behind; a break inside it is a blank."""
    return re.sub(r"\r\n|[\r\n]", " ", segment.lstrip(_PADS).rstrip("\r\n"))
