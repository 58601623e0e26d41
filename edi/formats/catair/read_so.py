"""Cargo release status notifications (SO) into notices: dispositions of a bill (SO50), of the entry (SO60), of another
agency (SO70 to SO72)."""

from typing import Final

import polars as pl

from deminimis.edi.codes import status_of
from deminimis.edi.formats.catair.read_entry_bills import bills_of, numbered
from deminimis.edi.formats.shared.normal import moment
from deminimis.edi.frames.notices import NO_NOTICES, NOTICES
from deminimis.edi.frames.shipments import conform
from deminimis.edi.reading.format import Tables

READS: Final[dict[str, tuple[str, ...]]] = {
    "SO10": ("entry_filer_code", "entry_number", "entry_type", "carrier_code"),
    "SO40": ("bill_type", "issuer_code", "bill_number", "quantity"),
    "SO50": ("disposition_date", "disposition_time", "disposition_code", "narrative"),
    "SO60": ("disposition_date", "disposition_time", "disposition_code", "narrative"),
    "SO70": ("agency", "status_date", "status_time", "entry_status", "narrative", "line_status"),
    "SO72": ("comment",),
}


def notices(tables: Tables) -> pl.DataFrame:
    """One row an SO50, SO60 or SO70, path `entry`, kind `status`.

    An SO50 is about the bill of the SO40 before it; the others are about the entry of the SO10, whose bill is given
    where it has only one. quantity is that of the SO40. An SO70's code is `agency status` (`FDA 07`): another agency's
    numbers are not CBP's. Its text goes on with the comments behind it. Layouts: status query chapter rev. 21,
    p. ACMQ-45 to ACMQ-63.
    """
    heads = tables["SO10"].with_row_index("seq")
    rows = tables["SO40"].join(heads.select("seq", "shipment"), on="shipment", how="left", maintain_order="left")
    # the issuer is blank for air, and for air alone (p. ACMQ-50)
    air = rows.group_by("seq").agg(air=pl.col("issuer_code").is_null().all())
    named = rows.select("ordinal", scac="issuer_code")
    own = numbered(rows, air).select("ordinal", "quantity", own_bill="bill").join(named, on="ordinal", how="left")
    only = bills_of(rows.filter(pl.col("seq").is_not_null()), air)[1].select("seq", only_bill="bill")
    entries = heads.select(
        "seq", "shipment", "entry_type",
        entry=pl.col("entry_filer_code") + pl.col("entry_number"), carrier="carrier_code",
    )  # fmt: skip
    found = pl.concat(
        [
            _disposed(tables["SO50"], "bill_disposition").with_columns(of_bill=pl.lit(True)),
            _disposed(tables["SO60"], "entry_disposition").with_columns(of_bill=pl.lit(False)),
            _of_agencies(tables).with_columns(of_bill=pl.lit(False)),
        ]
    )
    if not found.height:
        return NO_NOTICES
    found = found.join(entries, on="shipment", how="left", maintain_order="left")
    found = found.join(only, on="seq", how="left", maintain_order="left")
    found = found.join(own, left_on=pl.col("bill").cast(pl.UInt32), right_on="ordinal", how="left")
    return conform(
        found.with_columns(
            format=pl.lit("catair-so"),
            path=pl.lit("entry"),
            kind=pl.lit("status"),
            bill=pl.when("of_bill").then("own_bill").otherwise("only_bill"),
            scac=pl.when("of_bill").then(pl.coalesce("scac", "carrier")).otherwise("carrier"),
            quantity=pl.when("of_bill").then("quantity"),
            direction=pl.lit("read"),
        ),
        NOTICES,
    )


def _disposed(rows: pl.DataFrame, codes: str) -> pl.DataFrame:
    """SO50 or SO60 rows; `codes` is CBP's list."""
    code = pl.col("disposition_code")
    return rows.select(
        "line", "byte", "shipment", "bill", code,
        text="narrative",
        posted_at=moment(pl.col("disposition_date"), pl.col("disposition_time")),
        status=status_of(code, codes),
    ).rename({"disposition_code": "code"})  # fmt: skip


def _of_agencies(tables: Tables) -> pl.DataFrame:
    comments = (
        tables["SO72"].group_by("agency_status", maintain_order=True).agg(comment=pl.col("comment").str.join(" "))
    )
    rows = tables["SO70"].join(comments, on="agency_status", how="left", maintain_order="left")
    return rows.select(
        "line", "byte", "shipment", "bill",
        code=pl.concat_str("agency", pl.coalesce("entry_status", "line_status"), separator=" ", ignore_nulls=True),
        text=pl.concat_str("narrative", "comment", separator=" ", ignore_nulls=True),
        posted_at=moment(pl.col("status_date"), pl.col("status_time")),
        status=pl.lit("unconfirmed"),
    )  # fmt: skip
