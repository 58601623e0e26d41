"""The verdicts (clauses 16 to 19): what is over, by whom, and what cannot be told."""

from typing import Final

import polars as pl

from deminimis.rules import worst
from deminimis.rules.identity import People
from deminimis.rules.memberships import per_group, running

VERDICTS: Final = ("clear", "warn", "unknown", "withhold", "reject")
VERDICT: Final = pl.Enum(VERDICTS)
ROLE: Final = pl.Enum(["earlier", "exceeding"])
CLEAR, WARN, UNKNOWN, WITHHOLD, REJECT = range(5)
OWN_LIMIT: Final = 2**62  # a group without any period has no limit: nothing in it is over for certain


def judge_members(members: pl.DataFrame, people: People) -> pl.DataFrame:
    """Adds over, role, verdict (as a rank) and the sums; `members` as `memberships` left them."""
    limits = per_group(members, "limit", "min").fill_null(OWN_LIMIT)
    counted = per_group(members, "mild")
    group = members["group"]
    members = members.with_columns(
        limit_cents=limits.gather(group), judged=counted.gather(group), run=running(members, "mild")
    ).with_columns(over=pl.col("judged") > pl.col("limit_cents"))
    certain = pl.col("claim").fill_null(False)
    counts = certain & pl.col("eligible").fill_null(False)
    tipped = pl.col("run") > pl.col("limit_cents")
    role = pl.when(tipped).then(pl.lit("exceeding")).otherwise(pl.lit("earlier")).cast(ROLE)
    members = members.with_columns(
        mild_verdict=_verdict(certain, pl.col("eligible"), pl.col("over"), tipped),
        role=pl.when(pl.col("over") & counts).then(role),
    )
    unread = pl.any_horizontal("value_unread", pl.col("claim").is_null(), pl.col("eligible").is_null())
    unread = unread | pl.col("person").is_null() | pl.col("day").is_null()
    open_people = worst.open_persons(people)
    if not members.select(unread.any()).item() and not open_people.len():
        return members.with_columns(verdict="mild_verdict")
    members = worst.judge(members, people, open_people)
    at_worst = _verdict(pl.lit(True), pl.col("eligible"), pl.col("worst_over"), pl.col("worst_tipped"))
    members = members.with_columns(worst_verdict=at_worst)
    told = pl.col("worst_verdict") == pl.col("mild_verdict")
    # An unread origin under a country rule, or no period at all, may also be a reject (19).
    open_ended = pl.col("eligible").is_null()
    return members.with_columns(
        verdict=pl.when(told & ~open_ended).then("mild_verdict").otherwise(pl.lit(UNKNOWN, pl.Int8))
    )


def _verdict(claimed: pl.Expr, eligible: pl.Expr, over: pl.Expr, tipped: pl.Expr) -> pl.Expr:
    """Clause 18, by the action of the shipment's own period."""
    action = pl.col("action")
    verdict = (
        pl.when(~claimed)
        .then(CLEAR)
        .when(eligible.eq(False).fill_null(False))
        .then(REJECT)
        .when((action == "warn") & over)
        .then(WARN)
        .when((action == "withhold") & tipped)
        .then(WITHHOLD)
        .otherwise(CLEAR)
    )
    return verdict.cast(pl.Int8)


def judge_groups(members: pl.DataFrame) -> pl.DataFrame:
    """One row per group: sums, verdict, and the period and action of the shipment with that verdict (18)."""
    certain = pl.col("claim").fill_null(False)
    unread = pl.any_horizontal("value_unread", pl.col("claim").is_null(), pl.col("eligible").is_null())
    lead = pl.col("verdict").arg_max()
    return (
        members.lazy()
        .select(
            "group",
            "person",
            "day",
            "basis",
            "period",
            "action",
            "limit_cents",
            "verdict",
            "provisional",
            "over",
            "judged",
            total=pl.when(certain).then("value").otherwise(0),
            counted=pl.when(certain & pl.col("eligible").fill_null(False)).then("value").otherwise(0),
            unread=unread,
        )
        .group_by("group")
        .agg(
            pl.col("person", "day", "limit_cents", "over", "judged").first(),
            pl.col("basis", "period", "action").gather(lead).first(),
            pl.col("total").sum().alias("total_cents"),
            pl.col("counted").sum().alias("counted_cents"),
            pl.col("verdict").max(),
            pl.col("provisional").any(),
            pl.col("unread").any().alias("lower_bound"),
            pl.len().alias("members"),
        )
        .sort("group")
        .with_columns(
            limit_cents=pl.when(pl.col("limit_cents") < OWN_LIMIT).then("limit_cents"),
            verdict=pl.lit(pl.Series(VERDICTS, dtype=VERDICT)).gather("verdict"),
        )
        .collect()
        # Of no groups at all, Polars forgets the types of what was gathered.
        .cast({name: members.schema[name] for name in ("basis", "period", "action")})
    )
