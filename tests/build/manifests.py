"""Small over-limit filings, one a format: $500.00 and $400.00 for one person and day, and a stranger's shipment."""

from collections.abc import Mapping
from typing import Final

_ISA: Final = (
    "ISA*00*          *00*          *ZZ*ZZZZ           *ZZ*CBP            *250303*0715*^*00502*000000102*0*T*>"
)


def images(records: list[str], newline: str = "\n") -> bytes:
    """80-byte records."""
    return "".join(f"{record:80}{newline}" for record in records).encode()


def entry(
    number: str, house: str, name: str, street: str, dollars: int, *,
    action: str = "A", day: str = "030325", master: str = "00055502031",
) -> list[str]:  # fmt: skip
    """One type 86 entry."""
    return [
        f"SE10{action}ZZZ  {number} 86               400{dollars:010}2720",
        f"SE15M    {master:50}             N",
        f"SE15H    {house:50}00000001     N",
        f"SE20EDA{day}",
        f"SE30CN {name}",
        f"SE3515{street}",
        "SE36RENO                               NV       89501          US",
        "SE30SE THAMESBANK TRADING LTD",
        "SE3515151 HIGH ST",
        "SE36LONDON                                      SW1A 1AA       GB",
        "SE40001GB COTTON KNIT T-SHIRT",
        f"SE606109100012{dollars:010}",
    ]


_SE: Final = [
    "A2720ZZZ      030225     SE", "B  2720ZZZSE",
    *entry("10002015", "ZH71001", "IRIS ALDER", "12 MILL ST", 500),
    *entry("10002049", "ZH71004", "NORA YARROW", "2210 HERON AVE", 58),
    *entry("10002056", "ZH71005", "IRIS ALDER", "12 MILL ST", 400),
    "Y  2720ZZZSE00036", "Z2720ZZZ      030225",
]  # fmt: skip


def _download(house: str, name: str, dollars: int) -> list[str]:
    return [
        "1MZZZZ11  EXAMPLE VESSEL                                 W", "1P2704031425         0930", "1JZZZZ",
        f"1B000000000777801070000000001PCS  0000000002KG7 {house:14}2704ZZZZ",
        "0NSH EXAMPLE SELLER LTD", "2N1 HIGH ST", "3NLONDON               SW1A1AA  GB",
        f"0NCN {name}", "2N100 MAIN ST", "3NLOS ANGELES        CA90001    US",
        "1C    NO NUMBER                               NC", f"0D610910     {dollars:08}0000000002KG",
        f"1D0000000001{'COTTON KNIT T-SHIRT':62}GB",
    ]  # fmt: skip


_BD: Final = [
    "A2704ZZZ      031225", "B  2704ZZZBD",
    *_download("TST000000001", "JOHN Q CONSIGNEE", 500),
    *_download("TST000000004", "JANE EXAMPLE", 90),
    *_download("TST000000002", "JOHN Q CONSIGNEE", 400),
    "Y  2704ZZZBD00039", "Z2704ZZZ      031225",
]  # fmt: skip


def lading(house: str, who: list[str], dollars: int, number: str = "TST000000001") -> list[str]:
    """One bill of an ocean manifest."""
    return [
        f"B01{number:12}413520000000001PCS  0000000012LB7 {house:18}{'ZZZY' if house else '    '}",
        "S01THAMESBANK TRADING LTD             151 HIGH ST", "S02LONDON                             UNITED KINGDOM",
        *who, "C01ZZZU1234567                                 CN04000", f"D00610910     {dollars:08}",
        f"D010000000001{'COTTON KNIT T-SHIRT':62}GB",
    ]  # fmt: skip


_OCEAN: Final = [
    "ACR", "M01ZZZZ11LREXAMPLE VESSEL         012E      000001", "P012704031425", "J01ZZZZ",
    *lading("HB0001", ["N00CN JOHN Q CONSIGNEE", "N02100 MAIN ST", "N03LOS ANGELES        CA90001    US"], 500),
    *lading("HB0003", ["N00CN JANE EXAMPLE", "N0222 ELM ST", "N03DETROIT            MI48201    US"], 90),
    *lading("HB0002", ["U01JOHN Q CONSIGNEE                   100 MAIN ST",
                       "U02LOS ANGELES CA 90001               USA"], 400),
    "ZCR                               00031",
]  # fmt: skip


def flight(house: str, name: str, value: str, action: str = "FXI") -> list[str]:
    """One house air waybill."""
    return [
        action, "JFKXX", f"000-10000034-{house}", "WBL/LHR/T1/K1.2/COTTON KNIT T-SHIRT", "ARR/XX101/04MAR", "CED/86",
        "SHP/PENNINE MAIL ORDER LTD", "/9 CANAL ROAD", "/LEEDS", "/GB/LS1 4AP",
        f"CNE/{name}", "/118 MAPLE ST APT 4", "/LOS ANGELES/CA", "/US/90001", f"CSD/GB/{value}-USD",
    ]  # fmt: skip


_AIR: Final = [
    *flight("HOUSE0011", "IRIS ALDER", "500"),
    *flight("HOUSE0012", "HUGO LARCH", "90"),
    *flight("HOUSE0013", "IRIS ALDER", "400"),
]


def _truck(number: int, name: str, dollars: int) -> list[str]:
    return [
        f"LX*{number}", *goods(number, name, dollars),
    ]  # fmt: skip


