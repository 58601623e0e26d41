"""Air manifests through the rule."""

from datetime import date
from pathlib import Path

import pytest

from deminimis.edi.invented.shipments import Order
from deminimis.edi.invented.writers import WRITERS
from deminimis.edi.reading.intake import Intake
from deminimis.rules.base.settings import Settings
from deminimis.rules.judge import Judgement, judge
from tests.build.filings.camir_air import HOUSE, message, text
from tests.places import SAMPLES
from tests.read.air import NEAR, shipments
from tests.read.whole import taken


def judged(intake: Intake, as_of: date = NEAR) -> Judgement:
    return judge(intake.filings, Settings(as_of=as_of))


def sample(folder: Path, name: str, near: date = NEAR) -> Judgement:
    data = (SAMPLES / "camir_air" / f"{name}.edi").read_bytes()
    return judged(taken(folder, data, near=near), near)


def test_over_the_limit(tmp_path: Path) -> None:
    outcome = sample(tmp_path, "over_limit")
    (group,) = outcome.groups.filter("over").to_dicts()
    assert (group["day"], group["counted_cents"], group["verdict"]) == (date(2025, 3, 4), 90000, "warn")
    members = outcome.shipments.filter(group=group["group"])
    assert members.select("bill", "role", "verdict").rows() == [
        ("00010000034HOUSE0011", "earlier", "warn"), ("00010000045HOUSE0013", "exceeding", "warn"),
    ]  # fmt: skip


def test_changes_and_cancellations(tmp_path: Path) -> None:
    (group,) = sample(tmp_path, "amended").groups.to_dicts()
    assert group["counted_cents"] == 38000 + 45000 and group["verdict"] == "warn"


def test_parts_are_one_shipment_on_the_day_of_the_first(tmp_path: Path) -> None:
    (group,) = sample(tmp_path, "split").groups.to_dicts()
    assert (group["day"], group["counted_cents"], group["verdict"]) == (date(2025, 3, 6), 80100, "warn")


def test_suspended(tmp_path: Path) -> None:
    outcome = sample(tmp_path, "suspended", date(2026, 1, 5))
    assert set(outcome.shipments["verdict"]) == {"reject"} and outcome.counts.claims == 2
    assert outcome.findings["code"].to_list() == ["DM301"]


def test_a_master_counts_only_without_its_houses(tmp_path: Path) -> None:
    master = message("CSD/GB/900-USD", waybill="000-10000012-M")
    house = message("CSD/GB/100-USD")
    alone = judged(taken(tmp_path, text(*master), near=NEAR))
    both = judged(taken(tmp_path, text(*master, *house), near=NEAR))
    assert (alone.counts.groups_over, both.counts.groups_over, both.counts.claims) == (1, 0, 1)


def test_a_manifest_and_an_entry_of_one_house_are_one_shipment(tmp_path: Path) -> None:
    entry = b"".join(WRITERS["catair-se"].sample(Order(1)))
    (filed,) = shipments(taken(tmp_path, entry))
    serial, house = filed["bill"][3:11], filed["bill"][11:]
    who = {name: filed[f"consignee_{name}"] for name in ("name", "address", "city", "state", "postal")}
    consignee = ("CNE/{name}", "/{address}", "/{city}/{state}", "/US/{postal}")
    (origin,) = taken(tmp_path, entry).filings.lines["origin"].unique().to_list()
    goods = f"CSD/{origin}/{filed['value_cents'] // 100}-USD"
    arrival = f"ARR/XX101/{filed['eda']:%d%b}".upper()
    manifest = text(
        *message(goods, kind="FRI", waybill=f"000-{serial}-{house}", arrival=arrival, entry=(), consignee=consignee)
    ).format(**who)
    intake = taken(tmp_path, manifest, entry, near=NEAR)
    outcome = judged(intake)
    assert len(set(intake.filings.shipments["bill"])) == 1
    assert (outcome.counts.shipments, outcome.counts.claims) == (1, 1)
    (member,) = outcome.shipments.to_dicts()
    assert member["manifest"] == {"file": 0, "seq": 0} and member["entry"] == {"file": 1, "seq": 0}
    assert outcome.findings.height == 0


@pytest.mark.parametrize(
    ("arrival", "total"), [("ARR/XX101/04MAR", 0), ("ARR/XX101/04MAR-A", 90000), ("ARR/XX101/45MAR-A", 90000)]
)
def test_a_cancellation_whose_part_cannot_be_read_may_be_of_another(arrival: str, total: int, tmp_path: Path) -> None:
    parts = [message("CSD/GB/900-USD", arrival=f"ARR/XX101/04MAR-{letter}") for letter in "AB"]
    away = ("FXX", "JFKXX", HOUSE, arrival, "RFA/01")
    outcome = judged(taken(tmp_path, text(*parts[0], *parts[1], *away), near=NEAR))
    assert outcome.groups["counted_cents"].sum() == total
