"""The dated table: its minutes, its gaps, its codes."""

import csv
from datetime import date, datetime, timedelta
from importlib.resources import files

import polars as pl
import pytest

from deminimis.rules.policy.table import BEGINNING, END, Policy, PolicyError, default

TEXT = files("deminimis.rules.data").joinpath("policy.csv").read_text("utf-8")


def at(policy: Policy, instant: datetime, *, listed: bool) -> str:
    index = policy.at(pl.Series([instant], dtype=pl.Datetime("us")), listed=listed)
    return policy.periods[index[0]].name


@pytest.mark.parametrize("period", default().periods, ids=lambda period: period.name)
def test_first_and_last_minute(period: object) -> None:
    policy = default()
    found = next(p for p in policy.periods if p is period)
    tracks = {"any": (True, False), "only": (True,), "except": (False,)}[found.scope]
    for listed in tracks:
        if found.starts != BEGINNING:
            assert at(policy, found.starts, listed=listed) == found.name
            assert at(policy, found.starts - timedelta(minutes=1), listed=listed) != found.name
        if found.ends != END:
            assert at(policy, found.ends - timedelta(minutes=1), listed=listed) == found.name
            assert at(policy, found.ends, listed=listed) != found.name


def test_nothing_known_is_no_period() -> None:
    assert default().at(pl.Series([None], dtype=pl.Datetime("us")), listed=False).to_list() == [None]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("P1,2016-03-10T00:00", "P1,2016-03-11T00:00", "no period covers 2016-03-10 00:00 to 2016-03-11 00:00"),
        ("P1,2016-03-10T00:00", "P1,2016-03-09T00:00", "overlap"),
        ("P8,2027-07-01T00:00,,", "P8,2027-07-01T00:00,2030-01-01T00:00,", "from 2030-01-01 00:00 on"),
        ("P3c,2025-05-02T00:01", "P3c,2025-05-02T00:02", "no period covers 2025-05-02 00:01"),
        (",withhold,", ",hold,", "action is 'hold'"),
        ("P2,", "P1,", "stands twice"),
        ("only,CN HK,no,80000,reject,eda,,181", "only,CN,no,80000,reject,eda,,181", "one list of countries"),
        ("any,,no,80000,reject", "any,,no,80000,warn", "must be rejected"),
        ("P7,2026-06-24T00:00", "P7,2026-06-31T00:00", "period P7"),
        ("P0,,2016-03-10T00:00,any,,", "P0,,2016-03-10T00:00,any,CN,", "names no countries"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(old: str, new: str, says: str) -> None:
    assert old in TEXT
    with pytest.raises(PolicyError, match=says):
        Policy.of(csv.DictReader(TEXT.replace(old, new, 1).splitlines()))


def test_boundaries_are_per_track() -> None:
    policy = default()
    assert date(2025, 8, 12) in policy.boundaries(listed=False)
    assert date(2025, 8, 12) not in policy.boundaries(listed=True)
    assert date(2025, 5, 2) in policy.boundaries(listed=True)
