"""CAMIR air files: messages of any kind, one behind the other, with or without the header of the network."""

from typing import Final

import polars as pl

from deminimis.edi.catalogue import CATALOGUE
from deminimis.edi.formats.camir_air import read_filings as manifest
from deminimis.edi.formats.camir_air import read_notices as notices
from deminimis.edi.formats.camir_air.layouts import ENVELOPE, MESSAGES, RECORDS, USAGE
from deminimis.edi.formats.camir_air.layouts.messages import EITHER
from deminimis.edi.formats.camir_air.read_repeats import repeats, unexplained
from deminimis.edi.formats.camir_air.read_waybills import check_digits, packages_of_no_house
from deminimis.edi.formats.camir_air.tags import tag_of
from deminimis.edi.layout.usage import pairs_of_any
from deminimis.edi.reading.format import Assembled, Format, Tables

_PARTIES: Final = ("SHP", "CNE")
_CONTINUED: Final = tuple(f"{party}-{n}" for party in _PARTIES for n in (2, 3, 4))


def assemble(tables: Tables) -> Assembled:
    """Shipments of the filings, notices of the answers; check digits of the waybills that are filed."""
    filed = tables["SMI"].filter(
        pl.col("message_identifier").is_in([name for name, m in MESSAGES.items() if m.direction == "filing"])
    )
    waybills = [
        tables[tag].join(filed.select("message"), on="message", how="semi", maintain_order="left")
        for tag in ("AWB", "AWB-QUERY")
    ]
    findings = pl.concat(
        [*map(check_digits, waybills), packages_of_no_house(waybills[0]), repeats(tables), unexplained(tables)]
    )
    return Assembled(manifest.filings(tables), notices.notices(tables), findings, manifest.leap_days(tables))


_READS: Final = {
    tag: tuple(dict.fromkeys((*manifest.READS.get(tag, ()), *notices.READS.get(tag, ()))))
    for tag in {**manifest.READS, **notices.READS}
}

CAMIR_AIR: Final = Format(
    name="camir-air",
    title=CATALOGUE["camir-air"].title,
    filing=True,
    layouts=dict(ENVELOPE | RECORDS),
    reads=_READS,
    tag=tag_of,
    levels=(),
    pairs={name: pairs_of_any(EITHER.get(name, (items,))) for name, items in USAGE.items()},
    kind_of=("SMI", "message_identifier"),
    scopes={
        "origin": ("ORIGIN",),
        "message": ("SMI",),
        "shipment": ("AWB", "AWB-QUERY"),
        "party": _PARTIES,
        "goods": ("CSD",),
    },
    closes={
        "origin": ("PRIORITY", "ADDRESS"),  # another transmission
        "message": tuple(ENVELOPE),
        "shipment": ("SMI", *ENVELOPE),
        "party": tuple(tag for tag in (*ENVELOPE, *RECORDS) if tag not in (*_PARTIES, *_CONTINUED)),
        "goods": tuple(tag for tag in (*ENVELOPE, *RECORDS) if tag not in ("CSD", "CSD-2")),
    },
    carried=("PRIORITY", "ADDRESS", "ORIGIN"),
    boundaries=frozenset({"SMI"}),
    order_as={},
    passed="^$",  # nothing is passed through
    assemble=assemble,
)  # fmt: skip
