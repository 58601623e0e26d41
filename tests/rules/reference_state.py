"""The reference's part B: the states that the filings of one bill may have left, and the shipments in them."""

from __future__ import annotations

from collections import defaultdict
from copy import deepcopy
from datetime import datetime
from itertools import product
from typing import Any

from tests.rules.reference_parts import joined

CHINA = {"CN", "HK"}
PARTS = ("name", "street", "city", "state", "zip", "country")
BASE = [
    ("P0", datetime(1900, 1, 1), 20000, "manual"),
    ("P1", datetime(2016, 3, 10), 80000, "manual"),
    ("P2", datetime(2024, 7, 25, 5), 80000, "none"),
    ("P3", datetime(2025, 1, 11), 80000, "warn"),
    ("P4", datetime(2025, 8, 12), 80000, "withhold"),
    ("P5", datetime(2025, 8, 29, 0, 1), 80000, "reject"),
    ("P6", datetime(2026, 2, 24, 0, 1), 80000, "reject"),
    ("P7", datetime(2026, 6, 24), 80000, "reject"),
    ("P8", datetime(2027, 7, 1), 80000, "reject"),
]
BANS = [(datetime(2025, 2, 4, 0, 1), datetime(2025, 2, 7)), (datetime(2025, 5, 2, 0, 1), datetime(2025, 8, 29, 0, 1))]


def noon(text: str) -> datetime:
    return datetime.fromisoformat(text if "T" in text else text + "T12:00")


def period(instant: datetime) -> tuple[str, int, str]:
    return [(name, limit, action) for name, start, limit, action in BASE if start <= instant][-1]


def banned(instant: datetime) -> bool:
    return any(start <= instant < end for start, end in BANS)


# --- B: state. A side is a dict: fields carried -> value, None = unread; "place", "first".


def carried(filing: dict[str, Any]) -> dict[str, Any]:
    """The fields that a filing carries; None is unread."""
    names = ("value_cents", "eda", "arrival", "consignee", "claim", "origin")
    whole = filing["action"] in ("add", "replace")
    fields = {}
    for name in names:
        if name in filing and (filing[name] is not None or whole or name in filing.get("carries", [])):
            fields[name] = filing[name]
    if "origin" in fields:
        given = fields["origin"]
        fields["origin"] = frozenset(given if isinstance(given, list) else [given])
    if fields.get("value_cents") == 0:  # goods have a value (10)
        fields["value_cents"] = None
    if "consignee" in fields:
        fields["consignee"] = tuple((fields["consignee"] or {}).get(part) for part in PARTS)
        fields["person"] = filing.get("person", fields["consignee"])
    return fields


JUDGED = ("value_cents", "eda", "consignee", "claim", "origin")


def unlike(a: dict[str, Any], b: dict[str, Any], names: tuple[str, ...]) -> bool:
    """Whether one of them differs; people are compared, not their spellings (11)."""
    own = ["person" if name == "consignee" else name for name in names]
    return any(a.get(n, "no") != b.get(n, "no") for n in own)


def own_days(filings: list[dict[str, Any]], policy_date: str | None) -> tuple[list[str], bool]:
    """The days of a bill's filings by the rule of the shipment's period (6, 13), and whether one is unread.

    Whose country's rule: that of each origin that is told; of both where that is open.
    """
    told = [carried(filing) for filing in filings if filing["action"] != "delete"]
    origins = [fields["origin"] for fields in told if "origin" in fields]
    chinese = any(origin & CHINA or None in origin for origin in origins)
    other = any(not origin & CHINA for origin in origins)
    days, unread = [], False
    for fields in told:
        arrival, eda = fields.get("arrival"), fields.get("eda")
        for track in [flag for flag, there in ((True, chinese), (False, other)) if there or not origins]:
            name, _, action = period(noon(policy_date or arrival)) if arrival else ("", 0, "")
            if arrival and action in ("withhold", "reject") and not (track and name == "P4"):
                days.append(arrival[:10])
            elif eda:
                days.append(eda)
            elif "eda" in fields:
                unread = True
    return days, unread


def histories(
    filings: list[tuple[int, dict[str, Any]]], as_of: str, policy_date: str | None = None
) -> list[dict[str, Any]]:
    """All states that the filings of one bill may have left: ("m", part) and ("e", number), and what is "lost"."""
    days, unread_day = own_days([filing for _, filing in filings], policy_date)
    states: list[dict[str, Any]] = [{"lost": [], "asked": set()}]
    for at, filing in filings:
        late = unread_day or not days or filing.get("filed_on", as_of) >= min(days)
        unsure = "action" in filing.get("unread", ()) and filing["action"] != "add"
        before = states if unsure else []  # judged as applied and as not applied (4)
        states = [*before, *(after for state in states for after in step(state, at, filing, late))]
        kept: list[dict[str, Any]] = []
        for state in states:
            if state not in kept:
                kept.append(state)
        states = kept
    return states


