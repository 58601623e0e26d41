"""Trips written as X12 358: the shipments of earlier 309s that a truck carries, by the same layouts that read them."""

from collections.abc import Iterator
from typing import Final

import polars as pl

from deminimis.edi.formats.shared.records_in_order import in_order, put, slices
from deminimis.edi.formats.shared.trips import alone
from deminimis.edi.formats.x12.layouts.consist import MBL
from deminimis.edi.formats.x12.write_309 import manifest_headers, sets
from deminimis.edi.formats.x12.write_interchange import Body, X12Envelope, interchange
from deminimis.edi.frames.shipments import Filings

FORMAT: Final = "x12-358"
_MBL = 3  # its rank inside a shipment, behind M10 and P4


def consist(filings: Filings, envelope: X12Envelope) -> Iterator[bytes]:
    """The bytes of one interchange: M10 and P4 of each trip and day, then an MBL a shipment, in the order of `seq`.

    A 358 gives shipments the day and port of their trip and nothing else, so each is a change of `eda` and `port`.
    Raises WriteError for what does not fit: another action, a shipment not by truck, one that carries more.
    """
    return interchange("358", "BD", _bodies(sets(filings.shipments.sort("seq")), envelope), envelope)


def _bodies(frame: pl.DataFrame, envelope: X12Envelope) -> Iterator[Body]:
    for part in slices(frame, "opens"):
        alone(part)
        number = {"issuer_scac": pl.col("bill").str.slice(0, 4), "bill_number": pl.col("bill").str.slice(4)}
        yield Body(in_order([*manifest_headers(part, envelope), put(MBL, part, _MBL, **number)]), part)
