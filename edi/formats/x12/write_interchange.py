"""The X12 envelope of what is written: ISA, GS, ST ... SE, GE, IEA, and canonical separators turned into real ones."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl

from deminimis.edi.formats.shared.records_in_order import LAST, counted, in_order, placed
from deminimis.edi.formats.x12.layouts.envelope import ENVELOPE
from deminimis.edi.layout.declare import FIELD
from deminimis.edi.layout.write import WriteError, write

_ST = 0  # the rank of ST in its first shipment; SE has the last rank of the last one


@dataclass(frozen=True)
class X12Envelope:
    """What the frames do not say. Dates, times (HHMM) and control numbers are values: nothing here reads a clock.

    Separators are single bytes but for `terminator`, which may have a newline behind it.
    manifest: trip_number, country of the conveyance (not for truck), port_of_lading and manifest_unit of M10 and M11.
    status: scac of the carrier that is told, and the port and arrival of its trip.
    """

    sender: str
    receiver: str
    sent_on: date
    time: str
    control_number: int
    trip_number: str | None = None
    port_of_lading: str | None = None
    manifest_unit: str = "PCS"
    scac: str | None = None
    port: str | None = None
    arrival: date | None = None
    country: str | None = None
    usage: str = "T"
    sender_qualifier: str = "ZZ"
    receiver_qualifier: str = "ZZ"
    isa_version: str = "00502"
    version: str = "005020"
    element: bytes = b"*"
    terminator: bytes = b"~\n"
    component: bytes = b">"
    repetition: bytes = b"^"

    @property
    def number(self) -> str:
        """The interchange control number, nine digits wide."""
        return f"{self.control_number:09d}"


@dataclass(frozen=True)
class Body:
    """Records of some whole transaction sets: `inside` as `in_order` gives it, ships with ship, set, opens, closes."""

    inside: pl.DataFrame
    ships: pl.DataFrame


def interchange(set_id: str, group: str, bodies: Iterable[Body], envelope: X12Envelope) -> Iterator[bytes]:
    """One interchange of one group of sets `set_id`. Raises WriteError where a text holds one of the separators."""
    isa = {
        "authorization_qualifier": "00",
        "authorization": " " * 10,
        "security_qualifier": "00",
        "security": " " * 10,
        "sender_qualifier": envelope.sender_qualifier,
        "sender": envelope.sender.ljust(15),
        "receiver_qualifier": envelope.receiver_qualifier,
        "receiver": envelope.receiver.ljust(15),
        "date": envelope.sent_on,
        "time": envelope.time,
        "repetition_separator": envelope.repetition.decode("ascii"),
        "version": envelope.isa_version,
        "control_number": envelope.number,
        "acknowledgment": "0",
        "usage": envelope.usage,
        "component_separator": envelope.component.decode("ascii"),
    }
    gs = {
        "functional_id": group,
        "sender": envelope.sender,
        "receiver": envelope.receiver,
        "date": envelope.sent_on,
        "time": envelope.time,
        "control_number": str(envelope.control_number),
        "agency": "X",
        "version": envelope.version,
    }
    yield _bytes(write(ENVELOPE["ISA"], pl.DataFrame([isa])), envelope, header=True)
    yield _bytes(write(ENVELOPE["GS"], pl.DataFrame([gs])), envelope)
    sets = 0
    for body in bodies:
        yield _bytes(_with_headers(set_id, body), envelope)
        sets = int(body.ships["set"][-1])
    ge = pl.DataFrame({"set_count": [sets], "control_number": [str(envelope.control_number)]})
    iea = pl.DataFrame({"group_count": [1], "control_number": [envelope.number]})
    yield _bytes(write(ENVELOPE["GE"], ge), envelope)
    yield _bytes(write(ENVELOPE["IEA"], iea), envelope)


def _with_headers(set_id: str, body: Body) -> pl.Series:
    number = pl.col("set").cast(pl.String).str.zfill(4)
    opens = body.ships.filter("opens").select("ship", rank=pl.lit(_ST), set_id=pl.lit(set_id), control_number=number)
    counts = counted(body.inside, body.ships, "set")
    closes = body.ships.filter("closes").join(counts, on="set", how="left", maintain_order="left")
    closes = closes.select(
        "ship",
        rank=pl.lit(LAST),
        segment_count=pl.col("count") + 2,  # ST and SE are counted
        control_number=number,
    )
    return in_order([body.inside, placed(ENVELOPE["ST"], opens), placed(ENVELOPE["SE"], closes)])["raw"]


def _bytes(raw: pl.Series, envelope: X12Envelope, header: bool = False) -> bytes:
    end = envelope.terminator.decode("ascii")
    own = [envelope.element, envelope.terminator[:1], envelope.component, envelope.repetition]
    if not header:  # ISA itself names the separators
        held = raw.str.contains_any([mark.decode("ascii") for mark in own])
        if held.any():
            text = raw.filter(held)[0].replace(FIELD, " ")
            raise WriteError(f"{text}: the text holds one of the separators {b' '.join(own).decode('ascii')}")
    text = raw.str.join(end)[0] + end
    return str(text).replace(FIELD, envelope.element.decode("ascii")).encode("ascii")
