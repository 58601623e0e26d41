"""The lines that say which message, where, and for which air waybill. None of them begins with an identifier."""

from typing import Final

from deminimis.edi.formats.camir_air.layouts.codes import WEIGHT_CODES
from deminimis.edi.formats.camir_air.layouts.kinds import CARRIER, CODE, DAY, FLIGHT, LETTERS, NAME, WEIGHT
from deminimis.edi.formats.camir_air.layouts.sources import GUESS, IN_BOND, LINES, QUERY, THIRD
from deminimis.edi.layout.declare import Field, Layout, Part, line
from deminimis.edi.layout.kinds import N0, NX

SMI: Final = line(
    "", "Standard message identifier",
    (Field("message_identifier", Part("", 3, 3), LETTERS, "M", "Which message follows, alone on its line."),),
    source=LINES,
)

CCL: Final = line(
    "", "Cargo control location",
    (
        Field("arrival_airport", Part("", 3, 3), LETTERS, "M", "IATA code of the first U.S. airport."),
        Field("terminal_operator", Part("", 2, 3), CODE, "M", "Air carrier or cargo terminal operator."),
    ),
    source=f"{LINES}; unseparated: {THIRD}", status="unconfirmed",
)


def _waybill() -> tuple[Field, Field]:
    return (
        Field("air_waybill_prefix", Part("", 3, 3), CODE, "M", "Airline prefix of the air waybill."),
        Field("air_waybill_serial", Part("-", 8, 8), NX, "M", "Serial number; its last digit is the others mod 7."),
    )


_HOUSE = "House air waybill number; absent on a simple or master waybill."
_SIZES = f"sizes: {QUERY}, page ACMQ-35; separators: {THIRD}"

AWB: Final = line(
    "", "Air waybill",
    (
        *_waybill(),
        Field("consolidation_identifier", Part("-", 1, 1), LETTERS, "C", "Says that house waybills follow.",
              codes={"M": "master air waybill"}),
        Field("house_number", Part("-", 1, 12), CODE, "C", _HOUSE),
        Field("package_tracking_identifier", Part("/", 0, 35), NAME, "O", "The carrier's own number of the package.",
              source=f"{LINES}; width inferred"),
    ),
    source=_SIZES, status="unconfirmed",
)

AWB_QUERY: Final = line(
    "", "Air waybill in a query and its answer",
    (
        *_waybill(),
        Field("house_number", Part("-", 1, 12), CODE, "C", _HOUSE),
        Field("part_arrival_reference", Part("/", 1, 1), LETTERS, "C", "Letter of the part of a split shipment.",
              source=f"{LINES}; separator inferred", status="assumed"),
    ),
    source=_SIZES, status="unconfirmed",
)


def flight(lead: str) -> tuple[Field, Field]:
    """Importing carrier and flight number, run together behind `lead`."""
    source = f"{IN_BOND}, record QP20; {QUERY}, page ACMQ-35; place: {THIRD}"
    return (
        Field("carrier", Part(lead, 2, 3), CARRIER, "M", "Importing carrier.", source=source),
        Field("flight_number", Part("", 3, 5), FLIGHT, "M", "Flight that brings the cargo to the U.S.", source=source),
    )


ERF: Final = line(
    "", "Flight reference in an error report",
    (*flight(""), Field("arrival_date", Part("/", 5, 5), DAY, "M", "Scheduled arrival, day and month.")),
    source=THIRD, status="unconfirmed",
)

ARR: Final = line(
    "ARR", "Arrival",
    (
        *flight("/"),
        # CATAIR In-Bond QP20 50-55 points to this date as the one at the first U.S. port of arrival.
        Field("arrival_date", Part("/", 5, 5), DAY, "M", "Scheduled arrival at the first U.S. airport, day and month.",
              source=f"{IN_BOND}, record QP20; place: {THIRD}"),
        Field("part_arrival_reference", Part("-", 1, 1), LETTERS, "C", "Letter of the part of a split shipment."),
        Field("boarded_pieces", Part("/B", 1, 5), N0, "C", "Pieces of this part aboard this flight.",
              source=f"{LINES}; form inferred", status="assumed"),
        Field("boarded_weight_code", Part("/", 1, 1), LETTERS, "C", "Unit of the boarded weight.",
              codes=WEIGHT_CODES, source=f"{LINES}; form inferred", status="assumed"),
        Field("boarded_weight", Part("", 1, 7), WEIGHT, "C", "Weight of this part.", source=GUESS, status="assumed"),
    ),
    source=THIRD, status="unconfirmed",
)

HEADER: Final[dict[str, Layout]] = {
    "SMI": SMI,
    "CCL": CCL,
    "AWB": AWB,
    "AWB-QUERY": AWB_QUERY,
    "ERF": ERF,
    "ARR": ARR,
}
