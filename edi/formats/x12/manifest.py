"""X12 309 truck manifest: each LX loop becomes a shipment; bill types 13 and 35 claim de minimis."""

from typing import Final

import polars as pl

from deminimis.edi.format import Tables
from deminimis.edi.normal import bill_number, kilograms
from deminimis.edi.shipments import BILLS, LINES, SHIPMENTS, UNREAD, Filings, conform

CLAIMS: Final = ("13", "35")  # M1109: CSMS 64824427; 35 is Section 321 with FDA goods (inference from the ABI chapter)
_MODES: Final = {"R": "rail", "RR": "rail", "O": "ocean", "S": "ocean", "V": "ocean", "VE": "ocean", "W": "ocean"}
# M1303, or M1307 where M1303 is absent (X12 DE 580, DE 306)
_ACTIONS: Final = {"A": "add", "1": "add", "D": "delete", "3": "delete"}

READS: Final[dict[str, tuple[str, ...]]] = {
    "ISA": ("date",),
    "GS": ("date", "sender"),
    "ST": ("set_id",),
    "M10": ("scac", "transport_method", "trip_number"),
    "P4": ("port", "date"),
    "M13": ("amendment_type", "action", "bill_number", "issuer_scac", "quantity"),
    "M11": ("bill_number", "issuer_scac", "bill_type", "quantity", "weight", "weight_unit"),
    "M12": ("customs_value",),
    "N1": ("entity_code", "name", "identifier"),
    "N3": ("address_1", "address_2"),
    "N4": ("city", "state", "postal_code", "country"),
    "N10": (
        "quantity", "description", "commodity_code", "customs_value", "weight_unit", "weight", "country_of_origin",
        "currency",
    ),
}  # fmt: skip


def filings(tables: Tables) -> Filings:
    """The shipments of all 309 sets of a block, with their bills and goods lines."""
    sets = tables["ST"].filter(pl.col("set_id") == "309").select("message")
    heads = tables["LX"].filter(~pl.col("carried")).join(sets, on="message", how="semi", maintain_order="left")
    if not heads.height:
        return Filings.none()
    heads = heads.with_row_index("seq")
    ship = heads.select("seq", "shipment")
    lines = _lines(tables, ship)
    frame = heads.select("seq", "shipment", "message_no", "line", "byte", "interchange", "group", "message", "port_loop")
    for part, key in ((_envelope(tables), "group"), (_manifest(tables), "message"), (_port(tables), "port_loop")):
        frame = frame.join(part, on=key, how="left", maintain_order="left")
    for part in (_bill(tables, ship), _sums(lines), _entry_value(tables, ship), *_parties(tables, ship)):
        frame = frame.join(part, on="seq", how="left", maintain_order="left")
    frame = frame.with_columns(**_columns()).with_columns(unread=_unread())
    bills = frame.filter(pl.col("bill").is_not_null())
    return Filings(conform(frame, SHIPMENTS), conform(bills, BILLS), conform(lines, LINES))


def _envelope(tables: Tables) -> pl.DataFrame:
    return tables["GS"].select("group", filed_on="date", filer="sender")


def _manifest(tables: Tables) -> pl.DataFrame:
    found = tables["M10"].unique("message", keep="first", maintain_order=True)
    mode = pl.col("transport_method").replace_strict(_MODES, default="truck", return_dtype=pl.String)
    return found.select("message", mode=mode, carrier="scac")


def _port(tables: Tables) -> pl.DataFrame:
    return tables["P4"].select("port_loop", "port", eda="date", eda_unread=pl.col("unread").list.contains("date"))


def _bill(tables: Tables, ship: pl.DataFrame) -> pl.DataFrame:
    """Bill, action and claim of each LX: M11 describes the bill, M13 (if any) what is done with it."""
    details = tables["M11"].join(ship, on="shipment").unique("seq", keep="first", maintain_order=True)
    amend = tables["M13"].join(ship, on="shipment").unique("seq", keep="first", maintain_order=True)
    details = details.select(
        "seq", "bill_type", "quantity", "weight", "weight_unit",
        described=bill_number(pl.col("issuer_scac"), pl.col("bill_number")), has_details=pl.lit(True),
    )  # fmt: skip
    verb = pl.coalesce("amendment_type", "action")
    amend = amend.select(
        "seq",
        amended=bill_number(pl.col("issuer_scac"), pl.col("bill_number")),
        amended_quantity="quantity",
        verb=verb.replace_strict(_ACTIONS, default="change", return_dtype=pl.String).fill_null("change"),
    )
    both = ship.select("seq").join(details, on="seq", how="left", maintain_order="left")
    both = both.join(amend, on="seq", how="left", maintain_order="left")
    # without an M13 the LX describes a new shipment
    return both.with_columns(
        bill=pl.coalesce("described", "amended"),
        action=pl.coalesce("verb", pl.lit("add")),
        quantity=pl.coalesce("quantity", "amended_quantity"),
        has_details=pl.col("has_details").fill_null(False),
    )


