"""Small answers of CBP, each with one warning, and a plain reading of what is left of it when they are damaged."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tests.build.manifests import customs, images, interchange


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


def _x12(*segments: str) -> bytes:
    head = ["M10*ZZZZ*J****ZZZZ250304A", "P4*3801*20250304"]
    return interchange([*head, *segments], "350").replace(b"GS*AQ", b"GS*AU").replace(b"005020", b"004060")


def _block(kind: str, *rows: str) -> bytes:
    return images([f"A2704ZZZ      031225     {kind}", f"B  2704ZZZ{kind}", *rows, f"Y  2704ZZZ{kind}{len(rows):05}",
                   "Z2704ZZZ      031225"])  # fmt: skip


_ERP: Final = ["DOC+929:::13", "PAC+2", "RFF+AAM:ZZZZD00081001", "DTM+163:202503041406:203", "ERP+2", "ERC+SN517",
               "FTX+AAO+++SECTION 321?'S MAXIMUM DAILY VALUE 800 EXCEEDED BY CONSIGNEE"]  # fmt: skip
_CUSRES: Final = customs([["CUSRES", "BGM+34+ZZZZ250304A", "DTM+132:202503040930:203", "DTM+163:202503041405:203",
                           "FTX+AIQ+++ZZZZREF1", "LOC+24+3801:77", *_ERP]], 91)  # fmt: skip

ANSWERS: Final[Mapping[str, Answer]] = {
    "350": Answer(
        _x12(
            "X4*D00071001*1***20250304*1405*95**ZZZZ", "K1*DE MINIMIS DAILY MAX MAY BE EXCEEDED BY CONSIGNEE",
            "X4*D00071004*1***20250304*1406*1C**ZZZZ", "K1*ENTERED AND RELEASED",
        ),
        r"(?:(?:ISA|GS|ST|M10|P4|K1|SE|GE|IEA)\*[^~]*~\s*|X4(?:\*[^*~]*){6}\*[A-Z0-9]{2}\*[^~]*~\s*)+",
        r"X4(?:\*[^*~]*){6}\*([A-Z0-9]{1,2})", frozenset({"95"}),
    ),
    "cusres": Answer(
        "".join(f"{row}'\n" for row in _CUSRES).encode(),
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
        images([
            "ACR", "M01ZZZZ11                         012E", "P012704031425", "J01ZZZZ",
            "R02TST0000000012M0000000001                 2503120930",
            "R03VALUE MAY EXCEED CONSIGNE DAILY MAX ET86",
            "R02TST000000003690000000001                 2503120930", "ZCR                               00008",
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
        _block("SX", "SE10AZZZ  00000128 86               40000000004502720",
               f"SE15M    {'00012345675':63}N", f"SE15H    {'HAWB0002':50}00000001     N", "SE30CN JOHN Q CONSIGNEE",
               "SE9013284DE MINIMIS VALUE EXCEEDED", "SE9003   SE DATA ACCEPTED WITH WARNINGS"),
        r"(?:(?:A|B|Y|Z|SE10|SE15|SE30)[ -~]*\n|SE90[0-9]{2}[0-9 ]{3}[ -~]*\n)+",
        r"^SE90(13284|03   |01   )", frozenset({"13284", "03   ", "01   "}),
    ),
    "ns": Answer(
        images(["A2704ZZZ      031225", "B  2704ZZZNS", "05EXAMPLE VESSEL         012E 2704250312",
                f"302MZZZZ000000000777ZZZZ{'TST000000001':28}0000000001 2503120930", "40                 2704",
                "50VALUE MAY EXCEED CONSIGNE DAILY MAX ET86", "Y  2704ZZZNS00004", "Z2704ZZZ      031225"]),
        r"(?:(?:A|B|Y|Z|05|40|50)[ -~]*\n|30[0-9A-Z]{2}[ -~]*\n)+",
        r"^30([0-9A-Z]{2})", frozenset({"2M", "4M"}),
    ),
}  # fmt: skip
