"""The lines that say which message, where, and for which air waybill. None of them begins with an identifier."""

from typing import Final

from deminimis.edi.formats.camir_air.layouts.codes import WEIGHT_CODES
from deminimis.edi.formats.camir_air.layouts.kinds import CARRIER, CODE, DAY, FLIGHT, LETTERS, NAME, PIECES, WEIGHT
from deminimis.edi.formats.camir_air.layouts.sources import CARGO_IMP, IN_BOND, LINES, QUERY, SCHEMA, THIRD
from deminimis.edi.layout.declare import Field, Layout, Part, Use, line
from deminimis.edi.layout.kinds import NX

SMI: Final = line(
    "", "Standard message identifier",
    (Field("message_identifier", Part("", 3, 3), LETTERS, "M", "Which message follows, alone on its line."),),
    source=LINES,
)

CCL: Final = line(
    "", "Cargo control location",
    (
        Field("arrival_airport", Part("", 3, 3), LETTERS, "M", "IATA code of the first U.S. airport."),
        Field("terminal_operator", Part("", 2, 4), CODE, "M",
              "Air carrier or cargo terminal operator; a FIRMS code has four characters."),
    ),
    source=f"{LINES}; {SCHEMA}; {THIRD}", status="schema",
)


def _waybill() -> tuple[Field, Field]:
    return (
        Field("air_waybill_prefix", Part("", 3, 3), CODE, "M", "Airline prefix of the air waybill."),
        Field("air_waybill_serial", Part("-", 8, 8), NX, "M", "Serial number; its last digit is the others mod 7."),
    )


_HOUSE = "House air waybill number; absent on a simple or master waybill."
_SOURCE = f"{SCHEMA}; sizes: {QUERY}, page ACMQ-35; separators: {THIRD}"

AWB: Final = line(
    "", "Air waybill",
    (
        *_waybill(),
        Field("consolidation_identifier", Part("-", 1, 1), LETTERS, "C",
              "Says that house waybills follow; in place of a house number.", codes={"M": "master air waybill"}),
        Field("house_number", Part("-", 1, 12, instead=True), CODE, "C", _HOUSE),
        # Read behind any waybill, so that a fault there costs nobody the number of the waybill (`read_waybills`).
        Field("package_tracking_identifier", Part("/", 0, 35), NAME, "O",
              "The carrier's own number of the package; only of a house.", source=f"{LINES}; {SCHEMA}; width inferred"),
    ),
    source=_SOURCE, status="schema",
)

AWB_QUERY: Final = line(
    "", "Air waybill in a query and its answer",
    (
        *_waybill(),
        Field("house_number", Part("-", 0, 12), CODE, "C", f"{_HOUSE} Its place stays empty in front of a part."),
        # one product puts a slant in front of it
        Field("part_arrival_reference", Part("-", 1, 1, also=("/",), inside=True), LETTERS, "C",
              "Letter of the part of a split shipment.", source=f"{LINES}; {SCHEMA}; behind a slant: inferred"),
    ),
    source=_SOURCE, status="schema",
)


def flight(lead: str, use: Use = "M") -> tuple[Field, Field]:
    """Importing carrier and flight number, run together behind `lead`; `use` of both together."""
    source = f"{IN_BOND}, record QP20; {QUERY}, page ACMQ-35; place: {SCHEMA}"
    return (
        Field("carrier", Part(lead, 2, 3), CARRIER, use, "Importing carrier.", source=source),
        Field("flight_number", Part("", 3, 5, inside=use != "M"), FLIGHT, "M",
              "Flight that brings the cargo to the U.S.", source=source),
    )  # fmt: skip


# Where the message that is answered names no flight, the line begins with the slant.
ERF: Final = line(
    "", "Flight reference in an error report",
    (*flight("", "C"), Field("arrival_date", Part("/", 5, 5), DAY, "M", "Scheduled arrival, day and month.")),
    source=f"{SCHEMA}; {THIRD}", status="schema",
)

ARR: Final = line(
    "ARR", "Arrival",
    (
        *flight("/"),
        # CATAIR In-Bond QP20 50-55 points to this date as the one at the first U.S. port of arrival.
        Field("arrival_date", Part("/", 5, 5), DAY, "M", "Scheduled arrival at the first U.S. airport, day and month.",
              source=f"{IN_BOND}, record QP20; place: {SCHEMA}; {THIRD}"),
        Field("part_arrival_reference", Part("-", 1, 1), LETTERS, "C", "Letter of the part of a split shipment."),
        Field("boarded_pieces", Part("/B", 1, 5), PIECES, "C", "Pieces of this part aboard this flight.",
              source=f"{LINES}; {SCHEMA}"),
        Field("boarded_weight_code", Part("/", 1, 1), LETTERS, "C", "Unit of the boarded weight.",
              codes=WEIGHT_CODES, source=f"{LINES}; {SCHEMA}"),
        Field("boarded_weight", Part("", 1, 8, inside=True), WEIGHT, "M", "Weight of this part.",
              source=f"{SCHEMA}; {CARGO_IMP}"),
    ),
    source=f"{SCHEMA}; {THIRD}", status="schema",
    doc="FRX, FXX, FSN and FSI have no boarded pieces and weight, nor has the first one of an FSC.",
)

HEADER: Final[dict[str, Layout]] = {
    "SMI": SMI,
    "CCL": CCL,
    "AWB": AWB,
    "AWB-QUERY": AWB_QUERY,
    "ERF": ERF,
    "ARR": ARR,
}
