"""Filings as narrow rows: one event per filing of a shipment, text replaced by hashes, what is carried made explicit.

`row` is the index of the shipment in filing order, and so also its place (clause 11). Hashes are 64 bits wide and
never leave a call: they join, they do not order.
"""

from typing import Final, NamedTuple

import polars as pl

from deminimis.edi.catalogue import COPIES
from deminimis.edi.cutting.threads import side_by_side
from deminimis.edi.frames.shipments import Filings
from deminimis.rules.base.contract import checked
from deminimis.rules.base.filed import ADDRESS, Filed, Part, at
from deminimis.rules.base.frames import Facts, FirstAddresses, FirstIdentifiers, NamedBills
from deminimis.rules.base.keys import UNREAD, hashed, hashed_together, in_lists
from deminimis.rules.base.settings import Settings
from deminimis.rules.people import spelling as text

WHO: Final = (*ADDRESS, "consignee_id")
_BITS: Final = {**UNREAD, **dict.fromkeys(WHO, UNREAD["who"])}  # of the columns that `unread` may name


class Events(NamedTuple):
    """The narrow rows, and what their hashes stand for. What few rows need besides is read again (`filed`)."""

    filed: Filed
    rows: Facts
    addresses: FirstAddresses
    identifiers: FirstIdentifiers
    bills: NamedBills  # in the entry's own column or as one of its bills


def address_of() -> pl.Expr:
    """The hash of a consignee's name and address as filed."""
    return hashed_together(ADDRESS)


def _lines(lines: pl.LazyFrame, countries: frozenset[str]) -> pl.DataFrame:
    """Per shipment that has lines: whether any line is of a listed country, of another one, or unread."""
    origin = pl.col("origin").str.strip_chars().str.to_uppercase()
    known = origin.is_not_null() & (origin != "")
    unread = pl.col("unread").list.contains("origin").fill_null(False)
    if not lines.select(pl.col("unread").list.len().sum()).collect().item():
        unread = pl.lit(False)
    return (
        lines.select(at(), "origin", unread=unread)
        .select("at", "unread", known=known, mine=origin.is_in(list(countries)))
        .group_by("at")
        .agg(
            listed=(pl.col("known") & ~pl.col("unread") & pl.col("mine")).any(),
            unlisted=(pl.col("known") & ~pl.col("unread") & ~pl.col("mine")).any(),
            blank=(~pl.col("known") & ~pl.col("unread")).any(),
            origin_unread=pl.col("unread").any(),
        )
        # A line without origin beside lines that have one is unread: the rule must hold for every line (clause 15).
        .with_columns(
            origin_unread=pl.col("origin_unread") | (pl.col("blank") & (pl.col("listed") | pl.col("unlisted"))),
        )
        .drop("blank")
        .with_columns(lined=pl.lit(True))
        .collect()
    )


@checked
def facts(filings: Filings, filed: Filed, settings: Settings) -> Events:
    """All filings as events, part by part. Mail is out of scope (clause 1) and leaves here."""
    has_id = filed.select(pl.col("consignee_id").is_not_null().any()).item()
    parts = list(filed.parts(filings))

    def one(part: Part) -> tuple[pl.DataFrame, pl.DataFrame]:
        return _narrow(part, settings, has_id=has_id)

    found = [one(parts[0])] if len(parts) == 1 else side_by_side(one, parts)
    rows = slim(pl.concat([rows for rows, _ in found]).rechunk())
    bills = pl.concat([bills for _, bills in found]).rechunk()
    addresses, identifiers = (
        rows.lazy().filter(pl.col(name).is_not_null()).group_by(name).agg(pl.col("row").min()).collect()
        for name in ("address", "identifier")
    )
    return Events(filed, rows, addresses, identifiers, bills)


