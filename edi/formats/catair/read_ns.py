"""ABI status notifications (NS) into notices: each disposition that CBP posts to a bill of a manifest or an in-bond."""

from typing import Final

import polars as pl

from deminimis.edi.codes import status_of
from deminimis.edi.formats.shared.normal import bill_number, moment, normal
from deminimis.edi.frames.notices import NO_NOTICES, NOTICES
from deminimis.edi.frames.shipments import conform
from deminimis.edi.reading.format import Tables

_ENTRY: Final = "^[A-Z0-9]{3}[0-9]{8}$"  # filer code, number, check digit

READS: Final[dict[str, tuple[str, ...]]] = {
    "30": (
        "disposition_code", "issuer_code", "bill_number", "house_issuer_code", "house_bill_number", "quantity",
        "negative", "action_date", "action_time",
    ),
    "40": ("entry_type", "entry_number"),
    "50": ("remarks",),
}  # fmt: skip


def notices(tables: Tables) -> pl.DataFrame:
    """One row a 30, kind `status`. text is the remarks (50) behind it: no name of the disposition is sent.

    path is `air` where the issuer is the three digits of an air waybill prefix, else `ocean`: Appendix D of ocean
    serves rail and truck too, and no record names the mode (In-Bond, April 2026, p. INB-26, INB-64). entry is that of
    the 40 behind it, where it is an entry number and not a form or a provision.
    """
    found = tables["30"]
    if not found.height:
        return NO_NOTICES
    remarks = tables["50"].group_by("disposition", maintain_order=True).agg(text=pl.col("remarks").str.join(" "))
    entries = tables["40"].unique("disposition", keep="first", maintain_order=True)
    entries = entries.select("disposition", "entry_type", number=normal(pl.col("entry_number")))
    for part in (remarks, entries):
        found = found.join(part, on="disposition", how="left", maintain_order="left")
    issuer, code = pl.col("issuer_code"), pl.col("disposition_code")
    air = issuer.str.contains("^[0-9]{3}$").fill_null(False)
    master = bill_number(issuer, pl.col("bill_number"))
    # an air house is known by its master's number and its own; elsewhere a blank issuer is read as the master's
    lead = pl.when(air).then(master).otherwise(pl.coalesce("house_issuer_code", issuer))
    house = bill_number(lead, pl.col("house_bill_number"))
    return conform(
        found.with_columns(
            format=pl.lit("catair-ns"),
            path=pl.when(air).then(pl.lit("air")).otherwise(pl.lit("ocean")),
            kind=pl.lit("status"),
            code=code,
            bill=pl.coalesce(house, master),
            entry=pl.when(pl.col("number").str.contains(_ENTRY)).then("number"),
            scac=pl.when(~air).then(issuer),
            posted_at=moment(pl.col("action_date"), pl.col("action_time")),
            quantity=pl.when(pl.col("negative") == "N").then(-pl.col("quantity")).otherwise("quantity"),
            direction=pl.lit("read"),
            status=pl.when(air).then(status_of(code, "air_disposition")).otherwise(status_of(code, "appendix_d")),
        ),
        NOTICES,
    )
