"""What tasks read of a ledger: together all of it, each at most so much, each filing whole."""

import shutil
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from deminimis.edi.frames.shipments import Filings
from deminimis.ledger.store import maintain, table
from deminimis.rules.base.settings import Settings
from deminimis.scale import sources
from tests.build.recorded import arrival, bill, incoming
from tests.build.recorded import recorded as record
from tests.scale.engine import needs_engine

DAYS = ("2025-03-03", "2025-03-04", "2025-03-05")
COUNTS = (2, 7, 1, 1, 9, 3)  # shipments of each file
SIZE = 3
LINES = [{"origin": "GB", "value_cents": 100}, {"origin": "CN", "value_cents": 200}]


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ledger") / "ledger"
    files = []
    for number, count in enumerate(COUNTS):
        rows = [bill(100 * number + n, 100, DAYS[n % 3], lines=LINES[: 1 + n % 2]) for n in range(count)]
        files.append(incoming([*rows, arrival(100 * number, DAYS[number % 3])], number))
    record(path, files)
    return path


def whole(filings: list[Filings]) -> Filings:
    """All of them, in order of file and place."""
    every = Filings.concat(filings)
    return every.map(lambda frame: frame.sort("file", "seq", maintain_order=True))


@pytest.mark.parametrize("merged", [False, True])
def test_tasks_have_every_filing_once_and_whole(ledger: Path, merged: bool) -> None:
    if merged:  # its files of rows are then others
        assert maintain.tidied(ledger, 10, most=1)
    found = sources.recorded(str(ledger), SIZE)
    filed = [sources.filings_in(part, found.files) for part in found.parts if not part.notices]
    assert [each.height("shipments") for each in filed] == [2, 3, 3, 1, 2, 3, 3, 3, 3]
    assert [each.height("lines") for each in filed] == [3, 4, 5, 1, 2, 4, 5, 4, 4]
    every = table.opened(ledger).scan("shipment").select("recorded", "seq", "bill").sort("recorded", "seq").collect()
    mine = whole(filed).shipments
    assert mine["bill"].to_list() == every["bill"].to_list()
    assert mine["file"].to_list() == (every["recorded"] - 1).to_list()
    at_once = sources.recorded(str(ledger))
    one = [sources.filings_in(part, at_once.files) for part in at_once.parts if not part.notices]
    assert len(one) == 1
    for name in ("shipments", "bills", "lines", "forms"):
        assert_frame_equal(getattr(whole(filed), name), getattr(one[0], name))


@needs_engine  # whose workers take Arrow batches
def test_answers_of_cbp_are_tasks_of_their_own(ledger: Path) -> None:
    found = sources.recorded(str(ledger), SIZE)
    told = [sources.notices_in(part, found.files) for part in found.parts if part.notices]
    assert [each.height for each in told] == [3, 3]
    assert pl.concat(told)["file"].to_list() == list(range(len(COUNTS)))
    work = sources.reading_ledger(Settings(as_of=date(2025, 3, 3)), found.parts, found.files)
    numbers = pl.DataFrame({"file": range(len(found.parts))}).to_arrow().to_batches()
    rows = pl.concat([pl.DataFrame(pl.from_arrow(batch)) for batch in work(iter(numbers))])
    assert rows.group_by("kind").len().sort("kind").rows() == [
        ("arrivals", 2), ("file", 11), ("filings", 9), ("found", 2), ("keys", 9)
    ]  # fmt: skip


def test_what_is_recorded_meanwhile_is_of_no_task(ledger: Path, tmp_path: Path) -> None:
    path = shutil.copytree(ledger, tmp_path / "ledger")
    found = sources.recorded(str(path), SIZE)
    record(path, [incoming([bill(9000, 100)], len(COUNTS))])
    filed = [sources.filings_in(part, found.files) for part in found.parts if not part.notices]
    assert sum(each.height("shipments") for each in filed) == sum(COUNTS)
