"""Faults for invented filings: in a share of the shipments one number becomes letters, which reading must report.

What is spoilt is a number that stands once in every shipment, so that the share is one of shipments. It is written over
in the bytes, since no writer lets such a filing pass.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

import polars as pl

from deminimis.edi.catalogue import CATALOGUE, named
from deminimis.edi.formats import FORMATS
from deminimis.edi.invented.shipments import FAULT, draw
from deminimis.edi.layout import match as text
from deminimis.edi.layout.declare import Cols, El, Layout, Part

_SEPARATOR: Final = {"x12": "*", "edifact": "+"}  # of what `edi.invented.writers` writes
FORMS: Final = named(lambda traits: traits.counted)


def spoilt(pieces: Iterable[bytes], form: str, seed: int, percent: float) -> Iterator[bytes]:
    """`pieces` of a filing of `form`, newline-terminated records, with a fault in about `percent` of its shipments."""
    place = CATALOGUE[form].counted
    assert place is not None, "one of FORMS"
    tag, name = place
    pattern, width = _place(FORMATS[form].layouts[tag], name)
    seen = 0
    for piece in pieces:
        raw = pl.Series("raw", [piece.decode("ascii")]).str.split("\n").explode()
        here = pl.col("raw").str.contains(pattern)
        chosen = here & (draw(here.cum_sum() + seen, seed, FAULT, 10_000) < round(percent * 100))
        spoil = pl.when(chosen).then(pl.col("raw").str.replace(pattern, "${1}" + "X" * width)).otherwise("raw")
        found = raw.to_frame().select(spoil, here.alias("here"))
        seen += int(found["here"].sum())
        yield str(found["raw"].str.join("\n")[0]).encode("ascii")


def _place(layout: Layout, name: str) -> tuple[str, int]:
    """An expression whose first group ends where the field begins, and how many letters replace what it matches."""
    place = layout[name].place
    if isinstance(place, Cols):
        skipped = place.first - 1 - len(layout.tag)
        return f"^({layout.tag}.{{{skipped}}})[0-9]{{{place.width}}}", place.width
    if isinstance(place, El):
        mark = re.escape(_SEPARATOR[layout.family])
        return f"^({layout.tag}(?:{mark}[^{mark}]*){{{place.number - 1}}}{mark})[0-9]+", 1
    assert isinstance(place, Part)
    before = text.line_regex(layout, layout.fields.index(layout[name]))
    return f"({before}{re.escape(place.lead)})[0-9]+", 1
