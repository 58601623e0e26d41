"""An address in one filing of a bill and an identifier in another are one person (rule, clause 24).

Neither row says so by itself, so the fact is kept when the later of the two is recorded: rows of kind alias, the keys
of an address and of an identifier, and the last day of the filings that say so. They only choose what is read back.
"""

from typing import Final

import polars as pl

from deminimis.ledger.store.schema import ALIAS, EVENTS, events

_KEYS: Final = ["k_who", "k_name", "k_id"]
_FACTS: Final = ("k_bill", "k_entry", *_KEYS, "eda", "arrival")


def aliases(own: pl.DataFrame, own_bills: pl.DataFrame, new: pl.DataFrame, new_bills: pl.DataFrame) -> pl.DataFrame:
    """Alias events of the filings of a call's bills.

    own: the filings of these bills in the ledger: recorded, seq and keys (schema.KEYS). new: the call's own: file, seq
    and keys. own_bills, new_bills: what their entries name, with k_bill.
    """
    at = ["remembered", "file", "seq"]
    rows = pl.concat([_placed(own, _FACTS), _placed(new, _FACTS)])
    if rows["k_id"].null_count() == rows.height:
        return pl.DataFrame(schema=EVENTS)
    rows = rows.with_row_index("row")
    bills = pl.concat([_placed(own_bills, ("k_bill",)), _placed(new_bills, ("k_bill",))]).join(
        rows.select("row", *at), on=at
    )
    links = pl.concat(
        [each.select("row", key=name, entry=pl.lit(name == "k_entry")) for each, name in
         ((rows, "k_bill"), (bills, "k_bill"), (rows, "k_entry"))]
    ).drop_nulls()  # fmt: skip
    labels = rows.select("row", label="row")
    while True:  # filings that share a bill or an entry get one label
        met = links.join(labels, on="row").with_columns(pl.col("label").min().over("key", "entry"))
        after = pl.concat([labels, met.select("row", "label")]).group_by("row").agg(pl.col("label").min()).sort("row")
        if after["label"].equals(labels.sort("row")["label"]):
            break
        labels = after
    days = pl.coalesce(pl.col("arrival").dt.date(), "eda")
    told = rows.select("row", *_KEYS, eda=days).join(labels, on="row").with_columns(pl.col("eda").max().over("label"))
    identifiers = told.filter(pl.col("k_id").is_not_null()).select("label", "k_id", by="row")
    named = told.filter(pl.col("k_name").is_not_null()).select("label", "k_who", "k_name", "eda", "row")
    pairs = named.join(identifiers, on="label").filter(pl.col("row") != pl.col("by"))
    return events(pairs.group_by(_KEYS).agg(pl.col("eda").max()).sort(_KEYS), ALIAS)


def _placed(rows: pl.DataFrame, names: tuple[str, ...]) -> pl.DataFrame:
    """The columns `names` of filings, told apart by where they are: in the ledger or in the call."""
    old = "recorded" in rows.columns
    return rows.select(
        pl.lit(old).alias("remembered"),
        pl.col("recorded" if old else "file").cast(pl.Int64).alias("file"),
        pl.col("seq").cast(pl.Int64),
        *names,
    )
