"""ACE Cargo Release: the records of the header, SE10 to SE20."""

from typing import Final

from deminimis.edi.catalogue import release_hint
from deminimis.edi.formats.catair.layouts import cargo_release_codes as codes
from deminimis.edi.layout.declare import Cols, Field, filler, fixed
from deminimis.edi.layout.kinds import AN, FREE, MMDDYY, NX, USD, A, N, X

GUIDE: Final = "CBP ACE Cargo Release v40 (July 2025)"

SE10: Final = fixed(
    "SE10",
    "entry header",
    (
        Field("action", Cols(5, 5), A, "M", "What the filer asks for.", codes=codes.ACTIONS),
        Field("entry_filer_code", Cols(6, 8), AN, "M", "Filer code, the same as in the block header B."),
        filler(9, 10),
        Field("entry_number", Cols(11, 18), AN, "M", "Entry number without the filer code: 7 digits, check digit."),
        filler(19, 19),
        Field("entry_type", Cols(20, 21), AN, "M", "Entry type; 86 claims de minimis.", codes=codes.ENTRY_TYPES,
              hint=release_hint("catair-se")),
        Field("importer_type", Cols(22, 24), AN, "C", "Kind of importer number; type 86 needs it for PGA data only.",
              codes=codes.IDENTIFIER_QUALIFIERS),
        Field("importer_of_record", Cols(25, 36), X, "C", "Importer of record number, with its hyphens."),
        Field("mode_of_transport", Cols(37, 38), AN, "C", "Mode of transport; for every type but 06 without a bill.",
              codes=codes.MODES_OF_TRANSPORT),
        Field("bond_type", Cols(39, 39), NX, "M", "Bond type.", codes=codes.BOND_TYPES),
        Field("estimated_entry_value", Cols(40, 49), USD, "M", "Value of the whole entry in whole US dollars."),
        Field("planned_port_of_entry", Cols(50, 54), AN, "C", "Port of entry, Schedule D; type 86 must give it."),
        Field("split_release", Cols(55, 55), AN, "O", "How a split shipment is released.", codes=codes.SPLIT_RELEASE),
        Field("port_of_unlading", Cols(56, 60), AN, "C", "Port of unlading, Schedule D; for modes 50, 60 and 70."),
        filler(61, 80),
    ),
    source=f"{GUIDE}, p. SE-31",
    doc="Note 13: the value of type 86 cannot exceed $800, so exactly 800 is allowed. SE30 note 2: the lines of one "
    "consignee must be less than $800, so exactly 800 is not. The guide does not settle it.",
)

SE11: Final = fixed(
    "SE11",
    "additional header",
    (
        Field("date_election", Cols(5, 5), X, "C", "Why the entry date is elected.", codes={"W": "weekly entry (06)"}),
        Field("elected_entry_date", Cols(6, 11), MMDDYY, "C", "Elected entry date; type 06: first day of the week."),
        Field("location_of_goods", Cols(12, 15), AN, "C", "FIRMS code of the place where the cargo is."),
        Field("elected_exam_site", Cols(16, 19), AN, "O", "FIRMS code of the examination station the filer prefers."),
        Field("conveyance_name", Cols(20, 39), X, "C", "Conveyance; type 06: the foreign trade zone, FTZ and its id."),
        Field("voyage_flight_trip", Cols(40, 44), X, "C", "Voyage, flight or trip number of the importing carrier."),
        Field("general_order_number", Cols(45, 64), AN, "O", "General order number, if the cargo is there."),
        Field("bonded_warehouse", Cols(65, 68), AN, "C", "FIRMS code of the bonded warehouse (types 21, 22)."),
        Field("warehouse_filer_code", Cols(69, 71), AN, "C", "Filer code of the originating warehouse entry (22)."),
        Field("warehouse_entry_number", Cols(72, 79), AN, "C", "Number of the originating warehouse entry (22)."),
        Field("immediate_delivery", Cols(80, 80), X, "C", "Immediate delivery; blank means no.",
              codes={"Y": "asked for", "N": "not asked for"}),
    ),
    source=f"{GUIDE}, p. SE-37",
)

