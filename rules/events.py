"""Filings as narrow rows: one event per filing of a shipment, text replaced by hashes, what is carried made explicit.

`row` is the index of the shipment in filing order, and so also its place (clause 11). Hashes are 64 bits wide and
never leave a call: they join, they do not order.
"""

from functools import reduce
from typing import Final, NamedTuple

import polars as pl

from deminimis.edi.shipments import Filings
from deminimis.rules import text
from deminimis.rules.filed import Filed, at
from deminimis.rules.settings import Settings

ADDRESS: Final = (
    "consignee_name",
    "consignee_address",
    "consignee_city",
    "consignee_state",
    "consignee_postal",
    "consignee_country",
)
WHO: Final = (*ADDRESS, "consignee_id")
# What is unread, as bits: the lists of names in `unread` are read once.
BITS: Final = {"value_cents": 1, "eda": 2, "claim": 4, "bill": 8, "origin": 16, **dict.fromkeys(WHO, 32)}


class Events(NamedTuple):
    """The narrow rows, and what their hashes stand for."""

    filed: Filed
    rows: pl.DataFrame
    addresses: pl.DataFrame  # address hash -> the first row that has it
    identifiers: pl.DataFrame  # identifier hash -> the first row that has it
    bills: pl.DataFrame  # row, bill hash: every bill that a row names


def hashed(column: pl.Expr) -> pl.Expr:
    """The hash of a text; null where it is null (Polars hashes a null to a number)."""
    return pl.when(column.is_not_null()).then(column.hash())


def _hash(names: tuple[str, ...]) -> pl.Expr:
    """One hash of several text columns; null where all of them are null."""
    total = reduce(lambda a, b: a ^ b, (pl.col(name).hash(seed) for seed, name in enumerate(names, 1)))
    return pl.when(pl.any_horizontal(pl.col(name).is_not_null() for name in names)).then(total)


def address_of() -> pl.Expr:
    """The hash of a consignee's name and address as filed."""
    return _hash(ADDRESS)


def _unread(filed: Filed) -> pl.DataFrame:
    """Bits of the unread columns, per row that has any."""
    some = filed.select("row", "unread", where=pl.col("unread").list.len() > 0).explode("unread")
    bits = pl.col("unread").replace_strict(BITS, default=0, return_dtype=pl.UInt8)
    each = some.select("row", bits=bits)
    return each.group_by("row").agg(bits=pl.col("bits").bitwise_or())


def _lines(filings: Filings, countries: frozenset[str]) -> pl.DataFrame:
    """Per shipment: how many lines, and whether any line is of a listed country, of another one, or unread."""
    origin = pl.col("origin").str.strip_chars().str.to_uppercase()
    known = origin.is_not_null() & (origin != "")
    unread = pl.col("unread").list.contains("origin").fill_null(False)
    if not filings.scan("lines").select(pl.col("unread").list.len().sum()).collect().item():
        unread = pl.lit(False)
    return (
        filings.scan("lines")
        .select(
            at(),
            listed=known & ~unread & origin.is_in(list(countries)),
            other=known & ~unread & ~origin.is_in(list(countries)),
            blank=~known & ~unread,
            unread=unread,
        )
        .group_by("at")
        .agg(
            pl.len().cast(pl.UInt32).alias("lines"),
            pl.col("listed").any(),
            pl.col("other").any(),
            pl.col("blank").any(),
            pl.col("unread").any().alias("origin_unread"),
        )
        # A line without origin beside lines that have one is unread: the rule must hold for every line (15).
        .with_columns(
            origin_unread=pl.col("origin_unread") | (pl.col("blank") & (pl.col("listed") | pl.col("other"))),
        )
        .drop("blank")
        .collect()
    )


