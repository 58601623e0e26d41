"""Filings with faults, and filings written part by part."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from deminimis.edi.cutting.source import Source
from deminimis.edi.formats import FORMATS
from deminimis.edi.frames.shipments import Filings
from deminimis.edi.invented import shipments as invent
from deminimis.edi.invented import spoil, writers
from deminimis.edi.invented.shipments import DAY, Order
from deminimis.edi.reading.intake import Intake, take

COUNT = 30


def written(form: str, path: Path, percent: float = 0.0) -> Intake:
    parts = writers.WRITERS[form].sample(Order(COUNT, day=DAY))
    path.write_bytes(b"".join(spoil.spoilt(parts, form, 0, percent)))
    return take([Source("s", path)], FORMATS, reference=lambda _: DAY)


@pytest.mark.parametrize("form", spoil.FORMS)
def test_every_shipment_is_faulty(form: str, tmp_path: Path) -> None:
    found = written(form, tmp_path / "all", 100)
    assert found.filings.shipments.height == COUNT
    assert sum(found.findings.counts.values()) == COUNT
    assert found.complete
    some = sum(written(form, tmp_path / "some", 40).findings.counts.values())
    assert 0 < some < COUNT
    assert not written(form, tmp_path / "none").findings.counts


@pytest.mark.parametrize("form", spoil.FORMS)
def test_parts_hold_the_same_shipments(form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = written(form, tmp_path / "whole").filings.shipments
    split = invent.parts

    def small(order: Order) -> Iterator[Filings]:
        return split(order, 11)

    monkeypatch.setattr(writers, "parts", small)
    found = written(form, tmp_path / "parts")
    places = ("line", "byte", "message")
    assert found.complete
    assert not found.findings.counts
    assert found.filings.shipments.drop(places).equals(whole.drop(places))
