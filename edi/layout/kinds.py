"""Kinds of field: one row each. What may stand in it, what it means, how it is read and how it is shown.

A kind's pattern is checked before anything is cast: polars alone would take `+5` for a number and `0102 4` for a
date. `read` and `show` stand on one row so that nobody changes one without seeing the other.

Classes A, AN, N, X, S and D are CBP's own (Cargo Release guide v40, "Data Element Formats"; ABI Batch and Block
Control rev. 23); ID, AN, R, N0, DT, TM are those of X12; `a`, `an`, `n` those of EDIFACT.
"""

from collections.abc import Callable
from typing import Final, NamedTuple

import polars as pl

Convert = Callable[[pl.Expr], pl.Expr]


class Kind(NamedTuple):
    """One kind of field. `char` is the set of characters, as the inside of a regular expression's brackets."""

    name: str
    meaning: str
    char: str
    dtype: pl.DataType
    read: Convert
    show: Convert
    align: str = "left"
    pad: str = " "
    pattern: str | None = None  # of the whole text, where `char` alone does not say it
    literal: bool = True  # False: what does not match the pattern cannot be read (numbers, dates)
    sizes: tuple[int, int] | None = None  # the widths its pattern can have, where they are fixed
    partial: bool = False  # its pattern takes texts that say nothing: they are unread

    @property
    def loose(self) -> bool:
        """Its pattern and its widths cannot be said in one expression: the value is checked when it is read."""
        return self.pattern is not None and self.sizes is not None and self.sizes[0] != self.sizes[1]

    def regex(self, low: int, high: int) -> str:
        """A regular expression for this kind's text of `low` to `high` characters, without anchors."""
        if self.pattern is not None and not self.loose:
            return f"(?:{self.pattern})"
        return f"[{self.char}]{{{low}}}" if low == high else f"[{self.char}]{{{low},{high}}}"


def _same(text: pl.Expr) -> pl.Expr:
    return text


def _whole(text: pl.Expr) -> pl.Expr:
    return text.cast(pl.Int64, strict=False)


def _dollars(text: pl.Expr) -> pl.Expr:
    """Whole dollars as cents."""
    return text.cast(pl.Int64, strict=False) * 100


