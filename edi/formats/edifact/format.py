"""EDIFACT interchanges of the truck messages: one reader for all of them, since one interchange may hold several."""

from typing import Final

import polars as pl

from deminimis.edi.catalogue import CATALOGUE
from deminimis.edi.formats.edifact import (
    read_contrl as contrl,
)
from deminimis.edi.formats.edifact import (
    read_cuscar as cuscar,
)
from deminimis.edi.formats.edifact import (
    read_cusrep as cusrep,
)
from deminimis.edi.formats.edifact import (
    read_cusres as notices,
)
from deminimis.edi.formats.edifact.layouts.envelope import ENVELOPE
from deminimis.edi.formats.edifact.layouts.messages import KNOWN_UNUSED, MESSAGES
from deminimis.edi.formats.edifact.read_trip import of_others
from deminimis.edi.formats.edifact.tags import QUALIFIED, tag_of
from deminimis.edi.formats.shared.strangers import strangers
from deminimis.edi.formats.shared.trips import in_order
from deminimis.edi.layout.declare import Layout
from deminimis.edi.layout.usage import pairs_of
from deminimis.edi.reading.envelope import Level
from deminimis.edi.reading.format import Assembled, Format, Tables

# UNZ counts groups where there are groups, else messages; ACE's samples always have a group.
LEVELS: Final = (
    Level("UNB", "UNZ", ("control_reference",), "count", "children", "groups or messages"),
    Level("UNG", "UNE", ("control_reference",), "message_count", "children", "messages", optional=True),
    Level("UNH", "UNT", ("message_reference",), "segment_count", "records", "segments"),
)


def assemble(tables: Tables) -> Assembled:
    """Shipments of CUSCAR, changes of CUSREP, notices of CUSRES and CONTRL; none of messages that are not CBP's."""
    foreign, messages = of_others(tables)
    if len(messages):
        tables = tables.without(messages)
    return Assembled(
        in_order(cuscar.filings(tables), cusrep.filings(tables)),
        pl.concat([notices.notices(tables), contrl.notices(tables)]),
        pl.concat([
            strangers(tables["UNH"], "message_type", tuple(MESSAGES), "EDIFACT truck messages"), foreign,
            cuscar.other_amounts(tables), cuscar.unstated_releases(tables),
        ]),
    )  # fmt: skip


def _layouts() -> dict[str, Layout]:
    out = dict(ENVELOPE)
    for spec in MESSAGES.values():
        out.update(spec.layouts)
    return out | {tag: layout for tag, (_, layout) in QUALIFIED.items()}


def _reads() -> dict[str, tuple[str, ...]]:
    out: dict[str, tuple[str, ...]] = {}
    for reads in (cuscar.READS, cusrep.READS, notices.READS, contrl.READS):
        for tag, names in reads.items():
            out[tag] = tuple(dict.fromkeys((*out.get(tag, ()), *names)))
    return out | {"DTM132AGAIN": ()}


_OUTER: Final = ("UNB", "UNG", "UNT", "UNE", "UNZ")
_MESSAGE: Final = ("UNH", *_OUTER)


def interchange(message_type: str) -> Format:
    """The format of an interchange whose first message is of `message_type`."""
    name = message_type.lower()
    filing = CATALOGUE[name].files is not None
    return Format(
        name=name,
        title=CATALOGUE[name].title,
        filing=filing,
        layouts=_layouts(),
        reads=_reads(),
        tag=tag_of,
        levels=LEVELS,
        pairs={name: pairs_of(each.usage) for name, each in MESSAGES.items()},
        kind_of=("UNH", "message_type"),
        scopes={
            "interchange": ("UNB",),
            "group": ("UNG",),
            "message": ("UNH",),
            "answer": ("UNH",),
            "shipment": ("CNI",),
            "item": ("GID",),
            "listing": ("DOC",),
            "point": ("ERP",),
            "reply": ("UCM",),
            "fault": ("UCS",),
        },
        # The scopes below the message end where a block may be cut: they are the same in blocks of any size.
        closes={
            "interchange": ("UNZ",),
            "group": ("UNE", "UNB", "UNZ"),
            "message": _OUTER,
            "answer": _OUTER,
            "shipment": _MESSAGE,
            "item": ("CNI", *_MESSAGE),
            "listing": ("CNI", *_MESSAGE),
            "point": ("CNI", "DOC", *_MESSAGE),
            "reply": ("CNI", "UCF", *_MESSAGE),
            "fault": ("CNI", "UCM", "UCF", *_MESSAGE),
        },
        carried=("UNB", "UNG", "UNH", "BGM", "DTM132", "DTM132AGAIN", "DTM163", "LOC60", "NADCA", "CUXFRONT"),
        # an answer is read message by message: what it lacks as a whole must be known
        boundaries=frozenset({*_MESSAGE, *(("CNI", "DOC") if filing else ())}),
        order_as={tag: segment for tag, (segment, _) in QUALIFIED.items()},
        under={"GID": "shipment"},  # goods in front of the first CNI: their shipment was lost
        passed="^(?:" + "|".join(sorted(KNOWN_UNUSED)) + ")$",
        assemble=assemble,
    )