def _narrow(part: Part, settings: Settings, *, has_id: bool) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The narrow rows of some shipments, and the bills that entries among them name."""
    foreign = pl.col("currency").is_not_null() & (pl.col("currency") != "USD")
    rows = (
        part.ships.scan.filter((pl.col("mode") != "mail").fill_null(True))
        .select(
            "row",
            at(),
            "eda",
            "arrival",
            "unread",
            filing_action="action",
            whole=pl.col("part").is_null(),
            is_entry=pl.col("filing") == "entry",
            copy=pl.col("format").is_in(COPIES).fill_null(False),
            bill_key=hashed(pl.col("bill")),
            master_key=hashed(pl.col("master_bill")),
            entry_key=hashed(pl.col("entry_number")),
            formal=pl.col("entry_type").is_in(["01", "11"]).fill_null(False),
            claim="claim",
            address=address_of(),
            identifier=hashed(text.identifier(pl.col("consignee_id"))) if has_id else pl.lit(None, pl.UInt64),
            # Other currencies are unread without rates (clause 10), and nothing of them is a readable sum in dollars.
            value=pl.when(foreign).then(None).otherwise("value_cents"),
            # nor is zero what goods are worth; a total known from elsewhere (without format) may be zero
            value_doubtful=(foreign & pl.col("value_cents").is_not_null())
            | ((pl.col("value_cents") == 0).fill_null(False) & pl.col("format").is_not_null()),
        )
        .collect()
    )
    bits = in_lists(rows["unread"], _BITS)  # unread is neither zero nor absent (clause 4)

    def unread(name: str) -> pl.Expr:
        return pl.lit(False if bits is None else (bits & UNREAD[name]) > 0)

    lines = _lines(part.lines, settings.policy.countries)
    rows = rows.drop("unread").join(lines, on="at", how="left", maintain_order="left")
    rows = rows.with_columns(
        lined=pl.col("lined").fill_null(False),
        listed=pl.col("listed").fill_null(False),
        unlisted=pl.col("unlisted").fill_null(False),
        origin_unread=pl.col("origin_unread").fill_null(False) | unread("origin"),
        value_unread=unread("value_cents") | pl.col("value_doubtful").fill_null(False),
        eda_unread=unread("eda"),
        claim_unread=unread("claim"),
        who_unread=unread("who"),
        eda=pl.when(~unread("eda")).then("eda"),
        claim=pl.when(~unread("claim")).then("claim"),
        bill_key=pl.when(~unread("bill")).then("bill_key"),
    )
    return rows.drop("at", "value_doubtful"), _bills(rows, part.bills)


def slim(rows: pl.DataFrame) -> pl.DataFrame:
    """The same; a column without any value, which would take as much room as another, becomes one null for all rows."""
    nulls = rows.null_count().row(0, named=True)
    blank = (name for name, count in nulls.items() if count == rows.height)
    return rows.with_columns(pl.lit(None, rows.schema[name]).alias(name) for name in blank)


def origins_of(filings: Filings, filed: Filed, rows: pl.Series) -> pl.DataFrame:
    """For a few rows: row, sorted distinct `origins` of its lines (null: none), and how many `lines` it has."""
    unread = pl.col("unread").list.contains("origin").fill_null(False)
    origin = pl.col("origin").str.strip_chars().str.to_uppercase()
    rows = rows.unique(maintain_order=True)
    keys = filed.take(rows, "file", "seq").select(at()).with_columns(rows.alias("row"))
    lines = filings.scan("lines").select(at(), "unread", origin=pl.when(~unread & (origin != "")).then(origin))
    found = (
        lines.join(keys.lazy(), on="at")
        .group_by("row")
        .agg(lines=pl.len().cast(pl.UInt32), origins=pl.col("origin").drop_nulls().unique().sort().str.join(" "))
        .with_columns(pl.col("origins").replace("", None))
        .collect()
    )
    return keys.select("row").join(found, on="row", how="left").with_columns(pl.col("lines").fill_null(0))


def _bills(rows: pl.DataFrame, bills: pl.LazyFrame | None) -> pl.DataFrame:
    """Every bill that an entry among `rows` names."""
    entries = rows.filter("is_entry")
    own = entries.filter(pl.col("bill_key").is_not_null()).select("row", "bill_key")
    if bills is None:
        return own
    named = (
        bills.filter(pl.col("bill").is_not_null())
        .select(at(), bill_key=hashed(pl.col("bill")))
        .join(entries.lazy().select("row", "at"), on="at")
        .select("row", "bill_key")
        .collect()
    )
    return pl.concat([own, named]).unique(maintain_order=True)


def bills_on_file(events: Events, manifest: pl.DataFrame, entries: pl.DataFrame, home: pl.Series | None) -> int:
    """How many bills are on file: all, or those of which a filing, if only that of a master, is at home."""
    if home is None:
        return pl.concat([manifest["cluster"], entries["cluster"]]).n_unique()
    every = pl.concat([manifest.select("cluster", "row"), entries.select("cluster", "row")])
    named = (every.select("row", bill_key="cluster"), events.rows.select("row", "bill_key"), events.bills)
    mine = pl.concat([each.filter(home.gather(each["row"])).select("bill_key") for each in named]).to_series()
    return every.filter(pl.col("cluster").is_in(mine.unique().implode()))["cluster"].n_unique()
