"""The whole rule, from filings to verdicts and findings: `judge`."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any, Final, NamedTuple

import polars as pl

from deminimis.edi.frames import findings
from deminimis.edi.frames.shipments import FORMAT, MODE, Filings
from deminimis.rules.base.filed import Filed
from deminimis.rules.base.frames import BASIS, ROLE, VERDICT
from deminimis.rules.base.settings import Settings
from deminimis.rules.daily_sum import (
    bills_to_move as moves,
)
from deminimis.rules.daily_sum import (
    day as standings,
)
from deminimis.rules.daily_sum import (
    groups as memberships,
)
from deminimis.rules.daily_sum import (
    verdicts as daily_limit,
)
from deminimis.rules.on_file import facts as events
from deminimis.rules.on_file import settle as state
from deminimis.rules.people import identity
from deminimis.rules.policy import table as policy
from deminimis.rules.rulebook import rule as registry
from deminimis.rules.rulebook.book import RULES
from deminimis.rules.rulebook.evidence import Evidence

_REF: Final = pl.Struct({"file": pl.UInt32, "seq": pl.UInt32})
GROUPS: Final[dict[str, Any]] = {
    "group": pl.UInt32,
    "consignee_key": pl.String,
    "consignee_name": pl.String,
    "consignee": pl.String,
    "day": pl.Date,
    "basis": BASIS,
    "period": pl.String,
    "action": policy.ACTION,
    "limit_cents": pl.Int64,
    "total_cents": pl.Int64,
    "counted_cents": pl.Int64,
    "verdict": VERDICT,
    "provisional": pl.Boolean,
    "over": pl.Boolean,
    "lower_bound": pl.Boolean,
}
MEMBERS: Final[dict[str, Any]] = {
    "group": pl.UInt32,
    "ship": pl.UInt32,  # one shipment has one number, in whatever groups it stands
    "place": pl.UInt32,
    "file": pl.UInt32,  # of the filing that decides: the entry where there is one
    "seq": pl.UInt32,
    "line": pl.UInt32,
    "byte": pl.UInt64,
    "filing": pl.Enum(["manifest", "entry"]),
    "manifest": _REF,
    "entry": _REF,
    "bill": pl.String,
    "entry_number": pl.String,
    "entry_type": pl.String,
    "format": FORMAT,
    "mode": MODE,
    "value_cents": pl.Int64,
    "value_unread": pl.Boolean,
    "period": pl.String,
    "action": policy.ACTION,
    "role": ROLE,
    "verdict": VERDICT,
    "provisional": pl.Boolean,
    "eligible": pl.Boolean,
    "reasons": pl.List(pl.String),
    "assumed": pl.Boolean,
    "message": pl.UInt32,
    "move_to": pl.String,  # the entry type to file instead, for the fewest that bring the rest to the limit
}


class Counts(NamedTuple):
    """The numbers of the summary."""

    shipments: int
    claims: int
    groups: int
    groups_over: int
    shipments_flagged: int
    shipments_unknown: int
    shipments_rejected: int
    claimed_cents: int


@dataclass(frozen=True)
class Judgement:
    """Groups, findings, and counts."""

    named: Callable[[], pl.DataFrame]
    findings: pl.DataFrame
    counts: Counts
    told: Callable[[], pl.DataFrame]
    more: Counter[tuple[int | None, str, str]] = field(default_factory=Counter)  # findings counted and not made

    @cached_property
    def groups(self) -> pl.DataFrame:
        """The consignee days with their texts, made for the reports that show them."""
        return self.named()

    @cached_property
    def shipments(self) -> pl.DataFrame:
        """The claims in the groups, in their order, as reports show them; made for those that do."""
        return self.told()


def judge(filings: Filings, settings: Settings, most: int | None = None) -> Judgement:
    """Judges all filings of a call together. most: so many findings of a code and file are made, all are counted."""
    read = events.read(filings, settings)
    settled = state.settle(filings, settings, read)
    consignees = identity.Consignees.of(read, settled.stands)
    filed, without_lines = read.filed, read.rows.filter(~pl.col("lined"))["row"]
    del read  # wide frames of every shipment: each goes when the next is made
    people = identity.identify(consignees, filed, settings)
    stands, settled = settled.stands, settled._replace(stands=settled.stands.clear())
    dated = [_with_people(standings.date_and_judge(stands, settings), people)]
    del stands
    members = memberships.memberships(dated.pop(), settings.policy)  # which nobody else holds then
    members = memberships.without_covered(members, settled.covered)
    members = daily_limit.judge_members(members, people)
    groups = daily_limit.judge_groups(members)
    members = _with_reasons(members)
    members = members.drop("basis").with_columns(movable=_movable(members, filed))
    members = members.with_columns(moves.to_move(members, settings.informal_limit_cents))
    evidence = Evidence(
        filings, filed, settings, groups, members, settled.notes, settled.pairs, people, without_lines, most
    )
    found = findings.concat(registry.find_all(RULES, evidence))
    return Judgement(
        partial(_groups, evidence),
        found,
        _counts(evidence, settled.bills),
        partial(_shipments, members, filed, settings),
        evidence.more,
    )


def _movable(members: pl.DataFrame, filed: Filed) -> pl.Series:
    """Whether it is a filing of its own, and not a total known from elsewhere."""
    known = filed.select(pl.col("format").is_not_null()).to_series()
    if known.all():
        return pl.Series([True], dtype=pl.Boolean).new_from_index(0, members.height)
    return known.gather(members.select(pl.coalesce("entry_row", "manifest_row")).to_series())


def _with_people(stands: pl.DataFrame, people: identity.People) -> pl.DataFrame:
    """Adds the person of each standing."""
    known = people.known.select("address", "identifier", "person")
    on = ["address", "identifier"]
    if known["identifier"].null_count() == known.height:
        on, known = on[:1], known.drop("identifier")
    found = stands.select(on).join(known, on=on, how="left", nulls_equal=True, maintain_order="left")
    return stands.with_columns(found["person"])


def _groups(evidence: Evidence) -> pl.DataFrame:
    """The groups as the reports show them."""
    groups = evidence.told(evidence.groups)
    return groups.select(pl.col(name).cast(dtype) for name, dtype in GROUPS.items())


def _with_reasons(members: pl.DataFrame) -> pl.DataFrame:
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


def _shipments(members: pl.DataFrame, filed: Filed, settings: Settings) -> pl.DataFrame:
    """The claims as the reports show them: rows of the filings beside the verdicts."""
    lead = pl.coalesce("entry_row", "manifest_row")
    row = members.select(pl.coalesce("manifest_row", "entry_row")).to_series()
    deciding = members.select(lead).to_series()
    names = pl.Series([period.name for period in settings.policy.periods], dtype=pl.String)

    def reference(rows: pl.Series) -> pl.Series:
        both = filed.take(rows, "file", "seq").to_struct()
        return pl.select(pl.when(rows.is_not_null()).then(both)).to_series()

    lead_facts = filed.take(deciding, "file", "seq", "message", "line", "byte", "filing", "format", "mode", "bill")
    entry = members["entry_row"]
    frame = members.with_columns(
        *lead_facts.iter_columns(),
        filed.column(row, "bill").alias("bill_manifest"),
        *filed.take(entry, "entry_number", "entry_type").iter_columns(),
        reference(members["manifest_row"]).alias("manifest"),
        reference(entry).alias("entry"),
        names.gather(members["period_index"]).alias("period"),
        pl.int_range(pl.len(), dtype=pl.UInt32).alias("place"),
    )
    frame = frame.with_columns(
        place=pl.col("place") - pl.col("place").first().over("group"),
        bill=pl.coalesce("bill", "bill_manifest"),
        value_cents="value",
    )
    return frame.select(pl.col(name).cast(dtype) for name, dtype in MEMBERS.items())


def _counts(evidence: Evidence, bills: int) -> Counts:
    groups, members = evidence.groups, evidence.members
    flagged = pl.col("verdict").is_in(["warn", "withhold", "reject"])
    unknown = pl.col("verdict") == "unknown"
    if evidence.once:
        claimed = members.filter("claim")["value"].sum()
    else:
        claimed = members.filter("claim").group_by("ship").agg(pl.col("value").max())["value"].sum()
    return Counts(
        shipments=bills,
        claims=members.height if evidence.once else members["ship"].n_unique(),
        groups=groups.height,
        groups_over=int(groups["over"].sum()),
        shipments_flagged=members.filter(flagged)["ship"].n_unique(),
        shipments_unknown=members.filter(unknown)["ship"].n_unique(),
        shipments_rejected=members.filter(pl.col("verdict") == "reject")["ship"].n_unique(),
        claimed_cents=int(claimed),
    )
