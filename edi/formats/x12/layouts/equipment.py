"""Conveyance, equipment, seals and hazardous goods: VEH, CII, VID, M7, M7A, N7, VC, MAN, H1, H2."""

from typing import Final

from deminimis.edi.formats.x12.layouts.elements import X12_5020, X12_6050, YES_NO, de
from deminimis.edi.layout.declare import x12
from deminimis.edi.layout.kinds import CCYYMMDD, ID, N0, NX, TEXT, R

_EQUIPMENT: Final = {
    "CN": "container",
    "NC": "goods without a container",
    "TL": "trailer",
    "TR": "tractor",
    "TV": "truck, van",
}

VEH: Final = x12(
    "VEH",
    "Vehicle Information",
    (
        de(1, 554, "line_number", N0, 1, 6, "O", "Number of the vehicle."),
        de(2, 539, "vin", TEXT, 1, 30, "O", "Vehicle identification number."),
        de(3, 1095, "year", NX, 4, 4, "O", "Year of the vehicle."),
        de(4, 559, "agency", ID, 2, 2, "O", "Agency of the references."),
        de(5, 127, "reference_1", TEXT, 1, 50, "O", "Reference; use by truck unknown."),
        de(6, 127, "reference_2", TEXT, 1, 50, "O", "Reference; use by truck unknown."),
        de(7, 127, "reference_3", TEXT, 1, 50, "O", "Reference; use by truck unknown."),
        de(8, 82, "length", R, 1, 8, "O", "Length."),
        de(9, 127, "plate", TEXT, 1, 50, "O", "Licence plate, with VEH10."),
        de(10, 156, "state", ID, 2, 2, "O", "State of the plate."),
        de(11, 310, "location", TEXT, 1, 30, "O", "Place; use by truck unknown."),
        de(12, 1073, "indicator_1", ID, 1, 1, "O", "Yes or no; use by truck unknown.", codes=YES_NO),
        de(13, 610, "amount_1", N0, 1, 15, "O", "Amount, two decimals implied: it reads as cents."),
        de(14, 1073, "indicator_2", ID, 1, 1, "O", "Yes or no; use by truck unknown.", codes=YES_NO),
        de(15, 610, "amount_2", N0, 1, 15, "O", "Amount, two decimals implied: it reads as cents."),
        de(16, 306, "action", ID, 1, 2, "O", "What is done to the vehicle."),
        de(17, 26, "country", ID, 2, 3, "O", "Country of the plate."),
        de(18, 93, "name", TEXT, 1, 60, "O", "Name, with VEH19."),
        de(19, 26, "second_country", ID, 2, 3, "O", "Second country, with VEH18."),
        de(20, 40, "equipment_type", ID, 2, 2, "O", "Kind of vehicle.", codes=_EQUIPMENT),
        # X12 5020 ends with VEH21. CBP's error 401 names VEH21 and VEH22, so its layout is a later one.
        de(21, 127, "ace_id", TEXT, 1, 50, "O", "ACE ID of the vehicle.",
           source="CAMIR Appendix L, November 2011, error 401", status="cbp"),
        de(22, 128, "ace_id_qualifier", ID, 2, 3, "O", "Kind of identifier in VEH21.",
           source="CAMIR Appendix L, November 2011, error 401", status="cbp"),
        de(23, 322, "load_status", ID, 1, 1, "O", "Loaded or empty.", source=X12_6050),
        de(24, 127, "reference_4", TEXT, 1, 80, "O", "Reference; use by truck unknown.", source=X12_6050),
        de(25, 127, "reference_5", TEXT, 1, 80, "O", "Reference; use by truck unknown.", source=X12_6050),
        de(26, 1715, "subdivision", TEXT, 1, 3, "O", "Country subdivision of the plate.", source=X12_6050),
    ),
    source=f"{X12_5020}, VEH",
)

CII: Final = x12(
    "CII",
    "Conveyance Insurance Information",
    (
        de(1, 93, "insurer", TEXT, 1, 60, "M", "Name of the insurer."),
        de(2, 127, "policy", TEXT, 1, 50, "M", "Number of the policy."),
        de(3, 1095, "year", NX, 4, 4, "M", "Year in which the policy began."),
        de(4, 100, "currency", ID, 3, 3, "M", "Currency of the amount."),
        de(5, 610, "amount", N0, 1, 15, "M", "Amount insured, two decimals implied: it reads as cents."),
    ),
    source=f"{X12_5020}, CII",
)

