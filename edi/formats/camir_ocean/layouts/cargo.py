"""In-bond movement, equipment, goods and value, dangerous goods."""

from typing import Final

import polars as pl

from deminimis.edi.formats.camir_ocean.layouts.codes import IN_BOND_TYPES, LOAD_STATES, SERVICES, WEIGHT_UNITS
from deminimis.edi.formats.camir_ocean.layouts.sources import moved, unknown
from deminimis.edi.layout.declare import Cols, Field, Layout, fixed
from deminimis.edi.layout.kinds import AN, NX, USD, A, N, X


def _above_zero(text: pl.Expr) -> pl.Expr:
    cents = USD.read(text)
    return pl.when(cents > 0).then(cents)


# "A value greater than zero" (Broker Download, August 2024, p. BD-39): zeros say that the value is not known.
VALUE: Final = USD._replace(
    meaning="whole US dollars above zero, digits", read=_above_zero, pattern="0*[1-9][0-9]*", sizes=(1, 8)
)

I01: Final = fixed(
    "I01", "In-bond movement",
    (
        Field("in_bond_type", Cols(4, 5), NX, "M", "Type of the movement.", codes=IN_BOND_TYPES, closed=False),
        Field("prior_notice", Cols(6, 6), A, "C", "Whether a prior notice is on file with the FDA.",
              codes={"Y": "yes", "N": "no"}, closed=False),
        unknown(7, 7),
        Field("in_bond_number", Cols(8, 16), NX, "C", "Conventional in-bond number; zeros with a V number."),
        Field("in_bond_carrier", Cols(17, 20), AN, "C", "SCAC of the carrier that assumes liability."),
        Field("destination_port", Cols(21, 24), NX, "C", "U.S. port of destination, Schedule D."),
        Field("foreign_destination", Cols(25, 29), NX, "C", "Foreign port of destination, Schedule K; 62 and 63 only."),
        # Not the value that counts against the daily limit: that is D00's.
        Field("in_bond_value", Cols(30, 37), USD, "M", "Value of the movement in whole dollars, above zero."),
        Field("bonded_carrier", Cols(38, 49), X, "M", "Importer number of the bonded carrier, hyphens kept."),
        Field("paperless_number", Cols(50, 60), AN, "C", "Paperless in-bond number, V and ten more."),
        Field("in_bond_shipment", Cols(61, 76), AN, "C", "Shipment control number used as in-bond number (truck)."),
        unknown(77, 80),
    ),
    source=moved("BD-33 and BD-34"), status="assumed",
)

I02: Final = fixed(
    "I02", "In-bond movement by water",
    (
        Field("transport_mode", Cols(4, 5), AN, "O", "How the cargo leaves.", codes={"S": "sea"}, closed=False),
        Field("vessel_name", Cols(6, 28), X, "O", "Exporting vessel."),
        unknown(29, 80),
    ),
    source=moved("BD-35"), status="assumed",
)

C01: Final = fixed(
    "C01", "Container or equipment",
    (
        Field("equipment_initial", Cols(4, 7), AN, "C", "Letters of the equipment number."),
        Field("equipment_number", Cols(8, 17), X, "M", "Serial part of the equipment number."),
        Field("first_seal", Cols(18, 32), X, "C", "First seal number."),
        Field("second_seal", Cols(33, 47), X, "C", "Second seal number."),
        Field("equipment_description", Cols(48, 49), AN, "C", "Kind of equipment, Appendix B.",
              codes={"NC": "no container"}, closed=False),
        Field("length", Cols(50, 54), NX, "O", "Length, three digits of feet and two of inches."),
        Field("height", Cols(55, 62), X, "O", "Height, six digits of feet and two of inches."),
        Field("width", Cols(63, 70), X, "O", "Width, six digits of feet and two of inches."),
        Field("equipment_type", Cols(71, 74), AN, "O", "Type of the container, Appendix M, in place of its measures."),
        Field("load_status", Cols(75, 75), A, "O", "Whether it is loaded.", codes=LOAD_STATES, closed=False),
        Field("service_type", Cols(76, 77), AN, "O", "Transport service.", codes=SERVICES, closed=False),
        unknown(78, 80),
    ),
    source=moved("BD-36 and BD-37"), status="assumed",
)

