"""ACE Broker Download (BD): CBP's 80-byte copy of a manifest for the nominated broker; rail, ocean and truck.

Records begin with their two characters alone. In truck a bill of lading is a shipment control number and a house bill
a bill control number. The guide prints free text as AN; CBP copies it from manifests that allow more characters, so
it is read as X. The edition at hand is marked a draft.
"""

from typing import Final

from deminimis.edi.catalogue import release_hint
from deminimis.edi.layout.declare import Cols, Field, Layout, filler, fixed
from deminimis.edi.layout.kinds import AN, HHMM, MMDDYY, NX, USD, A, N, X
from deminimis.edi.layout.usage import Item, Loop, Rec

GUIDE: Final = "CBP ACE Broker Download, draft rev. 4 (August 2024)"

TRANSPORT: Final = {  # p. BD-12
    "10": "vessel, no container or not known",
    "11": "vessel, container",
    "20": "rail, no container or not known",
    "21": "rail, container",
    "30": "land, no container or not known",
    "40": "air, no container (future use)",
    "41": "air, container (future use)",
}
MANIFEST_TYPES: Final = {"P": "preliminary", "Y": "amendment", "T": "in-transit (future use)", "W": "complete"}
AMENDMENTS: Final = {  # p. BD-17
    "A": "add the bill",
    "D": "delete the bill",
    "M": "replace the segment (truck)",
    "R": "replace the quantity (rail, ocean)",
}
BILL_TYPES: Final = {  # p. BD-22 and BD-23; blank is the same as 0
    "0": "simple bill: needs a broker's entry",
    "2": "empty equipment, instruments of traffic",
    "3": "Section 321, released without entry (truck; ocean: simple bill)",
    "4": "intangibles, General Note 1 (truck)",
    "5": "in-transit (rail, truck)",
    "6": "gifts (truck)",
    "7": "Section 321 off the manifest, no other agency, house bill (ocean)",
    "8": "American goods returned, astray (truck, rail)",
    "9": "consolidated, bill control numbers follow (truck)",
    "B": "simple bill, remaining on board (ocean)",
    "I": "one entry per C4 code (rail, truck)",
    "J": "one entry for several C4 codes (rail, truck)",
    "K": "one entry per unit train (rail)",
    "M": "master bill (ocean)",
    "N": "house bill (ocean)",
    "O": "master bill, remaining on board (ocean)",
    "P": "house bill, remaining on board (ocean)",
    "R": "Section 321 with FDA or bioterrorism concerns (truck)",
    "S": "paper CBPF 7523 attached (truck)",
    "T": "paper CBPF 3311 attached (truck)",
    "U": "paper CBPF 3299 attached (truck)",
}
ENTITIES: Final = {  # p. BD-27: the more common ones
    "BN": "beneficial owner (rail)",
    "C1": "in care of (rail)",
    "CB": "customs broker",
    "CD": "consignee of mail and small parcels (rail)",
    "CN": "consignee",
    "IM": "importer (rail)",
    "N1": "first notify party (rail, ocean)",
    "N2": "second notify party (rail, ocean)",
    "OO": "order of (rail)",
    "PF": "payer of freight (rail)",
    "SF": "shipped from (rail)",
    "SH": "shipper",
    "UC": "ultimate consignee (rail)",
    "SNP": "secondary notify party",
}
IN_BOND_TYPES: Final = {
    "61": "immediate transportation",
    "62": "transportation and exportation",
    "63": "immediate exportation",
    "69": "transit US-Canada-US",
    "70": "transit Canada-US-Canada",
}


def _record(tag: str, title: str, page: int, *fields: Field, doc: str = "") -> Layout:
    return fixed(tag, title, fields, source=f"{GUIDE}, p. BD-{page}", doc=doc)