VID: Final = x12(
    "VID",
    "Conveyance Identification",
    (
        de(1, 40, "equipment_type", ID, 2, 2, "M", "Kind of equipment.", codes=_EQUIPMENT),
        de(2, 206, "initial", TEXT, 1, 4, "O", "Prefix of the equipment number."),
        de(3, 207, "number", TEXT, 1, 15, "M", "Equipment number."),
        de(4, 225, "seal_1", TEXT, 2, 15, "O", "Seal."),
        de(5, 225, "seal_2", TEXT, 2, 15, "O", "Second seal."),
        de(6, 567, "length", NX, 4, 5, "O", "Length, feet and inches."),
        de(7, 65, "height", R, 1, 8, "O", "Height."),
        de(8, 189, "width", R, 1, 8, "O", "Width."),
        de(9, 24, "size_type", TEXT, 4, 4, "O", "Size and type of the equipment."),
        de(10, 322, "load_status", ID, 1, 1, "O", "Loaded or empty."),
        de(11, 56, "service", ID, 2, 2, "O", "Kind of service."),
        de(12, 310, "location", TEXT, 1, 30, "O", "Place; use by truck unknown."),
        de(13, 140, "scac", ID, 2, 4, "O", "SCAC of the owner."),
        de(14, 127, "plate", TEXT, 1, 50, "C", "Licence plate, with VID15."),
        de(15, 156, "state", ID, 2, 2, "C", "State of the plate, with VID14."),
        de(16, 26, "country", ID, 2, 3, "O", "Country of the plate."),
        de(17, 127, "reference", TEXT, 1, 50, "O", "Reference; use by truck unknown."),
        de(18, 1715, "subdivision", TEXT, 1, 3, "O", "Country subdivision of the plate.", source=X12_6050),
        de(19, 512, "import_export", ID, 1, 1, "O", "Import or export.", source=X12_6050),
        de(20, 761, "check_digit", NX, 1, 1, "O", "Check digit of the equipment number.", source=X12_6050),
    ),
    source=f"{X12_5020}, VID",
)

M7: Final = x12(
    "M7",
    "Seal Numbers",
    (
        de(1, 225, "seal_1", TEXT, 2, 15, "M", "Seal."),
        de(2, 225, "seal_2", TEXT, 2, 15, "O", "Second seal."),
        de(3, 225, "seal_3", TEXT, 2, 15, "O", "Third seal."),
        de(4, 225, "seal_4", TEXT, 2, 15, "O", "Fourth seal."),
        de(5, 98, "entity_code", ID, 2, 3, "O", "Who put the seals on."),
    ),
    source=f"{X12_5020}, M7",
)

M7A: Final = x12(
    "M7A",
    "Seal Number Replacement",
    (
        de(1, 225, "old_seal", TEXT, 2, 15, "M", "Seal that was taken off."),
        de(2, 225, "new_seal", TEXT, 2, 15, "M", "Seal that was put on."),
        de(3, 373, "date", CCYYMMDD, 8, 8, "O", "Date of the change."),
        de(4, 98, "entity_code", ID, 2, 3, "C", "Who changed it, with M7A05."),
        de(5, 93, "name", TEXT, 1, 60, "C", "Name, with M7A04."),
        de(6, 352, "description", TEXT, 1, 80, "O", "Reason."),
        de(7, 1657, "seal_position", TEXT, 1, 3, "O", "Where on the equipment.", source=X12_6050),
    ),
    source=f"{X12_5020}, M7A",
)

