"""Which of our fields the name of a data element means.

`elements.csv` has the names as CBP's guides print them, by record; the same name in another record means the field of
the same name there. A name that is not known means a field whose own name has the same words. What repeats (five
reason codes in one record) is told apart by its order, and only where there are as many rows as fields.
"""

import csv
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from deminimis.edi.guides.tables import Row
from deminimis.edi.layout.declare import Field, Layout

_OWN_WORDS = frozenset({"the", "of", "a", "an", "for", "to", "in", "and", "or", "code", "number", "line"})


def plain(element: str) -> str:
    """The name's letters and digits alone: guides differ in blanks, slants and hyphens."""
    return "".join(c for c in element.lower() if c.isalnum())


def blank(row: Row) -> bool:
    """Whether the guide prints these columns as filler."""
    return row.element.lower().startswith(("filler", "reserved")) or row.kind == "S"


@cache
def _known() -> dict[str, dict[str, tuple[str, ...]]]:
    """Plain name -> record -> its fields of that name, in the order of their columns."""
    out: dict[str, dict[str, tuple[str, ...]]] = {}
    with Path(__file__).with_name("elements.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            records = out.setdefault(plain(row["element"]), {})
            records[row["record"]] = (*records.get(row["record"], ()), row["field"])
    return out


def matched(rows: Iterable[Row], layout: Layout) -> dict[Row, str]:
    """The rows whose element's name means one of the layout's fields, and which."""
    fields = [f for f in layout.fields if not f.filler and f.const is None]
    by_name: dict[str, list[Row]] = {}
    for row in rows:
        if not blank(row):
            by_name.setdefault(plain(row.element), []).append(row)
    out: dict[Row, str] = {}
    for name, mine in by_name.items():
        found = [f.name for f in fields if f.name in _meant(name, mine[0].element, layout, fields)]
        if len(found) == len(mine):
            out |= dict(zip(mine, found, strict=True))
    twice = {field for field in out.values() if list(out.values()).count(field) > 1}
    return {row: field for row, field in out.items() if field not in twice}


def _meant(name: str, element: str, layout: Layout, fields: Sequence[Field]) -> set[str]:
    """Names of the fields that an element may mean."""
    records = _known().get(name, {})
    if layout.tag in records:
        return set(records[layout.tag])
    here = {f.name for f in fields}
    elsewhere = {field for names in records.values() for field in names} & here
    if len(elsewhere) == 1:
        return elsewhere
    words = _words(element)
    same = {f.name for f in fields if _words(f.name.replace("_", " ")) == words}
    return same if len(same) == 1 and words else set()


def _words(text: str) -> frozenset[str]:
    letters = "".join(c if c.isalnum() else " " for c in text.lower())
    return frozenset(letters.split()) - _OWN_WORDS
