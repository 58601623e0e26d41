"""No loop over rows: the number of calls that Python makes must not grow with the number of shipments.

This is what keeps the program fast, and unlike a time it is the same on every machine.
"""

import sys
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from deminimis.edi.cutting.source import Source
from deminimis.edi.formats import FORMATS
from deminimis.edi.invented import spoil
from deminimis.edi.invented.shipments import Order
from deminimis.edi.invented.writers import WRITERS
from deminimis.edi.reading.intake import take
from deminimis.rules.base.settings import Settings
from deminimis.rules.judge import judge

FEW, MANY = 300, 3000
DAY = date(2025, 3, 3)
GROWTH = 1.05  # for what depends on what the file holds (a rarer kind of goods), not on how much of it


def calls(work: Callable[[], Any]) -> int:
    """Calls that Python makes, in all threads."""
    seen = [0]

    def count(_frame: Any, event: str, _argument: Any) -> None:
        seen[0] += event in ("call", "c_call")

    threading.setprofile(count)
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
    return seen[0]


def work_on(path: Path) -> Callable[[], Any]:
    return lambda: judge(
        take([Source("s", path)], FORMATS, reference=lambda _: DAY).filings, Settings(as_of=DAY)
    )  # fmt: skip


@pytest.mark.parametrize(("faults", "over"), [(0, 0), (100, 50)], ids=["clean", "faulty and over"])
@pytest.mark.parametrize("form", spoil.FORMS)
def test_calls_do_not_grow_with_shipments(form: str, faults: int, over: int, tmp_path: Path) -> None:
    counted = []
    for count in (FEW, MANY):
        path = tmp_path / str(count)
        pieces = WRITERS[form].sample(Order(count, over_percent=over, day=DAY))
        path.write_bytes(b"".join(spoil.spoilt(pieces, form, 0, faults) if faults else pieces))
        if not counted:
            work_on(path)()  # pays for what is made once
        counted.append(calls(work_on(path)))
    assert counted[1] <= counted[0] * GROWTH, f"{counted[1] - counted[0]} more calls for {MANY - FEW} more shipments"
