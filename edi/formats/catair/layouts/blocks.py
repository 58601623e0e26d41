"""Batches A ... Z and blocks B ... Y, as all CATAIR readers share them."""

from dataclasses import replace
from typing import Final

from deminimis.edi.formats.catair.layouts.envelope import GENERATED, RECORDS
from deminimis.edi.layout.declare import Cols, Layout
from deminimis.edi.reading.envelope import Level

_BLOCK: Final = Level(
    "B",
    "Y",
    ("processing_port", "processing_filer_code", "application"),
    "record_count",
    "inside",
    strict=False,
)
LEVELS: Final = (Level("A", "Z", ("site_code", "sender_code"), optional=True, expected=True), _BLOCK)
"""What a filer sends."""
ANSWER_LEVELS: Final = (Level("A", "Z", optional=True, expected=True), _BLOCK)
"""What CBP sends: the Z that it makes for a refused batch repeats nothing of A (Batch and Block Control, p. B&B-24)."""


def _either(tag: str) -> Layout:
    """`tag` as CBP returns it, or bare, as CBP makes it for a refused batch: what the bare one lacks is conditional."""
    layout, mark = RECORDS[tag], GENERATED[tag]["generated"]
    fields = [f._replace(use="C") if f.const is None and not f.filler else f for f in layout.fields]
    last = fields[-1]
    if last.filler and isinstance(last.place, Cols):
        made = mark._replace(use="C", const=None, codes={tag: "made by CBP for a refused batch"})
        fields[-1:] = [last._replace(place=Cols(last.place.first, last.place.last - 1)), made]
    return replace(layout, fields=tuple(fields))


ANSWER_LAYOUTS: Final = {"A": RECORDS["A"], **{tag: _either(tag) for tag in "BYZ"}}