def read(filings: Filings, settings: Settings) -> Events:
    """All filings as events. Mail is out of scope (clause 1) and leaves here."""
    filed = Filed.of(filings)
    foreign = pl.col("currency").is_not_null() & (pl.col("currency") != "USD")
    has_id = filed.select(pl.col("consignee_id").is_not_null().any()).item()
    rows = (
        filed.scan()
        .filter((pl.col("mode") != "mail").fill_null(True))
        .select(
            "row",
            at(),
            "action",
            "part",
            "eda",
            "arrival",
            entry=pl.col("filing") == "entry",
            copy=(pl.col("format") == "catair-bd").fill_null(False),
            bill=hashed(pl.col("bill")),
            master=hashed(pl.col("master_bill")),
            number=hashed(pl.col("entry_number")),
            formal=pl.col("entry_type").is_in(["01", "11"]).fill_null(False),
            typed=pl.col("entry_type").is_not_null(),
            claim="claim",
            address=address_of(),
            identifier=hashed(text.identifier(pl.col("consignee_id"))) if has_id else pl.lit(None, pl.UInt64),
            # Other currencies are unread without rates (10), and nothing of them is a readable sum in dollars.
            value=pl.when(foreign).then(None).otherwise("value_cents"),
            value_foreign=foreign & pl.col("value_cents").is_not_null(),
            filed_on=pl.coalesce("filed_on", pl.lit(settings.as_of, pl.Date)),
        )
        .collect()
    )
    rows = rows.join(_unread(filed), on="row", how="left", maintain_order="left")
    rows = rows.join(_lines(filings, settings.policy.countries), on="at", how="left", maintain_order="left")
    bits = pl.col("bits").fill_null(0)

    def unread(name: str) -> pl.Expr:
        return (bits & BITS[name]) > 0

    rows = rows.with_columns(
        pl.col("lines").fill_null(0),
        pl.col("listed").fill_null(False),
        pl.col("other").fill_null(False),
        origin_unread=pl.col("origin_unread").fill_null(False) | unread("origin"),
        value_unread=unread("value_cents") | pl.col("value_foreign").fill_null(False),
        eda_unread=unread("eda"),
        claim_unread=unread("claim"),
        who_unread=unread("consignee_name"),
        eda=pl.when(~unread("eda")).then("eda"),
        claim=pl.when(~unread("claim")).then("claim"),
        bill=pl.when(~unread("bill")).then("bill"),
    ).drop("bits", "value_foreign")
    addresses, identifiers = (
        rows.lazy().filter(pl.col(name).is_not_null()).group_by(name).agg(pl.col("row").min()).collect()
        for name in ("address", "identifier")
    )
    return Events(filed, rows, addresses, identifiers, _bills(filings, rows))


def origins_of(filings: Filings, rows: pl.DataFrame) -> pl.DataFrame:
    """Row and sorted distinct origins of its lines, for a few rows (`row`, `at`)."""
    unread = pl.col("unread").list.contains("origin").fill_null(False)
    origin = pl.col("origin").str.strip_chars().str.to_uppercase()
    lines = filings.scan("lines").select(at(), "unread", origin=pl.when(~unread & (origin != "")).then(origin))
    return (
        lines.join(rows.lazy().select("row", "at"), on="at")
        .filter(pl.col("origin").is_not_null())
        .group_by("row")
        .agg(origins=pl.col("origin").unique().sort().str.join(" "))
        .collect()
    )


def _bills(filings: Filings, rows: pl.DataFrame) -> pl.DataFrame:
    """Every bill that an entry names, in its own column or as one of its bills."""
    entries = rows.filter("entry")
    own = entries.filter(pl.col("bill").is_not_null()).select("row", "bill")
    if not filings.height("bills"):
        return own
    named = (
        filings.scan("bills")
        .filter(pl.col("bill").is_not_null())
        .select(at(), bill=hashed(pl.col("bill")))
        .join(entries.lazy().select("row", "at"), on="at")
        .select("row", "bill")
        .collect()
    )
    return pl.concat([own, named]).unique(maintain_order=True)
