"""`demo`: one filing of today in 25 lines and what comes next; its exit code tells of every sample."""

import pytest

from deminimis.cli.commands import demo
from deminimis.cli.corpus.corpus import Sample, outcome
from deminimis.cli.session.report import Report
from tests.cli.process import called
from tests.samples.checked import once


@pytest.fixture(autouse=True)
def _checked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Sample, "check", once)


def test_it_is_one_filing_of_today_in_25_lines() -> None:
    done = called("demo")
    shown = done.stdout.decode()
    assert done.returncode == 0
    assert len(shown.splitlines()) <= 25, shown
    assert shown.count("$ deminimis check") == 1 and "claims are refused" in shown
    assert "each gave what is expected of it" in shown and "deminimis refile" in shown


def test_it_fails_where_a_sample_gives_something_else(monkeypatch: pytest.MonkeyPatch) -> None:
    def other(report: Report) -> dict[str, object]:
        return outcome(report) | {"exit": 7}

    monkeypatch.setattr(demo, "outcome", other)
    done = called("demo", "--all")
    assert done.returncode == 1 and done.stdout.decode().count("NOT as expected") > 40
