"""ACE Broker Download (BD): each bill of a manifest that CBP passes to the nominated broker becomes a shipment.

Bill types 3, 7 and R claim de minimis. In truck a bill is a shipment control number, a house bill a bill control
number.
"""

from collections.abc import Iterator
from typing import Final

import polars as pl

from deminimis.edi.codes import load
from deminimis.edi.formats.shared import container_goods as broker_download_goods
from deminimis.edi.formats.shared.goods import sums
from deminimis.edi.formats.shared.normal import kilograms, normal
from deminimis.edi.formats.shared.numbers import bill_and_master
from deminimis.edi.formats.shared.parties import placed, single
from deminimis.edi.frames.shipments import BILLS, Filings, conform
from deminimis.edi.reading.format import Tables

CLAIMS: Final = ("3", "7", "R")  # 1B 47: Broker Download, August 2024, p. BD-22 and BD-23
_MODES: Final = {  # 1M 7-8, p. BD-12
    **dict.fromkeys(("10", "11"), "ocean"),
    **dict.fromkeys(("20", "21"), "rail"),
    "30": "truck",
    **dict.fromkeys(("40", "41"), "air"),
}
# 1A 11, p. BD-17. An added bill comes with its 1B to 3V, a deletion or a new quantity alone (p. BD-8); whether a
# replaced segment does is not said: with them it replaces the bill, alone it changes what it carries.
_DESCRIBED: Final = {"A": "add", "M": "replace", "R": "change", "D": "delete"}
_ALONE: Final = {"A": "add", "M": "change", "R": "change", "D": "delete"}
_CONSIGNEES: Final = ("CN", "UC", "CD")  # rail names an ultimate consignee, and one of small parcels (p. BD-27)
# 2 is a SCAC or FIRMS code, 17 an ABI routing code (p. BD-27): they name a company's role, not a person
_PERSONAL: Final = ("EI", "34")

READS: Final[dict[str, tuple[str, ...]]] = {
    **broker_download_goods.READS,
    "1M": ("carrier_code", "mode_of_transport"),
    "1P": ("port", "estimated_date_of_arrival"),
    "1J": ("issuer_code",),
    "1A": ("port", "action", "bill_number", "quantity", "house_bill_number", "house_issuer_code"),
    "1B": ("bill_number", "quantity", "weight", "weight_unit", "bill_type", "house_bill_number", "house_issuer_code"),
    "0N": ("entity_code", "entity_name", "identifier_qualifier", "entity_identifier"),
    "2N": ("address_1", "address_2"),
    "3N": ("city", "state", "postal_code", "country", "truck_state"),
}  # fmt: skip
DETAILS: Final = {"1M": ("conveyance_name", "voyage_number")}


def filings(tables: Tables) -> Filings:
    """The bills of a block of records: a shipment for each 1B, and for each 1A that stands alone."""
    heads = _heads(tables)
    if not heads.height:
        return Filings.none()
    ship = heads.filter("described").select("seq", "shipment", "bill_type")
    lines = broker_download_goods.goods(tables, ship)
    frame = heads
    for part, key in (
        (tables["A"].select("batch", filed_on="transmission_date"), "batch"),
        (tables["1M"].select("manifest", filer="carrier_code", transport="mode_of_transport"), "manifest"),
        *_trip(tables),
        (_arrival(tables), "port_loop"),
        (tables["1J"].select("issuer", "issuer_code"), "issuer"),
        (sums(lines), "seq"),
        (lines.group_by("seq").agg(pieces=pl.col("quantity").sum(), counted=pl.col("quantity").count() > 0), "seq"),
        *((party, "seq") for party in _parties(tables, ship)),
    ):
        frame = frame.join(part, on=key, how="left", maintain_order="left")
    claims = [*CLAIMS, *tables.admitted("claims")]
    frame = frame.with_columns(**_numbers()).with_columns(**_columns(claims)).with_columns(unread=_unread())
    bills = frame.filter(pl.col("bill").is_not_null())
    return Filings(conform(frame, tables.shipments), conform(bills, BILLS), conform(lines, tables.lines))


def _trip(tables: Tables) -> Iterator[tuple[pl.DataFrame, str]]:
    """Carrier and conveyance, where they are wanted; in truck the conveyance is the trip (p. BD-12)."""
    if tables.detailed:
        truck = pl.col("mode_of_transport") == "30"
        trip = pl.when(truck).then("conveyance_name").otherwise("voyage_number")
        vessel = pl.when(~truck.fill_null(False)).then("conveyance_name")
        yield tables["1M"].select("manifest", carrier="carrier_code", voyage=trip, conveyance=vessel), "manifest"