C02: Final = fixed(
    "C02", "Vehicle",
    (
        Field("vehicle_number", Cols(4, 33), X, "M", "Vehicle identification number."),
        unknown(34, 43),
        Field("factory_order", Cols(44, 53), AN, "O", "Factory car order number (rail)."),
        unknown(54, 80),
    ),
    source=moved("BD-38"), status="assumed",
)

D00: Final = fixed(
    "D00", "Tariff number and value",
    (
        Field("hts_number", Cols(4, 14), NX, "C", "Harmonized tariff number, 6 to 11 digits, left justified."),
        Field("value", Cols(15, 22), VALUE, "C", "Value of the goods in whole dollars, above zero."),
        Field("net_weight", Cols(23, 32), N, "C", "Net weight of the goods."),
        Field("weight_unit", Cols(33, 34), A, "C", "Unit of the weight.", codes=WEIGHT_UNITS, closed=False),
        unknown(35, 80),
    ),
    source=moved("BD-39"), status="assumed",
    doc="Holds for the D01 records behind it, up to the next D00.",
)

D01: Final = fixed(
    "D01", "Quantity and description",
    (
        Field("piece_count", Cols(4, 13), N, "C", "Number of the smallest outer packages; required on the first."),
        Field("description", Cols(14, 58), X, "M", "What the goods are."),
        Field("line_release_code", Cols(59, 72), AN, "O", "C4 number for line release (rail)."),
        Field("manifest_unit", Cols(73, 75), AN, "O", "What was counted."),
        # Printed as used in rail and truck, though a bill of type 3 must give it in ocean: read in every mode.
        Field("country_of_origin", Cols(76, 77), AN, "O", "ISO code of the country of origin."),
        unknown(78, 80),
    ),
    source=moved("BD-40"), status="assumed",
)

D02: Final = fixed(
    "D02", "Marks and numbers",
    (Field("marks", Cols(4, 48), X, "C", "Marks and numbers on the packages."), unknown(49, 80)),
    source=moved("BD-41"), status="assumed",
)

V01: Final = fixed(
    "V01", "Dangerous goods",
    (
        Field("hazard_code", Cols(4, 13), X, "M", "Identification number of the material."),
        Field("hazard_class", Cols(14, 17), X, "O", "Class or division in the IMDG code."),
        Field("class_qualifier", Cols(18, 18), X, "O", "Describes the class."),
        Field("description", Cols(19, 48), X, "O", "Proper shipping name."),
        Field("contact", Cols(49, 72), X, "O", "Name or telephone for an emergency."),
        Field("imdg_page", Cols(73, 78), AN, "O", "Page of the IMDG code."),
        unknown(79, 80),
    ),
    source=moved("BD-42"), status="assumed",
)

V02: Final = fixed(
    "V02", "Flashpoint",
    (
        Field("flashpoint", Cols(4, 6), N, "C", "Lowest temperature at which the vapor ignites."),
        Field("temperature_unit", Cols(7, 8), X, "C", "Unit of the temperature.", codes={"CE": "degrees Celsius"},
              closed=False),
        Field("negative", Cols(9, 9), A, "C", "Whether the temperature is below zero.", codes={"N": "below zero"},
              closed=False),
        unknown(10, 80),
    ),
    source=moved("BD-43"), status="assumed",
)

V03: Final = fixed(
    "V03", "Dangerous goods, text",
    (
        Field("instructions", Cols(4, 33), X, "O", "Name of the material, instructions, telephone."),
        Field("classification", Cols(34, 63), X, "C", "Class, division or label in words."),
        unknown(64, 80),
    ),
    source=moved("BD-44"), status="assumed",
)

CARGO: Final[dict[str, Layout]] = {layout.tag: layout for layout in (I01, I02, C01, C02, D00, D01, D02, V01, V02, V03)}
