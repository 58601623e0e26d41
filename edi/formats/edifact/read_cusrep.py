"""CUSREP, the trip: shipments filed before by CUSCAR get the trip's estimated date of arrival."""

from typing import Final

import polars as pl

from deminimis.edi.formats.edifact import read_trip as trip
from deminimis.edi.formats.edifact.read_cuscar import SPLIT
from deminimis.edi.formats.shared.normal import normal
from deminimis.edi.formats.shared.trips import changes
from deminimis.edi.frames.shipments import Filings
from deminimis.edi.reading.format import Tables

READS: Final[dict[str, tuple[str, ...]]] = {**trip.READS, "DOC": ("document", "action"), "RFFAAM": ("reference",)}

_EVENTS: Final = ("98", "833")  # in-bond arrival and export (CSMS 08-000055): their documents are no list of shipments


def filings(tables: Tables) -> Filings:
    """The shipments that the CUSREP messages of a block list, as changes of the day.

    A listed shipment without its number stays a change without a bill, so that it is told of and not lost.
    """
    if not (tables["UNH"]["message_type"] == "CUSREP").any():
        return Filings.none()
    names, documents = (
        trip.told(tables[tag].filter(~pl.col("carried")), tables, "CUSREP") for tag in ("RFFAAM", "DOC")
    )
    bill = normal(pl.col("reference"))
    nameless = documents.join(names, on="listing", how="anti").with_columns(bill=pl.lit(None, pl.String))
    names = names.with_columns(bill=pl.when(bill != "").then(bill))
    listed = pl.concat([names, nameless], how="diagonal").filter(~pl.col("subject").is_in(_EVENTS).fill_null(False))
    if not listed.height:
        return Filings.none()
    codes = documents.select("listing", code="action")
    listed = listed.drop("action").sort("ordinal").join(codes, on="listing", how="left", maintain_order="left")
    part = (pl.col("code") == SPLIT).fill_null(False)  # whose day counts is not known, as in CUSCAR
    listed = listed.with_columns(
        removed=pl.col("function").is_in(trip.CANCELS),
        action_unread=trip.strange(),
        eda_unread=pl.col("eda_unread") | part,
    )
    return changes(listed, "cusrep", "DTM 132", tables)
