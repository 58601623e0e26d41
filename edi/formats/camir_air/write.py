"""Filings written as CAMIR air express manifests (FXI), one message a house bill, by the layouts that read them.

The lines, their order and the header are those of the receiving side's grammar: one CSD a waybill, in whole dollars,
with the tariff numbers behind it. The characters around a transmission (SOH, STX, ETX) are left to the network.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import polars as pl

from deminimis.edi.formats.camir_air.layouts import ENVELOPE, RECORDS
from deminimis.edi.formats.camir_air.layouts.messages import MOST
from deminimis.edi.formats.shared.records_in_order import SLICE, in_order, placed, put, refuse, wrapped
from deminimis.edi.frames.shipments import Filings
from deminimis.edi.layout.write import write

FORMAT: Final = "camir-air"
_END: Final = "\r\n"
_PREFIX, _SERIAL = 3, 8
_ARRIVES: Final = 20  # rank of ARR, behind the description
_WIDTH: Final = 35  # of a line of the description or the street
_GOODS: Final = 100


@dataclass(frozen=True)
class AirEnvelope:
    """The header, with an originator of eight characters, and the flight."""

    address: str
    originator: str
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
    head = {"receiver": envelope.address}, {"originator": envelope.originator}
    for tag, cells in zip(("ADDRESS", "ORIGIN"), head, strict=True):
        yield f"{write(ENVELOPE[tag], pl.DataFrame(cells))[0]}{_END}".encode("ascii")
    for first in range(0, ships.height, SLICE):
        part = ships[first : first + SLICE]
        goods = part.select("seq", "ship", "bill").join(filings.lines, on="seq", maintain_order="left")
        raw = in_order([*_waybills(part, goods, envelope), *_parties(part), *_values(goods)])["raw"]
        yield str(raw.str.join(_END)[0] + _END).encode("ascii")


def _waybills(ships: pl.DataFrame, goods: pl.DataFrame, envelope: AirEnvelope) -> list[pl.DataFrame]:
    text = goods.group_by("ship", maintain_order=True).agg(pl.col("description").first())
    ships = ships.join(text, on="ship", how="left", maintain_order="left")
    ships, more = _described(ships)
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
            description=pl.col("said"),
        ),
        *more,
        put(RECORDS["ARR"], ships, _ARRIVES, arrival_date=pl.col("eda"), **flight),
        put(RECORDS["CED"], claims, _ARRIVES + 1, entry_type="86"),
    ]


def _described(ships: pl.DataFrame) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """`ships` with `said`, the first line of the description, and the lines that go on with it."""
    text = pl.col("description")
    if not ships.select((text.str.len_chars() > _WIDTH).any()).item():
        return ships.with_columns(said=text), []
    first, *rest = wrapped(ships, "description", _WIDTH, 1 + MOST["WBL-2"])
    rows = (ships.select("ship", description=each).drop_nulls("description") for each in rest)
    more = [put(RECORDS["WBL-2"], part, 4 + n, description=pl.col("description")) for n, part in enumerate(rows)]
    return ships.with_columns(said=first), more


def _parties(ships: pl.DataFrame) -> list[pl.DataFrame]:
    """SHP and CNE: four lines each, without a street three. Raises WriteError for a street of more than one line."""
    out = []
    for rank, (tag, prefix) in ((30, ("SHP", "shipper")), (40, ("CNE", "consignee"))):
        own = {name.removeprefix(f"{prefix}_"): name for name in ships.columns if name.startswith(f"{prefix}_")}
        frame = ships.select("ship", **own).filter(pl.col("name").is_not_null())
        if "state" not in frame.columns:
            frame = frame.with_columns(state=pl.lit(None, pl.String))
        street = wrapped(frame, "address", _WIDTH, 1)[0]
        housed = frame.with_columns(street.alias("street")).filter(pl.col("street").is_not_null())
        out += [
            put(RECORDS[tag], frame, rank, name=pl.col("name")),
            put(RECORDS[f"{tag}-2"], housed, rank + 1, address=pl.col("street")),
            put(RECORDS[f"{tag}-3"], frame, rank + 2, city=pl.col("city"), state=pl.col("state")),
            put(RECORDS[f"{tag}-4"], frame, rank + 3, country=pl.col("country"), postal_code=pl.col("postal")),
        ]
    return out


def _values(goods: pl.DataFrame) -> list[pl.DataFrame]:
    """One CSD a shipment: the sum of its goods, with their tariff numbers. Raises WriteError for two origins."""
    value, currency = pl.col("value_cents"), pl.col("currency").fill_null("USD")
    whole = goods.group_by("ship", maintain_order=True).agg(
        bill=pl.col("bill").first(),
        origins=pl.col("origin").n_unique(),
        currencies=currency.n_unique(),
        country_of_origin=pl.col("origin").first(),
        declared_value=pl.when(value.null_count() == 0).then(value.sum()),
        currency=currency.first(),
        numbers=pl.col("hts").drop_nulls().unique(maintain_order=True),
    )
    for name, what in (("origins", "country of origin"), ("currencies", "currency")):
        refuse(whole, pl.col(name) > 1, f"a CSD line has one {what}", "bill")
    refuse(whole, pl.col("numbers").list.len() > 1 + MOST["CSD-2"], "a CSD line has ten tariff numbers", "bill")
    numbers = whole.select("ship", hts_number="numbers").explode("hts_number").drop_nulls()
    place = pl.int_range(pl.len()).over("ship")
    first, more = (numbers.filter(each) for each in (place == 0, place > 0))
    whole = whole.join(first, on="ship", how="left", maintain_order="left")
    fields = ("country_of_origin", "declared_value", "currency", "hts_number")
    return [
        placed(RECORDS["CSD"], whole.select("ship", *fields, rank=pl.lit(_GOODS))),
        placed(RECORDS["CSD-2"], more.select("ship", "hts_number", rank=place + _GOODS + 1)),
    ]
