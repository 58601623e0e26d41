"""CUSRES: ERP and ERC, which say what is answered, and CUX. Its other segments are shared.

Both uses have one layout: BGM 1001 is 132 for acceptance or rejection (three-digit codes) and 34 for a status
notification (SN and three digits). ERP 1049 is 1 for the trip and 2 for a shipment, under its DOC and RFF AAM.
"""

from typing import Final

from deminimis.edi.formats.edifact.element_records import D03B, THIRD_PARTY, ce, code_list
from deminimis.edi.kinds import TEXT
from deminimis.edi.layout import edifact

# Status codes: SN517 and SN121 are CBP's own words, SN119 and SN120 too; the others are a third party's.
STATUSES: Final = {
    "SN030": "trip arrived",
    "SN038": "trip released",
    "SN050": "shipment held",
    "SN053": "shipment released",
    "SN119": "no citizenship on file for a crew member",
    "SN120": "no travel document on file for a crew member",
    "SN121": "request for in-bond diversion granted",
    "SN517": "Section 321 daily maximum of $800 may have been exceeded by the consignee",
    "SN521": "do not load: hold placed for description, shipper or consignee",
    "SN522": "do not load: hold removed",
    "SN523": "invalid shipper: hold placed",
    "SN524": "invalid shipper: hold removed",
    "SN525": "invalid cargo description: hold placed",
    "SN526": "invalid cargo description: hold removed",
    "SN527": "invalid consignee: hold placed",
    "SN528": "invalid consignee: hold removed",
}
# Shared with the 355 of X12 (CAMIR Appendix L).
ERRORS: Final = {
    "000": "manifest accepted",
    "001": "no M10 record",
    "002": "no P4 record",
    "003": "no M11 record",
    "004": "invalid shipper",
    "005": "invalid consignee or notify party",
    "009": "invalid carrier code",
    "012": "invalid trip number",
    "017": "missing or invalid bill",
    "021": "invalid weight unit",
    "032": "invalid in-bond number",
    "033": "invalid port",
    "060": "bill rejected",
    "081": "manifest transmittal",
    "108": "bonded carrier identifier required",
    "157": "FIRMS code required",
    "380": "invalid in-bond destination port",
    "401": "invalid ACE ID of the conveyance",
    "402": "invalid licence plate",
    "418": "duplicate trip number",
    "470": "invalid country of origin for the shipment",
    "491": "shipment mixed with other release types",
    "502": "invalid DOT number",
    "509": "manifest rejected",
    "511": "manifest returned to preliminary",
}
_LEVELS: Final = {"1": "trip", "2": "shipment"}
_BULLETINS: Final = "CSMS 62931096 (SN517), CSMS 64824685 (SN521 to SN528), CSMS 18-000480 (SN121)"

ERP: Final = edifact(
    "ERP",
    "Error Point Details",
    (
        ce(
            (1, 1),
            "C701-1049",
            "level",
            TEXT,
            3,
            "C",
            "Level of the answer.",
            codes=_LEVELS,
            source=f"{D03B}; {THIRD_PARTY}",
            status="unconfirmed",
        ),
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
        ce(
            (1, 1),
            "C901-9321",
            "code",
            TEXT,
            8,
            "M",
            "Status or error.",
            codes=STATUSES | ERRORS,
            source=f"{_BULLETINS}; CAMIR Appendix L; {THIRD_PARTY}",
            status="cbp",
        ),
        *code_list(1, 2, "C901", "code"),
    ),
    source=f"{D03B}, ERC",
)