_MANIFEST: Final = (
    _record(
        "1M", "manifest", 12,
        Field("carrier_code", Cols(3, 6), AN, "M", "SCAC of the importing carrier."),
        Field("mode_of_transport", Cols(7, 8), NX, "M", "Mode of transport.", codes=TRANSPORT, closed=False),
        Field("conveyance_country", Cols(9, 10), A, "C", "Flag, ISO country code; not in truck."),
        Field("conveyance_name", Cols(11, 33), X, "C", "Conveyance; truck: trip number, SYSTEM if not known yet."),
        Field("voyage_number", Cols(34, 38), X, "O", "Ocean: voyage; rail: day as YYDDD."),
        filler(39, 43),
        Field("manifest_sequence", Cols(44, 49), NX, "O", "Manifest sequence number, or a date; rail and ocean."),
        filler(50, 50),
        Field("vessel_code", Cols(51, 57), AN, "C", "IMO code of the vessel; this or its name."),
        Field("manifest_type", Cols(58, 58), A, "M", "Kind of manifest.", codes=MANIFEST_TYPES, closed=False),
        filler(59, 80),
    ),
    _record(
        "2M", "batch of the carrier", 14,
        Field("batch_number", Cols(3, 32), X, "M", "The carrier's own control number; rail only."),
        filler(33, 80),
    ),
    _record(
        "1P", "port", 15,
        Field("port", Cols(3, 6), NX, "M", "Port of unlading or crossing, Schedule D."),
        Field("estimated_date_of_arrival", Cols(7, 12), MMDDYY, "M", "Originally scheduled date of arrival."),
        filler(13, 17),
        Field("firms_code", Cols(18, 21), AN, "O", "FIRMS code; rail only."),
        Field("estimated_time_of_arrival", Cols(22, 25), HHMM, "C", "Rail and truck; 0000 for preliminary bills."),
        filler(26, 80),
    ),
    _record(
        "1J", "issuer", 16,
        Field("issuer_code", Cols(3, 6), AN, "M", "SCAC of the issuer of the master bill or shipment control number."),
        filler(7, 80),
    ),
    _record(
        "1A", "amendment", 17,
        Field("carrier_code", Cols(3, 6), AN, "M", "SCAC of the importing carrier."),
        Field("port", Cols(7, 10), NX, "M", "Port of unlading or crossing, Schedule D."),
        # Printed as a number (1N); all its codes are letters.
        Field("action", Cols(11, 11), AN, "C", "What changes.", codes=AMENDMENTS, closed=False),
        Field("bill_number", Cols(12, 23), AN, "M", "Master bill or shipment control number, without the issuer."),
        Field("quantity", Cols(24, 33), X, "C", "New quantity, with action R."),
        Field("amendment_reason", Cols(34, 35), X, "C", "Reason, from ACE Ocean Appendix B."),
        Field("house_bill_number", Cols(36, 47), X, "C", "House bill or bill control number; truck and ocean."),
        filler(48, 51),
        Field("routing_qualifier", Cols(52, 54), AN, "C", "Says that a routing code follows.",
              codes={"ABI": "ABI routing code"}, closed=False),
        Field("routing_code", Cols(55, 71), AN, "C", "ABI routing code: port, filer, office."),
        Field("house_issuer_code", Cols(72, 75), A, "C", "SCAC of the issuer of the house bill; truck and ocean."),
        filler(76, 80),
        doc="A deletion or a new quantity comes as 1A alone; an added bill as 1A with its 1B to 3V.",
    ),
)

_BILL: Final = (
    _record(
        "1B", "bill of lading", 19,
        Field("bill_number", Cols(3, 14), X, "M", "Simple or master bill, or shipment control number."),
        Field("port_of_lading", Cols(15, 19), NX, "M", "Foreign port of lading, Schedule K."),
        Field("quantity", Cols(20, 29), N, "C", "Smallest outer packages, at the lowest bill; not in truck."),
        Field("unit_of_measure", Cols(30, 34), X, "C", "Unit of the quantity; not in truck."),
        Field("weight", Cols(35, 44), N, "C", "Gross weight, whole units; not in truck."),
        Field("weight_unit", Cols(45, 46), A, "C", "Unit of weight; not in truck."),
        Field("bill_type", Cols(47, 47), X, "C", "Status of the bill; 3, 7 and R claim Section 321.",
              codes=BILL_TYPES, hint=release_hint("catair-bd")),
        Field("master_in_bond", Cols(48, 48), X, "C", "Whether a master in-bond.", codes={"0": "no", "1": "yes"}),
        Field("house_bill_number", Cols(49, 60), X, "C", "House bill or bill control number; truck and ocean."),
        Field("in_bond_type", Cols(61, 62), NX, "C", "Kind of in-bond movement.", codes=IN_BOND_TYPES, closed=False),
        Field("in_bond_port", Cols(63, 66), NX, "M", "Port where the in-bond ends, Schedule D."),
        Field("house_issuer_code", Cols(67, 70), AN, "C", "SCAC of the issuer of the house bill; truck and ocean."),
        filler(71, 80),
    ),
    _record(
        "2B", "volume and notify parties", 24,
        Field("volume", Cols(3, 12), N, "O", "Volume; zeros if the carrier sent none; not in truck."),
        Field("volume_unit", Cols(13, 14), A, "C", "Unit of volume; not in truck."),
        Field("place_of_receipt", Cols(15, 31), X, "C", "Where the pre-carrier took the cargo."),
        filler(32, 43),
        Field("notify_party_1", Cols(44, 47), AN, "O", "First secondary notify party, SCAC."),
        Field("notify_party_2", Cols(48, 51), AN, "O", "Second secondary notify party, SCAC."),
        filler(52, 80),
    ),
    _record(
        "4B", "reference", 25,
        Field("reference_qualifier", Cols(3, 5), AN, "M", "What the reference is; BEN: the broker's entry number."),
        Field("reference", Cols(6, 35), X, "M", "The reference."),
        filler(36, 80),
        doc="Up to 999 in the map, up to ten in the text.",
    ),
)

