"""Goods of a shipment: GID, PAC, MEA, CUX, MOA, SGP, DGS, PCI, CST."""

from typing import Final

from deminimis.edi.formats.edifact.layouts.cuscar import IDENTIFIERS
from deminimis.edi.formats.edifact.layouts.elements import D03B, ERROR_LIST, SAMPLE, THIRD_PARTY, ce, code_list, lines
from deminimis.edi.layout.declare import Field, edifact
from deminimis.edi.layout.kinds import AMOUNT, MEASURE, N0, TEXT

_WEIGHTS: Final = {"K": "kilograms", "KG": "kilograms", "L": "pounds", "LB": "pounds"}


def _packages(element: int) -> tuple[Field, ...]:
    name = f"packages_{element - 1}"
    return (
        ce((element, 1), "C213-7224", name, N0, 8, "O", "Number of packages."),
        ce((element, 2), "C213-7065", f"{name}_code", TEXT, 17, "O", "Kind of package."),
        *code_list(element, 3, "C213", name),
        ce((element, 5), "C213-7064", f"{name}_text", TEXT, 35, "O", "Kind of package in words."),
        ce((element, 6), "C213-7233", f"{name}_related", TEXT, 3, "O", "About the packaging."),
    )


GID: Final = edifact(
    "GID",
    "Goods Item Details",
    (
        ce(1, 1496, "line_number", N0, 5, "C", "Number of the goods item, opens its group.", source=SAMPLE,
           status="cbp"),
        *(f for element in range(2, 7) for f in _packages(element)),
    ),
    source=f"{D03B}, GID",
)

PAC: Final = edifact(
    "PAC",
    "Package",
    (
        ce(1, 7224, "quantity", N0, 8, "C", "Quantity.", source=SAMPLE, status="cbp"),
        ce((2, 1), "C531-7075", "level", TEXT, 3, "O", "Level of packaging."),
        ce((2, 2), "C531-7233", "related", TEXT, 3, "O", "About the packaging."),
        ce((2, 3), "C531-7073", "terms", TEXT, 3, "O", "Terms of the packaging."),
        ce((3, 1), "C202-7065", "unit", TEXT, 17, "C", "Kind of package.", source=SAMPLE, status="cbp"),
        *code_list(3, 2, "C202", "unit"),
        ce((3, 4), "C202-7064", "unit_text", TEXT, 35, "O", "Kind of package in words."),
        ce((4, 1), "C402-7077", "form", TEXT, 3, "O", "Form of the description."),
        ce((4, 2), "C402-7064", "form_text_1", TEXT, 35, "O", "Description."),
        ce((4, 3), "C402-7143", "form_type_1", TEXT, 3, "O", "Kind of item number."),
        ce((4, 4), "C402-7064", "form_text_2", TEXT, 35, "O", "Description."),
        ce((4, 5), "C402-7143", "form_type_2", TEXT, 3, "O", "Kind of item number."),
        ce((5, 1), "C532-8395", "return_payment", TEXT, 3, "O", "Who pays for the way back."),
        ce((5, 2), "C532-8393", "return_load", TEXT, 3, "O", "What is carried back."),
    ),
    source=f"{D03B}, PAC",
)

MEA: Final = edifact(
    "MEA",
    "Measurements",
    (
        ce(1, 6311, "qualifier", TEXT, 3, "M", "What is measured.", codes={"AAI": "item weight"}, source=SAMPLE,
           status="cbp"),
        ce((2, 1), "C502-6313", "attribute", TEXT, 3, "O", "Attribute that is measured."),
        ce((2, 2), "C502-6321", "significance", TEXT, 3, "O", "Significance."),
        ce((3, 1), "C174-6411", "unit", TEXT, 8, "C", "Unit; another brings error 021.", codes=_WEIGHTS,
           source=f"{ERROR_LIST}, error 021", status="cbp"),
        ce((3, 2), "C174-6314", "value", MEASURE, 18, "C", "The measure.", source=SAMPLE, status="cbp"),
        ce((3, 3), "C174-6162", "minimum", MEASURE, 18, "O", "Smallest value."),
        ce((3, 4), "C174-6152", "maximum", MEASURE, 18, "O", "Largest value."),
        ce((3, 5), "C174-6432", "digits", N0, 2, "O", "Significant digits."),
        ce(4, 7383, "surface", TEXT, 3, "O", "Surface or layer."),
    ),
    source=f"{D03B}, MEA",
)

_USES: Final = {"2": "reference currency", "3": "target currency"}


def _currency(element: int) -> tuple[Field, ...]:
    name = "currency" if element == 1 else f"currency_{element}"
    return (
        ce((element, 1), "C504-6347", f"{name}_use", TEXT, 3, "M" if element == 1 else "O", "Its use.", codes=_USES),
        ce((element, 2), "C504-6345", name, TEXT, 3, "O", "ISO code of the currency."),
        ce((element, 3), "C504-6343", f"{name}_kind", TEXT, 3, "O", "What it is the currency of."),
        ce((element, 4), "C504-6348", f"{name}_base", N0, 4, "O", "Base of the rate of exchange."),
    )


