"""X12 355 into notices: each K1 is an error of the bill or manifest in front of it, K3 sums the answer up."""

from typing import Final

import polars as pl

from deminimis.edi.formats.shared.normal import bill_number
from deminimis.edi.formats.x12.read_350 import path
from deminimis.edi.frames.notices import NO_NOTICES, NOTICES
from deminimis.edi.frames.shipments import conform
from deminimis.edi.reading.format import Tables

READS: Final[dict[str, tuple[str, ...]]] = {
    "ST": ("set_id",),
    "M10": ("scac", "transport_method"),
    "M11": ("bill_number", "issuer_scac"),
    "M13": ("bill_number", "issuer_scac"),
    "MBL": ("bill_number", "issuer_scac"),
    "K1": ("remark", "second_remark"),
    "K3": ("text",),
}

# How CBP writes code and text into K1 and K3 is not public; three digits in front are taken for the code, as
# Appendix L and the CUSRES number the errors.
_CODE: Final = "^ *([0-9]{3})(?:[ :,./-]|$)"


def notices(tables: Tables) -> pl.DataFrame:
    """One row a K1 and one a K3 of a 355. A remark without a code keeps a null code and its text."""
    if tables.lack("K1", "K3"):
        return NO_NOTICES
    sets = tables["ST"].filter(pl.col("set_id") == "355").select("message")
    errors = tables["K1"].join(sets, on="message", how="semi", maintain_order="left")
    whole = pl.concat_str("remark", "second_remark", separator=" ", ignore_nulls=True)
    errors = errors.select(*_SAME, "shipment", "consist", kind=pl.lit("error"), whole=whole)
    ends = tables["K3"].join(sets, on="message", how="semi", maintain_order="left")
    nowhere = pl.lit(None, pl.UInt32)
    said = pl.col("text").str.to_uppercase()
    # what says neither is no acceptance
    good = said.str.contains("ACC") & ~said.str.contains("REJ|NOT ACC|UNACC|ERR")
    kind = pl.when(good.fill_null(False)).then(pl.lit("acceptance")).otherwise(pl.lit("error"))
    ends = ends.select(*_SAME, shipment=nowhere, consist=nowhere, kind=kind, whole="text")
    found = pl.concat([errors, ends.select(errors.columns)]).sort("ordinal")
    if not found.height:
        return NO_NOTICES
    for scope, tags in (("shipment", ("M11", "M13")), ("consist", ("MBL",))):
        found = found.join(_bills(tables, tags, scope), on=scope, how="left", maintain_order="left")
    header = tables["M10"].unique("message", keep="last").select("message", carrier="scac", path=path())
    found = found.join(header, on="message", how="left", maintain_order="left")
    rest = pl.col("whole").str.replace(_CODE, "").str.strip_chars(" ")
    return conform(
        found.with_columns(
            format=pl.lit("x12-355"),
            path=pl.col("path").fill_null("truck"),
            code=pl.col("whole").str.extract(_CODE, 1),
            text=pl.when(rest != "").then(rest),
            bill=pl.coalesce("bill_consist", "bill_shipment"),
            scac=pl.coalesce("scac_consist", "scac_shipment", "carrier"),
            direction=pl.lit("read"),
            status=pl.lit("assumed"),
        ),
        NOTICES,
    )


_SAME: Final = ("ordinal", "message", "line", "byte")


def _bills(tables: Tables, tags: tuple[str, ...], scope: str) -> pl.DataFrame:
    """The bill of each shipment or trip line, by the first of `tags` that names it."""
    parts = [tables[tag].select(scope, "issuer_scac", "bill_number", rank=n) for n, tag in enumerate(tags)]
    rows = pl.concat(parts).filter(pl.col(scope).is_not_null()).sort("rank", maintain_order=True)
    rows = rows.unique(scope, keep="first", maintain_order=True)
    return rows.select(
        scope, bill_number(pl.col("issuer_scac"), pl.col("bill_number")).alias(f"bill_{scope}"),
        pl.col("issuer_scac").alias(f"scac_{scope}"),
    )  # fmt: skip
