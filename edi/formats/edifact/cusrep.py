"""CUSREP, the trip: shipments filed before by CUSCAR get the trip's estimated date of arrival."""

from typing import Final

import polars as pl

from deminimis.edi.format import Tables
from deminimis.edi.formats.edifact import trip
from deminimis.edi.formats.edifact.cuscar import SPLIT
from deminimis.edi.formats.trips import changes
from deminimis.edi.normal import normal
from deminimis.edi.shipments import Filings

READS: Final[dict[str, tuple[str, ...]]] = {**trip.READS, "DOC": ("document", "action"), "RFFAAM": ("reference",)}

_EVENTS: Final = ("98", "833")  # in-bond arrival and export (CSMS 08-000055): their documents are no list of shipments


def filings(tables: Tables) -> Filings:
    """The shipments that the CUSREP messages of a block list, as changes of the day.

    A listed shipment without its number stays a change without a bill, so that it is told of and not lost.
    """
    trips = trip.messages(tables, "CUSREP").filter(~pl.col("subject").is_in(_EVENTS).fill_null(False))
    names = tables["RFFAAM"].filter(~pl.col("carried")).join(trips.select("message"), on="message", how="semi")
    documents = tables["DOC"].filter(~pl.col("carried")).join(trips.select("message"), on="message", how="semi")
    bill = normal(pl.col("reference"))
    named = names.select("ordinal", "message", "message_no", "line", "byte", "listing",
                         bill=pl.when(bill != "").then(bill))  # fmt: skip
    nameless = documents.join(names, on="listing", how="anti").select(
        "ordinal", "message", "message_no", "line", "byte", "listing", bill=pl.lit(None, pl.String)
    )
    listed = pl.concat([named, nameless]).sort("ordinal")
    if not listed.height:
        return Filings.none()
    codes = documents.select("listing", code="action")
    listed = listed.join(codes, on="listing", how="left", maintain_order="left")
    trips = trips.select("message", "filed_on", "filer", "port", "eda", "eda_unread", "function")
    listed = listed.join(trips, on="message", how="left", maintain_order="left")
    part = (pl.col("code") == SPLIT).fill_null(False)  # whose day counts is not known, as in CUSCAR
    return changes(
        listed.with_columns(removed=pl.col("function").is_in(trip.CANCELS), eda_unread=pl.col("eda_unread") | part),
        "cusrep",
        "DTM 132",
    )
