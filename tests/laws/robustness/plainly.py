"""A second opinion on small filings, in plain Python: is somebody still over?

It shares nothing with the program, knows only what `filings` and `calls` write, and adds up what still stands there.
Anything it does not expect is Unsure: then the program has to say that something is wrong, or has to be over.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from tests.laws.robustness.plain_interchanges import Unsure, letters

LIMIT: Final = 800_00
REFERENCE: Final = date(2025, 3, 1)  # the day of filing of what carries none
_ZIP: Final = re.compile(r"(?<![0-9])[0-9]{5}(?:-?[0-9]{4})?(?![0-9])")
_NAME: Final = re.compile("[ -~]+")
_PERSON: Final = ("name", "street", "zip")


@dataclass
class Shipment:
    """What one filing says of a bill or an entry; each fact once."""

    day: date | None = None
    facts: dict[str, str] = field(default_factory=dict)
    cents: int = 0
    valued: bool = False
    action: str = "add"  # add, replace, change, delete
    filed: date = REFERENCE
    entry: bool = False
    formal: bool = False  # an entry of type 01 or 11

    def put(self, name: str, text: str) -> None:
        """A fact. Raises Unsure for another one, or for an empty one."""
        if self.facts.get(name, text.strip()) != text.strip() or not text.strip():
            raise Unsure(name)
        self.facts[name] = text.strip()

    def more(self, name: str, text: str) -> None:
        """A line more; one that stands twice says nothing more."""
        lines = [line for line in self.facts.get(name, "").split("|") if line]
        if text.strip() not in lines[-1:]:
            self.facts[name] = "|".join([*lines, text.strip()])

    def worth(self, text: str, pattern: str) -> None:
        """Adds an amount in dollars and cents. Raises Unsure where it is not written as `pattern`."""
        if not re.fullmatch(pattern, text):
            raise Unsure(text)
        self.cents, self.valued = self.cents + round(float(text) * 100), True

    @property
    def base(self) -> str:
        """What a later filing must name to be about this one: the entry's number, or the bill."""
        return self.facts.get("number" if self.entry else "bill", "")

    @property
    def key(self) -> tuple[str, ...]:
        """Day and person, an address of the US without a ZIP as if it had none. Raises Unsure."""
        name, street, place = (_word(self.facts[name]) for name in _PERSON)
        lacking = re.search(r"\bUS\b", place) and not _ZIP.search(place)
        return str(self.day), name, street, "" if lacking else place

    def whole(self) -> None:
        """Raises Unsure unless all is there that a sum needs."""
        missing = {"bill", "claim", *_PERSON} - self.facts.keys()
        if missing or not self.day or not self.valued:
            raise Unsure(f"{missing}, {self.day}, {self.cents}")


Reader = Callable[[str], Iterator[Shipment]]
Worlds = list[Shipment | None]  # what a bill may have become: a request may be granted, or not


def over(readers: Mapping[str, Reader], files: Iterable[tuple[str, bytes]]) -> bool | None:
    """Whether somebody's claims of one day are above the limit; None where it cannot be told.

    files: (the name of a reader, bytes), in the order in which they are filed.
    """
    try:
        return _over([each for form, data in files for each in readers[form](letters(data))])
    except Unsure:
        return None


def _over(filings: list[Shipment]) -> bool:
    if not filings:
        raise Unsure("nothing")
    standing: dict[tuple[bool, str], Worlds] = {}
    earliest: dict[tuple[bool, str], date] = {}
    for each in filings:
        if not each.base:
            raise Unsure("it names nothing")
        if each.day and each.action != "delete":
            name = each.entry, each.base
            earliest[name] = min(each.day, earliest.get(name, each.day))
    for each in filings:
        name = each.entry, each.base
        standing[name] = _after(standing.get(name), each, late=each.filed >= earliest.get(name, date.min))
    bills: dict[str, list[Worlds]] = {}
    for worlds in standing.values():
        for bill in {_plain(each.facts["bill"]) for each in worlds if each}:
            bills.setdefault(bill, []).append(worlds)
    sums: dict[tuple[str, ...], int] = {}
    for named in bills.values():
        for key, cents in _worst(named).items():
            sums[key] = sums.get(key, 0) + cents
    if any(cents > LIMIT for cents in sums.values()):
        return True
    people = [key[:3] for key in sums]
    if any(not place and people.count((day, name, street)) > 1 for day, name, street, place in sums):
        raise Unsure("which of two addresses it is")
    return False


def _after(worlds: Worlds | None, each: Shipment, late: bool) -> Worlds:
    """What a filing makes of what stands there. Raises Unsure where it is about nothing."""
    if worlds is None or all(world is None for world in worlds):
        if each.action == "delete":
            return [None]  # of nothing
        if each.action == "change" and worlds is None:
            raise Unsure("a change of nothing")
        if each.action != "change":
            each.whole()
            return [each]
    known = [world for world in worlds or [] if world is not None]
    gone: Worlds = [None] if worlds and None in worlds else []
    if each.action == "add":
        each.whole()
        if {world.key for world in known} != {each.key} or {w.facts["claim"] for w in known} != {each.facts["claim"]}:
            raise Unsure("one bill, two people")
        return [max([*known, each], key=lambda world: world.cents), *gone]
    made: Worlds
    if each.action == "delete":
        made = [None]
    elif each.action == "replace":
        each.whole()
        made = [each]
    else:
        made = [*(_changed(world, each) for world in known), *gone]
    return [*made, *known, *gone] if late else made


def _changed(world: Shipment, change: Shipment) -> Shipment:
    """With the fields that the change carries. One of an entry carries the day and the bill alone."""
    after = deepcopy(world)
    names = {"bill"} if change.entry else change.facts.keys()
    after.facts.update({name: change.facts[name] for name in names if name in change.facts})
    after.day = change.day or world.day
    if change.valued and not change.entry:
        after.cents = change.cents
    after.whole()
    return after


def _worst(named: list[Worlds]) -> dict[tuple[str, ...], int]:
    """The most that one bill can add to each person and day: an entry goes before the manifest's word."""
    entries = [worlds for worlds in named if any(world and world.entry for world in worlds)]
    if any(world.formal for worlds in entries for world in worlds if world):
        if any(len(worlds) > 1 for worlds in entries):
            raise Unsure("an entry that withdraws the claim, or not")
        return {}
    deciding = entries or named
    if any(None in worlds for worlds in deciding):
        deciding = named  # without the entry the manifest's word stands
    most: dict[tuple[str, ...], int] = {}
    for world in (world for worlds in deciding for world in worlds if world):
        world.whole()
        if world.facts["claim"] == "yes":
            most[world.key] = max(most.get(world.key, 0), world.cents)
    if len(entries) > 1 and len({world.key for worlds in entries for world in worlds if world}) > 1:
        raise Unsure("one bill, two people")
    return most


def _word(text: str) -> str:
    if not _NAME.fullmatch(text):
        raise Unsure(text)
    return " ".join(text.upper().split())


def _plain(text: str) -> str:
    return re.sub("[^A-Z0-9]", "", text.upper())
