"""What a user says of a sender's lists, and what is asked where nobody has said it yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

DAY_FIRST: Final = "day-first"
MONTH_FIRST: Final = "month-first"
DATES: Final = (DAY_FIRST, MONTH_FIRST)
POINT: Final = "point"
COMMA: Final = "comma"
DECIMALS: Final = (POINT, COMMA)
LEFT_OUT: Final = "-"  # in place of a column of ours


@dataclass(frozen=True)
class Ways:
    """What is known of one sender's lists. columns: theirs -> ours, `-` to leave it out. values: what stands in every
    row. dates, decimals: one of DATES, DECIMALS, blank: not said. currency: of values that name none. kept: by which
    name the configuration has it. fix: cells are put right, instead of told.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    dates: str = ""
    decimals: str = ""
    currency: str = ""
    sheet: str = ""
    kept: str = ""
    fix: bool = False


class Question(NamedTuple):
    """What cannot be told from the list. answer: the option that says it."""

    text: str
    answer: str


class Link(NamedTuple):
    """One column of a list. at: its number in the grid, from 0; ours: a column of ours, or LEFT_OUT; why: for people.

    part: its place among several that become one of ours. currency: that the header names.
    """

    at: int
    theirs: str
    ours: str
    why: str
    part: int = 1
    currency: str = ""
    own: bool = False  # it is called as we call it
    asked: bool = False
