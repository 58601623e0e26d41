"""What a judgement shows outside: numbers of periods, persons and filings become names and places at this door.

Within the rule a claim is rows, keys and numbers (`base.frames`). Here the consignee days (GROUPS), the claims in them
(MEMBERS) and the figures of the summary are made of these, for the reports that ask for them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, NamedTuple, Protocol

import polars as pl

from deminimis.edi.frames.shipments import FORMAT, MODE
from deminimis.rules.base.frames import BASIS, ROLE, VERDICT
from deminimis.rules.policy.table import ACTION
from deminimis.rules.rulebook.evidence import Evidence, lead_row

_REF: Final = pl.Struct({"file": pl.UInt32, "seq": pl.UInt32})
GROUPS: Final[dict[str, Any]] = {
    "group": pl.UInt32,
    "consignee_key": pl.String,
    "consignee_name": pl.String,
    "consignee": pl.String,
    "day": pl.Date,
    "basis": BASIS,
    "period": pl.String,
    "action": ACTION,
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
    "action": ACTION,
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
    entries_11: int = 0  # entries of type 11 that are not cancelled
    entries_01: int = 0


class Shown(Protocol):
    """The consignee days (GROUPS), and the claims in them in their order (MEMBERS)."""

    @property
    def groups(self) -> pl.DataFrame:
        """GROUPS."""
        ...

    @property
    def shipments(self) -> pl.DataFrame:
        """MEMBERS."""
        ...

    @property
    def floating(self) -> pl.Series:
        """Those of `group` whose consignee or day is unread (clause 19)."""
        ...

    def days(self, *names: str, where: pl.Expr | None = None) -> pl.DataFrame:
        """Some columns of GROUPS; where: a test of `group`."""
        ...

    def claims(self, *names: str, where: pl.Expr | None = None) -> pl.DataFrame:
        """Some columns of MEMBERS; where: a test of `group`."""
        ...


class Frames(NamedTuple):
    """Those of them that were chosen."""

    groups: pl.DataFrame
    shipments: pl.DataFrame

    @property
    def floating(self) -> pl.Series:
        """The days of nobody, and those of no day."""
        return self.groups.filter(pl.col("consignee_key").is_null() | pl.col("day").is_null())["group"]

    def days(self, *names: str, where: pl.Expr | None = None) -> pl.DataFrame:
        """Some columns of the consignee days."""
        return _among(self.groups, where).select(names)

    def claims(self, *names: str, where: pl.Expr | None = None) -> pl.DataFrame:
        """Some columns of the claims."""
        return _among(self.shipments, where).select(names)


def _among(rows: pl.DataFrame, where: pl.Expr | None) -> pl.DataFrame:
    return rows if where is None else rows.filter(where)


@dataclass(frozen=True)
class Translated:
    """All of them, each made where a report first asks for it."""

    evidence: Evidence

    @cached_property
    def groups(self) -> pl.DataFrame:
        """The consignee days with their texts."""
        return self.days(*GROUPS)

    @cached_property
    def shipments(self) -> pl.DataFrame:
        """The claims: rows of the filings beside the verdicts."""
        return self.claims(*MEMBERS)

    @property
    def floating(self) -> pl.Series:
        """The days of nobody, and those of no day."""
        return self.evidence.groups.filter(pl.col("person").is_null() | pl.col("day").is_null())["group"]

    def days(self, *names: str, where: pl.Expr | None = None) -> pl.DataFrame:
        """Some columns of the consignee days, made each time."""
        groups = self.evidence.told(_among(self.evidence.groups, where))
        return groups.select(pl.col(name).cast(GROUPS[name]) for name in names)

    def claims(self, *names: str, where: pl.Expr | None = None) -> pl.DataFrame:
        """Some columns of the claims, made each time: of a million all of them are half a gigabyte."""
        return _claims(self.evidence, _among(self.evidence.members, where), names)


def _claims(evidence: Evidence, members: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """The claims as the reports show them: rows of the filings beside the verdicts, as far as they are asked for."""
    filed, wanted = evidence.filed, set(names)
    made: dict[str, pl.Series] = {}
    deciding = members.select(lead_row()).to_series()
    lead = [name for name in _OF_LEAD if name in wanted]
    made |= {each.name: each for each in filed.take(deciding, *lead).iter_columns()} if lead else {}
    if "bill" in wanted:
        row = members.select(pl.coalesce("manifest_row", "entry_row")).to_series()
        other = filed.column(row, "bill")
        made["bill"] = pl.select(pl.coalesce(made["bill"], other.alias("other"))).to_series()
    entry = [name for name in ("entry_number", "entry_type") if name in wanted]
    if entry:
        made |= {each.name: each for each in filed.take(members["entry_row"], *entry).iter_columns()}
    for side in ("manifest", "entry"):
        if side in wanted:
            rows = members[f"{side}_row"]
            both = filed.take(rows, "file", "seq").to_struct()
            made[side] = pl.select(pl.when(rows.is_not_null()).then(both)).to_series()
    if "period" in wanted:
        periods = pl.Series([period.name for period in evidence.settings.policy.periods], dtype=pl.String)
        made["period"] = periods.gather(members["period_index"])
    own = {name: pl.col("value") if name == "value_cents" else pl.col(name) for name in names if name not in made}
    if "place" in wanted:
        own["place"] = pl.int_range(pl.len(), dtype=pl.UInt32).over("group")  # the claims of a day stand together
    made |= {each.name: each for each in members.select(**own).iter_columns()}
    return pl.DataFrame([made[name].cast(MEMBERS[name]).alias(name) for name in names])


_OF_LEAD: Final = ("file", "seq", "message", "line", "byte", "filing", "format", "mode", "bill")
INSTEAD: Final = (pl.col("filing") == "entry") & pl.col("entry_type").is_in(["11", "01"])
_OF_ENTRY: Final = ("entry_number", "entry_type", "action")


def entries_instead(rows: pl.DataFrame, home: pl.Series | None = None) -> tuple[int, int]:
    """How many entries of type 11, and of type 01, stand in the end.

    rows: entry_number, entry_type, action, filing of all filings, in their order. home: of a part of a call, which
    `row` it counts.
    """
    rows = rows.filter(INSTEAD)
    if not rows.height:
        return 0, 0
    last = rows.filter(pl.col("entry_number").is_null() | pl.col("entry_number").is_last_distinct())
    last = last if home is None else last.filter(home.gather(last["row"]))
    kept = last.filter(pl.col("action") != "delete")["entry_type"]
    return int((kept == "11").sum()), int((kept == "01").sum())


def counts(evidence: Evidence, bills: int) -> Counts:
    """The figures of the summary; bills: how many are on file."""
    groups, members = evidence.groups, evidence.members
    flagged = pl.col("verdict").is_in(["warn", "withhold", "reject"])
    unknown = pl.col("verdict") == "unknown"
    if evidence.once:
        claimed = members.filter("claim")["value"].sum()
    else:
        claimed = members.filter("claim").group_by("ship").agg(pl.col("value").max())["value"].sum()
    instead = evidence.filed.select("row", *_OF_ENTRY, "filing", where=INSTEAD)
    informal, formal = entries_instead(instead, evidence.home)
    return Counts(
        shipments=bills,
        claims=members.height if evidence.once else members["ship"].n_unique(),
        groups=groups.height,
        groups_over=int(groups["over"].sum()),
        shipments_flagged=members.filter(flagged)["ship"].n_unique(),
        shipments_unknown=members.filter(unknown)["ship"].n_unique(),
        shipments_rejected=members.filter(pl.col("verdict") == "reject")["ship"].n_unique(),
        claimed_cents=int(claimed),
        entries_11=informal,
        entries_01=formal,
    )
