"""The 358: a trip gives its day to shipments of preliminary 309s."""

from datetime import date
from pathlib import Path

import pytest

from deminimis.rules.base.settings import Settings
from deminimis.rules.judge import Judgement, judge
from tests.build.records.segments import isa
from tests.build.records.x12 import DAY, FILED, m10, m13, p4, shipment, trip
from tests.build.shipments import EMIL
from tests.places import SAMPLES
from tests.read.whole import rows, taken

BILLS = ["D00000001", "D00000002"]


def text_of(*bodies: list[str]) -> str:
    return isa(list(bodies), "358", "BD", FILED, 5)


def folder(name: str, tmp_path: Path) -> Judgement:
    got = taken(tmp_path, *(path.read_bytes() for path in sorted((SAMPLES / "x12_358" / name).glob("*.edi"))))
    return judge(got.filings, Settings(as_of=FILED))


def test_listed_shipments_are_changes_of_the_day_alone(tmp_path: Path) -> None:
    got = taken(tmp_path, text_of(trip(BILLS)))
    assert rows(got, "format", "filing", "action", "bill", "eda", "eda_source", "claim", "value_cents", "unread") == [
        ("x12-358", "manifest", "change", f"ZZZZ{bill}", DAY, "P4", None, None, []) for bill in BILLS
    ]
    assert rows(got, "filer", "port", "filed_on", "mode") == [("ZZZZ", "3801", FILED, "truck")] * 2


def test_a_preliminary_309_and_a_358_give_the_day(tmp_path: Path) -> None:
    judged = folder("clean", tmp_path)
    assert judged.groups.select("consignee_name", "day", "counted_cents", "provisional").rows() == [
        ("EMIL BRACKEN", DAY, 75000, False),
        ("VERA NETTLES", DAY, 6000, False),
    ]


def test_the_day_that_a_358_gives_may_be_over(tmp_path: Path) -> None:
    """Two preliminary manifests for two days; one trip takes both shipments on one."""
    first = isa([[m10("SYSTEM"), p4(date(2025, 3, 5)), *shipment(1, BILLS[0], 500, EMIL)]], "309", "AQ", FILED, 1)
    second = isa([[m10("SYSTEM"), p4(date(2025, 3, 6)), *shipment(1, BILLS[1], 400, EMIL)]], "309", "AQ", FILED, 2)
    apart, together = (taken(tmp_path, first, second, *more) for more in ((), (text_of(trip(BILLS)),)))
    assert not judge(apart.filings, Settings(as_of=FILED)).groups["over"].any()
    over = judge(together.filings, Settings(as_of=FILED)).groups.filter("over")
    assert over.select("day", "counted_cents", "verdict").rows() == [(DAY, 90000, "warn")]


def test_a_358_filed_on_the_day_is_only_a_request(tmp_path: Path) -> None:
    groups = folder("late_day", tmp_path).groups.filter(consignee_name="EMIL BRACKEN").sort("day")
    assert groups.select("day", "provisional").rows() == [(DAY, True), (date(2025, 3, 5), True)]


def test_several_messages_and_ports(tmp_path: Path) -> None:
    later = date(2025, 3, 6)
    text = text_of(trip(BILLS), trip(["D00000003"], later))
    for size in (120, 1 << 20):
        got = taken(tmp_path, text, block_size=size)
        assert rows(got, "message", "seq", "eda") == [(1, 0, DAY), (1, 1, DAY), (2, 2, later)]


@pytest.mark.parametrize(("old", "new"), [
    ("MBL*ZZZZ*D00000001*1~", "MBL*ZZZZ*D00000001*D~"),
    ("MBL*ZZZZ*D00000001*1~", "MBL*ZZZZ*D00000001*3~"),
    ("MBL*ZZZZ*D00000001*1~\n", "MBL*ZZZZ*D00000001~\nM13~\n"),
    ("*20250304~", "*20250230~"),
])  # fmt: skip
def test_a_bill_taken_off_and_an_unreadable_day(old: str, new: str, tmp_path: Path) -> None:
    amended = m13(BILLS[0], "D").replace("\x1d", "*")
    got = taken(tmp_path, text_of(trip(BILLS)).replace(old, new.replace("M13", amended)))
    assert rows(got, "eda", "unread")[0] == (None, ["eda"])


def test_trains_are_left_out(tmp_path: Path) -> None:
    body = trip(BILLS)
    assert rows(taken(tmp_path, text_of([m10(method="R"), *body[1:]])), "bill") == []


@pytest.mark.parametrize("size", [1 << 16, 1 << 24])
def test_9999_shipments_in_each_of_two_messages(size: int, tmp_path: Path) -> None:
    bills = [[f"D{m}{n:07d}" for n in range(9_999)] for m in (1, 2)]
    whole = trip(["D00000001"])
    at = next(n for n, raw in enumerate(whole) if raw.startswith("MBL"))
    bodies = [
        [*whole[:at], *(whole[at].replace("D00000001", bill) for bill in part), *whole[at + 1 :]] for part in bills
    ]
    got = taken(tmp_path, text_of(*bodies), block_size=size)
    assert got.filings.shipments["bill"].to_list() == [f"ZZZZ{bill}" for part in bills for bill in part]
    assert got.complete
