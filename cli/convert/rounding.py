"""Whether a filing in whole dollars is judged as the cents it was made from: the consignee days where it is not."""

from typing import Final

import polars as pl

from deminimis.rules.judge import Judgement

_KEY: Final = ("consignee_key", "day", "first")
_GROUP: Final = ("verdict", "over", "counted_cents")


def differences(exact: Judgement, written: Judgement) -> pl.DataFrame:
    """Groups whose verdict, or the role or verdict of a shipment in them, is another in `written` than in `exact`.

    Both are of the same shipments, in the same files and order. Columns: consignee, day, counted_cents and
    written_cents (the sums), limit_cents, over and written_over; one row a group, in the order of the groups.
    """
    mine, theirs = _groups(exact), _groups(written)
    other = theirs.select(*_KEY, *(pl.col(name).alias(f"written_{name}") for name in _GROUP))
    both = mine.join(other, on=list(_KEY), how="left", nulls_equal=True, maintain_order="left")
    moved = _members(exact, mine).join(
        _members(written, theirs), on=["file", "seq", *_KEY], how="full", nulls_equal=True
    )
    moved = moved.filter(
        pl.col("role").ne_missing(pl.col("role_right")) | pl.col("verdict").ne_missing(pl.col("verdict_right"))
    )
    keys = moved.select(pl.coalesce(name, f"{name}_right").alias(name) for name in _KEY).unique()
    both = both.join(
        keys.with_columns(moved=pl.lit(True)), on=list(_KEY), how="left", nulls_equal=True, maintain_order="left"
    )
    changed = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"written_{name}")) for name in ("verdict", "over"))
    return both.filter(changed | pl.col("moved").fill_null(False)).select(
        "consignee",
        "day",
        "limit_cents",
        "over",
        "written_over",
        "counted_cents",
        written_cents="written_counted_cents",
    )


def _groups(judgement: Judgement) -> pl.DataFrame:
    """The groups with their first shipment: several may be of nobody that is known."""
    place = pl.col("file").cast(pl.Int64) * (1 << 32) + pl.col("seq").cast(pl.Int64)
    first = judgement.shipments.group_by("group").agg(first=place.min())
    return judgement.groups.join(first, on="group", how="left", maintain_order="left")


def _members(judgement: Judgement, groups: pl.DataFrame) -> pl.DataFrame:
    rows = judgement.shipments.join(groups.select("group", *_KEY), on="group", maintain_order="left")
    return rows.select("file", "seq", *_KEY, "role", "verdict")
