"""CUSRES into notices: each ERC is one answer, for the trip or for the shipment of its DOC; its FTX is the text."""

from typing import Final

import polars as pl

from deminimis.edi.codes import status_of
from deminimis.edi.formats.edifact.read_goods import TEXT
from deminimis.edi.formats.shared.normal import normal
from deminimis.edi.frames.notices import NO_NOTICES, NOTICES
from deminimis.edi.frames.shipments import conform
from deminimis.edi.reading.format import Tables

READS: Final[dict[str, tuple[str, ...]]] = {
    "UNH": ("message_type",),
    "BGM": ("document", "trip_number", "function"),
    "DTM163": ("value",),
    "EVENT163": ("value",),
    "DOC": ("document", "document_number"),
    "PAC": ("quantity",),
    "RFFAAM": ("reference",),
    "ERC": ("code",),
    "FTX": ("text_1", "text_2", "text_3", "text_4", "text_5"),
}

_ACCEPTED: Final = ("000", "081")  # manifest accepted, manifest transmittal: third-party messages
_SCAC: Final = 4  # a bill and a trip number begin with the carrier's code


def notices(tables: Tables) -> pl.DataFrame:
    """One row an ERC of a CUSRES, and one a CUSRES that has none; `kind` by BGM: 34 is a status, 132 an answer.

    A group that no DOC opens is known by the RFF+AAM and PAC in front of its ERC. `posted_at` is the shipment's
    DTM+163, else the message's. Codes are kept as they are, known or not. A message of answers is never cut into
    blocks, so what it lacks is known here.
    """
    heads = tables["UNH"].filter(pl.col("message_type") == "CUSRES").select("message")
    if not heads.height:
        return NO_NOTICES
    errors = tables["ERC"].join(heads, on="message", how="semi", maintain_order="left")
    bgm = tables["BGM"].join(heads, on="message", how="semi", maintain_order="left")
    silent = bgm.filter(~pl.col("carried")).join(errors, on="answer", how="anti", maintain_order="left")
    columns = ("ordinal", "message", "listing", "line", "byte", "code", "text")
    found = _with_texts(errors, tables).select(columns)
    nothing = pl.lit(None, pl.String)
    found = pl.concat([found, silent.with_columns(code=nothing, text=nothing).select(columns)]).sort("ordinal")
    if not found.height:
        return NO_NOTICES
    moments = tables["DTM163"].unique("message", keep="last").select("message", header_time="value")
    bgm = bgm.unique("message", keep="last").select("message", "document", "trip_number", "function")
    for part, key in ((bgm, "message"), (moments, "message"), *_shipments(tables)):
        found = found.join(part, on=key, how="left", maintain_order="left")
    for part in _unopened(tables):
        found = found.join_asof(part, on="ordinal", by="message", strategy="backward", check_sortedness=False)
    listed = pl.col("listing").is_not_null()
    found = found.with_columns(
        bill=pl.when(listed).then("bill").otherwise("near_bill"),
        quantity=pl.when(listed).then("quantity").otherwise("near_quantity"),
    )
    return conform(found.with_columns(**_columns()), NOTICES)


def _with_texts(errors: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """Where an ERP has as many texts as codes they belong together one by one; else each code has them all."""
    texts = tables["FTX"].filter(pl.col("point").is_not_null()).select("point", text=TEXT)
    texts = texts.group_by("point").agg(each="text", whole=pl.col("text").str.join(" "))
    found = errors.join(texts, on="point", how="left", maintain_order="left")
    place = pl.int_range(pl.len()).over("point")
    own = pl.when(pl.col("each").list.len() == pl.len().over("point")).then(
        pl.col("each").list.get(place, null_on_oob=True)
    )
    return found.with_columns(text=pl.coalesce(own, "whole"))


def _shipments(tables: Tables) -> list[tuple[pl.DataFrame, str]]:
    """What the segments of each DOC say of its shipment."""
    out = []
    entry = pl.when(pl.col("document") == "929").then(pl.col("document_number"))
    for tag, columns in (
        ("DOC", {"entry": entry}),
        ("RFFAAM", {"bill": normal(pl.col("reference"))}),
        ("PAC", {"quantity": pl.col("quantity")}),
        ("EVENT163", {"own_time": pl.col("value"), "timeless": pl.col("unread").list.len() > 0}),
    ):
        rows = tables[tag].filter(pl.col("listing").is_not_null())
        out.append((rows.unique("listing", keep="first", maintain_order=True).select("listing", **columns), "listing"))
    return out


def _unopened(tables: Tables) -> list[pl.DataFrame]:
    """Bills and quantities that stand in front of an answer without a DOC that opens their group: the nearest holds."""
    out = []
    for tag, column, value in (
        ("RFFAAM", "near_bill", normal(pl.col("reference"))), ("PAC", "near_quantity", pl.col("quantity")),
    ):  # fmt: skip
        rows = tables[tag].filter(pl.col("listing").is_null() & pl.col("message").is_not_null())
        out.append(rows.select("ordinal", "message", value.alias(column)).sort("ordinal"))
    return out


def _columns() -> dict[str, pl.Expr]:
    code = pl.col("code").str.strip_chars(" ")
    accepted = code.is_in(_ACCEPTED) | (code.is_null() & (pl.col("function") == "20"))
    status = (pl.col("document") == "34") | code.str.starts_with("SN")
    reference = pl.coalesce("bill", "trip_number")
    return {
        "format": pl.lit("cusres"),
        "path": pl.lit("truck"),
        "kind": pl.when(status.fill_null(False)).then(pl.lit("status"))
        .when(accepted.fill_null(False)).then(pl.lit("acceptance"))
        .otherwise(pl.lit("error")),
        "code": code,
        "text": pl.when(pl.col("text") != "").then("text"),
        "bill": pl.when(pl.col("bill") != "").then("bill"),
        "entry": normal(pl.col("entry")).replace({"": None}),
        "scac": reference.str.slice(0, _SCAC),
        "posted_at": pl.when(~pl.col("timeless").fill_null(False)).then(pl.coalesce("own_time", "header_time")),
        "direction": pl.lit("read"),
        "status": status_of(code, "truck_status", "truck_error"),
    }  # fmt: skip
