"""Manifest and shipment segments of the truck 309, 350, 355 and 358: M10, P4, LX, M13, M11.

CBP's own element tables of these sets are not public beyond their first pages: sizes are those of X12 5020, the base
that the 309 guide of December 2016 names, and every known difference is stated at its field.
"""

from typing import Final

from deminimis.edi.catalogue import release_hint
from deminimis.edi.formats.x12.layouts.elements import BROKER_DOWNLOAD, X12_5020, YES_NO, de
from deminimis.edi.layout.declare import x12
from deminimis.edi.layout.kinds import CCYYMMDD, ID, N0, TEXT, TM, R

CLAIMS: Final = frozenset({"13", "35"})  # the two Section 321 bill types of the truck 309 (CSMS 64824427)

# X12 DE 91, those of the modes that CBP's sets are for; whose manifests a set holds must be known.
MODES: Final = {
    "J": "motor",
    "M": "motor, common carrier",
    "O": "ocean, in containers",
    "R": "rail",
    "RR": "roadrailer",
    "S": "ocean",
    "V": "vessel",
    "VE": "vessel, ocean",
    "W": "inland waterway",
}
_MANIFESTS: Final = {"P": "preliminary", "W": "complete", "Y": "amendment"}
_PURPOSES: Final = {
    "00": "original",
    "01": "cancellation",
    "03": "delete",
    "04": "change",
    "05": "replace",
    "06": "confirmation",
}
_AMENDMENTS: Final = {
    "A": "add the bill",
    "B": "add an in-bond movement",
    "C": "add a broker",
    "D": "delete the bill",
    "M": "replace the segment (truck only)",
    "N": "delete a second notify party",
    "R": "replace the quantity (rail and ocean only)",
    "S": "add a second notify party",
}
_ACTIONS: Final = {"1": "add", "2": "change", "3": "delete", "A": "add the bill", "D": "delete the bill"}
_BILL_TYPES: Final = {
    "12": "empty articles or instruments of international traffic",
    "13": "Section 321",
    "14": "intangibles",
    "15": "returned goods",
    "16": "gifts",
    "18": "American goods returned",
    "19": "new equipment",
    "35": "Section 321, goods with prior notice to FDA",
    "83": "CBPF 7523 attached",
    "84": "CBPF 3311 attached",
    "85": "CBPF 3299 attached",
}

M10: Final = x12(
    "M10",
    "Manifest Identifying Information",
    (
        de(1, 140, "scac", ID, 2, 4, "M", "SCAC of the carrier."),
        de(2, 91, "transport_method", ID, 1, 2, "M", "Mode; CBP's code for truck is not confirmed.", codes=MODES,
           closed=True),
        # X12 5020 has M1003 mandatory, 6030 does not, and CBP uses no flag country in truck (Broker Download, 1M).
        de(3, 26, "country", ID, 2, 3, "O", "Country of the conveyance.", source="ASC X12 6030"),
        de(4, 597, "vessel_code", TEXT, 1, 8, "O", "Vessel code, not for truck."),
        de(5, 182, "vessel_name", TEXT, 2, 28, "O", "Vessel name, not for truck."),
        # 2/10 in 5020; the trip field of the Broker Download (1M 11-33) shows that ACE stores longer ones.
        de(6, 55, "trip_number", TEXT, 2, 30, "O",
           "Trip number of the carrier; SYSTEM where shipments have no trip yet.",
           source=f"ASC X12 6030, {BROKER_DOWNLOAD} 1M", status="assumed"),
        de(7, 127, "manifest_reference", TEXT, 1, 50, "O", "Reference; in the 350 an item of six digits."),
        de(8, 380, "quantity", R, 1, 15, "O", "Number of bills of the manifest."),
        de(9, 256, "manifest_type", ID, 1, 1, "O",
           "Preliminary, complete or amendment; ACE's letters, their place in M1009 is inferred.", codes=_MANIFESTS,
           source=f"{BROKER_DOWNLOAD} 1M, {X12_5020}", status="assumed"),
        de(10, 897, "vessel_code_qualifier", ID, 1, 1, "O", "Kind of vessel code, not for truck."),
        de(11, 1073, "indicator", ID, 1, 1, "O", "Yes or no; use by truck unknown.", codes=YES_NO),
        de(12, 127, "second_reference", TEXT, 1, 50, "O", "Second reference; use by truck unknown."),
        de(13, 353, "purpose", ID, 2, 2, "O", "Purpose of the set; use by truck unknown.", codes=_PURPOSES),
        de(14, 346, "application_type", ID, 2, 2, "O", "Application type; use by truck unknown."),
        de(15, 580, "amendment_type", ID, 1, 1, "O", "Kind of amendment.", codes=_AMENDMENTS),
        de(16, 393, "amendment_code", ID, 2, 2, "O", "Reason of the amendment."),
        de(17, 256, "second_manifest_type", ID, 1, 1, "O", "Second manifest type.", codes=_MANIFESTS),
    ),
    source=f"{X12_5020}, M10",
)