_PARTY: Final = (
    _record(
        "0N", "party", 27,
        Field("entity_code", Cols(3, 5), AN, "C", "What the party is.", codes=ENTITIES, closed=False),
        Field("entity_name", Cols(6, 40), X, "C", "Name."),
        Field("identifier_qualifier", Cols(41, 42), AN, "C", "Kind of identifier.",
              codes={"2": "SCAC or FIRMS code", "17": "ABI routing code"}, closed=False),
        Field("entity_identifier", Cols(43, 59), AN, "C", "Identifier of the party."),
        Field("relationship", Cols(60, 61), AN, "O", "Reserved."),
        Field("second_entity_code", Cols(62, 63), AN, "O", "Reserved."),
        filler(64, 80),
        doc="Up to 25 in the map, up to five in the text.",
    ),
    _record(
        "2N", "address of a party", 29,
        Field("address_1", Cols(3, 37), X, "M", "Address, or just the country if no more is known."),
        Field("address_2", Cols(38, 72), X, "C", "Second line of the address."),
        filler(73, 80),
    ),
    _record(
        "3N", "place of a party", 30,
        Field("city", Cols(3, 21), X, "C", "City."),
        Field("state", Cols(22, 23), AN, "O", "State or province; rail and ocean."),
        Field("postal_code", Cols(24, 32), X, "O", "Postal code, without punctuation."),
        Field("country", Cols(33, 34), AN, "O", "ISO country code."),
        Field("truck_state", Cols(35, 39), AN, "C", "State or province, one to three letters; truck only."),
        filler(40, 80),
    ),
    _record(
        "4N", "contact of a party", 32,
        Field("contact_name", Cols(3, 25), X, "O", "Person."),
        Field("contact_qualifier", Cols(26, 27), AN, "C", "Kind of number: TE telephone, EM mail, FX fax ..."),
        Field("contact_number", Cols(28, 52), X, "C", "Number, cut at 25 characters."),
        Field("second_qualifier", Cols(53, 54), AN, "C", "Reserved."),
        Field("second_number", Cols(55, 79), X, "C", "Reserved."),
        filler(80, 80),
    ),
)

_IN_BOND: Final = (
    _record(
        "1I", "in-bond", 33,
        Field("in_bond_type", Cols(3, 4), NX, "M", "Kind of in-bond movement.", codes=IN_BOND_TYPES, closed=False),
        Field("prior_notice", Cols(5, 5), A, "M", "FDA prior notice.", codes={"Y": "on file", "N": "none on file"}),
        filler(6, 6),
        Field("in_bond_number", Cols(7, 15), NX, "C", "Conventional number; zeros where a V number is used."),
        Field("carrier_code", Cols(16, 19), AN, "C", "SCAC of the in-bond carrier."),
        Field("port_of_destination", Cols(20, 23), NX, "C", "US port where the in-bond ends, Schedule D."),
        Field("foreign_destination", Cols(24, 28), NX, "C", "Foreign port, Schedule K; types 62 and 63."),
        Field("value", Cols(29, 36), USD, "M", "Value in whole US dollars; 20 a kilo if not known."),
        Field("bonded_carrier", Cols(37, 48), X, "M", "Number of the bonded carrier, with its hyphens."),
        Field("paperless_number", Cols(49, 59), AN, "C", "The carrier's V number; rail and ocean."),
        Field("shipment_control_number", Cols(60, 75), AN, "C", "Used as in-bond number; truck only."),
        filler(76, 80),
    ),
    _record(
        "2I", "in-bond export by water", 35,
        # Printed as a number (2N); its only code is a letter.
        Field("export_mode", Cols(3, 4), AN, "O", "How it leaves.", codes={"S": "sea"}, closed=False),
        Field("vessel_name", Cols(5, 27), X, "O", "Exporting vessel."),
        filler(28, 80),
    ),
)

