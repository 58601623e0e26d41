"""Parties of a bill, in two styles: one group of records a role (S, U, N01), or N00 groups with an entity code.

N02 has the same columns in both styles. N03 has not: behind N01 it is a telephone, behind N00 the city.
"""

from typing import Final

from deminimis.edi.formats.camir_ocean.layouts.codes import CONTACTS, ENTITIES, ID_QUALIFIERS
from deminimis.edi.formats.camir_ocean.layouts.sources import in_bond, moved, unknown
from deminimis.edi.layout.declare import Cols, Field, Layout, fixed
from deminimis.edi.layout.kinds import AN, X


def _name(tag: str, who: str, pages: str) -> Layout:
    return fixed(
        tag, f"{who.capitalize()}, name",
        (
            Field("name", Cols(4, 38), X, "M", f"Name of the {who}, as on the bill."),
            Field("address", Cols(39, 73), X, "M", "First address line, or just city and country."),
            unknown(74, 80),
        ),
        source=in_bond(pages), status="assumed",
    )


def _address(tag: str, who: str, source: str) -> Layout:
    return fixed(
        tag, f"{who.capitalize()}, address",
        (
            Field("address", Cols(4, 38), X, "M", "Address line; behind N00 it may be just the country."),
            Field("more_address", Cols(39, 73), X, "C", "The address line after that."),
            unknown(74, 80),
        ),
        source=source, status="assumed",
    )


def _telephone(tag: str, who: str, pages: str) -> Layout:
    return fixed(
        tag, f"{who.capitalize()}, telephone",
        (
            Field("telephone", Cols(4, 38), X, "M", "Telephone, TELEX and its number, or one more address line."),
            unknown(39, 80),
        ),
        source=in_bond(pages), status="assumed",
    )


N00: Final = fixed(
    "N00", "Party",
    (
        Field("entity_code", Cols(4, 6), AN, "C", "Role of the party.", codes=ENTITIES, closed=False, status="cbp"),
        Field("name", Cols(7, 41), X, "C", "Name of the party.", status="cbp"),
        Field("id_qualifier", Cols(42, 43), AN, "C", "Kind of the code that follows.", codes=ID_QUALIFIERS,
              closed=False, status="cbp"),
        Field("id_code", Cols(44, 60), AN, "C", "Code of the party.", source=moved("BD-28"), status="cbp"),
        unknown(61, 62, "Reserved for the relation of the party."),
        unknown(63, 64, "Reserved for another role."),
        unknown(65, 80),
    ),
    source=moved("BD-27"), status="assumed",
)

N03: Final = fixed(
    "N03", "Party, place",
    (
        Field("city", Cols(4, 22), X, "C", "City.", status="cbp"),
        Field("state", Cols(23, 24), AN, "C", "State or province.", status="cbp"),
        Field("postal_code", Cols(25, 33), X, "C", "Postal code without punctuation.", status="cbp"),
        Field("country", Cols(34, 35), AN, "C", "ISO country code.", status="cbp"),
        Field("subdivision", Cols(36, 40), AN, "C", "State or province of up to three letters; truck's, here unused."),
        unknown(41, 80),
    ),
    source=moved("BD-30"), status="assumed",
)

N04: Final = fixed(
    "N04", "Party, contact",
    (
        Field("contact_name", Cols(4, 26), X, "C", "Person to ask for."),
        Field("contact_qualifier", Cols(27, 28), AN, "C", "Kind of the number.", codes=CONTACTS, closed=False),
        Field("contact_number", Cols(29, 53), X, "C", "Number or address; cut at 25 characters."),
        unknown(54, 55, "Reserved for a second number."),
        unknown(56, 80, "Reserved for a second number."),
    ),
    source=moved("BD-32"), status="assumed",
)

PARTIES: Final[dict[str, Layout]] = {
    "S01": _name("S01", "shipper", "record QP50"),
    "S02": _address("S02", "shipper", in_bond("record QP51")),
    "S03": _telephone("S03", "shipper", "record QP52"),
    "U01": _name("U01", "consignee", "record QP55"),
    "U02": _address("U02", "consignee", in_bond("record QP56")),
    "U03": _telephone("U03", "consignee", "record QP57"),
    "N01": _name("N01", "notify party", "record QP60"),
    "N02": _address("N02", "party", f"{moved('BD-29')}; behind N01: {in_bond('record QP61')}"),
    "N03-NOTIFY": _telephone("N03", "notify party", "record QP62"),
    "N00": N00,
    "N03": N03,
    "N04": N04,
}
