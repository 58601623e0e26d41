"""CBP101-CBP104: what CBP answered. Notices become findings: a code is looked up by message format and mode, never by
its text, because 95 is a daily-maximum warning in a truck 350 and a deleted in-bond in Appendix D.
"""

import csv
from functools import cache
from importlib.resources import files
from typing import Final

import polars as pl

from deminimis.edi.findings import FINDINGS, NOTE, WARNING, Code

_PAGE: Final = """

    Example: an X12 350 with X4 ... *95** for a bill filed in the morning.
    What to do: the finding says it for the code found. CBP says of its own codes that "exceeded" means "may have been
    exceeded": other filers' shipments for the same consignee are counted too.
    Certainty: each code carries its own status (cbp, unconfirmed) and source."""

WARNED: Final = Code(
    "CBP101", "warned", WARNING, "CBP warns: {code} {text} - bill {bill}{entry}. {meaning} {next_step}",
    "CBP warned that a consignee's day may exceed the limit. Nothing is held." + _PAGE,
)  # fmt: skip
WITHHELD: Final = Code(
    "CBP102", "withheld", WARNING, "CBP withholds: {code} {text} - bill {bill}{entry}. {meaning} {next_step}",
    "CBP withheld the release of a shipment." + _PAGE,
)  # fmt: skip
REJECTED: Final = Code(
    "CBP103", "rejected", WARNING, "CBP rejects: {code} {text} - bill {bill}{entry}. {meaning} {next_step}",
    "CBP rejected a shipment or an entry." + _PAGE,
)  # fmt: skip
OTHER: Final = Code(
    "CBP104", "other", NOTE, "CBP says: {code} {text} - bill {bill}{entry}",
    "Another disposition, or a code that is not in the tables: reported, never dropped." + _PAGE,
)  # fmt: skip

ANSWER_CODES: Final = {code.code: code for code in (WARNED, WITHHELD, REJECTED, OTHER)}
_BY_OUTCOME: Final = {"warned": WARNED, "withheld": WITHHELD, "rejected": REJECTED}


@cache
def table() -> pl.DataFrame:
    """The codes that concern de minimis: path, format, code, outcome, text, meaning, next_step, source, status."""
    text = files("deminimis.rules").joinpath("answers.csv").read_text(encoding="utf-8")
    return pl.DataFrame(list(csv.DictReader(text.splitlines())), schema_overrides={"code": pl.String})


def findings_of(notices: pl.DataFrame) -> pl.DataFrame:
    """One finding a notice that was read (columns of edi.notices)."""
    read = notices.filter(pl.col("direction") == "read")
    if not read.height:
        return pl.DataFrame(schema=FINDINGS)
    known = table().select("path", "format", "code", "outcome", "meaning", "next_step")
    named = read.with_columns(pl.col("format").cast(pl.String)).join(
        known, on=["path", "format", "code"], how="left", maintain_order="left"
    )
    code = pl.col("outcome").replace_strict({k: v.code for k, v in _BY_OUTCOME.items()}, default=OTHER.code)
    severity = pl.when(pl.col("outcome").is_null()).then(pl.lit(NOTE)).otherwise(pl.lit(WARNING))
    blank = pl.lit("")
    params = pl.struct(
        pl.col("code").fill_null("?"),
        pl.col("text").fill_null(blank),
        pl.col("bill").fill_null(blank),
        (pl.lit(", entry ") + pl.col("entry")).fill_null(blank).alias("entry"),
        pl.col("meaning").fill_null(blank),
        pl.col("next_step").fill_null(blank),
    )
    return named.select(
        code=code.fill_null(OTHER.code),
        severity=severity.cast(FINDINGS["severity"]),
        file="file",
        line="line",
        column=pl.lit(1, pl.UInt32),
        byte="byte",
        width=pl.lit(None, pl.UInt32),
        record=pl.lit(None, pl.String),
        field=pl.lit(None, pl.String),
        value=pl.col("code"),
        params=params.struct.json_encode(),
        related=pl.lit(None, FINDINGS["related"]),
    )
