"""What CBP sends a filer: one reader for SX, SO, BD and NS, since one mailbox download may hold several of them."""

from typing import Final

import polars as pl

from deminimis.edi.catalogue import CATALOGUE
from deminimis.edi.formats.catair import (
    read_bd as broker_download,
)
from deminimis.edi.formats.catair import (
    read_ns as manifest_notices,
)
from deminimis.edi.formats.catair import (
    read_so as status_notices,
)
from deminimis.edi.formats.catair import (
    read_sx as release_answers,
)
from deminimis.edi.formats.catair.layouts import as_printed
from deminimis.edi.formats.catair.layouts import (
    broker_download as broker_download_records,
)
from deminimis.edi.formats.catair.layouts import (
    cargo_release as cargo_release_records,
)
from deminimis.edi.formats.catair.layouts import (
    entry_status as status_records,
)
from deminimis.edi.formats.catair.layouts import (
    envelope as envelope_records,
)
from deminimis.edi.formats.catair.layouts import (
    manifest_status as ns_records,
)
from deminimis.edi.formats.catair.layouts.blocks import ANSWER_LAYOUTS, ANSWER_LEVELS
from deminimis.edi.formats.shared.numbers import unnamed_houses
from deminimis.edi.formats.shared.strangers import strangers
from deminimis.edi.layout.usage import Item, pairs_of_any
from deminimis.edi.reading.format import Assembled, Format, Tables

_USAGES: Final[dict[str, tuple[tuple[Item, ...], ...]]] = {
    "SX": (cargo_release_records.RESPONSE,),
    "SO": status_records.USAGES,
    "BD": (broker_download_records.USAGE,),
    "NS": (ns_records.USAGE,),
}
_READERS: Final = (release_answers, status_notices, manifest_notices)
# an SE90 behind one of these is not about a bill
_ECHOED: Final = tuple(tag for tag in cargo_release_records.RECORDS if tag not in ("SE15", "SE90"))
_BILL: Final = ("1M", "1P", "1J", "1A", "1B")
_HEADS: Final = ("SE10", "SO10", "05", "10", "30")


def tag_of(raw: pl.Expr) -> pl.Expr:
    """The record identifier: a letter in the envelope, two characters in BD, NS, X0 and X1, four in SX and SO."""
    return (
        pl.when(raw.str.contains("^[ABYZ]")).then(raw.str.slice(0, 1))
        .when(raw.str.contains("^[0-9X]")).then(raw.str.slice(0, 2))
        .otherwise(raw.str.slice(0, 4).str.strip_chars_end(" "))
    )  # fmt: skip


def assemble(tables: Tables) -> Assembled:
    """Shipments of the BD blocks, notices of the others in file order, and a finding for each block of another kind."""
    found = pl.concat([reader.notices(tables) for reader in _READERS]).sort("byte", maintain_order=True)
    unread = strangers(_named(tables), "application", tuple(_USAGES), "CBP's answers")
    unnamed = unnamed_houses(tables["1B"], broker_download_records.RECORDS["1B"], "house_issuer_code")
    return Assembled(broker_download.filings(tables), found, pl.concat([unread, unnamed]))


def _named(tables: Tables) -> pl.DataFrame:
    """The B records but those that CBP makes for a refused batch, which name no application."""
    return tables["B"].join(tables["X1"].select("message"), on="message", how="anti", maintain_order="left")


def outbound(application: str) -> Format:
    """The format of a file whose first block is of `application` (SX, SO, BD or NS)."""
    closed = ("A", "B", "Y", "Z")
    name = f"catair-{application.lower()}"
    return Format(
        name=name,
        title=CATALOGUE[name].title,
        filing=CATALOGUE[name].files is not None,
        printed=as_printed,
        layouts={
            **ANSWER_LAYOUTS,
            **{tag: envelope_records.RECORDS[tag] for tag in ("X0", "X1")},
            **cargo_release_records.RECORDS,
            **status_records.RECORDS,
            **broker_download_records.RECORDS,
            **ns_records.RECORDS,
        },
        reads={**broker_download.READS, **status_notices.READS, **manifest_notices.READS, **release_answers.READS},
        details=broker_download.DETAILS,
        tag=tag_of,
        levels=ANSWER_LEVELS,
        pairs={name: pairs_of_any(usages) for name, usages in _USAGES.items()},
        kind_of=("B", "application"),
        scopes={
            "batch": ("A",),
            "message": ("B",),
            "manifest": ("1M",),
            "port_loop": ("1P",),
            "issuer": ("1J",),
            "amendment": ("1A",),
            "shipment": ("1B", "SE10", "SO10"),
            "party": ("0N",),
            "container": ("1C",),
            "bill": ("SE15", "SO40"),
            "agency_status": ("SO70",),
            "disposition": ("30",),
        },
        closes={
            "batch": ("Z",),
            "message": ("Y", "A", "Z"),
            "manifest": closed,
            "port_loop": (*closed, "1M"),
            "issuer": (*closed, "1M", "1P"),
            "amendment": (*closed, "1M", "1P", "1J"),
            "shipment": (*closed, *_BILL[:-1]),
            "party": (*closed, *_BILL, "1I", "1C"),
            "container": (*closed, *_BILL),
            "bill": (*closed, *_ECHOED, "SO10", "SO60"),
            "agency_status": (*closed, "SO10"),
            "disposition": (*closed, "05", "10"),
        },
        # with the trailers, so that a cut behind one leaves no scope open
        carried=("A", "B", "Y", "Z", "1M", "1P", "1J"),
        boundaries=frozenset({*closed, *_BILL, *_HEADS}),
        keeps=frozenset({("1A", "1B")}),
        order_as={},
        passed="^(?:OI|PG|SF)",
        assemble=assemble,
    )
