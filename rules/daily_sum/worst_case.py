"""The worst reading (clause 19): what the groups come to when everything unread is as bad as it could be.

A shipment whose consignee or day is unread is an *extra*: it could stand in every group that it does not contradict.
Extras and groups never meet one by one. Extras are sorted by what they know (a *pattern*: a mask of the key's parts,
and whether the day is known); per pattern, both sides are projected on the parts that both know, and sums are joined.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

import polars as pl

from deminimis.edi.frames.runs import first_rows, least, running, summed
from deminimis.rules.base.keys import NO_LIMIT, beyond, known, mixed
from deminimis.rules.daily_sum.groups import at_worst
from deminimis.rules.daily_sum.meetings import (
    MORE,
    among_extras,
    but_itself,
    less_itself,
    onto_extras,
    onto_groups,
    twins,
)
from deminimis.rules.people.addresses import PARTS, part_hash
from deminimis.rules.people.identity import People

ALONE: Final = beyond(PARTS)  # the bit of an identifier that stands alone as its key
_COLUMNS: Final = (*(f"h_{part}" for part in PARTS), "h_id")


def _masked(frame: pl.DataFrame) -> pl.DataFrame:
    """Hashes of the parts, and the mask of those that are known."""
    hashed = frame.with_columns(*(part_hash(part).alias(f"h_{part}") for part in PARTS))
    return hashed.with_columns(mask=known(PARTS).cast(pl.UInt16)).drop(PARTS)


def _projection(common: int) -> pl.Expr:
    """One hash of the parts in the mask `common`."""
    return mixed(name for bit, name in enumerate(_COLUMNS) if common >> bit & 1).alias("projection")


def _may_meet(one: int, other: int) -> bool:
    """An identifier that stands alone is another person than any name, but an unread consignee could be it."""
    return not ((one | other) & ALONE) or one == other or not one or not other


def open_persons(people: People) -> pl.Series:
    """People whose key lacks a part, where another key has it and agrees in the rest (clauses 19 and 23)."""
    masks = people.aliases["mask"].unique().sort().to_list()
    found = [pl.Series("person", [], dtype=pl.UInt32)]
    if len(masks) < 2:
        return found[0]
    parts = _masked(people.parts().select("person", *PARTS)).with_columns(h_id=pl.lit(0, pl.UInt64))
    for mask in masks:
        for other in masks:
            if mask == other or mask & other == other:
                continue  # it lacks nothing that the other has
            view = _projection(mask & other)
            mine = parts.filter(pl.col("mask") == mask).select("person", view)
            theirs = parts.filter(pl.col("mask") == other).select(view, rival="person").unique()
            met = mine.join(theirs, on="projection").filter(pl.col("person") != pl.col("rival"))
            found.append(met["person"])
    return pl.concat(found).unique()


def _with_parts(members: pl.DataFrame, people: People) -> pl.DataFrame:
    """The parts that each extra knows: of its key, or of the address that is too little for one."""
    keyed = _masked(people.parts().filter("own").select("person", *PARTS))
    loose = _masked(people.addresses.lazy().select("address", *PARTS).collect())
    of_key = members.filter(pl.col("person").is_not_null()).join(keyed, on="person", how="left", maintain_order="left")
    of_key = of_key.with_columns(
        # No address in the key: an identifier that stands alone.
        h_id=pl.when(pl.col("mask").is_null()).then(pl.col("person").cast(pl.UInt64)).otherwise(0),
        mask=pl.col("mask").fill_null(ALONE),
    )
    of_row = members.filter(pl.col("person").is_null()).join(loose, on="address", how="left", maintain_order="left")
    of_row = of_row.with_columns(h_id=pl.lit(0, pl.UInt64), mask=pl.col("mask").fill_null(0))
    both = pl.concat([of_key, of_row.select(of_key.columns)])
    return both.with_columns(pl.col(name).fill_null(0) for name in _COLUMNS)


def without_consignee() -> pl.Expr:
    """A claim that could stand in the groups of many people; a change without its base touches nobody else's."""
    return pl.col("person").is_null() & ~pl.col("alone")


