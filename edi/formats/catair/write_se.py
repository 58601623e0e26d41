"""Filings written as an ACE Cargo Release batch (SE): A, B, entries, Y, Z, by the same layouts that read it.

Written: the columns that the guide has a record for. Quantities and weights of lines, gross weights, arrivals and
manifest data have none and are left out; a shipment's other columns either fit or raise WriteError.
"""

from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass
from typing import Final

import polars as pl

from deminimis.edi.formats.catair.layouts import cargo_release_codes as codes
from deminimis.edi.formats.catair.layouts import cargo_release_header as header
from deminimis.edi.formats.catair.layouts import cargo_release_lines as lines
from deminimis.edi.formats.catair.layouts.cargo_release_header import SE20_EDA
from deminimis.edi.formats.catair.read_se import CLAIM, REFERENCES
from deminimis.edi.formats.catair.write_blocks import BatchEnvelope, batch, blocks
from deminimis.edi.formats.shared.records_in_order import in_order, placed, refuse, slices
from deminimis.edi.formats.shared.write_parties import party, streets
from deminimis.edi.frames.shipments import Filings

FORMAT: Final = "catair-se"
_ACTIONS: Final = {"add": "A", "replace": "R", "change": "U", "delete": "D"}
# One code for each mode, the containerised one where there are two; `other` says nothing and stays blank.
_MODES: Final = {"ocean": "11", "rail": "21", "truck": "30", "air": "40", "mail": "50"}
_PREFIXED: Final = ("ocean", "rail", "truck")  # modes in which SE15 states the issuer (guide v40, p. SE-44)
_HOUSED: Final = ("air", "ocean")  # modes in which a master may have houses (p. SE-44)
_STREET: Final = pl.lit("15")  # an unstructured street address

# What the frames of a reader do not have and a writer takes where it is there.
_PARTY: Final = ("name", "address", "city", "state", "postal", "country")
_MORE: Final = (
    *(f"{who}_{what}" for who in ("shipper", "manufacturer", "buyer", "ship_to") for what in _PARTY),
    "buyer_id", "ship_to_id", "importer_id", "bond_type", "surety_code", "bond_amount", "contact_name",
    "contact_phone", "location", "conveyance", "voyage", "references",
)  # fmt: skip

# Ranks inside a shipment.
_SE10, _SE11, _SE13, _SE15, _SE20, _CN, _SELLER, _MAKER, _BUYER, _SHIP_TO, _LINES = (
    1, 2, 3, 10, 3000, 4000, 4010, 4020, 4030, 4040, 5000,
)  # fmt: skip
_OF_LINE: Final = 40  # records that a line may have here


@dataclass(frozen=True)
class CargoReleaseEnvelope(BatchEnvelope):
    """What the frames do not say. cancel_reason: SE13 60-61 of deletes (01 to 12)."""

    contact_name: str
    contact_phone: str
    _: KW_ONLY
    cancel_reason: str | None = "01"


def entries(filings: Filings, envelope: CargoReleaseEnvelope) -> Iterator[bytes]:
    """The bytes of one batch, in the order of `seq`, 50,000 entries at a time.

    A new block begins where `message` or `filer` changes and after `block_most` entries. Beside the columns of
    SHIPMENTS, these are written where the frame has them: the address of the shipper (shipper_address, _city, _state,
    _postal), manufacturer, buyer and ship_to (name and address; the last two by _id instead), importer_id (EI, ANI or
    34), bond_type with surety_code and bond_amount (whole dollars), location, conveyance and voyage (SE11), references
    (SE20, as a reader gives them), and contact_name and contact_phone, which else are the envelope's. Of lines:
    more_hts, the numbers of chapter 99 in front.
    Raises WriteError for what does not fit: unread columns, cents, a name above 35 characters, an action whose usage
    map has no place for a column (guide v40, p. SE-22 to SE-25).
    """
    absent = [pl.lit(None, pl.String).alias(name) for name in _MORE if name not in filings.shipments.columns]
    frame = blocks(filings.shipments.sort("seq").with_columns(absent), envelope)
    return batch("SE", pl.col("filer"), _bodies(frame, filings, envelope), envelope)


def _bodies(
    frame: pl.DataFrame, filings: Filings, envelope: CargoReleaseEnvelope
) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    for part in slices(frame, "opens"):
        keys = part.select("seq", "ship", "mode", "action", "entry_number")
        bills = keys.join(filings.bills, on="seq", maintain_order="left")
        goods = keys.join(filings.lines, on="seq", maintain_order="left")
        _check(part, bills, goods)
        yield part, _slice(part, bills, goods, envelope)


