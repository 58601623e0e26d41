"""A layout as documentation: its fields with place, class, use, meaning, codes, source and status."""

from typing import Final

from deminimis.edi.layout.declare import Field, Layout

COLUMNS: Final = ("place", "name", "class", "use", "meaning", "status", "source")


def rows(layout: Layout) -> list[dict[str, str]]:
    """One dict a field (keys COLUMNS), fillers included: an unknown column is shown as such."""
    return [
        {
            "place": str(f.place),
            "name": f.name,
            "class": f.kind.name,
            "use": f.use,
            "meaning": _meaning(f),
            "status": str(f.status),
            "source": f.source,
        }
        for f in layout.fields
    ]


def _meaning(f: Field) -> str:
    if f.const is not None:
        return f"{f.doc} Always {f.const}."
    if not f.codes:
        return f.doc
    shown = "; ".join(f"{code} {text}" for code, text in list(f.codes.items())[:15])
    more = "" if len(f.codes) <= 15 else f"; ... {len(f.codes)} in all"
    return f"{f.doc} {shown}{more}{'' if f.closed else ' (others may occur)'}."


def shares(layouts: list[Layout]) -> dict[str, int]:
    """How many fields, fillers left out, have each status."""
    out: dict[str, int] = {}
    for layout in layouts:
        for f in layout.fields:
            if not f.filler:
                out[str(f.status)] = out.get(str(f.status), 0) + 1
    return out
