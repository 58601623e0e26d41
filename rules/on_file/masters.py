"""Masters and their houses: the lowest level counts (clause 2)."""

from typing import Final

import polars as pl

from deminimis.rules.base.frames import COVERED, Covered, Houses
from deminimis.rules.on_file.facts import Events

_NOTHING_COVERED: Final = pl.DataFrame(schema=COVERED)


def known(events: Events) -> Houses:
    """Every house that a filing names: its bill (`cluster`), its master, and whether it is gone.

    It is gone where its last manifest filing is a whole delete, or where only entries named it, and no live entry does.
    """
    named = events.rows.lazy().filter(pl.col("bill_key").is_not_null())
    below = named.filter(pl.col("master_key").is_not_null() & (pl.col("master_key") != pl.col("bill_key")))
    known = below.select("master_key", cluster="bill_key").collect().unique("cluster", maintain_order=True)
    if not known.height:
        return known.with_columns(gone=pl.lit(False))
    filed, change = ~pl.col("is_entry"), pl.col("filing_action") == "change"
    last = (
        named.select("is_entry", "filing_action", "whole", cluster="bill_key")
        .group_by("cluster")
        .agg(
            # A change says nothing of whether a bill is on file, but that there is one.
            pl.col("filing_action", "whole").filter(filed & ~change).last(),
            manifest=filed.any(),
        )
        .with_columns(gone=((pl.col("filing_action") == "delete") & pl.col("whole")).fill_null(~pl.col("manifest")))
        .select("cluster", "gone")
        .collect()
    )
    known = known.join(last, on="cluster", how="left", maintain_order="left")
    entered = pl.col("cluster").is_in(_entered(events).implode())
    return known.with_columns(gone=pl.col("gone").fill_null(False) & ~entered)


def _entered(events: Events) -> pl.Series:
    """Bills that a live entry names: one whose last filing is no delete."""
    entries = events.rows.filter("is_entry").select("row", "filing_action", entry=pl.coalesce("entry_key", "row"))
    live = entries.filter((pl.col("filing_action") != "delete").last().over("entry"))
    return events.bills.join(live, on="row", how="semi")["bill_key"].unique()


def hidden(houses: Houses) -> pl.Series:
    """Bills of which a house is on file: a master counts itself only while no house of it is known (clause 2).

    A house that was deleted hides its master no longer.
    """
    return houses.filter(~pl.col("gone"))["master_key"].unique()


def as_house(stands: pl.DataFrame, manifest: pl.DataFrame, entries: pl.DataFrame, houses: Houses) -> pl.DataFrame:
    """A master whose houses were all deleted, one of them too late (clause 6): one shipment, the worse stands."""
    gone = houses.filter("gone").join(_ships(stands, manifest, entries), on="cluster", maintain_order="left")
    if not gone.height:
        return stands
    whose = gone.unique("master_key", keep="first", maintain_order=True).select("master_key", house="ship")
    masters = manifest.select(master_key="cluster", manifest_row="row").join(whose, on="master_key")
    both = stands.join(masters.drop("master_key"), on="manifest_row", how="left", maintain_order="left")
    both = both.with_columns(
        pl.coalesce("house", "ship").alias("ship"), provisional=pl.col("provisional") | pl.col("house").is_not_null()
    )
    return both.drop("house")


def _ships(stands: pl.DataFrame, manifest: pl.DataFrame, entries: pl.DataFrame) -> pl.DataFrame:
    """The shipments (`ship`) of each bill (`cluster`), by the filing each stands on, of the manifest or an entry."""
    on = stands.select("ship", row=pl.coalesce("manifest_row", "entry_row"))
    whose = pl.concat([manifest.select("row", "cluster"), entries.select("row", "cluster")])
    return on.join(whose, on="row", maintain_order="left").select("cluster", "ship").unique(maintain_order=True)


def covered(stands: pl.DataFrame, manifest: pl.DataFrame, entries: pl.DataFrame, houses: Houses) -> Covered:
    """Entries filed on a master, and the shipments on its houses: `ship` may be goods of `house` too (clause 2)."""
    masters = houses.select(cluster="master_key", house="cluster").join(
        entries.select("cluster", entry_row="row"), on="cluster"
    )
    none = _NOTHING_COVERED
    if not masters.height or not stands.height:
        return none
    ships = stands.filter(pl.col("entry_row").is_not_null()).select("entry_row", "ship").unique()
    filed = stands.filter(pl.col("manifest_row").is_not_null())
    under = _ships(filed, manifest, entries.clear()).rename({"cluster": "house", "ship": "other"})
    met = masters.join(ships, on="entry_row").join(under, on="house")
    return met.filter(pl.col("ship") != pl.col("other")).select("ship", house="other").unique().cast(none.schema)
