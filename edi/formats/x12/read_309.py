"""X12 309 truck manifest: each LX loop becomes a shipment; bill types 13 and 35 claim de minimis.

What is done with a shipment is its M13's affair alone. How M10 tells a complete manifest from a preliminary one, an
amendment or a deletion (M1009, M1013 to M1015) is not public for truck, so none of them changes an action.
"""

from typing import Final

import polars as pl

from deminimis.edi.formats.shared.goods import priced, sums
from deminimis.edi.formats.shared.normal import bill_number, kilograms
from deminimis.edi.formats.shared.parties import placed, single
from deminimis.edi.frames.finding_codes import NOT_FULLY_READ
from deminimis.edi.frames.findings import finding, frame
from deminimis.edi.frames.runs import beside, place, texts
from deminimis.edi.frames.shipments import BILLS, Filings, conform
from deminimis.edi.reading.format import Tables

CLAIMS: Final = ("13", "35")  # M1109: CSMS 64824427; 35 is Section 321 with FDA goods (inference from the ABI chapter)
# M1002; what is none of these has been told of (EDI201, EDI204), and whose manifest it is is not known.
MODE_OF: Final = {
    **dict.fromkeys(("J", "M"), "truck"), **dict.fromkeys(("R", "RR"), "rail"),
    **dict.fromkeys(("O", "S", "V", "VE", "W"), "ocean"),
}  # fmt: skip
# M1303 and M1307 (X12 DE 580, DE 306). R changes a quantity (rail and ocean), M a segment (truck; Broker Download,
# August 2024, 1A), B in-bonds, C, N and S parties; of any other code nobody knows what it does.
ACTIONS: Final = {
    "A": "add", "1": "add", "D": "delete", "3": "delete",
    **dict.fromkeys(("2", "B", "C", "M", "N", "R", "S"), "change"),
}  # fmt: skip
_MORE: Final = pl.concat_str("name_2", "name_3", separator=" ", ignore_nulls=True)
CURRENCIES: Final = ("C3", "CUR")
FRONT: Final = "-FRONT"  # behind the tag of a segment that stands in front of the shipments

