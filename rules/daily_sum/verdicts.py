"""The verdicts (clauses 16 to 19): what is over, by whom, and what cannot be told."""

from typing import Final

import polars as pl

from deminimis.edi.frames.runs import first_rows, least, running, summed
from deminimis.rules.base.contract import checked
from deminimis.rules.base.filed import Filed
from deminimis.rules.base.frames import ROLE, VERDICT, Claims, Days, Grouped
from deminimis.rules.base.keys import NO_LIMIT
from deminimis.rules.base.settings import Settings
from deminimis.rules.daily_sum import worst_case as worst
from deminimis.rules.daily_sum.bills_to_move import with_moves
from deminimis.rules.daily_sum.reasons import with_reasons
from deminimis.rules.people.identity import People

KEPT: Final = (
    "group", "ship", "manifest_row", "entry_row", "address", "identifier", "person", "day", "basis", "period_index",
    "action",
    "value", "value_unread", "claim", "eligible", "mild", "limit_cents", "over", "role", "verdict", "provisional",
    "alone", "assumed",
)  # fmt: skip


@checked
def judged(
    members: Grouped,
    people: People,
    filed: Filed,
    settings: Settings,
    beyond: pl.DataFrame | None = None,
    crowd: pl.DataFrame | None = None,
) -> Claims:
    """Role and verdict of each claim (clauses 16 to 19), why it is unknown, and what to file otherwise.

    beyond, crowd: what other parts of the call have for each member (`worst_case.BEYOND`), and claims of nobody there
    (`worst_case.CROWD`); without them these are all.
    """
    claims = with_reasons(_judged(members, people, beyond, crowd))
    return with_moves(claims, filed, settings.informal_limit_cents)


def _judged(
    members: pl.DataFrame, people: People, beyond: pl.DataFrame | None, crowd: pl.DataFrame | None
) -> pl.DataFrame:
    """Columns KEPT, with over, role and verdict."""
    limits = least(members, "group", "limit").fill_null(NO_LIMIT)
    group = members["group"]
    starts = first_rows(members, "group")
    over = summed(members, "group", mild=pl.col("mild"))["mild"] > limits
    members = members.with_columns(
        limit_cents=limits.gather(group), over=over.gather(group), run=running(members, "group", "mild", starts)
    )
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
    alone = crowd is None or not crowd.height
    if alone and not members.select(unread.any()).item() and not open_people.len():
        return members.with_columns(verdict="mild_verdict").select(KEPT)
    members = worst.judge(members, people, open_people, beyond, crowd)
    at_worst = _verdict(pl.lit(True), pl.col("eligible"), pl.col("worst_over"), pl.col("worst_tipped"))
    members = members.with_columns(worst_verdict=at_worst)
    told = pl.col("worst_verdict") == pl.col("mild_verdict")
    # An unread origin under a country rule, or no period at all, may also be a reject (clause 19).
    open_ended = pl.col("eligible").is_null()
    return members.with_columns(
        verdict=pl.when(told & ~open_ended).then("mild_verdict").otherwise(pl.lit("unknown", VERDICT))
    ).select(KEPT)


def _verdict(claimed: pl.Expr, eligible: pl.Expr, over: pl.Expr, tipped: pl.Expr) -> pl.Expr:
    """Clause 18, by the action of the shipment's own period."""
    action = pl.col("action")
    verdict = (
        pl.when(~claimed)
        .then(pl.lit("clear"))
        .when(eligible.eq(False).fill_null(False))
        .then(pl.lit("reject"))
        .when((action == "warn") & over)
        .then(pl.lit("warn"))
        .when((action == "withhold") & tipped)
        .then(pl.lit("withhold"))
        .otherwise(pl.lit("clear"))
    )
    return verdict.cast(VERDICT)


@checked
def days(members: Claims) -> Days:
    """One row per group: sums, verdict, and period and action of the shipment of that verdict (clauses 16 and 18)."""
    certain = pl.col("claim").fill_null(False)
    unread = pl.any_horizontal("value_unread", pl.col("claim").is_null(), pl.col("eligible").is_null())
    starts = first_rows(members, "group")
    lead, verdict = starts.clone(), members["verdict"].gather(starts)
    some = members.select("group", "verdict").with_row_index("at").filter(pl.col("verdict") != "clear")
    if some.height:
        most = some.group_by("group").agg(pl.col("at").get(pl.col("verdict").arg_max()), pl.col("verdict").max())
        lead, verdict = lead.scatter(most["group"], most["at"]), verdict.scatter(most["group"], most["verdict"])
    sums = {
        "judged": pl.col("mild"),
        "total_cents": pl.when(certain).then("value").otherwise(0),
        "counted_cents": pl.when(certain & pl.col("eligible").fill_null(False)).then("value").otherwise(0),
        "provisional": pl.col("provisional"),
        "lower_bound": unread,
        "members": pl.col("group").is_not_null(),
    }
    groups = members.select(pl.col("group", "person", "day", "limit_cents", "over").gather(starts)).with_columns(
        *members.select(pl.col("basis", "period_index", "action").gather(lead)).iter_columns(),
        *summed(members, "group", **sums).drop("group").iter_columns(),
        verdict=verdict,
    )
    return groups.with_columns(
        pl.col("provisional", "lower_bound") > 0,
        limit_cents=pl.when(pl.col("limit_cents") < NO_LIMIT).then("limit_cents"),
    )