def goods(number: int, name: str, dollars: int) -> list[str]:
    """What an LX of an X12 309 holds of one bill."""
    return [
        f"M11*D0007100{number}*WINDSOR ON*1*PCS*1.5*K***13***ZZZZ", "N1*SH*LAKESHORE PARCELS INC",
        "N3*200 FRONT ST W", "N4*TORONTO**M5V 3K2*CA", f"N1*CN*{name}", "N3*15 KESTREL CT", "N4*DETROIT*MI*48226*US",
        f"N10*1*COTTON KNIT T-SHIRT**A*6109100012*{dollars}*K*1.5***CA",
    ]  # fmt: skip


def manifest(shipments: list[tuple[str, int]], end: str = "~\n") -> bytes:
    """An X12 309 of these consignees and dollars."""
    bills = [segment for n, (name, dollars) in enumerate(shipments, 1) for segment in _truck(n, name, dollars)]
    return interchange(["M10*ZZZZ*J****ZZZZ250304A", "P4*3801*20250304", *bills], end=end)


def interchange(
    segments: list[str], kind: str = "309", control: int = 102, sent: str = "20250303", end: str = "~\n"
) -> bytes:
    """One transaction set in its envelopes."""
    head = _ISA.replace("250303", sent[2:]).replace("000000102", f"{control:09}")
    group = "BD" if kind == "358" else "AQ"
    whole = [
        head, f"GS*{group}*ZZZZ*CBP*{sent}*0715*{control}*X*005020", f"ST*{kind}*0001", *segments,
        f"SE*{len(segments) + 2}*0001", f"GE*1*{control}", f"IEA*1*{control:09}",
    ]  # fmt: skip
    return "".join(segment + end for segment in whole).encode("latin-1")


_TRUCK: Final = [("EMIL BRACKEN", 500), ("VERA NETTLES", 52), ("EMIL BRACKEN", 400)]


def consignment(number: int, name: str, value: str, code: str = ":23") -> list[str]:
    """One CNI of a CUSCAR."""
    return [
        f"CNI+{number}+{code}", "DOC+929:::13", f"RFF+AAM:ZZZZD0008100{number}", "LOC+9+WINDSOR:ZZZ",
        f"NAD+CN+++{name}+15 KESTREL CT+DETROIT+MI:163+48226+US", "CTA+IC", "COM+2025550123:TE",
        "NAD+OS+++LAKESHORE PARCELS INC+200 FRONT ST W+TORONTO+ON:163+M5V 3K2+CA", "GID+1", "PAC+2++PCS",
        "FTX+AAA+++COTTON KNIT:T-SHIRT", "MEA+AAI++K:1.5", f"MOA+40:{value}", "LOC+27+CA:162",
    ]  # fmt: skip


def customs(messages: list[list[str]], control: int = 81, sent: str = "250303") -> list[str]:
    """An EDIFACT interchange of these messages, each without UNH and UNT, the first segment its type."""
    filer, cbp = "ZZZZ:ZZ", "CBP-ACE-TEST:ZZ"
    parties = f"{cbp}+{filer}" if messages[0][0] in ("CUSRES", "CONTRL") else f"{filer}+{cbp}"  # answers come from CBP
    out = [f"UNB+UNOA:3+{parties}+{sent}:0930+{control}++ACE"]
    for number, (kind, *segments) in enumerate(messages, 1):
        name = f"{kind}{number}"
        out += [f"UNH+{name}+{kind}:D:03B:UN", *segments, f"UNT+{len(segments) + 2}+{name}"]
    return [*out, f"UNZ+{len(messages)}+{control}"]


def trip(function: str, day: str = "20250304", document: str = "85") -> list[str]:
    """What stands in front of the shipments of a CUSCAR or CUSREP."""
    return [
        f"BGM+{document}:::STANDARD+ZZZZ250304A+{function}", f"DTM+132:{day}0930:203", "LOC+60+3801:77",
        "RFF+ABO:ZZZZREF1", "NAD+CA+ZZZZ:172+++1 TERMINAL WAY+WINDSOR",
        "TDT+11++03+:::TR++I++:146::1XKYDP9X0AB123456",
    ]  # fmt: skip


_CUSCAR: Final = customs([[
    "CUSCAR", *trip("22"), *consignment(1, "EMIL BRACKEN", "500.00"), *consignment(2, "O?'NEIL NETTLES", "52.00"),
    *consignment(3, "EMIL BRACKEN", "400.00"),
]])  # fmt: skip

OVER: Final[Mapping[str, bytes]] = {
    "catair-se": images(_SE, "\n"),
    "catair-se in a row": images(_SE, ""),
    "catair-bd": images(_BD, "\r\n"),
    "camir-ocean": images(_OCEAN, "\n"),
    "camir-air": "".join(f"{line}\n" for line in _AIR).encode(),
    "x12-309": manifest(_TRUCK),
    "x12-309 in a row": manifest(_TRUCK, "~"),
    "cuscar": "".join(f"{segment}'\n" for segment in _CUSCAR).encode(),
    "cuscar in a row": ("UNA:+.? '" + "".join(f"{segment}'" for segment in _CUSCAR)).encode(),
}

CONFIGURATION: Final = b"""[options]
match = "normalised"
fail_on = "warning"
max_findings = 50
ignore = ["DM2", "EDI109"]

[rules]
near_limit_cents = 100

[layouts.SE36]
city = "5-39"

[[policy]]
period = "P8"
limit_cents = 90000
action = "warn"
starts = 2027-01-01
"""
