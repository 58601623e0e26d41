"""Invented CUSCAR, air and ocean manifests are read back as they were invented, without a finding."""

from datetime import date
from pathlib import Path
from typing import Literal

import polars as pl
import pytest

from deminimis.edi.cutting.source import Source
from deminimis.edi.formats import FORMATS
from deminimis.edi.invented.shipments import Order, shipments
from deminimis.edi.invented.writers import WRITERS
from deminimis.edi.reading.intake import take

MODES: dict[str, Literal["truck", "air", "ocean"]] = {"cuscar": "truck", "camir-air": "air", "camir-ocean": "ocean"}
SAME = [
    "bill", "action", "claim", "mode", "consignee_name", "consignee_address", "consignee_city", "consignee_state",
    "consignee_postal", "consignee_country", "shipper_name", "eda", "value_cents", "quantity",
]  # fmt: skip


@pytest.mark.parametrize("form", MODES)
@pytest.mark.parametrize("count", [1, 300])
def test_what_was_invented_is_read(form: str, count: int, tmp_path: Path) -> None:
    order = Order(count, 7, filing="manifest", mode=MODES[form], over_percent=5)
    path = tmp_path / "sample.edi"
    path.write_bytes(b"".join(WRITERS[form].sample(order)))
    intake = take([Source("sample", path)], FORMATS, reference=lambda _: date(2025, 3, 3))
    assert intake.complete
    assert not [key for key in intake.findings.counts if key[2] != "note"]
    invented, read = shipments(order), intake.filings
    assert read.shipments.select(SAME).equals(invented.shipments.sort("seq").select(SAME))
    origins = [goods.select("seq", "origin").unique().sort("seq", "origin") for goods in (read.lines, invented.lines)]
    assert origins[0].equals(origins[1].cast(origins[0].schema))  # air has one line of goods a waybill
    assert read.shipments["unread"].list.len().sum() == 0


def test_a_released_character_comes_back() -> None:
    from deminimis.edi.formats.edifact.write_interchange import escaped

    assert escaped(pl.Series(["NAD\x1dCN\x1dO'NEILL + SONS"])).to_list() == ["NAD\x1dCN\x1dO?'NEILL ?+ SONS"]
