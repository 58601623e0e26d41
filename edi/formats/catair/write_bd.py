"""Manifests written as CBP's copy for the nominated broker (ACE Broker Download, BD), by the layouts that read it.

An add is 1M, 1P, 1J and the bill with its parties and goods; a replacement (truck) has a 1A in front of the bill; a new
quantity (rail, ocean) or a deletion is the 1A alone. A truck bill states neither pieces nor weight: its lines do.
"""

from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass
from typing import Final

import polars as pl

from deminimis.edi.codes import load
from deminimis.edi.formats.catair.layouts.broker_download import RECORDS
from deminimis.edi.formats.catair.write_blocks import BatchEnvelope, batch, blocks
from deminimis.edi.formats.shared.records_in_order import in_order, put, refuse, slices
from deminimis.edi.formats.shared.write_parties import party, streets
from deminimis.edi.frames.shipments import Filings

FORMAT: Final = "catair-bd"
_MODES: Final = {"ocean": "11", "rail": "21", "truck": "30"}  # with containers where there are two
_VERBS: Final = {"replace": "M", "change": "R", "delete": "D"}
_PARTY: Final = tuple(f"shipper_{what}" for what in ("address", "city", "state", "postal"))

# Ranks inside a shipment.
_1M, _1P, _1J, _1A, _1B, _2B, _SHIPPER, _CONSIGNEE, _1C, _GOODS = 1, 2, 3, 4, 5, 6, 10, 20, 99, 100


@dataclass(frozen=True)
class BrokerDownloadEnvelope(BatchEnvelope):
    """What the frames do not say. filer: the broker's filer code. conveyance: vessel, or the trip number of a truck.

    foreign_port: of lading, Schedule K. flag: ISO country, not of a truck. arrival_time: HHMM, rail and truck.
    amendment_reason: ACE Ocean Appendix B, mandatory in rail and ocean (p. BD-17).
    """

    filer: str
    conveyance: str
    foreign_port: str
    place_of_receipt: str
    _: KW_ONLY
    flag: str | None = None
    voyage: str | None = None
    arrival_time: str | None = None
    amendment_reason: str | None = None


def download(filings: Filings, envelope: BrokerDownloadEnvelope) -> Iterator[bytes]:
    """The bytes of one batch, in the order of `seq`, about 50,000 bills at a time, each under its own 1M (p. BD-7).

    A new block begins where `message` or `filer` changes and after `block_most` bills. Beside the columns of SHIPMENTS,
    the shipper's address (shipper_address, _city, _state, _postal) is written where the frame has it.
    Raises WriteError for what does not fit: unread columns, cents, an identifier, an action that its mode has not.
    """
    absent = [pl.lit(None, pl.String).alias(name) for name in _PARTY if name not in filings.shipments.columns]
    frame = blocks(filings.shipments.sort("seq").with_columns(absent), envelope)
    return batch("BD", pl.lit(envelope.filer), _bodies(frame, filings, envelope), envelope)


def _bodies(
    frame: pl.DataFrame, filings: Filings, envelope: BrokerDownloadEnvelope
) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    for part in slices(frame, "opens"):
        keys = part.select("seq", "ship", "mode", "bill", "claim", described=pl.col("action").is_in(["add", "replace"]))
        goods = keys.join(filings.lines, on="seq", maintain_order="left")
        _check(part, goods)
        yield part, _slice(_numbered(part), goods, envelope)


def _check(ships: pl.DataFrame, goods: pl.DataFrame) -> None:
    """Refuses what no layout would see."""
    truck = pl.col("mode") == "truck"
    for frame in (ships, goods):
        refuse(frame, pl.col("unread").list.len() > 0, "what is unread cannot be written", "bill")
        refuse(frame, pl.col("currency").is_not_null() & (pl.col("currency") != "USD"), "values are in dollars", "bill")
    refuse(ships, ~pl.col("mode").is_in(list(_MODES)), "a broker download is of truck, rail or ocean", "bill")
    refuse(ships, pl.col("part").is_not_null(), "a broker download has no part letters", "bill")
    named = pl.min_horizontal(pl.col("bill", "master_bill").str.len_chars()) < 5
    refuse(ships, named, "a bill is the issuer's SCAC and a number", "bill")
    housed = pl.col("master_bill").is_not_null()
    refuse(ships, housed & (pl.col("mode") == "rail"), "house bills are of truck and ocean (p. BD-20)", "bill")
    refuse(ships, pl.col("claim") & (pl.col("mode") == "rail"), "no bill type claims this in rail (p. BD-22)", "bill")
    refuse(ships, pl.col("consignee_id").is_not_null(), "a consignee has no identifier (p. BD-27)", "bill")
    wrong = pl.when(truck).then(pl.lit("change")).otherwise(pl.lit("replace")) == pl.col("action")
    refuse(ships, wrong, "a truck's bill is replaced, another's quantity changed (p. BD-17)", "bill")
    described = pl.col("action").is_in(["add", "replace"])
    refuse(ships, described & pl.col("claim").is_null(), "whether it is a claim is a code of its bill", "bill")
    beside = pl.any_horizontal(pl.col(r"^(consignee|shipper)_.*$", "claim", "value_cents", "weight_kg").is_not_null())
    refuse(ships, ~described & beside, "an amendment alone names the bill and its quantity (p. BD-8)", "bill")
    dropped = (pl.col("action") == "delete") & pl.col("quantity").is_not_null()
    refuse(ships, dropped, "a deletion states no quantity (p. BD-17)", "bill")
    countries = pl.col("^(consignee|shipper)_address$").is_in(list(load("country")))
    refuse(ships, pl.any_horizontal(countries), "an address that is a country's code is read as one", "bill")
    _check_goods(ships, goods)