def _check(ships: pl.DataFrame, bills: pl.DataFrame, goods: pl.DataFrame) -> None:
    """Refuses what no layout would see: a column that has no record in this action's map, or that was never read."""
    name = "entry_number"
    refuse(ships, pl.col("unread").list.len() > 0, "a filing with unread fields cannot be written", name)
    refuse(ships, pl.col("part").is_not_null(), "a cargo release has no part letters", name)
    refuse(ships, pl.col(name).str.slice(0, 3) != pl.col("filer"), "the entry number is not of its filer", name)
    both = pl.col("consignee_id").is_not_null() & pl.col("consignee_name").is_not_null()
    refuse(ships, both, "a party has a name or an identifier, never both (p. SE-56)", name)
    claims = (pl.col("entry_type") == CLAIM) & (pl.col("mode") != "mail")
    refuse(ships, pl.col("claim") != claims, "a claim is an entry of type 86, not by mail, and no other is", name)
    foreign = pl.col("currency").is_not_null() & (pl.col("currency") != "USD")
    refuse(ships, foreign, "values are in US dollars", name)
    refuse(goods, foreign, "values are in US dollars", name)
    partial = pl.col("action").is_in(["change", "delete"])
    named = pl.any_horizontal(pl.col(r"^(consignee|shipper|manufacturer|buyer|ship_to)_.*$").is_not_null())
    refuse(ships, partial & named, "an update or cancellation names no party (p. SE-24, SE-25)", name)
    refuse(goods, partial, "an update or cancellation has no lines (p. SE-24, SE-25)", name)
    refuse(bills, pl.col("action") == "delete", "a cancellation names no bill (p. SE-24)", name)
    housed = pl.col("master_bill").is_not_null() & ~pl.col("mode").is_in(_HOUSED)
    refuse(bills, housed, "master and house bills are for air and ocean (p. SE-44)", name)


def _slice(
    ships: pl.DataFrame, bills: pl.DataFrame, goods: pl.DataFrame, envelope: CargoReleaseEnvelope
) -> pl.DataFrame:
    return in_order([
        *_heads(ships, envelope),
        *_bills(bills),
        *_references(ships),
        placed(SE20_EDA, ships.filter(pl.col("eda").is_not_null()).select(
            "ship", pl.lit(_SE20).alias("rank"), estimated_date_of_arrival="eda")),
        *_party(ships, "consignee", "CN", _CN),
        *_party(ships, "shipper", "SE", _SELLER),
        *_party(ships, "manufacturer", "MF", _MAKER),
        *_party(ships, "buyer", "BY", _BUYER),
        *_party(ships, "ship_to", "ST", _SHIP_TO),
        *_goods(goods),
    ])  # fmt: skip


def _heads(ships: pl.DataFrame, envelope: CargoReleaseEnvelope) -> list[pl.DataFrame]:
    deleted = pl.col("action") == "delete"
    se10 = ships.select(
        "ship",
        "entry_type",
        rank=pl.lit(_SE10),
        action=pl.col("action").cast(pl.String).replace_strict(_ACTIONS),
        entry_filer_code="filer",
        entry_number=pl.col("entry_number").str.slice(3),
        mode_of_transport=pl.col("mode").cast(pl.String).replace_strict(_MODES, default=None, return_dtype=pl.String),
        importer_type=_identifier_kind(pl.col("importer_id")),
        importer_of_record="importer_id",
        # type 86 needs no bond; where the frame does not say it of other types, a continuous bond is the usual one
        bond_type=pl.coalesce("bond_type", pl.when(pl.col("entry_type") == CLAIM).then(pl.lit("0")), pl.lit("8")),
        # a cancellation states no value, and the column must be filled
        estimated_entry_value=pl.when(deleted).then(pl.col("value_cents").fill_null(0)).otherwise("value_cents"),
        planned_port_of_entry="port",
    )
    se13 = ships.select(
        "ship",
        rank=pl.lit(_SE13),
        contact_name=pl.coalesce("contact_name", pl.lit(envelope.contact_name)),
        contact_phone=pl.coalesce("contact_phone", pl.lit(envelope.contact_phone)),
        reason=pl.when(deleted).then(pl.lit(envelope.cancel_reason, pl.String)),
    )
    some = pl.any_horizontal(pl.col("contact_name", "contact_phone") != "", pl.col("reason").is_not_null())
    se13 = se13.filter(some)  # an entry that names nobody to ask has no such record: a check reports it
    where = {"location_of_goods": "location", "conveyance_name": "conveyance", "voyage_flight_trip": "voyage"}
    told = ships.filter(pl.any_horizontal(pl.col(*where.values()).is_not_null()))
    se11 = told.select("ship", rank=pl.lit(_SE11), **where)
    return [placed(header.SE10, se10), placed(header.SE11, se11), placed(header.SE13, se13)]


def _references(ships: pl.DataFrame) -> list[pl.DataFrame]:
    """SE20, but for the day: those of a single transaction bond, and others in their order."""
    bond = pl.col("bond_type") == "9"
    own = (
        pl.when(bond).then(pl.format(text, name))
        for text, name in (("V1 {}", "surety_code"), ("AMT {}", "bond_amount"))
    )
    others = pl.col("references").str.split(REFERENCES).fill_null(pl.lit([], pl.List(pl.String)))
    rows = ships.select("ship", text=pl.concat_list(*own, others).list.drop_nulls())
    rows = rows.filter(pl.col("text").list.len() > 0).explode("text")
    if not rows.height:
        return []
    rank = pl.int_range(pl.len()).over("ship") + _SE20 + 1
    qualifier = pl.col("text").str.extract("^([^ ]+) ")
    reference = pl.col("text").str.slice(qualifier.str.len_chars() + 1)
    return [placed(header.SE20, rows.select("ship", rank=rank, reference_qualifier=qualifier, reference=reference))]


