"""Goods items of a CUSCAR shipment: GID with its PAC, FTX, MEA, MOA+40 and LOC+27."""

from typing import Final

import polars as pl

from deminimis.edi.formats.shared.normal import kilograms
from deminimis.edi.frames.runs import beside, place, texts
from deminimis.edi.frames.shipments import UNREAD
from deminimis.edi.reading.format import Tables

READS: Final[dict[str, tuple[str, ...]]] = {
    "GID": ("line_number",),
    "PAC": ("quantity",),
    "FTX": ("qualifier", "text_1", "text_2", "text_3", "text_4", "text_5"),
    "MEA": ("qualifier", "unit", "value"),
    "MOA": ("qualifier",),
    "MOA40": ("amount", "currency"),
    **dict.fromkeys(("CUX", "CUXFRONT"), ("currency", "currency_2")),
    "LOC27": ("place",),
}
TEXT: Final = pl.concat_str([f"text_{n}" for n in range(1, 6)], separator=" ", ignore_nulls=True)
_ITEM: Final = pl.col("item").is_not_null()
_QUALIFIER: Final = "^(?:[0-9]{1,3}|ZZZ)$"  # UN/EDIFACT D.03B, DE 5025


def lines(tables: Tables, ship: pl.DataFrame, totals: pl.DataFrame) -> pl.DataFrame:
    """One row a goods item and origin, in order: columns of LINES but file.

    The value is the sum of the item's MOA+40; a second LOC+27 of one item gives a row without value. An origin that
    stands in front of the goods holds for the items that have none. An item without value beside items that have one
    is unread, unless a value of the whole shipment stands in front of them. totals: the `amounts` of the shipments.
    """
    rows = tables["GID"].join(ship, on="shipment", how="inner", maintain_order="left")
    if not rows.height:
        return _blank(rows)
    rows = rows.with_columns(line_no=place("seq") + 1)
    for part in (_quantities(tables), _texts(tables), _weights(tables), amounts(tables, "item")):
        rows = beside(rows, part, "item")
    value = pl.col("value_cents")
    some = (value.count().over("seq") > 0) & ~pl.col("shipment").is_in(totals["shipment"].implode())
    rows = rows.with_columns(value_unread=pl.col("value_unread").fill_null(False) | (some & value.is_null()))
    rows = _with_origins(rows, tables)
    first = pl.col("item").is_first_distinct()
    unread = pl.concat_list(
        pl.when(pl.col("origin_unread").fill_null(False)).then(pl.lit("origin")),
        pl.when(first & pl.col("value_unread")).then(pl.lit("value_cents")),
    ).list.drop_nulls()
    return rows.select(
        "seq", "line_no", "origin", "description",
        *(pl.when(first).then(name).alias(name) for name in ("value_cents", "currency", "quantity", "weight_kg")),
        unread=unread.cast(UNREAD),
    )  # fmt: skip


def amounts(tables: Tables, scope: str) -> pl.DataFrame:
    """Sum of MOA+40 per `scope`, item or shipment (those in front of the goods): value_cents, currency, value_unread.

    An amount in a currency other than US dollars, one of zero, or one that cannot be read, makes the value unread, as
    does one whose qualifier is no code at all: it may be the value. An amount that names no currency has that of CUX.
    The sum is then that of the readable dollars. Only where all amounts are readable and in one currency they are kept
    as filed, for whoever has its rate.
    """
    own = _ITEM if scope == "item" else ~_ITEM & pl.col("shipment").is_not_null()
    nameless = tables["MOA"].filter(own, ~pl.col("qualifier").fill_null("").str.contains(_QUALIFIER))
    nameless = nameless.select(scope, unread=pl.lit(["amount"], UNREAD))
    rows = pl.concat([tables["MOA40"].filter(own), nameless], how="diagonal_relaxed")
    rows = _with_currency(rows, tables)
    code, amount = pl.col("currency").fill_null("USD"), pl.col("amount")
    lost = pl.col("unread").list.contains
    bad = (lost("amount") | lost("currency") | (amount == 0).fill_null(False) | pl.col("unclear")).any()
    dollars = amount.filter((code == "USD") & ~pl.col("unclear"))
    one = (code.n_unique() == 1) & ~bad
    return rows.group_by(scope, maintain_order=True).agg(
        value_cents=pl.when(one & (amount.count() > 0))
        .then(amount.sum())
        .when(dollars.count() > 0)
        .then(dollars.sum()),
        currency=pl.when(one).then(pl.col("currency").drop_nulls().first()),
        value_unread=bad | ((code != "USD") & amount.is_not_null()).any(),
    )


