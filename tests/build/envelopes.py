"""Three small files as lists of records, ways to damage them, and how they are read."""

from collections.abc import Callable, Iterable
from typing import Any, Final

import polars as pl

from deminimis.edi.cutting.source import BLOCK
from deminimis.edi.formats import FORMATS
from deminimis.edi.reading.intake import MAX_FINDINGS, Intake, Pace, take
from tests.read.records import source

Records = list[str]

ISA = "ISA*00*          *00*          *ZZ*ZZZZ           *ZZ*CBP            *250303*0715*^*00502*000000101*0*T*>"
X12: Final[Records] = [
    ISA, "GS*AQ*ZZZZ*CBP*20250303*0715*101*X*005020", "ST*309*0001", "M10*ZZZZ*J****ZZZZ250304A", "P4*3801*20250304",
    "LX*1", "M11*D00070001*WINDSOR ON*2*PCS*1.5*K***13***ZZZZ", "N1*CN*EMIL BRACKEN", "N3*15 KESTREL CT",
    "N4*DETROIT*MI*48226*US", "N10*2*COTTON KNIT T-SHIRT**A*6109100012*500*K*1.5***CA",
    "SE*10*0001", "GE*1*101", "IEA*1*000000101",
]  # fmt: skip
CATAIR: Final[Records] = [
    "A2720ZZZ      030225     SE", "B  2720ZZZSE", "SE10AZZZ  10001017 86               40000000003002720",
    "SE13GRETA THISTLE                           2025550123",
    "SE15M    00055501014                                                    N",
    "SE15H    ZH70001                                           00000002     N",
    "SE20EDA030325", "SE30CN IRIS ALDER", "SE351512 MILL ST",
    "SE36RENO                               NV       89501          US",
    "SE40001GB COTTON KNIT T-SHIRT", "SE6061091000120000000300", "Y  2720ZZZSE00010", "Z2720ZZZ      030225",
]  # fmt: skip
EDIFACT: Final[Records] = [
    "UNB+UNOA:4+CBP-ACE-TEST:ZZ+ZZZZ:ZZ+20250304:0930+91++ACE",
    "UNG+CUSRES+CBP-ACE-TEST:ZZ+ZZZZ:ZZ+20250304:0930+91+UN+D:03B", "UNH+CUSRES1+CUSRES:D:03B:UN",
    "BGM+132+ZZZZ250304A+20", "DTM+132:202503040930:203", "DTM+163:202503041405:203", "FTX+AIQ+++ZZZZREF1",
    "LOC+24+3801:77", "ERP+1", "ERC+000", "FTX+AAO+++MANIFEST ACCEPTED", "UNT+10+CUSRES1", "UNE+1+91", "UNZ+1+91",
]  # fmt: skip


def x12(records: Records) -> bytes:
    """Segments in lines."""
    return "".join(f"{record}~\n" for record in records).encode("latin-1")


def catair(records: Records) -> bytes:
    """80-byte records in lines."""
    return "".join(f"{record:80}\n" for record in records).encode("latin-1")


def edifact(records: Records) -> bytes:
    """Segments in lines."""
    return "".join(f"{record}'\n" for record in records).encode("latin-1")


WIRE: Final[dict[str, tuple[Records, Callable[[Records], bytes]]]] = {
    "x12": (X12, x12),
    "catair": (CATAIR, catair),
    "edifact": (EDIFACT, edifact),
}


def at(records: Records, tag: str) -> int:
    """Where the first record of this tag stands."""
    return next(n for n, record in enumerate(records) if record.startswith(tag))


def without(records: Records, *tags: str) -> Records:
    """The records without those of `tags`."""
    return [record for record in records if not record.startswith(tags)]


def doubled(records: Records, tag: str) -> Records:
    """The first record of this tag twice."""
    n = at(records, tag)
    return [*records[: n + 1], *records[n:]]


def swapped(records: Records, one: str, other: str) -> Records:
    """Two records in each other's place."""
    a, b = at(records, one), at(records, other)
    out = list(records)
    out[a], out[b] = out[b], out[a]
    return out


def behind(records: Records, tag: str, *new: str) -> Records:
    """New records behind the first one of this tag."""
    n = at(records, tag) + 1
    return [*records[:n], *new, *records[n:]]


def changed(records: Records, old: str, new: str) -> Records:
    """The first record that begins with `old` begins with `new`."""
    n = at(records, old)
    return [*records[:n], new + records[n][len(old) :], *records[n + 1 :]]


def read(data: bytes, block_size: int = BLOCK, most: int = MAX_FINDINGS, at_once: int | None = None) -> Intake:
    """What the intake makes of one file."""
    return take([source(data)], FORMATS, most=most, pace=Pace(block_size, at_once=at_once))


def told(intake: Intake) -> list[tuple[str, str, int | None]]:
    """(code, severity, line) of every finding."""
    return intake.findings.frame().select("code", "severity", "line").rows()


def everything(intake: Intake) -> tuple[Any, ...]:
    """All that a file gave, as plain values."""
    frames: Iterable[pl.DataFrame] = (
        intake.filings.shipments, intake.filings.bills, intake.filings.lines, intake.notices, intake.findings.frame(),
    )  # fmt: skip
    return (intake.files, sorted(intake.findings.counts.items()), *(frame.to_dicts() for frame in frames))
