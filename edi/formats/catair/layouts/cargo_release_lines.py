"""ACE Cargo Release: parties (SE30 to SE36, SE50 to SE56), lines (SE40 to SE61) and CBP's answer SE90."""

from collections.abc import Mapping
from typing import Final

from deminimis.edi.codes import load
from deminimis.edi.formats.catair.layouts import cargo_release_codes as codes
from deminimis.edi.formats.catair.layouts.cargo_release_header import GUIDE
from deminimis.edi.layout.declare import Cols, Field, Layout, Use, filler, fixed
from deminimis.edi.layout.kinds import AN, MMDDYY, USD, A, N, X

COUNTRIES: Final = load("country")


def _entity(tag: str, entities: Mapping[str, str], identifier: Use, page: int, doc: str) -> Layout:
    return fixed(
        tag,
        "party",
        (
            Field("entity_code", Cols(5, 7), A, "M", "What the party is.", codes=entities, closed=False),
            Field("entity_name", Cols(8, 42), X, "C", "Name; then the address records follow."),
            Field("identifier_qualifier", Cols(43, 45), X, identifier, "Kind of identifier; BY, ST and CN only.",
                  codes=codes.IDENTIFIER_QUALIFIERS),
            Field("entity_identifier", Cols(46, 65), X, identifier, "Identifier in place of name and address."),
            filler(66, 80),
        ),
        source=f"{GUIDE}, p. SE-{page}",
        doc=doc,
    )


def _business_identifier(tag: str, page: int) -> Layout:
    return fixed(
        tag,
        "global business identifier",
        (
            Field("identifier_qualifier", Cols(5, 8), A, "M", "Who issued the identifier.",
                  codes=codes.BUSINESS_IDENTIFIERS, closed=False),
            Field("business_identifier", Cols(9, 28), AN, "M", "Global business identifier of the party."),
            filler(29, 80),
        ),
        source=f"{GUIDE}, p. SE-{page}",
        doc="Only for filers in CBP's Global Business Identifier test.",
    )


def _address(tag: str, page: int) -> Layout:
    def pair(n: int, first: int, use: Use) -> tuple[Field, Field]:
        part = Field(f"address_qualifier_{n}", Cols(first, first + 1), AN, use, "What the address part is.",
                     codes=codes.ADDRESS_QUALIFIERS, closed=False)
        return part, Field(f"address_{n}", Cols(first + 2, first + 36), X, use, "Part of the street address.")

    fields = (*pair(1, 5, "M"), *pair(2, 42, "O"), filler(79, 80))
    return fixed(tag, "street address", fields, source=f"{GUIDE}, p. SE-{page}")


def _city(tag: str, page: int) -> Layout:
    return fixed(
        tag,
        "city and country",
        (
            Field("city", Cols(5, 39), X, "M", "City."),
            Field("state", Cols(40, 42), AN, "O", "ISO code of the state or province; blank if there is none."),
            filler(43, 48),
            Field("postal_code", Cols(49, 63), X, "C", "Postal code, in the USA the ZIP code."),
            Field("country", Cols(64, 65), A, "M", "ISO country code of the address.", codes=COUNTRIES),
            filler(66, 80),
        ),
        source=f"{GUIDE}, p. SE-{page}",
    )


SE30: Final = _entity(
    "SE30", codes.HEADER_ENTITIES, "C", 56,
    "A party has a name (then SE35 and SE36 follow) or an identifier, never both. Type 86 has one consignee CN, here "
    "in the header, for all lines; it may be the owner in care of a domestic warehouse. Note 2: the lines of one CN "
    "name and address must be less than $800 in all; SE10 note 13: the value cannot exceed $800. At exactly 800 the "
    "two differ, and the guide does not settle it.",
)
SE31: Final = _business_identifier("SE31", 59)
SE35: Final = _address("SE35", 60)
SE36: Final = _city("SE36", 61)

SE40: Final = fixed(
    "SE40",
    "line",
    (
        Field("line_number", Cols(5, 7), N, "M", "Line: 001, then one more for each SE40."),
        Field("country_of_origin", Cols(8, 9), A, "M", "ISO country code of origin.", codes=COUNTRIES),
        filler(10, 10),
        Field("description", Cols(11, 80), X, "O", "Commercial description in English."),
    ),
    source=f"{GUIDE}, p. SE-62",
)

SE41: Final = fixed(
    "SE41",
    "foreign trade zone line",
    (
        Field("zone_status", Cols(5, 5), A, "M", "Status of the goods in the zone.", codes=codes.ZONE_STATUSES),
        Field("privileged_date", Cols(6, 11), MMDDYY, "C", "Day of privileged status, for an HTS number now expired."),
        Field("quantity", Cols(12, 19), N, "M", "Units of the HTS line taken from the zone."),
        filler(20, 80),
    ),
    source=f"{GUIDE}, p. SE-63",
    doc="Type 06 only.",
)

SE50: Final = _entity("SE50", codes.LINE_ENTITIES, "O", 65, "A party of one line, the SE40 before it.")
SE51: Final = _business_identifier("SE51", 68)
SE55: Final = _address("SE55", 69)
SE56: Final = _city("SE56", 70)

SE60: Final = fixed(
    "SE60",
    "tariff number and value",
    (
        Field("hts_number", Cols(5, 14), AN, "M", "Tariff number (HTSUS), 10 digits."),
        Field("line_value", Cols(15, 24), USD, "C", "Value in whole US dollars; type 86 must give it (note 3)."),
        filler(25, 80),
    ),
    source=f"{GUIDE}, p. SE-71",
    doc="Chapter 99 numbers come first in a line; the value stands with the number of chapters 1 to 97.",
)

SE61: Final = fixed(
    "SE61",
    "current tariff number",
    (
        Field("current_hts_number", Cols(5, 14), AN, "M", "Current number of goods whose own has expired."),
        filler(15, 80),
    ),
    source=f"{GUIDE}, p. SE-72",
    doc="Type 06 with privileged foreign status only.",
)

SE90: Final = fixed(
    "SE90",
    "CBP's answer",
    (
        Field("message_type", Cols(5, 6), AN, "M", "What CBP did with the record or the transaction.",
              codes=load("release_type")),
        # CBP keeps the codes in a separate document, Cargo Release Condition Codes; letters occur (PH3).
        Field("condition_code", Cols(7, 9), AN, "C", "Condition; blank on a plain acceptance or rejection.",
              codes=load("release_condition"), closed=False),
        Field("narrative", Cols(10, 49), X, "M", "The condition in words."),
        filler(50, 80),
    ),
    source=f"{GUIDE}, p. SE-83",
    doc="Types 11 and 13 stand behind the record they concern; one of 01 to 04 ends the transaction.",
)
