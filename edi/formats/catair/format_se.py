"""ACE Cargo Release, input (SE): entries of all types become shipments; type 86 claims de minimis."""

from functools import cache
from typing import Final

import polars as pl

from deminimis.edi.catalogue import CATALOGUE
from deminimis.edi.formats.catair.blocks import LEVELS
from deminimis.edi.formats.catair.entry_bills import AIR, bills_of
from deminimis.edi.formats.catair.form_facts import form_facts
from deminimis.edi.formats.catair.layouts import cargo_release as records
from deminimis.edi.formats.catair.layouts import envelope as envelope_records
from deminimis.edi.formats.catair.layouts.cargo_release_header import GUIDE
from deminimis.edi.formats.shared.parties import parties
from deminimis.edi.formats.shared.runs import alone, beside, summed
from deminimis.edi.frames.shipments import BILLS, FORMS, LINES, SHIPMENTS, Filings, conform, with_unread
from deminimis.edi.layout.declare import Cols, Field, filler, fixed
from deminimis.edi.layout.kinds import MMDDYY
from deminimis.edi.layout.usage import pairs_of
from deminimis.edi.reading.format import Assembled, Format, Tables

CLAIM: Final = "86"
_MAIL: Final = "50"
_BILL: Final = ("bill_type", "issuer_code", "bill_number", "quantity")
_MODES: Final = {  # SE10 37-38, Cargo Release guide v40, p. SE-34
    **dict.fromkeys(("10", "11", "12"), "ocean"),
    **dict.fromkeys(("20", "21"), "rail"),
    **dict.fromkeys(("30", "31"), "truck"),
    **dict.fromkeys(("40", "41"), "air"),
    _MAIL: "mail",
}
_ACTIONS: Final = {"A": "add", "R": "replace", "U": "change", "D": "delete"}

SE20_EDA: Final = fixed(
    "SE20EDA",
    "estimated date of arrival",
    (
        Field("estimated_date_of_arrival", Cols(8, 13), MMDDYY, "M", "Estimated date of arrival, for type 86."),
        filler(14, 80),
    ),
    source=f"{GUIDE}, p. SE-54; CSMS 61421135",
    doc="SE20 with qualifier EDA: a reference that is a date. Exactly one on a type 86 entry (conditions 282, 288).",
    record="SE20",
)


def tag_of(raw: pl.Expr) -> pl.Expr:
    """The record identifier: one letter in the envelope, four characters elsewhere, SE20EDA by its qualifier."""
    return raw.map_batches(_tags, return_dtype=pl.String)


def _tags(raw: pl.Series) -> pl.Series:
    tag = pl.col("tag")
    tags = raw.str.slice(0, 4).alias("tag")
    # what begins with SE and has four characters stands as it is, but SE20
    other = tags.to_frame().select(~tag.str.starts_with("SE") | tag.str.ends_with(" ") | (tag == "SE20"))
    at = other.to_series().arg_true()
    letter = tag.str.contains("^[ABYZ]")
    named = pl.DataFrame({"raw": raw.gather(at), "tag": tags.gather(at)}).select(
        pl.when(pl.col("raw").str.starts_with("SE20EDA")).then(pl.lit("SE20EDA"))
        .when(letter).then(tag.str.slice(0, 1))
        .otherwise(tag.str.strip_chars_end(" "))
    )  # fmt: skip
    return tags.scatter(at, named.to_series())


def assemble(tables: Tables) -> Assembled:
    """One shipment an SE10; value, day, consignee and lines from the records under it."""
    heads = tables["SE10"].with_row_index("seq")
    if not heads.height:
        return Assembled()
    ship = heads.select("seq", "shipment")
    lines = _lines(tables, ship)
    air = heads.select("seq", air=pl.col("mode_of_transport").is_in(AIR))
    named = tables["SE15"].select("ordinal", "shipment", *_BILL).join(ship, on="shipment", maintain_order="left")
    bills, one = bills_of(named, air)
    frame = beside(heads, tables["A"].select("batch", filed_on="transmission_date"), "batch")
    frame = beside(frame, _days(tables), "shipment")
    for part in (one, _sums(lines), *parties(tables, ship, {"CN": "consignee", "SE": "shipper"})):
        frame = beside(frame, part, "seq")
    frame = with_unread(frame.with_columns(**_columns()), _unread())
    forms = conform(form_facts(tables, heads, bills), FORMS)
    return Assembled(Filings(conform(frame, SHIPMENTS), conform(bills, BILLS), conform(lines, LINES), forms))


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
def _columns() -> dict[str, pl.Expr]:
    claim = pl.col("entry_type") == CLAIM
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


_INSIDE = ("SE10", "SE11", "SE13", "SE15", "SE16", "SE17", "SE20", "SE20EDA", "SE30", "SE31", "SE35", "SE36",
           "SE40", "SE41", "SE50", "SE51", "SE55", "SE56", "SE60", "SE61")  # fmt: skip

CARGO_RELEASE: Final = Format(
    name="catair-se",
    title=CATALOGUE["catair-se"].title,
    filing=True,
    layouts={
        **{tag: envelope_records.RECORDS[tag] for tag in "ABYZ"},
        **{tag: records.RECORDS[tag] for tag in _INSIDE if tag != "SE20EDA"},
        "SE20EDA": SE20_EDA,
    },
    reads={
        "A": ("transmission_date",),
        "SE10": ("action", "entry_filer_code", "entry_number", "entry_type", "mode_of_transport",
                 "estimated_entry_value", "planned_port_of_entry"),
        "SE15": _BILL,
        "SE20EDA": ("estimated_date_of_arrival",),
        **dict.fromkeys(("SE30", "SE50"), ("entity_code", "entity_name", "entity_identifier")),
        **dict.fromkeys(("SE35", "SE55"), ("address_1", "address_2")),
        **dict.fromkeys(("SE36", "SE56"), ("city", "state", "postal_code", "country")),
        "SE40": ("line_number", "country_of_origin", "description"),
        "SE60": ("hts_number", "line_value"),
    },
    tag=tag_of,
    levels=LEVELS,
    pairs={"": pairs_of(records.USAGE)},
    kind_of=None,
    scopes={"batch": ("A",), "message": ("B",), "shipment": ("SE10",), "party": ("SE30", "SE50"), "item": ("SE40",)},
    closes={"batch": ("Z",), "message": ("Y", "Z"), "shipment": ("B", "Y", "A", "Z"), "party": ("SE10", "SE40"),
            "item": ("SE10",)},
    carried=("A", "B"),
    boundaries=frozenset({"SE10", "A", "B", "Y", "Z"}),
    order_as={"SE20EDA": "SE20"},
    passed="^(?:OI|PG|SF)",
    assemble=assemble,
)  # fmt: skip