def slots(state: dict[str, Any], slot: tuple[str, str], lettered: bool) -> tuple[list[Any], bool]:
    """What on file a change or a delete is about (8), and whether that is certain: a letter may be less than a bill."""
    if slot[0] == "e":
        return [slot] if slot in state else [], True
    parts = sorted(key for key in state if key[0] == "m")
    if not lettered:
        return parts, True
    if parts == [("m", "")]:
        return parts, False
    return [part for part in parts if part == slot], True


def step(state: dict[str, Any], at: int, filing: dict[str, Any], late: bool) -> list[dict[str, Any]]:
    entry = filing["kind"] == "entry"
    letter = filing.get("part") or ""
    slot = ("e", filing["entry"]) if entry else ("m", letter)
    after = deepcopy(state)
    fields = carried(filing)
    there = state.get(slot)
    formal = filing.get("entry_type") == "11"
    about, certain = slots(state, slot, bool(letter))
    if filing["action"] == "delete":
        mine = [lost for lost in state["lost"] if lost[0] == slot or (slot == ("m", "") and lost[0][0] == "m")]
        if not about and not mine:
            return [state]
        for each in about:
            after.pop(each)
        after["lost"] = [lost for lost in state["lost"] if lost not in mine]
        if late or not certain or (entry and any(key[0] == "m" for key in state)):
            after["asked"].update(about)
            return [state, after]
        return [after]
    if filing["action"] == "change":
        if not about:
            if slot in state["asked"] or (not entry and any(key[0] == "m" for key in state["asked"])):
                return [state]
            after["lost"].append((slot, at, filing))
            return [after]
        for each in about:
            change(after[each], at, filing)
        alters = any(unlike(state[each]["fields"], after[each]["fields"], JUDGED) for each in about)
        return [state, after] if (late or not certain) and alters else [after]
    new = {"fields": fields, "place": at, "first": at, "formal": formal, "twins": [], "disputed": False}
    if there is not None and filing["action"] == "replace":
        new["first"] = there["first"]
        new["place"] = at if unlike(there["fields"], fields, ("eda", "consignee")) else there["place"]
        after[slot] = new
        asks = unlike(there["fields"], fields, JUDGED) or there["formal"] != formal
        return [state, after] if late and asks else [after]
    if there is not None:
        twice(after[slot], new)
        return [after]
    mine = [
        lost
        for lost in state["lost"]
        if lost[0] == slot or (slot[0] == lost[0][0] == "m" and "" in (letter, lost[0][1]))
    ]
    after["lost"] = [lost for lost in state["lost"] if lost not in mine]
    after[slot] = new
    if not mine:
        return [after]
    changed = deepcopy(after)
    for where, place, waiting in mine:
        for each in slots(changed, where, bool(where[1]))[0]:
            change(changed[each], place, waiting)
    return [after, changed]


def change(side: dict[str, Any], at: int, filing: dict[str, Any]) -> None:
    names = ("eda", "arrival") if filing["kind"] == "entry" else (*JUDGED, "arrival")
    names = (*names, *(["person"] if "consignee" in names else []))
    fields = {name: value for name, value in carried(filing).items() if name in names}
    before = dict(side["fields"])
    side["fields"].update(fields)
    if "value_cents" in fields:
        side["fields"].pop("least", None)
    if unlike(before, side["fields"], ("eda", "consignee")):
        side["place"] = at
    for twin, _ in side["twins"]:
        twin.update({name: fields[name] for name in ("eda", "consignee", "person") if name in fields})
    side["twins"] = [t for t in side["twins"] if unlike(t[0], side["fields"], ("eda", "consignee"))]


def twice(side: dict[str, Any], new: dict[str, Any]) -> None:
    a, b = side["fields"], new["fields"]
    side["disputed"] = side["disputed"] or unlike(a, b, ("eda", "consignee", "claim"))
    if unlike(a, b, ("eda", "consignee")) or a.get("arrival") != b.get("arrival"):
        side["twins"].append((dict(b), new["place"]))
    values = [f["value_cents"] for f in (a, b) if "value_cents" in f]
    if values:
        known = [v for v in values if v is not None]
        a["value_cents"] = None if len(known) < len(values) else max(known)
        a["least"] = max([*known, a.get("least", 0), b.get("least", 0)], default=0)
    claims = [f["claim"] for f in (a, b) if "claim" in f]
    if claims:
        a["claim"] = True if True in claims else None if None in claims else False
    if "origin" in a and "origin" in b and a["origin"] != b["origin"]:
        a["origin"] = frozenset([None])
    elif "origin" in b:
        a["origin"] = b["origin"]
    if not a.get("arrival") and b.get("arrival"):
        a["arrival"] = b["arrival"]
    side["formal"] = side["formal"] and new["formal"]


