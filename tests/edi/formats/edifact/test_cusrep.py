"""CUSREP: a trip gives its day to shipments filed before."""

from datetime import date
from pathlib import Path

import pytest

from deminimis.rules.base.settings import Settings
from deminimis.rules.judge import Judgement, judge
from tests.build.records.edifact import DAY, FILED, cuscar, cusrep
from tests.build.records.edifact import Ship as Shipment
from tests.build.records.segments import edifact, unb
from tests.places import SAMPLES
from tests.read.whole import rows, taken

BILLS = ["ZZZZD00000001", "ZZZZD00000002"]


def trip(*messages: list[str]) -> str:
    return edifact(unb(list(messages), "CUSREP", FILED, "7"))


def folder(name: str, tmp_path: Path) -> Judgement:
    got = taken(tmp_path, *(path.read_bytes() for path in sorted((SAMPLES / "cusrep" / name).glob("*.edi"))))
    return judge(got.filings, Settings(as_of=FILED))


def test_listed_shipments_are_changes_of_the_day_alone(tmp_path: Path) -> None:
    got = taken(tmp_path, trip(cusrep(BILLS)))
    assert rows(got, "format", "filing", "action", "bill", "eda", "eda_source", "claim", "value_cents", "unread") == [
        ("cusrep", "manifest", "change", bill, DAY, "DTM 132", None, None, []) for bill in BILLS
    ]
    assert got.filings.bills["bill"].to_list() == BILLS


def test_a_trip_gives_shipments_their_day(tmp_path: Path) -> None:
    groups = folder("clean", tmp_path).groups
    assert groups.select("consignee_name", "day", "counted_cents", "verdict", "provisional").rows() == [
        ("EMIL BRACKEN", DAY, 75000, "clear", False),
        ("VERA NETTLES", DAY, 6000, "clear", False),
    ]


def test_a_trip_filed_on_the_day_is_only_a_request(tmp_path: Path) -> None:
    groups = folder("late_day", tmp_path).groups.filter(consignee_name="EMIL BRACKEN").sort("day")
    assert groups.select("day", "provisional").rows() == [(DAY, True), (date(2025, 3, 5), True)]


@pytest.mark.parametrize("header", [{"function": "3"}, {"action": "22"}])
def test_a_cancelled_trip_and_a_split_part_leave_the_day_unread(header: dict[str, str], tmp_path: Path) -> None:
    got = taken(tmp_path, trip(cusrep(BILLS, **header)))
    assert rows(got, "eda", "unread") == [(None, ["eda"])] * 2


def test_an_unreadable_day_is_unread(tmp_path: Path) -> None:
    got = taken(tmp_path, trip(cusrep(BILLS)).replace("202503040930", "202513040930"))
    assert rows(got, "eda", "unread") == [(None, ["eda"])] * 2


def test_a_listed_shipment_without_number_is_not_lost(tmp_path: Path) -> None:
    got = taken(tmp_path, trip(cusrep(BILLS)).replace(f"RFF+AAM:{BILLS[1]}'\n", "").replace("UNT+17", "UNT+16"))
    assert rows(got, "bill") == [(BILLS[0],), (None,)]


def test_in_bond_events_list_no_shipments(tmp_path: Path) -> None:
    got = taken(tmp_path, trip(cusrep(BILLS)).replace("BGM+336", "BGM+98"))
    assert rows(got, "bill") == []


def test_shipments_and_trip_in_one_file_keep_their_order(tmp_path: Path) -> None:
    ships = edifact(unb([cuscar([Shipment(bill) for bill in BILLS])], "CUSCAR", FILED, "8"))
    for text in (ships + trip(cusrep(BILLS)), trip(cusrep(BILLS)) + ships):
        for size in (200, 1 << 20):
            got = taken(tmp_path, text, block_size=size)
            assert got.filings.shipments["byte"].is_sorted()
            assert got.filings.shipments["seq"].to_list() == [0, 1, 2, 3]
            lined = got.filings.shipments.filter(seq=got.filings.lines["seq"][0])
            assert lined["format"].to_list() == ["cuscar"]


@pytest.mark.parametrize("size", [1 << 16, 1 << 24])
def test_9999_shipments_in_each_of_two_messages(size: int, tmp_path: Path) -> None:
    bills = [[f"ZZZZD{m}{n:07d}" for n in range(9_999)] for m in (1, 2)]
    one = cusrep(bills[0][:1])
    start = next(n for n, raw in enumerate(one) if raw.startswith("DOC"))
    group = one[start : start + 3]
    bodies = [
        [*one[:start], *(raw.replace(bills[0][0], b) for b in part for raw in group), *one[start + 3 :]]
        for part in bills
    ]
    got = taken(tmp_path, trip(*bodies), block_size=size)
    assert got.filings.shipments["bill"].to_list() == [*bills[0], *bills[1]]
    assert set(rows(got, "eda", "message")) == {(DAY, 1), (DAY, 2)}
    assert got.complete
