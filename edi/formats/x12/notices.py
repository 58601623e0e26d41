"""X12 350 into notices: each X4 is one disposition of one bill, K1 the remark that goes with it."""

from typing import Final

import polars as pl

from deminimis.edi.format import Tables
from deminimis.edi.normal import bill_number, moment
from deminimis.edi.notices import NOTICES
from deminimis.edi.shipments import conform

READS: Final[dict[str, tuple[str, ...]]] = {
    "ST": ("set_id",),
    "M10": ("scac", "transport_method"),
    "X4": (
        "bill_number", "quantity", "entry_type", "entry_number", "date", "time", "disposition", "issuer_scac",
    ),
    "K1": ("remark", "second_remark"),
}  # fmt: skip


def path() -> pl.Expr:
    """Whose code list applies, by M1002."""
    return pl.col("transport_method").replace_strict({"R": "rail", "O": "ocean", "S": "ocean"}, default="truck")


def notices(tables: Tables) -> pl.DataFrame:
    """One row an X4 of a 350. `posted_at` is X405 with X406; an X4 whose code is unreadable keeps a null code."""
    sets = tables["ST"].filter(pl.col("set_id") == "350").select("message")
    found = tables["X4"].filter(~pl.col("carried")).join(sets, on="message", how="semi", maintain_order="left")
    if not found.height:
        return pl.DataFrame(schema=NOTICES)
    remarks = pl.concat_str("remark", "second_remark", separator=" ", ignore_nulls=True)
    texts = tables["K1"].filter(pl.col("status").is_not_null()).group_by("status").agg(text=remarks.str.join(" "))
    mode = tables["M10"].unique("message", keep="first").select("message", path=path())
    found = found.join(texts, on="status", how="left", maintain_order="left")
    found = found.join(mode, on="message", how="left", maintain_order="left")
    return conform(
        found.with_columns(
            format=pl.lit("x12-350"),
            path=pl.col("path").fill_null("truck"),
            kind=pl.lit("status"),
            code="disposition",
            bill=bill_number(pl.col("issuer_scac"), pl.col("bill_number")),
            entry="entry_number",
            scac="issuer_scac",
            posted_at=moment(pl.col("date"), pl.col("time")),
            quantity=pl.col("quantity").cast(pl.Int64, strict=False),
            direction=pl.lit("read"),
            status=pl.lit("unconfirmed"),
        ),
        NOTICES,
    )