P4: Final = x12(
    "P4",
    "Port Information",
    (
        de(1, 310, "port", TEXT, 1, 30, "M", "Port of arrival: Schedule D district and port, four digits.",
           source=f"E-manifest error list of 10 January 2007, error 033; {X12_5020}", status="cbp"),
        de(2, 373, "date", CCYYMMDD, 8, 8, "M",
           "Estimated date of arrival at this port; it holds for every shipment of the P4 loop.",
           source=f"{BROKER_DOWNLOAD} 1P; {X12_5020}", status="assumed"),
        de(3, 380, "quantity", R, 1, 15, "O", "Number of bills for this port."),
        de(4, 310, "location", TEXT, 1, 30, "O", "Place within the port (FIRMS code in ocean)."),
        de(5, 337, "time", TM, 4, 8, "O", "Time of arrival; 0000 for preliminary shipments."),
        de(6, 373, "second_date", CCYYMMDD, 8, 8, "O", "Second date; use by truck unknown."),
        de(7, 337, "second_time", TM, 4, 8, "O", "Second time; use by truck unknown."),
    ),
    source=f"{X12_5020}, P4",
)

LX: Final = x12(
    "LX",
    "Transaction Set Line Number",
    (de(1, 554, "line_number", N0, 1, 6, "M", "Number of the shipment; opens its loop."),),
    source=f"{X12_5020}, LX",
)

M13: Final = x12(
    "M13",
    "Manifest Amendment Details",
    (
        de(1, 140, "scac", ID, 2, 4, "M", "SCAC of the carrier."),
        de(2, 310, "port", TEXT, 1, 30, "M", "Port of the manifest."),
        # closed: of another code nobody knows what it does to the bill
        de(3, 580, "amendment_type", ID, 1, 1, "O", "What is changed.", codes=_AMENDMENTS, closed=True,
           source=f"{X12_5020}; {BROKER_DOWNLOAD} 1A for A, D, M, R"),
        de(4, 598, "bill_number", TEXT, 1, 12, "M",
           "Shipment control number without its SCAC; X12 allows 25 characters, CBP twelve.",
           source=f"{BROKER_DOWNLOAD} 1A (width); {X12_5020}", status="assumed"),
        de(5, 380, "quantity", R, 1, 15, "O", "New quantity."),
        de(6, 393, "amendment_code", ID, 2, 2, "O", "Reason of the amendment; CBP's list."),
        de(7, 306, "action", ID, 1, 2, "O", "What is done to the bill.", codes=_ACTIONS, closed=True),
        de(8, 598, "second_bill_number", TEXT, 1, 25, "C", "House bill or bill control number, with M1310."),
        de(9, 140, "issuer_scac", ID, 2, 4, "M",
           "SCAC of the bill's issuer, first part of the shipment control number."),
        de(10, 140, "second_issuer_scac", ID, 2, 4, "C", "SCAC of the second bill's issuer, with M1308."),
        de(11, 66, "identifier_qualifier", ID, 1, 2, "C", "Kind of identifier, with M1312."),
        de(12, 67, "identifier", TEXT, 2, 80, "C", "Identifier, with M1311."),
    ),
    source=f"{X12_5020}, M13",
)

