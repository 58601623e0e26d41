"""What can be written, by format: the writer of its frames, and a sample of it. A new writer is one line in WRITERS."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any, Final

import polars as pl

from deminimis.edi.formats.camir_air import write as write_air
from deminimis.edi.formats.camir_air.write import AirEnvelope
from deminimis.edi.formats.camir_ocean import write as write_ocean
from deminimis.edi.formats.camir_ocean.write import OceanEnvelope
from deminimis.edi.formats.catair import write_bd, write_se
from deminimis.edi.formats.catair.write_bd import BrokerDownloadEnvelope
from deminimis.edi.formats.catair.write_se import CargoReleaseEnvelope
from deminimis.edi.formats.edifact import write_cuscar, write_cusrep
from deminimis.edi.formats.edifact.write_cuscar import CuscarEnvelope
from deminimis.edi.formats.x12 import write_309, write_350, write_358
from deminimis.edi.formats.x12.write_interchange import X12Envelope
from deminimis.edi.frames.shipments import BILLS, LINES, SHIPMENTS, Filings, conform, empty
from deminimis.edi.invented import shipments as invent
from deminimis.edi.invented.notices import truck_notices
from deminimis.edi.invented.shipments import Order, parts, shipments

CONTACT: Final = ("IRIS ALDER", "2025550123")  # telephone numbers 555-0100 to 555-0199 are kept for fiction
_HOUR: Final = "0930"
_CONTROLS: Final = 999_999_999  # control numbers of ISA13


@dataclass(frozen=True)
class Writer:
    """One format. `write` takes its frames (Filings; of answers the notices) and an envelope of `envelope`'s type.

    `sample` gives the bytes of invented filings: the same order, the same bytes. It ignores the order's own `filing`
    and `mode`, which the format settles.
    """

    format: str
    title: str
    write: Callable[[Any, Any], Iterator[bytes]]
    envelope: type
    sample: Callable[[Order], Iterator[bytes]]


def _entries(order: Order) -> Iterator[bytes]:
    port = invent.PORTS["air"]
    envelope = CargoReleaseEnvelope(port, invent.FILER, port, order.day - timedelta(days=1), *CONTACT)
    for part in parts(replace(order, filing="entry", mode="air")):
        yield from write_se.entries(part, envelope)


def _download(order: Order) -> Iterator[bytes]:
    port = invent.PORTS["truck"]
    envelope = BrokerDownloadEnvelope(
        port, invent.FILER, port, order.day - timedelta(days=1), invent.FILER, f"{invent.SCAC}{order.day:%y%m%d}A",
        "80107", "WINDSOR", arrival_time=_HOUR, count=True,
    )  # fmt: skip
    for part in parts(replace(order, filing="manifest", mode="truck")):
        yield from write_bd.download(part, envelope)


def _truck_envelope(order: Order, sender: str, receiver: str) -> X12Envelope:
    return X12Envelope(
        sender,
        receiver,
        order.day - timedelta(days=1),
        _HOUR,
        1 + order.seed % _CONTROLS,
        trip_number=f"{invent.SCAC}{order.day:%y%m%d}A",
        port_of_lading="WINDSOR ON",
        scac=invent.SCAC,
        port=invent.PORTS["truck"],
        arrival=order.day,
    )


def _manifest(order: Order) -> Iterator[bytes]:
    truck = replace(order, filing="manifest", mode="truck")
    envelope = _truck_envelope(order, invent.SCAC, "CBP")
    for n, part in enumerate(parts(truck)):
        yield from write_309.manifest(
            part, replace(envelope, control_number=(envelope.control_number + n - 1) % _CONTROLS + 1)
        )


def _trip(order: Order) -> Filings:
    """What a trip message says of the shipments of an order: their day and port."""
    listed = shipments(replace(order, filing="manifest", mode="truck")).shipments
    trip = listed.select(
        "seq", "mode", "filing", "filer", "bill", "eda", "port", "message", "file", action=pl.lit("change")
    )
    return Filings(conform(trip, SHIPMENTS), conform(trip.select("file", "seq", "bill"), BILLS), empty(LINES))


def _consist(order: Order) -> Iterator[bytes]:
    return write_358.consist(_trip(order), _truck_envelope(order, invent.SCAC, "CBP"))


def _statuses(order: Order) -> Iterator[bytes]:
    truck = replace(order, filing="manifest", mode="truck")
    envelope = _truck_envelope(order, "CBP", invent.SCAC)
    envelope = replace(envelope, sent_on=order.day, time="1200", isa_version="00406", version="004060")
    return write_350.statuses(truck_notices(shipments(truck)), envelope)


def _cuscar_envelope(order: Order) -> CuscarEnvelope:
    sent = datetime.combine(order.day - timedelta(days=1), time(9, 30))
    return CuscarEnvelope(
        invent.SCAC, "CBP-ACE-TEST", sent, f"{80 + order.seed}", f"{invent.SCAC}{order.day:%y%m%d}A",
        invent.PORTS["truck"], order.day, "WINDSOR",
    )  # fmt: skip


def _cuscar(order: Order) -> Iterator[bytes]:
    truck = replace(order, filing="manifest", mode="truck")
    envelope = _cuscar_envelope(order)
    for n, part in enumerate(parts(truck)):
        yield from write_cuscar.manifest(part, replace(envelope, reference=f"{80 + order.seed + n}"))


def _cusrep(order: Order) -> Iterator[bytes]:
    return write_cusrep.report(_trip(order), _cuscar_envelope(order))


def _air(order: Order) -> Iterator[bytes]:
    envelope = AirEnvelope("WASUCCR", "XXXFMXXX", "JFK", "XX", "LHR", "XX", "101")
    for part in parts(replace(order, filing="manifest", mode="air")):
        yield from write_air.manifest(part, envelope)


def _ocean(order: Order) -> Iterator[bytes]:
    envelope = OceanEnvelope(invent.SCAC, "EXAMPLE VESSEL", "012E", "LR", invent.PORTS["ocean"], order.day, "41352")
    for part in parts(replace(order, filing="manifest", mode="ocean")):
        yield from write_ocean.manifest(part, envelope)


WRITERS: Final[dict[str, Writer]] = {
    writer.format: writer
    for writer in (
        Writer(write_se.FORMAT, "CATAIR cargo release entries", write_se.entries, CargoReleaseEnvelope, _entries),
        Writer(write_bd.FORMAT, "CATAIR broker download of a truck manifest", write_bd.download,
               BrokerDownloadEnvelope, _download),
        Writer(write_309.FORMAT, "X12 309 truck manifest", write_309.manifest, X12Envelope, _manifest),
        Writer(write_358.FORMAT, "X12 358 trip of earlier shipments", write_358.consist, X12Envelope, _consist),
        Writer(write_cuscar.FORMAT, "EDIFACT CUSCAR truck manifest", write_cuscar.manifest, CuscarEnvelope, _cuscar),
        Writer(write_cusrep.FORMAT, "EDIFACT CUSREP trip of earlier shipments", write_cusrep.report, CuscarEnvelope,
               _cusrep),
        Writer(write_air.FORMAT, "CAMIR air express manifest (FXI)", write_air.manifest, AirEnvelope, _air),
        Writer(write_ocean.FORMAT, "CAMIR ocean manifest", write_ocean.manifest, OceanEnvelope, _ocean),
        Writer(write_350.FORMAT, "X12 350 truck status, CBP's answer", write_350.statuses, X12Envelope, _statuses),
    )
}  # fmt: skip