_CARGO: Final = (
    _record(
        "1C", "equipment", 36,
        Field("equipment_initial", Cols(3, 6), AN, "O", "Letters of the equipment number."),
        Field("equipment_number", Cols(7, 16), X, "M", "Serial part of the equipment number."),
        Field("seal_1", Cols(17, 31), X, "C", "Seal."),
        Field("seal_2", Cols(32, 46), X, "C", "Second seal."),
        Field("equipment_code", Cols(47, 48), AN, "C", "Kind of equipment; NC: none or not known."),
        Field("length", Cols(49, 53), NX, "O", "Length FFFII in feet and inches; ocean."),
        Field("height", Cols(54, 61), X, "O", "Height FFFFFFII in feet and inches; ocean."),
        Field("width", Cols(62, 69), X, "O", "Width FFFFFFII in feet and inches; ocean."),
        Field("equipment_type", Cols(70, 73), AN, "O", "Type of equipment in place of its size; ocean."),
        Field("load_status", Cols(74, 74), A, "O", "Loaded or empty; truck: bond of instruments of traffic."),
        Field("service_type", Cols(75, 76), AN, "O", "Type of service; ocean."),
        filler(77, 80),
    ),
    _record(
        "2C", "vehicle", 38,
        Field("vehicle_number", Cols(3, 32), AN, "M", "Vehicle identification number."),
        filler(33, 42),
        Field("factory_order", Cols(43, 52), AN, "O", "Factory car order number; rail."),
        filler(53, 80),
    ),
    _record(
        "0D", "tariff number and value", 39,
        Field("hts_number", Cols(3, 13), NX, "C", "Tariff number, 6 to 11 digits."),
        Field("value", Cols(14, 21), USD, "C", "Value in whole US dollars; 20 a kilo if not known."),
        Field("net_weight", Cols(22, 31), N, "C", "Net weight."),
        Field("weight_unit", Cols(32, 33), A, "C", "Unit of weight."),
        filler(34, 80),
        doc="Holds for the 1D records that follow, up to the next 0D.",
    ),
    _record(
        "1D", "description", 40,
        Field("quantity", Cols(3, 12), N, "C", "Pieces; on the first 1D."),
        Field("description", Cols(13, 57), X, "M", "Description of the cargo."),
        Field("c4_number", Cols(58, 71), AN, "O", "Line release number; rail and truck."),
        Field("unit_of_measure", Cols(72, 74), AN, "O", "Unit of the pieces."),
        Field("country_of_origin", Cols(75, 76), AN, "O", "ISO country code of origin; rail and truck."),
        filler(77, 80),
    ),
    _record(
        "2D", "marks", 41,
        Field("marks", Cols(3, 47), X, "C", "Marks and numbers."),
        filler(48, 80),
        doc="Mandatory in the map, conditional in the text.",
    ),
    _record(
        "1V", "hazardous material", 42,
        Field("hazard_code", Cols(3, 12), X, "M", "Hazardous material code."),
        Field("hazard_class", Cols(13, 16), X, "O", "Class; ocean."),
        Field("hazard_qualifier", Cols(17, 17), X, "O", "What the code is."),
        Field("description", Cols(18, 47), X, "O", "Description."),
        Field("contact", Cols(48, 71), X, "O", "Person or number to ask."),
        Field("page", Cols(72, 77), AN, "O", "Page of the IMDG code; ocean."),
        filler(78, 80),
    ),
    _record(
        "2V", "flashpoint", 43,
        Field("flashpoint", Cols(3, 5), N, "C", "Lowest flashpoint."),
        Field("unit_of_measure", Cols(6, 7), X, "C", "Unit of temperature."),
        Field("negative", Cols(8, 8), A, "C", "Below zero.", codes={"N": "below zero"}, closed=False),
        filler(9, 80),
    ),
    _record(
        "3V", "hazardous material text", 44,
        Field("description", Cols(3, 32), X, "O", "Name of the material, instructions, telephone."),
        Field("classification", Cols(33, 62), X, "C", "Classification; ocean."),
        filler(63, 80),
    ),
)

RECORDS: Final[dict[str, Layout]] = {layout.tag: layout for layout in (*_MANIFEST, *_BILL, *_PARTY, *_IN_BOND, *_CARGO)}

# p. BD-7 and BD-8. 2B, 1C and 2D are mandatory there and conditional in the text: read both ways.
USAGE: Final[tuple[Item, ...]] = (
    Loop(
        (
            *(Rec("1M", 1, 1), Rec("2M", 0, 1), Rec("1P", 1, 1), Rec("1J", 1, 1), Rec("1A", 0, 1)),
            Loop(
                (
                    *(Rec("1B", 1, 1), Rec("2B", 0, 1), Rec("4B", 0, 999)),
                    Loop((Rec("0N", 1, 1), Rec("2N", 0, 2), Rec("3N", 0, 1), Rec("4N", 0, 1)), 0, 25),
                    *(Rec("1I", 0, 1), Rec("2I", 0, 1)),
                    Loop(
                        (
                            *(Rec("1C", 1, 1), Rec("2C", 0, 9999)),
                            Loop((Rec("0D", 0, 999), Rec("1D", 0, 999), Rec("2D", 0, 999))),
                            Loop((Rec("1V", 1, 1), Rec("2V", 0, 1), Rec("3V", 0, 2)), 0, 99),
                        )
                    ),
                ),
                0,
                1,
            ),
        ),
        1,
    ),
)
"""The records between B and Y of a block, each manifest of which begins with 1M."""
