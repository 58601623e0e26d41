"""CUSRES: ERP and ERC, which say what is answered, and CUX. Its other segments are shared.

Both uses have one layout: BGM 1001 is 132 for acceptance or rejection (three-digit codes) and 34 for a status
notification (SN and three digits). ERP 1049 is 1 for the trip and 2 for a shipment, under its DOC and RFF AAM.
"""

from typing import Final

from deminimis.edi.codes import load
from deminimis.edi.formats.edifact.layouts.elements import D03B, THIRD_PARTY, ce, code_list
from deminimis.edi.layout.declare import edifact
from deminimis.edi.layout.kinds import TEXT

_LEVELS: Final = {"1": "trip", "2": "shipment"}
_BULLETINS: Final = "CSMS 62931096 (SN517), CSMS 64824685 (SN521 to SN528), CSMS 18-000480 (SN121)"

ERP: Final = edifact(
    "ERP",
    "Error Point Details",
    (
        ce((1, 1), "C701-1049", "level", TEXT, 3, "C", "Level of the answer.", codes=_LEVELS,
           source=f"{D03B}; {THIRD_PARTY}", status="unconfirmed"),
        ce((1, 2), "C701-1052", "item", TEXT, 35, "O", "Item."),
        ce((2, 1), "C853-9166", "segment", TEXT, 3, "O", "Segment."),
        ce((2, 2), "C853-1050", "position", TEXT, 10, "O", "Position of the segment."),
        ce((2, 3), "C853-1159", "position_source", TEXT, 3, "O", "What the position counts."),
    ),
    source=f"{D03B}, ERP",
)

ERC: Final = edifact(
    "ERC",
    "Application Error Information",
    (
        ce((1, 1), "C901-9321", "code", TEXT, 8, "M", "Status or error.",
           codes=load("truck_status") | load("truck_error"), source=f"{_BULLETINS}; CAMIR Appendix L; {THIRD_PARTY}",
           status="cbp"),
        *code_list(1, 2, "C901", "code"),
    ),
    source=f"{D03B}, ERC",
)
