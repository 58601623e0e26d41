"""CONTRL into notices: what became of the interchange, its groups and messages, and each fault that it names."""

from typing import Final

import polars as pl

from deminimis.edi.frames.notices import NO_NOTICES, NOTICES
from deminimis.edi.frames.shipments import conform
from deminimis.edi.reading.format import Tables

_VERDICTS: Final = {"UCI": "interchange", "UCF": "group", "UCM": "message"}
READS: Final[dict[str, tuple[str, ...]]] = {
    "UCI": ("control_reference", "action", "error"),
    "UCF": ("control_reference", "action", "error"),
    "UCM": ("message_reference", "message_type", "action", "error"),
    "UCS": ("position", "error"),
    "UCD": ("error", "element", "component"),
}
REJECTED: Final = "4"  # 0083: rejected with all below; 7 accepted, 8 received (ISO 9735 version 4)


def notices(tables: Tables) -> pl.DataFrame:
    """One row a verdict (UCI, UCF, UCM; the code is 0083) and one a fault (UCS, UCD; the code is 0085)."""
    if tables.lack("UCI", "UCF", "UCM", "UCS", "UCD"):
        return NO_NOTICES
    parts = [_verdicts(tables["UCI"], "UCI"), _verdicts(tables["UCF"], "UCF"), _verdicts(tables["UCM"], "UCM")]
    segment = tables["UCS"].filter(pl.col("error").is_not_null())
    where = pl.format("segment {}", "position")
    parts.append(_faults(segment, where))
    places = tables["UCS"].select("fault", "position").unique("fault", keep="last")
    elements = tables["UCD"].join(places, on="fault", how="left", maintain_order="left")
    where = pl.concat_str(
        pl.format("segment {}, element {}", pl.col("position").cast(pl.String).fill_null("?"), "element"),
        pl.format(", component {}", "component"),
        ignore_nulls=True,
    )
    parts.append(_faults(elements, where))
    found = pl.concat(parts).sort("ordinal")
    if not found.height:
        return NO_NOTICES
    return conform(
        found.with_columns(
            format=pl.lit("contrl"), path=pl.lit("truck"), direction=pl.lit("read"), status=pl.lit("standard")
        ),
        NOTICES,
    )


def _verdicts(rows: pl.DataFrame, tag: str) -> pl.DataFrame:
    reference = "message_reference" if tag == "UCM" else "control_reference"
    error = pl.format(", error {}", "error")
    kind = pl.when(pl.col("action").is_in(["7", "8"])).then(pl.lit("acceptance")).otherwise(pl.lit("error"))
    text = pl.concat_str(pl.lit(f"{_VERDICTS[tag]} "), pl.col(reference), error, ignore_nulls=True)
    return rows.select("ordinal", "line", "byte", kind=kind, code="action", text=text)


def _faults(rows: pl.DataFrame, where: pl.Expr) -> pl.DataFrame:
    return rows.select("ordinal", "line", "byte", kind=pl.lit("error"), code="error", text=where)
