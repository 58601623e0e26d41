"""DM106: sums so near the limit that a small error would change the outcome."""

import polars as pl

from deminimis.edi.frames.findings import NOTE
from deminimis.edi.frames.runs import first_rows, summed
from deminimis.rules.rulebook.book.dm101_daily_sum import texts
from deminimis.rules.rulebook.evidence import Evidence, lead_row
from deminimis.rules.rulebook.findings import dollars
from deminimis.rules.rulebook.rule import Among, rule


@rule(
    "DM106",
    "near-limit",
    NOTE,
    "{consignee} on {day}: {total} is {what}",
    scope="person",
    source="our choice",
    where=Among("members", pl.col("mild") > 0, ("group", "mild", "limit_cents", "entry_row", "manifest_row")),
)
def NEAR(evidence: Evidence, found: pl.DataFrame) -> pl.DataFrame | None:
    """The sum is so near the limit, or so placed, that a small error would change the outcome.

    Four cases: all values are whole dollars and the sum is within 50 cents a shipment of the limit, on either side
    (rounding may hide the cents); an entry of exactly the limit; two neighbouring days, neither over alone, that
    together may exceed the limit (a late flight would join them); a bill in parts that all state the same value,
    which counts once, where the sum of its parts would be above the limit.

    Example: shipments of $399.00 and $400.00 on one day: $799.00.
    What to do: check the cents, the dates of arrival, and whether a part's value is its own or the whole bill's.
    Certainty: a note of ours, CBP publishes nothing about it.
    """
    exactly = pl.col("entry_row").is_not_null() & (pl.col("mild") == pl.col("limit_cents"))
    counted = found.select("group", "mild", row=lead_row(), exact=pl.when(exactly).then(lead_row()))
    starts = first_rows(counted, "group")
    sums = summed(counted, "group", cents=pl.col("mild") % 100 != 0, count=pl.col("mild") > 0)
    last = starts.shift(-1, fill_value=counted.height) - 1
    first = counted.filter(pl.col("exact").is_not_null()).unique("group", keep="first").select("group", "exact")
    of_group = pl.col("group", "person", "day", "period_index", "over", "judged", "limit_cents")
    groups = (
        evidence.groups.select(of_group.gather(counted["group"].gather(starts)))
        .with_columns(whole=sums["cents"] == 0, count=sums["count"], row=counted["row"].gather(last))
        .join(first, on="group", how="left", maintain_order="left")
    )
    margin = evidence.settings.near_limit_cents * pl.col("count")
    distance = (pl.col("judged") - pl.col("limit_cents")).abs()
    near = groups.filter(pl.col("whole") & (distance <= margin)).with_columns(
        what=pl.lit("in whole dollars and near the limit of ") + dollars(pl.col("limit_cents"))
    )
    exact = groups.filter(pl.col("exact").is_not_null()).with_columns(
        row="exact", judged="limit_cents", what=pl.lit("exactly the limit on one entry")
    )
    told = ["row", "what", "judged", "person", "period_index", "day", "limit_cents"]
    cases = (near, exact, _two_days(groups), _in_parts(evidence, groups))
    here = pl.lit(True) if evidence.here is None else evidence.here
    met = [frame.select(told).filter(here) for frame in cases if frame.height]
    if not met:
        return None
    return evidence.told(pl.concat(met)).select("row", "what", *texts(), total=dollars(pl.col("judged")))


def _two_days(groups: pl.DataFrame) -> pl.DataFrame:
    """Groups below the limit that would be above it together with their person's next day (clause 20)."""
    under = groups.filter(~pl.col("over") & pl.col("person").is_not_null() & pl.col("day").is_not_null())
    under = under.filter(pl.col("person").is_duplicated())
    if not under.height:
        return under
    following = under.select("person", day=pl.col("day").dt.offset_by("-1d"), next="judged", next_limit="limit_cents")
    together = under.join(following, on=["person", "day"], maintain_order="left").with_columns(
        pl.col("judged") + pl.col("next")
    )
    return together.filter(pl.col("judged") > pl.min_horizontal("limit_cents", "next_limit")).with_columns(
        what=pl.lit("the sum of this day and the next: together they may exceed the limit")
    )


def _in_parts(evidence: Evidence, groups: pl.DataFrame) -> pl.DataFrame:
    """Groups below the limit that would be above it if every part of a bill had its stated value for itself."""
    split = evidence.members.filter(pl.col("assumed") & (pl.col("mild") > 0))
    if not split.height:
        return groups.clear()
    in_parts = pl.col("part").is_not_null() & (pl.col("filing") == "manifest")
    parts = evidence.whole("bill", "part", "value_cents", where=in_parts)
    parts = parts.unique(["bill", "part"], keep="last").group_by("bill").agg(sum=pl.col("value_cents").sum())
    bills = evidence.filed.column(split["manifest_row"], "bill")
    split = split.select("group", "mild", row=lead_row()).with_columns(bills.alias("bill"))
    more = split.join(parts, on="bill").filter(pl.col("sum") > pl.col("mild"))
    more = more.group_by("group", maintain_order=True).agg(
        pl.col("row", "bill").first(), more=(pl.col("sum") - pl.col("mild")).sum()
    )
    found = groups.filter(~pl.col("over")).drop("row").join(more, on="group", maintain_order="left")
    found = found.filter(pl.col("judged") + pl.col("more") > pl.col("limit_cents"))
    text = "with {} counted once, as its parts state the same value; their sum would be above the limit of {}"
    return found.with_columns(what=pl.format(text, "bill", dollars(pl.col("limit_cents"))))
