"""Files that are no interchange but a table somebody typed: workbooks, and text in rows and columns."""

import re
from typing import Final

_PACKED: Final = b"PK\x03\x04"
_OLD: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # xls, and an xlsx with a password
_WORKBOOK: Final = re.compile(rb"PK\x03\x04.{22}\x00*(?:\[Content_Types\]|xl/|_rels/|mimetype)|xl/workbook", re.DOTALL)
_SHEET: Final = b"opendocument.spreadsheet"
_SEPARATORS: Final = b",;\t|"
_LINES: Final = 60
_LEAST: Final = 2  # lines that are cut alike
_FEW: Final = 3  # lines, of which one that is cut so often is enough
_OFTEN: Final = 3


def begins(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a workbook, or of text most of whose lines are cut alike."""
    if head.startswith(_OLD):
        return True
    if head.startswith(_PACKED):
        return _WORKBOOK.search(head[:4096]) is not None or _SHEET in head[:200] or b"xl/" in head
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or head[1:40:2].count(0) > 15:
        head = head.replace(b"\0", b"")
    elif b"\0" in head:
        return False
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[", b"<", b"%"):
        return False
    return _cut_alike(head)


def _cut_alike(head: bytes) -> bool:
    if re.match(rb'(?:\xef\xbb\xbf)?"?sep=.', head, re.IGNORECASE):
        return True
    lines = [line for line in re.split(rb"\r\n|\r|\n", head)[:_LINES] if line.strip()]
    bare = [re.sub(rb'"[^"]*"', b"", line) for line in lines]
    for separator in _SEPARATORS:
        counts = [n for line in bare if (n := line.count(separator))]
        alike = max((counts.count(n) for n in set(counts)), default=0)
        if alike >= _LEAST and 2 * alike >= len(lines):
            return True
        if len(lines) <= _FEW and max(counts, default=0) >= _OFTEN:
            return True
    return False
