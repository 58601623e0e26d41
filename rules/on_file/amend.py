"""The slow path of the state: one bill, its filings in order, and all states they may have left (clauses 4 to 11).

Only bills with more on file than one manifest add and one entry come here. A filing that certainly holds maps each
state to the next; a *request* (clause 6) leaves both: without it and with it. So a state is a plain value, states are
kept in a dict (a set with an order), and the same states meet again.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

MOST_STATES: Final = 64  # beyond these the bill is judged as unread
UNREAD_ORIGIN: Final = "?"
Who = tuple[int | None, int | None]  # hashes of the address and of the identifier


@dataclass(frozen=True, slots=True)
class Facts:
    """What a filing says. None is "not carried"; a field named in `unread` was carried and could not be read."""

    value: int | None = None
    eda: date | None = None
    arrival: datetime | None = None
    who: Who | None = None
    claim: bool | None = None
    origins: frozenset[str] | None = None  # UNREAD_ORIGIN among them: a line that could not be read
    lines: int = 0
    unread: frozenset[str] = frozenset()  # of value, eda, claim
    row: int = 0  # the filing that said it last
    person: Who | None = None  # whom `who` names, however it is spelt (clauses 21 to 24)

    def carries(self, name: str) -> bool:
        return getattr(self, name) is not None or name in self.unread

    def carried(self, names: Sequence[str]) -> list[str]:
        """Those of `names` that it carries; with `who` goes whom that names."""
        found = [name for name in names if self.carries(name)]
        return [*found, "person"] if "who" in found else found

    def changed(self, given: "Facts", carried: Sequence[str]) -> "Facts":
        """These facts with those of `given` that it carries."""
        unread = (self.unread - set(carried)) | (given.unread & set(carried))
        return replace(self, unread=unread, **{name: getattr(given, name) for name in carried})

    def matters(self, name: str) -> tuple[object, bool]:
        """What is compared of a field: people, not their spellings."""
        return getattr(self, "person" if name == "who" else name), name in self.unread


CHANGED: Final = ("value", "eda", "arrival", "who", "claim", "origins")  # what a change may carry
JUDGED: Final = ("value", "eda", "who", "claim", "origins")  # what a request may be about


@dataclass(frozen=True, slots=True)
class Event:
    """One filing."""

    row: int
    entry: bool
    action: str
    part: str | None
    number: int  # of the entry; for a row without number, its own
    facts: Facts
    formal: bool  # entry type 01 or 11
    bills: frozenset[int]
    first_bill: int | None
    filed_on: date
    unsure: bool = False  # what is done to the bill cannot be read (clause 4)
    copy: bool = False  # CBP's copy of a manifest


@dataclass(frozen=True, slots=True)
class Live:
    """A part on the manifest, or an entry, as it stands. `others`: repeated adds that name another group (clause 7)."""

    facts: Facts
    place: int
    first: int  # where it was added; `place` moves with its day or consignee (clause 11)
    others: tuple[tuple[Facts, int], ...] = ()
    disputed: bool = False  # repeated adds differ in consignee, day or claim
    formal: bool = False
    bills: frozenset[int] = frozenset()
    first_bill: int | None = None
    copy: bool = False


Base = tuple[bool, str | int]  # (entry?, part or entry number)


@dataclass(frozen=True, slots=True)
class State:
    """What is on file for one bill."""

    live: tuple[tuple[Base, Live], ...] = ()
    waiting: tuple[Event, ...] = ()  # changes whose base is not on file
    asked_away: frozenset[Base] = frozenset()  # deleted by a request only

    def get(self, base: Base) -> Live | None:
        return dict(self.live).get(base)

    def put(self, base: Base, live: Live) -> "State":
        return replace(self, live=tuple(sorted({**dict(self.live), base: live}.items(), key=lambda item: item[0])))

    def drop(self, bases: Iterable[Base]) -> "State":
        gone = set(bases)
        return replace(self, live=tuple(item for item in self.live if item[0] not in gone))


@dataclass(frozen=True, slots=True)
class Note:
    """Something to report: DM105, DM108 ... at a row."""

    code: str
    row: int
    related: int | None = None


@dataclass(frozen=True, slots=True)
class Folded:
    """Every state that the filings may have left, and what was noticed."""

    states: tuple[State, ...]
    notes: tuple[Note, ...]
    overflow: bool


def fold(events: list[Event], earliest: date | None, day_unread: bool) -> Folded:
    """All states after `events`. `earliest` is the earliest day among them; none, or an unread one, may have come."""
    states: dict[State, None] = {State(): None}
    notes: dict[Note, None] = {}
    overflow = False
    for event in events:
        late = day_unread or earliest is None or event.filed_on >= earliest
        following: dict[State, None] = {}
        for state in states:
            if event.unsure and event.action != "add":  # judged as applied and as not applied; a second add counts once
                following[state] = None
            for after in _after(state, event, late, notes):
                following[after] = None
        overflow = overflow or len(following) > MOST_STATES
        states = dict(list(following.items())[:MOST_STATES])
    return Folded(tuple(states), tuple(notes), overflow)


def _after(state: State, event: Event, late: bool, notes: dict[Note, None]) -> Iterator[State]:
    if event.action == "delete":
        yield from _deleted(state, event, late, notes)
    elif event.action == "change":
        yield from _changed(state, event, late)
    else:
        yield from _added(state, event, late, notes)


def _bases(state: State, event: Event) -> list[Base]:
    """What a change or delete is about: an entry by number, a part by its letter, all without a letter (clause 8)."""
    if event.entry:
        base: Base = (True, event.number)
        return [base] if state.get(base) else []
    parts = [base for base, _ in state.live if not base[0]]
    if event.part is None or parts == [(False, "")]:
        return parts
    return [base for base in parts if base[1] == event.part]


def _of_a_part(event: Event, bases: list[Base]) -> bool:
    """Whether it names a part of a bill that is filed whole: what it says of the others is not certain (clause 8)."""
    return event.part is not None and bases == [(False, "")]


def own(event: Event) -> Base:
    """What a filing is about by itself: an entry, or a part of a bill."""
    return (True, event.number) if event.entry else (False, event.part or "")


def _added(state: State, event: Event, late: bool, notes: dict[Note, None]) -> Iterator[State]:
    base = own(event)
    new = Live(
        event.facts,
        event.row,
        event.row,
        formal=event.formal,
        bills=event.bills,
        first_bill=event.first_bill,
        copy=event.copy,
    )
    old = state.get(base)
    if old is not None and event.action == "replace":
        moved = _differs(old.facts, new.facts, ("eda", "who"))
        replaced = replace(new, place=event.row if moved else old.place, first=old.first)
        # A replacement that alters nothing is no request; anything else filed on the day or later is one (clause 6).
        if late and (_differs(old.facts, new.facts, JUDGED) or old.formal != new.formal):
            yield state
        yield state.put(base, replaced)
        return
    if old is not None and old.copy and event.copy:
        yield state.put(base, _newer_copy(old, new))
        return
    if old is not None:
        notes[Note("DM105", event.row, old.first)] = None
        yield state.put(base, _twice(old, new))
        return
    mine = [e for e in state.waiting if _waits_for(e, event)]
    clean = replace(state, waiting=tuple(e for e in state.waiting if e not in mine))
    added = clean.put(base, new)
    yield added
    # A change that stands before its base is judged as applied and as not applied (clause 5).
    if mine:
        for change in mine:
            added = _apply(added, change)
        yield added


def _waits_for(change: Event, add: Event) -> bool:
    if change.entry or add.entry:
        return change.entry == add.entry and change.number == add.number
    return change.part is None or add.part is None or change.part == add.part


def _takes(delete: Event, change: Event) -> bool:
    """Whether a change that waits for its base goes with what is deleted: of that part, of all without a letter."""
    if delete.entry or change.entry:
        return delete.entry == change.entry and delete.number == change.number
    return delete.part is None or delete.part == change.part


def _newer_copy(old: Live, new: Live) -> Live:
    """Of several of CBP's copies the later counts, at the greater value (clause 9)."""
    values = [facts.value for facts in (old.facts, new.facts) if facts.value is not None]
    unread = new.facts.unread | (old.facts.unread & {"value"})
    moved = _differs(old.facts, new.facts, ("eda", "who"))
    facts = replace(new.facts, value=max(values, default=None), unread=unread)
    return replace(new, facts=facts, place=new.place if moved else old.place, first=old.first)


