"""CONTRL into notices: what became of the interchange, its groups and messages, and each fault that it names.

A verdict that is not known, and an acceptance that names faults, are errors.
"""

from collections.abc import Mapping
from typing import Final

import polars as pl

from deminimis.edi.formats.edifact.layouts.contrl import UCD, UCI, UCM, UCS
from deminimis.edi.formats.shared.acknowledged import FAULT, verdict_of, worded
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
_ACCEPTED: Final = ("7", "8")


def notices(tables: Tables) -> pl.DataFrame:
    """One row a verdict (UCI, UCF, UCM; the code is 0083) and one a fault (UCS, UCD; the code is 0085)."""
    if tables.lack("UCI", "UCF", "UCM", "UCS", "UCD"):
        return NO_NOTICES
    parts = [_verdicts(tables, tag) for tag in _VERDICTS]
    segment = tables["UCS"].filter(pl.col("error").is_not_null())
    where = pl.format("segment {}", "position")
    parts.append(_faults(segment, where, UCS["error"].codes or {}))
    places = tables["UCS"].select("fault", "position").unique("fault", keep="last")
    elements = tables["UCD"].join(places, on="fault", how="left", maintain_order="left")
    where = pl.concat_str(
        pl.format("segment {}, element {}", pl.col("position").cast(pl.String).fill_null("?"), "element"),
        pl.format(", component {}", "component"),
        ignore_nulls=True,
    )
    parts.append(_faults(elements, where, UCD["error"].codes or {}))
    found = pl.concat(parts).sort("ordinal")
    if not found.height:
        return NO_NOTICES
    return conform(
        found.with_columns(
            format=pl.lit("contrl"), path=pl.lit("truck"), direction=pl.lit("read"), status=pl.lit("standard")
        ),
        NOTICES,
    )


def _verdicts(tables: Tables, tag: str) -> pl.DataFrame:
    reference = "message_reference" if tag == "UCM" else "control_reference"
    faulty = pl.col("ordinal").is_in(tables["UCS"]["reply"].drop_nulls().unique().implode())
    layout = UCM if tag == "UCM" else UCI
    rows = tables[tag].with_columns(
        verdict="action",
        whose=pl.concat_str(pl.lit(_VERDICTS[tag]), reference, separator=" ", ignore_nulls=True),
        reasons=worded(pl.col("error"), layout["error"].codes or {}),
        against=pl.when(faulty | pl.col("error").is_not_null()).then(pl.lit("although it names faults")),
    )
    return verdict_of(rows, layout["action"].codes or {}, accepted=_ACCEPTED, wholly=_ACCEPTED)


def _faults(rows: pl.DataFrame, where: pl.Expr, codes: Mapping[str, str]) -> pl.DataFrame:
    text = pl.concat_str(where, worded(pl.col("error"), codes), separator=": ", ignore_nulls=True)
    return rows.select("ordinal", "line", "byte", kind=pl.lit(FAULT), code="error", text=text)
