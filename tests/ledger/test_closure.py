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
from deminimis.ledger.incoming import Incoming
from deminimis.ledger.judge import answer
from deminimis.ledger.store import table
from deminimis.rules.base.arrivals import arrivals_of
from deminimis.rules.base.settings import Settings
from deminimis.rules.judge import Judgement
from tests.build.recorded import SAID, SETTINGS, arrival, as_recorded, bill, incoming, recorded
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


def _checked(path: Path, last: Incoming, options: Settings) -> Judgement:
    return answer(
        table.created(path), last.filings, [None], options, notices=last.intake.notices
    ).judgement  # fmt: skip


def same(night: list[list[dict[str, Any]]], options: Settings = SETTINGS) -> dict[str, str]:
    """Recorded one by one, or the last only checked: as if all were judged at once. The verdicts by bill."""
    parts = [incoming(shipments, n) for n, shipments in enumerate(night)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger"
        recorded(path, parts[:-1], options)
        checked = _checked(path, parts[-1], options)
        recorded(path, parts[-1:], options)
        snapshot = table.opened(path)
        whole = verify.whole(snapshot, options)
        bills = {row["bill"] for row in night[-1] if row.get("notice") != "1C"}  # a release moves nothing
        assert _told(checked, bills) == _told(whole.whole, bills)
        at_once = verdicts.said(whole, options.policy, snapshot.next).select(SAID).sort(SAID, nulls_last=True)
        assert as_recorded(snapshot).equals(at_once)
        return dict(verify.held(snapshot).select("ref", "verdict").rows())


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


P4 = {"filed_on": "2025-08-10"}
ONE_DAY, OTHER = "2025-08-14", "2025-08-20"
PAIR = [bill(1, 50000, ONE_DAY, **P4), bill(2, 50000, OTHER, **P4)]
ARRIVED = [arrival(1, f"{ONE_DAY}T09:00"), arrival(2, f"{ONE_DAY}T10:00")]


def over(*night: list[dict[str, Any]]) -> dict[str, str]:
    """The verdicts that a ledger holds after these files; they are those of one judgement of all."""
    return same(list(night))


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (0, 2, 1, 3), (2, 3, 1, 0), (3, 1, 0, 2)])
def test_an_arrival_moves_a_bill_in_whatever_order_its_notice_comes(order: tuple[int, ...]) -> None:
    parts = [*PAIR, *ARRIVED]
    held = over(*([parts[n]] for n in order))
    tips = "ABCDB2" if order.index(0) < order.index(1) else "ABCDB1"
    assert [ref for ref, verdict in held.items() if verdict == "withhold"] == [tips]


def test_a_notice_in_a_later_call_is_reported_with_the_bills_it_moves(tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    recorded(path, [incoming([row], n) for n, row in enumerate([*PAIR, ARRIVED[0]])])
    last = incoming([ARRIVED[1]], 9)
    snapshot = table.opened(path)
    told = answer(snapshot, last.filings, [None], SETTINGS, notices=last.intake.notices).judgement
    assert set(told.shipments["bill"]) == {"ABCDB1", "ABCDB2"}
    assert "DM101" in told.findings["code"].to_list()


def test_a_release_after_the_arrival_leaves_it() -> None:
    held = over(*([row] for row in [*PAIR, *ARRIVED, arrival(2, "2025-08-21T10:00", "1C")]))
    assert held == {"ABCDB1": "clear", "ABCDB2": "withhold"}


def test_a_release_in_the_same_call_leaves_the_arrival() -> None:
    told = incoming([ARRIVED[1], arrival(2, "2025-08-21T10:00", "1C")], 0).intake.notices
    assert arrivals_of(told)["bill"].to_list() == ["ABCDB2"]


def test_an_arrival_that_is_said_again_leaves_the_day_it_had() -> None:
    held = over(*([row] for row in [*PAIR, *ARRIVED, arrival(2, "2025-08-16T10:00")]))
    assert held == {"ABCDB1": "clear", "ABCDB2": "clear"}


def arriving(seed: int) -> list[list[dict[str, Any]]]:
    """Filings of a few bills of one person, and notices of their arrival, each in a file of its own."""
    chance = random.Random(seed)
    days = [ONE_DAY, "2025-08-16", OTHER, "2025-08-26"]
    rows: list[dict[str, Any]] = []
    for _ in range(chance.randint(4, 9)):
        number = chance.randint(1, 5)
        if chance.random() < 0.5:
            code = chance.choice(["19", "19", "19", "1C"])
            rows.append(arrival(number, f"{chance.choice(days)}T{chance.choice(['00:00', '09:00', '23:30'])}", code))
        else:
            who = chance.choice([IRIS, IRIS, IRIS | {"zip": None}, IRIS | {"street": None}])
            day = chance.choice([*days, None])
            rows.append(bill(number, chance.choice([30000, 50000]), ONE_DAY, consignee=who, **P4) | {"eda": day})
    return [[row] for row in rows]


@pytest.mark.parametrize("seed", SEEDS[:4])
def test_arrivals_in_any_split_are_as_one_judgement(seed: int) -> None:
    same(arriving(seed), replace(SETTINGS, match=MATCHES[seed % len(MATCHES)]))
