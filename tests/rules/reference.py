"""The rule once more, slowly: plain Python over the scenarios of cases.json, by enumeration, and nothing shared.

It knows no names to normalise, no mail, no masters and no splits. Everything unread is tried out: each shipment whose
consignee or day is unread is put into every group in turn, together with the others.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from itertools import product
from typing import Any

from tests.rules.reference_state import BANS, BASE, CHINA, banned, carried, histories, noon, period, standings

INFINITE = 10**12
ORDER = ["clear", "warn", "unknown", "withhold", "reject"]


# --- C: period, day, eligibility; D: verdicts


def dated(one: dict[str, Any], policy_date: str | None) -> None:
    instant = noon(one["arrival"]) if one["arrival"] else noon(one["eda"]) if one["eda"] else None
    instant = noon(policy_date) if policy_date else instant
    one["period"] = one["action"] = one["eligible"] = None
    one["limit"] = None
    one["day"] = one["eda"]
    one["provisional"] = False
    if instant is None:
        return
    name, one["limit"], one["action"] = period(instant)
    chinese, open_line = bool(one["origin"] & CHINA), None in one["origin"]
    ban = banned(instant)
    one["eligible"] = one["action"] != "reject" and (False if chinese and ban else None if open_line and ban else True)
    if one["action"] == "reject":
        one["eligible"] = False
    elif chinese and ban:
        one["action"] = "reject"
    elif chinese and name == "P4":
        one["action"] = "warn"
    by_arrival = name in ("P4", "P5", "P6", "P7", "P8") and not (chinese and name == "P4")
    one["day"] = one["arrival"][:10] if by_arrival and one["arrival"] else one["eda"]
    if not one["arrival"]:
        here = date.fromisoformat(one["eda"] or "1900-01-01")
        edges = {start.date() for _, start, _, _ in BASE[1:]}
        bans = {edge.date() for ban in BANS for edge in ban}
        own = (edges - {date(2025, 8, 12)}) | bans if chinese else edges | bans if open_line else edges
        near = any(abs(here - edge) <= timedelta(days=1) for edge in own)
        suspended = name in ("P5", "P6", "P7", "P8")
        one["provisional"] = (near and not suspended and not policy_date) or (name == "P4" and not chinese)
    if chinese and instant.date() == date(2025, 2, 7):
        one["provisional"] = True


def judge(
    filings: list[dict[str, Any]], as_of: str = "2026-11-21", policy_date: str | None = None
) -> list[dict[str, Any]]:
    """Groups: consignee parts, day, total, counted, verdict, provisional, and verdicts by shipment."""
    bills: dict[str, list[tuple[int, dict[str, Any]]]] = defaultdict(list)
    keys = known_keys(filings)
    for at, filing in enumerate(filings):
        who = carried(filing).get("consignee")
        named = filing | {"person": keys(who) or who} if who else filing
        bills[filing["bill"]].append((at, named))
    members: list[dict[str, Any]] = []
    houses = {f["bill"]: f["master"] for f in filings if f.get("master")}
    gone = {house for house in houses if is_gone(house, filings)}
    masters = {master for house, master in houses.items() if house not in gone}
    for bill, filed_on_it in bills.items():
        # Of a master with houses the entries alone: the lowest level counts (2).
        rows = [(at, filing) for at, filing in filed_on_it if bill not in masters or filing["kind"] == "entry"]
        if not rows:
            continue
        ship = next((at for at, f in rows if f["kind"] == "manifest"), rows[0][0])
        outcomes = [standings(state, ship) for state in histories(rows, as_of, policy_date)]
        views = [
            sorted(
                repr({k: v for k, v in (one | {"who": keys(one["who"]) or one["who"]}).items() if "place" not in k})
                for one in found
            )
            for found in outcomes
        ]
        differ = any(view != views[0] for view in views)
        for one in (one for found in outcomes for one in found):
            dated(one, policy_date)
            one["key"] = keys(one["who"])
            one["provisional"] = one["provisional"] or differ or one["disputed"]
            one["bill"] = bill
            members.append(one)
    as_house(members, houses, gone)
    covers = covered(members, houses)
    members = folded(members)
    groups: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for one in members:
        lone = one["key"] is None or one["day"] is None
        one["home"] = (one["key"], one["day"], one["ship"] if lone else None)
        behind = one["action"] == "withhold"
        on_manifest = one["manifest_place"] if one["manifest_place"] is not None else one["place"] + 10**6
        one["at"] = on_manifest if behind else one["place"]
        groups[one["home"]].append(one)
    for group in groups.values():
        group.sort(key=lambda one: (one["at"], one["ship"]))
    mild(groups)
    if covers:
        for home, group in list(groups.items()):
            groups[home] = uncovered(group, covers)
        members = [one for group in groups.values() for one in group]
        mild(groups)
    worst(members, groups)
    return [told(home, group) for home, group in groups.items()]


def is_gone(house: str, filings: list[dict[str, Any]]) -> bool:
    """Whether a house no longer hides its master (2): deleted as a whole, or named by entries alone, none live."""
    last = {f["entry"]: f["action"] for f in filings if f["kind"] == "entry"}
    if any(f["bill"] == house and last[f["entry"]] != "delete" for f in filings if f["kind"] == "entry"):
        return False
    filed = [f for f in filings if f["bill"] == house and f["kind"] == "manifest"]
    told = [f for f in filed if f["action"] != "change"]
    if not told:
        return not filed
    return told[-1]["action"] == "delete" and not told[-1].get("part")


def as_house(members: list[dict[str, Any]], houses: dict[str, str], gone: set[str]) -> None:
    """A master whose houses were all deleted, one of them too late: one shipment with it, the worse stands (6)."""
    whose: dict[str, int] = {}
    for house in (house for house in houses if house in gone):
        for one in members:
            if one["bill"] == house:
                whose.setdefault(houses[house], one["ship"])
    for one in members:
        if one["bill"] in whose and one["manifest_place"] is not None:
            one["ship"], one["provisional"] = whose[one["bill"]], True


def covered(members: list[dict[str, Any]], houses: dict[str, str]) -> set[tuple[int, int]]:
    """Entries on a master, and shipments on the manifests of its houses (2)."""
    return {
        (one["ship"], other["ship"])
        for one in members
        for other in members
        if one["entry"] and houses.get(other["bill"]) == one["bill"] and other["manifest_place"] is not None
        if one["ship"] != other["ship"]
    }


def uncovered(group: list[dict[str, Any]], covers: set[tuple[int, int]]) -> list[dict[str, Any]]:
    """A group without the entries on a master whose houses stand in it with at least their value."""
    kept = []
    for one in group:
        under = [each["weight"] for each in group if (one["ship"], each["ship"]) in covers and not each["unread"]]
        if not under or one["unread"] or sum(under) < one["value"]:
            kept.append(one)
    return kept


def known_keys(filings: list[dict[str, Any]]) -> Any:
    parties = [carried(f)["consignee"] for f in filings if "consignee" in carried(f)]
    zips: dict[Any, set[str]] = defaultdict(set)
    for who in parties:
        if who[4]:
            zips[who[:4]].add(who[4])

    def key(who: tuple[str | None, ...]) -> tuple[str | None, ...] | None:
        if None in who[:3]:
            return None
        if who[4] is None and len(zips[who[:4]]) == 1:
            return (*who[:4], next(iter(zips[who[:4]])), who[5])
        return who

    # Keys that one identifier stands beside are one person, named by the first filed (24).
    first: dict[Any, Any] = {}
    beside = [(key(carried(f)["consignee"]), f["identifier"]) for f in filings if f.get("identifier")]
    for _ in beside:
        for whole, identifier in beside:
            if whole is not None:
                least = min(first.get(whole, whole), first.get(identifier, whole), key=lambda k: filed(k, parties, key))
                first[whole] = first[identifier] = least

    def person(who: tuple[str | None, ...]) -> tuple[str | None, ...] | None:
        whole = key(who)
        return None if whole is None else first.get(whole, whole)

    return person


def filed(key: Any, parties: list[Any], key_of: Any) -> int:
    """Where a key was first filed."""
    return next(at for at, who in enumerate(parties) if key_of(who) == key)


def folded(members: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """In each group once, at the greatest value (6, 7)."""
    together: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for one in members:
        together[(one["ship"], one["key"], one["day"])].append(one)
    result = []
    severity = {None: -1, "none": 0, "manual": 1, "warn": 2, "withhold": 3, "reject": 4}
    for found in together.values():
        lead = dict(max(found, key=lambda one: (one["eligible"] is False, severity[one["action"]])))
        lead["value"] = max(one["value"] for one in found)
        lead["unread"] = any(one["unread"] for one in found)
        lead["claim"] = True if any(one["claim"] for one in found) else None
        refused = [one["eligible"] is False for one in found]
        lead["mixed"] = any(refused) and not all(refused)
        if any(refused):
            lead["eligible"] = False
        else:
            lead["eligible"] = None if any(one["eligible"] is None for one in found) else True
        lead["provisional"] = any(one["provisional"] for one in found)
        lead["place"] = min(one["place"] for one in found)
        lead["manifest_place"] = min(
            (one["manifest_place"] for one in found if one["manifest_place"] is not None), default=None
        )
        lead["alone"] = all(one["alone"] for one in found)
        result.append(lead)
    return result


def mild(groups: dict[Any, list[dict[str, Any]]]) -> None:
    for group in groups.values():
        limit = min((one["limit"] for one in group if one["limit"] is not None), default=10**15)
        weight = [one["value"] if one["claim"] and (one["eligible"] or one["mixed"]) else 0 for one in group]
        running = 0
        for one, value in zip(group, weight, strict=True):
            running += value
            one["group_limit"], one["judged"], one["weight"] = limit, sum(weight), value
            one["mild"] = verdict(one, sum(weight) > limit, running > limit) if one["claim"] else "clear"
            one["role"] = None
            if sum(weight) > limit and one["claim"] and one["eligible"]:
                one["role"] = "exceeding" if running > limit else "earlier"


def verdict(one: dict[str, Any], over: bool, tipped: bool) -> str:
    if one["eligible"] is False:
        return "reject"
    if one["action"] == "warn" and over:
        return "warn"
    if one["action"] == "withhold" and tipped:
        return "withhold"
    return "clear"


def agree(a: tuple[str | None, ...], b: tuple[str | None, ...]) -> bool:
    return all(x is None or y is None or x == y for x, y in zip(a, b, strict=True))


def lacks(one: tuple[str | None, ...], other: tuple[str | None, ...]) -> bool:
    return any(x is None and y is not None for x, y in zip(one, other, strict=True))


def worst(members: list[dict[str, Any]], groups: dict[Any, list[dict[str, Any]]]) -> None:
    """Every way to place what is unread, and the worst verdict of each shipment over all of them."""
    complete = {one["key"] for one in members if one["key"]}
    weight = {}
    floating = []
    for number, one in enumerate(members):
        one["number"] = number
        counts = one["eligible"] is not False or one["mixed"]
        weight[number] = (INFINITE if one["unread"] else one["value"]) if counts else 0
        one["pattern"] = one["key"] or tuple(one["who"])
        open_key = one["key"] is not None and any(
            other != one["key"] and agree(other, one["key"]) and lacks(one["key"], other) for other in complete
        )
        loose = one["key"] is None or one["day"] is None
        one["floats"] = (loose or open_key) and not (one["alone"] and loose)
        if one["floats"]:
            floating.append(one)
    fixed: dict[Any, list[dict[str, Any]]] = defaultdict(list)
    for one in members:
        if not one["floats"]:
            fixed[one["home"]].append(one)
    homes = [home for home in fixed if home[0] is not None and home[1] is not None]
    days = sorted({home[1] for home in homes} | {one["day"] for one in floating if one["day"]}) or ["2025-03-03"]
    options = []
    for one in floating:
        choices: list[Any] = [("own", one["number"])]
        choices += [home for home in homes if agree(home[0], one["pattern"]) and one["day"] in (None, home[1])]
        # An identity of nobody else here: those that unite the patterns of floating shipments.
        unions = {one["pattern"]}
        for other in floating:
            unions |= {unite(u, other["pattern"]) for u in set(unions) if agree(u, other["pattern"])}
        choices += [("new", union, day) for union in unions for day in ([one["day"]] if one["day"] else days)]
        options.append(choices)
    result = {one["number"]: one["mild"] if one["claim"] else "clear" for one in members}
    for placing in product(*options):
        together: dict[Any, list[dict[str, Any]]] = defaultdict(list)
        for home, group in fixed.items():
            together[home] += group
        for one, home in zip(floating, placing, strict=True):
            together[home].append(one)
        # One shipment does not meet itself in a group.
        if any(len({one["ship"] for one in group}) < len(group) for group in together.values()):
            continue
        for mixed in together.values():
            group = sorted(mixed, key=lambda one: (one["at"], one["ship"]))
            total, running = sum(weight[one["number"]] for one in group), 0
            # The lowest limit of those that stand together, of their own groups too (16).
            limit = min(one["group_limit"] for one in group)
            for one in group:
                running += weight[one["number"]]
                found = verdict(one, total > limit, running > limit)
                result[one["number"]] = max(result[one["number"]], found, key=ORDER.index)
    for one in members:
        told = result[one["number"]] == one["mild"] and one["eligible"] is not None
        one["verdict"] = one["mild"] if told else "unknown"


def unite(a: tuple[str | None, ...], b: tuple[str | None, ...]) -> tuple[str | None, ...]:
    return tuple(x if x is not None else y for x, y in zip(a, b, strict=True))


def told(home: Any, group: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "name": home[0][0] if home[0] else None,
        "zip": home[0][4] if home[0] else None,
        "day": home[1],
        "total": sum(one["value"] for one in group if one["claim"]),
        "counted": sum(one["value"] for one in group if one["claim"] and one["eligible"]),
        "verdict": max((one["verdict"] for one in group), key=ORDER.index),
        "provisional": any(one["provisional"] for one in group),
        "verdicts": [one["verdict"] for one in group],
        "roles": [one["role"] for one in group],
    }
