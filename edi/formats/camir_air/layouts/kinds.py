"""Kinds of the parts of a CAMIR air line. No part may hold the slant that separates parts."""

from typing import Final

import polars as pl

from deminimis.edi.layout.kinds import AMOUNT, N0, NX, WHOLE_DOLLARS, A, Kind, R, S
from deminimis.edi.reading.years import YEARLESS

_MONTHS = "(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)"
_DAY = f"(?:0[1-9]|[12][0-9]|3[01]){_MONTHS}"
_MOST = 7  # digits of a weight; a point is none of them (IATA Cargo-IMP)
# the longest first, so that the front of a line that is wrong ends where it goes wrong
_WEIGHT = "|".join(
    (*(rf"[0-9]{{0,{_MOST - n}}}\.[0-9]{{{n}}}" for n in range(_MOST, 0, -1)), rf"[0-9]{{1,{_MOST}}}\.?")
)
_DIGITS = 12  # of a declared value; old messages have a point and cents among them

LETTERS: Final = Kind("A", "letters A-Z", "A-Z", A.dtype, A.read, A.show)
CODE: Final = Kind("AN", "letters A-Z and digits", "A-Z0-9", A.dtype, A.read, A.show)
# The input character set of ACE Air was not read; Cargo-IMP's is narrower. Only the separator is refused.
NAME: Final = Kind("T", "printable characters but the slant", r"\x20-.0-~", S.dtype, S.read, S.show)
REMARK: Final = Kind("T", "printable characters", r"\x20-~", S.dtype, S.read, S.show)
WEIGHT: Final = Kind(
    "NW", f"weight, up to {_MOST} digits, a decimal point allowed", "0-9.", R.dtype, R.read, R.show,
    pattern=_WEIGHT, literal=False,
)
PIECES: Final = Kind(
    "N0", "whole number above zero", "0-9", N0.dtype, N0.read, N0.show,
    pattern="|".join(f"0{{{n}}}[1-9][0-9]{{0,{4 - n}}}" for n in range(5)), literal=False,
)


def _amount(text: pl.Expr) -> pl.Expr:
    """Cents; null for NCV."""
    return AMOUNT.read(text)


# NCV, no commercial value (IATA Cargo-IMP), is a value that is not stated: it is unread, and no zero.
VALUE: Final = Kind(
    "USD", "whole amount, digits without a point; cents are read too, NCV states no value", "0-9.,NCV", AMOUNT.dtype,
    _amount, WHOLE_DOLLARS.show, literal=False, partial=True,
    pattern=f"[0-9]{{1,{_DIGITS - 3}}}[.,][0-9]{{2}}|[0-9]{{1,{_DIGITS - 2}}}[.,][0-9]|[0-9]{{1,{_DIGITS}}}|NCV",
)
TARIFF: Final = Kind("NX", "digits, ten of them", "0-9", NX.dtype, NX.read, NX.show, pattern="[0-9]{10}", literal=False)
# What a converter from Cargo-IMP leaves of a party: identifier and number of telephone, fax or telex.
CONTACTS: Final = Kind(
    "T", "TE, FX or TL, a slant, and a number of up to 25 characters", r"\x20-~", S.dtype, S.read, S.show,
    pattern="(?:TE|FX|TL)/[\\x20-.0-~]{1,25}(?:/(?:TE|FX|TL)/[\\x20-.0-~]{1,25}){0,2}", literal=False,
)
# A text behind a code without a separator: one that begins with a slant has one.
BEHIND: Final = Kind("T", "printable characters, no slant at first", r"\x20-~", S.dtype, S.read, S.show,
    pattern=r"[\x20-.0-~][\x20-~]{0,64}", literal=False,
)


def _day(text: pl.Expr) -> pl.Expr:
    """DDMMM as a date of the year that stands for none; null for 30FEB."""
    return (text + f"{YEARLESS:04d}").str.to_date("%d%b%Y", strict=False)


def _show_day(day: pl.Expr) -> pl.Expr:
    return day.dt.strftime("%d%b").str.to_uppercase()


def _moment(text: pl.Expr) -> pl.Expr:
    return (text.str.slice(0, 5) + f"{YEARLESS:04d}" + text.str.slice(5)).str.to_datetime("%d%b%Y%H%M", strict=False)


def _show_moment(moment: pl.Expr) -> pl.Expr:
    return moment.dt.strftime("%d%b%H%M").str.to_uppercase()


# The lines carry no year: what is read stands in the year YEARLESS until the whole call is known (`edi.reading.years`).
DAY: Final = Kind(
    "DDMMM", "day and month, as 04MAY", "A-Z0-9", pl.Date(), _day, _show_day, pattern=_DAY, literal=False
)
MOMENT: Final = Kind(
    "DDMMMHHMM", "day, month and time, as 04MAY0915", "A-Z0-9", pl.Datetime("us"), _moment, _show_moment,
    pattern=f"{_DAY}(?:[01][0-9]|2[0-3])[0-5][0-9]", literal=False,
)
# A two-character code ending in a digit is refused (error 021; CATAIR In-Bond, amendment 51): without that rule the
# carrier and the flight number that follows it unseparated could not be told apart.
CARRIER: Final = Kind(
    "AN", "IATA code not ending in a digit, or ICAO code", "A-Z0-9", S.dtype, S.read, S.show,
    pattern="[A-Z]{3}|[A-Z0-9][A-Z]", literal=False,
)
FLIGHT: Final = Kind(
    "AN", "flight number NNN, NNNA, NNNN or NNNNA", "A-Z0-9", S.dtype, S.read, S.show,
    pattern="[0-9]{3,4}[A-Z]?", literal=False,
)
# Where a notice has remarks and no entry, a word must not be taken for the entry's number.
ENTRY: Final = Kind(
    "AN", "entry or in-bond number", "A-Z0-9", S.dtype, S.read, S.show, pattern="[A-Z0-9]{0,5}[0-9]{6,12}",
    literal=False,
)
