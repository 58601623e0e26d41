"""What it costs, in bits, to take the texts in some columns for a field: the less, the better it explains them.

What tells fields apart is all in here. Texts that are not of the field's class, begin with a blank, lack their zeros or
are torn by blanks cost, in every row. Codes, dates and check digits, which chance seldom makes, save, as do names,
streets, towns, countries and telephones that look like it: once a text, for what is always the same could be anything.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from typing import Final

from deminimis.edi.codes import load
from deminimis.edi.layout.declare import Field

_MISFIT: Final = 12.0  # a row that cannot be the field
_EMPTY: Final = 8.0  # a row in which a mandatory field is blank
_TORN: Final = 8.0  # blanks inside of a text, as between two fields
_UNLISTED: Final = 4.0  # a code that a list has not which is not complete
_NO_ZERO: Final = 1.0  # a number as wide as its place
_LETTER, _DIGIT = 4.7, math.log2(10)
_UNLIKELY: Final = 3.0  # a digit in a name, a letter in a telephone number, a street without a number
_SAVED: Final = {"D": 8.0, "HHMM": 2.8}  # six and four digits could be so much else
_NUMBER: Final = re.compile("[0-9]{8}")
_ZIP: Final = re.compile("[0-9]{5}(?:[0-9]{4})?")
_GAP: Final = re.compile("  +")


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
        self._known: dict[str, tuple[float, float]] = {}
        self._patterns: dict[int, re.Pattern[str]] = {}

    def of(self, texts: Mapping[str, int]) -> float:
        """Bits for the texts of one place, blanks included, and how many rows have each, if the field stands there."""
        blank, total = 0, 0.0
        for text, count in texts.items():
            if text.strip(" "):
                each, once = self._bits(text)
                total += each * count + once
            else:
                blank += count
        if "entry_number" in self.field.name:
            total -= _checked(texts)
        return total + (blank * _EMPTY if self.field.use == "M" else 0.0)

    def _bits(self, text: str) -> tuple[float, float]:
        """Of a text that is not blank: what it costs in each row, and once."""
        if text not in self._known:
            width = len(text)
            if width not in self._patterns:
                self._patterns[width] = re.compile(pattern(self.field, width))
            fits = self._patterns[width].fullmatch(text)
            self._known[text] = self._fitting(text.rstrip(" ")) if fits else (_MISFIT, 0.0)
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


def _fitting(f: Field) -> Callable[[str], tuple[float, float]]:
    """What a text that fits, without the blanks at its end, costs in each row and once: what chance seldom makes saves.

    Only once, however often it stands there: what is always the same could be anything.
    """
    if f.kind.name in _SAVED and f.kind.pattern is not None:
        return lambda _: (0.0, -_SAVED[f.kind.name])
    if f.kind.align == "right":
        return lambda text: (0.0, 0.0 if text[0] == "0" else _NO_ZERO)
    listed, words = _listed(f), f.name.split("_")

    def bits(text: str) -> tuple[float, float]:
        letters, digits = sum(map(str.isalpha, text)), sum(map(str.isdigit, text))
        if text in listed:
            return 0.0, min(0.0, math.log2(len(listed)) - _LETTER * letters - _DIGIT * digits)
        unlikely = (
            min(digits, 2) if "name" in words or "city" in words
            else min(letters, 2) if "telephone" in words or "phone" in words
            else not digits if "address" in words
            else not _ZIP.fullmatch(text) if "postal" in words else 0
        )  # fmt: skip
        return _TORN * len(_GAP.findall(text)), _UNLIKELY * unlikely + (_UNLISTED if listed else 0.0)

    return bits


def _listed(f: Field) -> frozenset[str]:
    """Codes of the field; of countries and states those of CBP's lists."""
    if f.codes:
        return frozenset(f.codes)
    if "country" in f.name:
        return frozenset(load("country"))
    if f.name.endswith("state"):
        return frozenset(load("us_state")) | frozenset(load("canadian_province"))
    return frozenset()