def _show_dollars(cents: pl.Expr) -> pl.Expr:
    """Cents as whole dollars; cents that are no whole dollars give null, which the writer refuses."""
    return pl.when(cents % 100 == 0).then((cents // 100).cast(pl.String))


def _amount(text: pl.Expr) -> pl.Expr:
    """`123`, `123.4` or `123.45` as cents, by digits: no float and no Decimal division on the way."""
    whole = text.str.extract(r"^([0-9]+)", 1).cast(pl.Int64, strict=False)
    cents = text.str.extract(r"[.,]([0-9]{1,2})$", 1).fill_null("").str.pad_end(2, "0").cast(pl.Int64, strict=False)
    return whole * 100 + cents


def _show_amount(cents: pl.Expr) -> pl.Expr:
    return pl.concat_str((cents // 100).cast(pl.String), (cents % 100).cast(pl.String).str.zfill(2), separator=".")


def _decimal(text: pl.Expr) -> pl.Expr:
    return text.cast(pl.Float64, strict=False)


def _measure(text: pl.Expr) -> pl.Expr:
    return _decimal(text.str.replace(",", ".", literal=True))


def _show_decimal(number: pl.Expr) -> pl.Expr:
    return number.cast(pl.String).str.replace(r"\.0$", "")


def _text_of(number: pl.Expr) -> pl.Expr:
    return number.cast(pl.String)


def _date(form: str) -> tuple[Convert, Convert]:
    def read(text: pl.Expr) -> pl.Expr:
        return text.str.to_date(form, strict=False, exact=True)

    def show(day: pl.Expr) -> pl.Expr:
        return day.dt.strftime(form)

    return read, show


def _this_century(form: str) -> Convert:
    """Shows two digits of the year; a day outside 2000-2099 gives null, which the writer refuses."""

    def show(day: pl.Expr) -> pl.Expr:
        return pl.when(day.cast(pl.Date).dt.year().is_between(2000, 2099)).then(day.cast(pl.Date).dt.strftime(form))

    return show


def _mmddyy(text: pl.Expr) -> pl.Expr:
    """MMDDYY with years 2000-2099: CBP's filings have no other century, chrono would turn at 69/70."""
    full = pl.concat_str(text.str.slice(0, 4), pl.lit("20"), text.str.slice(4, 2))
    return full.str.to_date("%m%d%Y", strict=False, exact=True)


def _yymmdd(text: pl.Expr) -> pl.Expr:
    return pl.concat_str(pl.lit("20"), text).str.to_date("%Y%m%d", strict=False, exact=True)


_MONTH, _DAY = "(?:0[1-9]|1[0-2])", "(?:0[1-9]|[12][0-9]|3[01])"
_TIME = "(?:[01][0-9]|2[0-3])[0-5][0-9]"
# The keyboard characters of class X, as the Cargo Release guide prints them.
_KEYBOARD = r"A-Z0-9 !@#$%\^&*()\-_=+\[{\]};:'\",<.>/?~`\\|"
_STRING, _INTEGER, _FLOAT, _DAYS = pl.String(), pl.Int64(), pl.Float64(), pl.Date()
_CCYYMMDD = _date("%Y%m%d")

# CATAIR and CAMIR ocean: 80-byte records.
A: Final = Kind("A", "letters A-Z", "A-Z ", _STRING, _same, _same)
AN: Final = Kind("AN", "letters A-Z, digits, spaces", "A-Z0-9 ", _STRING, _same, _same)
X: Final = Kind("X", "any keyboard character, upper case", _KEYBOARD, _STRING, _same, _same)
N: Final = Kind(
    "N", "digits, filled with zeros on the left", "0-9", _INTEGER, _whole, _text_of, "right", "0", literal=False
)
NX: Final = Kind("NX", "digits kept as text: a number that is a name", "0-9", _STRING, _same, _same, literal=False)
USD: Final = Kind(
    "USD", "whole US dollars, digits", "0-9", _INTEGER, _dollars, _show_dollars, "right", "0", literal=False
)
S: Final = Kind("S", "spaces only", " ", _STRING, _same, _same)
FREE: Final = Kind("FREE", "not known: anything may stand here", r"\x20-\x7e", _STRING, _same, _same)
MMDDYY: Final = Kind(
    "D", "date MMDDYY", "0-9", _DAYS, _mmddyy, _this_century("%m%d%y"),
    pattern=f"{_MONTH}{_DAY}[0-9]{{2}}", literal=False, sizes=(6, 6),
)  # fmt: skip
HHMM: Final = Kind("HHMM", "time HHMM", "0-9", _STRING, _same, _same, pattern=_TIME, literal=False, sizes=(4, 4))

# X12 element types (X12.6); widths stand at the place.
ID: Final = Kind("ID", "code: upper-case letters and digits", "A-Z0-9 ", _STRING, _same, _same)
TEXT: Final = Kind("AN", "text: printable characters", r"\x20-\x7e", _STRING, _same, _same)
N0: Final = Kind("N0", "whole number", "0-9", _INTEGER, _whole, _text_of, literal=False)
R: Final = Kind(
    "R", "decimal number", r"0-9.\-", _FLOAT, _decimal, _show_decimal,
    pattern=r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)", literal=False, sizes=(1, 15),
)  # fmt: skip
MEASURE: Final = Kind(  # ISO 9735 version 4, 10.1: the mark is a comma or a point, whatever UNA says
    "n", "decimal number", r"0-9.,\-", _FLOAT, _measure, _show_decimal,
    pattern=r"-?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)", literal=False, sizes=(1, 35),
)  # fmt: skip
WHOLE_DOLLARS: Final = Kind("USD", "whole US dollars", "0-9", _INTEGER, _dollars, _show_dollars, literal=False)
AMOUNT: Final = Kind(
    "AMT", "amount with up to two decimals", "0-9.,", _INTEGER, _amount, _show_amount,
    pattern="[0-9]+(?:[.,][0-9]{1,2})?", literal=False, sizes=(1, 18),
)  # fmt: skip
CCYYMMDD: Final = Kind(
    "DT", "date CCYYMMDD", "0-9", _DAYS, *_CCYYMMDD,
    pattern=f"[12][0-9]{{3}}{_MONTH}{_DAY}", literal=False, sizes=(8, 8),
)  # fmt: skip
YYMMDD: Final = Kind(
    "DT", "date YYMMDD", "0-9", _DAYS, _yymmdd, _this_century("%y%m%d"),
    pattern=f"[0-9]{{2}}{_MONTH}{_DAY}", literal=False, sizes=(6, 6),
)  # fmt: skip
TM: Final = Kind(
    "TM", "time HHMM, HHMMSS or HHMMSSDD", "0-9", _STRING, _same, _same,
    pattern=f"{_TIME}(?:[0-5][0-9](?:[0-9]{{2}})?)?", literal=False, sizes=(4, 8),
)  # fmt: skip
