"""What form rules of cargo release need and shipments do not hold: counts per entry (edi.frames.shipments.FORMS)."""

from typing import Final

import polars as pl

from deminimis.edi.frames.runs import beside, summed
from deminimis.edi.reading.format import Tables

_TEN: Final = "^[0-9]{10}$"
_EACH: Final = pl.col("shipment").is_not_null()


def form_facts(tables: Tables, heads: pl.DataFrame, bills: pl.DataFrame) -> pl.DataFrame:
    """One row an entry that is added or replaced; an update or a cancellation has no lines and no parties.

    heads: SE10 rows with seq. bills: the lowest-level bills, as `bills.numbered` gives them.
    """
    whole = heads.filter(pl.col("action").is_in(["A", "R"]))
    frame = whole.select(
        "seq", "shipment", header_cents="estimated_entry_value", no_port=_blank("planned_port_of_entry")
    )
    for part in (*_references(tables), *_parties(tables), *_goods(tables)):
        frame = beside(frame, part, "shipment")
    counted = summed(bills, "seq", bills=pl.col("seq").is_not_null(), unquantified=pl.col("quantity").is_null())
    frame = beside(frame, counted, "seq")
    # Beside SE16 the guide forbids the quantity that type 86 must give (p. SE-44): nothing is said then.
    conveyed = pl.col("shipment").is_in(tables["SE16"]["shipment"].implode()) if "SE16" in tables else pl.lit(False)
    told = conveyed | (_count("quantity_unread") > 0)
    zero = ("edas", "bills", "tracking", "consignees", "sellers", "line_consignees", "lines", "sold_lines", "short_hts",
            "without_value", "late_chapter_99")  # fmt: skip
    return frame.with_columns(
        *(_count(name) for name in zero),
        named=_count("named") > 0,
        unquantified=pl.when(told).then(0).otherwise(_count("unquantified")),
        # A seller in front of all lines stands under none of them.
        unsold=pl.max_horizontal(pl.lit(0), _count("lines") - _count("sold_lines")),
        lines_cents=pl.when((pl.col("valued") > 0) & (pl.col("lines_unread") == 0)).then("lines_cents"),
    )


def _count(name: str) -> pl.Expr:
    return pl.col(name).fill_null(0)


def _blank(name: str) -> pl.Expr:
    """Not carried at all: what is carried and unread is a finding of reading already."""
    return pl.col(name).is_null() & ~pl.col("unread").list.contains(name).fill_null(False)


def _references(tables: Tables) -> list[pl.DataFrame]:
    unread = pl.col("unread").list.contains("quantity")
    tracking = pl.col("bill_type") == "T"
    return [
        summed(tables["SE20EDA"], "shipment", edas=_EACH),
        summed(tables["SE15"], "shipment", tracking=tracking, quantity_unread=unread),
    ]


def _parties(tables: Tables) -> list[pl.DataFrame]:
    code = pl.col("entity_code")
    consignee, seller = code == "CN", code == "SE"
    named = consignee & pl.col("entity_name").is_not_null()
    head = summed(tables["SE30"], "shipment", consignees=consignee, sellers=seller, named=named)
    # Parties of lines are rare, and `item` is the line that they stand under.
    sold = pl.col("item").filter(seller).n_unique().cast(pl.Int64)
    own = tables["SE50"].group_by("shipment").agg(line_consignees=consignee.sum().cast(pl.Int64), sold_lines=sold)
    return [head, own]


def _goods(tables: Tables) -> list[pl.DataFrame]:
    """Lines, HTS numbers and values. A chapter 99 number stands before the number it modifies, without a value.

    Cargo Release guide v40, p. SE-67.
    """
    rows = tables["SE60"]
    number, value = pl.col("hts_number"), pl.col("line_value")
    extra = number.str.starts_with("99").fill_null(False)
    unread = pl.col("unread").list.contains("line_value").fill_null(False)
    behind = pl.col("item").is_null() & False
    if rows.select(extra.any()).item():
        rows = rows.with_columns(behind=extra & ((~extra).cum_sum().over("item") > 0))
        behind = pl.col("behind")
    goods = summed(
        rows,
        "shipment",
        short_hts=~number.str.contains(_TEN),
        without_value=~extra & value.is_null() & ~unread,
        late_chapter_99=behind,
        valued=value.is_not_null(),
        lines_cents=value,
        lines_unread=unread,
    )
    return [summed(tables["SE40"], "shipment", lines=_EACH), goods]
