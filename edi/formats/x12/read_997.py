"""X12 997 and TA1 into notices: the verdict on each interchange, group and set, and each fault of syntax that it names.

A verdict that is not known, and one that its own counts or faults contradict, is an error: an acknowledgment is never
taken at its mildest.
"""

from collections.abc import Mapping
from typing import Final

import polars as pl

from deminimis.edi.formats.shared.acknowledged import FAULT, verdict_of, worded
from deminimis.edi.formats.x12.layouts.acknowledgment import AK3, AK4, AK5, AK9
from deminimis.edi.formats.x12.layouts.envelope import TA1
from deminimis.edi.frames.notices import NO_NOTICES, NOTICES
from deminimis.edi.frames.shipments import conform
from deminimis.edi.reading.format import Tables

_ERRORS: Final = tuple(f"error_{n}" for n in range(1, 6))
READS: Final[dict[str, tuple[str, ...]]] = {
    "TA1": ("control_number", "acknowledgment", "note"),
    "AK1": ("functional_id", "control_number"),
    "AK2": ("set_id", "control_number"),
    "AK3": ("segment", "position", "error"),
    "AK4": ("element", "component", "error", "copy"),
    "AK5": ("verdict", *_ERRORS),
    "AK9": ("verdict", "sets_included", "sets_received", "sets_accepted", *_ERRORS),
}
_ACCEPTED: Final = ("A", "E")  # AK501, AK901 (X12 DE 717, DE 715): accepted, accepted although faults were noted
_WHOLLY: Final = "A"
_NO_NOTE: Final = "000"  # TA105, X12 I18


def notices(tables: Tables) -> pl.DataFrame:
    """One row a TA1, AK5 and AK9 (the code is the verdict), and one an AK3 and AK4 (the code is that of the fault)."""
    if tables.lack("TA1", "AK3", "AK4", "AK5", "AK9"):
        return NO_NOTICES
    segments = tables["AK3"].select("noted", place=pl.format("segment {} {}", "position", "segment"))
    parts = [
        _interchanges(tables["TA1"]),
        _sets(tables),
        _groups(tables),
        _faults(tables["AK3"].join(segments, on="noted", how="left"), pl.lit(""), AK3["error"].codes or {}),
        _faults(tables["AK4"].join(segments, on="noted", how="left"), _element(), AK4["error"].codes or {}),
    ]
    found = pl.concat(parts).sort("ordinal")
    if not found.height:
        return NO_NOTICES
    same = {"format": "x12-997", "path": "truck", "direction": "read", "status": "standard"}
    return conform(found.with_columns(pl.lit(value).alias(name) for name, value in same.items()), NOTICES)


def _interchanges(rows: pl.DataFrame) -> pl.DataFrame:
    """TA1: what became of an envelope. Accepted with errors (E) is an error named, and A with a reason contradicts."""
    note = pl.col("note").replace({_NO_NOTE: None})
    rows = rows.with_columns(
        whose=pl.format("interchange {}", "control_number"),
        reasons=worded(note, TA1["note"].codes or {}),
        verdict="acknowledgment",
        against=pl.when(note.is_not_null()).then(pl.lit("although it names a fault")),
    )
    return verdict_of(rows, TA1["acknowledgment"].codes or {}, accepted=(_WHOLLY,), wholly=(_WHOLLY,))


def _sets(tables: Tables) -> pl.DataFrame:
    """AK5: a set that is accepted without more (A) and yet has faults contradicts itself."""
    whose = tables["AK2"].select("answered", whose=pl.format("set {} {}", "set_id", "control_number"))
    rows = tables["AK5"].join(whose, on="answered", how="left", maintain_order="left")
    faulty = pl.col("answered").is_in(tables["AK3"]["answered"].drop_nulls().unique().implode())
    reasons = _reasons(AK5["error_1"].codes or {})
    rows = rows.with_columns(reasons=reasons).with_columns(
        against=pl.when(faulty | pl.col("reasons").is_not_null()).then(pl.lit("although it names faults"))
    )
    return verdict_of(rows, AK5["verdict"].codes or {}, accepted=_ACCEPTED, wholly=(_WHOLLY,))


def _groups(tables: Tables) -> pl.DataFrame:
    """AK9: its three counts, and the verdicts on its sets, must agree with an acceptance."""
    whose = tables["AK1"].unique("message", keep="last")
    whose = whose.select("message", whose=pl.format("group {} {}", "functional_id", "control_number"))
    rows = tables["AK9"].join(whose, on="message", how="left", maintain_order="left")
    accepted = pl.col("verdict").is_in(_ACCEPTED).fill_null(False)
    of_sets = tables["AK5"].group_by("message").agg(listed=pl.len(), passed=accepted.sum())
    rows = rows.join(of_sets, on="message", how="left", maintain_order="left")
    stated, received, taken = (pl.col(f"sets_{name}") for name in ("included", "received", "accepted"))
    listed, passed = pl.col("listed").fill_null(0).cast(pl.Int64), pl.col("passed").fill_null(0).cast(pl.Int64)
    sets = pl.when(stated == 1).then(pl.lit("set")).otherwise(pl.lit("sets"))
    # the verdicts on sets may be left out, wholly or where they are accepted
    differ = (passed < listed) | (passed > taken) | ((listed == received) & (passed != taken))
    rows = rows.with_columns(
        reasons=_reasons(AK9["error_1"].codes or {}),
        counts=pl.format("{} {} stated, {} received, {} accepted", stated, sets, received, taken),
    )
    return verdict_of(
        rows.with_columns(
            against=pl.when((stated != received) | (received != taken)).then(pl.lit("although its counts differ"))
            .when(differ).then(pl.lit("although the verdicts on its sets differ"))
            .when((pl.col("verdict") == _WHOLLY) & pl.col("reasons").is_not_null())
            .then(pl.lit("although it names faults"))
        ),
        AK9["verdict"].codes or {}, accepted=_ACCEPTED, wholly=_ACCEPTED,
    )  # fmt: skip


def _reasons(codes: Mapping[str, str]) -> pl.Expr:
    """The reasons of a verdict in words; null where it has none."""
    words = [worded(pl.col(name), codes) for name in _ERRORS]
    reasons = pl.concat_str(words, separator=", ", ignore_nulls=True)
    return pl.when(reasons != "").then(reasons)


def _element() -> pl.Expr:
    return pl.concat_str(
        pl.format(", element {}", "element"), pl.format(", component {}", "component"), ignore_nulls=True
    )


def _faults(rows: pl.DataFrame, more: pl.Expr, codes: Mapping[str, str]) -> pl.DataFrame:
    what = worded(pl.col("error"), codes)
    copy = pl.col("copy") if "copy" in rows.columns else pl.lit(None, pl.String)
    text = pl.concat_str(
        pl.concat_str(pl.col("place").fill_null("segment"), more), what, copy, separator=": ", ignore_nulls=True
    )
    return rows.select("ordinal", "line", "byte", kind=pl.lit(FAULT), code="error", text=text)
