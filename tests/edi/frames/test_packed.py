"""Filings of many shipments are held packed: what is said of them is the same."""

from datetime import date
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from deminimis.edi.cutting.source import Source
from deminimis.edi.formats import FORMATS
from deminimis.edi.frames.packed import Compact
from deminimis.edi.frames.shipments import Filings
from deminimis.edi.reading.intake import Intake, Pace, take
from deminimis.rules.base import filed
from deminimis.rules.base.settings import Settings
from deminimis.rules.judge import Judgement, judge
from tests.places import SAMPLES

AS_OF = date(2025, 3, 3)
# one with dates that have no year, one with entries and manifests, one with lines in other currencies
CALLS = {
    "all filings over the limit": tuple(sorted(SAMPLES.glob("*/over_limit*.*"))),
    "everything there is": tuple(sorted(path for path in SAMPLES.glob("*/*.*") if path.suffix != ".json")),
}


@cache  # what is read depends on no day
def _taken(paths: tuple[Path, ...], pack: int | None) -> Intake:
    sources = [Source(path.name, path) for path in paths]
    return take(sources, FORMATS, reference=lambda latest: AS_OF, pace=Pace(2000), pack=pack)


def _frames(judged: Judgement) -> list[pl.DataFrame]:
    return [judged.groups, judged.shipments, judged.findings]


@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("day", [None, date(2025, 5, 20), date(2026, 1, 5)])
def test_a_packed_call_says_the_same(name: str, day: date | None, monkeypatch: pytest.MonkeyPatch) -> None:
    plain, packed = (_taken(CALLS[name], pack) for pack in (None, 3))
    assert isinstance(packed.filings, Compact)
    assert len(packed.filings.parts) > 2
    for table in ("shipments", "bills", "lines", "forms"):
        assert getattr(plain.filings, table).equals(getattr(packed.filings, table)), table
        assert packed.filings.height(table) == getattr(plain.filings, table).height
    assert plain.latest == packed.latest
    settings = Settings(as_of=AS_OF, policy_date=day)
    together = _frames(judge(plain.filings, settings))
    # a few parts at a time: their lines and bills, and the texts of their consignees
    monkeypatch.setattr(filed, "SLICE", 20)
    assert len(list(filed.Filed.of(packed.filings).parts(packed.filings))) > 1
    for one, other in zip(together, _frames(judge(packed.filings, settings)), strict=True):
        assert one.equals(other)


def test_few_shipments_stay_as_they_are() -> None:
    path = SAMPLES / "catair_se" / "over_limit.edi"
    assert type(_taken((path,), 1000).filings) is Filings
