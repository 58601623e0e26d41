"""FER, FSN, FSI, FSC and FRH into notices: each ERR, CSN, FSC or HLD line is one; ASN is the trade's own, not CBP's.

Codes are kept whatever they are. Their texts are those of the line; a status without one is named by the code list.
"""

from typing import Final

import polars as pl

from deminimis.edi.codes import load, status_of
from deminimis.edi.formats.camir_air.read_waybills import number_of
from deminimis.edi.frames.notices import NO_NOTICES, NOTICES
from deminimis.edi.frames.shipments import conform
from deminimis.edi.reading.format import Tables

READS: Final[dict[str, tuple[str, ...]]] = {
    "SMI": ("message_identifier",),
    "AWB": ("air_waybill_prefix", "air_waybill_serial", "house_number"),
    "AWB-QUERY": ("air_waybill_prefix", "air_waybill_serial", "house_number"),
    "ERF": ("carrier",),
    "ARR": ("carrier",),
    "CSN": ("disposition", "pieces", "posted_at", "entry_type", "entry_number", "remarks"),
    "ERR": ("error_code", "error_text"),
    "FSC": ("answer_code", "information"),
    "TXT": ("information",),
    "TXT-2": ("information",),
    "HLD": ("request_type", "explanation"),
}
# A fault in an FDM is reported against waybill 000-yyyymmdd, the day the flight was to arrive (CBP's air error
# dictionary): a date, no bill.
_FLIGHT: Final = "^000(?:20[0-9]{2})(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])$"


def notices(tables: Tables) -> pl.DataFrame:
    """One row an ERR, CSN, FSC or HLD line in file order (columns of edi.frames.notices).

    `posted_at` is as CBP wrote it (its time zone is not known), its year yet to come (`edi.reading.years`). A line that
    cannot be read keeps its place with a null code.
    """
    errors: dict[str, pl.Expr | str] = {"code": "error_code", "text": _bare("error_text")}
    states: dict[str, pl.Expr | str] = {
        **{name: name for name in ("entry_type", "posted_at")},
        "code": "disposition",
        "text": pl.coalesce("remarks", _meaning()),
        "quantity": "pieces",
        "entry": "entry_number",
    }
    parts = [
        _rows(tables, tables["ERR"], "error", errors),
        _rows(tables, tables["CSN"], "status", states),
        _rows(tables, _answers(tables), "status", {"code": "answer_code", "text": "information"}),
        _rows(tables, tables["HLD"], "status", {"code": "request_type", "text": "explanation"}),
    ]
    return pl.concat(parts).sort("byte")


def _bare(name: str) -> pl.Expr:
    """A text without the slant that the Canadian twin puts in front of it."""
    return pl.col(name).str.strip_chars_start("/")


def _meaning() -> pl.Expr:
    return pl.col("disposition").replace_strict(load("air_disposition"), default=None, return_dtype=pl.String)


def _answers(tables: Tables) -> pl.DataFrame:
    """FSC lines, their information followed by that of the TXT lines and of those that go on with one."""
    said = pl.concat(tables[tag].select("ordinal", "shipment", "information") for tag in ("TXT", "TXT-2"))
    more = said.sort("ordinal").group_by("shipment", maintain_order=True).agg(more=pl.col("information").str.join(" "))
    found = tables["FSC"].join(more, on="shipment", how="left", maintain_order="left")
    both = pl.concat_str(_bare("information"), "more", separator=" ", ignore_nulls=True)
    return found.with_columns(information=pl.when(both != "").then(both))


def _rows(tables: Tables, lines: pl.DataFrame, kind: str, columns: dict[str, pl.Expr | str]) -> pl.DataFrame:
    """`lines` as notices; `columns`: those that they fill from their own fields."""
    if not lines.height:
        return NO_NOTICES
    bills = pl.concat(tables[name].select("shipment", **number_of()) for name in ("AWB", "AWB-QUERY"))
    flights = pl.concat(tables[name].select("message", scac="carrier") for name in ("ERF", "ARR"))
    found = lines.with_columns(**{name: pl.col(e) if isinstance(e, str) else e for name, e in columns.items()})
    found = found.join(bills, on="shipment", how="left", maintain_order="left")
    found = found.join(flights.unique("message", keep="first"), on="message", how="left", maintain_order="left")
    flight = pl.col("bill").str.contains(_FLIGHT) & (kind == "error")
    found = found.with_columns(
        bill=pl.when(~flight).then("bill"),
        format=pl.lit("camir-air"),
        path=pl.lit("air"),
        kind=pl.lit(kind),
        direction=pl.lit("read"),
        status=status_of(pl.col("code"), "air_disposition", "air_error"),
    )
    return conform(found, NOTICES)
