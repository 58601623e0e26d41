"""From standings to memberships: one row per shipment and group it stands in (clauses 6, 7, 11 and 16)."""

from typing import Any

import polars as pl

from deminimis.edi.frames.runs import numbered
from deminimis.rules.base import keys
from deminimis.rules.base.contract import checked
from deminimis.rules.base.frames import Covered, Dated, Grouped
from deminimis.rules.policy.table import ACTION, ACTIONS, Policy


@checked
def grouped(stands: Dated, covered: Covered, policy: Policy) -> Grouped:
    """One row per (shipment, group), by group and place, without entries whose houses are counted (clause 2)."""
    return _without_covered(_memberships(stands, policy), covered)


def _memberships(stands: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """One row per (shipment, group), by group and place; groups are in order of day, consignee (clauses 11 and 16)."""
    action = policy.column("action", ACTION, stands["period_index"])
    limit = policy.column("limit_cents", pl.Int64, stands["period_index"])
    by_manifest = pl.coalesce("manifest_place", pl.col("place") + keys.BEHIND)
    rows = stands.with_columns(action=action, limit=limit, mixed=pl.lit(False)).with_columns(
        place=pl.when(pl.col("action") == "withhold").then(by_manifest).otherwise("place").cast(pl.UInt32),
        # A null key or day forms a group of its own (clause 19).
        solo=pl.when(pl.col("person").is_null() | pl.col("day").is_null()).then(pl.col("ship") + 1).otherwise(0),
    )
    again = rows["ship"].is_duplicated()
    if again.any():
        rows = pl.concat([rows.filter(~again), _worst_of_each(rows.filter(again)).select(rows.columns)])
    # Day and person in one number, nulls last: one narrow sort, and the wide rows are moved once.
    key = keys.pair(keys.of_day(pl.col("day")), pl.col("person").fill_null(keys.LAST))
    order = rows.select(key.alias("key"), "solo", "place", "ship")
    by = ["key", "solo", "place", "ship"] if order["solo"].sum() else ["key", "place", "ship"]
    order = order.with_row_index("at").sort(by)
    rows = rows.drop("solo", "manifest_place")[order["at"]]
    group = order.select(numbered("key", "solo")).to_series()
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
        .then(
            pl.when("value_unread").then(keys.UNBOUNDED).otherwise(pl.min_horizontal("value", pl.lit(keys.UNBOUNDED)))
        )
        .otherwise(0)
        .cast(pl.Int64)
    )


def _worst_of_each(rows: pl.DataFrame) -> pl.DataFrame:
    """Shipments with several standings: in each group at the greatest value any has there (clauses 6 and 7)."""
    severity = pl.col("action").replace_strict(list(ACTIONS), list(range(len(ACTIONS))), return_dtype=pl.Int8)
    apart = ["ship", "person", "day", "solo"]
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
    others = [name for name in rows.columns if name not in folded and name not in apart]
    return ordered.group_by(apart, maintain_order=True).agg(
        *(pl.col(name).first() for name in others), *(value.alias(name) for name, value in folded.items())
    )


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