def _with_currency(rows: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """Amounts without a currency with that of the nearest CUX: of the item, the shipment, the message.

    `unclear`: that CUX names several, or none that can be read.
    """
    rows = rows.with_columns(unclear=pl.lit(False))
    if tables.lack("CUX", "CUXFRONT"):
        return rows
    inside, shipment, item = tables["CUX"], pl.col("shipment").is_not_null(), pl.col("item").is_not_null()
    open_ = pl.col("currency").is_null()
    for found, key in (
        (inside.filter(item), "item"), (inside.filter(shipment & ~item), "shipment"), (tables["CUXFRONT"], "message"),
    ):  # fmt: skip
        code = pl.col("currency")
        bad = ((pl.col("unread").list.len() > 0) | code.is_null() | pl.col("currency_2").is_not_null()).any()
        named = found.group_by(key).agg(named=code.drop_nulls().first(), several=bad | (code.n_unique() > 1))
        rows = rows.join(named, on=key, how="left", maintain_order="left").with_columns(
            pl.when(open_ & ~pl.col("several").fill_null(True)).then("named").otherwise("currency").alias("currency"),
            unclear=pl.col("unclear") | (open_ & pl.col("several").fill_null(False)),
        )
        rows, open_ = rows.drop("named", "several"), pl.col("currency").is_null() & ~pl.col("unclear")
    return rows


def _quantities(tables: Tables) -> pl.DataFrame:
    packages = tables["PAC"].filter(_ITEM).unique("item", keep="first", maintain_order=True)
    return packages.select("item", "quantity")


def _texts(tables: Tables) -> pl.DataFrame:
    return texts(tables["FTX"].filter(_ITEM & (pl.col("qualifier") == "AAA")), "item", TEXT, "description")


def _weights(tables: Tables) -> pl.DataFrame:
    weights = tables["MEA"].filter(_ITEM & (pl.col("qualifier") == "AAI"))
    weights = weights.unique("item", keep="first", maintain_order=True)
    return weights.select("item", weight_kg=kilograms(pl.col("value"), pl.col("unit")))


def _with_origins(rows: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    places = tables["LOC27"].select(
        "shipment", "item", origin="place", origin_unread=pl.col("unread").list.contains("place")
    )
    own = places.filter(_ITEM).drop("shipment").unique(["item", "origin", "origin_unread"], maintain_order=True)
    common = places.filter(~_ITEM & pl.col("shipment").is_not_null()).drop("item").unique(maintain_order=True)
    with_own = rows.join(own, on="item", how="inner", maintain_order="left")
    without = rows.join(own, on="item", how="anti", maintain_order="left")
    without = without.join(common, on="shipment", how="left", maintain_order="left")
    return pl.concat([with_own, without.select(with_own.columns)]).sort("ordinal", maintain_order=True)


def _blank(rows: pl.DataFrame) -> pl.DataFrame:
    text, whole = pl.lit(None, pl.String), pl.lit(None, pl.Int64)
    return rows.select(
        "seq", line_no=whole, origin=text, description=text, value_cents=whole, currency=text, quantity=whole,
        weight_kg=pl.lit(None, pl.Float64), unread=pl.lit([], UNREAD),
    )  # fmt: skip