M11: Final = x12(
    "M11",
    "Manifest Bill of Lading Details",
    (
        de(1, 598, "bill_number", TEXT, 1, 12, "M",
           "Shipment control number without its SCAC; X12 allows 25 characters, CBP twelve (error 017).",
           source=f"E-manifest error list of 10 January 2007, error 017; {BROKER_DOWNLOAD} 1B", status="cbp"),
        de(2, 310, "port_of_lading", TEXT, 1, 30, "M", "Place of lading; its coding for truck is unknown."),
        de(3, 380, "quantity", R, 1, 15, "C", "Quantity of the shipment, with M1104."),
        de(4, 599, "manifest_unit", ID, 1, 3, "C", "Unit of that quantity, with M1103."),
        de(5, 81, "weight", R, 1, 10, "C", "Weight of the shipment, with M1106."),
        de(6, 188, "weight_unit", ID, 1, 1, "C",
           "Unit of that weight, with M1105; another than K or L brings error 021.",
           codes={"K": "kilograms", "L": "pounds"},
           source=f"E-manifest error list of 10 January 2007, error 021; {X12_5020}", status="cbp"),
        de(7, 183, "volume", R, 1, 8, "C", "Volume, with M1108."),
        de(8, 184, "volume_unit", ID, 1, 1, "C", "Unit of that volume, with M1107."),
        de(9, 582, "bill_type", ID, 2, 2, "O",
           "Shipment release type; 13 and 35 claim Section 321. In rail and ocean the numbers mean other things.",
           codes=_BILL_TYPES, closed=True, hint=release_hint("x12-309"), status="assumed",
           source=f"CSMS 64824427 (types 13 and 35), CSMS 12-000064 (element), {BROKER_DOWNLOAD} 1B, {X12_5020}"),
        de(10, 600, "place_of_receipt", TEXT, 1, 17, "O", "Place where the carrier took the goods."),
        de(11, 598, "second_bill_number", TEXT, 1, 25, "C", "Consolidated or master bill, with M1113."),
        de(12, 140, "issuer_scac", ID, 2, 4, "M",
           "SCAC of the bill's issuer, first part of the shipment control number.",
           source=f"CAMIR Appendix L, November 2011, error 017; {X12_5020}", status="cbp"),
        de(13, 140, "second_issuer_scac", ID, 2, 4, "C", "SCAC of the second bill's issuer, with M1111."),
        de(14, 140, "notify_scac_1", ID, 2, 4, "O", "Party to be notified."),
        de(15, 140, "notify_scac_2", ID, 2, 4, "O", "Second party to be notified."),
        de(16, 1302, "export_declaration", ID, 1, 2, "O", "Export declaration requirement."),
        de(17, 1578, "export_exception", ID, 2, 2, "O", "Export exception."),
        de(18, 140, "notify_scac_3", ID, 2, 4, "O", "Third party to be notified."),
        de(19, 140, "notify_scac_4", ID, 2, 4, "O", "Fourth party to be notified."),
        de(20, 310, "location_1", TEXT, 1, 30, "O", "Place; use by truck unknown."),
        de(21, 310, "location_2", TEXT, 1, 30, "O", "Place; use by truck unknown."),
        de(22, 91, "transport_method", ID, 1, 2, "O", "Mode; use by truck unknown.", codes=MODES),
        de(23, 591, "payment_method", ID, 3, 3, "O", "Payment method; use by truck unknown."),
        de(24, 1271, "industry_code", TEXT, 1, 30, "O", "Industry code; use by truck unknown."),
    ),
    source=f"{X12_5020}, M11",
)
