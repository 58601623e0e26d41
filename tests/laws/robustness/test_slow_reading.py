"""Damaged records of every layout are read as one reads them who goes character by character."""

import random

import pytest

from tests.edi.layout.layouts import LAYOUTS
from tests.laws.fuzz.records import records
from tests.laws.robustness.slowly import fields_of


@pytest.mark.parametrize("seed", range(12))
def test_a_block_of_damaged_records_is_read_as_plainly(seed: int) -> None:
    records(random.Random(seed).randbytes(60))


def test_nearly_every_field_is_compared() -> None:
    layouts = [layout for layout in LAYOUTS.values() if layout.family != "line"]
    read = [f for layout in layouts for f in layout.fields if not f.filler and f.const is None]
    assert sum(len(fields_of(layout)) for layout in layouts) > 0.98 * len(read)
