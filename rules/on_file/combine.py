"""From the states of one bill to the shipments that count: manifest and entries together (clauses 8 and 9)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from deminimis.rules.on_file.amend import (
    CHANGED,
    UNREAD_ORIGIN,
    Base,
    Event,
    Facts,
    Folded,
    Live,
    Note,
    State,
    Who,
    own,
)


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
    """All parts of one bill as one shipment (clause 8), led by the one that arrives first."""
    lead = min(parts, key=lambda part: (_instant(part.facts), part.first))
    first = min(part.first for part in parts)
    if len(parts) == 1:
        return _Manifest(lead.facts, ((lead.facts, lead.place), *lead.others), lead.place, first, lead.disputed, False)
    place = min(part.place for part in parts)
    whole = _whole(parts, lead.facts)
    variants = _for_each_consignee(parts, whole, place)
    disputed = any(part.disputed for part in parts) or len(variants) > 1
    return _Manifest(whole, variants, place, first, disputed, True)


def _whole(parts: list[Live], lead: Facts) -> Facts:
    """What several parts come to (clause 8): what one does not carry or nobody can read is unread of the whole."""
    value, claim = _value_of(parts), _claim_of(parts)
    unread: set[str] = {name for part in parts for name in ("value", "eda") if name in part.facts.unread}
    if any(not part.facts.carries("value") for part in parts):
        unread.add("value")
    if claim is None:
        unread.add("claim")
    eda, arrival = _earliest(parts, lead)
    lines = sum(part.facts.lines for part in parts)
    return replace(
        lead, value=value, claim=claim, origins=_origins_of(parts), lines=lines, unread=frozenset(unread),
        eda=eda, arrival=arrival,
    )  # fmt: skip


def _value_of(parts: list[Live]) -> int | None:
    """The value that all parts state, which is then the whole bill's, or the sum of different ones (clause 8)."""
    values = [part.facts.value for part in parts if part.facts.value is not None]
    if not values:
        return None
    return values[0] if len(set(values)) == 1 else sum(values)


def _claim_of(parts: list[Live]) -> bool | None:
    """A bill claims if any part does; None where none does for certain and one is unread (clauses 4 and 8)."""
    if any(part.facts.claim for part in parts):
        return True
    return None if any("claim" in part.facts.unread for part in parts) else False


def _origins_of(parts: list[Live]) -> frozenset[str] | None:
    """All countries of origin; a part without any beside parts that have some is unread (clauses 8 and 15)."""
    if not any(part.facts.origins for part in parts):
        return None
    return frozenset(name for part in parts for name in part.facts.origins or (UNREAD_ORIGIN,))


def _for_each_consignee(parts: list[Live], whole: Facts, place: int) -> tuple[tuple[Facts, int], ...]:
    """Different consignees: the bill counts for each of them, on the day of the whole (clause 8)."""
    named = [facts for part in parts for facts in (part.facts, *(other for other, _ in part.others))]
    variants = [whole, *(replace(whole, who=facts.who, person=facts.person) for facts in named)]
    # One for each person: the first spelling, in the order in which each is named last.
    kept = {(facts.person, facts.eda, facts.arrival): facts for facts in reversed(variants)}
    return tuple((facts, place) for facts in reversed(kept.values()))


def _stands(ship: int, manifest: _Manifest | None, entry: Live | None) -> Iterator[Stand]:
    """The entry decides; what it does not carry comes from the manifest (clause 9)."""
    low = manifest.facts if manifest else Facts()
    top = entry.facts if entry else low
    value, claim, origins = (top if top.carries(name) else low for name in ("value", "claim", "origins"))
    if claim.claim is not True and "claim" not in claim.unread:
        return
    arrival = low.arrival or top.arrival
    above = [(top, entry.place), *entry.others] if entry else [(Facts(), 0)]
    below = list(manifest.variants) if manifest else [(Facts(), 0)]
    seen = set()
    for upper, upper_place in above:
        for lower, lower_place in below:
            who, person = _whom(upper, lower)
            eda = (upper if upper.carries("eda") else lower).eda
            arrived = arrival or upper.arrival or lower.arrival
            if (eda, arrived, person) in seen:
                continue
            seen.add((eda, arrived, person))
            yield Stand(
                ship,
                manifest.first if manifest else None,
                entry.first if entry else None,
                lower_place if _manifest_stands_first(manifest, entry) else upper_place,
                lower_place if manifest else None,
                who or (None, None),
                eda,
                arrived,
                value.value or 0,
                "value" in value.unread or value.value is None,
                claim.claim,
                origins.origins or frozenset(),
                disputed=bool((manifest and manifest.disputed) or (entry and entry.disputed)),
                split=bool(manifest and manifest.split),
                person=person,
            )


def _whom(entry: Facts, manifest: Facts) -> tuple[Who | None, Who | None]:
    """The consignee, and who that is: the entry's, else the manifest's (clause 9).

    An entry that has an identifier alone is of the manifest's name and address.
    """
    if entry.who is None:
        return manifest.who, manifest.person
    address, identifier = entry.who
    if manifest.who is not None and address is None and identifier is not None:
        return (manifest.who[0], identifier), manifest.person
    return entry.who, entry.person


def _manifest_stands_first(manifest: _Manifest | None, entry: Live | None) -> bool:
    """A pair stands where its first filing stands (clause 11)."""
    return manifest is not None and (entry is None or manifest.first < entry.first)


def _orphans(state: State, based: bool) -> Iterator[Stand]:
    """Changes without their base: what they carry is the least, the rest is unread (clause 5)."""
    kept: dict[Base, list[Event]] = {}  # of each part its own: another part's consignee does not take its place
    for event in state.waiting:
        kept.setdefault(own(event), []).append(event)
    for (is_entry, _), events in kept.items():
        facts = Facts()
        for event in events:
            facts = facts.changed(event.facts, event.facts.carried(CHANGED))
        # By air a manifest names an entry type too (CED); what it says last of the claim decides.
        if facts.claim is False or (is_entry and all(event.formal for event in events)):
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
            person=facts.person,
        )