CUX: Final = edifact(
    "CUX",
    "Currencies",
    (
        *_currency(1),
        *_currency(2),
        ce(3, 5402, "exchange_rate", MEASURE, 12, "O", "Rate of exchange."),
        ce(4, 6341, "exchange_market", TEXT, 3, "O", "Market of the rate."),
    ),
    source=f"{D03B}, CUX",
)

MOA: Final = edifact(
    "MOA",
    "Monetary Amount",
    (
        ce((1, 1), "C516-5025", "qualifier", TEXT, 3, "M", "What the amount is.", codes={"40": "customs value"},
           source=f"{D03B}; {THIRD_PARTY}", status="unconfirmed"),
        ce((1, 2), "C516-5004", "amount", AMOUNT, 18, "C", "The amount; whole US dollars in all texts seen.",
           source=THIRD_PARTY, status="unconfirmed"),
        ce((1, 3), "C516-6345", "currency", TEXT, 3, "C", "Currency; US dollars where it is blank.", status="assumed"),
        ce((1, 4), "C516-6343", "currency_type", TEXT, 3, "O", "Kind of currency."),
        ce((1, 5), "C516-4405", "amount_status", TEXT, 3, "O", "Status."),
    ),
    source=f"{D03B}, MOA",
)

SGP: Final = edifact(
    "SGP",
    "Split Goods Placement",
    (
        ce((1, 1), "C237-8260", "equipment_id", TEXT, 17, "C", "Equipment that holds the goods.", source=SAMPLE,
           status="cbp"),
        ce((1, 2), "C237-1131", "equipment_id_list", TEXT, 17, "C", "Kind of identifier.", codes=IDENTIFIERS),
        ce((1, 3), "C237-3055", "equipment_id_agency", TEXT, 3, "O", "Agency that keeps the list."),
        ce((1, 4), "C237-3207", "equipment_country", TEXT, 3, "O", "Country."),
        ce(2, 7224, "quantity", N0, 8, "O", "Quantity in it."),
    ),
    source=f"{D03B}, SGP",
)

DGS: Final = edifact(
    "DGS",
    "Dangerous Goods",
    (
        ce(1, 8273, "regulations", TEXT, 3, "O", "Regulations."),
        ce((2, 1), "C205-8351", "hazard", TEXT, 7, "O", "Hazard class."),
        ce((2, 2), "C205-8078", "hazard_addition", TEXT, 7, "O", "More of the class."),
        ce((2, 3), "C205-8092", "hazard_version", TEXT, 10, "O", "Version of the class."),
        ce((3, 1), "C234-7124", "un_number", TEXT, 4, "O", "UN number."),
        ce((3, 2), "C234-7088", "flashpoint_text", TEXT, 8, "O", "Flashpoint in words."),
        ce((4, 1), "C223-7106", "flashpoint", TEXT, 3, "O", "Flashpoint."),
        ce((4, 2), "C223-6411", "flashpoint_unit", TEXT, 8, "O", "Unit of the flashpoint."),
        ce(5, 8339, "danger_level", TEXT, 3, "O", "Packing group."),
        ce(6, 8364, "ship_procedure", TEXT, 6, "O", "Emergency procedure for ships."),
        ce(7, 8410, "first_aid", TEXT, 4, "O", "First aid guide."),
        ce(8, 8126, "emergency_card", TEXT, 10, "O", "Emergency card."),
        ce((9, 1), "C235-8158", "placard_upper", TEXT, 4, "O", "Upper part of the placard."),
        ce((9, 2), "C235-8186", "placard_lower", TEXT, 4, "O", "Lower part of the placard."),
        *lines(10, "C236-8246", "label", 4, count=3, doc="Label of dangerous goods."),
        ce(11, 8255, "packing", TEXT, 3, "O", "Packing instruction."),
        ce(12, 8325, "transport_category", TEXT, 3, "O", "Category of the means of transport."),
        ce(13, 8211, "authorisation", TEXT, 3, "O", "Authorisation."),
    ),
    source=f"{D03B}, DGS",
)

PCI: Final = edifact(
    "PCI",
    "Package Identification",
    (
        ce(1, 4233, "instructions", TEXT, 3, "O", "Marking instructions."),
        *lines(2, "C210-7102", "marks", 35, count=10, doc="Marks."),
        ce(3, 8275, "contents", TEXT, 3, "O", "About the contents."),
        ce((4, 1), "C827-7511", "marking", TEXT, 3, "O", "Kind of marking."),
        *code_list(4, 2, "C827", "marking"),
    ),
    source=f"{D03B}, PCI",
)


def _goods_code(element: int) -> tuple[Field, ...]:
    name = f"goods_code_{element - 1}"
    at: tuple[str, str] = (f"{D03B}; {THIRD_PARTY}", "C246-7361")
    return (
        ce((element, 1), at[1], name, TEXT, 18, "O", "Customs code; a line release code with list 117.", source=at[0],
           status="unconfirmed"),
        *code_list(element, 2, "C246", name),
    )


CST: Final = edifact(
    "CST",
    "Customs Status of Goods",
    (
        ce(1, 1496, "line_number", N0, 5, "O", "Number of the goods item."),
        *(f for element in range(2, 7) for f in _goods_code(element)),
    ),
    source=f"{D03B}, CST",
)
