"""Over-limit calls of several filings: amendments, trips, cancellations, manifest and entry, totals, nights.

In each, one person is over by what all of it says together; no file says it alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from tests.build.filings import camir_air, camir_ocean, catair, edifact, x12
from tests.build.filings.images import images
from tests.build.filings.over import DRIVEN, NORA, SENT, entry, flight, lading
from tests.build.shipments import EMIL, IRIS, JANE, JOHN, Shipment, to_each

Files = tuple[tuple[str, bytes], ...]
BEFORE, NEXT = date(2025, 3, 2), date(2025, 3, 5)  # sent the day before; of arrival the day after
NUMBER: Final = "ZZZZ250304A"  # of the trip, whatever its day


@dataclass(frozen=True)
class Call:
    """files: (plain reader, bytes) in order. recorded: so many of the first are in a ledger, the others are the call.

    A file of `totals` is given as --external, and must be the last.
    """

    files: Files
    recorded: int = 0

    def with_file(self, number: int, data: bytes) -> "Call":
        """The same call with another file in one place."""
        files = [*self.files]
        files[number] = files[number][0], data
        return replace(self, files=tuple(files))

    @property
    def bytes(self) -> tuple[bytes, ...]:
        """The files."""
        return tuple(data for _, data in self.files)

    @property
    def single(self) -> "Call":
        """All in one file."""
        return Call(((self.files[0][0], b"".join(data for _, data in self.files)),))


def _loaded(*dollars: int, first: int = 1, bills: str = "D0007100") -> list[Shipment]:
    """Those above $60 are for one person."""
    return to_each(*(("EMIL BRACKEN" if each > 60 else "VERA NETTLES", each) for each in dollars),
                   first=first, bills=bills)  # fmt: skip


def _truck(*dollars: int, day: date = DRIVEN, first: int = 1, control: int = 102, sent: date = BEFORE) -> bytes:
    bills = x12.numbered(map(x12.bill, _loaded(*dollars, first=first)))
    return x12.interchange([*x12.trip(day, number=NUMBER), *bills], control=control, sent=sent)


def _amended(value: int, sent: date) -> bytes:
    changed = [x12.amendment("D00071002", "M", quantity="1"), *x12.bill(*_loaded(value, first=2))]
    rows = [*x12.trip(DRIVEN), *x12.numbered([changed, [x12.amendment("D00071003", "D")]])]
    return x12.interchange(rows, control=103, sent=sent)


_CONSIST: Final = x12.interchange([
    f"M10*ZZZZ*J****{NUMBER}", "VEH*1*1XKYDP9X0AB123456", "P4*3801*20250305", "MBL*ZZZZ*D00071001*1",
    "VID*TL**53TRAILER9",
], "358", control=104, sent=SENT)  # fmt: skip


def _cuscar(*dollars: int, day: date = DRIVEN, first: int = 1, control: int = 81) -> bytes:
    bills = [edifact.consignment(n, replace(each, value=f"{each.value}.00"))
             for n, each in enumerate(_loaded(*dollars, first=first, bills="D0008100"), first)]  # fmt: skip
    rows = ["CUSCAR", *edifact.trip(day=day), *(segment for bill in bills for segment in bill)]
    return edifact.text(edifact.interchange([rows], control, BEFORE))


_CUSCAR_AMENDED: Final = edifact.text(edifact.interchange([
    ["CUSCAR", *edifact.trip("4", DRIVEN),
     *edifact.consignment(2, Shipment("D00081002", "400.00", "CA", EMIL), "24")],
    ["CUSCAR", *edifact.trip("3", DRIVEN), "CNI+1", "RFF+AAM:ZZZZD00081003"],
], 82, SENT))  # fmt: skip

_BGM, _DTM, _LOC, _RFF, *_CARRIER = edifact.trip(day=NEXT, document="336")
_CUSREP: Final = edifact.text(edifact.interchange([[
    "CUSREP", _BGM, _DTM, _LOC, _RFF, _LOC, "DOC+700+:23", "RFF+AAM:ZZZZD00081001", "QTY+11:2", *_CARRIER,
]], 83, SENT))  # fmt: skip


def _flown(*lines: str) -> bytes:
    return camir_air.text(*lines, end="\n").encode()


_FLIGHTS: Final = _flown(
    *flight("HOUSE0011", "IRIS ALDER", 500), *flight("HOUSE0012", "HUGO LARCH", 90),
    *flight("HOUSE0013", "IRIS ALDER", 200),
)  # fmt: skip
_FLIGHTS_CHANGED: Final = _flown(
    *flight("HOUSE0013", "IRIS ALDER", 400, "FXC"), "RFA/03",
    "FXX", "JFKXX", "000-10000034-HOUSE0012", camir_air.FLIGHT, "RFA/01",
)  # fmt: skip


def _release(*entries: list[str], sent: date = date(2025, 3, 1)) -> bytes:
    return images(catair.batch([row for each in entries for row in each], sent=sent))


def _removed(number: str) -> list[str]:
    return [catair.release(number, 0, "D"), "SE13GRETA THISTLE                           2025550123     01"]


_ENTRIES: Final = _release(
    entry("10002015", "ZH71001", IRIS, 500), entry("10002049", "ZH71004", NORA, 58),
    entry("10002056", "ZH71005", IRIS, 200),
)  # fmt: skip
_REPLACED: Final = _release(
    entry("10002056", "ZH71005", IRIS, 400, action="R"), _removed("10002049"), sent=BEFORE
)  # fmt: skip
_OTHER_DAY: Final = _release(
    entry("10002015", "ZH71001", IRIS, 500), entry("10002056", "ZH71005", IRIS, 400, day=DRIVEN)
)  # fmt: skip
_TWO_DAYS: Final = _release(entry("10002056", "ZH71005", IRIS, 400, action="U")[:4], sent=BEFORE)

_OF_IRIS: Final = x12.interchange(
    [*x12.trip(SENT), "LX*1", *x12.bill(Shipment("D00071001", 500, "CA", IRIS))], sent=SENT
)  # fmt: skip
_AIR_OF_IRIS: Final = _flown(
    *camir_air.house(Shipment("HOUSE0011", 100), master="000-10000034", day=SENT)
)  # fmt: skip
_OF_HER: Final = entry("10002056", "HOUSE0011", IRIS, 450, master="00010000034")
_TOTALS: Final = (
    b"name,address,city,state,zip,country,day,total\n"
    b"IRIS ALDER,12 MILL ST,RENO,NV,89501,US,2025-03-03,500.00\n"
    b"NORA YARROW,2210 HERON AVE,RENO,NV,89501,US,2025-03-03,58.00\n"
)
_ONE: Final = _release(entry("10002056", "ZH71005", IRIS, 400))

CALLS: Final[Mapping[str, Call]] = {
    "309 amended": Call((("x12-309", _truck(500, 200, 58)), ("x12-309", _amended(400, SENT)))),
    "309 amended too late": Call((("x12-309", _truck(500, 400, 58)), ("x12-309", _amended(200, DRIVEN)))),
    "358": Call((
        ("x12-309", _truck(500, 52)), ("x12-309", _truck(400, day=NEXT, first=3, control=103)),
        ("x12-309", _CONSIST),
    )),
    "cuscar amended": Call((("cuscar", _cuscar(500, 200, 52)), ("cuscar", _CUSCAR_AMENDED))),
    "cusrep": Call((
        ("cuscar", _cuscar(500, 52)), ("cuscar", _cuscar(400, day=NEXT, first=3, control=82)),
        ("cuscar", _CUSREP),
    )),
    "air changed": Call((("camir-air", _FLIGHTS), ("camir-air", _FLIGHTS_CHANGED))),
    "ocean amended": Call((
        ("camir-ocean", camir_ocean.voyage(
            *lading("", camir_ocean.group(JOHN), 500), *lading("", camir_ocean.group(JANE), 90, "TST000000003"),
        )),
        ("camir-ocean", camir_ocean.voyage(
            "A01ZZZZ2704DTST000000003          21", "A01ZZZZ2704ATST000000004          21",
            *lading("", camir_ocean.group(JOHN), 400, "TST000000004"),
        )),
    )),
    "entry replaced": Call((("catair-se", _ENTRIES), ("catair-se", _REPLACED))),
    "entry moved": Call((("catair-se", _OTHER_DAY), ("catair-se", _TWO_DAYS))),
    "manifest and entry": Call((("x12-309", _OF_IRIS), ("catair-se", _ONE))),
    "three modes": Call((
        ("x12-309", _OF_IRIS), ("camir-air", _AIR_OF_IRIS), ("catair-se", _release(_OF_HER)),
    )),
    "totals from elsewhere": Call((("catair-se", _ONE), ("totals", _TOTALS))),
    "two nights": Call((("x12-309", _OF_IRIS), ("catair-se", _ONE)), 1),
    "amended at night": Call((("x12-309", _truck(500, 200, 58)), ("x12-309", _amended(400, SENT))), 1),
    "trip at night": Call((
        ("x12-309", _truck(500, 52)), ("x12-309", _truck(400, day=NEXT, first=3, control=103)),
        ("x12-309", _CONSIST),
    ), 2),
    "replaced at night": Call((("catair-se", _ENTRIES), ("catair-se", _REPLACED)), 1),
}  # fmt: skip
