"""What `refile` says beside what it writes."""

from datetime import date

import polars as pl
import pytest

from deminimis.cli.refile import told

CELLS = pl.DataFrame({
    "entry": [0, 0, 1, 2],
    "entry_type": ["11", "11", "01", "11"],
    "importer_id": ["260111-12345", "260111-12345", "260111-12345", "12-3456789"],
})  # fmt: skip


def test_an_informal_entry_of_an_importer_with_an_assigned_number_has_its_caveat() -> None:
    (line,) = told.foreign(CELLS, date(2026, 11, 30))
    assert line.startswith("  1 entry of type 11 has an importer number that CBP assigned") and "180 days" in line


@pytest.mark.parametrize(
    ("cells", "day"), [(CELLS, date(2026, 6, 2)), (CELLS.filter(entry_type="01"), date(2026, 11, 30)),
                       (CELLS.filter(entry=2), date(2026, 11, 30))],
    ids=["before the order", "a formal entry", "a number of the tax office"],
)  # fmt: skip
def test_others_have_none(cells: pl.DataFrame, day: date) -> None:
    assert list(told.foreign(cells, day)) == []
