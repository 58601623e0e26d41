"""Invented notices: what CBP would answer to invented truck shipments."""

from datetime import datetime, time
from typing import Final

import polars as pl

from deminimis.edi.formats.x12.write_350 import FORMAT
from deminimis.edi.frames.notices import NOTICES
from deminimis.edi.frames.shipments import Filings, conform

# 95 and its meaning: CSMS 62931096. The remark that goes with it is not published, nor is a truck list with 1C in it
# (ocean and rail have it): both are assumed.
WARNED: Final = ("95", "DE MINIMIS DAILY MAX MAY BE EXCEEDED BY CONSIGNEE")
RELEASED: Final = ("1C", "ENTERED AND RELEASED")
_LIMIT_CENTS: Final = 80_000
_NOON: Final = time(12)


def truck_notices(filings: Filings) -> pl.DataFrame:
    """One notice a shipment (columns of NOTICES), posted at noon of its arrival date.

    Code 95 for a consignee, by name and ZIP code, above $800 in sum, else 1C.
    """
    total = pl.col("value_cents").sum().over("consignee_name", "consignee_city", "consignee_postal")
    over = total > _LIMIT_CENTS
    noon = pl.col("eda").cast(pl.Datetime("us")) + (datetime.combine(datetime.min, _NOON) - datetime.min)
    frame = filings.shipments.select(
        "line",
        "byte",
        "bill",
        "quantity",
        file=pl.lit(0),
        format=pl.lit(FORMAT),
        path=pl.lit("truck"),
        kind=pl.lit("status"),
        code=pl.when(over).then(pl.lit(WARNED[0])).otherwise(pl.lit(RELEASED[0])),
        text=pl.when(over).then(pl.lit(WARNED[1])).otherwise(pl.lit(RELEASED[1])),
        scac=pl.col("bill").str.slice(0, 4),
        posted_at=noon,
        direction=pl.lit("write"),
        status=pl.lit("assumed"),
    )
    return conform(frame, NOTICES)