def judge(
    members: pl.DataFrame,
    people: People,
    open_people: pl.Series,
    beyond: pl.DataFrame | None = None,
    crowd: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Adds worst_over (of the group it stands in, or could) and worst_tipped (its running sum, or what it could be).

    beyond: what other parts of the call have for each member, one for one (BEYOND). crowd: claims of nobody that are
    not among the members, as sums (CROWD).
    """
    members = _prepared(members, open_people)
    extras = _and_crowd(_with_parts(members.filter("extra"), people), members.height, crowd)
    bound = pl.col("limit_cents")
    if extras.height:
        met = _met(members, extras, people)
        of_all = _on_top(met if beyond is None else met.and_beyond(beyond))
        more, more_before, lowest = (each.head(members.height) for each in of_all)
        # Who joins a group brings the limit of its own period (clause 16): the lowest that could meet.
        bound = pl.min_horizontal(bound, pl.when(pl.lit(more) > 0).then(pl.lit(lowest)))
        members = members.with_columns(
            group_worst=pl.when("extra").then("worst").otherwise("group_worst") + more,
            run_worst=pl.when("extra").then("worst").otherwise("run_worst") + more_before,
        )
    return members.with_columns(
        worst_over=pl.col("group_worst") > bound,
        worst_tipped=pl.col("run_worst") > bound,
    )


# What a part of a call has for a claim without consignee: of the greatest group that it could join, and of the floating
# claims of the part's own people, in all and before its place; and the lowest limit of these. Of several parts the
# greatest counts, and the sum.
BEYOND: Final = pl.Schema(
    dict.fromkeys(("best", "best_before", "sum", "sum_before", "lowest"), pl.Int64()),
)


# Claims of nobody as rows that other parts add up: what is known of whom they name (mask, hashes), the day, what they
# count at worst, the lowest limit; and twice the place, less one: between those of a part's own claims, even ones.
CROWD: Final = pl.Schema(
    {
        "mask": pl.UInt16(), **dict.fromkeys(_COLUMNS, pl.UInt64()), "day": pl.Date(), "place": pl.Int64(),
        "worst": pl.Int64(), "limit": pl.Int64(),
    }
)  # fmt: skip


def crowd(members: pl.DataFrame, people: People) -> pl.DataFrame:
    """CROWD of members without consignee, one for one; `place` is each one's own."""
    rows = _with_parts(members.with_columns(worst=at_worst()), people)
    return rows.select(pl.col(name).cast(dtype) for name, dtype in CROWD.items())


def _and_crowd(extras: pl.DataFrame, count: int, crowd: pl.DataFrame | None) -> pl.DataFrame:
    """The extras with those of the crowd, numbered behind the members of the part."""
    wanted = ("member", "ship", "person", "loose", *CROWD)
    extras = extras.select(wanted)
    if crowd is None or not crowd.height:
        return extras
    number = pl.int_range(count, count + crowd.height, dtype=pl.UInt32, eager=True)
    rows = crowd.with_columns(number.alias("member"), loose=pl.lit(True))
    return pl.concat([extras, rows.select(
        (pl.col(name) if name in rows.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in extras.schema.items()
    )])  # fmt: skip


def told(
    members: pl.DataFrame, people: People, loose: pl.Expr | None = None, crowd: pl.DataFrame | None = None
) -> pl.DataFrame:
    """BEYOND of each loose claim among the members, in their order, and then of the crowd.

    loose: which of the floating claims are judged elsewhere too, with what all parts say; without it those of nobody.
    """
    limits = least(members, "group", "limit").fill_null(NO_LIMIT)
    members = _prepared(members, open_persons(people), loose).with_columns(limit_cents=limits.gather(members["group"]))
    met = _met(members, _and_crowd(_with_parts(members.filter("extra"), people), members.height, crowd), people)
    sums, best = met.known, met.greatest
    lowest = pl.concat([sums, best]).group_by("member").agg(pl.col("lowest").min()).sort("member")["lowest"]
    sums, best = sums.group_by("member").agg(pl.col("more", "before").sum()).sort("member"), _greatest(best)
    every = pl.DataFrame(
        [best["more"], best["before"], sums["more"], sums["before"], lowest], schema=list(BEYOND), orient="col"
    )
    wanted = pl.concat([members["loose"], pl.repeat(True, every.height - members.height, eager=True)])
    return every.cast(BEYOND).filter(wanted)


def _greatest(found: pl.DataFrame) -> pl.DataFrame:
    return found.group_by("member").agg(pl.col("more", "before").max()).sort("member")


def _prepared(members: pl.DataFrame, open_people: pl.Series, loose: pl.Expr | None = None) -> pl.DataFrame:
    """The members numbered, with what each and its group count at worst; `extra`: it floats, `closed`: it does not.

    Places are doubled, so that there is one between any two for the crowd.
    """
    members = members.with_row_index("member").with_columns(
        worst=at_worst(),
        place=pl.col("place").cast(pl.Int64) * 2,
        loose=without_consignee() if loose is None else loose,
    )
    floating = pl.col("person").is_null() | pl.col("day").is_null() | pl.col("person").is_in(open_people.implode())
    # A change without its base touches other groups only through a day and a consignee that it carries (clause 5).
    adrift = pl.col("alone") & (pl.col("person").is_null() | pl.col("day").is_null())
    members = members.with_columns(extra=(floating & ~adrift).fill_null(True), closed=~floating.fill_null(True))
    starts = first_rows(members, "group")
    sums = summed(members, "group", worst=pl.col("worst"))["worst"]
    return members.with_columns(
        group_worst=sums.gather(members["group"]), run_worst=running(members, "group", "worst", starts)
    )


class _Pattern(NamedTuple):
    """What floating claims know: a mask of the parts of a key, whether the day; and whether they are loose."""

    mask: int
    dated: bool
    loose: bool


def _patterns(frame: pl.DataFrame) -> Iterator[tuple[_Pattern, pl.DataFrame]]:
    """The rows of each pattern."""
    keys = frame.select("mask", pl.col("day").is_not_null().alias("dated"), "loose").unique()
    for mask, dated, loose in keys.sort("mask", "dated", "loose").iter_rows():
        day = pl.col("day").is_not_null() if dated else pl.col("day").is_null()
        same = (pl.col("mask") == mask) & day & (pl.col("loose") == loose)
        yield _Pattern(mask, dated, loose), frame.filter(same)


class _Meetings(NamedTuple):
    """What could come on top of each member's group or (an extra) of itself: member, more (in all), before (its place).

    And the lowest limit of those that it could meet. Every member has at least one row in each.
    """

    known: pl.DataFrame  # summed: of floating claims of a part's own people
    loose: pl.DataFrame  # summed: of those that are judged with what all parts say
    greatest: pl.DataFrame  # of groups: of these the greatest counts

    def and_beyond(self, beyond: pl.DataFrame) -> "_Meetings":
        """With what other parts have for each member (BEYOND), one for one."""
        rows = beyond.with_row_index("member")
        sums = rows.select("member", "lowest", more="sum", before="sum_before").select(list(MORE)).cast(MORE)
        best = rows.select("member", "lowest", more="best", before="best_before").select(list(MORE)).cast(MORE)
        return _Meetings(pl.concat([self.known, sums]), self.loose, pl.concat([self.greatest, best]))


def _on_top(met: _Meetings) -> tuple[pl.Series, pl.Series, pl.Series]:
    """Per member (then of the crowd) all that could come on top: in all, before its place, and the lowest limit."""
    added = [met.known, met.loose]
    total = pl.concat(added).group_by("member").agg(pl.col("more", "before").sum())
    best = met.greatest.group_by("member").agg(pl.col("more", "before").max())
    lowest = pl.concat([*added, met.greatest]).group_by("member").agg(pl.col("lowest").min())
    both = total.join(best, on="member", suffix="_best").join(lowest, on="member").sort("member")
    return both["more"] + both["more_best"], both["before"] + both["before_best"], both["lowest"]


def _met(members: pl.DataFrame, extras: pl.DataFrame, people: People) -> _Meetings:
    """Whom each member could meet."""
    groups = members.filter("closed").select("group", "person", "day").unique("group", maintain_order=True)
    aliases = _masked(people.parts().select("person", *PARTS))
    groups = groups.join(aliases, on="person", how="left", maintain_order="left").with_columns(
        h_id=pl.when(pl.col("mask").is_null()).then(pl.col("person").cast(pl.UInt64)).otherwise(0),
        mask=pl.col("mask").fill_null(ALONE),
    )
    groups = groups.with_columns(pl.col(name).fill_null(0) for name in _COLUMNS)
    inside = members.filter("closed").select(
        "group", "member", "place", "group_worst", "run_worst", "action", "limit_cents"
    )
    again = twins(members, extras)
    withholding = members.select((pl.col("action") == "withhold").fill_null(True).any()).item()
    every = pl.concat([members["member"], extras["member"]]).unique()
    blank = pl.DataFrame({"member": every, "more": 0, "before": 0, "lowest": None}, schema=MORE)
    known, loose, greatest = [blank], [blank], [blank]
    for pattern, mine in _patterns(extras):
        mask, dated, _ = pattern
        for group_mask in groups["mask"].unique().sort().to_list():
            if not _may_meet(mask, group_mask):
                continue
            view, keys = _projection(mask & group_mask), ["projection", *(["day"] if dated else [])]
            floating = mine.select("member", "ship", "place", "worst", "limit", "day", view)
            fixed = groups.filter(pl.col("mask") == group_mask).select("group", "day", view).unique()
            added = loose if pattern.loose else known
            added.append(onto_groups(floating, fixed, inside, keys, withholding))
            greatest.append(onto_extras(floating, fixed, inside, keys, withholding))
            if again.height:
                added.append(less_itself(floating, fixed, inside, keys, again))
                greatest[-1] = but_itself(greatest[-1], floating, fixed, inside=inside, keys=keys, again=again)
        for other, others in _patterns(extras):
            if not _may_meet(mask, other.mask):
                continue
            view = _projection(mask & other.mask)
            keys = ["projection", *(["day"] if dated and other.dated else [])]
            (loose if other.loose else known).append(
                among_extras(
                    mine.select("member", "place", "worst", "day", view),
                    others.select("place", "worst", "limit", "day", view),
                    keys,
                    own=pattern == other,
                )
            )
    return _Meetings(pl.concat(known), pl.concat(loose), pl.concat(greatest))
