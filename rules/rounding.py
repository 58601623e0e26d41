"""Whether a filing in whole dollars is judged as the cents it was made from: the consignee days where it is not."""

from typing import Final

import polars as pl

from deminimis.rules.run import Judgement

_KEY: Final = ("consignee_key", "day")
_GROUP: Final = ("verdict", "over", "counted_cents")


def differences(exact: Judgement, written: Judgement) -> pl.DataFrame:
    """Groups whose verdict, or the role or verdict of a shipment in them, is another in `written` than in `exact`.

    Both are of the same shipments, in the same files and order. Columns: consignee, day, counted_cents and
    written_cents (the sums), limit_cents, over and written_over; one row a group, in the order of the groups.
    """
    other = written.groups.select(*_KEY, *(pl.col(name).alias(f"written_{name}") for name in _GROUP))
    both = exact.groups.join(other, on=list(_KEY), how="left", nulls_equal=True, maintain_order="left")
    moved = _members(exact).join(_members(written), on=["file", "seq", *_KEY], how="full", nulls_equal=True)
    moved = moved.filter(
        pl.col("role").ne_missing(pl.col("role_right")) | pl.col("verdict").ne_missing(pl.col("verdict_right"))
    )
    keys = moved.select(pl.coalesce(name, f"{name}_right").alias(name) for name in _KEY).unique()
    keys = keys.with_columns(moved=pl.lit(True))
    both = both.join(keys, on=list(_KEY), how="left", nulls_equal=True, maintain_order="left")
    changed = pl.col("verdict").ne_missing(pl.col("written_verdict")) | pl.col("over").ne_missing(
        pl.col("written_over")
    )
    return both.filter(changed | pl.col("moved").fill_null(False)).select(
        "consignee",
        "day",
        "limit_cents",
        "over",
        "written_over",
        pl.col("counted_cents"),
        written_cents="written_counted_cents",
    )


def _members(judgement: Judgement) -> pl.DataFrame:
    keys = judgement.groups.select("group", *_KEY)
    rows = judgement.shipments.join(keys, on="group", maintain_order="left")
    return rows.select("file", "seq", *_KEY, "role", "verdict")
