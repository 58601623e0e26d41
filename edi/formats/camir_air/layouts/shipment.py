"""The lines that describe a shipment: waybill, goods and value, entry, agent, transfer, amendment."""

from typing import Final

from deminimis.edi.catalogue import release_hint
from deminimis.edi.codes import load
from deminimis.edi.formats.camir_air.layouts.codes import AMENDMENT_CODES, ENTRY_TYPES, WEIGHT_CODES
from deminimis.edi.formats.camir_air.layouts.kinds import CODE, DAY, LETTERS, NAME, REMARK, WEIGHT
from deminimis.edi.formats.camir_air.layouts.sources import GUESS, LINES, OLD, QUERY, THIRD, TRADE
from deminimis.edi.layout.declare import Field, Layout, Part, line
from deminimis.edi.layout.kinds import AMOUNT, N0, NX

_PERMIT_DATE = Field(
    "permit_to_proceed_date", Part("/", 5, 5), DAY, "C", "Arrival there, day and month; only with such an airport."
)

WBL: Final = line(
    "WBL", "Waybill",
    (
        Field("origin_airport", Part("/", 3, 3), LETTERS, "M", "IATA code of the airport where the cargo was laden."),
        Field("permit_to_proceed_airport", Part("", 3, 3), LETTERS, "C",
              "U.S. airport to which the flight proceeds with the cargo."),
        Field("shipment_description_code", Part("/", 1, 1), LETTERS, "M", "What the pieces are a count of.",
              codes={"T": "total"}, closed=False),
        Field("pieces", Part("", 1, 5), N0, "M", "Number of pieces.",
              source=f"{QUERY}, page ACMQ-35 (5 digits); {TRADE} (4 digits)"),
        Field("weight_code", Part("/", 1, 1), LETTERS, "M", "Unit of the weight.", codes=WEIGHT_CODES),
        Field("weight", Part("", 1, 7), WEIGHT, "M", "Gross weight."),
        Field("description", Part("/", 1, 35), NAME, "M", "What the goods are."),
        _PERMIT_DATE,
    ),
    source=f"{LINES}; {TRADE}; separators: {THIRD}", status="unconfirmed",
)

# The list of contents speaks of a description on further lines (note 2, August 2020); how they look was not read.
WBL_2: Final = line(
    "", "Waybill, description continued",
    (Field("description", Part("/", 1, 35), NAME, "M", "More of the description."), _PERMIT_DATE),
    source=GUESS, status="assumed",
)

CSD: Final = line(
    "CSD", "CBP shipment description",
    (
        Field("country_of_origin", Part("/", 2, 2), LETTERS, "M", "ISO code of the country the goods come from.",
              codes=load("country")),
        # CBP's limit and its view of decimals are unknown: both 150 and 150.00 are taken.
        Field("declared_value", Part("/", 1, 12), AMOUNT, "M", "Declared value in the currency that follows."),
        Field("currency", Part("-", 3, 3), LETTERS, "M", "ISO code of the currency."),
        Field("hts_number", Part("/", 0, 10), NX, "C", "Harmonized tariff number.", source=f"{THIRD}; width inferred"),
    ),
    source=THIRD, status="unconfirmed", alone=("country_of_origin", "declared_value", "currency"),
)

CED: Final = line(
    "CED", "CBP entry detail of an express house waybill",
    (
        Field("entry_type", Part("/", 2, 3), NX, "M", "Entry type; 000 takes back what was filed.",
              codes=ENTRY_TYPES, hint=release_hint("camir-air"), source=f"{OLD}, error 096; form: {THIRD}"),
        # Whether type 86 needs a number is not known: none, an empty one and a full one are taken.
        Field("entry_number", Part("/", 0, 11), CODE, "C", "Filer code, number and check digit."),
    ),
    source=f"{LINES}; {THIRD}", status="unconfirmed",
    doc="Releases an express house waybill (19 CFR part 128) off the manifest; FXI and FXC only.",
    alone=("entry_type",),
)

AGT: Final = line(
    "AGT", "Nominated agent",
    (Field("agent", Part("/", 1, 7), CODE, "M", "Carrier, FIRMS or filer code of who may file houses."),),
    source=f"{TRADE}; {THIRD}", status="unconfirmed",
)

TRN: Final = line(
    "TRN", "Transfer",
    (
        Field("destination_airport", Part("/", 3, 3), CODE, "M", "Airport to which the cargo moves; 000 takes it back.",
              codes={"000": "transfer taken back"}, closed=False),
        Field("movement_indicator", Part("-", 1, 1), LETTERS, "C", "Whether the movement is domestic or international.",
              codes={"D": "domestic", "I": "international"}, closed=False),
        Field("transfer_carrier", Part("/", 0, 12), NAME, "C", "Bonded carrier's identifier, or the onward carrier."),
        Field("premises_or_in_bond_number", Part("/", 0, 12), NAME, "C",
              "FIRMS code of the bonded premises, or the in-bond control number with an onward carrier."),
    ),
    source=THIRD, status="unconfirmed",
)

FDA: Final = line(
    "FDA", "FDA freight",
    (Field("indicator", Part("/", 0, 1), LETTERS, "O", "Not seen in use: the line alone is the flag.", source=GUESS,
           status="assumed"),),
    source=THIRD, status="unconfirmed", doc="Its presence says that the freight is regulated by the FDA.",
)

RFA: Final = line(
    "RFA", "Reason for amendment",
    (
        Field("amendment_code", Part("/", 2, 2), NX, "M", "Why the waybill is changed or cancelled.",
              codes=AMENDMENT_CODES, closed=False),
        # Seen directly behind the code; a slant in front of it is taken as part of the text.
        Field("explanation", Part("", 0, 65), REMARK, "O", "Explanation in words.", status="assumed"),
    ),
    source=THIRD, status="unconfirmed",
)

SHIPMENT: Final[dict[str, Layout]] = {
    "WBL": WBL,
    "WBL-2": WBL_2,
    "CSD": CSD,
    "CED": CED,
    "AGT": AGT,
    "TRN": TRN,
    "FDA": FDA,
    "RFA": RFA,
}
