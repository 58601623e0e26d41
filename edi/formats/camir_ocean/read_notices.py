"""Status notifications (R02) and manifest responses (W01) into notices."""

from typing import Final

import polars as pl

from deminimis.edi.codes import load, status_of
from deminimis.edi.formats.camir_ocean.read_filings import RAIL
from deminimis.edi.formats.shared.normal import bill_number, moment, normal
from deminimis.edi.frames.notices import NO_NOTICES, NOTICES
from deminimis.edi.frames.shipments import conform
from deminimis.edi.reading.format import Tables

_LIST: Final = "appendix_d"

READS: Final[dict[str, tuple[str, ...]]] = {
    "R02": (
        "bill_number", "disposition", "quantity", "entry_type", "entry_number", "action_date", "action_time",
        "negative",
    ),
    "R02-CONTINUED": ("container", "reference_qualifier", "reference_number"),
    "R03": ("remarks",),
    "B04": ("reference_qualifier", "reference_number"),
    "C01": ("equipment_initial", "equipment_number"),
    "W01": ("item_in_error", "error_text"),
}  # fmt: skip


def notices(tables: Tables) -> pl.DataFrame:
    """One row an R02 (kind `status`) or W01 (kind `error`), in file order.

    A bill is known by its issuer (J01) and number; posted_at is Eastern. Codes are kept whatever they are. text is the
    remarks of R03, else what the code list says of the code, and the containers and references that the notice names.
    """
    return pl.concat([_statuses(tables), _errors(tables)]).sort("byte")


def _named(rows: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """Adds `issuer_code` and `path`: ocean, or rail where the manifest's mode says so."""
    issuers = tables["J01"].select("issuer", "issuer_code")
    modes = tables["M01"].select("manifest", path=pl.when(pl.col("transport_mode").is_in(RAIL)).then(pl.lit("rail")))
    for part, key in ((issuers, "issuer"), (modes, "manifest")):
        rows = rows.join(part, on=key, how="left", maintain_order="left")
    return rows.with_columns(pl.col("path").fill_null("ocean"))


def _statuses(tables: Tables) -> pl.DataFrame:
    found = tables["R02"].filter(pl.col("message").is_not_null())
    if not found.height:
        return NO_NOTICES
    found = _named(found, tables).join(_texts(tables), on="notice", how="left", maintain_order="left")
    meaning = pl.col("disposition").replace_strict(load(_LIST), default=None, return_dtype=pl.String)
    said = pl.coalesce("remarks", meaning)
    return conform(
        found.with_columns(
            format=pl.lit("camir-ocean"),
            kind=pl.lit("status"),
            code="disposition",
            text=pl.concat_str(said, "details", separator="; ", ignore_nulls=True).replace("", None),
            bill=_bill(pl.col("bill_number")),
            entry="entry_number",
            scac="issuer_code",
            posted_at=moment(pl.col("action_date"), pl.col("action_time")),
            quantity=pl.when(pl.col("negative") == "N").then(-pl.col("quantity")).otherwise("quantity"),
            direction=pl.lit("read"),
            status=status_of(pl.col("disposition"), _LIST),
        ),
        NOTICES,
    )


def _texts(tables: Tables) -> pl.DataFrame:
    """Per notice: remarks, and details (containers and references) in file order."""
    remarks = tables["R03"].group_by("notice", maintain_order=True).agg(pl.col("remarks").str.join(" "))
    container = pl.lit("container ") + pl.col("container")
    equipment = pl.lit("container ") + pl.concat_str("equipment_initial", "equipment_number", ignore_nulls=True)
    reference = pl.concat_str(
        pl.lit("reference"), "reference_qualifier", "reference_number", separator=" ", ignore_nulls=True
    )
    reference = pl.when(pl.col("reference_number").is_not_null()).then(reference)
    parts = [
        tables["R02-CONTINUED"].select("notice", "ordinal", details=container),
        tables["R02-CONTINUED"].select("notice", "ordinal", details=reference),
        tables["B04"].select("notice", "ordinal", details=reference),
        tables["C01"].select("notice", "ordinal", details=equipment),
    ]
    details = pl.concat(parts).filter(pl.col("notice").is_not_null() & pl.col("details").is_not_null())
    details = details.sort("ordinal", maintain_order=True).group_by("notice").agg(pl.col("details").str.join("; "))
    return remarks.filter(pl.col("notice").is_not_null()).join(details, on="notice", how="full", coalesce=True)


def _errors(tables: Tables) -> pl.DataFrame:
    """W01 is about the record in front of it: the bill that is open there, else that of the amendment."""
    found = tables["W01"].filter(pl.col("message").is_not_null())
    if not found.height:
        return NO_NOTICES
    bills = tables["B01"].select("shipment", number="bill_number")
    amended = pl.concat(tables[tag].select("amendment", amended="bill_number") for tag in ("A01", "K01"))
    for part, key in ((bills, "shipment"), (amended, "amendment")):
        found = found.join(part, on=key, how="left", maintain_order="left")
    item = pl.when(pl.col("item_in_error").is_not_null()).then(normal(pl.col("item_in_error")))
    return conform(
        _named(found, tables).with_columns(
            format=pl.lit("camir-ocean"),
            kind=pl.lit("error"),
            code=pl.lit(None, pl.String),
            text="error_text",
            bill=pl.coalesce(_bill(pl.coalesce("number", "amended")), item),
            scac="issuer_code",
            direction=pl.lit("read"),
            status=pl.lit("unconfirmed"),
        ),
        NOTICES,
    )


def _bill(number: pl.Expr) -> pl.Expr:
    return pl.when(pl.col("issuer_code").is_not_null()).then(bill_number(pl.col("issuer_code"), number))
