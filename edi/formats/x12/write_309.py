"""Filings written as X12 309 truck manifests, by the same layouts that read them.

An add is an LX with M11, parties and goods; a change has an M13 in front of them; a delete has the M13 alone. What the
309 has no segment for (entry numbers, arrivals) is left out; a shipment's other columns fit or raise WriteError.
"""

from collections.abc import Iterator
from typing import Final

import polars as pl

from deminimis.edi.formats.shared.records_in_order import in_order, placed, refuse, slices
from deminimis.edi.formats.shared.write_parties import party, streets
from deminimis.edi.formats.x12.layouts.goods import N10
from deminimis.edi.formats.x12.layouts.manifest import LX, M10, M11, M13, P4
from deminimis.edi.formats.x12.layouts.party import N1, N3, N4
from deminimis.edi.formats.x12.write_interchange import Body, X12Envelope, interchange
from deminimis.edi.frames.shipments import Filings

FORMAT: Final = "x12-309"
MOST_LX: Final = 9_999  # shipments in a set: CSMS 19-000156
MOST_P4: Final = 20  # ports in a set: X12 5020, 309

_MODES: Final = {"truck": "J", "rail": "R", "ocean": "O"}
_VERBS: Final = {"change": "M", "delete": "D"}  # M1303: replace the segment (truck), delete the bill
_SECTION_321: Final = "13"
_MORE: Final = (
    *(f"shipper_{what}" for what in ("address", "city", "state", "postal")),
    "trip_number", "port_of_lading", "manifest_unit",
)  # fmt: skip

# Ranks inside a shipment; ST has 0.
_M10, _P4, _LX, _M13, _M11, _SHIPPER, _CONSIGNEE, _GOODS = 1, 2, 3, 4, 5, 10, 20, 100


def manifest(filings: Filings, envelope: X12Envelope) -> Iterator[bytes]:
    """The bytes of one interchange, in the order of `seq`, about 50,000 shipments at a time.

    A new P4 begins where port or arrival date changes, a new set where `message`, `mode` or `filer` changes and after
    9,999 shipments or 20 P4. Beside the columns of SHIPMENTS, the shipper's address (shipper_address, _city, _state,
    _postal) and the trip_number, port_of_lading and manifest_unit of a shipment are written where the frame has them,
    else the envelope's; a set is of one trip.
    Raises WriteError for what does not fit: unread columns, cents, an action `replace` (the 309 has none), a bill
    number above twelve characters, a value that its lines do not add up to.
    """
    frame = sets(filings.shipments.sort("seq"))
    return interchange("309", "AQ", _bodies(frame, filings, envelope), envelope)


def _bodies(frame: pl.DataFrame, filings: Filings, envelope: X12Envelope) -> Iterator[Body]:
    keys = ("seq", "ship", "bill", "action")
    for part in slices(frame, "opens"):
        goods = part.select(keys).join(filings.lines, on="seq", maintain_order="left")
        _check(part, goods)
        yield Body(_slice(part, goods, envelope), part)


def sets(frame: pl.DataFrame) -> pl.DataFrame:
    """Adds ship (position), set (from 1), number (LX), opens, closes and new_port (whether P4 stands there)."""
    absent = [pl.lit(None, pl.String).alias(name) for name in _MORE if name not in frame.columns]
    frame = frame.with_columns(absent).with_row_index("ship")
    frame = frame.with_columns(batch=pl.struct("message", "mode", "filer", "trip_number").rle_id())
    frame = frame.with_columns(stop=pl.struct("batch", "port", "eda").rle_id())
    bunch = (pl.col("stop") - pl.col("stop").min().over("batch")) // MOST_P4
    frame = frame.with_columns(bunch=pl.struct("batch", bunch=bunch).rle_id())
    place = pl.int_range(pl.len()).over("bunch")
    frame = frame.with_columns(opens=place % MOST_LX == 0, number=place % MOST_LX + 1)
    return frame.with_columns(
        set=pl.col("opens").cum_sum(),
        closes=pl.col("opens").shift(-1, fill_value=True),
        new_port=pl.col("opens") | (pl.col("stop") != pl.col("stop").shift(1)),
    )


def _check(ships: pl.DataFrame, goods: pl.DataFrame) -> None:
    """Refuses what no layout would see."""
    refuse(ships, pl.col("unread").list.len() > 0, "a filing with unread fields cannot be written", "bill")
    refuse(goods, pl.col("unread").list.len() > 0, "a line with unread fields cannot be written", "bill")
    refuse(ships, ~pl.col("mode").is_in(list(_MODES)), "a 309 is for truck, rail and ocean", "bill")
    refuse(ships, pl.col("action") == "replace", "a 309 has no replacement, only changes", "bill")
    refuse(ships, pl.col("master_bill").is_not_null(), "a truck manifest names no master bill", "bill")
    refuse(ships, pl.col("part").is_not_null(), "a 309 has no part letters", "bill")
    refuse(ships, pl.col("bill").str.len_chars() < 5, "a bill is the issuer's SCAC and a number", "bill")
    partial = pl.col("action") == "delete"
    more = pl.any_horizontal(pl.col(r"^(consignee|shipper)_.*$").is_not_null()) | pl.col("claim").is_not_null()
    refuse(ships, partial & more, "a delete names the bill alone", "bill")
    refuse(goods, partial, "a delete has no goods", "bill")
    sums = goods.group_by("seq").agg(stated=pl.col("value_cents").sum())
    both = ships.select("seq", "bill", "value_cents").join(sums, on="seq", how="left")
    refuse(both, pl.col("value_cents") != pl.col("stated").fill_null(0), "its lines do not add up to its value", "bill")


