"""Which format a file is, from its first bytes, with the evidence; and how it is cut into records."""

import re
from typing import Final

from deminimis.edi.catalogue import CATALOGUE, ENTRY_ANSWER, known_by
from deminimis.edi.cutting.interchange import READS, Sniffed, begins, interchange, opens
from deminimis.edi.cutting.letters import shown
from deminimis.edi.cutting.source import Source
from deminimis.edi.cutting.split import known_behind
from deminimis.edi.cutting.syntax import PADDING, Syntax, bom

LOOKED_FOR: Final = (
    "an X12 ISA segment, an EDIFACT UNA or UNB segment, a CATAIR A or B record with an application identifier, "
    "a CAMIR ocean ACR record, a CAMIR air message identifier (FRI, FSN ...)"
)
APPLICATIONS: Final = known_by("application")
FIRST_RECORDS: Final = known_by("record")
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
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or head[1:8:2] == b"\0\0\0\0":
        return "It looks like UTF-16: convert it to ASCII"
    if head[:2] == b"PK":
        return "It is a zip archive: unpack it"
    if head[:5] == b"%PDF-":
        return "It is a PDF"
    if head[:1] in (b"{", b"[", b"<"):
        return "It looks like JSON or XML; this program reads EDI as it is filed with CBP"
    if head[:3] == b"\xc9\xe2\xc1" or head[:3] == b"\xe4\xd5\xc2":
        return "It looks like EBCDIC: convert it to ASCII"
    return "Nothing was checked"


def _fixed(body: bytes, skip: int) -> Sniffed | None:
    newline = b"\n" if b"\n" in body else b"\r" if b"\r" in body else b""
    first = body.split(newline, 1)[0].rstrip(b"\r") if newline else body[:80]
    record = first.ljust(80).decode("latin-1")
    syntax = Syntax("fixed", newline, by_line=bool(newline), skip=skip)
    if record[:3] in FIRST_RECORDS:
        return Sniffed(FIRST_RECORDS[record[:3]], syntax, (f"record {record[:3]}",))
    application = ""
    if re.match(r"A[A-Z0-9 ]{13}.{11}[A-Z0-9]{2} ", record):
        application = record[25:27]
    if application not in APPLICATIONS:
        second = body.split(newline, 2)[1:2] if newline else [body[80:160]]
        if record.startswith("A") and second and re.match(rb"B {78}B", second[0]):
            return Sniffed(ENTRY_ANSWER, syntax, ("A record, then a B record that CBP made: a refused batch",))
        application = _block_application(body, newline) or application
    if application in APPLICATIONS:
        return Sniffed(
            APPLICATIONS[application], syntax, (f"{record[0]} record, application identifier {application}",)
        )
    if application.strip() and len(first) <= 80 and record[0] in "AB":
        reason = f"a CATAIR batch of application {application!r}, which is not one of " + ", ".join(APPLICATIONS)
        return Sniffed(None, evidence=(f"{record[0]} record",), reason=reason, hint="Nothing was checked")
    return None


def _block_application(body: bytes, newline: bytes) -> str | None:
    """The application identifier of the first B record (columns 11-12), among the first two records."""
    records = body.split(newline, 2)[:2] if newline else [body[:80], body[80:160]]
    for record in records:
        if re.match(rb"B[ 0-9]{2}[A-Z0-9 ]{4}[A-Z0-9 ]{3}[A-Z0-9]{2}", record):
            return record[10:12].decode("latin-1")
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