SE13: Final = fixed(
    "SE13",
    "contact and cancellation",
    (
        Field("contact_name", Cols(5, 44), AN, "M", "Person to ask about the entry."),
        Field("contact_phone", Cols(45, 59), AN, "M", "Telephone: letters and digits only, no hyphens or brackets."),
        # Printed as two letters (2A); every reason the guide lists is two digits.
        Field("reason", Cols(60, 61), AN, "C", "Why the entry is cancelled; blank for a correction.",
              codes=codes.CANCELLATION_REASONS, closed=False),
        Field("multiple_dispositions", Cols(62, 62), NX, "O", "The cargo has more dispositions than the reason.",
              codes={"1": "yes"}),
        Field("document_submitted", Cols(63, 63), NX, "O", "Documents were sent through DIS (SE20 DIS names them).",
              codes={"1": "yes"}),
        Field("split_shipment", Cols(64, 64), NX, "O", "The entry is part of a split shipment.", codes={"1": "yes"}),
        filler(65, 80),
    ),
    source=f"{GUIDE}, p. SE-42",
    doc="Mandatory in every map of the guide; files from before it became so lack it.",
)

SE15: Final = fixed(
    "SE15",
    "bill of lading",
    (
        Field("bill_type", Cols(5, 5), A, "M", "Kind of bill number.", codes=codes.BILL_TYPES),
        Field("issuer_code", Cols(6, 9), AN, "C", "SCAC of the issuer; blank for in-bond, air, modes 32-34, 50, 60."),
        Field("bill_number", Cols(10, 59), X, "M", "Bill or in-bond number, no punctuation; air: with its prefix."),
        Field("quantity", Cols(60, 67), N, "C", "Smallest outer packages, at the lowest bill; type 86 must give it."),
        filler(68, 72, "Blank since the unit of measure was taken out; older programs still fill it.", kind=FREE),
        Field("non_ams", Cols(73, 73), X, "M", "Whether the bill is in no electronic manifest.",
              codes={"N": "manifested electronically", "Y": "not manifested electronically: SE16 must follow"}),
        filler(74, 80),
    ),
    source=f"{GUIDE}, p. SE-44",
    doc="Order: R; or T; or M, H; or I, R; or I, M, H. Type 86 names one bill, a master with one house being one "
    "(note 12), and must give the quantity (note 11); but note 2 forbids the quantity where SE16 follows, types 22 and "
    "mode 60 apart. The guide does not say which of the two holds for type 86 with SE16.",
)

SE16: Final = fixed(
    "SE16",
    "conveyance of a bill",
    (
        Field("carrier_code", Cols(5, 8), AN, "M", "Carrier."),
        Field("voyage_flight_trip", Cols(9, 13), X, "M", "Voyage, flight or trip number of the importing carrier."),
        Field("date_of_arrival", Cols(14, 19), MMDDYY, "M", "Date of arrival."),
        Field("quantity", Cols(20, 27), N, "M", "Smallest outer packages of the bill on this conveyance."),
        Field("unit_of_measure", Cols(28, 32), X, "O", "Unit of the quantity."),
        Field("conveyance_name", Cols(33, 52), X, "C", "Name of the conveyance, or of the pipeline (mode 70)."),
        filler(53, 80),
    ),
    source=f"{GUIDE}, p. SE-51",
    doc="For a bill that is in no electronic manifest, or for the parts of a split shipment.",
)

SE17: Final = fixed(
    "SE17",
    "equipment",
    (Field("equipment_number", Cols(5, 24), AN, "M", "Container or equipment: prefix, serial, check digit."),
     filler(25, 80)),
    source=f"{GUIDE}, p. SE-53",
)

SE20: Final = fixed(
    "SE20",
    "reference",
    (
        Field("reference_qualifier", Cols(5, 7), AN, "M", "What the reference is.",
              codes=codes.REFERENCE_QUALIFIERS, closed=False),
        Field("reference", Cols(8, 57), X, "M", "The reference; with EDA the estimated date of arrival in 8-13."),
        filler(58, 80),
    ),
    source=f"{GUIDE}, p. SE-54",
)

SE20_EDA: Final = fixed(
    "SE20EDA",
    "estimated date of arrival",
    (
        Field("estimated_date_of_arrival", Cols(8, 13), MMDDYY, "M", "Estimated date of arrival, for type 86."),
        filler(14, 80),
    ),
    source=f"{GUIDE}, p. SE-54; CSMS 61421135",
    doc="SE20 with qualifier EDA: a reference that is a date. Exactly one on a type 86 entry (conditions 282, 288).",
    record="SE20",
)
