"""Normal forms that formats share: bill numbers, weights and moments."""

from typing import Final

import polars as pl

# X12 DE 188 and CBP's goods lines: grams, pounds, kilograms, ounces, tons (2,000 lb). Rail and ocean: metric (ET), long
# (LT) and short (ST) tons; a measurement ton (MT) is a volume (Broker Download, August 2024, p. BD-39).
_KILOGRAMS: Final = {
    "K": 1.0, "KG": 1.0, "G": 0.001, "L": 0.45359237, "LB": 0.45359237, "O": 0.028349523, "T": 907.18474,
    "ET": 1000.0, "LT": 1016.0469088, "ST": 907.18474,
}  # fmt: skip


def normal(text: pl.Expr) -> pl.Expr:
    """Upper case, letters and digits only."""
    return text.fill_null("").str.to_uppercase().str.replace_all("[^A-Z0-9]", "")


def bill_number(issuer: pl.Expr, number: pl.Expr) -> pl.Expr:
    """SCAC + number in normal form (clause 2); null where the number is blank."""
    plain = normal(number)
    return pl.when(plain != "").then(normal(issuer) + plain)


def kilograms(weight: pl.Expr, unit: pl.Expr) -> pl.Expr:
    """Weight in kilograms; null where the unit is not known."""
    return weight * unit.replace_strict(_KILOGRAMS, default=None, return_dtype=pl.Float64)


def moment(day: pl.Expr, clock: pl.Expr) -> pl.Expr:
    """A day and a time HHMM as one wall time: midnight where the time is null, null where the day is."""
    hours = clock.str.slice(0, 4).str.to_time("%H%M", strict=False)
    return day.dt.combine(hours.fill_null(pl.time(0)))
