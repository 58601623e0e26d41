"""Which bills to file otherwise (type 11 or 01), so that the rest of each day is at or below the limit: the fewest.

The fewest are the greatest: taken from the greatest down until the rest fits. The last one taken is then changed for
the smallest that still suffices, and among equals the one filed last goes.
"""

from typing import Final

import polars as pl

from deminimis.rules.base.filed import Filed

INFORMAL: Final = "11"
FORMAL: Final = "01"


def with_moves(members: pl.DataFrame, filed: Filed, informal_limit_cents: int) -> pl.DataFrame:
    """Adds `movable` (a filing of its own, not a total known from elsewhere), and `move_to`."""
    members = members.with_columns(movable=_movable(members, filed))
    return members.with_columns(to_move(members, informal_limit_cents))


def to_move(members: pl.DataFrame, informal_limit_cents: int) -> pl.Series:
    """Per member the entry type to file instead, or null. Rejected claims all go; a total from elsewhere cannot."""
    instead = pl.when(pl.col("value") <= informal_limit_cents).then(pl.lit(INFORMAL)).otherwise(pl.lit(FORMAL))
    rejected = pl.col("verdict") == "reject"
    if not members["over"].any():
        return members.select(move_to=pl.when(rejected).then(instead)).to_series()
    chosen = _chosen(members).to_list()
    at = pl.int_range(pl.len(), dtype=pl.UInt32)
    return members.select(move_to=pl.when(rejected | at.is_in(chosen)).then(instead)).to_series()


def _chosen(members: pl.DataFrame) -> pl.Series:
    """The indices of the bills to move in groups that are over."""
    rows = members.with_row_index("at").filter(pl.col("over") & (pl.col("mild") > 0))
    excess = pl.col("mild").sum().over("group") - pl.col("limit_cents")
    rows = rows.select("at", "group", "mild", "movable", excess=excess)
    rows = rows.sort("group", "movable", "mild", "at", descending=[False, True, True, True])
    rows = rows.with_columns(before=pl.col("mild").cum_sum().over("group") - pl.col("mild"))
    rows = rows.with_row_index("rank")
    taken = rows.filter("movable", pl.col("before") < pl.col("excess"))
    last = taken.group_by("group").agg(
        pl.col("rank").max().alias("last"), need=(pl.col("excess") - pl.col("before")).last()
    )
    enough = (
        rows.join(last, on="group")
        .filter("movable", pl.col("rank") >= pl.col("last"), pl.col("mild") >= pl.col("need"))
        .sort("mild", "at", descending=[False, True])
        .unique("group", keep="first", maintain_order=True)
    )
    swapped = taken.join(last, on="group").filter(
        (pl.col("rank") < pl.col("last")) | ~pl.col("group").is_in(enough["group"].implode())
    )
    return pl.concat([swapped["at"], enough["at"]])


def _movable(members: pl.DataFrame, filed: Filed) -> pl.Series:
    """Whether it is a filing of its own, and not a total known from elsewhere."""
    known = filed.select(pl.col("format").is_not_null()).to_series()
    if known.all():
        return pl.Series([True], dtype=pl.Boolean).new_from_index(0, members.height)
    return known.gather(members.select(pl.coalesce("entry_row", "manifest_row")).to_series())
