"""What of a guide becomes corrections of layouts: all of what differs and can be said by a correction, or the reason
why not. A record of whose table anything could not be read is not corrected at all.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from deminimis.edi.formats.corrections import NOWHERE, Correction, Guide, can_leave_out, override, takes_class
from deminimis.edi.guides.compare import Compared, chosen, compare, place_for
from deminimis.edi.guides.tables import Table
from deminimis.edi.layout.declare import Cols, Field, Layout, LayoutError, Part
from deminimis.edi.reading.block import wanted
from deminimis.edi.reading.format import Format

FAMILIES: Final = ("fixed", "line")  # of layouts that such tables describe
_CLASSES: Final = ("A", "AN", "X", "N")
_SURE: Final = ("guide", "cbp", "schema", "standard")  # a field of another status is known better by a guide


@dataclass(frozen=True)
class Held:
    """One table of a guide beside the layout that it prints. `tag` and `layout` are None for a record without one."""

    table: Table
    tag: str | None = None
    layout: Layout | None = None
    compared: Sequence[Compared] = ()
    corrections: Mapping[str, Correction] = field(default_factory=dict)
    unwritten: str = ""  # why there are none, or not all

    @property
    def differences(self) -> list[Compared]:
        """What differs and is not explained."""
        return [each for each in self.compared if each.differs]


def held(tables: Sequence[Table], formats: Iterable[Format], guide: Guide) -> list[Held]:
    """Each table beside its layout in `formats`, with the corrections that it gives."""
    by_name: dict[str, dict[str, Layout]] = {}
    needed: dict[str, set[str]] = {}
    for form in formats:
        for name, layout in (form.printed() if form.printed else form.layouts).items():
            if layout.family in FAMILIES:
                printed_as, tag = (name, layout.tag) if form.printed else (layout.record, name)
                read_by = form.layouts.get(tag, layout)
                needed.setdefault(tag, set()).update(wanted(form, tag))
                by_name.setdefault(printed_as, {}).setdefault(tag, read_by if read_by.overridden else layout)
    printed = [table.record for table in tables]
    out = [_held(table, by_name.get(table.record, {}), printed.count(table.record), guide, needed) for table in tables]
    return _agreed(out)


def _held(
    table: Table, layouts: Mapping[str, Layout], printed: int, guide: Guide, read: Mapping[str, Collection[str]]
) -> Held:
    if not layouts:
        return Held(table)
    found = chosen(table, layouts)
    if found is None:
        return Held(
            table, unwritten=f"{' and '.join(layouts)} are records of that name, and it is not clear which it is"
        )
    tag, layout = found
    beside = compare(table, layout)
    gaps = [each.columns for each in beside if "gap" in each.what and each.differs]
    problems = [*table.problems, *(f"{table.page}: columns {each} stand in no row" for each in gaps)]
    if table.positions != (layout.family == "fixed"):
        problems = [
            f"{table.page}: its table has {'' if table.positions else 'no '}positions, which our layout contradicts"
        ]
    if printed > 1:
        problems.append(f"{table.page}: {table.record} is printed {printed} times, each time another table")
    held_table = Table(table.record, table.page, table.rows, problems, table.positions)
    if problems and not table.rows:
        return Held(held_table, tag, layout, unwritten="not read")
    compared = [each for each in beside if "gap" not in each.what]
    if problems:
        return Held(held_table, tag, layout, compared, unwritten="a part of its table could not be read")
    needed = read[tag]
    corrections, left = _corrections(compared, layout, guide, needed)
    try:
        override(layout, corrections, needed)
    except LayoutError as error:
        return Held(held_table, tag, layout, compared, unwritten=str(error))
    return Held(held_table, tag, layout, compared, corrections, left)


def _corrections(
    compared: Sequence[Compared], layout: Layout, guide: Guide, needed: Collection[str]
) -> tuple[dict[str, Correction], str]:
    """Corrections by field, and what they cannot say.

    A field that the table has not is left out only where each of its elements is known: it could be one of them.
    """
    out, left = {}, list[str]()
    known = all((each.field or not each.differs) and "renamed" not in each.what for each in compared)
    page = next((each.row.page for each in compared if each.row is not None), "")
    for each in compared:
        row, f = each.row, each.field
        if row is None and f is not None and known and each.differs and can_leave_out(layout, f, needed):
            out[f.name] = Correction(NOWHERE, guide=guide, page=page)
            continue
        if row is None or f is None:
            left += [_named(each, compared)] if each.differs and not _part_of_one(each, compared) else []
            continue
        sure = f.status in _SURE or "renamed" in each.what
        if not each.differs and (sure or each.reason):
            continue
        kind = row.kind if "class" in each.what else ""
        if kind and not (kind in _CLASSES and takes_class(layout, f)):
            left.append(f"the class of {f.name} ({row.page})")
            kind = ""
        place = place_for(row, f)
        text = f"{place.low}-{place.high}" if isinstance(place, Part) else str(place)
        use = row.status if "use" in each.what else ""
        if kind or use or place != f.place or not sure:
            out[f.name] = Correction(text, kind, use, guide=guide, page=row.page)
    return out, f"a correction cannot say: {', '.join(left)}" if left else ""


def _named(each: Compared, compared: Sequence[Compared]) -> str:
    """What a correction cannot say, with its page: an element without a field or made of several, a field left out."""
    row, f = each.row, each.field
    if row is None:
        assert f is not None
        page = next((other.row.page for other in compared if other.row is not None), "")
        return f"{f.name}, which its table ({page}) has not"
    mine = " and ".join(of.name for of in made_one(each, compared))
    made = f" is {mine} in one, read as before" if mine else ""
    return f"{row.element} at {each.columns} ({row.page}){made}"


def _part_of_one(each: Compared, compared: Sequence[Compared]) -> bool:
    """Whether a field that the guide has not is told of with the element that has its columns."""
    return each.field is not None and any(each.field in made_one(other, compared) for other in compared)


def made_one(each: Compared, compared: Iterable[Compared]) -> list[Field]:
    """The fields, two or more, that the guide has not and whose columns together are those of this one element."""
    row = each.row
    if row is None or "new" not in each.what:
        return []
    gone = [other.field for other in compared if other.row is None and other.field is not None and other.differs]
    inside = [
        (f.place, f) for f in gone
        if isinstance(f.place, Cols) and row.first <= f.place.first and f.place.last <= row.last
    ]  # fmt: skip
    wide = sum(place.width for place, _ in inside)
    return [f for _, f in inside] if len(inside) > 1 and wide == row.last - row.first + 1 else []


def _agreed(found: list[Held]) -> list[Held]:
    """Tables of one layout (input and output) must not contradict each other: else none of them corrects it."""
    said: dict[tuple[str | None, str], set[tuple[str, str, str]]] = {}
    for each in found:
        for name, one in each.corrections.items():
            said.setdefault((each.tag, name), set()).add((one.place, one.printed_class, one.use))
    torn = {tag for (tag, _), texts in said.items() if len(texts) > 1}
    return [
        Held(each.table, each.tag, each.layout, each.compared, {}, "its tables in this guide contradict each other")
        if each.tag in torn
        else each
        for each in found
    ]


def corrections(found: Iterable[Held]) -> dict[str, dict[str, Correction]]:
    """All corrections, by record and field, as the configuration has them."""
    out: dict[str, dict[str, Correction]] = {}
    for each in found:
        if each.tag is not None and each.corrections:
            out.setdefault(each.tag, {}).update(each.corrections)
    return out
