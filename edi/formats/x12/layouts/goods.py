"""Goods and in-bond segments of a shipment: N10, M12, R4; and C3 and CUR, which name a currency."""

from typing import Final

from deminimis.edi.codes import load
from deminimis.edi.formats.x12.layouts.elements import BROKER_DOWNLOAD, X12_5020, YES_NO, de
from deminimis.edi.formats.x12.layouts.manifest import MODES
from deminimis.edi.layout.declare import x12
from deminimis.edi.layout.kinds import CCYYMMDD, ID, TEXT, WHOLE_DOLLARS, R

_WEIGHTS: Final = {"G": "grams", "K": "kilograms", "L": "pounds", "O": "ounces", "T": "tons"}
_ENTRIES: Final = {
    "61": "immediate transportation",
    "62": "transportation and exportation",
    "63": "immediate exportation",
}

M12: Final = x12(
    "M12",
    "In-bond Identifying Information",
    (
        de(1, 581, "entry_type", ID, 2, 2, "M", "Kind of in-bond entry.", codes=_ENTRIES,
           source=f"{BROKER_DOWNLOAD} 1I"),
        de(2, 601, "entry_number", TEXT, 1, 15, "C", "Entry number; not together with M1206."),
        de(3, 310, "port_1", TEXT, 1, 30, "O", "US port of destination or exit."),
        de(4, 310, "port_2", TEXT, 1, 30, "O", "Foreign port of destination."),
        de(5, 602, "customs_value", WHOLE_DOLLARS, 1, 8, "O", "Value in whole dollars."),
        de(6, 603, "in_bond_number", TEXT, 1, 25, "C", "In-bond control number; asks for M1208."),
        de(7, 140, "scac", ID, 2, 4, "O", "SCAC of the in-bond carrier."),
        de(8, 128, "reference_qualifier", ID, 2, 3, "C", "Kind of reference, with M1209."),
        de(9, 127, "reference", TEXT, 1, 50, "C", "Reference, with M1208."),
        de(10, 91, "transport_method", ID, 1, 2, "C", "Mode, with M1211.", codes=MODES),
        de(11, 182, "vessel_name", TEXT, 2, 28, "C", "Vessel name, with M1210."),
        de(12, 1073, "indicator", ID, 1, 1, "O", "Yes or no; use by truck unknown.", codes=YES_NO),
        de(13, 373, "date", CCYYMMDD, 8, 8, "O", "Date of the movement."),
        de(14, 310, "location", TEXT, 1, 30, "O", "Place; use by truck unknown."),
    ),
    source=f"{X12_5020}, M12",
)

R4: Final = x12(
    "R4",
    "Port or Terminal",
    (
        de(1, 115, "function", ID, 1, 1, "M", "What the place is for."),
        de(2, 309, "location_qualifier", ID, 1, 2, "C", "Kind of location code, with R403."),
        de(3, 310, "location", TEXT, 1, 30, "C", "Location code, with R402."),
        de(4, 114, "port_name", TEXT, 2, 24, "O", "Name of the port."),
        de(5, 26, "country", ID, 2, 3, "O", "Country."),
        de(6, 174, "terminal_name", TEXT, 2, 30, "O", "Name of the terminal."),
        de(7, 113, "pier_number", TEXT, 1, 4, "O", "Pier."),
        de(8, 156, "state", ID, 2, 2, "O", "State or province."),
    ),
    source=f"{X12_5020}, R4",
)

N10: Final = x12(
    "N10",
    "Quantity and Description",
    (
        de(1, 380, "quantity", R, 1, 15, "O", "Quantity of the line."),
        de(2, 369, "description", TEXT, 1, 45, "O", "Description; a longer one goes on in the next N10."),
        de(3, 87, "marks", TEXT, 1, 48, "O", "Marks and numbers."),
        de(4, 23, "commodity_qualifier", ID, 1, 1, "C", "Kind of commodity code, with N1005.",
           codes={"A": "HTSUS number", "J": "Schedule B number"}),
        de(5, 22, "commodity_code", TEXT, 1, 30, "C", "Commodity code, with N1004."),
        # X12 has two characters at least. A value of 5 is clear all the same, and unread it would hide a shipment.
        de(6, 602, "customs_value", WHOLE_DOLLARS, 1, 8, "C",
           "Value of the line in whole dollars; in the currency of N1013 where that is filled.",
           source=f"{X12_5020}; CSMS 12-000064 (rail N1006); {BROKER_DOWNLOAD} 0D (whole dollars)", status="assumed"),
        de(7, 188, "weight_unit", ID, 1, 1, "C", "Unit of the weight, with N1008.", codes=_WEIGHTS,
           source=f"{BROKER_DOWNLOAD}; {X12_5020}", status="cbp"),
        de(8, 81, "weight", R, 1, 10, "C", "Weight of the line, with N1007."),
        de(9, 127, "reference", TEXT, 1, 50, "O", "Bar code of a line release (today BRASS)."),
        de(10, 599, "manifest_unit", ID, 1, 3, "O", "Unit of the quantity."),
        # closed: an origin that is no country is unread, not merely unknown
        de(11, 26, "country_of_origin", ID, 2, 3, "C", "Country of manufacture; a Section 321 shipment needs it.",
           codes=load("country"), closed=True, source=f"{X12_5020}; {BROKER_DOWNLOAD} 1D (origin required)",
           status="assumed"),
        de(12, 26, "destination", ID, 2, 3, "O", "Country of final destination."),
        de(13, 100, "currency", ID, 3, 3, "O", "Currency of the value; US dollars where it is blank."),
    ),
    source=f"{X12_5020}, N10",
)

C3: Final = x12(
    "C3",
    "Currency",
    (
        de(1, 100, "currency", ID, 3, 3, "M", "Currency of the amounts that name none."),
        de(2, 280, "exchange_rate", R, 4, 10, "O", "Rate of exchange."),
        de(3, 100, "currency_2", ID, 3, 3, "O", "Second currency."),
        de(4, 100, "currency_3", ID, 3, 3, "O", "Third currency."),
    ),
    source=f"{X12_5020}, C3",
)

CUR: Final = x12(
    "CUR",
    "Currency",
    (
        de(1, 98, "entity_code", ID, 2, 3, "M", "Whose currency it is."),
        de(2, 100, "currency", ID, 3, 3, "M", "Currency of the amounts that name none."),
        de(3, 280, "exchange_rate", R, 4, 10, "O", "Rate of exchange."),
        de(4, 98, "entity_code_2", ID, 2, 3, "O", "Whose the second currency is."),
        de(5, 100, "currency_2", ID, 3, 3, "O", "Second currency."),
    ),
    source=f"{X12_5020}, CUR",
)
