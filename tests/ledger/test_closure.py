"""What is recorded file by file is what one judgement of everything says: nothing that bears on a file is left out."""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from filing import SETTINGS, as_recorded, incoming, judged_at_once, recorded
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_ledger import bill
from test_reference import ARRIVALS, DAYS, FILED, IRIS, filing

from deminimis.ledger import table, verify
from deminimis.ledger.judge import answer
from deminimis.rules.run import Judgement
from deminimis.rules.settings import Settings

MATCHES = ["normalised", "normalised", "normalised", "exact", "name", "fuzzy"]
IDENTIFIERS = ["12-3456789", "98-7654321"]
# What an address may lack, and ways to write the same one.
FORMS = [
    IRIS | {"state": None},
    IRIS | {"state": None, "zip": None},
    IRIS | {"state": "NEVADA", "zip": "89501-1234"},
    IRIS | {"country": None, "state": None},
    IRIS | {"name": "ALDER, IRIS", "street": "12 Oak Street"},
    IRIS | {"state": "CA"},
    IRIS | {"city": None},
    IRIS | {"name": None},
    IRIS | {"name": "HUGO BIRCH", "street": None},
]


@st.composite
def files(draw: st.DrawFn) -> list[list[dict[str, Any]]]:
    """Up to seven filings in up to seven files: addresses and identifiers in one filing of a bill or in the other."""
    rows = draw(st.lists(filing(DAYS, ARRIVALS, FILED), min_size=2, max_size=7))
    for row in rows:
        if row["action"] not in ("add", "replace"):
            continue
        if row.get("consignee") and draw(st.integers(0, 2)) == 0:
            row["consignee"] = draw(st.sampled_from(FORMS))
        if draw(st.integers(0, 2)) == 0:
            row["identifier"] = draw(st.sampled_from(IDENTIFIERS))
            if draw(st.booleans()):
                row.pop("consignee", None)
        elif draw(st.integers(0, 5)) == 0:
            row.pop("consignee", None)
    cuts = draw(st.lists(st.booleans(), min_size=len(rows) - 1, max_size=len(rows) - 1))
    starts = [0, *(n for n, cut in enumerate(cuts, 1) if cut), len(rows)]
    return [rows[a:b] for a, b in pairwise(starts)]


def _told(judgement: Judgement, bills: set[str]) -> list[Any]:
    """What is said of these bills."""
    groups = judgement.groups.select("group", "consignee_key", "day", "total_cents", over_all="verdict")
    rows = judgement.shipments.filter(pl.col("bill").is_in(list(bills))).join(groups, on="group")
    return sorted(
        rows.select("bill", "consignee_key", "day", "verdict", "role", "total_cents", "over_all").rows(), key=repr
    )


def same(night: list[list[dict[str, Any]]], options: Settings = SETTINGS) -> None:
    """Recorded one by one, or the last only checked: as if all were judged at once."""
    parts = [incoming(shipments, n) for n, shipments in enumerate(night)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger"
        recorded(path, parts[:-1], options)
        checked = answer(table.created(path), parts[-1].filings, [None], options).judgement
        recorded(path, parts[-1:], options)
        snapshot = table.opened(path)
        assert as_recorded(snapshot).equals(judged_at_once(snapshot, options))
        bills = {shipment["bill"] for shipment in night[-1]}
        assert _told(checked, bills) == _told(verify.whole(snapshot, options).whole, bills)


@settings(
    max_examples=int(os.environ.get("EXAMPLES", "12")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize="EXAMPLES" not in os.environ,
    database=None,
)
@given(files(), st.sampled_from(MATCHES))
def test_as_one_judgement_of_everything(night: list[list[dict[str, Any]]], match: Any) -> None:
    same(night, replace(SETTINGS, match=match))


LATER = "2025-03-20"
ENTRY = {"kind": "entry", "entry_type": "86"}


def entry(number: int, cents: int, day: str, **more: Any) -> dict[str, Any]:
    """A type 86 entry that names its consignee by an identifier only."""
    row = bill(number, cents, day) | ENTRY | {"entry": f"E{number}", "identifier": "12-3456789"} | more
    row.pop("consignee")
    return row


def named() -> Iterator[Any]:
    """Cases that were once cleared, in every order that matters."""
    joined = [bill(1, 10000), entry(1, 10000, "2025-03-03"), entry(2, 50000, LATER), bill(3, 50000, LATER)]
    for order in ("0123", "0132", "2301", "1203"):
        yield pytest.param([joined[int(n)] for n in order], id=f"joined-by-a-pair-{order}")
    nobody = entry(1, 50000, LATER, identifier=None) | {"eda": None}
    dated = bill(2, 50000, LATER)
    yield pytest.param([nobody, dated], id="nobody-and-no-day-first")
    yield pytest.param([dated, nobody], id="nobody-and-no-day-last")
    yield pytest.param([nobody, bill(3, 10000), dated, bill(4, 500)], id="nobody-and-no-day-among-others")
    parts = [bill(1, 30000), bill(2, 30000), bill(3, 40000, consignee=IRIS | {"street": None})]
    for order in ("012", "201"):
        yield pytest.param([parts[int(n)] for n in order], id=f"without-a-street-{order}")
    stateless = [bill(1, 50000, consignee=IRIS | {"state": None}), bill(2, 50000), bill(3, 100, LATER)]
    other = bill(4, 100, LATER, consignee=IRIS | {"state": "CA"})
    yield pytest.param([*stateless, other], id="state-known-then-two")
    yield pytest.param([other, stateless[0], stateless[2]], id="state-of-another-day")


@pytest.mark.parametrize("rows", list(named()))
def test_what_was_once_cleared(rows: list[dict[str, Any]]) -> None:
    same([[row] for row in rows])
