"""What changed: verdicts of the judgement that the ledger does not hold yet, a row a shipment and group.

Compared are the groups that were wholly read (`recall`), so that a file tells of everything that it changed: earlier
shipments that got a role, bills that moved to another day, people who turned out to be two.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from deminimis.ledger.judge import Answer
from deminimis.ledger.recall import floating
from deminimis.ledger.recall.wanted import Wanted
from deminimis.ledger.store.keys import BILL_WIDTH, of_group, stable
from deminimis.ledger.store.schema import EVENTS
from deminimis.ledger.store.table import Snapshot
from deminimis.rules.answers.which_code import responses
from deminimis.rules.policy.table import Policy

_IN: Final = list(floating.IN)
_SAID: Final = (
    "bill", "entry_number", "consignee", "basis", "period", "outcome", "role", "verdict", "provisional", "responses",
    "value_cents", "of_recorded", "of_seq", "adrift",
)  # fmt: skip
_KEYS: Final = ("k_bill", "k_entry", "k_who", "k_name", "k_id")
_STANDS: Final = ("value_cents", "outcome", "period", "provisional", "adrift")  # what others' verdicts depend on


@dataclass(frozen=True)
class Changes:
    """events: verdict rows of what a file changed, without the columns of EVENTS that verdicts leave empty.

    units: of those that others may depend on.
    """

    events: pl.DataFrame
    units: pl.DataFrame  # consignee_key, day, k_who, k_id, k_name


def said(answer: Answer, policy: Policy, recorded: int) -> pl.DataFrame:
    """The verdicts of the whole judgement as rows of the ledger, a row a shipment and group."""
    whole = answer.whole
    suspended = [period.name for period in policy.periods if period.suspended]
    members = whole.shipments.with_columns(suspended=pl.col("period").is_in(suspended).fill_null(False))
    members = members.with_columns(responses=responses().list.sort())
    groups = whole.groups.select("group", "consignee_key", "consignee", "day", "basis")
    rows = members.join(groups, on="group", how="left", maintain_order="left")
    numbers = answer.files.select("file", of_recorded=pl.col("recorded").fill_null(recorded))
    rows = rows.join(numbers, on="file", how="left", maintain_order="left")
    names = answer.names.rename({"k_name": "name_key"})
    rows = rows.join(names, on=["file", "seq"], how="left", maintain_order="left")
    rows = rows.rename({"action": "outcome", "seq": "of_seq"}).with_columns(
        ref=pl.coalesce("bill", "entry_number", pl.format("{}/{}", "of_recorded", "of_seq")),
        adrift=floating.adrift(),
    )
    keyed = rows.with_columns(
        *of_group(rows["consignee_key"]),
        k_bill=stable(rows["bill"], BILL_WIDTH),
        k_entry=stable(rows["entry_number"], BILL_WIDTH),
    )
    # A group without a key is found by the name that was too little for one.
    keyed = keyed.with_columns(k_name=pl.coalesce("k_name", "name_key"))
    kept = keyed.select("group", *(pl.col(name).cast(EVENTS[name]) for name in (*_IN, *_SAID, *_KEYS)))
    return kept.unique(_IN, keep="first", maintain_order=True)


def closed(wanted: Wanted) -> pl.Expr:
    """Whether all that bears on a verdict's group was read."""
    if wanted.everything:
        return pl.lit(True)
    day, who, name = pl.col("day"), pl.col("k_who"), pl.col("k_name")
    inside = day.is_in(sorted(wanted.whole_days)) if wanted.whole_days else pl.lit(False)
    inside |= pl.col("k_id").is_in(wanted.identifiers.implode()) | name.is_in(wanted.namesakes.implode())
    names = name.is_in(wanted.names.implode())
    if wanted.by_name:
        inside |= names
    else:
        here = day.is_in(sorted(wanted.days)) if wanted.days else pl.lit(False)
        inside |= who.is_in(wanted.always.implode()) | ((who.is_in(wanted.who.implode()) | names) & here)
    # One without a day depends on more than its consignee: it is among the refs once that is read.
    return (inside & day.is_not_null()).fill_null(False) | (
        floating.floats() & pl.col("ref").is_in(wanted.refs.implode())
    )


def changes(snapshot: Snapshot, answer: Answer, recorded: int, policy: Policy) -> Changes:
    """The verdicts of everything that the new file changed; null verdict: no longer there."""
    rows = said(answer, policy, recorded)
    wanted = closed(replace(answer.recalled.wanted, refs=answer.more.refs)) | _own(answer)
    alone = answer.judgement.groups.filter(floating.floats())["group"]
    refs = rows.filter(pl.col("group").is_in(alone.implode()))["ref"]
    current = rows.filter(wanted | pl.col("group").is_in(alone.implode()))
    before = _before(snapshot, wanted | (floating.floats() & pl.col("ref").is_in(refs.implode())))
    new = current.join(before, on=_IN, how="anti", nulls_equal=True)
    both = current.join(before, on=_IN, how="inner", nulls_equal=True, suffix="_before")

    def differ(names: Sequence[str]) -> pl.Expr:
        return pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_before")) for name in names)

    changed = pl.concat([each.select(before.columns) for each in (new, both.filter(differ(_SAID)))])
    gone = before.join(current, on=_IN, how="anti", nulls_equal=True).with_columns(
        verdict=pl.lit(None, pl.String), role=pl.lit(None, pl.String), responses=pl.lit([], pl.List(pl.String))
    )
    out = pl.concat([changed, gone.select(before.columns)]).sort("day", "consignee_key", "ref", nulls_last=True)
    units = ["consignee_key", "day", "k_who", "k_id", "k_name"]
    own = rows.join(answer.concerned, on="group", how="semi")
    moved = pl.concat([
        own.select(units), gone.select(units), new.select(units), both.filter(differ(_STANDS)).select(units),
    ]).unique()  # fmt: skip
    return Changes(out.with_columns(recorded=pl.lit(recorded, pl.Int64)), moved)


def _own(answer: Answer) -> pl.Expr:
    """A claim without consignee or day is in a group of its own: it concerns the file if its bill or entry does."""
    own = answer.recalled.own
    mine = [
        pl.col(name).is_in(pl.concat([own[name], answer.keyed[name]]).drop_nulls().implode()).fill_null(False)
        for name in ("k_bill", "k_entry")
    ]
    return floating.floats() & pl.any_horizontal(mine)


def _before(snapshot: Snapshot, sought: pl.Expr) -> pl.DataFrame:
    """The verdicts that the ledger holds for what was read."""
    names = [*_IN, *_SAID, *_KEYS]
    if not snapshot.files.height:
        return pl.DataFrame(schema={name: EVENTS[name] for name in names})
    rows = snapshot.scan("verdict").filter(sought).select("recorded", *names).collect()
    return floating.held(rows).select(names).collect()