READS: Final[dict[str, tuple[str, ...]]] = {
    "ISA": ("date",),
    "GS": ("date", "sender"),
    "ST": ("set_id",),
    "M10": ("scac", "transport_method", "trip_number"),
    "P4": ("port", "date"),
    "M13": ("amendment_type", "action", "bill_number", "issuer_scac", "quantity"),
    "M11": ("bill_number", "issuer_scac", "bill_type", "quantity", "weight", "weight_unit"),
    "M12": ("customs_value",),
    **{f"{tag}{place}": ("currency", "currency_2") for tag in CURRENCIES for place in ("", FRONT)},
    "N1": ("entity_code", "name", "identifier"),
    "N2": ("name_2", "name_3"),
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
    currencies = _currencies(tables, heads)
    lines = _lines(tables, ship, currencies)
    frame = heads.select(
        "seq", "shipment", "message_no", "line", "byte", "interchange", "group", "message", "port_loop"
    )
    for part, key in headers(tables):
        frame = frame.join(part, on=key, how="left", maintain_order="left")
    for part in (_bill(tables, ship), sums(lines), _entry_value(tables, ship, currencies), *_parties(tables, ship)):
        frame = beside(frame, part, "seq")
    claims = [*CLAIMS, *tables.admitted("claims")]
    frame = frame.with_columns(**_columns(claims)).with_columns(unread=_unread())
    bills = frame.filter(pl.col("bill").is_not_null())
    return Filings(conform(frame, tables.shipments), conform(bills, BILLS), conform(lines, tables.lines))


def headers(tables: Tables) -> list[tuple[pl.DataFrame, str]]:
    """What stands in front of the shipments of a 309 or 358, with the scope that joins it.

    group: filed_on, filer. message: mode, carrier, voyage (the trip number). port_loop: port, eda, eda_unread.
    """
    group = tables["GS"].select("group", filed_on="date", filer="sender")
    found = tables["M10"].unique("message", keep="first", maintain_order=True)
    mode = pl.col("transport_method").replace_strict(MODE_OF, default=None, return_dtype=pl.String)
    message = found.select("message", mode=mode, carrier="scac", voyage="trip_number")
    unread = pl.col("unread").list.contains("date")
    ports = tables["P4"].select("port_loop", "port", eda="date", eda_unread=unread)
    return [(group, "group"), (message, "message"), (ports, "port_loop")]


def of_other_modes(tables: Tables, sets: tuple[str, ...]) -> pl.DataFrame:
    """An EDI102 for each manifest of rail or ocean among `sets`: what its bill types mean is not known here."""
    ours = tables["ST"].filter(pl.col("set_id").is_in(sets)).select("message", "set_id")
    heads = tables["M10"].filter(~pl.col("carried")).join(ours, on="message", maintain_order="left")
    heads = heads.with_columns(mode=pl.col("transport_method").replace_strict(MODE_OF, default="truck"))
    found = heads.filter(pl.col("mode") != "truck").select(
        "line", "column", "byte", "set_id", "mode", "transport_method"
    )
    reason = "this {} is a manifest of {} (M1002 {}), where bill types mean other things than in truck: which of its \
bills claim de minimis is not known"
    return frame(
        finding(NOT_FULLY_READ, line=line, column=column, byte=byte, record="M10", field="transport_method", value=code,
                reason=reason.format(set_id, mode, code))
        for line, column, byte, set_id, mode, code in found.iter_rows()
    )  # fmt: skip


def _bill(tables: Tables, ship: pl.DataFrame) -> pl.DataFrame:
    """Bill, action and claim of each LX: M11 describes the bill, M13 (if any) what is done with it."""
    details = tables["M11"].join(ship, on="shipment").unique("seq", keep="first", maintain_order=True)
    amend = tables["M13"].join(ship, on="shipment").unique("seq", keep="first", maintain_order=True)
    details = details.select(
        "seq", "bill_type", "quantity", "weight", "weight_unit",
        type_unread=pl.col("unread").list.contains("bill_type"),
        described=bill_number(pl.col("issuer_scac"), pl.col("bill_number")), has_details=pl.lit(True),
    )  # fmt: skip
    amend = amend.select(
        "seq",
        amended=bill_number(pl.col("issuer_scac"), pl.col("bill_number")),
        issuerless=pl.col("issuer_scac").is_null(),
        number=bill_number(pl.lit(""), pl.col("bill_number")),
        amended_quantity="quantity",
        **verb(),
    )
    both = beside(beside(ship.select("seq"), details, "seq"), amend, "seq")
    same = pl.col("issuerless") & pl.col("described").str.ends_with(pl.col("number"))
    # the key of an amendment is its M13's: M1309 and M1304
    bill = pl.when(same.fill_null(False)).then("described").otherwise(pl.coalesce("amended", "described"))
    # without an M13 the LX describes a new shipment
    return both.with_columns(
        bill=bill,
        action=pl.coalesce("verb", pl.lit("add")),
        quantity=pl.coalesce("quantity", "amended_quantity"),
        has_details=pl.col("has_details").fill_null(False),
    )


def verb() -> dict[str, pl.Expr]:
    """What M1303 and M1307 say is done: `verb`, and `verb_unread` where they say nothing known, or not the same."""
    said = [pl.col(name).replace_strict(ACTIONS, default=None, return_dtype=pl.String)
            for name in ("amendment_type", "action")]  # fmt: skip
    strange = [pl.col("unread").list.contains(name) | (pl.col(name).is_not_null() & code.is_null())
               for name, code in zip(("amendment_type", "action"), said, strict=True)]  # fmt: skip
    unread = strange[0] | strange[1] | (said[0] != said[1]).fill_null(False) | (said[0].is_null() & said[1].is_null())
    return {"verb": pl.coalesce(*said).fill_null("change"), "verb_unread": unread}


def _currencies(tables: Tables, heads: pl.DataFrame) -> pl.DataFrame | None:
    """The currency that C3 and CUR give the amounts of each shipment: named, unclear (several, or one unread).

    Those of the shipment go before those in front of all shipments. None where there are no such segments.
    """
    tags = [f"{tag}{place}" for place in ("", FRONT) for tag in CURRENCIES]
    if tables.lack(*tags):
        return None
    parts = []
    for tag in tags:
        key = "message" if tag.endswith(FRONT) else "shipment"
        several = pl.col("currency_2").is_not_null() | (pl.col("unread").list.len() > 0)
        named = tables[tag].join(heads.select("seq", key), on=key)
        bad = pl.col("currency").is_null() | several
        parts.append(named.select("seq", "currency", own=pl.lit(key == "shipment"), bad=bad))
    rows = pl.concat(parts)
    rows = rows.filter(pl.col("own") == pl.col("own").max().over("seq"))
    unclear = pl.col("bad").any() | (pl.col("currency").n_unique() > 1)
    return rows.group_by("seq").agg(named=pl.when(~unclear).then(pl.col("currency").first()), unclear=unclear)


def _lines(tables: Tables, ship: pl.DataFrame, currencies: pl.DataFrame | None) -> pl.DataFrame:
    """One row a goods line: an N10 with nothing but text goes on with the description of the line before it.

    A goods line without value beside others that have one is unread: their sum is not all (clause 10).
    """
    rows = tables["N10"].join(ship, on="shipment", how="inner", maintain_order="left")
    facts = [name for name in READS["N10"] if name not in ("description", "weight_unit")]
    own = pl.any_horizontal(pl.col(name).is_not_null() for name in facts) | (pl.col("unread").list.len() > 0)
    value = pl.col("customs_value")
    partial = own & value.is_null() & (value.count().over("seq") > 0)
    if not rows["customs_value"].null_count():
        partial = pl.lit(False)
    rows = rows.with_columns(begins=own | pl.col("seq").is_first_distinct(), partial=partial)
    rows = _with_currency(rows, currencies)
    if not rows["begins"].all():
        rows = rows.with_columns(n=pl.col("begins").cum_sum())
        texts = rows.group_by("n").agg(description=pl.col("description").drop_nulls().str.join(" "))
        rows = rows.filter("begins").drop("description").join(texts, on="n", how="left", maintain_order="left")
    return rows.select(
        "seq",
        "description",
        "currency",
        line_no=place("seq") + 1,
        hts="commodity_code",
        quantity=pl.col("quantity").cast(pl.Int64, strict=False),
        weight_kg=kilograms(pl.col("weight"), pl.col("weight_unit")),
        **priced("country_of_origin", "customs_value", "partial"),
    )


def _with_currency(rows: pl.DataFrame, currencies: pl.DataFrame | None) -> pl.DataFrame:
    """N10 rows that name no currency of their own with that of C3 or CUR; an unclear one makes the value unread."""
    if currencies is None:
        return rows
    rows = rows.join(currencies, on="seq", how="left", maintain_order="left")
    doubtful = pl.col("unclear").fill_null(False) & pl.col("currency").is_null()
    return rows.with_columns(
        pl.coalesce("currency", "named"), partial=pl.col("partial") | (doubtful & pl.col("customs_value").is_not_null())
    ).drop("named", "unclear")


def _entry_value(tables: Tables, ship: pl.DataFrame, currencies: pl.DataFrame | None) -> pl.DataFrame:
    """M1205, which stands in where no goods line carries a value; in another currency it is unread."""
    found = tables["M12"].join(ship, on="shipment").unique("seq", keep="first", maintain_order=True)
    value, unread = pl.col("customs_value"), pl.col("unread").list.contains("customs_value")
    if currencies is None:
        return found.select("seq", entry_cents=value, entry_unread=unread | (value == 0).fill_null(False))
    found = found.join(currencies, on="seq", how="left", maintain_order="left")
    dollars = ~pl.col("unclear").fill_null(False) & (pl.col("named").fill_null("USD") == "USD")
    return found.select(
        "seq",
        entry_cents=pl.when(dollars).then(value),
        entry_unread=unread | (value.is_not_null() & ~dollars) | (value == 0).fill_null(False),
    )


def _parties(tables: Tables, ship: pl.DataFrame) -> list[pl.DataFrame]:
    """Consignee (CN, else the ultimate consignee UC) and shipper (SH), with their N2, N3 and N4."""
    heads = tables["N1"].join(ship, on="shipment", how="inner", maintain_order="left")
    if not tables.lack("N2"):
        more = texts(tables["N2"].filter(pl.col("party").is_not_null()), "party", _MORE, "more")
        heads = heads.join(more, on="party", how="left", maintain_order="left")
        heads = heads.with_columns(
            name=pl.concat_str("name", "more", separator=" ", ignore_nulls=True).replace("", None)
        )
    out = []
    for prefix, codes in (("consignee", ("CN", "UC")), ("shipper", ("SH",))):
        rank = pl.col("entity_code").replace_strict({c: n for n, c in enumerate(codes)}, return_dtype=pl.Int8)
        found = heads.filter(pl.col("entity_code").is_in(codes))
        found = found.select("seq", "party", "name", id="identifier", rank=rank)
        out.append(single(placed(found, tables["N3"], tables["N4"]), "rank", prefix))
    return out


def _columns(claims: list[str]) -> dict[str, pl.Expr]:
    kind, new = pl.col("bill_type"), pl.col("action") == "add"
    # In a new bill a blank type is the regular bill; in a change, a blank type or no M11 says nothing of the claim.
    says = pl.col("has_details") & (new | kind.is_not_null())
    asks = kind.is_in(claims).fill_null(False)
    claim = pl.when(says & _known() & (_by_truck() | (asks & pl.col("mode").is_null()))).then(asks)
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


def _known() -> pl.Expr:
    """Blank, or a code of the list: another bill type says nothing certain."""
    return ~pl.col("type_unread").fill_null(False)


def _by_truck() -> pl.Expr:
    """In rail and ocean the bill types mean other things (rule, clause 1): which of them claims is not known."""
    return (pl.col("mode") == "truck").fill_null(False)


def _unread() -> pl.Expr:
    def name(condition: pl.Expr, column: str) -> pl.Expr:
        return pl.when(condition.fill_null(False)).then(pl.lit(column))

    only_entry = pl.col("lines_cents").is_null() & pl.col("entry_unread")
    without = ~pl.col("has_details") & (pl.col("action") == "add")  # a new bill whose M11 is missing
    silent = pl.col("bill_type").is_null() & (pl.col("action") != "add")  # a change that says nothing of the type
    unclear = pl.col("has_details") & ~silent & pl.col("claim").is_null()
    no_claim = without | unclear | (pl.col("has_details") & ~_known())
    return pl.concat_list(
        name(pl.col("lines_unread") | only_entry, "value_cents"),
        name(pl.col("eda_unread"), "eda"),
        name(pl.col("verb_unread"), "action"),
        name(no_claim, "claim"),
        name(pl.col("consignee_unread"), "consignee_name"),
    ).list.drop_nulls()
