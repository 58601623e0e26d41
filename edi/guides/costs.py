"""What it costs, in bits, to take the texts in some columns for a field: the less, the better it explains them.

What tells fields apart is all in here. Texts that are not of the field's class, begin with a blank, lack their zeros or
are torn by blanks cost, in every row. Codes, dates, check digits and zeros in front, which chance seldom makes, save,
as do names, streets, towns, countries and telephones that look like it: few times a text, for what is always the same
could be anything. A port of three digits or a number without any is odd, but no proof: that costs less than a field
that is nowhere.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from typing import Final, NamedTuple

from deminimis.edi.codes import load
from deminimis.edi.layout.declare import Field

FEW: Final = 50  # rows; where there are more, what is odd costs more, as does a change
_MISFIT: Final = 12.0  # a row that cannot be the field
_EMPTY: Final = 8.0  # a row in which a mandatory field is blank
_TORN: Final = 8.0  # blanks inside of a text, as between two fields
_UNLISTED: Final = 4.0  # a code that a list has not which is not complete
_BIG: Final = 2.0  # each digit of a number that fills more than three fifths of its place
_FULL: Final = 0.5  # in each row, of a number as wide as its place
_ZERO, _ZEROS = 0.5, 16.0  # saved by each zero in front of a number, and by all of them at most
_LETTER, _DIGIT = 4.7, math.log2(10)
_SEEN: Final = 2  # times that a text counts which is the same in more rows
_ODD, _ODDS = 3.0, 20.0  # in each row, of a text that has not the shape of its field, and in fifty rows at most
_UNLIKELY: Final = 3.0  # a digit in a name, a letter in a telephone number, a street without a number
_SAVED: Final = {"D": 8.0, "HHMM": 2.8}  # six and four digits could be so much else
_WORDS: Final = {"name", "city"}  # in names of fields
_FIGURES: Final = {"telephone", "phone", "length", "height", "width"}
_DIGITS, _LETTERS, _ONLY = re.compile("[0-9]"), re.compile("[A-Z]"), re.compile("^[A-Z]*$")
_PORT: Final = re.compile("^(?!0*$)[A-Z0-9]{4,5}$")  # Schedule D has four digits, Schedule K five
_SHAPES: Final = {  # what a field has that is called so, whatever its text
    "number": _DIGITS, "phone": _DIGITS, "telephone": _DIGITS, "entry_number": re.compile("^.{8}$"),
    "name": _LETTERS, "address": _LETTERS, "city": _LETTERS, "description": _LETTERS, "filer": re.compile("[A-Z1-9]"),
    "unit": _ONLY, "carrier": _ONLY, "initial": _ONLY, "issuer": re.compile("^[A-Z]{4}$"),
    "length": _DIGITS, "height": _DIGITS, "width": _DIGITS, "port": _PORT, "destination": _PORT,
}  # fmt: skip
_NUMBER: Final = re.compile("[0-9]{8}")
_ZIP: Final = re.compile("[0-9]{5}(?:[0-9]{4})?")
_GAP: Final = re.compile("  +")


class Bits(NamedTuple):
    """What one text costs: in each row, once (in the first rows that have it), and in each row within bounds."""

    each: float = 0.0
    once: float = 0.0
    odd: float = 0.0


def pattern(f: Field, width: int) -> str:
    """What a text of `width` columns, blanks included, is where the field stands there: it begins in the first."""
    if f.codes and f.closed:
        return "|".join(re.escape(code.ljust(width)) for code in f.codes)
    if f.kind.pattern is not None:
        return f.kind.pattern
    if f.kind.align == "right":
        return f"[{f.kind.char}]{{{width}}}"
    if not f.kind.literal:
        return f"[{f.kind.char}]+ *"
    return f"[{f.kind.char.replace(' ', '')}][{f.kind.char}]*"


class Costs:
    """What one field costs in any columns."""

    def __init__(self, f: Field) -> None:
        self.field = f
        self._fitting = _fitting(f)
        self._known: dict[str, Bits] = {}
        self._patterns: dict[int, re.Pattern[str]] = {}

    def of(self, texts: Mapping[str, int]) -> float:
        """Bits for the texts of one place, blanks included, and how many rows have each, if the field stands there."""
        blank, total, once, odd = 0, 0.0, 0.0, 0.0
        number = self.field.kind.align == "right"
        for text, count in texts.items():
            if text.strip(" "):
                bits = self._bits(text)
                total += bits.each * count
                odd += bits.odd * count
                once += bits.once * (1 if number or bits.once > 0 else min(count, _SEEN))
            else:
                blank += count
        if "entry_number" in self.field.name:
            total -= _checked(texts)
        most = _ODDS * max(1.0, sum(texts.values()) / FEW)
        needed = blank * _EMPTY if self.field.use == "M" else 0.0
        return total + min(odd, most) + (max(once, -_ZEROS) if number else once) + needed

    def _bits(self, text: str) -> Bits:
        """Of a text that is not blank."""
        if text not in self._known:
            width = len(text)
            if width not in self._patterns:
                self._patterns[width] = re.compile(pattern(self.field, width))
            fits = self._patterns[width].fullmatch(text)
            self._known[text] = self._fitting(text.rstrip(" ")) if fits else Bits(each=_MISFIT)
        return self._known[text]


def _entropy(counts: Collection[int]) -> float:
    """Bits for which of so many things, each so often, there is in each row."""
    rows = sum(counts)
    return sum(-count * math.log2(count / rows) for count in counts if count)


def _checked(texts: Mapping[str, int]) -> float:
    """What a check digit saves: entry numbers of one filer all have the same sum of digits (Appendix E)."""
    sums: Counter[int] = Counter()
    for text in texts:
        if _NUMBER.fullmatch(body := text.rstrip(" ")):
            digits = [int(digit) * (2 - n % 2) for n, digit in enumerate(reversed(body[:7]))]
            sums[(sum(each - 9 if each > 9 else each for each in digits) + int(body[7])) % 10] += 1
    return sum(sums.values()) * _DIGIT - _entropy(sums.values())


def _fitting(f: Field) -> Callable[[str], Bits]:
    """What a text that fits costs, without the blanks at its end: what chance seldom makes saves."""
    if f.kind.name in _SAVED and f.kind.pattern is not None:
        return lambda _: Bits(once=-_SAVED[f.kind.name])
    if f.kind.align == "right":
        return lambda text: Bits(0.0 if text[0] == "0" else _FULL, _number(text))
    listed, words = _listed(f), {f.name, *f.name.split("_")}
    shapes = [shape for name, shape in _SHAPES.items() if name in words]

    def bits(text: str) -> Bits:
        letters, digits = sum(map(str.isalpha, text)), sum(map(str.isdigit, text))
        if text in listed:
            return Bits(once=min(0.0, math.log2(len(listed)) - _LETTER * letters - _DIGIT * digits))
        unlikely = (
            min(digits, 2) if words & _WORDS
            else min(letters, 2) if words & _FIGURES
            else not digits if "address" in words
            else not _ZIP.fullmatch(text) if "postal" in words else 0
        )  # fmt: skip
        odd = 0.0 if all(shape.search(text) for shape in shapes) else _ODD
        return Bits(_TORN * len(_GAP.findall(text)), _UNLIKELY * unlikely + (_UNLISTED if listed else 0.0), odd)

    return bits


def _number(text: str) -> float:
    """What a number with zeros in front costs once: few digits are likelier than many, and than none."""
    width, digits = len(text), len(text.lstrip("0"))
    return (0.0 if digits else _UNLIKELY) + _BIG * max(0, digits - math.ceil(width * 0.6)) - _ZERO * (width - digits)


def _listed(f: Field) -> frozenset[str]:
    """Codes of the field; of countries and states those of CBP's lists."""
    if f.codes:
        return frozenset(f.codes)
    if "country" in f.name:
        return frozenset(load("country"))
    if f.name.endswith("state"):
        return frozenset(load("us_state")) | frozenset(load("canadian_province"))
    return frozenset()
