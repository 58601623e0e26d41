"""Entries of a cargo release batch (SE): one shipment an SE10, from the records under it."""

from functools import cache
from typing import Final

import polars as pl

from deminimis.edi.formats.catair.read_entry_bills import AIR, bills_of
from deminimis.edi.formats.catair.read_form_facts import form_facts
from deminimis.edi.formats.shared.parties import parties, scattered
from deminimis.edi.frames.runs import alone, beside, summed
from deminimis.edi.frames.shipments import BILLS, FORMS, Filings, conform, with_unread
from deminimis.edi.reading.format import Assembled, Tables

CLAIM: Final = "86"
_MAIL: Final = "50"
BILL: Final = ("bill_type", "issuer_code", "bill_number", "quantity")
_MODES: Final = {  # SE10 37-38, Cargo Release guide v40, p. SE-34
    **dict.fromkeys(("10", "11", "12"), "ocean"),
    **dict.fromkeys(("20", "21"), "rail"),
    **dict.fromkeys(("30", "31"), "truck"),
    **dict.fromkeys(("40", "41"), "air"),
    _MAIL: "mail",
}
_ACTIONS: Final = {"A": "add", "R": "replace", "U": "change", "D": "delete"}
READS: Final = {
    "A": ("transmission_date",),
    "SE10": ("action", "entry_filer_code", "entry_number", "entry_type", "importer_type", "importer_of_record",
             "mode_of_transport", "bond_type", "estimated_entry_value", "planned_port_of_entry"),
    "SE15": (*BILL, "non_ams"),
    "SE20": ("reference_qualifier", "reference"),
    "SE20EDA": ("estimated_date_of_arrival",),
    **dict.fromkeys(("SE30", "SE50"), ("entity_code", "entity_name", "identifier_qualifier", "entity_identifier")),
    **dict.fromkeys(("SE35", "SE55"), ("address_1", "address_2")),
    **dict.fromkeys(("SE36", "SE56"), ("city", "state", "postal_code", "country")),
    "SE40": ("line_number", "country_of_origin", "description"),
    "SE60": ("hts_number", "line_value"),
}  # fmt: skip
DETAILS: Final = {
    "SE10": ("importer_of_record",),
    "SE11": ("location_of_goods", "conveyance_name", "voyage_flight_trip"),
    "SE13": ("contact_name", "contact_phone"),
    "SE20": ("reference_qualifier", "reference"),
}
REFERENCES: Final = " | "  # between references, each with its qualifier
_MAKERS: Final = {"MF": "manufacturer", "BY": "buyer", "ST": "ship_to"}
_PARTIES: Final = {"CN": "consignee", "SE": "shipper"}
_OF_BONDS: Final = {"V1": "surety_code", "AMT": "bond_amount"}  # of a single transaction bond (p. SE-54, SE-55)
# What an entry of another type would have to say anew.
_BEYOND: Final = ("SE16", "SE17", "SE31", "SE41", "SE51", "SE61")


def assemble(tables: Tables) -> Assembled:
    """One shipment an SE10; value, day, consignee and lines from the records under it."""
    heads = tables["SE10"].with_row_index("seq")
    if not heads.height:
        return Assembled()
    ship = heads.select("seq", "shipment")
    lines = _lines(tables, ship)
    air = heads.select("seq", air=pl.col("mode_of_transport").is_in(AIR))
    named = tables["SE15"].select("ordinal", "shipment", *BILL).join(ship, on="shipment", maintain_order="left")
    bills, one = bills_of(named, air)
    frame = beside(heads, tables["A"].select("batch", filed_on="transmission_date"), "batch")
    frame = beside(frame, _days(tables), "shipment")
    for part in (one, _sums(lines), *parties(tables, ship, _PARTIES)):
        frame = beside(frame, part, "seq")
    if tables.detailed:
        lines = beside(lines.with_row_index("n"), _more_numbers(tables), "item").sort("n")
        frame = _detailed(frame, tables, ship)
    claims = (CLAIM, *tables.admitted("claims"))
    frame = with_unread(frame.with_columns(**_columns(claims)), _unread())
    forms = conform(form_facts(tables, heads, bills), FORMS)
    shipments, goods = conform(frame, tables.shipments), conform(lines, tables.lines)
    return Assembled(Filings(shipments, conform(bills, BILLS), goods, forms))


def _lines(tables: Tables, ship: pl.DataFrame) -> pl.DataFrame:
    """One row an SE40; its value is the sum of its SE60 (chapter 99 rows have none)."""
    goods = tables["SE60"]
    value, number = pl.col("line_value"), pl.col("hts_number")
    extra, unread = number.str.starts_with("99"), pl.col("unread").list.contains("line_value")
    if alone(goods, "item"):
        goods = goods.select("item", value_cents=value, hts=pl.when(~extra).then(number), value_unread=unread)
    else:
        goods = goods.group_by("item", maintain_order=True).agg(
            value_cents=pl.when(value.count() > 0).then(value.sum()),
            hts=number.filter(~extra).first(),
            value_unread=unread.any(),
        )
    lines = tables["SE40"].select(
        "item", "shipment", "description", line_no="line_number", origin="country_of_origin"
    )  # fmt: skip
    lines = lines.join(ship, on="shipment", how="inner", maintain_order="left")
    # a blank origin is as unread as a wrong one: the field is mandatory
    marks = {"origin": pl.col("origin").is_null(), "value_cents": pl.col("value_unread")}
    return with_unread(beside(lines, goods, "item"), marks)