def _heads(tables: Tables) -> pl.DataFrame:
    """1B rows with the 1A that announces them, and 1A rows that announce no 1B, in file order with their `seq`."""
    place = ("line", "byte", "ordinal", "message_no", "batch", "manifest", "port_loop", "issuer")
    amend = tables["1A"].filter(~pl.col("carried")).select(
        *place, "amendment", "quantity",
        number="bill_number", house="house_bill_number", house_issuer="house_issuer_code",
        verb="action", amended_port="port",
    )  # fmt: skip
    bills = tables["1B"].filter(~pl.col("carried")).select(
        *place, "amendment", "shipment", "quantity", "weight", "weight_unit", "bill_type", "unread",
        number="bill_number", house="house_bill_number", house_issuer="house_issuer_code",
    )  # fmt: skip
    said = amend.select("amendment", "verb", said_number="number", said_house="house")
    both = bills.join(said, on="amendment", how="left", maintain_order="left")
    # a 1A names the bill again; its house bill may be left out
    same = (normal(pl.col("number")) == normal(pl.col("said_number"))) & (
        pl.col("said_house").is_null() | (normal(pl.col("house")) == normal(pl.col("said_house")))
    )
    both = both.with_columns(announced=same.fill_null(False) & pl.col("said_number").is_not_null())
    used = both.filter("announced").select("amendment")
    quantity = pl.col("quantity").cast(pl.Int64, strict=False)
    blank = pl.lit([], pl.List(pl.String))
    bad = pl.when(pl.col("quantity").is_not_null() & quantity.is_null()).then(pl.lit(["quantity"])).otherwise(blank)
    alone = amend.join(used, on="amendment", how="anti", maintain_order="left")
    alone = alone.with_columns(quantity=quantity, unread=bad, described=pl.lit(False))
    told = both.with_columns(verb=pl.when("announced").then("verb"), described=pl.lit(True))
    rows = pl.concat([told.drop("said_number", "said_house", "announced"), alone], how="diagonal")
    return rows.sort("ordinal").with_row_index("seq")


def _arrival(tables: Tables) -> pl.DataFrame:
    there = pl.col("unread").list.contains
    return tables["1P"].select(
        "port_loop",
        manifest_port="port",
        eda="estimated_date_of_arrival",
        # mandatory: blank is as unread as wrong
        eda_unread=pl.col("estimated_date_of_arrival").is_null(),
        port_unread=there("port"),
    )


def _parties(tables: Tables, ship: pl.DataFrame) -> list[pl.DataFrame]:
    """Consignee and shipper. Several consignees that differ make the consignee unread."""
    heads = tables["0N"].join(ship, on="shipment", how="inner", maintain_order="left")
    personal = pl.col("identifier_qualifier").is_in(_PERSONAL)
    heads = heads.select(
        "seq", "party", "entity_code", name="entity_name", id=pl.when(personal).then("entity_identifier")
    )
    cities = tables["3N"].with_columns(state=pl.coalesce("state", "truck_state"))
    found = placed(heads, tables["2N"], cities)
    # "just entity country if that is the only information available" (p. BD-29) is no address
    only = pl.col("address").is_in(list(load("country")))
    found = found.with_columns(
        address=pl.when(~only.fill_null(False)).then("address"),
        country=pl.coalesce("country", pl.when(only).then("address")),
    )
    out = []
    for prefix, codes in (("consignee", _CONSIGNEES), ("shipper", ("SH",))):
        rank = pl.col("entity_code").replace_strict({c: n for n, c in enumerate(codes)}, return_dtype=pl.Int8)
        ranked = found.filter(pl.col("entity_code").is_in(codes)).with_columns(rank=rank)
        out.append(single(ranked, "rank", prefix))
    return out


def _numbers() -> dict[str, pl.Expr]:
    """Bill, master bill and action."""
    return {
        **bill_and_master(),
        "action": pl.when("described")
        .then(pl.col("verb").replace_strict(_DESCRIBED, default="add", return_dtype=pl.String))
        .otherwise(pl.col("verb").replace_strict(_ALONE, default="change", return_dtype=pl.String)),
        "verb_unread": ~pl.col("verb").is_in(list(_DESCRIBED)).fill_null(pl.col("described")),
    }


def _columns(claims: list[str]) -> dict[str, pl.Expr]:
    there = pl.col("described") & (pl.col("action") != "delete")
    bad = pl.col("unread").list.contains
    weight = kilograms(pl.col("weight").cast(pl.Float64), pl.col("weight_unit"))
    mode = pl.col("transport").replace_strict(_MODES, default="other", return_dtype=pl.String)
    return {
        "message": pl.col("message_no"),
        "format": pl.lit("catair-bd"),
        "filing": pl.lit("manifest"),
        "mode": pl.when(pl.col("transport").is_not_null()).then(mode),
        # blank is the same as 0 (p. BD-22); a code that is not on the list says nothing certain
        "claim": pl.when(there & ~bad("bill_type")).then(pl.col("bill_type").is_in(claims).fill_null(False)),
        "value_cents": pl.when(there).then("lines_cents"),
        "weight_kg": pl.when(~bad("weight")).then(pl.coalesce(weight, "lines_kg")),
        "quantity": pl.when(~bad("quantity")).then(pl.coalesce("quantity", pl.when("counted").then("pieces"))),
        "port": pl.coalesce("manifest_port", "amended_port"),
        "eda_source": pl.when(pl.col("eda").is_not_null()).then(pl.lit("1P")),
    }


def _unread() -> pl.Expr:
    def name(condition: pl.Expr, column: str) -> pl.Expr:
        return pl.when(condition.fill_null(False)).then(pl.lit(column))

    bad = pl.col("unread").list.contains
    gone = pl.col("action") == "delete"
    # an added bill has its details behind it: without them they are missing, not absent
    bare = ~pl.col("described") & (pl.col("action") == "add")
    return pl.concat_list(
        name(bare | (~gone & pl.col("lines_unread")), "value_cents"),
        name(bare | (pl.col("described") & ~gone & pl.col("claim").is_null()), "claim"),
        name(pl.col("eda_unread"), "eda"),
        name(pl.col("verb_unread"), "action"),
        name(bare | pl.col("consignee_unread"), "consignee_name"),
        name(pl.col("bill").is_null(), "bill"),
        name(bad("quantity"), "quantity"),
        name(bad("weight"), "weight_kg"),
        name(pl.col("port_unread"), "port"),
    ).list.drop_nulls()
