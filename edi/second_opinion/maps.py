"""pyx12's map directory, generated from the layouts and usage maps of `edi.formats.x12`.

pyx12 takes every file from one directory and falls back to nothing: index, data elements, code lists, control map and
maps are all written. Its shared data elements have lengths of other releases and cannot be overridden one by one, so
each element here has a number of its own: `M1101`.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final
from xml.sax.saxutils import quoteattr

from deminimis.edi.formats.x12.layouts.envelope import ENVELOPE
from deminimis.edi.formats.x12.layouts.sets import SETS, SetSpec
from deminimis.edi.layout.declare import El, Field, Layout
from deminimis.edi.layout.usage import Item, Loop, Rec

RELEASE: Final = "00501"  # of ISA12: pyx12 takes this and 00401 only
MAP: Final = "customs.xml"
CONTROL: Final = "x12.control.00501.xml"
_MANY: Final = 999  # from here on a repeat is without limit
# Our kinds by the type that pyx12 checks; all else is text.
_TYPES: Final = {
    "ID": "ID",
    "N0": "N0",
    "N": "N0",
    "NX": "AN",
    "USD": "N0",
    "R": "R",
    "DT": "DT",
    "TM": "TM",
    "HHMM": "TM",
}
_HEAD: Final = '<?xml version="1.0" encoding="utf-8"?>\n'


def write_maps(folder: Path, groups: set[tuple[str, str]]) -> None:
    """All files of a map directory. groups: pairs of GS01 and GS08 that the file to be checked has."""
    index = "".join(
        f"<map vriic={quoteattr(version)} fic={quoteattr(group)} abbr='customs'>{MAP}</map>"
        for group, version in sorted(groups)
    )
    control = f'<map vriic="" fic="" abbr="X12">{CONTROL}</map>'
    _put(folder, "maps.xml", f'<maps><version icvn="{RELEASE}">{index}{control}</version></maps>')
    _put(folder, "codes.xml", "<codesets></codesets>")
    layouts = {**ENVELOPE, **{tag: layout for spec in SETS.values() for tag, layout in spec.layouts.items()}}
    _put(folder, "dataele.xml", f"<data_elements>{''.join(_elements(layouts))}</data_elements>")
    sets = "".join(_set(n, spec) for n, spec in enumerate(SETS.values(), 1))
    _put(folder, CONTROL, _transaction("X12", ""))
    _put(folder, MAP, _transaction("customs", sets))


def _put(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(_HEAD + text, encoding="utf-8")


def _elements(layouts: dict[str, Layout]) -> Iterator[str]:
    for layout in layouts.values():
        for f in layout.fields:
            low, high = f.widths
            kind = _TYPES.get(f.kind.name, "AN")
            yield (
                f'<data_ele ele_num="{_number(layout, f)}" data_type="{kind}" min_len="{low}" max_len="{high}" '
                f"name={quoteattr(f.name)}/>"
            )


def _number(layout: Layout, f: Field) -> str:
    assert isinstance(f.place, El)
    component = f"-{f.place.component:02d}" if f.place.component else ""
    return f"{layout.tag}{f.place.number:02d}{component}"


def _transaction(xid: str, sets: str) -> str:
    sets = _segment(Rec("GS", 1), 10) + sets + _segment(Rec("GE", 1), 99_000)
    group = _loop("GS_LOOP", 20, "R", ">1", sets, kind="explicit")
    inside = _segment(Rec("ISA", 1), 10) + _segment(Rec("TA1", 0, _MANY), 15) + group + _segment(Rec("IEA", 1), 99_000)
    whole = _loop("ISA_LOOP", 1, "R", ">1", inside, kind="explicit")
    return f"<transaction xid='{xid}'><name>{xid}</name>{whole}</transaction>"


def _loop(xid: str, place: int, usage: str, repeat: str, inside: str, *, kind: str = "") -> str:
    shown = f' type="{kind}"' if kind else ""
    head = f'xid="{xid}" pos="{place:05d}" usage="{usage}" repeat={quoteattr(repeat)}{shown} name="{xid}"'
    return f"<loop {head}>{inside}</loop>"


def _set(number: int, spec: SetSpec) -> str:
    maker = _Maker(spec)
    st = _segment(Rec("ST", 1), 10, fixed={"set_id": spec.set_id})
    # a set without segments of its own needs no loops; the wrapper keeps ST the one opener of its loop
    body = _loop(f"BODY{spec.set_id}", 100, "S", "1", maker.items(spec.usage), kind="wrapper")
    return _loop("ST_LOOP", 100 + number, "S", ">1", st + body + _segment(Rec("SE", 1), 90_000), kind="explicit")


class _Maker:
    """Usage items as pyx12's loops and segments, each loop with a name of its own."""

    def __init__(self, spec: SetSpec) -> None:
        self._spec, self._loops = spec, 0

    def items(self, items: tuple[Item, ...]) -> str:
        """The items in their order."""
        out, place = "", 100
        for item in (each for one in items for each in _plain(one)):
            out += self._item(item, place)
            place += 10
        return out

    def _item(self, item: Item, place: int) -> str:
        if isinstance(item, Rec):
            return _segment(item, place, self._spec.layouts)
        self._loops += 1
        repeat = ">1" if item.high >= _MANY else str(item.high)
        name = f"L{self._spec.set_id}{self._loops:03d}"
        return _loop(name, place, "R" if item.low else "S", repeat, self.items(item.items))


