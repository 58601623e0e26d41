"""What ACE would answer to generated filings of every format at once is read back into the very notices planned."""

from datetime import date
from pathlib import Path

import pytest

from deminimis.edi.invented.shipments import Order
from deminimis.edi.invented.writers import WRITERS
from tests.read.answered import answered, same

PERIODS = {
    "none": date(2024, 6, 1),
    "warn": date(2025, 3, 1),
    "warn, origin": date(2025, 5, 10),
    "withhold": date(2025, 8, 15),
    "reject": date(2026, 3, 1),
}


@pytest.mark.parametrize("period", PERIODS)
def test_answers_to_generated_filings_are_read_back(period: str, tmp_path: Path) -> None:
    """The manifests stand before the entries of the same bills in one period, behind them in the next."""
    seed = list(PERIODS).index(period)
    names = sorted((name for name in WRITERS if name != "x12-350"), reverse=seed % 2 == 0)
    texts = [b"".join(WRITERS[name].sample(Order(25, seed, 40, date(2025, 3, 3)))) for name in names]
    found = answered(tmp_path, *texts, on=PERIODS[period], assume=period == "reject")
    same(found)
    assert found.plan.notices.height > 20
    assert not found.read.findings.counts  # not one finding of form about what is written