N7: Final = x12(
    "N7",
    "Equipment Details",
    (
        de(1, 206, "initial", TEXT, 1, 4, "O", "Prefix of the equipment number."),
        de(2, 207, "number", TEXT, 1, 15, "M", "Equipment number."),
        de(3, 81, "weight", R, 1, 10, "C", "Weight, with N704."),
        de(4, 187, "weight_qualifier", ID, 1, 2, "C", "Kind of weight, with N703."),
        de(5, 167, "tare", N0, 3, 8, "C", "Tare, with N716."),
        de(6, 232, "weight_allowance", N0, 2, 6, "O", "Weight allowed."),
        de(7, 205, "dunnage", N0, 1, 6, "O", "Weight of dunnage."),
        de(8, 183, "volume", R, 1, 8, "C", "Volume, with N709."),
        de(9, 184, "volume_unit", ID, 1, 1, "C", "Unit of the volume, with N708."),
        de(10, 102, "ownership", ID, 1, 1, "O", "Who owns it."),
        de(11, 40, "equipment_type", ID, 2, 2, "O", "Kind of equipment.", codes=_EQUIPMENT),
        de(12, 140, "scac", ID, 2, 4, "O", "SCAC of the owner."),
        de(13, 319, "temperature", TEXT, 3, 6, "O", "Temperature control."),
        de(14, 219, "position", TEXT, 1, 3, "O", "Position."),
        de(15, 567, "length", NX, 4, 5, "O", "Length, feet and inches."),
        de(16, 571, "tare_qualifier", ID, 1, 1, "C", "Kind of tare, with N705."),
        de(17, 188, "weight_unit", ID, 1, 1, "O", "Unit of weight."),
        de(18, 761, "check_digit", NX, 1, 1, "O", "Check digit of the equipment number."),
        de(19, 56, "service", ID, 2, 2, "O", "Kind of service."),
        de(20, 65, "height", R, 1, 8, "O", "Height."),
        de(21, 189, "width", R, 1, 8, "O", "Width."),
        de(22, 24, "size_type", TEXT, 4, 4, "O", "Size and type of the equipment."),
        de(23, 140, "second_scac", ID, 2, 4, "O", "SCAC of the operator."),
        de(24, 301, "car_type", TEXT, 1, 4, "O", "Type of rail car."),
    ),
    source=f"{X12_5020}, N7",
)

VC: Final = x12(
    "VC",
    "Motor Vehicle Control",
    (
        de(1, 539, "vin", TEXT, 1, 30, "M", "Number of a vehicle that is carried as goods."),
        de(2, 836, "deck_position", ID, 2, 2, "O", "Place on the deck."),
        de(3, 837, "vehicle_type", ID, 1, 1, "O", "Kind of vehicle."),
        de(4, 838, "dealer", TEXT, 2, 9, "O", "Dealer."),
        de(5, 368, "route", TEXT, 1, 13, "O", "Route."),
        de(6, 839, "bay", TEXT, 1, 6, "O", "Bay."),
        de(7, 840, "manufacturer", ID, 2, 2, "O", "Manufacturer."),
        de(8, 841, "damage", ID, 1, 1, "O", "Damage."),
        de(9, 842, "inspection", ID, 1, 1, "O", "Inspection."),
        de(10, 843, "factory_order", TEXT, 6, 10, "O", "Order number of the factory."),
        de(11, 844, "stowage", TEXT, 1, 12, "O", "Stowage."),
        de(12, 845, "orientation", ID, 1, 1, "O", "Orientation."),
        de(13, 310, "location", TEXT, 1, 30, "O", "Place."),
    ),
    source=f"{X12_5020}, VC",
)

MAN: Final = x12(
    "MAN",
    "Marks and Numbers Information",
    (
        de(1, 88, "qualifier_1", ID, 1, 2, "M", "Kind of marks."),
        de(2, 87, "marks_1", TEXT, 1, 48, "M", "Marks, or the first of a range."),
        de(3, 87, "marks_1_last", TEXT, 1, 48, "O", "Last of the range."),
        de(4, 88, "qualifier_2", ID, 1, 2, "C", "Kind of marks, with MAN05."),
        de(5, 87, "marks_2", TEXT, 1, 48, "C", "Marks, with MAN04."),
        de(6, 87, "marks_2_last", TEXT, 1, 48, "O", "Last of the range."),
    ),
    source=f"{X12_5020}, MAN",
)

H1: Final = x12(
    "H1",
    "Hazardous Material",
    (
        de(1, 62, "material", TEXT, 4, 10, "M", "UN or NA number."),
        de(2, 209, "hazard_class", TEXT, 1, 4, "O", "Hazard class."),
        de(3, 208, "qualifier", ID, 1, 1, "O", "Kind of number."),
        de(4, 64, "description", TEXT, 2, 30, "O", "Description."),
        de(5, 63, "contact", TEXT, 1, 24, "O", "Contact."),
        de(6, 200, "page", TEXT, 1, 6, "O", "Page of the regulations."),
        de(7, 77, "flashpoint", TEXT, 1, 3, "C", "Flashpoint, with H108."),
        de(8, 355, "flashpoint_unit", ID, 2, 2, "C", "Unit of the flashpoint, with H107."),
        de(9, 254, "packing_group", TEXT, 1, 3, "O", "Packing group."),
    ),
    source=f"{X12_5020}, H1",
)

H2: Final = x12(
    "H2",
    "Additional Hazardous Material Description",
    (
        de(1, 64, "description", TEXT, 2, 30, "M", "Description, continued."),
        de(2, 274, "classification", TEXT, 1, 30, "O", "Classification."),
    ),
    source=f"{X12_5020}, H2",
)