def _check_goods(ships: pl.DataFrame, goods: pl.DataFrame) -> None:
    value = pl.col("value_cents")
    refuse(goods, ~pl.col("described"), "an amendment alone has no lines (p. BD-8)", "bill")
    refuse(goods, value <= 0, "a value is greater than zero (p. BD-39)", "bill")
    refuse(goods, value.is_null() & value.is_not_null().any().over("seq"), "only some lines have a value", "bill")
    bare = pl.col("quantity").is_null() & pl.col("origin").is_null()
    refuse(goods, bare, "a line has pieces or an origin, or it goes on with the one before (p. BD-40)", "bill")
    required = value.is_null() | pl.col("origin").is_null()
    refuse(goods, pl.col("claim") & required, "a claim's lines have value and origin (p. BD-22)", "bill")
    columns = ("value_cents", "quantity", "weight_kg")
    sums = goods.group_by("seq").agg(pl.col(name).sum().name.suffix("_lines") for name in columns)
    both = ships.select("ship", "seq", "bill", "mode", *columns).join(sums, on="seq", how="left", maintain_order="left")
    for name, of in zip(columns, (pl.lit(True), *[pl.col("mode") == "truck"] * 2), strict=True):
        apart = (pl.col(name) - pl.col(f"{name}_lines").fill_null(0)).abs() > 1e-6
        refuse(both, of & apart, f"its lines do not add up to its {name}", "bill")


def _numbered(ships: pl.DataFrame) -> pl.DataFrame:
    """Adds issuer, number, and house_issuer and house where there is a house bill; described (has a 1B)."""
    housed = pl.col("master_bill").is_not_null()
    first = pl.coalesce("master_bill", "bill")
    house = pl.when(housed).then("bill")
    return ships.with_columns(
        issuer=first.str.slice(0, 4),
        number=first.str.slice(4),
        house_issuer=house.str.slice(0, 4),
        house=house.str.slice(4),
        described=pl.col("action").is_in(["add", "replace"]),
    )


def _slice(ships: pl.DataFrame, goods: pl.DataFrame, envelope: BrokerDownloadEnvelope) -> pl.DataFrame:
    return in_order([
        *_heads(ships, envelope),
        *_bills(ships.filter("described"), envelope),
        *_party(ships, "shipper", "SH", _SHIPPER),
        *_party(ships, "consignee", "CN", _CONSIGNEE),
        put(RECORDS["1C"], ships.filter("described"), _1C, equipment_number="NO NUMBER", equipment_code="NC"),
        *_goods(goods),
    ])  # fmt: skip


def _heads(ships: pl.DataFrame, envelope: BrokerDownloadEnvelope) -> list[pl.DataFrame]:
    """1M, 1P and 1J of each bill, and 1A where it is amended."""
    truck = pl.col("mode") == "truck"
    # rail has no complete manifests, only preliminary ones (p. BD-13)
    new = pl.when(pl.col("mode") == "rail").then(pl.lit("P")).otherwise(pl.lit("W"))
    time = pl.when(pl.col("mode") != "ocean").then(pl.lit(envelope.arrival_time, pl.String))
    amended = ships.filter(pl.col("action") != "add")
    return [
        put(
            RECORDS["1M"],
            ships,
            _1M,
            carrier_code=pl.col("filer"),
            mode_of_transport=pl.col("mode").cast(pl.String).replace_strict(_MODES),
            conveyance_country=pl.when(~truck).then(pl.lit(envelope.flag, pl.String)),
            conveyance_name=envelope.conveyance,
            voyage_number=pl.lit(envelope.voyage, pl.String),
            manifest_type=pl.when(pl.col("action") == "add").then(new).otherwise(pl.lit("Y")),
        ),
        put(
            RECORDS["1P"],
            ships,
            _1P,
            port=pl.col("port"),
            estimated_date_of_arrival=pl.col("eda"),
            estimated_time_of_arrival=time,
        ),
        put(RECORDS["1J"], ships, _1J, issuer_code=pl.col("issuer")),
        put(
            RECORDS["1A"],
            amended,
            _1A,
            carrier_code=pl.col("filer"),
            port=pl.col("port"),
            action=pl.col("action").cast(pl.String).replace_strict(_VERBS),
            bill_number=pl.col("number"),
            quantity=pl.when(~pl.col("described")).then("quantity").cast(pl.String),
            amendment_reason=pl.lit(envelope.amendment_reason, pl.String),
            house_bill_number=pl.col("house"),
            house_issuer_code=pl.col("house_issuer"),
        ),
    ]