def _lines(tables: Tables, ship: pl.DataFrame) -> pl.DataFrame:
    """One row an N10. Value and origin may stand on one N10 of several: text goes on over more of them."""
    rows = tables["N10"].join(ship, on="shipment", how="inner", maintain_order="left")
    foreign = pl.col("currency").is_not_null() & (pl.col("currency") != "USD")
    there = pl.col("unread").list.contains
    marks = pl.concat_list(
        pl.when(there("country_of_origin")).then(pl.lit("origin")),
        pl.when(there("customs_value") | (foreign & pl.col("customs_value").is_not_null())).then(pl.lit("value_cents")),
    )
    return rows.select(
        "seq",
        "description",
        "currency",
        line_no=(pl.int_range(pl.len()).over("seq") + 1),
        origin="country_of_origin",
        hts="commodity_code",
        value_cents=pl.when(~foreign).then("customs_value"),
        quantity=pl.col("quantity").cast(pl.Int64, strict=False),
        weight_kg=kilograms(pl.col("weight"), pl.col("weight_unit")),
        unread=marks.list.drop_nulls(),
    ).with_columns(pl.col("unread").cast(UNREAD))


def _sums(lines: pl.DataFrame) -> pl.DataFrame:
    value = pl.col("value_cents")
    return lines.group_by("seq").agg(
        lines_cents=pl.when(value.count() > 0).then(value.sum()),
        lines_unread=pl.col("unread").list.contains("value_cents").any(),
        lines_kg=pl.when(pl.col("weight_kg").count() > 0).then(pl.col("weight_kg").sum()),
    )


def _entry_value(tables: Tables, ship: pl.DataFrame) -> pl.DataFrame:
    """M1205, which stands in where no goods line carries a value."""
    found = tables["M12"].join(ship, on="shipment").unique("seq", keep="first", maintain_order=True)
    unread = pl.col("unread").list.contains("customs_value")
    return found.select("seq", entry_cents="customs_value", entry_unread=unread)


def _parties(tables: Tables, ship: pl.DataFrame) -> list[pl.DataFrame]:
    """Consignee (CN, else the ultimate consignee UC) and shipper (SH), with their N3 and N4."""
    heads = tables["N1"].join(ship, on="shipment", how="inner", maintain_order="left")
    parts = pl.concat_str("address_1", "address_2", separator=" ", ignore_nulls=True)
    streets = tables["N3"].filter(pl.col("party").is_not_null()).group_by("party").agg(address=parts.str.join(" "))
    cities = tables["N4"].unique("party", keep="first", maintain_order=True)
    cities = cities.select("party", "city", "state", "country", postal="postal_code")
    out = []
    for prefix, codes in (("consignee", ("CN", "UC")), ("shipper", ("SH",))):
        rank = pl.col("entity_code").replace_strict({c: n for n, c in enumerate(codes)}, return_dtype=pl.Int8)
        found = heads.filter(pl.col("entity_code").is_in(codes)).with_columns(rank=rank)
        found = found.sort("seq", "rank", maintain_order=True).unique("seq", keep="first", maintain_order=True)
        found = found.join(streets, on="party", how="left").join(cities, on="party", how="left")
        names = {"name": "name", "address": "address", "city": "city", "state": "state", "postal": "postal",
                 "country": "country", "id": "identifier"}  # fmt: skip
        out.append(found.select("seq", **{f"{prefix}_{to}": own for to, own in names.items()}))
    return out


def _columns() -> dict[str, pl.Expr]:
    kind, carried = pl.col("bill_type"), pl.col("has_details")
    known = kind.is_null() | kind.str.contains("^[A-Z0-9]{2}$")
    truck = ~pl.col("mode").is_in(["rail", "ocean"]).fill_null(False)
    # without an M11 nothing is said of the claim; a bill type that is no code says nothing certain
    claim = pl.when(carried & known).then((kind.is_in(CLAIMS) & truck).fill_null(False))
    return {
        "message": pl.col("message_no"),
        "format": pl.lit("x12-309"),
        "filing": pl.lit("manifest"),
        "mode": pl.col("mode").fill_null("truck"),
        "filer": pl.coalesce("carrier", "filer"),
        "claim": claim,
        "value_cents": pl.coalesce("lines_cents", "entry_cents"),
        "weight_kg": pl.coalesce("lines_kg", kilograms(pl.col("weight"), pl.col("weight_unit"))),
        "quantity": pl.col("quantity").cast(pl.Int64, strict=False),
        "eda_source": pl.when(pl.col("eda").is_not_null()).then(pl.lit("P4")),
        "currency": pl.lit(None, pl.String),
    }


def _unread() -> pl.Expr:
    def name(condition: pl.Expr, column: str) -> pl.Expr:
        return pl.when(condition.fill_null(False)).then(pl.lit(column))

    only_entry = pl.col("lines_cents").is_null() & pl.col("entry_unread")
    bad_type = pl.col("has_details") & pl.col("claim").is_null()
    return pl.concat_list(
        name(pl.col("lines_unread") | only_entry, "value_cents"),
        name(pl.col("eda_unread"), "eda"),
        name(bad_type, "claim"),
    ).list.drop_nulls()
