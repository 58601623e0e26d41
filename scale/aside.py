"""What no part can judge alone: claims without a consignee, and those of a giant without a day.

They have a part of their own. What they may come to hangs on groups and claims everywhere: each part says a sum and a
maximum for them (`part.LOOSE`). In turn parts count them: those that were sent there as filings; the crowd, which names
nobody at all, as a table of sums.
"""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import NamedTuple

import polars as pl

from deminimis.edi.frames.shipments import Filings
from deminimis.rules.base.keys import BEHIND
from deminimis.rules.base.settings import Settings
from deminimis.rules.daily_sum.verdicts import judged
from deminimis.rules.daily_sum.worst_case import BEYOND, crowd, without_consignee
from deminimis.rules.judge import OfCall, said, until_members
from deminimis.rules.rulebook.book.dm201_people import IDENTIFIER_ALONE
from deminimis.rules.rulebook.rule import find_all
from deminimis.scale.part import CROWDED, LOOSE, Said, at_home, first_of_each, renumbered, said_of, undated, where_of
from deminimis.scale.routing.keys import AT


class Aside(NamedTuple):
    """own: the claims that are judged here; number: of each its row in `crowd`, null where it is not of the crowd."""

    part: OfCall
    members: pl.DataFrame
    own: pl.DataFrame
    number: pl.Series
    crowd: pl.DataFrame  # CROWDED


def aside(filings: Filings, routes: pl.DataFrame, settings: Settings, spread: int, pairs: pl.DataFrame) -> Aside:
    """filings: whole clusters with such claims. routes: TOLD of each. spread: of `Routes`. pairs: of all giants."""
    part = until_members(filings, settings, routes["counted"], pairs)
    members = part.members(settings)
    mine = pl.col("person").is_in(at_home(part, routes["whose"]).implode()).fill_null(False)
    own = renumbered(members.filter(without_consignee() | (mine & undated())))
    lead = own.select(pl.coalesce("manifest_row", "entry_row")).to_series()
    many = own.with_columns(routes["crowd"].gather(lead)).with_row_index("at").filter("crowd")
    place = many["place"]
    behind = place >= BEHIND
    filed = part.filed.take(pl.select(pl.when(behind).then(place - BEHIND).otherwise(place)).to_series(), *AT)
    rows = crowd(many.drop("at", "crowd"), part.people).drop("place")
    rows = filed.with_columns(behind=behind).hstack(rows).with_columns(many["at"], exact=_exact(rows, settings, spread))
    # where no order counts, those of whom the same is known are one
    same = [name for name in CROWDED if name not in (*AT, "behind", "worst", "limit")]
    alone = pl.when("exact").then(pl.col("at") + 1).otherwise(0).alias("alone")
    sums = (
        rows.sort(AT)
        .group_by(*same, alone, maintain_order=True)
        .agg(pl.col(*AT, "behind").first(), pl.col("worst").sum(), pl.col("limit").min(), pl.col("at"))
    )
    numbers = sums.with_row_index("number").select("at", "number").explode("at")
    number = own.select(pl.int_range(pl.len(), dtype=pl.UInt32).alias("at")).join(
        numbers, on="at", how="left", maintain_order="left"
    )
    return Aside(part, members, own, number["number"], sums.select(pl.col(n).cast(t) for n, t in CROWDED.items()))


def _exact(rows: pl.DataFrame, settings: Settings, spread: int) -> pl.Series:
    """Whether what comes before counts: where release is withheld of what exceeds, in order of filing."""
    withheld = [each for each in settings.policy.periods if each.action == "withhold"]
    if settings.policy_date is not None:
        noon = datetime.combine(settings.policy_date, time(12))
        return pl.repeat(any(each.starts <= noon < each.ends for each in withheld), rows.height, eager=True)
    near, end = pl.col("day").is_null() & bool(withheld), timedelta(days=spread + 1)
    for each in withheld:
        near = near | pl.col("day").is_between(each.starts.date() - end, each.ends.date() + end).fill_null(False)
    return rows.select(near.alias("exact")).to_series()


def judge_aside(these: Aside, loose: pl.DataFrame, settings: Settings) -> Said:
    """loose: what all parts have for these claims (LOOSE, together)."""
    key = [*AT, "day", "who"]
    together = loose.group_by(key).agg(
        pl.col("best", "best_before").max(), pl.col("sum", "sum_before").sum(), pl.col("lowest").min()
    )
    where = where_of(these.part, these.own).with_columns(number=these.number)
    some = pl.col("number").is_not_null()
    where = where.select(
        file=pl.when(~some).then("file"), seq=pl.when(some).then("number").otherwise("seq"),
        day=pl.when(~some).then("day"), who="who",
    ).cast({name: LOOSE[name] for name in key})  # fmt: skip
    beyond = where.join(together, on=key, how="left", nulls_equal=True, maintain_order="left")
    beyond = beyond.with_columns(pl.col(name).fill_null(0) for name in BEYOND if name != "lowest")
    beyond = beyond.select(pl.col(n).cast(t) for n, t in BEYOND.items())
    part = these.part
    claims = judged(these.own, part.people, part.filed, settings, beyond)
    nowhere = pl.repeat(False, part.filed.height, eager=True)
    every = judged(these.members, part.people, part.filed, settings)
    evidence = replace(said(part, claims, settings), every=every, home=nowhere)
    found = list(find_all((IDENTIFIER_ALONE,), first_of_each(evidence, these.members)))
    return said_of(evidence, every, found, 0, (IDENTIFIER_ALONE,))
