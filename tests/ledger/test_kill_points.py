"""A run that is killed at a change of a file: the next one comes to what an undisturbed one comes to.

`make kills` takes all changes; here are some of each run.
"""

from pathlib import Path

import pytest

from tests.ledger.kill_points import RUNS, survived

EVERY = {
    "making": 5,
    "recording": 5,
    "reconciling": 3,
    "forgetting": 3,
    "forgetting a person": 12,
    "upgrading": 4,
    "keeping": 9,
    "batch": 11,
}
FIRST = 2  # the same changes each time: a failure can be repeated


@pytest.mark.parametrize("name", RUNS)
def test_killed_at_some_changes(name: str, tmp_path: Path) -> None:
    done = list(survived(name, tmp_path, every=EVERY[name], first=FIRST))
    assert len(done) > 2
    assert done[-1][0] > done[-1][1] - EVERY[name]
