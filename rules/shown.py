"""What a judgement shows outside: numbers of periods, persons and filings become names and places at this door.

Within the rule a claim is rows, keys and numbers (`base.frames`). Here the consignee days (GROUPS), the claims in them
(MEMBERS) and the figures of the summary are made of these, for the reports that ask for them.
"""

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


class Frames(NamedTuple):
    """Those of them that were chosen."""

    groups: pl.DataFrame
    shipments: pl.DataFrame


@dataclass(frozen=True)
class Translated:
    """All of them, each made where a report first asks for it."""

    evidence: Evidence

    @cached_property
    def groups(self) -> pl.DataFrame:
        """The consignee days with their texts."""
        return _groups(self.evidence)

    @cached_property
    def shipments(self) -> pl.DataFrame:
        """The claims: rows of the filings beside the verdicts."""
        return _shipments(self.evidence)


def _groups(evidence: Evidence) -> pl.DataFrame:
    """The groups as the reports show them."""
    groups = evidence.told(evidence.groups)
    return groups.select(pl.col(name).cast(dtype) for name, dtype in GROUPS.items())


def _shipments(evidence: Evidence) -> pl.DataFrame:
    """The claims as the reports show them: rows of the filings beside the verdicts."""
    members, filed = evidence.members, evidence.filed
    row = members.select(pl.coalesce("manifest_row", "entry_row")).to_series()
    deciding = members.select(lead_row()).to_series()
    names = pl.Series([period.name for period in evidence.settings.policy.periods], dtype=pl.String)

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


_INSTEAD: Final = (pl.col("filing") == "entry") & pl.col("entry_type").is_in(["11", "01"])
_OF_ENTRY: Final = ("entry_number", "entry_type", "action")


def entries_instead(rows: pl.DataFrame, home: pl.Series | None = None) -> tuple[int, int]:
    """How many entries of type 11, and of type 01, stand in the end.

    rows: entry_number, entry_type, action, filing of all filings, in their order. home: of a part of a call, which
    `row` it counts.
    """
    rows = rows.filter(_INSTEAD)
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
    instead = evidence.filed.select("row", *_OF_ENTRY, "filing", where=_INSTEAD)
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
