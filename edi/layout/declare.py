"""Layouts: one declaration per record or segment, and the four families of place.

A layout is a table of fields. From it come reading, writing, faults with their exact places, the documentation and
the tests' data; nothing else in the program knows a column number. A layout is checked when it is built: a wrong
position stops the import, not a customer's file.

In the delimited families the text has been brought to canonical separators first (`edi.cutting.source`): FIELD between
elements, COMPONENT between components. One byte stays one character, so positions stay true.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Literal, NamedTuple

from deminimis.edi.layout.kinds import FREE, Kind, S

FIELD: Final = "\x1d"
COMPONENT: Final = "\x1f"
REPETITION: Final = "\x1e"
END: Final = "\x1c"
RELEASED: Final = "\x0e"  # stands where a release character stood: the next character is data

Use = Literal["M", "C", "O"]
# guide: read in a guide that the user holds; schema: in the grammar by which the receiving side itself reads
Status = Literal["guide", "cbp", "schema", "standard", "unconfirmed", "assumed"]
STATUSES: Final[tuple[Status, ...]] = ("guide", "cbp", "schema", "standard", "unconfirmed", "assumed")
UNTOLD: Final = "its meaning is not published"  # of a code that a list has: it says nothing certain


class LayoutError(ValueError):
    """A layout that contradicts itself. Raised when it is built."""


class Cols(NamedTuple):
    """Columns of an 80-byte record, 1-based and inclusive, as CBP prints them."""

    first: int
    last: int

    @property
    def width(self) -> int:
        """Number of columns."""
        return self.last - self.first + 1

    def __str__(self) -> str:
        return f"{self.first}-{self.last}" if self.last != self.first else f"{self.first}"


class El(NamedTuple):
    """Element `number` of a segment (1-based), or a component of it, `low` to `high` characters wide."""

    number: int
    component: int = 0
    low: int = 1
    high: int = 35

    def __str__(self) -> str:
        return f"{self.number:02d}" + (f"-{self.component}" if self.component else "")


class Part(NamedTuple):
    """A part of a CAMIR air line: `lead` in front of it (`/T`), then `low` to `high` characters.

    A mandatory part of no characters keeps its lead: `CSD//150-USD`.
    """

    lead: str
    low: int
    high: int
    also: tuple[str, ...] = ()  # other leads that are read, and never written
    inside: bool = False  # only where the part stands that is the last one in front without this mark
    instead: bool = False  # in place of the last part in front without these marks, never beside it

    def __str__(self) -> str:
        size = f"{self.low}-{self.high}" if self.low != self.high else f"{self.low}"
        return " or ".join(lead + size for lead in (self.lead, *self.also))


Place = Cols | El | Part


class Field(NamedTuple):
    """One field: its name, place, kind, use (M, C or O) and meaning."""

    name: str
    place: Place
    kind: Kind
    use: Use
    doc: str
    const: str | None = None
    codes: Mapping[str, str] | None = None  # code -> meaning; empty or None: no list
    closed: bool = True  # False: the list is not complete, another code is no fault
    source: str = ""
    status: Status | None = None
    hint: str = ""  # what else may be done about a code that the list has not

    @property
    def filler(self) -> bool:
        """Spaces, or columns nobody has told us about: not read into any frame."""
        return self.kind in (S, FREE)

    @property
    def widths(self) -> tuple[int, int]:
        """Smallest and largest width of its text."""
        if isinstance(self.place, Cols):
            return self.place.width, self.place.width
        return self.place.low, self.place.high

    def text_regex(self, whole: bool = True) -> str:
        """What its trimmed text must match, without anchors; `whole=False`: as far as a whole-record match can say."""
        if self.const is not None:
            return re.escape(self.const)
        if self.codes and self.closed:
            return "(?:" + "|".join(re.escape(code) for code in sorted(self.codes)) + ")"
        low, high = self.widths
        if whole and self.kind.loose:
            return f"(?:{self.kind.pattern})"
        return self.kind.regex(1 if isinstance(self.place, Cols) else low, high)

    def part_regex(self) -> str:
        """Of a part of a line: its lead, and its text as a group of its name."""
        assert isinstance(self.place, Part)
        leads = [re.escape(lead) for lead in (self.place.lead, *self.place.also)]
        text = self.text_regex(whole=False)
        if not self.place.low and not text.startswith("["):  # a code or a pattern says nothing of no text at all
            text = f"(?:{text})?"
        return (leads[0] if len(leads) == 1 else f"(?:{'|'.join(leads)})") + f"(?P<{self.name}>{text})"


def filler(first: int, last: int, doc: str = "Filler.", kind: Kind = S, status: Status | None = None) -> Field:
    """Columns that hold nothing (spaces), or nothing known (`kind=FREE`)."""
    return Field(f"filler_{first}", Cols(first, last), kind, "O", doc, status=status)


Family = Literal["fixed", "x12", "edifact", "line"]


@dataclass(frozen=True, eq=False)
class Layout:
    """One record or segment. `source` and `status` hold for every field that states none of its own."""

    tag: str
    title: str
    fields: tuple[Field, ...]
    family: Family
    source: str = ""
    status: Status = "cbp"
    doc: str = ""
    length: int = 80
    record: str = ""  # what findings call it, where the tag says more (SE20EDA is an SE20)
    overridden: frozenset[str] = field(default_factory=frozenset)
    removed: tuple[Field, ...] = ()  # fields that a correction says the record has not
    alone: frozenset[str] = field(default_factory=frozenset)  # parts of a line that are read in front of a fault

    def __post_init__(self) -> None:
        object.__setattr__(self, "record", self.record or self.tag)
        own = tuple(
            f if f.source and f.status else f._replace(source=f.source or self.source, status=f.status or self.status)
            for f in self.fields
        )
        object.__setattr__(self, "fields", own)
        names = [f.name for f in own]
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            raise LayoutError(f"{self.tag}: the name {', '.join(sorted(twice))} stands more than once")
        for f in own:
            if f.status not in STATUSES:
                raise LayoutError(f"{self.tag}.{f.name}: status {f.status!r} is none of {', '.join(STATUSES)}")
            if f.codes is not None and not f.codes:
                raise LayoutError(f"{self.tag}.{f.name}: its code list is empty")
            wide = [code for code in f.codes or () if f.closed and not 0 < len(code) <= f.widths[1]]
            if wide:
                raise LayoutError(f"{self.tag}.{f.name}: code {wide[0]!r} does not fit its place {f.place}")
        (_check_tiles if self.family == "fixed" else _check_order)(self)

    def __getitem__(self, name: str) -> Field:
        return self.by_name[name]

    @property
    def in_columns(self) -> bool:
        """Whether its fields stand in columns of a record of `length` characters."""
        return self.family == "fixed"

    @cached_property
    def by_name(self) -> dict[str, Field]:
        """Fields by name."""
        return {f.name: f for f in self.fields}


def _check_tiles(layout: Layout) -> None:
    expected = 1
    for f in layout.fields:
        if not isinstance(f.place, Cols):
            raise LayoutError(f"{layout.tag}.{f.name}: an 80-byte record needs columns, not {f.place}")
        if f.place.first != expected:
            raise LayoutError(f"{layout.tag}.{f.name} starts at {f.place.first}, expected {expected}")
        if f.place.last < f.place.first:
            raise LayoutError(f"{layout.tag}.{f.name} ends before it starts: {f.place}")
        if f.const is not None and len(f.const) != f.place.width:
            raise LayoutError(f"{layout.tag}.{f.name}: constant {f.const!r} does not fill columns {f.place}")
        if f.kind.sizes and not f.kind.sizes[0] <= f.place.width <= f.kind.sizes[1]:
            raise LayoutError(f"{layout.tag}.{f.name}: kind {f.kind.name} does not fit columns {f.place}")
        expected = f.place.last + 1
    if expected != layout.length + 1:
        raise LayoutError(f"{layout.tag} ends at {expected - 1}, expected {layout.length}")


def _check_order(layout: Layout) -> None:
    wanted = Part if layout.family == "line" else El
    last = (0, 0)
    for n, f in enumerate(layout.fields):
        if not isinstance(f.place, wanted):
            raise LayoutError(f"{layout.tag}.{f.name}: a {layout.family} layout takes {wanted.__name__}, not {f.place}")
        if isinstance(f.place, Part) and not n and (f.place.inside or f.place.instead):
            raise LayoutError(f"{layout.tag}.{f.name}: it belongs to a part in front of it, and there is none")
        if isinstance(f.place, El):
            here = (f.place.number, f.place.component)
            if here <= last:
                raise LayoutError(f"{layout.tag}.{f.name}: element {f.place} is not behind the one before it")
            if last == (here[0], 0):
                raise LayoutError(f"{layout.tag}.{f.name}: element {f.place.number:02d} is one text already")
            last = here
        if not isinstance(f.place, Cols) and f.place.low > f.place.high:
            raise LayoutError(f"{layout.tag}.{f.name}: width {f.place.low} to {f.place.high}")
        if f.const is not None and not f.widths[0] <= len(f.const) <= f.widths[1]:
            raise LayoutError(f"{layout.tag}.{f.name}: constant {f.const!r} is not as wide as its place")


def fixed(
    tag: str,
    title: str,
    fields: Iterable[Field],
    *,
    source: str,
    status: Status = "cbp",
    doc: str = "",
    record: str = "",
) -> Layout:
    """An 80-byte record. The tag fills its first columns; the fields tile the rest."""
    tag_field = Field("record_id", Cols(1, len(tag)), X_TAG, "M", "Record identifier.", const=tag)
    return Layout(tag, title, (tag_field, *fields), "fixed", source, status, doc, record=record)


def x12(
    tag: str, title: str, fields: Iterable[Field], *, source: str, status: Status = "standard", doc: str = ""
) -> Layout:
    """An X12 segment; the tag itself is no field."""
    return Layout(tag, title, tuple(fields), "x12", source, status, doc)


def edifact(
    tag: str, title: str, fields: Iterable[Field], *, source: str, status: Status = "standard", doc: str = ""
) -> Layout:
    """An EDIFACT segment; the tag itself is no field."""
    return Layout(tag, title, tuple(fields), "edifact", source, status, doc)


def line(
    tag: str,
    title: str,
    fields: Iterable[Field],
    *,
    source: str,
    status: Status = "cbp",
    doc: str = "",
    alone: Iterable[str] = (),
) -> Layout:
    """A CAMIR air line: identifier, then parts with their lead-ins. alone: those read in front of another's fault."""
    return Layout(tag, title, tuple(fields), "line", source, status, doc, alone=frozenset(alone))


X_TAG: Final = Kind("AN", "record identifier", "A-Z0-9", S.dtype, S.read, S.show)
