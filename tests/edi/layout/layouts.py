"""Every layout of every format package, found by walking the modules: a new table is tested without an edit here."""

import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from typing import Any, Final

import polars as pl

from deminimis.edi import formats
from deminimis.edi.cutting.source import ROWS
from deminimis.edi.layout.declare import El, Field, Layout, Part


def _inside(value: Any) -> Iterable[Layout]:
    if isinstance(value, Layout):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _inside(inner)
    elif isinstance(value, tuple | list | set | frozenset):
        for inner in value:
            yield from _inside(inner)


def discover() -> dict[str, Layout]:
    """Layouts by a name that is unique: package, tag, title."""
    found: set[tuple[Any, ...]] = set()
    out: dict[str, Layout] = {}
    for module in pkgutil.walk_packages(formats.__path__, f"{formats.__name__}."):
        for value in vars(importlib.import_module(module.name)).values():
            for layout in _inside(value):
                same = (layout.tag, layout.family, *map(id, layout.fields))  # a copy under another name is no other one
                if same not in found:
                    found.add(same)
                    package = module.name.removeprefix(f"{formats.__name__}.").split(".")[0]
                    name = f"{package} {layout.record or '-'} {layout.title}"
                    out[name if name not in out else f"{name} {len(out)}"] = layout
    return out


LAYOUTS: Final = discover()


def compose(layout: Layout, texts: Mapping[str, str]) -> tuple[str, dict[str, tuple[int, int]]]:
    """A record from the texts of its fields, put together in plain Python, and (start, width) of each field in it."""
    return {"fixed": _fixed, "line": _line}.get(layout.family, _delimited)(layout, texts)


def _fixed(layout: Layout, texts: Mapping[str, str]) -> tuple[str, dict[str, tuple[int, int]]]:
    raw, spans = "", {}
    for f in layout.fields:
        low, _ = f.widths
        cell = texts.get(f.name, "")
        spans[f.name] = (len(raw), low)
        raw += cell.rjust(low, f.kind.pad) if f.kind.align == "right" and cell else cell.ljust(low)
    return raw, spans


def _delimited(layout: Layout, texts: Mapping[str, str]) -> tuple[str, dict[str, tuple[int, int]]]:
    """Elements joined by 1D, components by 1F; what is empty at the end is left off."""
    cells: dict[tuple[int, int], str] = {}
    for f in layout.fields:
        assert isinstance(f.place, El)
        cells[f.place.number, max(f.place.component, 1)] = texts.get(f.name, "")
    while cells and not cells[last := max(cells)]:
        del cells[last]
    raw, starts = layout.tag, {}
    for number in range(1, max(cells, default=(0, 0))[0] + 1):
        raw += "\x1d"
        filled = [n for (e, n), cell in cells.items() if e == number and cell]
        for component in range(1, max(filled, default=1) + 1):
            raw += "\x1f" if component > 1 else ""
            starts[number, component] = len(raw)
            raw += cells.get((number, component), "")
    spans = {}
    for f in layout.fields:
        assert isinstance(f.place, El)
        place = (f.place.number, max(f.place.component, 1))
        inside = [s + len(cells.get(key, "")) for key, s in starts.items() if key[0] == place[0]]
        behind = max(inside, default=len(raw))  # absent: where its element ends
        spans[f.name] = (starts.get(place, behind), len(texts.get(f.name, "")))
    return raw, spans


def _line(layout: Layout, texts: Mapping[str, str]) -> tuple[str, dict[str, tuple[int, int]]]:
    """Identifier and parts. An empty part keeps its slant in front of one with the same lead that has text."""
    raw, spans = layout.tag, {}
    for n, f in enumerate(layout.fields):
        assert isinstance(f.place, Part)
        cell, lead = texts.get(f.name, ""), f.place.lead
        more = any(
            texts.get(g.name) for g in layout.fields[n + 1 :] if isinstance(g.place, Part) and g.place.lead == lead
        )
        there = (f.use == "M" and not f.place.inside) or cell or (f.place.low == 0 and more)
        raw += lead if there else ""
        spans[f.name] = (len(raw), len(cell))
        raw += cell
    return raw, spans


def readable(layout: Layout) -> list[Field]:
    """Fields that are read into frames."""
    return [f for f in layout.fields if not f.filler and f.const is None]


def placed(raws: list[str]) -> pl.DataFrame:
    """Records as a source gives them: behind 1,000 bytes, in lines of their own, from column 5 on."""
    places, byte = [], 1000
    for n, raw in enumerate(raws):
        places.append({"ordinal": n, "line": n + 7, "column": 5, "byte": byte, "raw": raw})
        byte += len(raw) + 3
    return pl.DataFrame(places, schema=ROWS)
