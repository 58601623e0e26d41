"""The transaction sets: which groups may hold them, which segments they use and in what order.

The order of the 309 and the 358 is X12 5020's (with what 6020 and 6050 add), that of the 350 is CBP's truck guide of
April 2018, that of the 355 follows CBP's rail guide of February 2016. Maps are lenient where CBP's own is unknown.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from deminimis.edi.formats.x12.layouts.acknowledgment import AK1, AK2, AK3, AK4, AK5, AK9
from deminimis.edi.formats.x12.layouts.consist import MBL
from deminimis.edi.formats.x12.layouts.equipment import CII, H1, H2, M7, M7A, MAN, N7, VC, VEH, VID
from deminimis.edi.formats.x12.layouts.goods import C3, CUR, M12, N10, R4
from deminimis.edi.formats.x12.layouts.manifest import LX, M10, M11, M13, P4
from deminimis.edi.formats.x12.layouts.party import DMA, DMG, DTM, N1, N2, N3, N4, N9, NM1, PER, REF, X1
from deminimis.edi.formats.x12.layouts.status import K1, K3, V9, X4
from deminimis.edi.layout.declare import Layout
from deminimis.edi.layout.usage import Item, Loop, Rec


class SetSpec(NamedTuple):
    """One transaction set. `usage` begins behind ST and ends before SE."""

    set_id: str
    functional_ids: tuple[str, ...]  # GS01 as CBP's truck guides have it
    tolerated_ids: tuple[str, ...]  # GS01 of the ocean guides, older releases and common mistakes
    usage: tuple[Item, ...]
    layouts: Mapping[str, Layout]
    source: str


def _by_tag(*layouts: Layout) -> dict[str, Layout]:
    return {layout.tag: layout for layout in layouts}


_PEOPLE: Final = Loop(
    (Rec("NM1", 1), Rec("DMG"), Rec("DMA"), Rec("REF", 0, 10), Rec("N3", 0, 2), Rec("N4")),
)
# X12 5020 has DTM before PER; either is taken.
_PARTIES: Final = Loop(
    (Rec("N1", 1), Rec("N2", 0, 2), Rec("N3", 0, 2), Rec("N4"), Rec("DTM"), Rec("PER", 0, 3), Rec("DTM"), Rec("X1")),
)
# Where a currency may stand is not public for truck: in front of the amounts that it is for, or behind a line's.
_CURRENCY: Final = (Rec("C3"), Rec("CUR"))
_LINES: Final = Loop(
    (Rec("N10", 1), *_CURRENCY, Rec("VC", 0, 999), Rec("MAN", 0, 999), Loop((Rec("H1", 1), Rec("H2", 0, 99)))),
)
_SHIPMENT: Final = Loop(
    (
        Rec("LX", 1),
        Rec("M13"),
        Rec("M11"),  # a delete needs only the M13
        *_CURRENCY,
        Rec("N9", 0, 999),
        _PARTIES,
        Loop((Rec("M12", 1), Rec("R4", 0, 10))),
        _LINES,  # X12 has goods only under a VID; a shipment that has no trip yet may have no equipment either
        Loop((Rec("VID", 1), Rec("M7", 0, 5), _PARTIES, _LINES)),  # N1 between VID and N10 as in 6050
    ),
    0,  # X12 has one at least; CBP confirms and deletes a whole manifest by trip number and date alone
    9999,
)

_USAGE_309: Final[tuple[Item, ...]] = (
    Rec("M10", 1),
    *_CURRENCY,
    Rec("N9", 0, 5),  # from release 6020 on, as is M7 here
    Rec("VEH", 0, 10),
    Rec("M7"),
    Rec("CII", 0, 3),
    _PEOPLE,
    Loop((Rec("P4", 1), *_CURRENCY, _SHIPMENT), 1, 20),
)

_USAGE_350: Final[tuple[Item, ...]] = (
    Rec("M10"),
    Loop(
        (
            Rec("P4", 1),
            Rec("V9", 0, 20),
            Loop((Rec("N9", 1), Rec("K1", 0, 4))),  # as in plain X12 4060
            Rec("VEH", 0, 10),
            Rec("NM1", 0, 9999),
            Loop((Rec("VID", 1), Rec("M7", 0, 5), Rec("M7A", 0, 22)), 0, 9999),
            Rec("K1", 0, 4),  # not used at port level, says the guide
            Loop((Rec("X4", 1), Rec("K1", 0, 4), Rec("N9", 0, 999), Rec("N7", 0, 999)), 0, 9999),
        ),
        0,
        20,
    ),
)


def _echo(*tags: str) -> tuple[Loop, ...]:
    """Segments that a 355 repeats from the filing, each with its errors behind it."""
    return tuple(Loop((Rec(tag, 1), Rec("K1", 0, 999))) for tag in tags)


_USAGE_355: Final[tuple[Item, ...]] = (
    Rec("M10"),
    Rec("K1", 0, 999),
    *_echo("N9", "VEH", "M7", "CII"),
    Loop(_echo("NM1", "DMG", "DMA", "REF", "N3", "N4")),
    Loop(
        (
            Rec("P4", 1),
            Rec("K1", 0, 999),
            Loop(
                (
                    *_echo("LX", "M13", "M11", "N9"),
                    Loop(_echo("N1", "N3", "N4", "PER", "DTM", "X1")),
                    *_echo("M12", "R4"),
                    Loop(_echo("VID", "M7", "MBL", "VC", "N10", "MAN", "H1", "H2")),
                )
            ),
            *_echo("MBL", "M13"),
        ),
        0,
        20,
    ),
    Rec("K3", 0, 99),
)

_BILLS_358: Final = Loop((Rec("MBL", 1), Rec("M13"), Rec("X1")), 0, 9999)
_USAGE_358: Final[tuple[Item, ...]] = (
    Rec("M10", 1),
    Rec("N9", 0, 5),  # from release 6050 on, as is M7 here
    Rec("VEH", 0, 10),
    Rec("M7"),
    Rec("CII", 0, 3),
    _PEOPLE,
    Loop(
        (
            Rec("P4", 1),
            _BILLS_358,
            Loop((Rec("VID", 1), Rec("M7", 0, 5), Rec("N9", 0, 999), _BILLS_358), 0, 9999),
        ),
        1,
        20,
    ),
)

_USAGE_997: Final[tuple[Item, ...]] = (
    Rec("AK1", 1),
    Loop((Rec("AK2", 1), Loop((Rec("AK3", 1), Rec("AK4", 0, 99))), Rec("AK5", 1))),
    Rec("AK9", 1),
)

# Segments of the customs sets 309 to 358 in any release, and of CBP's ocean and rail guides, that no map here uses.
KNOWN_UNUSED: Final[dict[str, str]] = {
    "BA1": "Export Shipment Identifying Information",
    "C8": "Certifications and Clauses",
    "C8C": "Certifications, Clauses Continuation",
    "CM": "Cargo Manifest",
    "CTP": "Pricing Information",
    "G61": "Contact",
    "L0": "Line Item, Quantity and Weight",
    "L11": "Business Instructions and Reference Number",
    "L4": "Measurement",
    "L5": "Description, Marks and Numbers",
    "LIN": "Item Identification",
    "M14": "General Order Status Information",
    "M15": "Customs Events Advisory Details",
    "M20": "Permit to Transfer Request Details",
    "M21": "Supplementary In-bond Information",
    "MEA": "Measurements",
    "NTE": "Note",
    "P5": "Port Information",
    "PWK": "Paperwork",
    "QTY": "Quantity Information",
    "SUP": "Supplementary Information",
    "V1": "Vessel Identification",
    "V2": "Vessel Information",
    "W09": "Equipment and Temperature",
    "X2": "Import License",
    "YNQ": "Yes/No Question",
}

SETS: Final[dict[str, SetSpec]] = {
    "309": SetSpec(
        "309",
        ("AQ",),
        ("SO",),
        _USAGE_309,
        _by_tag(
            *(M10, N9, VEH, M7, CII, NM1, DMG, DMA, REF, N3, N4, P4, LX, M13, M11),
            *(N1, N2, DTM, PER, X1, M12, R4, VID, N10, C3, CUR, VC, MAN, H1, H2),
        ),
        "CBP truck 309 guide, December 2016 (group AQ, base 5020); ASC X12 5020 and 6050, 309",
    ),
    "350": SetSpec(
        "350",
        ("AU",),
        ("SO",),
        _USAGE_350,
        _by_tag(M10, P4, V9, VEH, NM1, VID, M7, M7A, K1, X4, N9, N7),
        "CBP truck 350 guide, April 2018 (group AU, base 4060, segment table)",
    ),
    "355": SetSpec(
        "355",
        ("AZ",),
        ("SO",),
        _USAGE_355,
        _by_tag(
            *(M10, K1, N9, VEH, M7, CII, NM1, DMG, DMA, REF, N3, N4, P4, LX, M13, M11, N1, PER, DTM, X1),
            *(M12, R4, VID, MBL, VC, N10, MAN, H1, H2, K3),
        ),
        "CBP rail 355 guide, February 2016 (group AZ); ASC X12 6050, 355; truck presumed alike",
    ),
    "358": SetSpec(
        "358",
        ("BD",),
        ("AQ", "SO"),
        _USAGE_358,
        _by_tag(M10, N9, VEH, M7, CII, NM1, DMG, DMA, REF, N3, N4, P4, VID, MBL, M13, X1),
        "ASC X12 5020 and 6050, 358; CBP's truck guide is not public",
    ),
    "997": SetSpec(
        "997",
        ("FA",),
        (),
        _USAGE_997,
        _by_tag(AK1, AK2, AK3, AK4, AK5, AK9),
        "ASC X12 5020, 997",
    ),
}
