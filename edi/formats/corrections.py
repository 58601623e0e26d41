"""The user's own corrections of layouts: `[layouts.U01] name = "4-38"` in the configuration.

Users hold newer guides than we could read. A correction makes a new layout, checked like any other; the one it comes
from stays as it is, and so do the formats that have it.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Final, NamedTuple

import polars as pl

from deminimis.edi.layout.declare import Cols, El, Field, Layout, LayoutError, Part, Place, Use, filler
from deminimis.edi.layout.kinds import AN, FREE, NX, A, Kind, X
from deminimis.edi.reading.block import wanted
from deminimis.edi.reading.format import Format

NOWHERE: Final = "none"  # in place of columns: the record has no such field
_RANGE: Final = re.compile(r"([0-9]{1,3})(?:-([0-9]{1,3}))?")
_FORMS: Final = {
    "fixed": 'columns such as "4-38" or "48"',
    "x12": 'an element such as "5" or "5-2"',
    "edifact": 'an element such as "5" or "5-2"',
    "line": 'the smallest and largest width, such as "1-45"',
}
_CLASSES: Final[Mapping[str, Kind]] = {"A": A, "AN": AN, "X": X, "N": NX}  # of text, as CBP prints them
_SHOWN: Final = 12  # digits of a sha256: enough to tell guides apart
_USES: Final[Mapping[str, Use]] = {"M": "M", "C": "C", "O": "O"}


class Guide(NamedTuple):
    """A guide that the user holds, and by which layouts were corrected. `sha256` of its file, 64 digits."""

    name: str  # of its table in the configuration
    edition: str
    file: str
    sha256: str

    def told(self, page: str = "") -> str:
        """How a source names it, and the page in it."""
        where = f", {page}" if page else ""
        return f"{self.edition}{where} ({self.file}, sha256 {self.sha256[:_SHOWN]})"


class Correction(NamedTuple):
    """Where a field stands, and what else is known of it; "" leaves what the layout says."""

    place: str
    printed_class: str = ""  # A, AN, X or N: of a field that is read as text
    use: str = ""  # M, C or O
    origin: str = "configuration"  # the file in which it is written
    guide: Guide | None = None  # that says so; the field's status is then `guide`
    page: str = ""

    @property
    def source(self) -> str:
        """Where it comes from, as a field's source names it."""
        return f"{self.guide.told(self.page)}; {self.origin}" if self.guide else self.origin


Places = Mapping[str, str | Correction]


def with_layouts(formats: Mapping[str, Format], corrections: Mapping[str, Places]) -> Mapping[str, Format]:
    """`formats` with corrected layouts. corrections: record (U01, N03-NOTIFY, SE20EDA) -> field -> place.

    A record that several formats have is corrected in each that has all of the named fields.
    Raises LayoutError for a record that no format has, and as `override` does.
    """
    if not corrections:
        return formats
    known = sorted({tag for form in formats.values() for tag in form.layouts})
    out = dict(formats)
    for tag, places in corrections.items():
        if tag not in known:
            raise LayoutError(f"there is no record {tag}{_suggestion(tag, known, '')}")
        holders = [form for form in out.values() if tag in form.layouts]
        fitting = [form for form in holders if set(places) <= form.layouts[tag].by_name.keys()]
        for form in fitting or holders:
            layout = override(form.layouts[tag], places, wanted(form, tag))
            out[form.name] = form._replace(layouts={**form.layouts, tag: layout})
    return out


def override(layout: Layout, places: Places, needed: Collection[str] = ()) -> Layout:
    """`layout` with the fields named in `places` somewhere else, or ("none", of an 80-byte record) nowhere.

    Places are columns ("4-38") in an 80-byte record, element and component ("5", "5-2") in X12 and EDIFACT, smallest
    and largest width ("1-45") in a CAMIR air line. Columns that a field leaves, and fillers in its way, become filler.
    needed: fields that a program reads, and which therefore stand somewhere: without them a claim could be overlooked.
    Raises LayoutError for a field that is not there, a place that is none, a place that another field holds, a class
    that the field cannot have, and a field that cannot be left out.
    """
    removed = list(layout.removed)
    named = {f.name: f for f in layout.fields if not f.filler}
    for name, given in places.items():
        if name not in named:
            suggestion = _suggestion(name, list(named), f"; it has {', '.join(named)}")
            raise LayoutError(f"{layout.record} has no field {name}{suggestion}")
        one = Correction(given) if isinstance(given, str) else given
        if one.place.strip() == NOWHERE:
            removed.append(_removed(layout, named.pop(name), one, needed))
        else:
            named[name] = _corrected(layout, named[name], one)
    fields = list(named.values())
    if layout.family == "fixed":
        fields = _tiled(layout, sorted(fields, key=_first))
    elif layout.family != "line":
        fields = _apart(layout, sorted(fields, key=_element))
    return replace(layout, fields=tuple(fields), overridden=layout.overridden | set(places), removed=tuple(removed))


def can_leave_out(layout: Layout, f: Field, needed: Collection[str]) -> bool:
    """Whether a correction may say that a record has no such field."""
    return layout.family == "fixed" and f.const is None and f.name not in needed


