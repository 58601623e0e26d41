"""Heads of files: what each is taken for, how it is cut into records, or why it is refused."""

import gzip
from pathlib import Path

import pytest

from deminimis.edi.cutting.sniff import sniff
from deminimis.edi.cutting.source import Source, Syntax
from deminimis.edi.formats import FORMATS
from deminimis.edi.reading.intake import take
from tests.build.filings.envelopes import CATAIR, EDIFACT, ISA, X12, catair, edifact, x12

BOM = b"\xef\xbb\xbf"
PIPES = x12(X12).replace(b"*", b"|").replace(b"~\n", b"\x15")
B_ONLY = catair(CATAIR[1:-1])


def isa(set_id: str) -> bytes:
    return x12([ISA, "GS*AQ*ZZZZ*CBP*20250303*0715*101*X*005020", f"ST*{set_id}*0001"])


def unb(message: str, una: str = "") -> bytes:
    return edifact([EDIFACT[0], f"UNH+1+{message}:D:03B:UN"]) if not una else una.encode() + unb(message)


def block(application: str) -> bytes:
    return catair([f"B  2720ZZZ{application}", "SE10"])


KNOWN: dict[str, tuple[bytes, str, Syntax]] = {
    "X12 in lines": (x12(X12), "x12-309", Syntax("x12", b"~", b"*", by_line=True)),
    "X12 in one line": (x12(X12).replace(b"\n", b""), "x12-309", Syntax("x12", b"~", b"*")),
    "X12 with pipes and hex 15": (PIPES, "x12-309", Syntax("x12", b"\x15", b"|")),
    "X12 ended by newlines": (x12(X12).replace(b"~", b""), "x12-309", Syntax("x12", b"\n", b"*", by_line=True)),
    "X12 ended by CRLF": (
        x12(X12).replace(b"~\n", b"\r\n"), "x12-309", Syntax("x12", b"\n", b"*", by_line=True),
    ),
    "X12 in lines of a Mac": (
        x12(X12).replace(b"\n", b"\r"), "x12-309", Syntax("x12", b"~", b"*", by_line=True, newline=b"\r"),
    ),
    "X12 behind a BOM": (BOM + x12(X12), "x12-309", Syntax("x12", b"~", b"*", by_line=True, skip=3)),
    "X12 behind blank lines": (b"\r\n\n" + x12(X12), "x12-309", Syntax("x12", b"~", b"*", by_line=True, skip=3)),
    **{
        f"X12 {number}": (isa(number), f"x12-{number}", Syntax("x12", b"~", b"*", by_line=True))
        for number in ("350", "355", "358")
    },
    "X12 997": (isa("997"), "x12-997", Syntax("x12", b"~", b"*", b">", by_line=True)),
    "EDIFACT": (unb("CUSCAR"), "cuscar", Syntax("edifact", b"'", b"+", b":", b"", b"?", by_line=True)),
    "EDIFACT with UNA": (
        unb("CUSRES", "UNA:+.? '\r\n"), "cusres", Syntax("edifact", b"'", b"+", b":", b"", b"?", by_line=True, skip=9),
    ),
    "EDIFACT with its own UNA": (
        b"UNA|!,\\*~" + unb("CUSREP").translate(bytes.maketrans(b":+'", b"|!~")), "cusrep",
        Syntax("edifact", b"~", b"!", b"|", b"*", b"\\", by_line=True, skip=9),
    ),
    "EDIFACT CONTRL": (
        unb("CONTRL").replace(b"\n", b""), "contrl", Syntax("edifact", b"'", b"+", b":", b"", b"?"),
    ),
    "a batch": (catair(CATAIR), "catair-se", Syntax("fixed", b"\n", by_line=True)),
    "a batch in CRLF lines": (
        catair(CATAIR).replace(b"\n", b"\r\n"), "catair-se", Syntax("fixed", b"\n", by_line=True),
    ),
    "a batch in lines of a Mac": (
        catair(CATAIR).replace(b"\n", b"\r"), "catair-se", Syntax("fixed", b"\r", by_line=True),
    ),
    "a batch in one line": (catair(CATAIR).replace(b"\n", b""), "catair-se", Syntax("fixed")),
    "a right-trimmed batch": (
        "\n".join(CATAIR).encode(), "catair-se", Syntax("fixed", b"\n", by_line=True),
    ),
    "a block without a batch": (B_ONLY, "catair-se", Syntax("fixed", b"\n", by_line=True)),
    **{
        f"a block of {application}": (block(application), f"catair-{application.lower()}",
                                      Syntax("fixed", b"\n", by_line=True))
        for application in ("SX", "SO", "BD", "NS")
    },
    "an ocean manifest": (catair(["ACRZZZZ", "M01"]), "camir-ocean", Syntax("fixed", b"\n", by_line=True)),
    "an air waybill": (b"FRI\r\nJFKXX\r\n", "camir-air", Syntax("line", b"\n", by_line=True)),
    "an air answer behind its addresses": (
        b"QK XXXFMXX\n.WASUCCR 041312\nFSN\nJFKXX\n", "camir-air", Syntax("line", b"\n", by_line=True),
    ),
}  # fmt: skip

