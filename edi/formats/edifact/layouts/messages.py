"""The messages: their segments and the order of them, between UNH and UNT.

Orders are D.03B's with CBP's own segments: in CUSCAR a DOC behind CNI and an RFF with LOC behind EQD (CBP sample
cuscar_012_30); in CUSREP and CUSRES what is seen in messages. CUSRES has one map for both of its uses.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from deminimis.edi.formats.edifact.layouts.contrl import UCD, UCF, UCI, UCM, UCS
from deminimis.edi.formats.edifact.layouts.cuscar import CNI, DOC, EQD, SEL, TDT, TSR
from deminimis.edi.formats.edifact.layouts.cusres import ERC, ERP
from deminimis.edi.formats.edifact.layouts.goods import CST, CUX, DGS, GID, MEA, MOA, PAC, PCI, SGP
from deminimis.edi.formats.edifact.layouts.party import COM, CTA, NAD
from deminimis.edi.formats.edifact.layouts.shared import BGM, CNT, DTM, FTX, GEI, LOC, QTY, RFF
from deminimis.edi.layout.declare import Layout
from deminimis.edi.layout.usage import Item, Loop, Rec


class MessageSpec(NamedTuple):
    """One message type. `usage` begins behind UNH and ends before UNT."""

    message_type: str
    usage: tuple[Item, ...]
    layouts: Mapping[str, Layout]
    source: str


def _by_tag(*layouts: Layout) -> dict[str, Layout]:
    return {layout.tag: layout for layout in layouts}


_CONTACTS: Final = Loop((Rec("CTA", 1), Rec("COM", 0, 9)))
_PARTIES: Final = Loop((Rec("NAD", 1), Rec("DTM", 0, 9), Rec("RFF", 0, 9), _CONTACTS), 0, 99)
_CONVEYANCES: Final = Loop((Rec("TDT", 1), Rec("LOC", 0, 99), Rec("DTM", 0, 99)), 0, 9)
_EQUIPMENT: Final = Loop(
    (
        Rec("EQD", 1),
        Rec("TSR", 0, 9),
        Rec("MEA", 0, 9),
        Rec("SEL", 0, 9),
        Rec("NAD", 0, 9),
        Rec("GEI", 0, 9),
        Loop((Rec("RFF"), Rec("LOC"))),  # CBP's own: plate and its state
    ),
    0,
    9999,
)
_AMOUNTS: Final = Loop((Rec("CUX", 0, 9), Rec("MOA", 0, 9), Rec("CUX", 0, 9)), 0, 9)  # senders put CUX on either side
_GOODS: Final = Loop(
    (
        Rec("GID", 1),
        Rec("PAC", 0, 9),
        Rec("FTX", 0, 99),
        Rec("MEA", 0, 99),
        _AMOUNTS,
        Rec("SGP", 0, 9999),
        Rec("DGS", 0, 99),
        Rec("PCI", 0, 9),
        Rec("CST"),
        Rec("LOC", 0, 9),
        Loop((Rec("GEI", 1), Rec("DTM", 0, 9), Rec("DOC", 0, 9), Rec("PAC", 0, 9), Rec("MEA", 0, 9))),
        Loop((Rec("QTY", 1), Rec("FTX"))),
    ),
    0,
    9999,
)
_SHIPMENT: Final = Loop(
    (
        Rec("CNI", 1),
        Rec("DOC", 0, 9),  # CBP's own: release type
        Rec("CNT", 0, 9),
        Rec("CUX", 0, 9),
        Loop(
            (
                Rec("RFF", 1),
                Rec("CNT", 0, 9),
                _AMOUNTS,
                Rec("LOC", 0, 99),
                Rec("GEI", 0, 9),
                Loop(
                    (
                        Rec("TDT", 1),
                        Rec("LOC", 0, 9),
                        Rec("DTM", 0, 9),
                        Rec("MEA", 0, 9),
                        Loop((Rec("RFF", 1), Rec("TSR", 0, 9))),
                    ),
                    0,
                    9,
                ),
                Loop((Rec("RFF", 1), Rec("TSR", 0, 9))),  # also without a TDT
                _PARTIES,
                Loop((Rec("QTY", 1), Rec("FTX", 0, 9))),
                _GOODS,  # a delete and a boarded quantity need none
            ),
            0,
            9999,
        ),
    ),
    0,
    9999,
)

_CUSCAR: Final[tuple[Item, ...]] = (
    Rec("BGM", 1),
    Rec("DTM", 0, 9),
    Rec("LOC", 0, 9),
    Rec("QTY", 0, 9),
    Rec("CUX", 0, 9),
    Loop((Rec("RFF", 1), Rec("DTM", 0, 9)), 0, 99),
    _PARTIES,
    Rec("FTX", 0, 9),
    _CONVEYANCES,
    Rec("GEI", 0, 9),
    _EQUIPMENT,
    Rec("CNT", 0, 9),
    _SHIPMENT,
)

_CUSREP: Final[tuple[Item, ...]] = (
    Rec("BGM", 1),
    Rec("DTM", 0, 9),
    Rec("QTY", 0, 9),
    Rec("FTX", 0, 9),
    Rec("MEA", 0, 9),
    Rec("GEI", 0, 9),
    Loop((Rec("RFF", 1), Rec("DTM")), 0, 99),
    Loop((Rec("LOC", 1), Rec("DTM", 0, 9)), 0, 99),
    # D.03B has nine documents; a trip names every shipment that it carries.
    Loop((Rec("DOC", 1), Rec("RFF", 0, 9), Rec("QTY", 0, 9), Rec("DTM"), Rec("LOC")), 0, 9999),
    _PARTIES,
    _CONVEYANCES,
    _EQUIPMENT,
)

_ERRORS: Final = Loop((Rec("ERP", 1), Rec("RFF", 0, 9), Rec("ERC", 0, 9999), Rec("FTX", 0, 99)), 0, 9999)
_ANSWERED: Final = Loop(
    (
        Rec("DOC", 1),
        Rec("PAC", 0, 9),
        Rec("RFF", 0, 9),
        Rec("PCI", 0, 9),
        Rec("FTX", 0, 99),
        Rec("TDT", 0, 9),
        Rec("LOC", 0, 9),
        Rec("DTM", 0, 9),
        Rec("GEI", 0, 99),
        Rec("MEA", 0, 99),
        Loop((Rec("EQD", 1), Rec("SEL", 0, 9))),
        Loop((Rec("NAD", 1), _CONTACTS), 0, 9),
        Rec("MOA", 0, 99),
        Loop((Rec("CST", 1), Rec("FTX", 0, 9)), 0, 9999),
        _ERRORS,
    ),
    0,
    99999,
)
_CUSRES: Final[tuple[Item, ...]] = (
    Rec("BGM", 1),
    Rec("DTM", 0, 9),
    Rec("FTX", 0, 99),
    Rec("TDT", 0, 9),
    Rec("LOC", 0, 99),
    Rec("GEI", 0, 10),
    Rec("EQD", 0, 999),
    Loop((Rec("NAD", 1), _CONTACTS), 0, 99),
    Loop((Rec("RFF", 1), Rec("DTM", 0, 9), Rec("LOC", 0, 9)), 0, 999),
    _ERRORS,
    _ANSWERED,
    Rec("CNT", 0, 9),
)

_SEGMENTS: Final = Loop((Rec("UCS", 1), Rec("UCD", 0, 99)), 0, 999)
_UCM: Final = Loop((Rec("UCM", 1), _SEGMENTS), 0, 999_999)
_CONTRL: Final[tuple[Item, ...]] = (
    Rec("UCI", 1),
    _UCM,
    Loop((Rec("UCF", 1), _UCM), 0, 999_999),
)

# Segments that D.03B has in these messages and no map here uses; they are passed through.
KNOWN_UNUSED: Final[dict[str, str]] = {
    "AUT": "Authentication Result",
    "CPI": "Charge Payment Instructions",
    "DIM": "Dimensions",
    "EQN": "Number of Units",
    "FII": "Financial Institution Information",
    "GIS": "General Indicator",
    "HAN": "Handling Instructions",
    "POC": "Purpose of Conveyance Call",
    "RNG": "Range Details",
    "STS": "Status",
    "TAX": "Duty/Tax/Fee Details",
    "TMD": "Transport Movement Details",
    "TMP": "Temperature",
    "TPL": "Transport Placement",
}

MESSAGES: Final[dict[str, MessageSpec]] = {
    "CUSCAR": MessageSpec(
        "CUSCAR",
        _CUSCAR,
        _by_tag(
            *(BGM, DTM, LOC, QTY, RFF, NAD, CTA, COM, FTX, TDT, GEI, EQD, TSR, MEA, SEL, CNT, CNI, DOC),
            *(CUX, MOA, GID, PAC, SGP, DGS, PCI, CST),
        ),
        "UN/EDIFACT D.03B CUSCAR with the two segments of CBP's sample cuscar_012_30",
    ),
    "CUSREP": MessageSpec(
        "CUSREP",
        _CUSREP,
        _by_tag(BGM, DTM, QTY, FTX, MEA, GEI, RFF, LOC, DOC, NAD, CTA, COM, TDT, EQD, TSR, SEL),
        "UN/EDIFACT D.03B CUSREP; CBP's guide is not public",
    ),
    "CUSRES": MessageSpec(
        "CUSRES",
        _CUSRES,
        _by_tag(
            *(BGM, DTM, FTX, TDT, LOC, GEI, EQD, SEL, NAD, CTA, COM, RFF, ERP, ERC, DOC, PAC, PCI, MEA, MOA, CST, CNT),
        ),
        "UN/EDIFACT D.03B CUSRES; levels of CBP's accept/reject guide v1.6, April 2009",
    ),
    "CONTRL": MessageSpec(
        "CONTRL",
        _CONTRL,
        _by_tag(UCI, UCF, UCM, UCS, UCD),
        "ISO 9735 version 4, CONTRL",
    ),
}
