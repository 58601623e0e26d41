"""Code lists of ocean and rail manifests. Broker Download: August 2024 draft."""

from typing import Final

# Broker Download, page BD-12.
MODES: Final = {
    "10": "vessel, not containerized or not known",
    "11": "vessel, containerized",
    "20": "rail, not containerized or not known",
    "21": "rail, containerized",
}
# Broker Download, page BD-13.
MANIFEST_TYPES: Final = {
    "P": "preliminary (rail)",
    "T": "in transit (rail, future use)",
    "W": "complete",
    "Y": "amendment",
}
# A01 page and Broker Download BD-17; B and E: the in-bond chapter's A01 in a third party's tables.
ACTIONS: Final = {
    "A": "add the bill",
    "D": "delete the bill",
    "R": "replace the manifest quantity",
    "B": "add, in the in-bond application",
    "E": "delete, in the in-bond application",
}
# Broker Download, pages BD-22 and BD-23. 3 and 7 are the claims: released under Section 321.
BILL_TYPES: Final = {
    "0": "simple or regular bill, needs a broker's entry",
    "2": "empty equipment, instruments of international traffic",
    "3": "Section 321, low value without entry; value and country of origin required",
    "5": "in transit (rail)",
    "7": "Section 321 release off the manifest, house bill without agency considerations",
    "8": "goods astray (rail)",
    "B": "simple or regular bill, remaining on board",
    "I": "one entry per line-release code (rail)",
    "J": "one entry for several line-release codes (rail)",
    "K": "one entry per unit train (rail)",
    "M": "master bill of a vessel operator",
    "N": "house bill",
    "O": "master bill, remaining on board",
    "P": "house bill, remaining on board",
}
# Broker Download, pages BD-19 and BD-39.
WEIGHT_UNITS: Final = {
    "LB": "pounds",
    "KG": "kilograms",
    "LT": "long tons",
    "ST": "short tons",
    "ET": "metric tons",
    "MT": "measurement tons",
}
# Broker Download, pages BD-20 and BD-33.
IN_BOND_TYPES: Final = {
    "61": "immediate transportation",
    "62": "transportation and exportation",
    "63": "immediate exportation",
    "69": "transit United States - Canada - United States (rail)",
    "70": "transit Canada - United States - Canada (rail)",
}
# Broker Download, page BD-27: the more common ones.
ENTITIES: Final = {
    "CN": "consignee",
    "SH": "shipper",
    "CB": "customs broker",
    "N1": "first notify party",
    "N2": "second notify party",
    "SNP": "secondary notify party",
    "BN": "beneficial owner (rail)",
    "C1": "in care of (rail)",
    "CD": "consignee of mail and small parcels (rail)",
    "IM": "importer (rail)",
    "OO": "order of (rail)",
    "PF": "payer of freight (rail)",
    "SF": "shipped from (rail)",
    "UC": "ultimate consignee (rail)",
}
# Broker Download, pages BD-27 and BD-28.
ID_QUALIFIERS: Final = {"2": "SCAC or FIRMS code", "17": "ABI routing code"}
# Broker Download, pages BD-25 and BD-26, without those of truck; V3: the manifest-level reference of ACE ocean.
REFERENCES: Final = {
    "2K": "FDA product type",
    "BL": "government bill of lading",
    "BM": "bill of lading number",
    "BN": "booking number",
    "CG": "consignee's order number",
    "CN": "carrier's reference number",
    "CO": "customer order number",
    "CR": "customer reference number",
    "CUB": "CBP bill of lading number",
    "CX": "consignment classification number",
    "ED": "export declaration",
    "EP": "softwood lumber permit",
    "FEN": "foreign entry number (Mexican pedimento)",
    "FN": "forwarder's or agent's reference number",
    "FP": "forestry permit number",
    "GB": "grain block number",
    "GR": "grain order reference number",
    "HS": "harmonized system code",
    "IN": "consignee's invoice number",
    "LT": "lot number",
    "MA": "ship notice or manifest number",
    "MB": "master bill of lading",
    "OB": "ocean bill of lading (rail)",
    "OL": "original bill of a bill split after lading",
    "OM": "ocean manifest",
    "OW": "service order number",
    "PK": "packing list number",
    "PN": "permit number",
    "PO": "purchase order number",
    "RC": "rail routing code",
    "RR": "railroad",
    "S7": "stack train identification",
    "SI": "shipper's number of the shipment (rail)",
    "SO": "shipper's order or invoice number",
    "ST": "store number",
    "SW": "seller's sale number",
    "UT": "unit train",
    "V3": "unique voyage identifier, of the whole manifest",
    "VA": "vessel agent number",
    "WU": "vessel",
    "WY": "rail waybill number",
    "XC": "Canadian cargo control number",
    "XP": "previous cargo control number",
    "ZE": "coal authority number",
    "ZZ": "mutually defined",
}
# Broker Download, page BD-32.
CONTACTS: Final = {
    "AU": "defense switched network",
    "CP": "cellular phone",
    "ED": "EDI access number",
    "EM": "electronic mail",
    "EX": "telephone extension",
    "FT": "federal telecommunications system",
    "FX": "facsimile",
    "HP": "home phone number",
    "IT": "international telephone",
    "PS": "packet switching",
    "TE": "telephone",
    "TL": "telex",
    "TM": "telemail",
    "TX": "TWX",
    "WP": "work phone number",
}
# Broker Download, page BD-37.
LOAD_STATES: Final = {"E": "empty", "L": "loaded"}
SERVICES: Final = {
    "BB": "break bulk",
    "CS": "container station",
    "CY": "container yard",
    "HH": "house to house",
    "HL": "headload or devanning",
    "HP": "house to pier",
    "MD": "mixed delivery",
    "NC": "not containerized",
    "PH": "pier to house",
    "PP": "pier to pier",
    "RR": "roll on, roll off",
}
