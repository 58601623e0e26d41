"""What changed: verdicts of the judgement that the ledger does not hold yet, a row a shipment and group.

Compared are the groups that were wholly read (`recall`), so that a file tells of everything that it changed: earlier
shipments that got a role, bills that moved to another day, people who turned out to be two.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from deminimis.edi.frames.packed import Table, packed
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
_OF_CLAIM: Final = (
    "group", "file", "seq", "filing", "bill", "entry_number", "format", "mode", "value_cents", "period", "action",
    "role", "verdict", "provisional", "reasons",
)  # fmt: skip
_UNIT: Final = ("consignee_key", "day", "k_who", "k_id", "k_name")
_PART: Final = 1 << 17  # claims that are compared at a time
_KEYS: Final = ("k_bill", "k_entry", "k_who", "k_name", "k_id")
_STANDS: Final = ("value_cents", "outcome", "period", "provisional", "adrift")  # what others' verdicts depend on


@dataclass(frozen=True)
class Changes:
    """events: verdict rows of what a file changed, without the columns of EVENTS that verdicts leave empty.

    units: of those that others may depend on; none where nothing floats that could.
    """

    events: Table
    units: pl.DataFrame  # consignee_key, day, k_who, k_id, k_name


def said(answer: Answer, policy: Policy, recorded: int, where: pl.Expr | None = None) -> pl.DataFrame:
    """The verdicts of the whole judgement as rows of the ledger, a row a shipment and group.

    where: a test of `group`; of all groups of one consignee and day, or of none.
    """
    whole = answer.whole
    suspended = [period.name for period in policy.periods if period.suspended]
    members = whole.claims(*_OF_CLAIM, where=where)
    members = members.with_columns(suspended=pl.col("period").is_in(suspended).fill_null(False))
    members = members.with_columns(responses=responses().list.sort())
    groups = whole.shown.days("group", "consignee_key", "consignee", "day", "basis", where=where)
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
    read = replace(answer.recalled.wanted, refs=answer.more.refs)
    wanted = closed(read) if read.everything else closed(read) | _own(answer)
    alone = pl.col("group").is_in(answer.judgement.shown.floating.implode())
    refs = said(answer, policy, recorded, alone)["ref"]
    before = _before(snapshot, wanted | (floating.floats() & pl.col("ref").is_in(refs.implode()))).with_row_index("at")
    columns = [name for name in before.columns if name != "at"]
    depended = bool(answer.claims.height)  # else nobody asks for the units
    parts: list[pl.DataFrame | bytes] = []
    units, stood, height = [before.select(_UNIT).clear()], [before["at"].clear()], 0
    for where in _parts(answer):
        rows = said(answer, policy, recorded, where)
        current = rows.filter(wanted | alone)
        new = current.join(before, on=_IN, how="anti", nulls_equal=True)
        both = current.join(before, on=_IN, how="inner", nulls_equal=True, suffix="_before")
        stood.append(both["at"])
        if depended:
            own = rows.join(answer.concerned, on="group", how="semi")
            units += [each.select(_UNIT).unique() for each in (own, new, both.filter(_differ(_STANDS)))]
        found = _sorted(pl.concat([new.select(columns), both.filter(_differ(_SAID)).select(columns)]), recorded)
        height += found.height
        parts.append(found if where is None else packed(found))
    gone = before.filter(~pl.col("at").is_in(pl.concat(stood).implode())).with_columns(
        verdict=pl.lit(None, pl.String), role=pl.lit(None, pl.String), responses=pl.lit([], pl.List(pl.String))
    )
    if before.height:  # all of them in one order
        told = [part.select(columns) for part in Table(parts, height).frames()]
        found = _sorted(pl.concat([*told, gone.select(columns)]), recorded)
        parts, height = [found], found.height
    return Changes(Table(parts, height), pl.concat([*units, gone.select(_UNIT)]).unique())


def _differ(names: Sequence[str]) -> pl.Expr:
    return pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_before")) for name in names)


def _sorted(rows: pl.DataFrame, recorded: int) -> pl.DataFrame:
    ordered = rows.sort("day", "consignee_key", "ref", nulls_last=True)
    return ordered.with_columns(recorded=pl.lit(recorded, pl.Int64))


def _parts(answer: Answer) -> Iterator[pl.Expr | None]:
    """Tests of `group`, which part a large judgement; None for the whole of a small one.

    Groups of nobody or of no day stay together with their neighbours: a bill may stand in several of them.
    """
    groups, floating = answer.whole.claims("group")["group"].sort(), answer.whole.shown.floating
    if groups.len() <= _PART:
        yield None
        return
    near = pl.concat([floating, floating + 1])
    starts = groups.unique(maintain_order=True)
    starts = starts.filter(~starts.is_in(near.implode()))
    first = 0
    for each in groups[_PART::_PART]:
        at = starts.search_sorted(each)
        if at < starts.len() and starts[at] > first:
            yield pl.col("group").is_between(first, starts[at], closed="left")
            first = starts[at]
    yield pl.col("group") >= first


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
