"""Filings written as CAMIR ocean manifests (MI), by the same layouts that read them: 80-byte records.

ACR's own layout is not public, so the record stands with its identifier alone, as the reader takes it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from deminimis.edi.formats.camir_ocean.layouts import RECORDS
from deminimis.edi.formats.shared.records_in_order import SLICE, in_order, put, refuse, wrapped
from deminimis.edi.frames.shipments import Filings
from deminimis.edi.layout.write import write

FORMAT: Final = "camir-ocean"
_SECTION_321: Final = "3"
_REGULAR: Final = "0"
_GOODS: Final = 100


@dataclass(frozen=True)
class OceanEnvelope:
    """The vessel and its port. Dates are values: nothing here reads a clock."""

    carrier: str
    vessel: str
    voyage: str
    flag: str
    port: str
    arrival: date
    foreign_port: str


def manifest(filings: Filings, envelope: OceanEnvelope) -> Iterator[bytes]:
    """The bytes of one manifest of adds, in the order of `seq`. Raises WriteError for what does not fit."""
    ships = filings.shipments.sort("seq").with_row_index("ship")
    refuse(ships, pl.col("unread").list.len() > 0, "a filing with unread fields cannot be written", "bill")
    refuse(ships, pl.col("action") != "add", "only new bills are written as a manifest", "bill")
    refuse(ships, pl.col("bill").str.len_chars() < 5, "a bill is the issuer's SCAC and a number", "bill")
    ships = ships.with_columns(new_issuer=(pl.col("bill").str.slice(0, 4) != pl.col("bill").str.slice(0, 4).shift(1)))
    yield _head(envelope)
    for first in range(0, ships.height, SLICE):
        part = ships[first : first + SLICE]
        goods = part.select("seq", "ship").join(filings.lines, on="seq", maintain_order="left")
        yield _text(in_order([*_bills(part, envelope), *_consignees(part), *_goods(goods)])["raw"])
    yield _text(write(RECORDS["ZCR"], pl.DataFrame({"record_count": [None]}, schema={"record_count": pl.Int64})))


def _text(raw: pl.Series) -> bytes:
    return str(raw.str.join("\n")[0] + "\n").encode("ascii")


def _head(envelope: OceanEnvelope) -> bytes:
    m01 = {
        "carrier_code": envelope.carrier,
        "transport_mode": "11",
        "flag_country": envelope.flag,
        "conveyance_name": envelope.vessel,
        "voyage_number": envelope.voyage,
        "manifest_sequence": "000001",
    }
    p01 = {"port": envelope.port, "estimated_arrival_date": envelope.arrival}
    acr = "ACR".ljust(80) + "\n"
    return acr.encode("ascii") + b"".join(
        _text(write(RECORDS[tag], pl.DataFrame([values]))) for tag, values in (("M01", m01), ("P01", p01))
    )


def _bills(ships: pl.DataFrame, envelope: OceanEnvelope) -> list[pl.DataFrame]:
    issuer = ships.filter(pl.col("new_issuer").fill_null(True))
    kind = pl.when("claim").then(pl.lit(_SECTION_321)).otherwise(pl.lit(_REGULAR))
    weight = pl.col("weight_kg").ceil().cast(pl.Int64)
    return [
        put(RECORDS["J01"], issuer, 0, issuer_code=pl.col("bill").str.slice(0, 4)),
        put(
            RECORDS["B01"],
            ships,
            1,
            bill_number=pl.col("bill").str.slice(4),
            foreign_port=envelope.foreign_port,
            manifest_quantity=pl.col("quantity"),
            manifest_unit="PCS",
            weight=weight,
            weight_unit="KG",
            bill_type=kind,
        ),
    ]


def _consignees(ships: pl.DataFrame) -> list[pl.DataFrame]:
    """S01 with the shipper; N00, N02 and N03 with the consignee, its street cut at spaces."""
    street = wrapped(ships, "consignee_address", 35, 2)
    ships = ships.with_columns(street[0].alias("street"), street[1].alias("more"))
    shipper = ships.filter(pl.col("shipper_name").is_not_null() & pl.col("shipper_address").is_not_null())
    city = {
        "city": pl.col("consignee_city"),
        "state": pl.col("consignee_state"),
        "postal_code": pl.col("consignee_postal"),
        "country": pl.col("consignee_country"),
    }
    return [
        put(RECORDS["S01"], shipper, 10, name=pl.col("shipper_name"), address=pl.col("shipper_address")),
        put(RECORDS["N00"], ships, 20, entity_code="CN", name=pl.col("consignee_name")),
        put(RECORDS["N02"], ships, 21, address=pl.col("street"), more_address=pl.col("more")),
        put(RECORDS["N03"], ships, 22, **city),
    ]


def _goods(goods: pl.DataFrame) -> list[pl.DataFrame]:
    container = goods.unique("ship", keep="first", maintain_order=True)
    rank = pl.int_range(pl.len()).over("ship") * 2 + _GOODS
    return [
        put(
            RECORDS["C01"],
            container,
            _GOODS - 1,
            equipment_initial="ZZZU",
            equipment_number="1234567",
            equipment_description="CN",
        ),
        put(RECORDS["D00"], goods, rank, hts_number=pl.col("hts"), value=pl.col("value_cents")),
        put(
            RECORDS["D01"],
            goods,
            rank + 1,
            piece_count=pl.col("quantity"),
            description=pl.col("description").str.slice(0, 45),
            country_of_origin=pl.col("origin"),
        ),
    ]
