"""A Broker Download is CBP's copy of a bill: its add is none where the bill is known, its other messages are news."""

from datetime import date

import polars as pl
import pytest

from deminimis.edi.cutting.source import Source
from deminimis.edi.formats import FORMATS
from deminimis.edi.frames.shipments import Filings
from deminimis.edi.reading.intake import take
from deminimis.rules.base.settings import Settings
from deminimis.rules.judge import Judgement, judge
from tests.places import SAMPLES


def judged(action: str, cents: int) -> Judgement:
    """The first claim of a download at $500, and the same bill again as `action` at `cents`."""
    filed = take([Source("bd", SAMPLES / "catair_bd" / "clean.edi")], FORMATS).filings
    first = filed.shipments.filter("claim").head(1).with_columns(value_cents=pl.lit(50_000, pl.Int64))
    again = first.with_columns(
        file=pl.lit(1, pl.UInt32), action=pl.lit(action).cast(first.schema["action"]),
        value_cents=pl.lit(cents, pl.Int64), filed_on=pl.lit(date(2025, 1, 1)),
    )  # fmt: skip
    both = pl.concat([first, again])
    lines = filed.lines.join(first.select("seq"), on="seq", how="semi")
    lines = pl.concat([lines, lines.with_columns(file=pl.lit(1, pl.UInt32))])
    bills = both.select("file", "seq", "bill", "master_bill", "quantity")
    return judge(Filings(both, bills, lines), Settings(as_of=date(2025, 1, 1)))


@pytest.mark.parametrize(("action", "cents", "total"), [
    ("add", 90_000, 90_000), ("add", 10_000, 50_000), ("replace", 90_000, 90_000), ("replace", 10_000, 10_000),
])  # fmt: skip
def test_the_later_copy_counts_at_the_greater_value_and_a_replacement_at_its_own(
    action: str, cents: int, total: int
) -> None:
    assert judged(action, cents).groups["total_cents"].to_list() == [total]


def test_a_delete_is_not_dropped() -> None:
    assert judged("delete", 50_000).groups.height == 0


@pytest.mark.parametrize(("cents", "codes"), [(50_000, 0), (50_100, 0), (50_101, 1)])
def test_a_copy_that_differs_is_told_of(cents: int, codes: int) -> None:
    found = judged("add", cents).findings["code"].to_list()
    assert found.count("DM109") == codes
