"""Each row of the table of answers: which action, path and role gets which response, to whom."""

from pathlib import Path

import pytest

from deminimis.rules.answers import plan as planning
from tests.build.filings import camir_air, x12
from tests.build.filings.catair import air_bills, entries
from tests.build.shipments import Entry, Shipment
from tests.read.answered import Answered, answered, planned
from tests.rules.answers.rows import NONE, ROWS, SECOND, TWO, WARN, in_a_batch


@pytest.mark.parametrize("name", ROWS)
def test_row(name: str, tmp_path: Path) -> None:
    row = ROWS[name]
    found = answered(tmp_path, *row.files(), on=row.on)
    assert found.told() == row.told
    assert tuple(found.causes()) == row.silent


def _assumed(tmp_path: Path, *files: bytes) -> Answered:
    return answered(tmp_path, *files, on=NONE, assume=True)


def test_assumed_codes_are_those_of_the_ineligible_origin_and_say_so(tmp_path: Path) -> None:
    found = _assumed(
        tmp_path, in_a_batch(), x12.manifest(*TWO), camir_air.manifest(Shipment("HOUSE8", 500), Shipment("HOUSE9", 400))
    )
    codes = {code for _, _, code, _ in found.told()}
    assert codes == {"318", "01", "33", "93", "470", "rejected", "181", "110"}
    assert set(found.plan.notices.filter(verdict="reject")["status"]) == {"assumed"}
    assert not found.causes()


def test_an_unknown_verdict_gets_no_answer_at_all(tmp_path: Path) -> None:
    files = [
        entries(Entry("10002015", "50O", bills=air_bills("HOUSE1")), Entry("10002023", 40, bills=air_bills("HOUSE2")))
    ]
    found = answered(tmp_path, *files, on=WARN)
    assert found.told() == set()
    assert found.causes()["the verdict cannot be told"] == 2


def test_a_set_with_an_unknown_shipment_is_not_called_accepted(tmp_path: Path) -> None:
    found = answered(tmp_path, x12.manifest(Shipment("A00000001", "5O"), Shipment("A00000002", 40)), on=WARN)
    assert found.told() == set()
    assert "acceptance of a set of which a verdict cannot be told" in found.causes()


def test_a_filing_with_faults_is_not_called_accepted(tmp_path: Path) -> None:
    text = entries(Entry("10002015", 50, bills=air_bills("HOUSE1")), Entry("10002023", 40, bills=air_bills("HOUSE2")))
    faulty = text.replace(b"SE13IRIS ALDER", b"SE13iris alder", 1)
    found = answered(tmp_path, faulty, on=WARN)
    assert found.told() == {("ZZZ", "catair-sx", "02", SECOND)}
    assert found.causes() == {"faults of form, whose codes are not at hand": 1}


@pytest.mark.parametrize("most", [1, 2, 3])
def test_a_plan_made_in_parts_is_the_plan_made_at_once(
    most: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [
        in_a_batch(),
        in_a_batch(),
        x12.manifest(*TWO),
        camir_air.manifest(Shipment("HOUSE8", 500), Shipment("HOUSE9", 400)),
    ]
    whole = planned(tmp_path / "whole", *files, on=WARN).plan
    monkeypatch.setattr(planning, "_PART", most)
    parted = planned(tmp_path / "parted", *files, on=WARN).plan
    assert len(whole.table.parts) == 1 < len(parted.table.parts)
    assert parted.notices.equals(whole.notices) and parted.silent == whole.silent
    assert parted.table.height == whole.notices.height > most
