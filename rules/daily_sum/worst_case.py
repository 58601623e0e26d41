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
    members: pl.DataFrame, people: People, open_people: pl.Series, beyond: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Adds worst_over (of the group it stands in, or could) and worst_tipped (its running sum, or what it could be).

    beyond: what other parts of the call have for each member, one for one (BEYOND).
    """
    members = _prepared(members, open_people)
    extras = _with_parts(members.filter("extra"), people)
    bound = pl.col("limit_cents")
    if extras.height:
        met = _met(members, extras, people)
        more, more_before, lowest = _on_top(met if beyond is None else met.and_beyond(beyond))
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


def told(members: pl.DataFrame, people: People) -> pl.DataFrame:
    """BEYOND of each claim without consignee among the members, in their order."""
    limits = least(members, "group", "limit").fill_null(NO_LIMIT)
    members = _prepared(members, open_persons(people)).with_columns(limit_cents=limits.gather(members["group"]))
    rows = members.with_columns(without_consignee().alias("loose"))["loose"]
    met = _met(members, _with_parts(members.filter("extra"), people), people)
    sums, best = met.known, met.greatest
    lowest = pl.concat([sums, best]).group_by("member").agg(pl.col("lowest").min()).sort("member")["lowest"]
    sums, best = sums.group_by("member").agg(pl.col("more", "before").sum()).sort("member"), _greatest(best)
    every = pl.DataFrame(
        [best["more"], best["before"], sums["more"], sums["before"], lowest], schema=list(BEYOND), orient="col"
    )
    return every.cast(BEYOND).filter(rows)


def _greatest(found: pl.DataFrame) -> pl.DataFrame:
    return found.group_by("member").agg(pl.col("more", "before").max()).sort("member")


def _prepared(members: pl.DataFrame, open_people: pl.Series) -> pl.DataFrame:
    """The members numbered, with what each and its group count at worst; `extra`: it floats, `closed`: it does not."""
    members = members.with_row_index("member").with_columns(worst=at_worst())
    floating = pl.col("person").is_null() | pl.col("day").is_null() | pl.col("person").is_in(open_people.implode())
    # A change without its base touches other groups only through a day and a consignee that it carries (clause 5).
    adrift = pl.col("alone") & (pl.col("person").is_null() | pl.col("day").is_null())
    members = members.with_columns(extra=(floating & ~adrift).fill_null(True), closed=~floating.fill_null(True))
    starts = first_rows(members, "group")
    sums = summed(members, "group", worst=pl.col("worst"))["worst"]
    return members.with_columns(
        group_worst=sums.gather(members["group"]), run_worst=running(members, "group", "worst", starts)
    )


def _patterns(frame: pl.DataFrame) -> Iterator[tuple[int, bool, pl.DataFrame]]:
    """The rows of each pattern: mask, whether the day is known."""
    keys = frame.select("mask", dated=pl.col("day").is_not_null()).unique().sort("mask", "dated")
    for mask, dated in keys.iter_rows():
        day = pl.col("day").is_not_null() if dated else pl.col("day").is_null()
        yield mask, dated, frame.filter((pl.col("mask") == mask) & day)


class _Meetings(NamedTuple):
    """What could come on top of each member's group or (an extra) of itself: member, more (in all), before (its place).

    And the lowest limit of those that it could meet. Every member has at least one row in each.
    """

    known: pl.DataFrame  # summed: of floating claims that name a person
    loose: pl.DataFrame  # summed: of those that name nobody
    greatest: pl.DataFrame  # of groups: of these the greatest counts

    def and_beyond(self, beyond: pl.DataFrame) -> "_Meetings":
        """With what other parts have for each member (BEYOND), one for one."""
        rows = beyond.with_row_index("member")
        sums = rows.select("member", "lowest", more="sum", before="sum_before").select(list(_MORE)).cast(_MORE)
        best = rows.select("member", "lowest", more="best", before="best_before").select(list(_MORE)).cast(_MORE)
        return _Meetings(pl.concat([self.known, sums]), self.loose, pl.concat([self.greatest, best]))


def _on_top(met: _Meetings) -> tuple[pl.Series, pl.Series, pl.Series]:
    """Per member, all that could come on top: in all, before its place, and the lowest limit."""
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
    twins = _twins(members, extras)
    withholding = members.select((pl.col("action") == "withhold").fill_null(True).any()).item()
    blank = pl.DataFrame({"member": members["member"], "more": 0, "before": 0, "lowest": None}, schema=_MORE)
    known, loose, greatest = [blank], [blank], [blank]
    for mask, dated, mine in _patterns(extras):
        for group_mask in groups["mask"].unique().sort().to_list():
            if not _may_meet(mask, group_mask):
                continue
            view, keys = _projection(mask & group_mask), ["projection", *(["day"] if dated else [])]
            floating = mine.select("member", "ship", "place", "worst", "limit", "day", view)
            fixed = groups.filter(pl.col("mask") == group_mask).select("group", "day", view).unique()
            added = loose if _nobody(mine) else known
            added.append(_onto_groups(floating, fixed, inside, keys, withholding))
            greatest.append(_onto_extras(floating, fixed, inside, keys, withholding))
            if twins.height:
                added.append(_less_itself(floating, fixed, inside, keys, twins))
                greatest[-1] = _but_itself(greatest[-1], floating, fixed, inside=inside, keys=keys, twins=twins)
        for other_mask, other_dated, others in _patterns(extras):
            if not _may_meet(mask, other_mask):
                continue
            view = _projection(mask & other_mask)
            keys = ["projection", *(["day"] if dated and other_dated else [])]
            (loose if _nobody(others) else known).append(
                _among_extras(
                    mine.select("member", "place", "worst", "day", view),
                    others.select("place", "worst", "limit", "day", view),
                    keys,
                    own=(mask, dated) == (other_mask, other_dated),
                )
            )
    return _Meetings(pl.concat(known), pl.concat(loose), pl.concat(greatest))


def _nobody(extras: pl.DataFrame) -> bool:
    """Whether extras of one pattern name nobody: what knows a whole key, or an identifier alone, names a person."""
    return extras["person"].null_count() > 0


_MORE: Final = pl.Schema({"member": pl.UInt32(), "more": pl.Int64(), "before": pl.Int64(), "lowest": pl.Int64()})


def _up_to(frame: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """The sum of `worst` within the keys up to each place, sorted for join_asof."""
    frame = frame.sort("place")
    return frame.select(*keys, "place", before=pl.col("worst").cum_sum().over(keys))


def _onto_groups(
    floating: pl.DataFrame, fixed: pl.DataFrame, inside: pl.DataFrame, keys: list[str], withholding: bool
) -> pl.DataFrame:
    """What the extras add to the members of the groups they could join."""
    sums = floating.group_by(keys).agg(more=pl.col("worst").sum(), lowest=pl.col("limit").min())
    met = fixed.join(sums, on=keys).join(inside, on="group")
    if not withholding:
        return met.select("member", "more", pl.lit(0, pl.Int64).alias("before"), "lowest").cast(_MORE)
    met = met.sort("place").join_asof(
        _up_to(floating, keys), on="place", by=keys, allow_exact_matches=False, check_sortedness=False
    )
    return met.select("member", "more", pl.col("before").fill_null(0), "lowest").cast(_MORE)


def _onto_extras(
    floating: pl.DataFrame, fixed: pl.DataFrame, inside: pl.DataFrame, keys: list[str], withholding: bool
) -> pl.DataFrame:
    """What the greatest of the groups that an extra could join has, in all and before the extra's place."""
    met = fixed.join(inside, on="group")
    most = met.group_by(keys).agg(more=pl.col("group_worst").max(), lowest=pl.col("limit_cents").min())
    found = floating.join(most, on=keys)
    if not withholding:
        return found.select("member", "more", pl.lit(0, pl.Int64).alias("before"), "lowest").cast(_MORE)
    best = met.sort("place").select(*keys, "place", before=pl.col("run_worst").cum_max().over(keys))
    found = found.sort("place").join_asof(best, on="place", by=keys, allow_exact_matches=False, check_sortedness=False)
    return found.select("member", "more", pl.col("before").fill_null(0), "lowest").cast(_MORE)


