"""What the form rules of cargo release need and the shipments do not hold: counts per entry (edi.shipments.FORMS)."""

from typing import Final

import polars as pl

from deminimis.edi.format import Tables

_TEN: Final = "^[0-9]{10}$"


def form_facts(tables: Tables, heads: pl.DataFrame, bills: pl.DataFrame) -> pl.DataFrame:
    """One row an entry that is added or replaced; an update or a cancellation has no lines and no parties.

    heads: SE10 rows with seq. bills: the lowest-level bills, as `bills.numbered` gives them.
    """
    whole = heads.filter(pl.col("action").is_in(["A", "R"]))
    frame = whole.select(
        "seq", "shipment", header_cents="estimated_entry_value", no_port=_blank("planned_port_of_entry")
    )
    every = (_references(tables), _bill_types(tables), *_parties(tables), _lines(tables), _goods(tables))
    for part in every:
        frame = frame.join(part, on="shipment", how="left", maintain_order="left")
    counted = bills.group_by("seq").agg(bills=pl.len(), unquantified=pl.col("quantity").is_null().sum())
    frame = frame.join(counted, on="seq", how="left", maintain_order="left")
    # Beside SE16 the guide forbids the quantity that type 86 must give (p. SE-44): nothing is said then.
    told = pl.col("conveyed").fill_null(False) | pl.col("quantity_unread").fill_null(False)
    zero = ["edas", "bills", "tracking", "consignees", "sellers", "line_consignees", "lines", "sold_lines", "short_hts",
            "without_value", "late_chapter_99"]  # fmt: skip
    return frame.with_columns(
        *(pl.col(name).fill_null(0) for name in zero),
        pl.col("named").fill_null(False),
        unquantified=pl.when(told).then(0).otherwise(pl.col("unquantified").fill_null(0)),
        # A seller in front of all lines stands under none of them.
        unsold=pl.max_horizontal(pl.lit(0), _count("lines") - _count("sold_lines")),
        lines_cents=pl.when(~pl.col("lines_unread")).then("lines_cents"),
    )


def _count(name: str) -> pl.Expr:
    return pl.col(name).fill_null(0).cast(pl.Int64)


def _blank(name: str) -> pl.Expr:
    """Not carried at all: what is carried and unread is a finding of reading already."""
    return pl.col(name).is_null() & ~pl.col("unread").list.contains(name).fill_null(False)


def _references(tables: Tables) -> pl.DataFrame:
    days = tables["SE20EDA"].group_by("shipment").agg(edas=pl.len())
    ways = tables["SE16"].select("shipment", conveyed=pl.lit(True)).unique()
    return days.join(ways, on="shipment", how="full", coalesce=True)


def _bill_types(tables: Tables) -> pl.DataFrame:
    unread = pl.col("unread").list.contains("quantity").fill_null(False)
    rows = tables["SE15"].group_by("shipment")
    return rows.agg(tracking=(pl.col("bill_type") == "T").sum(), quantity_unread=unread.any())


def _parties(tables: Tables) -> list[pl.DataFrame]:
    code = pl.col("entity_code")
    named = (code == "CN") & pl.col("entity_name").is_not_null()
    counts = {"consignees": (code == "CN").sum(), "sellers": (code == "SE").sum(), "named": named.any()}
    head = tables["SE30"].group_by("shipment").agg(**counts)
    # Parties of lines are rare, and `item` is the line that they stand under.
    own = tables["SE50"]
    sold = pl.col("item").filter(code == "SE").n_unique()
    return [head, own.group_by("shipment").agg(line_consignees=(code == "CN").sum(), sold_lines=sold)]


def _lines(tables: Tables) -> pl.DataFrame:
    return tables["SE40"].group_by("shipment").agg(lines=pl.len())


def _goods(tables: Tables) -> pl.DataFrame:
    """HTS numbers and values. A chapter 99 number stands before the number it modifies, without a value (p. SE-67)."""
    rows = tables["SE60"]
    number, value = pl.col("hts_number"), pl.col("line_value")
    extra = number.str.starts_with("99").fill_null(False)
    unread = pl.col("unread").list.contains("line_value").fill_null(False)
    behind = pl.lit(False)
    if rows.select(extra.any()).item():
        rows = rows.with_columns(behind=extra & ((~extra).cum_sum().over("item") > 0))
        behind = pl.col("behind")
    return rows.group_by("shipment").agg(
        short_hts=(~number.str.contains(_TEN)).sum(),
        without_value=(~extra & value.is_null() & ~unread).sum(),
        late_chapter_99=behind.sum(),
        lines_cents=pl.when(value.count() > 0).then(value.sum()),
        lines_unread=unread.any(),
    )