def _bills(ships: pl.DataFrame, envelope: BrokerDownloadEnvelope) -> list[pl.DataFrame]:
    """1B and 2B. Type 3 claims, 7 for a house bill at sea; what claims nothing is a simple bill, there a house bill."""
    at_sea = (pl.col("mode") == "ocean") & pl.col("house").is_not_null()
    claims = pl.when(at_sea).then(pl.lit("7")).otherwise(pl.lit("3"))
    others = pl.when(at_sea).then(pl.lit("N")).otherwise(pl.lit("0"))
    counted, weighed = ((pl.col("mode") != "truck") & pl.col(name).is_not_null() for name in ("quantity", "weight_kg"))
    return [
        put(
            RECORDS["1B"],
            ships,
            _1B,
            bill_number=pl.col("number"),
            port_of_lading=envelope.foreign_port,
            quantity=pl.when(counted).then("quantity"),
            unit_of_measure=pl.when(counted).then(pl.lit("PCS")),
            weight=pl.when(weighed).then(_whole(pl.col("weight_kg"))),
            weight_unit=pl.when(weighed).then(pl.lit("KG")),
            bill_type=pl.when("claim").then(claims).otherwise(others),
            house_bill_number=pl.col("house"),
            in_bond_port=pl.col("port"),
            house_issuer_code=pl.col("house_issuer"),
        ),
        put(RECORDS["2B"], ships, _2B, place_of_receipt=envelope.place_of_receipt),
    ]


def _whole(number: pl.Expr) -> pl.Expr:
    """As text without decimals; a fraction keeps them, and is refused where it is written."""
    return pl.when(number % 1 == 0).then(number.cast(pl.Int64).cast(pl.String)).otherwise(number.cast(pl.String))


def _party(ships: pl.DataFrame, prefix: str, code: str, rank: int) -> list[pl.DataFrame]:
    """0N, then 2N and 3N where there is an address."""
    frame = party(ships, prefix, "mode")
    if not frame.height:
        return []
    truck = pl.col("mode") == "truck"
    cities = frame.filter(pl.any_horizontal(pl.col("city", "state", "postal", "country").is_not_null()))
    return [
        put(RECORDS["0N"], frame, rank, entity_code=code, entity_name=pl.col("name")),
        *streets(RECORDS["2N"], frame, rank + 1, width=35, most=4),  # two 2N of two lines
        put(
            RECORDS["3N"],
            cities,
            rank + 5,
            city=pl.col("city"),
            state=pl.when(~truck).then("state"),
            postal_code=pl.col("postal"),
            country=pl.col("country"),
            truck_state=pl.when(truck).then("state"),
        ),
    ]


def _goods(goods: pl.DataFrame) -> list[pl.DataFrame]:
    """0D, 1D and 2D of each line. A truck's weights are written in grams, all others in whole kilograms (p. BD-39)."""
    if not goods.height:
        return []
    truck, weight = pl.col("mode") == "truck", pl.col("weight_kg")
    unit = pl.when(truck).then(pl.lit("G")).otherwise(pl.lit("KG"))
    rank = pl.int_range(pl.len()).over("ship") * 3 + _GOODS
    return [
        put(
            RECORDS["0D"],
            goods,
            rank,
            hts_number=pl.col("hts"),
            value=pl.col("value_cents"),
            net_weight=_whole(pl.when(truck).then((weight * 1000).round(6)).otherwise(weight)),
            weight_unit=pl.when(weight.is_not_null()).then(unit),
        ),
        put(
            RECORDS["1D"],
            goods,
            rank + 1,
            quantity=pl.col("quantity"),
            description=pl.col("description"),
            country_of_origin=pl.col("origin"),
        ),
        put(RECORDS["2D"], goods, rank + 2, marks="NO MARKS AND NUMBERS"),
    ]
