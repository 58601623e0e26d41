"""Shipper and consignee: up to four physical lines each, of which only the first carries the identifier.

Cargo-IMP breaks a party in the same places. The street's line may be empty or missing. A trailing slant for an empty
state or postal code is taken. Note 1 on CNE (7 August 2020, not read) asks more of the consignee of a Section 321
shipment.
"""

from typing import Final

from deminimis.edi.formats.camir_air.layouts.kinds import CONTACTS, LETTERS, NAME
from deminimis.edi.formats.camir_air.layouts.sources import CARGO_IMP, SCHEMA, THIRD, TRADE
from deminimis.edi.layout.declare import Field, Layout, Part, Use, line

_SOURCE = f"{SCHEMA}; line breaks: {THIRD}; lengths: {TRADE}"


def _party(tag: str, who: str) -> dict[str, Layout]:
    def part(name: str, high: int, use: Use, doc: str, low: int = 1) -> Field:
        return Field(name, Part("/", low, high), NAME, use, doc)

    country = Field("country", Part("/", 2, 2), LETTERS, "M", "ISO country code.")
    contacts = Field(
        "contacts", Part("/", 4, 86), CONTACTS, "O", "What a converter from Cargo-IMP leaves of a telephone.",
        source=CARGO_IMP, status="standard",
    )  # fmt: skip
    # State: mandatory for a party in the U.S., as far as is known.
    lines: dict[str, tuple[str, tuple[Field, ...]]] = {
        tag: ("name", (part("name", 35, "M", f"Name of the {who}."),)),
        f"{tag}-2": ("street", (part("address", 35, "M", "Street address; the line may be missing.", low=0),)),
        f"{tag}-3": (
            "place",
            (part("city", 17, "M", "City or place."), part("state", 9, "C", "State or province.", low=0)),
        ),
        f"{tag}-4": (
            "country",
            (
                country,
                part("postal_code", 9, "C", "Postal code.", low=0),
                Field("telephone", Part("/", 0, 14, inside=True), NAME, "C", "Telephone."),
                contacts,
            ),
        ),
    }
    return {
        key: line(tag if key == tag else "", f"{who.capitalize()}, {what}", fields, source=_SOURCE, status="schema")
        for key, (what, fields) in lines.items()
    }


PARTIES: Final[dict[str, Layout]] = _party("SHP", "shipper") | _party("CNE", "consignee")
