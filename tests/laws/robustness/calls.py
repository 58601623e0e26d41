"""Over-limit calls of several filings: amendments, trips, cancellations, manifest and entry, totals, nights.

In each, one person is over by what all of it says together; no file says it alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from tests.build.manifests import consignment, customs, entry, flight, goods, images, interchange, lading, trip

Files = tuple[tuple[str, bytes], ...]
EMIL: Final = "EMIL BRACKEN"
IRIS: Final = ("IRIS ALDER", "12 MILL ST")


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


def _lx(number: int, *segments: str) -> list[str]:
    return [f"LX*{number}", *segments]


_HEAD: Final = ["M10*ZZZZ*J****ZZZZ250304A", "P4*3801*20250304"]


def _amend(bill: int, verb: str) -> str:
    return f"M13*ZZZZ*3801*{verb}*D0007100{bill}*{'1' if verb == 'M' else ''}****ZZZZ"


def _truck(*dollars: int, day: str = "20250304", first: int = 1, control: int = 102, sent: str = "20250302") -> bytes:
    bills = [_lx(n, *goods(first + n - 1, EMIL if value > 60 else "VERA NETTLES", value))
             for n, value in enumerate(dollars, 1)]  # fmt: skip
    return interchange(
        [_HEAD[0], f"P4*3801*{day}", *(s for bill in bills for s in bill)], control=control, sent=sent
    )  # fmt: skip


def _amended(value: int, sent: str, stranger: str = "D") -> bytes:
    return interchange(
        [*_HEAD, *_lx(1, _amend(2, "M"), *goods(2, EMIL, value)), *_lx(2, _amend(3, stranger))], control=103, sent=sent
    )  # fmt: skip


def _segments(rows: list[str]) -> bytes:
    return "".join(f"{segment}'\n" for segment in rows).encode()


def _cuscar(*dollars: int, day: str = "20250304", first: int = 1, control: int = 81, sent: str = "250302") -> bytes:
    bills = [consignment(first + n, EMIL if value > 60 else "VERA NETTLES", f"{value}.00")
             for n, value in enumerate(dollars)]  # fmt: skip
    return _segments(customs([["CUSCAR", *trip("22", day), *(s for bill in bills for s in bill)]], control, sent))


_CUSCAR_AMENDED: Final = _segments(customs([
    ["CUSCAR", *trip("4"), *consignment(2, EMIL, "400.00", ":24")],
    ["CUSCAR", *trip("3"), "CNI+1", "RFF+AAM:ZZZZD00081003"],
], 82, "250303"))  # fmt: skip

_CUSREP: Final = _segments(customs([[
    "CUSREP", *trip("22", "20250305", "336")[:3], *trip("22")[3:4], *trip("22")[2:3],
    "DOC+700+:23", "RFF+AAM:ZZZZD00081001", "QTY+11:2", *trip("22")[4:],
]], 83, "250303"))  # fmt: skip


def _lines(rows: list[str]) -> bytes:
    return "".join(f"{row}\n" for row in rows).encode()


def _cancelled(house: str) -> list[str]:
    return ["FXX", "JFKXX", f"000-10000034-{house}", "ARR/XX101/04MAR", "RFA/01"]


_FLIGHTS: Final = [*flight("HOUSE0011", "IRIS ALDER", "500"), *flight("HOUSE0012", "HUGO LARCH", "90"),
                   *flight("HOUSE0013", "IRIS ALDER", "200")]  # fmt: skip
_FLIGHTS_CHANGED: Final = [*flight("HOUSE0013", "IRIS ALDER", "400", "FXC"), "RFA/03", *_cancelled("HOUSE0012")]


def _ocean(*bills: list[str]) -> bytes:
    rows = ["ACR", "M01ZZZZ11LREXAMPLE VESSEL         012E      000001", "P012704031425", "J01ZZZZ",
            *(row for bill in bills for row in bill)]  # fmt: skip
    return images([*rows, f"ZCR                               {len(rows) + 1:05}"])


_JOHN: Final = ["N00CN JOHN Q CONSIGNEE", "N02100 MAIN ST", "N03LOS ANGELES        CA90001    US"]
_JANE: Final = ["N00CN JANE EXAMPLE", "N0222 ELM ST", "N03DETROIT            MI48201    US"]


def _release(*entries: list[str], date: str = "030125") -> bytes:
    rows = [row for each in entries for row in each]
    return images([f"A2720ZZZ      {date}     SE", "B  2720ZZZSE", *rows, f"Y  2720ZZZSE{len(rows):05}",
                   f"Z2720ZZZ      {date}"])  # fmt: skip


def _removed(number: str) -> list[str]:
    return [f"SE10DZZZ  {number} 86               4000000000000{2720}",
            "SE13GRETA THISTLE                           2025550123     01"]  # fmt: skip


def _moved(number: str, house: str, dollars: int, day: str) -> list[str]:
    return entry(number, house, *IRIS, dollars, action="U", day=day)[:4]


_ENTRIES: Final = _release(
    entry("10002015", "ZH71001", *IRIS, 500), entry("10002049", "ZH71004", "NORA YARROW", "2210 HERON AVE", 58),
    entry("10002056", "ZH71005", *IRIS, 200),
)  # fmt: skip
_REPLACED: Final = _release(
    entry("10002056", "ZH71005", *IRIS, 400, action="R"), _removed("10002049"), date="030225"
)  # fmt: skip
_OTHER_DAY: Final = _release(
    entry("10002015", "ZH71001", *IRIS, 500), entry("10002056", "ZH71005", *IRIS, 400, day="030425")
)  # fmt: skip
_TWO_DAYS: Final = _release(_moved("10002056", "ZH71005", 400, "030325"), date="030225")

_RENO: Final = ["N3*12 MILL ST", "N4*RENO*NV*89501*US"]
_OF_IRIS: Final = [
    "M10*ZZZZ*J****ZZZZ250303A", "P4*3801*20250303", "LX*1", *goods(1, "IRIS ALDER", 500)[:-3], *_RENO,
    goods(1, "IRIS ALDER", 500)[-1],
]  # fmt: skip
_AIR_OF_IRIS: Final = [
    {"/118 MAPLE ST APT 4": "/12 MILL ST", "/LOS ANGELES/CA": "/RENO/NV", "/US/90001": "/US/89501"}.get(
        row, row.replace("04MAR", "03MAR")
    )
    for row in flight("HOUSE0011", "IRIS ALDER", "100")
]
_OF_HER: Final = entry("10002056", "HOUSE0011", *IRIS, 450, master="00010000034")
_TOTALS: Final = (
    b"name,address,city,state,zip,country,day,total\n"
    b"IRIS ALDER,12 MILL ST,RENO,NV,89501,US,2025-03-03,500.00\n"
    b"NORA YARROW,2210 HERON AVE,RENO,NV,89501,US,2025-03-03,58.00\n"
)
_ONE: Final = _release(entry("10002056", "ZH71005", *IRIS, 400))

CALLS: Final[Mapping[str, Call]] = {
    "309 amended": Call((("x12-309", _truck(500, 200, 58)), ("x12-309", _amended(400, "20250303")))),
    "309 amended too late": Call((("x12-309", _truck(500, 400, 58)), ("x12-309", _amended(200, "20250304")))),
    "358": Call((
        ("x12-309", _truck(500, 52)), ("x12-309", _truck(400, day="20250305", first=3, control=103)),
        ("x12-309", interchange([
            _HEAD[0], "VEH*1*1XKYDP9X0AB123456", "P4*3801*20250305", "MBL*ZZZZ*D00071001*1", "VID*TL**53TRAILER9",
        ], "358", 104)),
    )),
    "cuscar amended": Call((("cuscar", _cuscar(500, 200, 52)), ("cuscar", _CUSCAR_AMENDED))),
    "cusrep": Call((
        ("cuscar", _cuscar(500, 52)), ("cuscar", _cuscar(400, day="20250305", first=3, control=82)),
        ("cuscar", _CUSREP),
    )),
    "air changed": Call((("camir-air", _lines(_FLIGHTS)), ("camir-air", _lines(_FLIGHTS_CHANGED)))),
    "ocean amended": Call((
        ("camir-ocean", _ocean(lading("", _JOHN, 500), lading("", _JANE, 90, "TST000000003"))),
        ("camir-ocean", _ocean(
            ["A01ZZZZ2704DTST000000003          21"], ["A01ZZZZ2704ATST000000004          21"],
            lading("", _JOHN, 400, "TST000000004"),
        )),
    )),
    "entry replaced": Call((("catair-se", _ENTRIES), ("catair-se", _REPLACED))),
    "entry moved": Call((("catair-se", _OTHER_DAY), ("catair-se", _TWO_DAYS))),
    "manifest and entry": Call((("x12-309", interchange(_OF_IRIS)), ("catair-se", _ONE))),
    "three modes": Call((
        ("x12-309", interchange(_OF_IRIS)), ("camir-air", _lines(_AIR_OF_IRIS)), ("catair-se", _release(_OF_HER)),
    )),
    "totals from elsewhere": Call((("catair-se", _ONE), ("totals", _TOTALS))),
    "two nights": Call((("x12-309", interchange(_OF_IRIS)), ("catair-se", _ONE)), 1),
    "amended at night": Call((("x12-309", _truck(500, 200, 58)), ("x12-309", _amended(400, "20250303"))), 1),
    "trip at night": Call((
        ("x12-309", _truck(500, 52)), ("x12-309", _truck(400, day="20250305", first=3, control=103)),
        ("x12-309", interchange([
            _HEAD[0], "VEH*1*1XKYDP9X0AB123456", "P4*3801*20250305", "MBL*ZZZZ*D00071001*1", "VID*TL**53TRAILER9",
        ], "358", 104)),
    ), 2),
    "replaced at night": Call((("catair-se", _ENTRIES), ("catair-se", _REPLACED)), 1),
}  # fmt: skip