def orphaned(state: dict[str, Any], based: bool) -> list[dict[str, Any]]:
    """Changes whose base is not on file, of each entry and part by itself (5)."""
    found = []
    orphans: dict[Any, list[tuple[int, dict[str, Any]]]] = defaultdict(list)
    for slot, at, filing in state["lost"]:
        orphans[slot].append((at, filing))
    for slot, lost in orphans.items():
        fields: dict[str, Any] = {}
        for _, filing in lost:
            fields.update(carried(filing))
        if fields.get("claim") is False or (slot[0] == "e" and all(f.get("entry_type") == "11" for _, f in lost)):
            continue
        least = 0 if based else fields.get("value_cents") or 0
        found.append(
            shipment(
                lost[0][0],
                fields,
                (lost[0][0], lost[0][0] if slot[0] == "m" else None),
                least,
                entry=slot[0] == "e",
                alone=True,
            )
        )
    return found


def standings(state: dict[str, Any], ship: int) -> list[dict[str, Any]]:
    """The shipments of one state, each with every consignee and day that it may have."""
    parts = [side for slot, side in sorted((i for i in state.items() if i[0][0] == "m"), key=lambda item: item[0])]
    manifest = joined(parts) if parts else None
    entries = sorted((side for slot, side in state.items() if slot[0] == "e"), key=lambda side: side["first"])
    found = orphaned(state, bool(manifest or entries))
    if any(side["formal"] for side in entries):
        return []
    if not manifest and not entries:
        return found
    # Only an entry that asks decides beside others; one of another type (03) decides beside a manifest alone.
    entries = [side for side in entries if side["fields"].get("claim") is not False] or entries
    low = manifest["fields"] if manifest else {}
    low_twins = [(low, manifest["place"]), *manifest["twins"]] if manifest else [({}, 0)]
    entry = deepcopy(entries[-1]) if entries else None
    if entry and len(entries) > 1:
        values = [e["fields"]["value_cents"] for e in entries if "value_cents" in e["fields"]]
        known = [v for v in values if v is not None] + [e["fields"].get("least", 0) for e in entries]
        if values:
            entry["fields"]["value_cents"] = None if None in values else max(known)
            entry["fields"]["least"] = max(known)
        entry["place"] = min(e["place"] for e in entries)
    top = entry["fields"] if entry else {}
    top_twins = [(top, entry["place"]), *entry["twins"]] if entry else [({}, 0)]
    seen = []
    for (upper, upper_place), (lower, lower_place) in product(top_twins, low_twins):
        fields = {**{k: v for k, v in low.items() if k != "least"}, **top}
        if "value_cents" not in top and "least" in low:
            fields["least"] = low["least"]
        for name in ("eda", "consignee", "person"):
            fields.pop(name, None)
            if name in lower:
                fields[name] = lower[name]
            if name in upper:
                fields[name] = upper[name]
        arrivals = [f["arrival"] for f in (low, top, upper, lower) if f.get("arrival")]
        fields["arrival"] = arrivals[0] if arrivals else None
        if fields.get("claim", False) is False:
            continue
        place = lower_place if manifest and (not entry or manifest["first"] < entry["first"]) else upper_place
        key = (fields.get("person"), fields.get("eda"), fields["arrival"])
        if key in seen:
            continue
        seen.append(key)
        places = (place, lower_place if manifest else None)
        one = shipment(ship, fields, places, None, entry=entry is not None, alone=False)
        one["disputed"] = bool((manifest and manifest["disputed"]) or (entry and entry["disputed"]))
        found.append(one)
    return found


def shipment(
    ship: int, fields: dict[str, Any], places: tuple[int, int | None], least: int | None, *, entry: bool, alone: bool
) -> dict[str, Any]:
    value = fields.get("value_cents")
    unread = value is None or alone
    return {
        "ship": ship,
        "value": least if least is not None else (value if value is not None else fields.get("least", 0)),
        "unread": unread,
        "claim": fields.get("claim"),
        "origin": fields.get("origin", frozenset([None])),
        "who": fields.get("consignee", (None,) * 6),
        "eda": fields.get("eda"),
        "arrival": fields.get("arrival"),
        "place": places[0],
        "manifest_place": places[1],
        "entry": entry,
        "alone": alone,
        "disputed": False,
    }
