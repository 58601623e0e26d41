"""What to do next, in words: for a verdict, and for what ACE does about it in a period."""

from typing import Any, Final

from deminimis.cli.words import clean, whole
from deminimis.rules.policy.table import Period

FORMAL: Final = "entry type 11 (informal, value up to $2,500) or 01 (consumption)"

_INSTEAD: Final = {
    "reject": f"a broker files {FORMAL}; a carrier amends its bill, so that it claims no de minimis",
    "withhold": f"link to {FORMAL}; or abandon, export or return to sender",
    "warn": f"move to {FORMAL} before arrival",
    "unknown": "correct what could not be read, then check again",
    "clear": "",
}


def instead(verdict: str) -> str:
    """What to file instead, for a shipment of this verdict."""
    return _INSTEAD[verdict]


def what_ace_does(period: Period | None) -> str:
    """What ACE does in this period about a day that may exceed the limit, in one sentence."""
    if period is None:
        return "The period is not known, because the day is not."
    limit = whole(period.limit_cents)
    return {
        "none": f"In this period ACE does nothing about a day above {limit}.",
        "manual": f"In this period officers may refuse the shipment that puts the day above {limit}.",
        "warn": "In this period ACE warns and holds nothing.",
        "withhold": "In this period ACE withholds the release of the exceeding shipments until another entry is filed.",
        "reject": "In this period ACE rejects the claim.",
    }[period.action]


def next_steps(members: list[dict[str, Any]]) -> list[str]:
    """What to do with the shipments of one group, a line a verdict.

    members: dicts with bill, entry_number, verdict, move_to.
    """
    out = []
    for verdict in ("reject", "withhold", "warn", "unknown"):
        mine = [row for row in members if row["verdict"] == verdict]
        if verdict == "warn" and mine:  # the fewest that bring the rest to the limit are enough
            mine = [row for row in members if row["move_to"] and row["verdict"] not in ("reject", "withhold")]
        bills = [clean(row["bill"] or row["entry_number"]) for row in mine]
        if bills:
            more = f" and {len(bills) - 5} more" if len(bills) > 5 else ""
            out.append(f"Next: {', '.join(bills[:5])}{more}: {instead(verdict)}.")
    return out
