"""What floating claims and groups add to each other where they meet (clause 19): sums, greatest, and before a place.

Both sides are projected on what both know (`worst_case`); keys are the projection and, where both know it, the day.
"""

from typing import Final

import polars as pl

# member: of whom; more: in all, before: up to its place; lowest: the lowest limit of those that it could meet
MORE: Final = pl.Schema({"member": pl.UInt32(), "more": pl.Int64(), "before": pl.Int64(), "lowest": pl.Int64()})


def up_to(frame: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """The sum of `worst` within the keys up to each place, sorted for join_asof."""
    frame = frame.sort("place")
    return frame.select(*keys, "place", before=pl.col("worst").cum_sum().over(keys))


def onto_groups(
    floating: pl.DataFrame, fixed: pl.DataFrame, inside: pl.DataFrame, keys: list[str], withholding: bool
) -> pl.DataFrame:
    """What the extras add to the members of the groups they could join."""
    sums = floating.group_by(keys).agg(more=pl.col("worst").sum(), lowest=pl.col("limit").min())
    met = fixed.join(sums, on=keys).join(inside, on="group")
    if not withholding:
        return met.select("member", "more", pl.lit(0, pl.Int64).alias("before"), "lowest").cast(MORE)
    met = met.sort("place").join_asof(
        up_to(floating, keys), on="place", by=keys, allow_exact_matches=False, check_sortedness=False
    )
    return met.select("member", "more", pl.col("before").fill_null(0), "lowest").cast(MORE)


def onto_extras(
    floating: pl.DataFrame, fixed: pl.DataFrame, inside: pl.DataFrame, keys: list[str], withholding: bool
) -> pl.DataFrame:
    """What the greatest of the groups that an extra could join has, in all and before the extra's place."""
    met = fixed.join(inside, on="group")
    most = met.group_by(keys).agg(more=pl.col("group_worst").max(), lowest=pl.col("limit_cents").min())
    found = floating.join(most, on=keys)
    if not withholding:
        return found.select("member", "more", pl.lit(0, pl.Int64).alias("before"), "lowest").cast(MORE)
    best = met.sort("place").select(*keys, "place", before=pl.col("run_worst").cum_max().over(keys))
    found = found.sort("place").join_asof(best, on="place", by=keys, allow_exact_matches=False, check_sortedness=False)
    return found.select("member", "more", pl.col("before").fill_null(0), "lowest").cast(MORE)


def twins(members: pl.DataFrame, extras: pl.DataFrame) -> pl.DataFrame:
    """Shipments that float and also stand in a group: ship, group, own (what they count there at worst)."""
    twice = members.filter(pl.col("closed")).join(extras.select("ship").unique(), on="ship", how="semi")
    return twice.select("ship", "group", own="worst")


def less_itself(
    floating: pl.DataFrame, fixed: pl.DataFrame, inside: pl.DataFrame, keys: list[str], again: pl.DataFrame
) -> pl.DataFrame:
    """What `onto_groups` adds too much: a shipment does not join a group that it stands in."""
    met = floating.join(again, on="ship").join(fixed, on=[*keys, "group"])
    much = met.group_by("group").agg(more=-pl.col("worst").sum())
    added = inside.join(much, on="group")
    return added.select("member", "more", before=pl.lit(0, pl.Int64), lowest=pl.lit(None, pl.Int64)).cast(MORE)


def but_itself(
    found: pl.DataFrame,
    floating: pl.DataFrame,
    fixed: pl.DataFrame,
    *,
    inside: pl.DataFrame,
    keys: list[str],
    again: pl.DataFrame,
) -> pl.DataFrame:
    """`onto_extras`, with its own part taken out of a group that the extra stands in. `before` stays as it is."""
    twice = floating.join(again.select("ship").unique(), on="ship", how="semi")
    sums = inside.group_by("group").agg(pl.col("group_worst").first())
    met = twice.join(fixed, on=keys).join(sums, on="group").join(again, on=["ship", "group"], how="left")
    rest = met.group_by("member").agg(less=(pl.col("group_worst") - pl.col("own").fill_null(0)).max())
    both = found.join(rest, on="member", how="left").with_columns(more=pl.coalesce("less", "more"))
    return both.drop("less").cast(MORE)


def among_extras(mine: pl.DataFrame, others: pl.DataFrame, keys: list[str], *, own: bool) -> pl.DataFrame:
    """What the other extras add to an extra, where they do not contradict each other."""
    sums = others.group_by(keys).agg(more=pl.col("worst").sum(), lowest=pl.col("limit").min())
    found = mine.join(sums, on=keys)
    if own:
        found = found.with_columns(more=pl.col("more") - pl.col("worst"))
    found = found.sort("place").join_asof(
        up_to(others, keys), on="place", by=keys, allow_exact_matches=False, check_sortedness=False
    )
    return found.select("member", "more", pl.col("before").fill_null(0), "lowest").cast(MORE)
