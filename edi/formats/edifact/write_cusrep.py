"""Trips written as EDIFACT CUSREP: the shipments of earlier CUSCARs that a truck carries."""

from collections.abc import Iterator
from typing import Final

import polars as pl

from deminimis.edi.formats.edifact.layouts.messages import MESSAGES
from deminimis.edi.formats.edifact.write_cuscar import CuscarEnvelope, around, carrier, messages, opening
from deminimis.edi.formats.edifact.write_interchange import Messages, interchange
from deminimis.edi.formats.shared.records_in_order import in_order, put, slices
from deminimis.edi.formats.shared.trips import alone
from deminimis.edi.frames.shipments import Filings

FORMAT: Final = "cusrep"
_SEGMENTS: Final = MESSAGES["CUSREP"].layouts
_REFERENCE, _LISTED, _CARRIER = 4, 10, 100  # ranks inside a shipment; the carrier stands behind the last one


def report(filings: Filings, envelope: CuscarEnvelope) -> Iterator[bytes]:
    """The bytes of one interchange, a DOC and its number a shipment, in the order of `seq`.

    The envelope's arrival and port are the trip's. Raises WriteError for what does not fit: another action, a shipment
    not by truck, one that carries more than its day and port.
    """
    ships = messages(filings.shipments.sort("seq").with_row_index("ship"))
    return interchange(_parts(ships, envelope), around(envelope, "CUSREP"))


def _parts(ships: pl.DataFrame, envelope: CuscarEnvelope) -> Iterator[Messages]:
    for part in slices(ships, "opens"):
        alone(part)
        listed = [
            put(_SEGMENTS["DOC"], part, _LISTED, document="700", action="23"),
            put(_SEGMENTS["RFF"], part, _LISTED + 1, qualifier="AAM", reference=pl.col("bill")),
        ]
        first = part.filter("opens")
        own = put(_SEGMENTS["RFF"], first, _REFERENCE, qualifier="ABO", reference=envelope.reference)
        heads = [*opening(_SEGMENTS, first, "336", envelope), own]
        yield Messages(in_order([*heads, *listed, *carrier(_SEGMENTS, part.filter("closes"), _CARRIER)]), part)
