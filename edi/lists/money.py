"""Amounts as people write them: a column has one decimal mark, and what no cell of it tells is asked."""

from typing import Final

import polars as pl

from deminimis.edi.lists.ways import COMMA, POINT, Question

# Signs and codes in front of an amount or behind it.
_CODES: Final = {
    "USD": "USD", "US$": "USD", "$": "USD", "US": "USD", "EUR": "EUR", "€": "EUR", "GBP": "GBP", "£": "GBP",
    "CNY": "CNY", "RMB": "CNY", "¥": "CNY or JPY", "￥": "CNY or JPY", "JPY": "JPY", "CAD": "CAD", "CA$": "CAD",
    "C$": "CAD", "MXN": "MXN", "MX$": "MXN", "HKD": "HKD", "HK$": "HKD", "AUD": "AUD", "A$": "AUD", "CHF": "CHF",
    "INR": "INR", "₹": "INR", "元": "CNY",
}  # fmt: skip
_SIGN: Final = r"(?i)^\s*-?\s*([^\d\s.,'’-][^\d.,'’-]*?)\s*-?[\d.,]|[\d.,]\s*([^\d\s.,'’][^\d]*?)\s*$"
_BARE: Final = r"[\s\u00a0\u202f'’]"
_POINTED: Final = r"^\d+\.\d{1,2}$|^\d{1,3}(?:,\d{3})+\.\d+$|^\d{1,3}(?:,\d{3}){2,}$"
_COMMAED: Final = r"^\d+,\d{1,2}$|^\d{1,3}(?:\.\d{3})+,\d+$|^\d{1,3}(?:\.\d{3}){2,}$"
_GROUPED: Final = r"^-?\d{1,3}(?:[\s\u00a0\u202f'’]\d{3})+(?:[.,]\d+)?$"  # 1 299,00 and 1'299.00
_DIGITS: Final = r"^-?[\d.,\s\u00a0\u202f'’]*\d[\d.,\s\u00a0\u202f'’]*$"
_UNCERTAIN: Final = r"^\d{1,3}[.,]\d{3}$"


def sign(cell: pl.Expr) -> pl.Expr:
    """What stands before or behind the digits; null where nothing does."""
    found = cell.str.extract_groups(_SIGN)
    return pl.coalesce(found.struct.field("1"), found.struct.field("2")).str.strip_chars().str.to_uppercase()


def currency(cell: pl.Expr) -> pl.Expr:
    """The currency that a cell names; what is none of the known ones stays as it is; null where none is named."""
    return sign(cell).replace(_CODES)


def digits(cell: pl.Expr) -> pl.Expr:
    """The digits and marks of an amount alone; null where there is anything else than an amount of a known currency."""
    told = sign(cell)
    known = told.is_null() | told.is_in(list(_CODES))
    inner = cell.str.replace(r"^\s*(-?)\s*[^\d\s.,'’-][^\d.,'’-]*", "$1").str.replace(r"\s*[^\d\s.,'’][^\d]*$", "")
    inner = inner.str.strip_chars()
    grouped = inner.str.contains(_GROUPED) | ~inner.str.contains(_BARE)
    return pl.when(known & grouped & inner.str.contains(_DIGITS)).then(inner.str.replace_all(_BARE, ""))


def mark(cells: pl.Series) -> str:
    """The decimal mark of a column: POINT, COMMA, blank where no cell tells, `both` where they contradict."""
    bare = cells.drop_nulls().unique().to_frame("cell").select(digits(pl.col("cell"))).to_series()
    point, comma = (bool(bare.str.contains(form).any()) for form in (_POINTED, _COMMAED))
    return "both" if point and comma else POINT if point else COMMA if comma else ""


def question(name: str, cells: pl.Series) -> Question | None:
    """Asked where an amount could be two, and no cell tells which."""
    shown = cells.drop_nulls().unique(maintain_order=True)
    bare = shown.to_frame("cell").select(digits(pl.col("cell"))).to_series()
    doubtful = shown.filter(bare.str.contains(_UNCERTAIN).fill_null(False))
    if not doubtful.len() or mark(cells):
        return None
    text = (
        f"{name}: does the mark in {doubtful[0]} stand before cents, or behind thousands? No cell of the column tells."
    )
    return Question(text, f"--decimals {POINT} or --decimals {COMMA}")


def doubtful(cell: pl.Expr, decimal: str) -> pl.Expr:
    """Whether three digits stand behind the mark of cents, 1,290 in a column of 12,50: it may be of thousands there."""
    return digits(cell).str.contains(r"^\d{1,3},\d{3}$" if decimal == COMMA else r"^\d{1,3}\.\d{3}$").fill_null(False)


def amount(cell: pl.Expr, decimal: str) -> pl.Expr:
    """The amount of a cell as 1299.00 (digits alone, one point); null where it cannot be told."""
    bare = digits(cell)
    if decimal == COMMA:
        whole = pl.when(bare.str.contains(r"^\d{1,3}(?:\.\d{3})+(?:,\d{1,2}0*)?$|^\d+(?:,\d{1,2}0*)?$")).then(
            bare.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
        )
    else:
        whole = pl.when(bare.str.contains(r"^\d{1,3}(?:,\d{3})+(?:\.\d{1,2}0*)?$|^\d+(?:\.\d{1,2}0*)?$")).then(
            bare.str.replace_all(",", "", literal=True)
        )
    return whole.str.replace(r"(\.\d\d)0+$", "$1")
