"""Why a verdict is unknown (clause 19): of each claim, what is unread."""

import polars as pl


def with_reasons(members: pl.DataFrame) -> pl.DataFrame:
    """For every unknown shipment: what is unread, of its own or of others."""
    unknown = pl.col("verdict") == "unknown"
    if not members.select(unknown.any()).item():
        return members.with_columns(reasons=pl.lit([], pl.List(pl.String)))
    why = {
        "base": pl.col("alone"),
        "value": pl.col("value_unread") & ~pl.col("alone"),
        "claim": pl.col("claim").is_null(),
        "consignee": pl.col("person").is_null(),
        "day": pl.col("day").is_null(),
        "period": pl.col("period_index").is_null(),
        "origin": pl.col("eligible").is_null() & pl.col("period_index").is_not_null(),
    }
    own = pl.concat_list(pl.when(test).then(pl.lit(reason)) for reason, test in why.items()).list.drop_nulls()
    reasons = members.filter(unknown).select("group", "ship", reasons=own)
    other = pl.when(pl.col("reasons").list.len() > 0).then("reasons").otherwise(pl.lit(["others"]))
    reasons = reasons.with_columns(reasons=other)
    joined = members.join(reasons, on=["group", "ship"], how="left", maintain_order="left")
    return joined.with_columns(pl.col("reasons").fill_null([]))