def _twins(members: pl.DataFrame, extras: pl.DataFrame) -> pl.DataFrame:
    """Shipments that float and also stand in a group: ship, group, own (what they count there at worst)."""
    twice = members.filter(pl.col("closed")).join(extras.select("ship").unique(), on="ship", how="semi")
    return twice.select("ship", "group", own="worst")


def _less_itself(
    floating: pl.DataFrame, fixed: pl.DataFrame, inside: pl.DataFrame, keys: list[str], twins: pl.DataFrame
) -> pl.DataFrame:
    """What `_onto_groups` adds too much: a shipment does not join a group that it stands in."""
    again = floating.join(twins, on="ship").join(fixed, on=[*keys, "group"])
    much = again.group_by("group").agg(more=-pl.col("worst").sum())
    added = inside.join(much, on="group")
    return added.select("member", "more", before=pl.lit(0, pl.Int64), lowest=pl.lit(None, pl.Int64)).cast(_MORE)


def _but_itself(
    found: pl.DataFrame,
    floating: pl.DataFrame,
    fixed: pl.DataFrame,
    *,
    inside: pl.DataFrame,
    keys: list[str],
    twins: pl.DataFrame,
) -> pl.DataFrame:
    """`_onto_extras`, with its own part taken out of a group that the extra stands in. `before` stays as it is."""
    twice = floating.join(twins.select("ship").unique(), on="ship", how="semi")
    sums = inside.group_by("group").agg(pl.col("group_worst").first())
    met = twice.join(fixed, on=keys).join(sums, on="group").join(twins, on=["ship", "group"], how="left")
    rest = met.group_by("member").agg(less=(pl.col("group_worst") - pl.col("own").fill_null(0)).max())
    both = found.join(rest, on="member", how="left").with_columns(more=pl.coalesce("less", "more"))
    return both.drop("less").cast(_MORE)


def _among_extras(mine: pl.DataFrame, others: pl.DataFrame, keys: list[str], *, own: bool) -> pl.DataFrame:
    """What the other extras add to an extra, where they do not contradict each other."""
    sums = others.group_by(keys).agg(more=pl.col("worst").sum(), lowest=pl.col("limit").min())
    found = mine.join(sums, on=keys)
    if own:
        found = found.with_columns(more=pl.col("more") - pl.col("worst"))
    found = found.sort("place").join_asof(
        _up_to(others, keys), on="place", by=keys, allow_exact_matches=False, check_sortedness=False
    )
    return found.select("member", "more", pl.col("before").fill_null(0), "lowest").cast(_MORE)