def _more_numbers(tables: Tables) -> pl.DataFrame:
    """The chapter 99 numbers of each line, in their order (p. SE-71)."""
    extra = tables["SE60"].filter(pl.col("hts_number").str.starts_with("99"))
    return extra.group_by("item", maintain_order=True).agg(more_hts=pl.col("hts_number").str.join(" "))


def _detailed(frame: pl.DataFrame, tables: Tables, ship: pl.DataFrame) -> pl.DataFrame:
    """`frame` with what no verdict hangs on: contact, importer, references, the other parties of the whole entry.

    beyond: records, by their tags, that say what these columns cannot hold.
    """
    qualifier, references = pl.col("reference_qualifier"), tables["SE20"]
    bonds = references.filter(qualifier.is_in(list(_OF_BONDS)))
    told = references.filter(~qualifier.is_in(list(_OF_BONDS)))
    told = told.with_columns(text=pl.format("{} {}", qualifier, "reference"))
    tags = [tables[tag].select("shipment", tag=pl.lit(tag)) for tag in _BEYOND if tag in tables]
    own = tables["SE60"].filter(~pl.col("hts_number").str.starts_with("99"))
    several = own.filter(pl.col("item").is_duplicated()).select("shipment", tag=pl.lit("SE60"))
    mixed = told.filter(pl.col("reference").str.contains("|", literal=True)).select("shipment", tag=pl.lit("SE20"))
    twice = bonds.filter(pl.struct("shipment", qualifier).is_duplicated()).select("shipment", tag=pl.lit("SE20"))
    beyond = pl.concat([*tags, scattered(tables, _PARTIES | _MAKERS), several, mixed, twice])
    beyond = beyond.unique(maintain_order=True)
    for part in (
        tables["SE13"].select("shipment", "contact_name", "contact_phone"),
        tables["SE11"].select(
            "shipment", location="location_of_goods", conveyance="conveyance_name", voyage="voyage_flight_trip"
        ),
        *(bonds.filter(qualifier == code).select("shipment", **{name: pl.col("reference")})
          for code, name in _OF_BONDS.items()),
        told.group_by("shipment", maintain_order=True).agg(references=pl.col("text").str.join(REFERENCES)),
        beyond.group_by("shipment", maintain_order=True).agg(beyond=pl.col("tag").str.join(" ")),
    ):  # fmt: skip
        frame = frame.join(part.unique("shipment", keep="first"), on="shipment", how="left", maintain_order="left")
    for part in parties(tables, ship, _MAKERS):
        frame = beside(frame, part, "seq")
    return frame.with_columns(importer_id="importer_of_record")


def _sums(lines: pl.DataFrame) -> pl.DataFrame:
    sums = summed(lines, "seq", lines_cents=pl.col("value_cents"), lines_unread=pl.col("value_unread"))
    return sums.with_columns(pl.col("lines_unread") > 0)


def _days(tables: Tables) -> pl.DataFrame:
    """The EDA of each shipment; two that differ, or one that cannot be read, make it unread (clause 10)."""
    day, rows = pl.col("estimated_date_of_arrival"), tables["SE20EDA"]
    if alone(rows, "shipment"):
        return rows.select("shipment", eda=day, eda_unread=day.is_null())
    days = rows.group_by("shipment").agg(
        eda=day.drop_nulls().first(), several=day.drop_nulls().n_unique(), none=day.is_null().any()
    )
    unread = (pl.col("several") > 1) | pl.col("none")
    return days.select("shipment", eda=pl.when(~unread).then("eda"), eda_unread=unread)


@cache
def _columns(claims: tuple[str, ...]) -> dict[str, pl.Expr]:
    claim = pl.col("entry_type").is_in(claims)
    mode = pl.col("mode_of_transport")
    head, lines = pl.col("estimated_entry_value"), pl.col("lines_cents").fill_null(0)
    # clause 10: of a type 86 entry the greater of the header's value and the sum of its lines
    value = pl.when(claim & (lines > head.fill_null(0))).then(lines).otherwise(head)
    deleted = pl.col("action") == "D"
    return {
        "message": pl.col("message_no"),
        "format": pl.lit("catair-se"),
        "filing": pl.lit("entry"),
        "mode": mode.replace_strict(_MODES, default="other", return_dtype=pl.String),
        "action": pl.col("action").replace_strict(_ACTIONS, default="add", return_dtype=pl.String),
        "filer": pl.col("entry_filer_code"),
        "entry_number": pl.col("entry_filer_code") + pl.col("entry_number"),
        # mail is out of scope (clause 1)
        "claim": pl.when(~deleted).then(claim & mode.ne_missing(_MAIL)),
        "value_cents": pl.when(~deleted).then(value),
        "port": pl.col("planned_port_of_entry"),
        "eda_source": pl.when(pl.col("eda").is_not_null()).then(pl.lit("SE20 EDA")),
    }


@cache
def _unread() -> dict[str, pl.Expr]:
    there = pl.col("action") != "delete"
    in_head = pl.col("unread").list.contains
    value = in_head("estimated_entry_value") | (pl.col("lines_unread") & pl.col("claim").fill_null(True))
    return {
        "value_cents": there & (value | pl.col("estimated_entry_value").is_null()),
        "claim": there & pl.col("claim").is_null(),
        "eda": pl.col("eda_unread"),
        "action": in_head("action"),
        "consignee_name": pl.col("consignee_unread"),
        "bill": pl.col("bill_unread"),
    }
