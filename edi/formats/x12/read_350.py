"""X12 350 into notices: an X4 is one disposition of one bill, K1 its remark; a V9 is an event of the conveyance."""

from typing import Final

import polars as pl

from deminimis.edi.codes import load, status_of
from deminimis.edi.formats.shared.normal import bill_number, moment
from deminimis.edi.formats.x12.read_309 import MODE_OF
from deminimis.edi.frames.notices import NO_NOTICES, NOTICES
from deminimis.edi.frames.shipments import conform
from deminimis.edi.reading.format import Tables

READS: Final[dict[str, tuple[str, ...]]] = {
    "ST": ("set_id",),
    "M10": ("scac", "transport_method"),
    "V9": ("event", "event_text", "date", "time", "remark"),
    "X4": (
        "bill_number", "quantity", "entry_type", "entry_number", "date", "time", "disposition", "issuer_scac",
    ),
    "K1": ("remark", "second_remark"),
}  # fmt: skip
_EVENTS: Final = "conveyance_event"
_ARRIVALS: Final = ("AAD", "ACA", "COC")  # at the first port, of the conveyance, taken back


def path() -> pl.Expr:
    """Whose code list applies, by M1002."""
    return pl.col("transport_method").replace_strict(MODE_OF, default="truck", return_dtype=pl.String)


def notices(tables: Tables) -> pl.DataFrame:
    """One row an X4 and one a V9 of a 350, in file order. `posted_at` is X405 with X406, or V903 with V904.

    An X4 whose code is unreadable keeps a null code. A V9 is about the trip, train or vessel: it has no bill, but for
    one of its arrival, which is one row a bill of its set.
    """
    if tables.lack("X4", "V9"):
        return NO_NOTICES
    sets = tables["ST"].filter(pl.col("set_id") == "350").select("message")
    statuses = _statuses(tables)
    found = pl.concat([statuses, _events(tables, statuses)], how="diagonal")
    found = found.join(sets, on="message", how="semi", maintain_order="left")
    if not found.height:
        return NO_NOTICES
    mode = tables["M10"].unique("message", keep="first").select("message", carrier="scac", path=path())
    found = found.join(mode, on="message", how="left", maintain_order="left")
    truck, code = pl.col("path") == "truck", pl.col("code")
    known = pl.when(truck).then(status_of(code, "truck_disposition", _EVENTS))
    return conform(
        found.sort("byte", maintain_order=True).with_columns(pl.col("path").fill_null("truck")).with_columns(
            format=pl.lit("x12-350"),
            kind=pl.lit("status"),
            scac=pl.coalesce("issuer_scac", "carrier"),
            posted_at=moment(pl.col("date"), pl.col("time")),
            direction=pl.lit("read"),
            status=known.otherwise(status_of(code, "appendix_d", _EVENTS)),
        ),
        NOTICES,
    )  # fmt: skip


def _statuses(tables: Tables) -> pl.DataFrame:
    remarks = pl.concat_str("remark", "second_remark", separator=" ", ignore_nulls=True)
    texts = tables["K1"].filter(pl.col("status").is_not_null()).group_by("status").agg(text=remarks.str.join(" "))
    found = tables["X4"].filter(~pl.col("carried")).join(texts, on="status", how="left", maintain_order="left")
    return found.select(
        *("message", "line", "byte", "text", "date", "time", "issuer_scac", "entry_type"),
        code="disposition",
        bill=bill_number(pl.col("issuer_scac"), pl.col("bill_number")),
        entry="entry_number",
        quantity=pl.col("quantity").cast(pl.Int64, strict=False),
    )


def _events(tables: Tables, statuses: pl.DataFrame) -> pl.DataFrame:
    named = pl.col("event").replace_strict(load(_EVENTS), default=None, return_dtype=pl.String)
    said = pl.concat_str("event_text", "remark", separator=" ", ignore_nulls=True)
    events = tables["V9"].select(
        "message", "line", "byte", "date", "time", code="event", text=pl.when(said != "").then(said).otherwise(named)
    )
    bills = statuses.filter(pl.col("bill").is_not_null()).select("message", "bill", "issuer_scac")
    bills = bills.unique(maintain_order=True)
    arrived = pl.col("code").is_in(_ARRIVALS).fill_null(False)
    met = events.filter(arrived).join(bills, on="message", how="left", maintain_order="left")
    return pl.concat([events.filter(~arrived), met], how="diagonal")
