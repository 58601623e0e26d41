"""The first and the last minute of every row of the policy table, from filing to verdict."""

from datetime import datetime, timedelta

import pytest

from deminimis.rules.judge import judge
from deminimis.rules.policy.table import BEGINNING, END, Period, default
from tests.build.scenario import filings
from tests.rules.added import SETTINGS, add

VERDICTS = {"none": "clear", "manual": "clear", "warn": "warn", "withhold": "withhold", "reject": "reject"}


def judged(period: Period, moment: datetime, origin: str) -> tuple[str, int, str, bool]:
    """Period, limit, verdict and over of $900 that arrive at `moment`."""
    day = moment.date().isoformat()
    row = add(1, 90000, eda=day) | {"arrival": moment.isoformat(timespec="minutes"), "origin": origin}
    groups = judge(filings([row]), SETTINGS).groups
    return groups.select("period", "limit_cents", "verdict", "over").row(0)


@pytest.mark.parametrize("period", default().periods, ids=lambda period: period.name)
def test_first_and_last_minute(period: Period) -> None:
    origins = {"any": ("GB", "CN"), "only": ("CN", "HK"), "except": ("GB",)}[period.scope]
    edges = [period.starts] if period.starts != BEGINNING else []
    edges += [period.ends - timedelta(minutes=1)] if period.ends != END else []
    for moment in edges:
        for origin in origins:
            name, limit, verdict, over = judged(period, moment, origin)
            assert (name, limit, verdict) == (period.name, period.limit_cents, VERDICTS[period.action])
            assert over == period.eligible
    outside = [period.starts - timedelta(minutes=1)] if period.starts != BEGINNING else []
    outside += [period.ends] if period.ends != END else []
    for moment in outside:
        assert judged(period, moment, origins[0])[0] != period.name