def _bills(bills: pl.DataFrame) -> list[pl.DataFrame]:
    """SE15: R, or M and H behind each other for each house."""
    if not bills.height:
        return []
    prefixed, housed = pl.col("mode").is_in(_PREFIXED), pl.col("master_bill").is_not_null()
    bills = bills.with_columns(order=pl.int_range(pl.len()).over("ship") * 2 + _SE15)
    own = pl.when(housed & (pl.col("mode") == "air")).then(
        # an air house is known by its master's number and its own
        pl.when(pl.col("bill").str.starts_with(pl.col("master_bill")))
        .then(pl.col("bill").str.slice(pl.col("master_bill").str.len_chars()))
    ).otherwise("bill")  # fmt: skip
    refuse(bills, own.is_null(), "the house bill does not begin with its master's number", "entry_number")

    def issuer(bill: pl.Expr) -> dict[str, pl.Expr]:
        cut = pl.when(prefixed).then(4).otherwise(0)
        return {"issuer_code": bill.str.slice(0, cut), "bill_number": bill.str.slice(cut)}

    masters = bills.filter(housed).select(
        "ship", rank=pl.col("order"), bill_type=pl.lit("M"), non_ams=pl.lit("N"), **issuer(pl.col("master_bill"))
    )
    lowest = bills.select(
        "ship",
        "quantity",
        rank=pl.col("order") + 1,
        bill_type=pl.when(housed).then(pl.lit("H")).otherwise(pl.lit("R")),
        non_ams=pl.lit("N"),
        **issuer(own),
    )
    return [placed(header.SE15, masters), placed(header.SE15, lowest)]


IDENTIFIERS: Final = codes.IDENTIFIER_FORMS


def _identifier_kind(number: pl.Expr) -> pl.Expr:
    """EI, ANI or 34."""
    kinds = [pl.when(number.str.contains(form)).then(pl.lit(kind)) for kind, form in IDENTIFIERS.items()]
    return pl.coalesce(kinds)


def _party(ships: pl.DataFrame, prefix: str, code: str, rank: int) -> list[pl.DataFrame]:
    """SE30, then SE35 and SE36 where there is an address."""
    frame = party(ships, prefix, "entry_number")
    if not frame.height:
        return []
    kind = _identifier_kind(pl.col("id"))
    refuse(frame, pl.col("id").is_not_null() & kind.is_null(), "its identifier is no EI, ANI or 34", "entry_number")
    heads = frame.select(
        "ship", rank=pl.lit(rank), entity_code=pl.lit(code), entity_name="name", identifier_qualifier=kind,
        entity_identifier="id",
    )  # fmt: skip
    cities = frame.filter(pl.any_horizontal(pl.col("city", "state", "postal", "country").is_not_null()))
    cities = cities.select("ship", "city", "state", "country", rank=pl.lit(rank + 5), postal_code="postal")
    # three SE35 of two parts
    second = pl.when(pl.col("address_2").is_not_null()).then(_STREET)
    street = streets(
        lines.SE35, frame, rank + 1, width=35, most=6, address_qualifier_1=_STREET, address_qualifier_2=second
    )
    return [placed(lines.SE30, heads), *street, placed(lines.SE36, cities)]


def _goods(goods: pl.DataFrame) -> list[pl.DataFrame]:
    if not goods.height:
        return []
    refuse(goods, pl.col("unread").list.len() > 0, "a line with unread fields cannot be written", "entry_number")
    goods = goods.with_columns(rank=pl.int_range(pl.len()).over("ship") * _OF_LINE + _LINES)
    rank = pl.col("rank")
    se40 = goods.select("ship", "description", "rank", line_number="line_no", country_of_origin="origin")
    se60 = goods.select("ship", rank=rank + _OF_LINE - 1, hts_number="hts", line_value="value_cents")
    return [placed(lines.SE40, se40), *_chapter_99(goods), placed(lines.SE60, se60)]


def _chapter_99(goods: pl.DataFrame) -> list[pl.DataFrame]:
    """SE60 without a value, in front of the number that they modify (p. SE-71)."""
    if "more_hts" not in goods.columns:
        return []
    goods = goods.filter(pl.col("more_hts").is_not_null()).select(
        "ship", "rank", number=pl.col("more_hts").str.split(" ")
    )
    each = goods.explode("number")
    rank = pl.col("rank") + pl.int_range(1, pl.len() + 1).over("ship", "rank")
    return [placed(lines.SE60, each.select("ship", rank=rank, hts_number="number"))] if each.height else []
