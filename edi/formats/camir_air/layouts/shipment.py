"""The lines that describe a shipment: waybill, goods and value, entry, agent, transfer, amendment."""

from typing import Final

from deminimis.edi.catalogue import release_hint
from deminimis.edi.codes import load
from deminimis.edi.formats.camir_air.layouts.codes import (
    AMENDMENT_CODES,
    COUNTS,
    ENTRY_TYPES,
    MOVEMENTS,
    WEIGHT_CODES,
)
from deminimis.edi.formats.camir_air.layouts.kinds import (
    BEHIND,
    CODE,
    DAY,
    LETTERS,
    NAME,
    PIECES,
    REMARK,
    TARIFF,
    VALUE,
    WEIGHT,
)
from deminimis.edi.formats.camir_air.layouts.sources import (
    APPENDIX,
    CARGO_IMP,
    GUESS,
    LINES,
    OLD,
    QUERY,
    SCHEMA,
    THIRD,
    TRADE,
)
from deminimis.edi.layout.declare import Field, Layout, Part, line
from deminimis.edi.layout.kinds import NX

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
              codes=COUNTS, closed=False, source=f"{SCHEMA}; codes: {CARGO_IMP}"),
        Field("pieces", Part("", 1, 5), PIECES, "M", "Number of pieces.",
              source=f"{SCHEMA}; {QUERY}, page ACMQ-35; {TRADE} (4 digits)"),
        Field("weight_code", Part("/", 1, 1), LETTERS, "M", "Unit of the weight.", codes=WEIGHT_CODES),
        Field("weight", Part("", 1, 8), WEIGHT, "M", "Gross weight.", source=f"{SCHEMA}; {CARGO_IMP}"),
        Field("description", Part("/", 1, 35), NAME, "M", "What the goods are."),
        _PERMIT_DATE,
    ),
    source=f"{LINES}; {SCHEMA}; {TRADE}; {THIRD}", status="schema",
)

WBL_2: Final = line(
    "", "Waybill, description continued",
    (
        Field("description", Part("/", 1, 35), NAME, "M", "More of the description."),
        # the grammar has it on the first line alone
        _PERMIT_DATE._replace(source=GUESS, status="assumed"),
    ),
    source=f"{LINES}; {SCHEMA}", status="schema", doc="Up to thirteen such lines.",
)

_TARIFF = "Harmonized tariff number."

CSD: Final = line(
    "CSD", "CBP shipment description",
    (
        Field("country_of_origin", Part("/", 0, 2), LETTERS, "M",
              "ISO code of the country the goods come from; its place may be empty.", codes=load("country")),
        Field("declared_value", Part("/", 1, 12), VALUE, "M", "Declared value in the currency that follows."),
        Field("currency", Part("-", 3, 3), LETTERS, "M", "ISO code of the currency."),
        Field("hts_number", Part("/", 0, 10), TARIFF, "C", _TARIFF),
    ),
    source=f"{SCHEMA}; {THIRD}; NCV: {CARGO_IMP}", status="schema",
    doc="The grammar has one a waybill; more than one are read, and their values add up. NCV is a value not stated.",
    alone=("country_of_origin", "declared_value", "currency"),
)

CSD_2: Final = line(
    "", "CBP shipment description, another tariff number",
    (Field("hts_number", Part("/", 10, 10), TARIFF, "M", f"{_TARIFF[:-1]}, of goods in the same value."),),
    source=SCHEMA, status="schema", doc="Up to nine such lines: ten tariff numbers in all.",
)

CED: Final = line(
    "CED", "CBP entry detail",
    (
        Field("entry_type", Part("/", 2, 3), NX, "M", "Entry type; 000 takes back what was filed.",
              codes=ENTRY_TYPES, hint=release_hint("camir-air"), source=f"{SCHEMA}; {OLD}, error 096"),
        Field("entry_number", Part("/", 0, 11), CODE, "C", "Filer code, number and check digit; any type may lack it."),
    ),
    source=f"{LINES}; {SCHEMA}; {THIRD}", status="schema",
    doc="Releases a house waybill off the manifest, of an express operator under 19 CFR part 128. The grammar has it "
        "in FRI, FRC, FXI and FXC.",
    alone=("entry_type",),
)

AGT: Final = line(
    "AGT", "Nominated agent",
    (Field("agent", Part("/", 2, 7), CODE, "M", "Carrier, FIRMS or filer code of who may file houses."),),
    source=f"{SCHEMA}; {TRADE}; {THIRD}", status="schema",
)

TRN: Final = line(
    "TRN", "Transfer",
    (
        Field("destination_airport", Part("/", 3, 3), CODE, "M", "Airport to which the cargo moves; 000 takes it back.",
              codes={"000": "transfer taken back"}, closed=False),
        Field("movement_indicator", Part("-", 1, 1), LETTERS, "C", "Whether the movement is domestic or international.",
              codes=MOVEMENTS),
        Field("transfer_carrier", Part("/", 0, 12), NAME, "C", "Bonded carrier's identifier, or the onward carrier."),
        Field("premises_or_in_bond_number", Part("/", 0, 12), NAME, "C",
              "FIRMS code of the bonded premises, or the in-bond control number with an onward carrier."),
    ),
    source=f"{SCHEMA}; {THIRD}; widths inferred", status="schema",
)

FDA: Final = line(
    "FDA", "FDA freight",
    (Field("indicator", Part("/", 0, 1), LETTERS, "O", "Not seen in use: the line alone is the flag.", source=GUESS,
           status="assumed"),),
    source=f"{SCHEMA}; {THIRD}", status="schema", doc="Its presence says that the freight is regulated by the FDA.",
)

RFA: Final = line(
    "RFA", "Reason for amendment",
    (
        Field("amendment_code", Part("/", 2, 2), NX, "M", "Why the waybill is changed or cancelled.",
              codes=AMENDMENT_CODES, source=f"{SCHEMA}; {APPENDIX}"),
        Field("explanation", Part("/", 1, 20), REMARK, "O", "Explanation in words."),
        Field("unseparated_explanation", Part("", 1, 65, instead=True), BEHIND, "O",
              "The same directly behind the code, as one product writes it.", source=THIRD, status="unconfirmed"),
    ),
    source=SCHEMA, status="schema",
)

SHIPMENT: Final[dict[str, Layout]] = {
    "WBL": WBL,
    "WBL-2": WBL_2,
    "CSD": CSD,
    "CSD-2": CSD_2,
    "CED": CED,
    "AGT": AGT,
    "TRN": TRN,
    "FDA": FDA,
    "RFA": RFA,
}