def _plain(item: Item) -> Iterator[Item]:
    """Items that pyx12 can walk: a loop begins with the segment that it is known by.

    A loop of which any member may come first becomes one that its first segment opens, and in front of it the others,
    for a shipment whose first segment is not sent.
    """
    if isinstance(item, Rec) or isinstance(item.items[0], Rec):
        yield item
        return
    first, *others = item.items
    for other in others:
        yield from _plain(other)
    assert isinstance(first, Loop)
    yield Loop((*first.items, *others), item.low, item.high)


def _segment(
    item: Rec, place: int, layouts: Mapping[str, Layout] = ENVELOPE, fixed: Mapping[str, str] | None = None
) -> str:
    layout = layouts.get(item.tag) or ENVELOPE[item.tag]
    most = ">1" if item.high >= _MANY else str(item.high)
    usage = "R" if item.low else "S"
    head = (
        f'xid="{item.tag}" pos="{place:05d}" usage="{usage}" max_use={quoteattr(most)} name={quoteattr(layout.title)}'
    )
    return f"<segment {head}>{''.join(_fields(layout, fixed or {}))}</segment>"


def _fields(layout: Layout, fixed: Mapping[str, str]) -> Iterator[str]:
    elements: dict[int, list[Field]] = {}
    for f in layout.fields:
        assert isinstance(f.place, El)
        elements.setdefault(f.place.number, []).append(f)
    for number in range(1, max(elements, default=0) + 1):
        fields = elements.get(number, [])
        if fields and isinstance(fields[0].place, El) and not fields[0].place.component:
            yield _element(layout, fields[0], number, fixed)
        elif fields:
            needed = "R" if any(f.use == "M" for f in fields) else "S"
            xid = f"{layout.tag}{number:02d}"
            inside = "".join(_element(layout, f, f.place.component, fixed) for f in fields if isinstance(f.place, El))
            head = f'xid="{xid}" data_ele="{xid}" usage="{needed}" seq="{number:02d}" name="{xid}"'
            yield f"<composite {head}>{inside}</composite>"


def _element(layout: Layout, f: Field, seq: int, fixed: Mapping[str, str]) -> str:
    xid = _number(layout, f)
    codes = [fixed[f.name]] if f.name in fixed else sorted(f.codes) if f.codes and f.closed else []
    listed = "".join(f"<code>{code}</code>" for code in codes)
    valid = f"<valid_codes>{listed}</valid_codes>" if listed else ""
    usage = "R" if f.use == "M" else "S"
    head = f'xid="{xid}" data_ele="{xid}" usage="{usage}" seq="{seq:02d}" name={quoteattr(f.name)}'
    return f"<element {head}>{valid}</element>"
