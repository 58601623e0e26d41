"""X12 997 into notices: the verdict on each set and group, and each fault of syntax that it names."""

from typing import Final

import polars as pl

from deminimis.edi.frames.notices import NO_NOTICES, NOTICES
from deminimis.edi.frames.shipments import conform
from deminimis.edi.reading.format import Tables

_ERRORS: Final = tuple(f"error_{n}" for n in range(1, 6))
READS: Final[dict[str, tuple[str, ...]]] = {
    "AK1": ("functional_id", "control_number"),
    "AK2": ("set_id", "control_number"),
    "AK3": ("segment", "position", "error"),
    "AK4": ("element", "component", "error", "copy"),
    "AK5": ("verdict", *_ERRORS),
    "AK9": ("verdict", "sets_received", "sets_accepted", *_ERRORS),
}
_ACCEPTED: Final = ("A", "E")  # AK501, AK901 (X12 DE 717, DE 715): accepted, accepted although faults were noted


def notices(tables: Tables) -> pl.DataFrame:
    """One row an AK5 and AK9 (the code is the verdict), and one an AK3 and AK4 (the code is that of the fault)."""
    if tables.lack("AK3", "AK4", "AK5", "AK9"):
        return NO_NOTICES
    groups = tables["AK1"].unique("message", keep="last")
    groups = groups.select("message", whose=pl.format("group {} {}", "functional_id", "control_number"))
    sets = tables["AK2"].select("answered", whose=pl.format("set {} {}", "set_id", "control_number"))
    segments = tables["AK3"].select("noted", place=pl.format("segment {} {}", "position", "segment"))
    counts = pl.format(", {} of {} sets accepted", "sets_accepted", "sets_received")
    element = pl.concat_str(
        pl.format(", element {}", "element"), pl.format(", component {}", "component"), pl.format(": {}", "copy"),
        ignore_nulls=True,
    )  # fmt: skip
    parts = [
        _verdicts(tables["AK5"].join(sets, on="answered", how="left"), pl.lit("")),
        _verdicts(tables["AK9"].join(groups, on="message", how="left"), counts.fill_null("")),
        _faults(tables["AK3"].join(segments, on="noted", how="left"), pl.lit("")),
        _faults(tables["AK4"].join(segments, on="noted", how="left"), element),
    ]
    found = pl.concat(parts).sort("ordinal")
    if not found.height:
        return NO_NOTICES
    same = {"format": "x12-997", "path": "truck", "direction": "read", "status": "standard"}
    return conform(found.with_columns(pl.lit(value).alias(name) for name, value in same.items()), NOTICES)


def _verdicts(rows: pl.DataFrame, more: pl.Expr) -> pl.DataFrame:
    reasons = pl.concat_str(_ERRORS, separator=" ", ignore_nulls=True)
    reasons = pl.when(reasons != "").then(pl.format(", error {}", reasons)).otherwise(pl.lit(""))
    kind = pl.when(pl.col("verdict").is_in(_ACCEPTED)).then(pl.lit("acceptance")).otherwise(pl.lit("error"))
    text = pl.concat_str(pl.col("whose").fill_null("unnamed"), more, reasons)
    return rows.select("ordinal", "line", "byte", kind=kind, code="verdict", text=text)


def _faults(rows: pl.DataFrame, more: pl.Expr) -> pl.DataFrame:
    text = pl.concat_str(pl.col("place").fill_null("segment"), more)
    return rows.select("ordinal", "line", "byte", kind=pl.lit("error"), code="error", text=text)
