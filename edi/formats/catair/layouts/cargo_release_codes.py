"""The short code lists of ACE Cargo Release v40.

Two of them carry the claim, action and entry type: they are closed, since a record with another code says nothing
certain. Lists that CBP has lengthened in the past are left open where the records use them.
"""

from typing import Final

ACTIONS: Final = {"A": "add", "R": "replace", "U": "update of bill, manifest and port", "D": "cancel"}  # p. SE-32

# p. SE-33. Appendix B rev. 21 lists more types, among them 13 International Mail Shipment (July 2026); none of those
# may be filed here by version 40. The guide prints 1 to 7 without the zero that the two columns need.
ENTRY_TYPES: Final = {
    "01": "consumption, free and dutiable",
    "02": "consumption, quota or visa",
    "03": "consumption, antidumping or countervailing duty",
    "06": "consumption, foreign trade zone",
    "07": "consumption, antidumping or countervailing duty with quota or visa",
    "11": "informal, free and dutiable",
    "12": "informal, quota or visa (not textiles)",
    "21": "warehouse",
    "22": "re-warehouse",
    "23": "temporary importation bond",
    "52": "government, dutiable",
    "86": "Section 321: de minimis",
}

MODES_OF_TRANSPORT: Final = {  # p. SE-34; Appendix B rev. 21, p. 27
    "10": "vessel, no container",
    "11": "vessel, container",
    "12": "border water-borne (Mexico and Canada only)",
    "20": "rail, no container",
    "21": "rail, container",
    "30": "truck, no container",
    "31": "truck, container",
    "32": "automobile",
    "33": "pedestrian",
    "34": "road, other: on foot, by animal",
    "40": "air, no container",
    "41": "air, container",
    "50": "mail",
    "60": "carried by a passenger",
    "70": "fixed installation: pipeline, powerhouse",
}

BOND_TYPES: Final = {"0": "no bond required", "8": "continuous bond", "9": "single transaction bond"}  # p. SE-34

SPLIT_RELEASE: Final = {"1": "hold all until all has come", "2": "release part by part"}  # p. SE-35

IDENTIFIER_QUALIFIERS: Final = {  # p. SE-33, SE-58
    "EI": "employer number (IRS), NN-NNNNNNNXX",
    "ANI": "number assigned by CBP, YYDDPP-NNNNN",
    "34": "social security number, NNN-NN-NNNN",
}
# By the hyphens that the guide prints for each, p. SE-34, SE-58.
IDENTIFIER_FORMS: Final = {
    "EI": "^[0-9]{2}-[0-9]{7}[A-Z0-9]{0,2}$",
    "ANI": "^[A-Z0-9]{6}-[0-9]{5}$",
    "34": "^[0-9]{3}-[0-9]{2}-[0-9]{4}$",
}

CANCELLATION_REASONS: Final = {  # p. SE-42
    "01": "clerical error",
    "02": "replaced by CBPF 7512; its in-bond number in SE20 IB",
    "03": "cleared under another entry; its number in SE20 EN",
    "04": "replaced by an FTZ admission; its number in SE20 FTZ",
    "05": "cleared under an informal entry",
    "06": "seized",
    "07": "destroyed",
    "08": "has not arrived",
    "09": "refused by the importer",
    "10": "not authorised for import",
    "11": "system error",
    "12": "no foreign status goods left the zone (type 06 weekly only)",
}

BILL_TYPES: Final = {  # p. SE-44
    "R": "regular or simple bill",
    "M": "master bill",
    "H": "house bill",
    "T": "express carrier's tracking number (air only, never type 86)",
    "I": "in-bond number",
}

REFERENCE_QUALIFIERS: Final = {  # p. SE-54
    "CR": "the filer's own reference, returned in SO",
    "EN": "replacement entry number",
    "IB": "replacement in-bond number",
    "FTZ": "replacement FTZ admission number",
    "DIS": "the filer's reference of a document submission",
    "V1": "surety code (bond type 9)",
    "AMT": "bond amount in whole dollars (bond type 9)",
    "EXP": "express consignment shipment: Y",
    "KII": "known importer: Y",
    "RRN": "rail reference, returned in SO",
    "PER": "perishable goods: Y",
    "CES": "consolidated entry summary number",
    "EDA": "estimated date of arrival MMDDYY, required for type 86",
}

LINE_ENTITIES: Final = {  # p. SE-66
    "MF": "manufacturer or supplier",
    "SE": "seller",
    "BY": "buyer",
    "ST": "ship to",
    "LG": "container stuffing location",
    "CS": "consolidator",
    "CN": "consignee",
    "SH": "shipper (GBI test)",
    "EX": "exporter (GBI test)",
    "DR": "distributor (GBI test)",
    "PK": "packager (GBI test)",
}
HEADER_ENTITIES: Final = {**LINE_ENTITIES, "BKP": "booking party"}  # p. SE-57

BUSINESS_IDENTIFIERS: Final = {"LEI": "GLEIF", "GLN": "GS1", "DUNS": "Dun & Bradstreet"}  # p. SE-59

ADDRESS_QUALIFIERS: Final = {  # p. SE-60, SE-69
    "01": "street number",
    "02": "street name",
    "05": "P.O. box",
    "12": "building name",
    "13": "apartment",
    "14": "suite",
    "15": "unstructured street address",
    "28": "association name",
    "30": "pier",
    "31": "wing",
    "32": "floor",
    "35": "room",
    "37": "unit",
    "57": "cross street",
    "AK": "building number",
}

ZONE_STATUSES: Final = {  # p. SE-63
    "P": "privileged foreign",
    "N": "non-privileged foreign",
    "D": "domestic (not for type 06)",
    "Z": "zone restricted (not for type 06)",
}