def _twice(old: Live, new: Live) -> Live:
    """Two adds of one bill: once, at the greater value; in each of the groups where they differ (clause 7)."""
    a, b = old.facts, new.facts
    unread = set()
    value = max((x for x in (a.value, b.value) if x is not None), default=None)
    if "value" in a.unread or "value" in b.unread:
        unread.add("value")
    claim = True if True in (a.claim, b.claim) else (a.claim if a.claim is not None else b.claim)
    if claim is not True and ("claim" in a.unread or "claim" in b.unread):
        claim = None
        unread.add("claim")
    origins = a.origins if b.origins is None else b.origins if a.origins is None else a.origins
    if a.origins is not None and b.origins is not None and a.origins != b.origins:
        origins = frozenset({UNREAD_ORIGIN})
    elsewhere = _differs(a, b, ("eda", "who")) or a.arrival != b.arrival
    if "eda" in a.unread:
        unread.add("eda")
    facts = replace(
        a,
        value=value,
        claim=claim,
        origins=origins,
        lines=max(a.lines, b.lines),
        unread=frozenset(unread),
        arrival=a.arrival or b.arrival,
        row=b.row,
    )
    others = (*old.others, (b, new.place)) if elsewhere else old.others
    disputed = old.disputed or _differs(a, b, ("eda", "who", "claim"))
    return replace(old, facts=facts, others=others, disputed=disputed, formal=old.formal and new.formal)