REFUSED: dict[str, tuple[bytes, str, str]] = {
    "an empty file": (b"", "empty or blank", ""),
    "a blank file": (b" \r\n\t\r\n\x1a", "empty or blank", ""),
    "a BOM alone": (BOM, "empty or blank", ""),
    "an X12 purchase order": (isa("850"), "transaction set 850 is not one of 309, 350", "nothing was checked"),
    "an ISA alone": (x12(X12[:1]), "without an ST segment", ""),
    "an ISA that is cut": (ISA.encode()[:40], "fewer than 16 elements", "cut"),
    "an EDIFACT order": (unb("ORDERS"), "EDIFACT message ORDERS is not one of CUSCAR", "nothing was checked"),
    "a UNA that ends segments as it releases": (unb("CUSCAR", "UNA:+.? ?"), "one character two meanings", ""),
    "an UNB alone": (edifact(EDIFACT[:1]), "without a UNH segment", ""),
    "CATAIR of another application": (
        catair([CATAIR[0].replace(" SE", " AE"), "B  2720ZZZAE"]), "application 'AE'", "",
    ),
    "UTF-16": ("ISA*00".encode("utf-16"), "begins with", "UTF-16"),
    "UTF-16 without a BOM": ("ISA*00*".encode("utf-16-le"), "begins with", "UTF-16"),
    "EBCDIC": ("ISA*00*  ".encode("cp500"), "begins with", "EBCDIC"),
    "EBCDIC EDIFACT": ("UNB+UNOA".encode("cp500"), "begins with", "EBCDIC"),
    "a zip archive": (b"PK\x03\x04" + bytes(40), "begins with", "zip"),
    "JSON": (b'{"ISA": 1}', "begins with", "JSON"),
    "XML": (b"<?xml version='1.0'?>", "begins with", "JSON or XML"),
    "a web page named xls": (b"\n<html><body>\n<Table border=1><tr><td>Bill</td>", "begins with", "save it as xlsx"),
    "a PDF": (b"%PDF-1.7\n", "begins with", "PDF"),
    "prose": (b"Dear broker,\nplease find\n", "begins with 'Dear broker", "Nothing was checked"),
}  # fmt: skip


@pytest.mark.parametrize(("head", "form", "syntax"), KNOWN.values(), ids=KNOWN)
def test_a_head_is_known(head: bytes, form: str, syntax: Syntax) -> None:
    found = sniff(head)
    assert (found.format, found.syntax) == (form, syntax)
    assert found.evidence
    assert form in FORMATS


@pytest.mark.parametrize(("head", "reason", "hint"), REFUSED.values(), ids=REFUSED)
def test_a_head_is_refused_with_a_reason(head: bytes, reason: str, hint: str) -> None:
    found = sniff(head)
    assert found.format is None
    assert reason in found.reason
    assert hint in found.hint


def test_what_cannot_be_opened_or_unpacked_is_reported_and_the_next_file_is_read(tmp_path: Path) -> None:
    packed = gzip.compress(x12(X12) * 40)
    (tmp_path / "good").write_bytes(packed)
    (tmp_path / "cut").write_bytes(packed[: len(packed) // 2])
    (tmp_path / "bad").write_bytes(packed[:200] + bytes(40) + packed[240:])
    (tmp_path / "json").write_bytes(b"{}")
    names = ("missing", "cut", "bad", "json", "good")
    intake = take([Source(name, tmp_path / name) for name in names], FORMATS)
    missing, cut, bad, *rest = (report.status for report in intake.files)
    assert (missing, rest) == ("unreadable", ["unknown-format", "checked"])
    assert {cut, bad} <= {"unreadable", "incomplete"}
    found = intake.findings.frame().select("file", "code", "severity").unique().sort("file").rows()
    assert [row for row in found if row[1] in ("EDI101", "EDI102")] == [
        (0, "EDI102", "error"), (1, "EDI102", "error"), (2, "EDI102", "error"), (3, "EDI101", "error"),
    ]  # fmt: skip
    assert not intake.complete
