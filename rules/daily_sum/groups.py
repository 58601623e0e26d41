"""From standings to memberships: one row per shipment and group it stands in (clauses 6, 7, 11 and 16)."""

from typing import Any, Final

import polars as pl

from deminimis.rules.base.contract import checked
from deminimis.rules.base.frames import Covered, Dated, Grouped
from deminimis.rules.policy.table import ACTION, ACTIONS, Policy

BEHIND: Final = 2**31  # clause 11: added to the place of a bill on no manifest, where ACE withholds in that order
UNBOUNDED: Final = 10**12  # cents: stands for a value that could not be read; a million of them still add up in Int64


@checked
def grouped(stands: Dated, covered: Covered, policy: Policy) -> Grouped:
    """One row per (shipment, group), by group and place, without entries whose houses are counted (clause 2)."""
    return _without_covered(_memberships(stands, policy), covered)


def _memberships(stands: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """One row per (shipment, group), by group and place; groups are in order of day, consignee (clauses 11 and 16)."""
    action = policy.column("action", ACTION, stands["period_index"])
    limit = policy.column("limit_cents", pl.Int64, stands["period_index"])
    by_manifest = pl.coalesce("manifest_place", pl.col("place") + BEHIND)
    rows = stands.with_columns(action=action, limit=limit, mixed=pl.lit(False)).with_columns(
        place=pl.when(pl.col("action") == "withhold").then(by_manifest).otherwise("place").cast(pl.UInt32),
        # A null key or day forms a group of its own (clause 19).
        solo=pl.when(pl.col("person").is_null() | pl.col("day").is_null()).then(pl.col("ship") + 1).otherwise(0),
    )
    again = rows["ship"].is_duplicated()
    if again.any():
        rows = pl.concat([rows.filter(~again), _worst_of_each(rows.filter(again)).select(rows.columns)])
    # Day and person in one number, nulls last: one narrow sort, and the wide rows are moved once.
    day = pl.col("day").cast(pl.Int32).fill_null(2**31 - 1).cast(pl.Int64) + 2**31
    key = day.cast(pl.UInt64) * 2**32 + pl.col("person").fill_null(2**32 - 1)
    order = rows.select(key.alias("key"), "solo", "place", "ship")
    by = ["key", "solo", "place", "ship"] if order["solo"].sum() else ["key", "place", "ship"]
    order = order.with_row_index("at").sort(by)
    rows = rows.drop("solo", "manifest_place")[order["at"]]
    changed = pl.any_horizontal(pl.col(name).ne_missing(pl.col(name).shift(1)) for name in ("key", "solo"))
    group = order.select(changed.cast(pl.UInt32).cum_sum() - changed.first()).to_series().cast(pl.UInt32)
    return rows.with_columns(
        group.set_sorted().alias("group"),
        # Counted at its mildest: certainly a claim, certainly eligible in one of its standings.
        mild=pl.when(pl.col("claim").fill_null(False) & (pl.col("eligible").fill_null(False) | pl.col("mixed")))
        .then("value")
        .otherwise(0),
    )


def at_worst() -> pl.Expr:
    """What a member counts at its worst: as a claim, eligible, its value without bound."""
    return (
        pl.when(pl.col("eligible").fill_null(True) | pl.col("mixed"))
        .then(pl.when("value_unread").then(UNBOUNDED).otherwise(pl.min_horizontal("value", pl.lit(UNBOUNDED))))
        .otherwise(0)
        .cast(pl.Int64)
    )


def _worst_of_each(rows: pl.DataFrame) -> pl.DataFrame:
    """Shipments with several standings: in each group at the greatest value any has there (clauses 6 and 7)."""
    severity = pl.col("action").replace_strict(list(ACTIONS), list(range(len(ACTIONS))), return_dtype=pl.Int8)
    keys = ["ship", "person", "day", "solo"]
    ordered = rows.with_columns(
        refused=pl.col("eligible").eq(False).fill_null(False), severity=severity.fill_null(-1)
    ).sort("refused", "severity", descending=True, maintain_order=True)
    folded: dict[str, Any] = {
        "value": pl.col("value").max(),
        "value_unread": pl.col("value_unread").any(),
        "claim": pl.when(pl.col("claim").any()).then(True),
        # Refused in one standing and counted in another: its own verdict is the worse, the others count it.
        "mixed": pl.col("refused").any() & ~pl.col("refused").all(),
        "eligible": pl.when(pl.col("refused").any())
        .then(False)
        .when(pl.col("eligible").null_count() > 0)
        .then(None)
        .otherwise(True),
        "place": pl.col("place").min(),
        "provisional": pl.col("provisional").any(),
        "assumed": pl.col("assumed").any(),
        "alone": pl.col("alone").all(),
    }
    others = [name for name in rows.columns if name not in folded and name not in keys]
    return ordered.group_by(keys, maintain_order=True).agg(
        *(pl.col(name).first() for name in others), *(value.alias(name) for name, value in folded.items())
    )


def first_rows(members: pl.DataFrame) -> pl.Series:
    """Where each group begins: rows are sorted by group, so no table of groups is needed."""
    begins = pl.col("group").ne_missing(pl.col("group").shift(1))
    return members.select(pl.arg_where(begins).cast(pl.UInt32)).to_series()


def least(members: pl.DataFrame, column: str) -> pl.Series:
    """The smallest number per group, in the order of `group`."""
    values = members[column]
    if not values.null_count() and values.min() == values.max():  # most calls know one limit
        return values.head(members["group"].n_unique())
    return members.group_by("group").agg(pl.col(column).min()).sort("group")[column]


def running(members: pl.DataFrame, starts: pl.Series, column: str) -> pl.Series:
    """The sum within the group up to and including each row; rows are sorted by group; `starts`: `first_rows`."""
    total = pl.col(column).cum_sum()
    before = (total - pl.col(column)).gather(starts).gather(pl.col("group"))
    return members.select(total - before).to_series()


def _without_covered(members: pl.DataFrame, covered: pl.DataFrame) -> pl.DataFrame:
    """Leaves out entries on a master whose houses stand in the same group with at least its value (clause 2).

    Such an entry is about the same goods. Where the houses come to less, both count: nothing is lost by guessing.
    """
    if not covered.height:
        return members
    values = members.filter(~pl.col("value_unread")).select("group", house="ship", under="mild")
    mine = members.select("group", "ship", "value", "value_unread").join(covered, on="ship")
    sums = (
        mine.join(values, on=["group", "house"])
        .group_by("group", "ship")
        .agg(pl.col("under").sum(), pl.col("value", "value_unread").first())
    )
    same = sums.filter((pl.col("under") >= pl.col("value")) & ~pl.col("value_unread"))
    left = members.join(same, on=["group", "ship"], how="anti", maintain_order="left")
    return left.with_columns(pl.col("group").rle_id().cast(pl.UInt32).set_sorted())