def _deleted(state: State, event: Event, late: bool, notes: dict[Note, None]) -> Iterator[State]:
    bases = _bases(state, event)
    waiting = tuple(e for e in state.waiting if _takes(event, e))
    if not bases:
        notes[Note("DM108", event.row)] = None
        if not waiting:
            yield state
            return
    # SE D: refused as soon as a manifest bill of the entry is on file, however early it is filed (clause 6).
    on_manifest = event.entry and any(not base[0] for base, _ in state.live)
    without = replace(state.drop(bases), waiting=tuple(e for e in state.waiting if e not in waiting))
    if late or on_manifest or _of_a_part(event, bases):
        yield state
        without = replace(without, asked_away=without.asked_away | set(bases))
    yield without


def _changed(state: State, event: Event, late: bool) -> Iterator[State]:
    bases = _bases(state, event)
    if not bases:
        if own(event) in state.asked_away or (not event.entry and any(not b[0] for b in state.asked_away)):
            yield state  # in this state a request took the base away; the change is judged in the other one
        else:
            yield replace(state, waiting=(*state.waiting, event))
        return
    after = _apply(state, event)
    altered = any(_differs(_facts(state, base), _facts(after, base), JUDGED) for base in bases)
    if (late or _of_a_part(event, bases)) and altered:
        yield state
    yield after


def _facts(state: State, base: Base) -> Facts:
    live = state.get(base)
    return live.facts if live else Facts()


_GROUP: Final = ("eda", "who", "person")


def _apply(state: State, event: Event) -> State:
    """A change touches the fields it carries; SE U only day and bills (clause 5)."""
    names = ("eda", "arrival") if event.entry else CHANGED
    for base in _bases(state, event):
        live = state.get(base)
        if live is None:
            continue
        facts, given = live.facts, event.facts
        carried = given.carried(names)
        changed = replace(facts.changed(given, carried), row=event.row)
        if "origins" in carried:
            changed = replace(changed, lines=given.lines)
        if "value" in carried and "value" in given.unread:
            changed = replace(changed, value=given.value)
        moved = _differs(facts, changed, ("eda", "who"))
        others = live.others
        if "who" in carried or "eda" in carried:
            others = _distinct(
                changed,
                [
                    (replace(f, **{name: getattr(changed, name) for name in _GROUP if name in carried}), place)
                    for f, place in others
                ],
            )
        altered = replace(live, facts=changed, place=event.row if moved else live.place, others=others)
        if event.entry and event.bills:
            altered = replace(altered, bills=event.bills, first_bill=event.first_bill)
        state = state.put(base, altered)
    return state


def _distinct(facts: Facts, others: list[tuple[Facts, int]]) -> tuple[tuple[Facts, int], ...]:
    """The repeated adds that still name another group than `facts`."""
    return tuple((f, place) for f, place in others if _differs(facts, f, ("eda", "who")))


def _differs(a: Facts, b: Facts, names: Iterable[str]) -> bool:
    return any(a.matters(name) != b.matters(name) for name in names)
