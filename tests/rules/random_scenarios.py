"""Random scenarios: few people, days and bills, so that much of it meets."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.build.scenario import IRIS

PEOPLE = [
    IRIS,
    IRIS,
    IRIS | {"name": "HUGO BIRCH"},
    IRIS | {"zip": "89509"},
    IRIS | {"zip": None},
    IRIS | {"street": None},
    dict.fromkeys(IRIS),
]
# Where the days of P4 begin and end, a country rule, and the quiet middle of P3.
DAYS = ["2025-03-03", "2025-03-03", "2025-03-04", "2025-05-10", "2025-08-11", "2025-08-15", "2025-08-15", "2025-08-29"]
ARRIVALS = ["2025-03-04", "2025-08-15", "2025-08-12T09:00"]
FILED = ["2025-01-15", "2025-01-15", "2025-03-04", "2025-12-01"]
VALUES = [0, 10000, 10000, 19999, 30000, 40000, 40000, 50000, 80000, 80001, None]
# The day before, the day and the day after every change of the policy table, and the hours around the change.
CHANGES = ["2016-03-10", "2024-07-25", "2025-01-11", "2025-02-04", "2025-02-07", "2025-05-02", "2025-08-12",
           "2025-08-29", "2026-02-24", "2026-06-24", "2027-07-01"]  # fmt: skip
HOURS = ["00:00", "00:01", "04:59", "05:00", "12:00", "23:59"]


@st.composite
def scenarios(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Up to six filings of up to four bills, about the usual days or around one change of the policy table."""
    change = draw(st.sampled_from([None, None, None, *CHANGES]))
    days, arrivals, filed = DAYS, ARRIVALS, FILED
    if change:
        here = date.fromisoformat(change)
        days = [str(here + timedelta(days=step)) for step in (-1, 0, 0, 1, 2)]
        arrivals = [f"{day}T{hour}" for day in days[:4] for hour in HOURS]
        filed = [str(here + timedelta(days=step)) for step in (-30, -30, 0, 30)]
    return draw(st.lists(filing(days, arrivals, filed), min_size=1, max_size=6))


@st.composite
def filing(draw: st.DrawFn, days: list[str], arrivals: list[str], filed: list[str]) -> dict[str, Any]:
    kind = draw(st.sampled_from(["manifest", "manifest", "entry"]))
    number = draw(st.sampled_from([1, 2, 3, 4]))
    verbs = ["add"] * 5 + ["change", "delete"] + (["replace"] if kind == "entry" else [])
    shipment: dict[str, Any] = {"kind": kind, "action": draw(st.sampled_from(verbs)), "bill": f"ABCDB{number}"}
    if kind == "entry":
        again = draw(st.sampled_from(["", "", "", "X"]))
        shipment["entry"] = f"E{number}{again}"
    shipment["filed_on"] = draw(st.sampled_from(filed))
    if draw(st.integers(0, 11)) == 0:
        shipment["unread"] = ["action"]
    if shipment["action"] == "delete":
        return shipment
    fields: dict[str, Any] = {
        "consignee": draw(st.sampled_from(PEOPLE)),
        "eda": draw(st.sampled_from([*days, None])),
        "origin": draw(st.sampled_from(["GB", "GB", "GB", "CN", "HK", ["GB", "CN"], None])),
        "value_cents": draw(st.sampled_from(VALUES)),
        "claim": draw(st.sampled_from([True, True, True, True, True, False, None])),
    }
    if kind == "entry":
        shipment["entry_type"] = draw(st.sampled_from(["86", "86", "86", "86", "11", "03"]))
        fields["claim"] = shipment["entry_type"] == "86"
    kept = dict(fields)
    if shipment["action"] == "change":
        names = draw(st.lists(st.sampled_from(sorted(fields)), min_size=1, max_size=2, unique=True))
        kept = {name: fields[name] for name in names if name != "origin" or fields[name]}
        kept = {n: v for n, v in kept.items() if n != "consignee" or v["name"]}
        shipment["carries"] = [name for name in kept if kept[name] is None]
    elif kind == "entry" and draw(st.booleans()):
        kept.pop(draw(st.sampled_from(["consignee", "eda", "origin", "value_cents"])))
    shipment |= kept
    if draw(st.integers(0, 3)) == 0:
        shipment["arrival"] = draw(st.sampled_from(arrivals))
    return shipment
