"""Which of ACE's codes answers which verdict: the table of action, path and role.

The codes are those of CBP-077 (warnings), CSMS 65085008 (4M) and CSMS 64825584 (ineligible origin). Where no code is
published none is invented.
"""

from typing import Final

import polars as pl

from deminimis.edi.catalogue import named

_CUSRES: Final = named(lambda traits: "SN517" in traits.tells)
_EDIFACT: Final = named(lambda traits: traits.files == "manifest" and traits.answered_by in _CUSRES)
_AIR_OCEAN_RAIL: Final = ("air", "ocean", "rail")
NONE: Final = pl.lit([], pl.List(pl.String))


def _codes(*codes: str) -> pl.Expr:
    return pl.lit(list(codes), pl.List(pl.String))


def responses() -> pl.Expr:
    """List of codes for each row of a judgement's shipments.

    Needs the columns verdict, role, filing, mode, format and suspended (the claim is refused for every origin, for
    which no code is published).
    """
    verdict, role, mode = pl.col("verdict"), pl.col("role"), pl.col("mode")
    entry = pl.col("filing") == "entry"
    exceeding = (role == "exceeding").fill_null(False)
    edifact = pl.col("format").is_in(_EDIFACT)
    truck = (mode == "truck") & ~entry
    warn = (
        pl.when(entry & exceeding).then(_codes("284"))
        .when(entry).then(_codes("30"))
        .when(truck & edifact).then(_codes("SN517"))
        .when(truck).then(_codes("95"))
        .when((mode == "air") & exceeding).then(_codes("098"))
        .when(mode.is_in(_AIR_OCEAN_RAIL) & ~exceeding).then(_codes("2M"))
        .otherwise(NONE)
    )  # fmt: skip
    withhold = pl.when(entry).then(_codes("34")).when(mode.is_in(_AIR_OCEAN_RAIL)).then(_codes("4M")).otherwise(NONE)
    reject = (
        pl.when(pl.col("suspended")).then(NONE)
        .when(entry).then(_codes("318", "33"))
        .when(mode == "air").then(_codes("181", "110"))
        .when(truck).then(_codes("470"))
        .otherwise(NONE)
    )  # fmt: skip
    return (
        pl.when(verdict == "warn").then(warn)
        .when(verdict == "withhold").then(withhold)
        .when(verdict == "reject").then(reject)
        .otherwise(NONE)
    )  # fmt: skip
