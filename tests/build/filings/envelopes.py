"""Three small files as lists of records, ways to damage them, and how they are written."""

from collections.abc import Callable
from datetime import date
from typing import Final

from tests.build.filings import catair as entries
from tests.build.filings import edifact as segments
from tests.build.filings import x12 as sets
from tests.build.shipments import EMIL, IRIS

Records = list[str]

X12: Final[Records] = sets.enveloped(
    [*sets.trip(date(2025, 3, 4)), "LX*1", sets.lading("D00070001"), *sets.party("CN", EMIL), sets.goods(500, "CA")],
    control=101, sent=date(2025, 3, 3),
)  # fmt: skip
ISA: Final = X12[0]
CATAIR: Final[Records] = entries.batch([
    entries.release("10001017", 300), entries.CONTACT, *entries.air_bills("ZH70001", "00055501014"),
    *entries.edas(date(2025, 3, 3)), *entries.party("CN", IRIS), *entries.goods(300, "GB"),
], sent=date(2025, 3, 2))  # fmt: skip
EDIFACT: Final[Records] = segments.interchange([[
    "CUSRES", "BGM+132+ZZZZ250304A+20", "DTM+132:202503040930:203", "DTM+163:202503041405:203", "FTX+AIQ+++ZZZZREF1",
    "LOC+24+3801:77", "ERP+1", "ERC+000", "FTX+AAO+++MANIFEST ACCEPTED",
]], 91, date(2025, 3, 4), group=True)  # fmt: skip


def x12(records: Records) -> bytes:
    """Segments in lines."""
    return sets.text(records)


def catair(records: Records) -> bytes:
    """80-byte records in lines, and longer ones where a test makes them so."""
    return "".join(f"{record:80}\n" for record in records).encode("latin-1")


def edifact(records: Records) -> bytes:
    """Segments in lines."""
    return segments.text(records)


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
