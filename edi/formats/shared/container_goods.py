"""Goods of a broker download: tariff numbers with their values (0D) and descriptions with their origins (1D)."""

from typing import Final

import polars as pl

from deminimis.edi.codes import load
from deminimis.edi.formats.shared.normal import kilograms
from deminimis.edi.frames.runs import begins, counted, place
from deminimis.edi.frames.shipments import UNREAD, with_unread
from deminimis.edi.reading.format import Tables

# Types 3 and R: value and country of origin are required (Broker Download, August 2024, p. BD-22 and BD-23).
ORIGIN_REQUIRED: Final = ("3", "R")
_KEY: Final = ("group", "index")
_SHARED: Final = ("seq", "ordinal", "bill_type")
READS: Final[dict[str, tuple[str, ...]]] = {
    "0D": ("hts_number", "value", "net_weight", "weight_unit"),
    "1D": ("quantity", "description", "country_of_origin"),
}


def goods(tables: Tables, ship: pl.DataFrame) -> pl.DataFrame:
    """One row a line: the columns of LINES but file.

    ship: seq, shipment, bill_type. 0D records hold for the 1D that follow, up to the next 0D (p. BD-9): the first goes
    with the first, the second with the second. A 0D beyond them takes the origin that all of them have. A tariff
    number without a value beside others that have one leaves their sum too small: it is unread.
    """
    tariff, texts = _tariff(tables["0D"]), _descriptions(tables["1D"])
    if paired(tables):
        texts = texts.select("quantity", "origin", pl.col("description").fill_null(""), described=pl.lit(True))
        lines = _of_bills(tariff.hstack(texts.get_columns()), ship).with_columns(origins=pl.lit(None, UNREAD))
    else:
        rows = _grouped(tariff, texts, ship)
        tariff = rows.filter("tariff").with_columns(index=place("group"))
        tariff = tariff.select(*_KEY, *_SHARED, "tariff", "hts", "cents", "cents_unread", "kg")
        lines = _together(tariff, _texts(rows.filter(~pl.col("tariff"))))
    described = pl.col("described").fill_null(False)
    several = ~described & (pl.col("origins").list.len() > 1).fill_null(False)
    only = pl.when(pl.col("origins").list.len() == 1).then(pl.col("origins").list.first())
    origin = pl.when(described).then("origin").otherwise(only)
    known = origin.is_in(list(load("country")))
    required = pl.col("bill_type").is_in(ORIGIN_REQUIRED).fill_null(False)
    partial = pl.col("tariff") & pl.col("cents").is_null()
    if lines.select(partial.any()).item():
        partial = partial & pl.col("cents").is_not_null().any().over("seq")
    marks = {"origin": several | ~known.fill_null(~required), "value_cents": pl.col("cents_unread") | partial}
    return with_unread(lines, marks).select(
        "seq",
        "hts",
        "description",
        "quantity",
        "unread",
        line_no=place("seq") + 1,
        origin=pl.when(known).then(origin),
        value_cents="cents",
        weight_kg="kg",
    )


def _together(tariff: pl.DataFrame, texts: pl.DataFrame) -> pl.DataFrame:
    """The first 0D of a group with its first 1D, the second with the second, in file order."""
    origins = texts.group_by("group").agg(origins=pl.col("origin").drop_nulls().unique().sort())
    return (
        tariff.join(texts, on=list(_KEY), how="full", coalesce=True)
        .join(origins, on="group", how="left")
        .with_columns(pl.coalesce(name, f"{name}_right").alias(name) for name in _SHARED)
        .sort("ordinal")
    )


def paired(tables: Tables) -> bool:
    """Whether each 0D has one 1D behind it, in its container, and no 1D stands alone: so it is in nearly all files."""
    tariff, texts = tables["0D"], tables["1D"]
    if tariff.height != texts.height:
        return False
    first, second = tariff["ordinal"], texts["ordinal"]
    in_turn = (first < second).all() and (second < first.shift(-1)).all()
    return in_turn and all(tariff[key].eq_missing(texts[key]).all() for key in ("shipment", "container"))


def _tariff(rows: pl.DataFrame) -> pl.DataFrame:
    value = pl.col("value")
    return rows.select(
        "ordinal", "shipment", "container",
        tariff=pl.lit(True),
        hts="hts_number",
        # "A value greater than zero" (p. BD-39): a zero says that there is none
        cents=pl.when(value > 0).then(value),
        cents_unread=pl.col("unread").list.contains("value") | (value == 0).fill_null(False),
        kg=kilograms(pl.col("net_weight").cast(pl.Float64), pl.col("weight_unit")),
    )  # fmt: skip


def _descriptions(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(
        "ordinal", "shipment", "container", "quantity", "description",
        tariff=pl.lit(False), origin="country_of_origin", pieces_unread=pl.col("unread").list.contains("quantity"),
    )  # fmt: skip


def _of_bills(rows: pl.DataFrame, ship: pl.DataFrame) -> pl.DataFrame:
    return rows.join(ship.select("seq", "shipment", "bill_type"), on="shipment", how="inner", maintain_order="left")


def _grouped(tariff: pl.DataFrame, texts: pl.DataFrame, ship: pl.DataFrame) -> pl.DataFrame:
    """0D and 1D in file order; `group` counts the runs of 0D, each with the 1D behind it, in one container."""
    rows = pl.concat([tariff, texts], how="diagonal").sort("ordinal")
    starts = begins("shipment", "container") | (pl.col("tariff") & ~pl.col("tariff").shift(fill_value=False))
    return _of_bills(rows.with_columns(group=starts.cum_sum()), ship)


def _texts(rows: pl.DataFrame) -> pl.DataFrame:
    """One row a described item: a 1D with neither pieces nor origin goes on with the description before it.

    The piece count is required on the first 1D only (p. BD-40), and a description is cut at 45 characters.
    """
    bare = pl.col("quantity").is_null() & pl.col("origin").is_null() & ~pl.col("pieces_unread")
    first = begins("group")
    rows = rows.with_columns(index=counted(first | ~bare, first) - 1)
    if not rows.select((~first & bare).any()).item():  # nearly all: one each
        described = pl.col("description").fill_null("")
        return rows.select(*_KEY, *_SHARED, "quantity", "origin", described, described=pl.lit(True))
    return rows.group_by(*_KEY, maintain_order=True).agg(
        pl.col(*_SHARED, "quantity", "origin").first(),
        pl.col("description").drop_nulls().str.join(" "),
        described=pl.lit(True).first(),
    )
