"""Which format a file is, from its first bytes, with the evidence; and how it is cut into records."""

import re
from typing import Final, NamedTuple

from deminimis.edi.catalogue import ENTRY_ANSWER, known_by
from deminimis.edi.reading.source import Syntax, bom

LOOKED_FOR: Final = (
    "an X12 ISA segment, an EDIFACT UNA or UNB segment, a CATAIR A or B record with an application identifier, "
    "a CAMIR ocean ACR record, a CAMIR air message identifier (FRI, FSN ...)"
)
X12_SETS: Final = known_by("ST01")
EDIFACT_MESSAGES: Final = known_by("UNH")
APPLICATIONS: Final = known_by("application")
FIRST_RECORDS: Final = known_by("record")
AIR_MESSAGES: Final = known_by("identifier")

_CONTROL: Final = rb"[\r\n]*"
_ISA_LENGTH: Final = 106  # ISA has one width: X12.5, the terminator is its 106th byte


class Sniffed(NamedTuple):
    """The answer: `format` (a name of edi.catalogue) or None with the `reason`."""

    format: str | None
    syntax: Syntax | None = None
    evidence: tuple[str, ...] = ()
    reason: str = ""
    hint: str = ""


def sniff(head: bytes) -> Sniffed:
    """Look at the first bytes of a file (unpacked; 64 kB are plenty)."""
    skip = bom(head)
    body = head[skip:]
    if not body.strip(b" \t\r\n\x00\x1a"):
        return Sniffed(None, reason="the file is empty or blank")
    blank = len(body) - len(body.lstrip(b" \t\r\n"))
    skip, body = skip + blank, body[blank:]
    for look in (_x12, _edifact, _fixed, _air):
        found = look(body, skip)
        if found is not None:
            return found
    return Sniffed(None, reason=f"the file begins with {_shown(body)}", hint=_hint(head))


def _shown(body: bytes) -> str:
    text = body[:24].decode("latin-1")
    return repr(text)


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


def _newline(body: bytes) -> bool:
    return b"\n" in body or b"\r" in body


def _line_end(body: bytes) -> bytes:
    return b"\n" if b"\n" in body or b"\r" not in body else b"\r"


def _x12(body: bytes, skip: int) -> Sniffed | None:
    if body[:3] != b"ISA" or len(body) < 4:
        return None
    element = body[3:4]
    if len(body) >= _ISA_LENGTH and body.count(element, 0, _ISA_LENGTH) == 16 and body[103:104] == element:
        component, terminator = body[104:105], body[105:106]
    else:  # elements of a wrong width: the 16th separator still shows where ISA16 stands
        at = -1
        for _ in range(16):
            at = body.find(element, at + 1)
            if at < 0:
                return Sniffed(None, reason="ISA has fewer than 16 elements", hint="The file may be cut")
        component, terminator = body[at + 1 : at + 2], body[at + 2 : at + 3]
    if terminator == b"\r" and body[106:107] == b"\n":
        terminator = b"\n"
    if not terminator or terminator.isalnum() or element.isalnum() or element == terminator:
        return Sniffed(None, reason="ISA names no usable delimiters", hint="The file may be cut")
    found = re.search(rb"(?:%b)%bST%b([A-Z0-9]+)" % (re.escape(terminator), _CONTROL, re.escape(element)), body)
    evidence = [f"ISA, element separator {element!r}, segment terminator {terminator!r}"]
    if not found:
        return Sniffed(None, evidence=tuple(evidence), reason="an X12 interchange without an ST segment near its start")
    number = found[1].decode("latin-1")
    evidence.append(f"ST01 {number}")
    if number not in X12_SETS:
        reason = f"X12 transaction set {number} is not one of " + ", ".join(X12_SETS)
        return Sniffed(
            None,
            evidence=tuple(evidence),
            reason=reason,
            hint="It is none of the truck messages of CBP ACE; nothing was checked",
        )
    by_line = terminator in b"\r\n" or _newline(body)
    components = component if number in ("997",) else b""
    syntax = Syntax("x12", terminator, element, components, skip=skip, by_line=by_line, newline=_line_end(body))
    return Sniffed(X12_SETS[number], syntax, tuple(evidence))


def _edifact(body: bytes, skip: int) -> Sniffed | None:
    component, element, release, repetition, terminator = b":", b"+", b"?", b"", b"'"
    evidence = []
    if body[:3] == b"UNA" and len(body) >= 9:
        component, element, release, repetition, terminator = (body[i : i + 1] for i in (3, 4, 6, 7, 8))
        repetition = repetition.strip()
        release = release.strip()
        evidence.append(f"UNA {body[3:9]!r}")
        own = [each for each in (component, element, release, repetition, terminator) if each]
        if len(set(own)) < len(own):
            return Sniffed(
                None,
                evidence=tuple(evidence),
                reason="UNA gives one character two meanings",
                hint="Nothing was checked",
            )
        body = body[9:]
        blank = len(body) - len(body.lstrip(b" "))  # newlines stay: they are counted as lines
        skip, body = skip + 9 + blank, body[blank:]
    # some senders wrap at a fixed width, in the middle of a word
    whole = body if terminator in b"\r\n" else body.translate(None, b"\r\n")
    if whole[:3] != b"UNB":
        return None
    evidence.append("UNB")
    mark, end = re.escape(element), re.escape(terminator)
    found = re.search(rb"%b[\r\n]*UNH%b[^%b]*%b([A-Z]+)" % (end, mark, mark, mark), whole)
    if not found:
        return Sniffed(
            None, evidence=tuple(evidence), reason="an EDIFACT interchange without a UNH segment near its start"
        )
    message = found[1].decode("latin-1")
    evidence.append(f"UNH {message}")
    if message not in EDIFACT_MESSAGES:
        reason = f"EDIFACT message {message} is not one of " + ", ".join(EDIFACT_MESSAGES)
        return Sniffed(
            None,
            evidence=tuple(evidence),
            reason=reason,
            hint="It is none of the truck messages of CBP ACE; nothing was checked",
        )
    syntax = Syntax(
        "edifact", terminator, element, component, repetition, release,
        by_line=_newline(body), skip=skip, newline=_line_end(body),
    )  # fmt: skip
    return Sniffed(EDIFACT_MESSAGES[message], syntax, tuple(evidence))


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
