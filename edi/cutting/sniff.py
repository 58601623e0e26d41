"""Which format a file is, from its first bytes, with the evidence; and how it is cut into records."""

import re
from typing import Final

from deminimis.edi.catalogue import CATALOGUE, known_by
from deminimis.edi.cutting import tables
from deminimis.edi.cutting.batches import APPLICATIONS, application, first_two, later
from deminimis.edi.cutting.interchange import READS, Sniffed, begins, interchange, opens
from deminimis.edi.cutting.letters import shown
from deminimis.edi.cutting.source import Source
from deminimis.edi.cutting.split import known_behind
from deminimis.edi.cutting.syntax import PADDING, Syntax, bom

LOOKED_FOR: Final = (
    "an X12 ISA segment, an EDIFACT UNA or UNB segment, a CATAIR A or B record with an application identifier, "
    "a CAMIR ocean ACR record, a CAMIR air message identifier (FRI, FSN ...)"
)
_UTF_16: Final = "It looks like UTF-16: convert it to ASCII"
# What a file begins with -> what to do. The packed: gzip, zstd, bzip2, xz, 7-Zip, compress.
_HINTS: Final[tuple[tuple[bytes | tuple[bytes, ...], str], ...]] = (
    ((b"\xff\xfe", b"\xfe\xff"), _UTF_16),
    ((b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"\x1f\x9d"),
     "It is packed, or packed more than once: unpack it"),
    (b"PK", "It is a zip archive: unpack it"),
    (b"%PDF-", "It is a PDF"),
    ((b"{", b"[", b"<"), "It looks like JSON or XML; this program reads EDI as it is filed with CBP"),
    ((b"\xc9\xe2\xc1", b"\xe4\xd5\xc2"), "It looks like EBCDIC: convert it to ASCII"),
)  # fmt: skip
_WEB_TABLE: Final = re.compile(
    rb"^\s*<.*(?:<table\b|urn:schemas-microsoft-com:office:spreadsheet)", re.DOTALL | re.IGNORECASE
)
_SAVE: Final = "It is a web page or XML with a table, not a workbook: open it in a spreadsheet program, save it as xlsx"
_A_LIST: Final = "It looks like a list: `deminimis check FILE` in a terminal reads it, and asks what it does not tell"
AIR_MESSAGES: Final = known_by("identifier")


def sniff(head: bytes) -> Sniffed:
    """Look at the first bytes of a file (unpacked; 64 kB are plenty)."""
    skip = bom(head)
    body = head[skip:]
    if not body.strip(PADDING):
        return Sniffed(None, reason="the file is empty or blank")
    blank = len(body) - len(body.lstrip(b" \t\r\n"))
    skip, body = skip + blank, body[blank:]
    for look in (interchange, _fixed, _air):
        found = look(body, skip)
        if found is not None:
            return found if found.format or found.own is None else _behind(found, found.own, body)
    if tables.begins(head):
        return Sniffed(None, reason=f"the file begins with {_shown(body)}", hint=_A_LIST, table=True)
    return Sniffed(None, reason=f"the file begins with {_shown(body)}", hint=_hint(head))


def known(source: Source) -> Sniffed:
    """Which format a file is; looked at beyond its head where that has a message of a stranger only.

    Raises OSError and EOFError (`edi.cutting.unpack`).
    """
    found = sniff(source.head())
    if found.format or found.own is None:
        return found
    with source.open() as stream:
        later = known_behind(stream, found.own)
    return read_as_ours(found, later) if later else found


def _behind(first: Sniffed, own: Syntax, body: bytes) -> Sniffed:
    """`first`, an interchange whose message is none of ours; read, and told of, where another behind it is known."""
    for at in opens(body, 1):
        if begins(body, at, own.terminator):
            later = interchange(body[at:])
            if later is not None and later.format:
                return read_as_ours(first, later.format)
    return first


def read_as_ours(first: Sniffed, later: str) -> Sniffed:
    """`first`, an interchange of no known message, in a file that has a message of the format `later` behind it."""
    assert first.own is not None
    family = first.own.family
    form = later if CATALOGUE[later].family == family else READS[family]
    return Sniffed(form, first.own, (*first.evidence, f"behind it {later}"), own=first.own)


def _shown(body: bytes) -> str:
    return repr(shown(body[:24]))


def _hint(head: bytes) -> str:
    if head[1:8:2] == b"\0\0\0\0":
        return _UTF_16
    if _WEB_TABLE.search(head):
        return _SAVE
    return next((hint for beginning, hint in _HINTS if head.startswith(beginning)), "Nothing was checked")


def _fixed(body: bytes, skip: int) -> Sniffed | None:
    newline = b"\n" if b"\n" in body else b"\r" if b"\r" in body else b""
    first, second = first_two(body, newline)
    record = first[:80].ljust(80).decode("latin-1")
    syntax = Syntax("fixed", newline, by_line=bool(newline), skip=skip)
    found, own = application(first, second)
    if found:
        said = f"{record[0]} record, application identifier {own}" if own else f"record {record[:3].rstrip()}"
        return Sniffed(found, syntax, (said,))
    if own.strip() and len(first) <= 80 and record[0] in "AB":
        behind = later(body, syntax)
        said = f"{record[0]} record, application identifier {own}"
        if behind:
            return Sniffed(behind, syntax, (said, f"behind it {behind}"))
        reason = f"a CATAIR batch of application {own!r}, which is not one of " + ", ".join(APPLICATIONS)
        return Sniffed(None, evidence=(f"{record[0]} record",), reason=reason, hint="Nothing was checked")
    return None


def _air(body: bytes, skip: int) -> Sniffed | None:
    newline = b"\n" if b"\n" in body else b"\r" if b"\r" in body else b""
    if not newline:
        return None
    for line in body.split(newline, 6)[:6]:
        tag = line.strip(b" \r\x01\x02\x03").decode("latin-1")  # SOH, STX: framing of the network
        if tag in AIR_MESSAGES:
            syntax = Syntax("line", newline, by_line=True, skip=skip)
            return Sniffed(AIR_MESSAGES[tag], syntax, (f"message identifier {tag}",))
    return None
