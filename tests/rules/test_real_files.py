"""A few random scenarios as whole files of all formats; `make scenarios` runs as many as there is time for."""

import pytest

from tests.build.filings.scenarios import CAN
from tests.rules.real_files import Scenario, differs

SEEDS = [*range(1, 37), 70157, 70341, 70346, 70524]  # the last ones differed once


@pytest.mark.parametrize("seed", SEEDS)
def test_files_come_to_what_the_reference_says(seed: int) -> None:
    wrong = differs(seed)
    assert wrong is None, wrong and (wrong[0].filings, wrong[1], wrong[2])


def test_the_scenarios_have_every_format_and_every_action() -> None:
    filings = [filing for seed in SEEDS for filing in Scenario(seed).filings]
    assert {filing["form"] for filing in filings} == set(CAN)
    assert {filing["action"] for filing in filings} == {"add", "replace", "change", "delete"}
    assert any("action" in filing.get("unread", ()) for filing in filings)
    assert any("arrival" in filing for filing in filings)
