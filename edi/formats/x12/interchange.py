"""X12 interchanges of the customs sets: one reader for all sets, since one interchange may hold several."""

from typing import Final

import polars as pl

from deminimis.edi.envelope import Level
from deminimis.edi.format import Assembled, Format, Tables
from deminimis.edi.formats.x12 import envelope_records, manifest, notices
from deminimis.edi.formats.x12.set_records import KNOWN_UNUSED, SETS
from deminimis.edi.grammar import pairs_of
from deminimis.edi.layout import FIELD, Layout

LEVELS: Final = (
    Level("ISA", "IEA", ("control_number",), "group_count", "children", "groups", unique=True),
    Level("GS", "GE", ("control_number",), "set_count", "children", "transaction sets", unique=True),
    Level("ST", "SE", ("control_number",), "segment_count", "records", "segments", unique=True),
)


def tag_of(raw: pl.Expr) -> pl.Expr:
    """The segment identifier: two or three characters in front of the first separator."""
    return raw.str.slice(0, 3).str.strip_chars_end(FIELD)


def assemble(tables: Tables) -> Assembled:
    """Shipments of the 309 sets, notices of the status sets."""
    return Assembled(manifest.filings(tables), notices.notices(tables))


def _layouts() -> dict[str, Layout]:
    out = dict(envelope_records.ENVELOPE)
    for spec in SETS.values():
        out.update(spec.layouts)
    return out


_READS: Final = {**notices.READS, **manifest.READS}


def interchange(set_id: str) -> Format:
    """The format of an interchange whose first set is `set_id`."""
    spec = SETS[set_id]
    return Format(
        name=f"x12-{set_id}",
        title=f"X12 {set_id} {spec.title}",
        filing=spec.direction == "filing",
        layouts=_layouts(),
        reads={
            tag: tuple(dict.fromkeys((*manifest.READS.get(tag, ()), *notices.READS.get(tag, ())))) for tag in _READS
        },
        tag=tag_of,
        levels=LEVELS,
        pairs={number: pairs_of(each.usage) for number, each in SETS.items()},
        kind_of=("ST", "set_id"),
        scopes={
            "interchange": ("ISA",),
            "group": ("GS",),
            "message": ("ST",),
            "manifest": ("M10",),
            "port_loop": ("P4",),
            "shipment": ("LX",),
            "party": ("N1",),
            "status": ("X4",),
        },
        closes={
            "interchange": ("IEA",),
            "group": ("GE", "ISA", "IEA"),
            "message": ("SE", "GS", "GE"),
            "manifest": ("ST", "SE"),
            "port_loop": ("ST", "SE"),
            "shipment": ("ST", "SE", "P4"),
            "party": ("ST", "SE", "LX", "N10", "VID", "M12"),
            "status": ("ST", "SE", "P4"),
        },
        carried=("ISA", "GS", "ST", "M10", "P4"),
        boundaries=frozenset({"ISA", "GS", "ST", "LX", "X4", "SE", "GE", "IEA"}),
        order_as={},
        passed="^(?:" + "|".join(sorted(KNOWN_UNUSED)) + ")$",
        assemble=assemble,
    )
