"""From the states of one bill to the shipments that count: manifest and entries together (clauses 8 and 9)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from deminimis.rules.on_file.amend import UNREAD_ORIGIN, Event, Facts, Folded, Live, Note, State, Who


@dataclass(frozen=True, slots=True)
class Stand:
    """One shipment in one group, as one state has it. Rows are indices into the filings."""

    ship: int
    manifest: int | None
    entry: int | None
    place: int  # clause 11 where ACE does not withhold
    manifest_place: int | None  # and where it does; None: on no manifest known
    who: tuple[int | None, int | None]
    eda: date | None
    arrival: datetime | None
    value: int
    value_unread: bool
    claim: bool | None
    origins: frozenset[str]  # empty: none carried
    alone: bool = False  # a change without its base: touches other groups only through day and consignee (clause 5)
    disputed: bool = False
    split: bool = False
    person: Who | None = None  # whom `who` names, however it is spelt


@dataclass(frozen=True, slots=True)
class Pair:
    """A live manifest bill beside a live type 86 entry, for DM104."""

    ship: int
    manifest: Facts
    manifest_row: int
    entry: Facts
    entry_row: int


@dataclass(frozen=True, slots=True)
class Resolved:
    """What one bill comes to."""

    stands: tuple[tuple[int, Stand], ...]  # with the number of the state
    states: int
    pairs: tuple[Pair, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class _Manifest:
    facts: Facts
    variants: tuple[tuple[Facts, int], ...]  # who and when, with place
    place: int
    first: int
    disputed: bool
    split: bool


def resolve(bill: int, ship: int, events: list[Event], folded: Folded) -> Resolved:
    """Every standing of every state; a bill with too many states is unread besides."""
    notes = dict.fromkeys(folded.notes)
    stands: dict[tuple[int, Stand], None] = {}
    pairs: tuple[Pair, ...] = ()
    for number, state in enumerate(folded.states):
        found, pairs, noticed = _one(bill, ship, state)
        notes.update(dict.fromkeys(noticed))
        stands.update(dict.fromkeys((number, stand) for stand in found))
    count = len(folded.states)
    if folded.overflow:
        row = events[0].row
        unread = Stand(ship, row, None, row, row, (None, None), None, None, 0, True, None, frozenset({UNREAD_ORIGIN}))
        stands[(count, unread)] = None
        count += 1
    return Resolved(tuple(stands), count, pairs, tuple(notes))


def _one(bill: int, ship: int, state: State) -> tuple[list[Stand], tuple[Pair, ...], list[Note]]:
    """The shipments of one state, what stands beside each other, and what was noticed."""
    parts = [live for base, live in state.live if not base[0]]
    named = [live for base, live in state.live if base[0] and (not live.bills or bill in live.bills)]
    entries = sorted(named, key=lambda live: live.first)
    manifest = _joined(parts) if parts else None
    stands = list(_orphans(state, bool(parts or entries)))
    if any(live.formal for live in entries):
        return [], (), _withdrawn(manifest, entries, stands)
    entries, notes = _asking(entries)
    notes += _claims_nothing(manifest, entries)
    if _counts_elsewhere(bill, entries):
        return stands, (), notes
    if not entries:
        if manifest:
            stands += _stands(ship, manifest, None)
        return stands, (), notes
    entry = entries[-1]
    if len(entries) > 1:
        entry, repeated = _live_entries(entries)
        notes += repeated
    pairs = (Pair(ship, manifest.facts, manifest.first, entry.facts, entry.first),) if manifest else ()
    stands += _stands(ship, manifest, entry)
    return stands, pairs, notes


def _withdrawn(manifest: _Manifest | None, entries: list[Live], orphans: list[Stand]) -> list[Note]:
    """An entry of type 01 or 11 covers the bill: nothing of it claims any more (clause 9); DM107 at each that did.

    Nor does a change whose base is not on file.
    """
    formal = [live for live in entries if live.formal]
    claims = [manifest.first] if manifest and manifest.facts.claim else []
    claims += [orphan.ship for orphan in orphans]
    claims += [live.first for live in entries if live.facts.claim]
    return [Note("DM107", formal[-1].first, row) for row in claims]


def _asking(entries: list[Live]) -> tuple[list[Live], list[Note]]:
    """An entry of another type than 86 claims nothing: it never decides beside a type 86 entry (clause 9)."""
    asking = [live for live in entries if live.facts.claim is not False]
    if not asking or len(asking) == len(entries):
        return entries, []
    return asking, [Note("DM105", entries[-1].first, other.first) for other in entries[:-1]]


def _claims_nothing(manifest: _Manifest | None, entries: list[Live]) -> list[Note]:
    """Beside a manifest that claims, an entry that does not decides (clause 9)."""
    if manifest and manifest.facts.claim and entries and entries[-1].facts.claim is False:
        return [Note("DM107", entries[-1].first, manifest.first)]
    return []


def _counts_elsewhere(bill: int, entries: list[Live]) -> bool:
    """Whether an entry names several bills and counts under its first, another one (clauses 1 and 9)."""
    return any(live.first_bill not in (None, bill) for live in entries)


def _live_entries(entries: list[Live]) -> tuple[Live, list[Note]]:
    """Several live type 86 entries: the last one, at the greatest value of all (clause 7), where the first stands."""
    entry = entries[-1]
    values = [live.facts.value for live in entries if live.facts.value is not None]
    unread = entry.facts.unread
    if any("value" in live.facts.unread for live in entries):
        unread |= {"value"}
    facts = replace(entry.facts, value=max(values, default=None), unread=unread)
    notes = [Note("DM105", entry.first, other.first) for other in entries[:-1]]
    return replace(entry, facts=facts, place=min(live.place for live in entries)), notes


def _instant(facts: Facts) -> datetime:
    if facts.arrival:
        return facts.arrival
    return datetime.combine(facts.eda, time(12)) if facts.eda else datetime.max


def _earliest(parts: list[Live], lead: Facts) -> tuple[date | None, datetime | None]:
    """EDA and arrival of the earliest part: which of them is its day hangs on the period (clause 13).

    One part's unread day makes the day unread, unless the arrival of that part is known.
    """
    days = [part.facts.eda for part in parts]
    known = [day for day in days if day is not None]
    lost = any("eda" in part.facts.unread for part in parts) or (None in days and lead.arrival is None)
    open_ = any(part.facts.eda is None and part.facts.arrival is None for part in parts)
    return None if lost else min(known, default=None), None if open_ else lead.arrival


def _joined(parts: list[Live]) -> _Manifest:
    """All parts of one bill as one shipment (clause 8)."""
    lead = min(parts, key=lambda part: (_instant(part.facts), part.first))
    facts = lead.facts
    place, first = min(p.place for p in parts), min(p.first for p in parts)
    variants = [(facts, lead.place), *lead.others]
    if len(parts) > 1:
        values = [p.facts.value for p in parts if p.facts.value is not None]
        unread: set[str] = {name for p in parts for name in ("value", "eda") if name in p.facts.unread}
        if any(not p.facts.carries("value") for p in parts):
            unread.add("value")
        claims = [p.facts.claim for p in parts]
        claim = True if True in claims else None if any("claim" in p.facts.unread for p in parts) else False
        if claim is None:
            unread.add("claim")
        eda, arrival = _earliest(parts, facts)
        facts = replace(
            facts,
            value=(values[0] if len(set(values)) == 1 else sum(values)) if values else None,
            claim=claim,
            origins=frozenset().union(*(p.facts.origins or {UNREAD_ORIGIN} for p in parts))
            if any(p.facts.origins for p in parts)
            else None,
            lines=sum(p.facts.lines for p in parts),
            unread=frozenset(unread),
            eda=eda,
            arrival=arrival,
        )
        variants = [(facts, place)]
        # Different consignees: it counts for each of them, on the day of the whole.
        for part in parts:
            for other in (part.facts, *(f for f, _ in part.others)):
                variants.append((replace(facts, who=other.who, person=other.person), place))
        variants = list({(f.person, f.eda, f.arrival): (f, at) for f, at in reversed(variants)}.values())[::-1]
    disputed = any(p.disputed for p in parts) or (len(parts) > 1 and len(variants) > 1)
    return _Manifest(facts, tuple(variants), place, first, disputed, len(parts) > 1)


def _stands(ship: int, manifest: _Manifest | None, entry: Live | None) -> Iterator[Stand]:
    """The entry decides; what it does not carry comes from the manifest (clause 9)."""
    low = manifest.facts if manifest else Facts()
    top = entry.facts if entry else low

    def decided(name: str) -> Facts:
        return top if top.carries(name) else low

    value, claim, origins = decided("value"), decided("claim"), decided("origins")
    if claim.claim is not True and "claim" not in claim.unread:
        return
    arrival = low.arrival or top.arrival
    above = [(top, entry.place), *entry.others] if entry else [(Facts(), 0)]
    below = list(manifest.variants) if manifest else [(Facts(), 0)]
    seen = set()
    for upper, upper_place in above:
        for lower, lower_place in below:
            who, person = (upper.who, upper.person) if upper.who is not None else (lower.who, lower.person)
            if upper.who is not None and lower.who is not None and upper.who[0] is None and upper.who[1] is not None:
                who, person = (lower.who[0], upper.who[1]), lower.person  # an identifier alone: name is the manifest's
            eda = upper if upper.carries("eda") else lower
            day = (eda.eda, arrival or upper.arrival or lower.arrival, person)
            if day in seen:
                continue
            seen.add(day)
            # A pair stands where its first filing stands (clause 11).
            if manifest and entry:
                place = lower_place if manifest.first < entry.first else upper_place
            else:
                place = lower_place if manifest else upper_place
            yield Stand(
                ship,
                manifest.first if manifest else None,
                entry.first if entry else None,
                place,
                lower_place if manifest else None,
                who or (None, None),
                eda.eda,
                day[1],
                value.value or 0,
                "value" in value.unread or value.value is None,
                claim.claim,
                origins.origins or frozenset(),
                disputed=bool((manifest and manifest.disputed) or (entry and entry.disputed)),
                split=bool(manifest and manifest.split),
                person=person,
            )


def _orphans(state: State, based: bool) -> Iterator[Stand]:
    """Changes without their base: what they carry is the least, the rest is unread (clause 5)."""
    kept: dict[tuple[bool, int], list[Event]] = {}
    for event in state.waiting:
        kept.setdefault((event.entry, event.number if event.entry else 0), []).append(event)
    for (is_entry, _), events in kept.items():
        facts = Facts()
        for event in events:
            given = event.facts
            names = [n for n in ("value", "eda", "arrival", "who", "claim", "origins") if given.carries(n)]
            unread = (facts.unread - set(names)) | (given.unread & set(names))
            facts = replace(facts, unread=unread, **{name: getattr(given, name) for name in names})
        if facts.claim is False or any(event.formal for event in events):
            continue
        row = events[0].row
        yield Stand(
            row,
            None if is_entry else row,
            row if is_entry else None,
            row,
            None if is_entry else row,
            facts.who or (None, None),
            facts.eda,
            facts.arrival,
            # Beside its manifest or entry it may be the same goods: nothing of it is certain to come on top.
            0 if based else facts.value or 0,
            True,
            facts.claim,
            facts.origins or frozenset(),
            alone=True,
        )
