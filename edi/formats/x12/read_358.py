"""X12 358, the trip: shipments filed before by preliminary 309s get the trip's estimated date of arrival."""

from typing import Final

import polars as pl

from deminimis.edi.formats.shared.normal import bill_number
from deminimis.edi.formats.shared.trips import changes
from deminimis.edi.formats.x12.read_309 import headers, verb
from deminimis.edi.frames.shipments import Filings
from deminimis.edi.reading.format import Tables

READS: Final[dict[str, tuple[str, ...]]] = {
    "MBL": ("issuer_scac", "bill_number", "action"),
    "M13": ("amendment_type", "action"),
}
_REMOVED: Final = ("D", "3")  # MBL03 (X12 DE 306)


def filings(tables: Tables) -> Filings:
    """The shipments that the 358 sets of a block list (MBL), as changes of the day (P402).

    A bill that is taken off the trip, by its own action or by the M13 behind it, has an unread day. Sets of rail
    and ocean are left out, and told of (`read_309.of_other_modes`): rail's form trains.
    """
    if tables.lack("MBL"):
        return Filings.none()
    sets = tables["ST"].filter(pl.col("set_id") == "358").select("message")
    listed = tables["MBL"].filter(~pl.col("carried")).join(sets, on="message", how="semi", maintain_order="left")
    if not listed.height:
        return Filings.none()
    amended = tables["M13"].filter(pl.col("consist").is_not_null()).unique("consist", keep="first")
    listed = listed.join(amended.select("consist", **verb()), on="consist", how="left", maintain_order="left")
    for part, key in headers(tables):
        listed = listed.join(part, on=key, how="left", maintain_order="left")
    off = pl.col("action").is_in(_REMOVED).fill_null(False) | (pl.col("verb") == "delete").fill_null(False)
    strange = pl.col("unread").list.contains("action") | pl.col("verb_unread").fill_null(False)
    return changes(
        listed.filter(pl.col("mode").fill_null("truck") == "truck").with_columns(
            removed=off,
            action_unread=strange,
            filer=pl.coalesce("carrier", "filer"),
            bill=bill_number(pl.col("issuer_scac"), pl.col("bill_number")),
        ),
        "x12-358",
        "P4",
        tables,
    )