def _slice(ships: pl.DataFrame, goods: pl.DataFrame, envelope: X12Envelope) -> pl.DataFrame:
    return in_order(
        [
            *manifest_headers(ships, envelope),
            placed(LX, ships.select("ship", rank=pl.lit(_LX), line_number="number")),
            *_bills(ships, envelope),
            *_party(ships, "shipper", "SH", _SHIPPER),
            *_party(ships, "consignee", "CN", _CONSIGNEE),
            *_lines(goods),
        ]
    )


def manifest_headers(ships: pl.DataFrame, envelope: X12Envelope) -> list[pl.DataFrame]:
    """M10 where a set opens, P4 where the port or the day is another one; ships as `sets` gives them."""
    m10 = ships.filter("opens").select(
        "ship",
        rank=pl.lit(_M10),
        scac="filer",
        transport_method=pl.col("mode").cast(pl.String).replace_strict(_MODES),
        country=pl.lit(envelope.country, pl.String),
        trip_number=pl.coalesce("trip_number", pl.lit(envelope.trip_number, pl.String)),
    )
    p4 = ships.filter("new_port").select("ship", "port", rank=pl.lit(_P4), date="eda")
    return [placed(M10, m10), placed(P4, p4)]


def _bills(ships: pl.DataFrame, envelope: X12Envelope) -> list[pl.DataFrame]:
    issuer = {"issuer_scac": pl.col("bill").str.slice(0, 4), "bill_number": pl.col("bill").str.slice(4)}
    described = ships.filter(pl.col("claim").is_not_null())
    pieces = pl.col("quantity").is_not_null()
    weighed = pl.col("weight_kg").is_not_null()
    m11 = described.select(
        "ship",
        "quantity",
        rank=pl.lit(_M11),
        **issuer,
        port_of_lading=pl.coalesce("port_of_lading", pl.lit(envelope.port_of_lading, pl.String)),
        manifest_unit=pl.when(pieces).then(pl.coalesce("manifest_unit", pl.lit(envelope.manifest_unit))),
        weight="weight_kg",
        weight_unit=pl.when(weighed).then(pl.lit("K")),
        bill_type=pl.when("claim").then(pl.lit(_SECTION_321)),
    )
    amended = ships.filter(pl.col("action") != "add")
    m13 = amended.select(
        "ship",
        "port",
        "quantity",
        rank=pl.lit(_M13),
        scac="filer",
        amendment_type=pl.col("action").cast(pl.String).replace_strict(_VERBS),
        **issuer,
    )
    return [placed(M11, m11), placed(M13, m13)]


def _party(ships: pl.DataFrame, prefix: str, code: str, rank: int) -> list[pl.DataFrame]:
    """N1, then N3 and N4 where there is an address."""
    frame = party(ships, prefix)
    if not frame.height:
        return []
    # DE 66: 24 employer's number, 34 social security number, ZZ mutually defined
    number = pl.col("id")
    kind = (
        pl.when(number.str.contains("^[0-9]{2}-[0-9]{7}")).then(pl.lit("24"))
        .when(number.str.contains("^[0-9]{3}-[0-9]{2}-[0-9]{4}$")).then(pl.lit("34"))
        .when(number.is_not_null()).then(pl.lit("ZZ"))
    )  # fmt: skip
    n1 = frame.select(
        "ship", "name", rank=pl.lit(rank), entity_code=pl.lit(code), identifier_qualifier=kind, identifier="id"
    )
    cities = frame.filter(pl.any_horizontal(pl.col("city", "state", "postal", "country").is_not_null()))
    n4 = cities.select("ship", "city", "state", "country", rank=pl.lit(rank + 5), postal_code="postal")
    return [placed(N1, n1), *streets(N3, frame, rank + 1, width=55, most=4), placed(N4, n4)]  # two N3 of two lines


def _lines(goods: pl.DataFrame) -> list[pl.DataFrame]:
    if not goods.height:
        return []
    n10 = goods.select(
        "ship",
        "quantity",
        "description",
        "currency",
        rank=pl.int_range(pl.len()).over("ship") + _GOODS,
        commodity_qualifier=pl.when(pl.col("hts").is_not_null()).then(pl.lit("A")),
        commodity_code="hts",
        customs_value="value_cents",
        weight_unit=pl.when(pl.col("weight_kg").is_not_null()).then(pl.lit("K")),
        weight="weight_kg",
        country_of_origin="origin",
    )
    return [placed(N10, n10)]
