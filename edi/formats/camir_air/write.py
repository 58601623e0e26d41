"""Filings written as CAMIR air express manifests (FXI), one message a house bill, by the layouts that read them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from deminimis.edi.formats.camir_air.layouts import RECORDS
from deminimis.edi.formats.shared.records_in_order import SLICE, in_order, put, refuse, wrapped
from deminimis.edi.frames.shipments import Filings

FORMAT: Final = "camir-air"
_END: Final = "\r\n"
_PREFIX, _SERIAL = 3, 8
_GOODS: Final = 100


@dataclass(frozen=True)
class AirEnvelope:
    """The Type B header and the flight. `sent` is day and time as DDHHMM; nothing here reads a clock."""

    address: str
    originator: str
    sent: str
    airport: str
    operator: str
    origin: str
    carrier: str
    flight: str


def manifest(filings: Filings, envelope: AirEnvelope) -> Iterator[bytes]:
    """The bytes of one file of adds, in the order of `seq`. Raises WriteError for what does not fit."""
    ships = filings.shipments.sort("seq").with_row_index("ship")
    refuse(ships, pl.col("unread").list.len() > 0, "a filing with unread fields cannot be written", "bill")
    refuse(ships, pl.col("action") != "add", "only new waybills are written as FXI", "bill")
    yield f"QK {envelope.address}{_END}.{envelope.originator} {envelope.sent}{_END}".encode("ascii")
    for first in range(0, ships.height, SLICE):
        part = ships[first : first + SLICE]
        goods = part.select("seq", "ship").join(filings.lines, on="seq", maintain_order="left")
        raw = in_order([*_waybills(part, goods, envelope), *_parties(part), *_values(goods)])["raw"]
        yield str(raw.str.join(_END)[0] + _END).encode("ascii")


def _waybills(ships: pl.DataFrame, goods: pl.DataFrame, envelope: AirEnvelope) -> list[pl.DataFrame]:
    text = goods.group_by("ship", maintain_order=True).agg(pl.col("description").first())
    ships = ships.join(text, on="ship", how="left", maintain_order="left")
    house = pl.col("bill").str.slice(_PREFIX + _SERIAL)
    flight: dict[str, pl.Expr | str] = {"carrier": envelope.carrier, "flight_number": envelope.flight}
    claims = ships.filter("claim")
    return [
        put(RECORDS["SMI"], ships, 0, message_identifier="FXI"),
        put(RECORDS["CCL"], ships, 1, arrival_airport=envelope.airport, terminal_operator=envelope.operator),
        put(
            RECORDS["AWB"],
            ships,
            2,
            air_waybill_prefix=pl.col("bill").str.slice(0, _PREFIX),
            air_waybill_serial=pl.col("bill").str.slice(_PREFIX, _SERIAL),
            house_number=pl.when(house != "").then(house),
        ),
        put(
            RECORDS["WBL"],
            ships,
            3,
            origin_airport=envelope.origin,
            shipment_description_code="T",
            pieces=pl.col("quantity"),
            weight_code="K",
            weight=pl.col("weight_kg"),
            description=pl.col("description").str.slice(0, 35),
        ),
        put(RECORDS["ARR"], ships, 4, arrival_date=pl.col("eda"), **flight),
        put(RECORDS["CED"], claims, 5, entry_type="86"),
    ]


def _parties(ships: pl.DataFrame) -> list[pl.DataFrame]:
    """SHP and CNE: four lines each, the street cut at spaces and the rest of it left to nobody."""
    out = []
    for rank, (tag, prefix) in ((10, ("SHP", "shipper")), (20, ("CNE", "consignee"))):
        own = {name.removeprefix(f"{prefix}_"): name for name in ships.columns if name.startswith(f"{prefix}_")}
        frame = ships.select("ship", **own).filter(pl.col("name").is_not_null())
        if "state" not in frame.columns:
            frame = frame.with_columns(state=pl.lit(None, pl.String))
        street = wrapped(frame, "address", 35, 1)[0]
        out += [
            put(RECORDS[tag], frame, rank, name=pl.col("name")),
            put(RECORDS[f"{tag}-2"], frame.with_columns(street.alias("street")), rank + 1, address=pl.col("street")),
            put(RECORDS[f"{tag}-3"], frame, rank + 2, city=pl.col("city"), state=pl.col("state")),
            put(RECORDS[f"{tag}-4"], frame, rank + 3, country=pl.col("country"), postal_code=pl.col("postal")),
        ]
    return out


def _values(goods: pl.DataFrame) -> list[pl.DataFrame]:
    rank = pl.int_range(pl.len()).over("ship") + _GOODS
    return [
        put(
            RECORDS["CSD"],
            goods,
            rank,
            country_of_origin=pl.col("origin"),
            declared_value=pl.col("value_cents"),
            currency=pl.col("currency").fill_null("USD"),
            hts_number=pl.col("hts").fill_null(""),
        )
    ]


def sent_at(day: date, time: str) -> str:
    """The day and time (HHMM) of a Type B header: DDHHMM."""
    return f"{day:%d}{time}"
