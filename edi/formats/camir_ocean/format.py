"""CAMIR ocean and rail (ACE M1): filings, status notifications and manifest responses, in one reader.

ACR says which of them a file is, but its layout could not be read: the records tell.
"""

from typing import Final

from deminimis.edi.catalogue import CATALOGUE
from deminimis.edi.formats.camir_ocean import read_amendments as amendments
from deminimis.edi.formats.camir_ocean import read_filings as bills
from deminimis.edi.formats.camir_ocean import read_notices as notices
from deminimis.edi.formats.camir_ocean.layouts import OTHER, RECORDS, USAGE
from deminimis.edi.formats.camir_ocean.tags import BOUNDARIES, PARTIES, tag_of
from deminimis.edi.formats.shared.numbers import unnamed_houses
from deminimis.edi.layout.usage import pairs_of
from deminimis.edi.reading.envelope import Level
from deminimis.edi.reading.format import Assembled, Format, Tables

# Of these only the names are known: they are counted and named, and nothing of them is used.
_UNREAD: Final = (*OTHER, "R01", "R04", "R06", "W02")
_READS: Final = {
    tag: tuple(dict.fromkeys((*bills.READS.get(tag, ()), *notices.READS.get(tag, ()))))
    for tag in (*bills.READS, *notices.READS)
}
_ENDS: Final = ("ACR", "ZCR")
_MANIFEST: Final = (*_ENDS, "M01")
_PORT: Final = (*_MANIFEST, "P01")
_ISSUER: Final = (*_PORT, "J01")
_BILL: Final = (*_ISSUER, "A01", "K01")


def assemble(tables: Tables) -> Assembled:
    """Shipments of filings, notices of what CBP sends."""
    unnamed = unnamed_houses(tables["B01"], RECORDS["B01"], "house_bill_issuer")
    return Assembled(bills.filings(tables), notices.notices(tables), unnamed)


CAMIR_OCEAN: Final = Format(
    name="camir-ocean",
    title=CATALOGUE["camir-ocean"].title,
    filing=True,
    layouts={tag: layout for tag, layout in RECORDS.items() if tag not in _UNREAD},
    reads=_READS,
    details=bills.DETAILS,
    tag=tag_of,
    # whether ZCR counts ACR and itself is not known
    levels=(Level("ACR", "ZCR", stated="record_count", counts="either", strict=False),),
    pairs={kind: pairs_of(usage) for kind, usage in USAGE.items()},
    kind_of=None,
    told_by={"": amendments.FILING, "R02": "status", "R01": "status", "R04": "status", "R06": "status",
             "W01": "response", "W02": "response"},
    scopes={
        "message": ("ACR",),
        "manifest": ("M01",),
        "port_loop": ("P01",),
        "issuer": ("J01",),
        "amendment": ("A01", "K01"),
        "shipment": ("B01",),
        "party": PARTIES,
        "equipment": ("C01",),
        "notice": ("R02",),
    },
    closes={
        "message": ("ZCR",),
        "manifest": _ENDS,
        "port_loop": _MANIFEST,
        "issuer": _PORT,
        "amendment": _ISSUER,
        "shipment": _BILL,
        "party": (*_BILL, "B01", "B02", "B04", "I01", "C01"),
        "equipment": (*_BILL, "B01"),
        "notice": _ISSUER,
    },
    # with the trailer, so that a cut behind it leaves no scope open
    carried=("ACR", "M01", "P01", "J01", "A01", "K01", "ZCR"),
    boundaries=frozenset(BOUNDARIES),
    keeps=frozenset({("A01", "B01"), ("K01", "B01")}),
    order_as={},
    passed="^(?:" + "|".join(_UNREAD) + ")$",
    assemble=assemble,
)  # fmt: skip
