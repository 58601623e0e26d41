"""Filings written as EDIFACT CUSCAR truck manifests, by the same layouts that read them.

Segments in the order of CBP's CUSCAR guide of October 2007 as its sample shows it; service segments and escaping are
those of `edi.formats.edifact.write_interchange`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import polars as pl

from deminimis.edi.formats.edifact.layouts.messages import MESSAGES
from deminimis.edi.formats.edifact.write_interchange import Interchange, Messages, interchange
from deminimis.edi.formats.shared.records_in_order import in_order, put, refuse, slices, wrapped
from deminimis.edi.frames.shipments import Filings
from deminimis.edi.layout.declare import Layout

FORMAT: Final = "cuscar"
MOST: Final = 9_999  # shipments of a message: CSMS 19-000156, said of the X12 309
_SEGMENTS: Final = MESSAGES["CUSCAR"].layouts
_SECTION_321: Final = "13"
# Ranks inside a shipment; UNH has 0.
_HEAD, _CNI, _CONSIGNEE, _SHIPPER, _GOODS = 1, 10, 20, 21, 100
_PER_LINE: Final = 8


@dataclass(frozen=True)
class CuscarEnvelope:
    """What the frames do not say. `sent_at` and `reference` are values: nothing here reads a clock."""

    sender: str
    receiver: str
    sent_at: datetime
    reference: str
    trip_number: str
    port: str
    arrival: date
    place_of_lading: str


def manifest(filings: Filings, envelope: CuscarEnvelope) -> Iterator[bytes]:
    """The bytes of one interchange of adds, in the order of `seq`. Raises WriteError for what does not fit."""
    ships = filings.shipments.sort("seq").with_row_index("ship")
    refuse(ships, pl.col("unread").list.len() > 0, "a filing with unread fields cannot be written", "bill")
    refuse(ships, pl.col("action") != "add", "only new shipments are written as CUSCAR", "bill")
    return interchange(_parts(messages(ships), filings, envelope), around(envelope, "CUSCAR"))


def messages(ships: pl.DataFrame) -> pl.DataFrame:
    """Adds set (from 1), number in it, opens and closes: up to 9,999 shipments a message."""
    place = pl.int_range(pl.len())
    ships = ships.with_columns(opens=place % MOST == 0, set=place // MOST + 1, number=place % MOST + 1)
    return ships.with_columns(closes=pl.col("opens").shift(-1, fill_value=True))


def around(envelope: CuscarEnvelope, message: str) -> Interchange:
    """The interchange of messages of this kind."""
    return Interchange(
        envelope.sender, "ZZ", envelope.receiver, "ZZ", envelope.sent_at, envelope.reference, message, newline=True
    )


def _parts(ships: pl.DataFrame, filings: Filings, envelope: CuscarEnvelope) -> Iterator[Messages]:
    for part in slices(ships, "opens"):
        goods = part.select("seq", "ship").join(filings.lines, on="seq", maintain_order="left")
        inside = [*_heads(part, envelope), *_bills(part, envelope), *_lines(goods)]
        inside += [_party(part, "consignee", "CN", _CONSIGNEE), _party(part, "shipper", "OS", _SHIPPER)]
        yield Messages(in_order(inside), part)


def _heads(ships: pl.DataFrame, envelope: CuscarEnvelope) -> list[pl.DataFrame]:
    first = ships.filter("opens")
    return [*opening(_SEGMENTS, first, "85", envelope), *carrier(_SEGMENTS, first, _HEAD + 3)]


def opening(
    segments: Mapping[str, Layout], first: pl.DataFrame, document: str, envelope: CuscarEnvelope
) -> list[pl.DataFrame]:
    """BGM, DTM and LOC of each message: the trip, its day and its port; they have the ranks 1 to 3."""
    name = {"document": document, "document_name": "STANDARD", "trip_number": envelope.trip_number, "function": "22"}
    arrival = f"{envelope.arrival:%Y%m%d}0930"
    return [
        put(segments["BGM"], first, _HEAD, **name),
        put(segments["DTM"], first, _HEAD + 1, qualifier="132", value=arrival, form="203"),
        put(segments["LOC"], first, _HEAD + 2, qualifier="60", place=envelope.port, place_list="77"),
    ]


def carrier(segments: Mapping[str, Layout], ships: pl.DataFrame, rank: int) -> list[pl.DataFrame]:
    """NAD and TDT of each message: who carries, and that it is a truck."""
    return [
        put(segments["NAD"], ships, rank, party="CA", party_id=pl.col("filer"), party_id_list="172"),
        put(segments["TDT"], ships, rank + 1, stage="11", transport_method="03"),
    ]


def _bills(ships: pl.DataFrame, envelope: CuscarEnvelope) -> list[pl.DataFrame]:
    return [
        put(_SEGMENTS["CNI"], ships, _CNI, line_number=pl.col("number"), action="23"),
        put(
            _SEGMENTS["DOC"], ships, _CNI + 1, document="929", release_type=pl.when("claim").then(pl.lit(_SECTION_321))
        ),
        put(_SEGMENTS["RFF"], ships, _CNI + 2, qualifier="AAM", reference=pl.col("bill")),
        put(_SEGMENTS["LOC"], ships, _CNI + 3, qualifier="9", place=envelope.place_of_lading, place_list="ZZZ"),
    ]


def _party(ships: pl.DataFrame, prefix: str, code: str, rank: int) -> pl.DataFrame:
    """One NAD: name and street in components of 35, cut at spaces."""
    frame = ships.select("ship", **{name.removeprefix(f"{prefix}_"): name for name in ships.columns if prefix in name})
    frame = frame.filter(pl.col("name").is_not_null())
    for name in ("state", "address", "city", "postal"):
        if name not in frame.columns:
            frame = frame.with_columns(pl.lit(None, pl.String).alias(name))
    names, streets = wrapped(frame, "name", 35, 2), wrapped(frame, "address", 35, 2)
    frame = frame.with_columns(
        *(piece.alias(f"name_{n}") for n, piece in enumerate(names, 1)),
        *(piece.alias(f"street_{n}") for n, piece in enumerate(streets, 1)),
    )
    state = pl.when(pl.col("state").is_not_null()).then(pl.lit("163"))
    return put(
        _SEGMENTS["NAD"],
        frame,
        rank,
        party=code,
        **{name: pl.col(name) for name in ("name_1", "name_2", "street_1", "street_2")},
        city=pl.col("city"),
        state=pl.col("state"),
        state_list=state,
        postal_code=pl.col("postal"),
        country=pl.col("country"),
    )


def _lines(goods: pl.DataFrame) -> list[pl.DataFrame]:
    """GID and what belongs to it, a line of goods each."""
    goods = goods.with_columns(at=pl.int_range(pl.len()).over("ship") * _PER_LINE + _GOODS)
    goods = goods.with_columns(number=pl.int_range(pl.len()).over("ship") + 1)
    weighed = goods.filter(pl.col("weight_kg").is_not_null())
    priced = goods.filter(pl.col("value_cents").is_not_null())
    at = pl.col("at")
    return [
        put(_SEGMENTS["GID"], goods, at, line_number=pl.col("number")),
        put(_SEGMENTS["PAC"], goods, at + 1, quantity=pl.col("quantity"), unit="PCS"),
        put(_SEGMENTS["FTX"], goods, at + 2, qualifier="AAA", text_1=pl.col("description")),
        put(_SEGMENTS["MEA"], weighed, at + 3, qualifier="AAI", unit="K", value=pl.col("weight_kg")),
        put(_SEGMENTS["MOA"], priced, at + 4, qualifier="40", amount=pl.col("value_cents")),
        put(_SEGMENTS["LOC"], goods, at + 5, qualifier="27", place=pl.col("origin"), place_list="162"),
    ]
