"""X12 interchanges of the customs sets: one reader for all sets, since one interchange may hold several."""

from typing import Final

import polars as pl

from deminimis.edi.catalogue import CATALOGUE
from deminimis.edi.formats.shared.strangers import strangers
from deminimis.edi.formats.shared.trips import in_order
from deminimis.edi.formats.x12 import (
    read_309 as manifest,
)
from deminimis.edi.formats.x12 import (
    read_350 as notices,
)
from deminimis.edi.formats.x12 import (
    read_355 as rejections,
)
from deminimis.edi.formats.x12 import (
    read_358 as consist,
)
from deminimis.edi.formats.x12 import (
    read_997 as acknowledgments,
)
from deminimis.edi.formats.x12.layouts import envelope as envelope_records
from deminimis.edi.formats.x12.layouts.sets import KNOWN_UNUSED, SETS
from deminimis.edi.layout.declare import FIELD, Layout
from deminimis.edi.layout.usage import pairs_of
from deminimis.edi.reading.envelope import Level
from deminimis.edi.reading.format import Assembled, Format, Tables
from deminimis.edi.reading.scopes import TAG

LEVELS: Final = (
    Level("ISA", "IEA", ("control_number",), "group_count", "children", "groups", unique=True, bare=True),
    Level("GS", "GE", ("control_number",), "set_count", "children", "transaction sets", unique=True),
    Level("ST", "SE", ("control_number",), "segment_count", "records", "segments", unique=True),
)


_MANIFESTS: Final = tuple(number for number in SETS if CATALOGUE[f"x12-{number}"].files)


def tag_of(raw: pl.Expr) -> pl.Expr:
    """The segment identifier: two or three characters in front of the first separator.

    A currency in front of the shipments has a tag of its own: it holds for all of them.
    """
    return raw.map_batches(_tags, return_dtype=TAG)


def _tags(raw: pl.Series) -> pl.Series:
    segment = raw.str.slice(0, 3).str.strip_chars_end(FIELD).cast(TAG)
    currency = segment.is_in(list(manifest.CURRENCIES))
    if not currency.any():
        return segment
    front = pl.when(segment == "ST").then(True).when(segment.is_in(["LX", *_OUTER])).then(False)
    before = pl.select(front.forward_fill().fill_null(False)).to_series()
    names = {name: f"{name}{manifest.FRONT}" for name in manifest.CURRENCIES}
    named = segment.cast(pl.String).replace(names).cast(TAG)
    return pl.select(pl.when(before & currency).then(named).otherwise(segment)).to_series()


def assemble(tables: Tables) -> Assembled:
    """Shipments of the 309 sets, changes of the 358 sets, notices of the answers."""
    answers = (notices.notices(tables), rejections.notices(tables), acknowledgments.notices(tables))
    return Assembled(
        in_order(manifest.filings(tables), consist.filings(tables)),
        pl.concat(answers),
        pl.concat(
            [
                strangers(tables["ST"], "set_id", tuple(SETS), "X12 customs sets"),
                manifest.of_other_modes(tables, _MANIFESTS),
            ]
        ),
    )


def _layouts() -> dict[str, Layout]:
    out = dict(envelope_records.ENVELOPE)
    for spec in SETS.values():
        out.update(spec.layouts)
    return out | {f"{tag}{manifest.FRONT}": out[tag] for tag in manifest.CURRENCIES}


def _reads() -> dict[str, tuple[str, ...]]:
    out: dict[str, tuple[str, ...]] = {}
    for part in (manifest, consist, notices, rejections, acknowledgments):
        for tag, names in part.READS.items():
            out[tag] = tuple(dict.fromkeys((*out.get(tag, ()), *names)))
    return out


_IN_FRONT: Final = {f"{tag}{manifest.FRONT}": tag for tag in manifest.CURRENCIES}
_OUTER: Final = ("ISA", "GS", "ST", "SE", "GE", "IEA")


def interchange(set_id: str) -> Format:
    """The format of an interchange whose first set is `set_id`."""
    name = f"x12-{set_id}"
    filing = CATALOGUE[name].files is not None
    trip = ("MBL",) if filing else ()  # in a 355 it may stand inside an LX, to which its errors belong
    return Format(
        name=name,
        title=CATALOGUE[name].title,
        filing=filing,
        layouts=_layouts(),
        reads=_reads(),
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
            "consist": ("MBL",),
            "answered": ("AK2",),
            "noted": ("AK3",),
        },
        # The scopes below the message end where a block may be cut: they are the same in blocks of any size.
        closes={
            "interchange": ("IEA",),
            "group": ("GE", "ISA", "IEA"),
            "message": ("SE", "GS", "GE", "ISA", "IEA"),
            "manifest": _OUTER,
            "port_loop": _OUTER,
            "shipment": (*_OUTER, "P4", "X4", *trip),
            "party": (*_OUTER, "P4", "LX", "X4", "N10", "VID", "M12", *trip),
            "status": (*_OUTER, "P4", "LX", *trip),
            "consist": (*_OUTER, "P4", "LX", "X4", "VID"),
            "answered": (*_OUTER, "AK9", "LX", "X4"),
            "noted": (*_OUTER, "AK5", "LX", "X4"),
        },
        carried=("ISA", "GS", "ST", "M10", "P4", *_IN_FRONT),
        boundaries=frozenset({*_OUTER, "LX", "X4", *trip}),
        order_as=_IN_FRONT,
        passed="^(?:" + "|".join(sorted(KNOWN_UNUSED)) + ")$",
        assemble=assemble,
    )
