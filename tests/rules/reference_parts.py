"""The reference's splits: all parts of a bill as one side (clause 8)."""

from __future__ import annotations

from datetime import datetime
from typing import Any


def joined(parts: list[dict[str, Any]]) -> dict[str, Any]:
    """All parts of a bill as one side (8): the first that arrives leads."""
    if len(parts) == 1:
        return parts[0]

    def instant(side: dict[str, Any]) -> datetime:
        at = side["fields"].get("arrival") or side["fields"].get("eda")
        return datetime.fromisoformat(at if "T" in at else f"{at}T12:00") if at else datetime.max

    lead = min(parts, key=lambda side: (instant(side), side["first"]))
    every = [side["fields"] for side in parts]
    fields = dict(lead["fields"])
    stated = [f.get("value_cents") if f.get("value_cents") is not None else f.get("least") or None for f in every]
    known = [value for value in stated if value is not None]
    total = known[0] if len(set(known)) == 1 else sum(known)
    unread = any(f.get("value_cents") is None for f in every)
    fields["value_cents"], fields["least"] = None if unread else total, total
    claims = [f["claim"] for f in every if "claim" in f]
    fields["claim"] = True if True in claims else None if None in claims else False
    if any("origin" in f for f in every):
        fields["origin"] = frozenset().union(*(f.get("origin", frozenset([None])) for f in every))
    edas = [f["eda"] for f in every if f.get("eda")]
    lost = any("eda" in f and f["eda"] is None for f in every)
    open_ = any(not f.get("eda") and not f.get("arrival") for f in every)
    fields["arrival"] = None if open_ else lead["fields"].get("arrival")
    fields.pop("eda", None)
    if lost or (len(edas) < len(every) and not lead["fields"].get("arrival")):
        fields["eda"] = None
    elif edas:
        fields["eda"] = min(edas)
    place = min(side["place"] for side in parts)
    twins = []
    for named in [f for side in parts for f in (side["fields"], *(twin for twin, _ in side["twins"]))]:
        other = {name: value for name, value in fields.items() if name not in ("consignee", "person")}
        other |= {name: named[name] for name in ("consignee", "person") if name in named}
        if all(other.get("person") != known.get("person") for known in (fields, *(twin for twin, _ in twins))):
            twins.append((other, place))
    return {
        "fields": fields, "place": place, "twins": twins, "formal": False,
        "first": min(side["first"] for side in parts),
        "disputed": any(side["disputed"] for side in parts) or bool(twins),
    }  # fmt: skip