def _removed(layout: Layout, old: Field, given: Correction, needed: Collection[str]) -> Field:
    if not can_leave_out(layout, old, needed):
        why = "it is read to judge a filing" if old.name in needed else "only fields in columns can be left out"
        raise LayoutError(
            f"{layout.record}.{old.name}: {NOWHERE!r} cannot be said of it, {why}; "
            f"write {_FORMS[layout.family]}, or take it out of the corrections"
        )
    return old._replace(
        source=f"{given.source}; {old.place} in {old.source}", status="guide" if given.guide else "assumed"
    )


def _corrected(layout: Layout, old: Field, given: Correction) -> Field:
    place, kind = _place(layout, old, given.place), _kind(layout, old, given.printed_class)
    if given.use and given.use not in _USES:
        raise LayoutError(f"{layout.record}.{old.name}: use {given.use!r} is none of {', '.join(_USES)}")
    new = old._replace(place=place, kind=kind, use=_USES.get(given.use, old.use))
    if given.guide is not None:
        was = "" if place == old.place else f"; {old.place} in {old.source}"
        return new._replace(source=f"{given.source}{was}", status="guide")
    return new if new == old else new._replace(source=f"{given.source}; {old.place} in {old.source}")


def _kind(layout: Layout, old: Field, printed: str) -> Kind:
    if printed in ("", old.kind.name):
        return old.kind
    if printed not in _CLASSES:
        raise LayoutError(f"{layout.record}.{old.name}: class {printed!r} is none of {', '.join(_CLASSES)}")
    if not takes_class(layout, old):
        raise LayoutError(f"{layout.record}.{old.name} is read as {old.kind.meaning}: its class cannot be changed here")
    return _CLASSES[printed]


def takes_class(layout: Layout, f: Field) -> bool:
    """Whether a correction may change the field's class: it is text in an 80-byte record, and read as such."""
    return layout.family == "fixed" and f.kind.dtype == pl.String and f.kind.pattern is None and f.const is None


def _suggestion(name: str, known: list[str], otherwise: str) -> str:
    import difflib  # noqa: PLC0415 - only a correction that is none needs it

    close = difflib.get_close_matches(name, known, n=1)
    return f"; did you mean {close[0]}?" if close else otherwise


def _place(layout: Layout, f: Field, text: str) -> Place:
    match = _RANGE.fullmatch(text.strip())
    if match is None:
        raise LayoutError(f"{layout.record}.{f.name}: {text!r} is no place; write {_FORMS[layout.family]}")
    first, second = int(match[1]), int(match[2] or 0)
    if isinstance(f.place, El):
        if first < 1 or (match[2] and second < 1):
            raise LayoutError(f"{layout.record}.{f.name}: elements and components count from 1, not {text}")
        return f.place._replace(number=first, component=second)
    last = second if match[2] else first
    if last < first:
        raise LayoutError(f"{layout.record}.{f.name}: {text} ends before it starts")
    if isinstance(f.place, Part):
        return f.place._replace(low=first, high=last)
    if first < 1 or last > layout.length:
        raise LayoutError(f"{layout.record}.{f.name}: {text} is outside columns 1-{layout.length}")
    return Cols(first, last)


def _first(f: Field) -> int:
    assert isinstance(f.place, Cols)
    return f.place.first


def _element(f: Field) -> tuple[int, int]:
    assert isinstance(f.place, El)
    return f.place.number, f.place.component


def _overlap(layout: Layout, one: Field, other: Field) -> LayoutError:
    return LayoutError(f"{layout.record}: {one.name} ({one.place}) and {other.name} ({other.place}) overlap")


def _apart(layout: Layout, fields: list[Field]) -> list[Field]:
    """Fields in order of their elements. An element and its own components cannot both be fields."""
    for one, other in pairwise(fields):
        (number, component), (next_number, next_component) = _element(one), _element(other)
        if number == next_number and component in (0, next_component):
            raise _overlap(layout, one, other)
    return fields


def _tiled(layout: Layout, fields: list[Field]) -> list[Field]:
    """Fields in order of their columns, and filler wherever there is none."""
    for one, other in pairwise(fields):
        assert isinstance(one.place, Cols)
        if one.place.last >= _first(other):
            raise _overlap(layout, one, other)
    taken = {column for f in fields for column in _columns(f)}
    was = {column: f for f in layout.fields if f.filler for column in _columns(f)}
    gaps: list[tuple[int, Field | None]] = [(c, was.get(c)) for c in range(1, layout.length + 1) if c not in taken]
    fillers: list[Field] = []
    start = 0
    for n, (column, old) in enumerate(gaps):
        ends = n + 1 == len(gaps) or gaps[n + 1] != (column + 1, old)
        if ends:
            fillers.append(_filler(gaps[start][0], column, old))
            start = n + 1
    return sorted([*fields, *fillers], key=_first)


def _columns(f: Field) -> range:
    assert isinstance(f.place, Cols)
    return range(f.place.first, f.place.last + 1)


def _filler(first: int, last: int, old: Field | None) -> Field:
    """What is left of the filler `old`, or columns that a field has left."""
    if old is not None:
        return old._replace(name=f"filler_{first}", place=Cols(first, last))
    left = filler(first, last, "Left free by a correction; not known.", kind=FREE, status="assumed")
    return left._replace(source="configuration")
