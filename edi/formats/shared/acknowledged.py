"""Acknowledgments of syntax (997, TA1, CONTRL) in words, and whether a verdict can be believed."""

from collections.abc import Mapping
from typing import Final

import polars as pl

FAULT: Final = "fault"  # the kind of a notice that names a fault: the verdict on its set or message stands beside it


def worded(code: pl.Expr, codes: Mapping[str, str]) -> pl.Expr:
    """A code in words with its number, `missing (13)`; `code 99` where the list has it not; null without one."""
    meaning = code.replace_strict(dict(codes), default=None, return_dtype=pl.String)
    return (
        pl.when(meaning.is_not_null()).then(pl.format("{} ({})", meaning, code)).otherwise(pl.format("code {}", code))
    )


def verdict_of(
    rows: pl.DataFrame, codes: Mapping[str, str], *, accepted: tuple[str, ...], wholly: tuple[str, ...]
) -> pl.DataFrame:
    """Verdicts as notices: ordinal, line, byte, kind, code, text.

    rows: verdict, whose, reasons and against (what contradicts it; null: nothing), and counts if there are any.
    accepted: the verdicts that are good news; wholly: those of them that `against` makes an error. A verdict that
    `codes` does not have is an error.
    """
    verdict = pl.col("verdict")
    word = verdict.replace_strict(dict(codes), default=None, return_dtype=pl.String)
    said = pl.coalesce(word, pl.format("has the verdict {}, which is not known", verdict), pl.lit("has no verdict"))
    contradicts = verdict.is_in(wholly) & pl.col("against").is_not_null()
    counts = pl.col("counts") if "counts" in rows.columns else pl.lit(None, pl.String)
    whole = pl.concat_str(
        pl.col("whose").fill_null("unnamed"), said, pl.when(contradicts).then("against"), separator=" ",
        ignore_nulls=True,
    )  # fmt: skip
    text = pl.concat_str(
        pl.concat_str(whole, counts, separator=", ", ignore_nulls=True), "reasons", separator=": ", ignore_nulls=True
    )
    good = (verdict.is_in(accepted) & ~contradicts).fill_null(False)
    kind = pl.when(good).then(pl.lit("acceptance")).otherwise(pl.lit("error"))
    return rows.select("ordinal", "line", "byte", kind=kind, code="verdict", text=text)
