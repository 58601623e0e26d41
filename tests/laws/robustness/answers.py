"""Small answers of CBP, each with one warning, and a plain reading of what is left of it when they are damaged."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from tests.build.filings import camir_ocean, catair, edifact, x12
from tests.build.filings.images import images


@dataclass(frozen=True)
class Answer:
    """An answer with one warning. status: finds each status code; worry: those that a filer must be told of.

    known: what every record must look like; otherwise nothing certain follows from the text. A status that is a code,
    and of no table, is no warning: it is told as a note (CBP104).
    """

    data: bytes
    known: str
    status: str
    worry: frozenset[str]

    def warned(self, data: bytes) -> bool | None:
        """Whether a warning, a hold or a refusal still stands there; None where it cannot be told."""
        text = data.decode("latin-1")
        if not text.isascii():
            return None
        codes = set(re.findall(self.status, text, re.MULTILINE))
        if codes & self.worry:
            return True
        return False if re.fullmatch(self.known, text) else None


DAY, AT = date(2025, 3, 4), datetime(2025, 3, 12, 9, 30)


def _block(kind: str, *rows: str) -> bytes:
    return images(catair.batch([*rows], kind, port="2704"))


_ERP: Final = ["DOC+929:::13", "PAC+2", "RFF+AAM:ZZZZD00081001", "DTM+163:202503041406:203", "ERP+2", "ERC+SN517",
               "FTX+AAO+++SECTION 321?'S MAXIMUM DAILY VALUE 800 EXCEEDED BY CONSIGNEE"]  # fmt: skip
_CUSRES: Final = edifact.interchange([[
    "CUSRES", "BGM+34+ZZZZ250304A", "DTM+132:202503040930:203", "DTM+163:202503041405:203", "FTX+AIQ+++ZZZZREF1",
    "LOC+24+3801:77", *_ERP,
]], 91, date(2025, 3, 3))  # fmt: skip

ANSWERS: Final[Mapping[str, Answer]] = {
    "350": Answer(
        x12.interchange([
            *x12.trip(DAY),
            x12.notice("95", "D00071001", datetime(2025, 3, 4, 14, 5)),
            "K1*DE MINIMIS DAILY MAX MAY BE EXCEEDED BY CONSIGNEE",
            x12.notice("1C", "D00071004", datetime(2025, 3, 4, 14, 6)), "K1*ENTERED AND RELEASED",
        ], "350", sent=date(2025, 3, 3)),
        r"(?:(?:ISA|GS|ST|M10|P4|K1|SE|GE|IEA)\*[^~]*~\s*|X4(?:\*[^*~]*){6}\*[A-Z0-9]{2}\*[^~]*~\s*)+",
        r"X4(?:\*[^*~]*){6}\*([A-Z0-9]{1,2})", frozenset({"95"}),
    ),
    "cusres": Answer(
        edifact.text(_CUSRES),
        r"(?:(?:UNB|UNH|BGM|DTM|FTX|LOC|DOC|PAC|RFF|ERP|UNT|UNZ)\+(?:\?.|[^'?])*'\s*|ERC\+[A-Z0-9]+'\s*)+",
        r"ERC\+([A-Z0-9]+)", frozenset({"SN517"}),
    ),
    "air": Answer(
        b"FSN\nJFKXX\n000-10000034-HOUSE0011\nARR/XX101/04MAR\nCSN/2M-1/04MAR0915\n"
        b"FSN\nJFKXX\n000-10000034-HOUSE0012\nARR/XX101/04MAR\nCSN/1C-1/04MAR0915\n",
        r"(?:(?:FSN|JFKXX|000-10000034-HOUSE00..|ARR/XX101/04MAR|CSN/[0-9A-Z]{2}-[0-9]{1,5}/04MAR0915)\s*)+",
        r"^CSN/([0-9A-Z]{2})", frozenset({"2M", "4M"}),
    ),
    "ocean": Answer(
        camir_ocean.notices([
            "J01ZZZZ", camir_ocean.notice("2M", "TST000000001", AT), "R03VALUE MAY EXCEED CONSIGNE DAILY MAX ET86",
            camir_ocean.notice("69", "TST000000003", AT),
        ]),
        r"(?:(?:ACR|M01|P01|J01|R03|ZCR)[ -~]*\n|R02.{12}[0-9A-Z]{2}[ -~]*\n)+",
        r"^R02.{12}([0-9A-Z]{2})", frozenset({"2M", "4M"}),
    ),
    "so": Answer(
        _block("SO", "SO102720ZZZ  00000110 86            ZZ                      0283 031425",
               "SO40M    00012345675", f"SO40H    {'HAWB0001':50}00000001PCS  1",
               f"SO50031425093093{'BILL ON FILE':40}N", "SO60031425093030DE MINIMIS MAY BE MET USE ALT ENTRY TYPE"),
        r"(?:(?:A|B|Y|Z|SO10|SO40|SO50)[ -~]*\n|SO60.{10}[0-9A-Z]{2}[ -~]*\n)+",
        r"^SO60.{10}([0-9A-Z]{2})", frozenset({"30", "33", "34"}),
    ),
    "sx": Answer(
        _block(
            "SX", catair.release("00000128", 450), *catair.air_bills("HAWB0002", "00012345675"),
            "SE30CN JOHN Q CONSIGNEE", "SE9013284DE MINIMIS VALUE EXCEEDED", "SE9003   SE DATA ACCEPTED WITH WARNINGS",
        ),
        r"(?:(?:A|B|Y|Z|SE10|SE15|SE30)[ -~]*\n|SE90[0-9]{2}[0-9 ]{3}[ -~]*\n)+",
        r"^SE90(13284|03   |01   )", frozenset({"13284", "03   ", "01   "}),
    ),
    "ns": Answer(
        catair.notices([
            catair.notice("2M", "000000000777", AT, house=f"ZZZZ{'TST000000001':28}"), f"40{'':17}2704",
            "50VALUE MAY EXCEED CONSIGNE DAILY MAX ET86",
        ]),
        r"(?:(?:A|B|Y|Z|05|40|50)[ -~]*\n|30[0-9A-Z]{2}[ -~]*\n)+",
        r"^30([0-9A-Z]{2})", frozenset({"2M", "4M"}),
    ),
}  # fmt: skip
