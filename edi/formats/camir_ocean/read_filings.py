"""Filings of CAMIR ocean and rail: each bill becomes a shipment; bill types 3 and 7 claim de minimis."""

from collections.abc import Iterator
from functools import cache
from typing import Final

import polars as pl

from deminimis.edi.formats.camir_ocean import read_amendments as amendments
from deminimis.edi.formats.camir_ocean import read_parties as who
from deminimis.edi.formats.shared.container_goods import goods, paired
from deminimis.edi.formats.shared.goods import sums
from deminimis.edi.formats.shared.normal import kilograms
from deminimis.edi.formats.shared.numbers import bill_and_master
from deminimis.edi.frames.runs import begins, beside, counted
from deminimis.edi.frames.shipments import BILLS, Filings, conform, with_unread
from deminimis.edi.reading.format import Tables

CLAIMS: Final = ("3", "7")  # B01 48: Broker Download, August 2024, p. BD-22 and BD-23
RAIL: Final = ("20", "21")  # M01 8-9, p. BD-12

READS: Final[dict[str, tuple[str, ...]]] = {
    **amendments.READS,
    **who.READS,
    "M01": ("carrier_code", "transport_mode"),
    "P01": ("port", "estimated_arrival_date"),
    "J01": ("issuer_code",),
    "D00": ("hts_number", "value", "net_weight", "weight_unit"),
    "D01": ("piece_count", "description", "country_of_origin"),
}
DETAILS: Final = {"M01": ("voyage_number", "conveyance_name")}


def filings(tables: Tables) -> Filings:
    """The bills of a block of records, with their goods lines."""
    heads = amendments.heads(tables)
    if not heads.height:
        return Filings.none()
    ship = heads.filter("described").select("seq", "shipment", "bill_type")
    downloaded = _as_downloaded(tables)
    lines = goods(downloaded, ship)
    frame = heads
    for part, key in (
        (tables["M01"].select("manifest", filer="carrier_code", transport="transport_mode"), "manifest"),
        *_voyage(tables),
        (_arrivals(tables), "port_loop"),
        (tables["J01"].select("issuer", "issuer_code"), "issuer"),
        (sums(lines), "seq"),
        (_unpriced(downloaded, ship), "seq"),
        *((party, "seq") for party in who.parties(tables, ship)),
    ):
        frame = beside(frame, part, key)
    claims = (*CLAIMS, *tables.admitted("claims"))
    frame = with_unread(frame.with_columns(**_numbers()).with_columns(**_columns(claims)), _unread())
    bills = frame.filter(pl.col("bill").is_not_null())
    return Filings(conform(frame, tables.shipments), conform(bills, BILLS), conform(lines, tables.lines))


def _voyage(tables: Tables) -> Iterator[tuple[pl.DataFrame, str]]:
    """Carrier, vessel and voyage, where they are wanted."""
    if tables.detailed:
        told = {"carrier": "carrier_code", "voyage": "voyage_number", "conveyance": "conveyance_name"}
        yield tables["M01"].select("manifest", **told), "manifest"


def _as_downloaded(tables: Tables) -> Tables:
    """D00 and D01 under the names of 0D and 1D: the same records, as CBP passes them to brokers."""
    pieces = pl.col("unread").list.eval(pl.element().replace({"piece_count": "quantity"}))
    texts = tables["D01"].rename({"piece_count": "quantity"}).with_columns(unread=pieces)
    both = {"0D": tables["D00"], "1D": texts}
    return Tables({tag: table.rename({"equipment": "container"}) for tag, table in both.items()}, lambda tag: both[tag])


def _unpriced(tables: Tables, ship: pl.DataFrame) -> pl.DataFrame:
    """Bills with a 1D that no 0D of its container stands in front of: goods without a value."""
    if paired(tables):
        return ship.clear().select("seq", unpriced=pl.lit(True))
    tariff, texts = (tables[tag].select("ordinal", "shipment", "container", "tag") for tag in ("0D", "1D"))
    rows = tariff.merge_sorted(texts, key="ordinal")
    priced = counted(pl.col("tag") == "D00", begins("shipment", "container")) > 0
    bare = rows.filter((pl.col("tag") == "D01") & ~priced).select("shipment").unique()
    return ship.join(bare, on="shipment", how="semi").select("seq", unpriced=pl.lit(True))


def _arrivals(tables: Tables) -> pl.DataFrame:
    there = pl.col("unread").list.contains
    return tables["P01"].select(
        "port_loop",
        arrival_port="port",
        day="estimated_arrival_date",
        day_unread=pl.col("estimated_arrival_date").is_null(),  # mandatory: blank is as unread as wrong
        port_unread=there("port"),
    )


@cache
def _numbers() -> dict[str, pl.Expr]:
    """Bill, master bill and action."""
    done = pl.col("verb").replace_strict(amendments.ACTIONS, default=None, return_dtype=pl.String)
    return {
        **bill_and_master(),
        # an action that is none: with its records the bill counts, alone it may have changed anything
        "action": pl.coalesce(done, pl.when("described").then(pl.lit("add")).otherwise(pl.lit("change"))),
        "verb_unread": done.is_null() & (pl.col("verb").is_not_null() | ~pl.col("described")),
    }


@cache
def _columns(claims: tuple[str, ...]) -> dict[str, pl.Expr]:
    there = pl.col("described") & (pl.col("action") != "delete")
    kind = pl.col("bill_type")
    known = ~pl.col("unread").list.contains("bill_type")  # blank is the same as 0 (p. BD-22)
    return {
        "message": pl.col("message_no"),
        "format": pl.lit("camir-ocean"),
        "filing": pl.lit("manifest"),
        "mode": pl.when(pl.col("transport").is_in(RAIL)).then(pl.lit("rail")).otherwise(pl.lit("ocean")),
        "claim": pl.when(there & known).then(kind.is_in(claims).fill_null(False)),
        "value_cents": pl.when(there).then("lines_cents"),
        "eda": pl.when(there).then("day"),
        "eda_source": pl.when(there & pl.col("day").is_not_null()).then(pl.lit("P01")),
        "weight_kg": pl.coalesce(kilograms(pl.col("weight").cast(pl.Float64), pl.col("weight_unit")), "lines_kg"),
        "port": pl.coalesce("arrival_port", "amended_port"),
    }


@cache
def _unread() -> dict[str, pl.Expr]:
    bad = pl.col("unread").list.contains
    there = pl.col("described") & (pl.col("action") != "delete")
    # an added bill has its records behind it: without them they are missing, not absent
    bare = ~pl.col("described") & ((pl.col("action") == "add") | pl.col("verb_unread"))
    partly = pl.col("unpriced") & pl.col("lines_cents").is_not_null()
    return {
        "value_cents": bare | (there & (pl.col("lines_unread") | partly.fill_null(False))),
        "claim": bare | (there & pl.col("claim").is_null()),
        "eda": bare | (there & pl.col("day_unread")),
        "action": pl.col("verb_unread"),
        "consignee_name": bare | pl.col("consignee_unread"),
        "bill": pl.col("bill").is_null(),
        "quantity": bad("manifest_quantity") | bad("new_quantity"),
        "weight_kg": bad("weight"),
        "port": pl.col("port_unread"),
    }
