"""What is recorded file by file is what one judgement of everything says: nothing that bears on a file is left out."""

import os
import random
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from deminimis.ledger import verdicts, verify
from deminimis.ledger.judge import answer
from deminimis.ledger.store import table
from deminimis.rules.base.settings import Settings
from deminimis.rules.judge import Judgement
from tests.build.recorded import SAID, SETTINGS, as_recorded, bill, incoming, recorded
from tests.build.scenario import IRIS

MATCHES = ["normalised", "normalised", "normalised", "exact", "name", "fuzzy"]
LATER = "2025-03-20"
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


PEOPLE = [IRIS, IRIS, IRIS, IRIS | {"zip": None}, IRIS | {"zip": "89509"}, IRIS | {"street": None}, *FORMS]
DAYS = ["2025-03-03", "2025-03-03", "2025-03-03", "2025-03-04", LATER, LATER, None]


def filing(chance: random.Random) -> dict[str, Any]:
    """A filing of one of five bills: few people, few days, sums about the limit; who it is for in one filing or two."""
    number = chance.randint(1, 5)
    row: dict[str, Any] = {"bill": f"ABCDB{number}", "filed_on": "2025-01-15", "origin": "GB", "claim": True}
    row |= {"kind": chance.choice(["manifest", "manifest", "entry"])}
    row["action"] = chance.choice(["add"] * 12 + ["change", "delete"])
    if row["kind"] == "entry":
        row |= {"entry": f"E{number}", "entry_type": chance.choice(["86"] * 9 + ["11"])}
        row["claim"] = row["entry_type"] == "86"
    day, cents = chance.choice(DAYS), chance.choice([10000, 30000, 40000, 50000])
    if row["action"] == "change":
        return row | chance.choice([{"value_cents": cents}, {"eda": LATER}, {"consignee": IRIS}])
    if row["action"] == "delete":
        return row
    row |= {"eda": day, "value_cents": cents}
    told = chance.randint(0, 19)
    if told < 8:
        row["identifier"] = chance.choice(IDENTIFIERS)
    if told < 5 or told == 18:
        return row
    return row | {"consignee": chance.choice(PEOPLE) if told < 19 else dict.fromkeys(IRIS)}


def files(seed: int) -> list[list[dict[str, Any]]]:
    """Four to seven filings, most in a file of their own."""
    chance = random.Random(seed)
    night: list[list[dict[str, Any]]] = [[filing(chance)]]
    for _ in range(chance.randint(3, 6)):
        if chance.random() < 0.8:
            night.append([])
        night[-1].append(filing(chance))
    return night


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
        whole = verify.whole(snapshot, options)
        bills = {shipment["bill"] for shipment in night[-1]}
        assert _told(checked, bills) == _told(whole.whole, bills)
        at_once = verdicts.said(whole, options.policy, snapshot.next).select(SAID).sort(SAID, nulls_last=True)
        assert as_recorded(snapshot).equals(at_once)


SEEDS = range(int(os.environ.get("SEED", "0")), int(os.environ.get("SEED", "0")) + int(os.environ.get("EXAMPLES", "8")))


@pytest.mark.parametrize("seed", SEEDS)
def test_as_one_judgement_of_everything(seed: int) -> None:
    same(files(seed), replace(SETTINGS, match=MATCHES[seed % len(MATCHES)]))


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
