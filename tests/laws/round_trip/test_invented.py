"""read(write(x)) = x for invented filings; the same seed gives the same bytes."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from deminimis.edi.formats.edifact.write_cuscar import CuscarEnvelope
from deminimis.edi.formats.x12.write_interchange import X12Envelope
from deminimis.edi.frames.notices import NOTICES
from deminimis.edi.frames.shipments import BILLS, LINES, SHIPMENTS
from deminimis.edi.invented.notices import truck_notices
from deminimis.edi.invented.shipments import Order, shipments
from deminimis.edi.invented.writers import WRITERS
from deminimis.edi.layout.write import WriteError
from tests.read.back import count_records, read_back

PLACES = {"line", "byte", "message"}
NOT_IN_SE = {"weight_kg"}
NOT_IN_SE_LINES = {"weight_kg", "quantity"}
ORDERS = [Order(1, 1), Order(50, 2, over_percent=20), Order(2000, 3, over_percent=1, incomplete_percent=2)]
FILINGS: dict[str, tuple[Literal["entry", "manifest"], Literal["air", "truck"]]] = {
    "catair-se": ("entry", "air"),
    "x12-309": ("manifest", "truck"),
}

TRIPS: dict[type, Any] = {
    X12Envelope: X12Envelope("ZZZZ", "CBP", date(2025, 3, 2), "0930", 1, trip_number="ZZZZ1"),
    CuscarEnvelope: CuscarEnvelope(
        "ZZZZ", "CBP", datetime(2025, 3, 2, 9, 30), "1", "ZZZZ1", "3801", date(2025, 3, 3), "WINDSOR"
    ),
}


def as_filed(order: Order, form: str) -> Order:
    filing, mode = FILINGS[form]
    return replace(order, filing=filing, mode=mode)


def without(names: set[str], schema: dict[str, pl.DataType]) -> list[str]:
    return [name for name in schema if name not in names]


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: str(order.count))
@pytest.mark.parametrize("form", FILINGS)
def test_filings_come_back(form: str, order: Order, tmp_path: Path) -> None:
    wanted = shipments(as_filed(order, form))
    data = b"".join(WRITERS[form].sample(order))
    got = read_back(data, tmp_path)
    entry = form == "catair-se"
    columns = without(PLACES | (NOT_IN_SE if entry else set()), SHIPMENTS)
    assert_frame_equal(got.filings.shipments.select(columns), wanted.shipments.select(columns))
    assert_frame_equal(got.filings.bills, wanted.bills)
    columns = without(NOT_IN_SE_LINES if entry else set(), LINES)
    assert_frame_equal(got.filings.lines.select(columns), wanted.lines.select(columns))
    assert got.filings.bills.columns == list(BILLS)
    assert not got.findings.frame().height
    assert got.complete
    assert got.files[0].records == got.files[0].records_read == count_records(data)


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: str(order.count))
def test_notices_come_back(order: Order, tmp_path: Path) -> None:
    wanted = truck_notices(shipments(as_filed(order, "x12-309")))
    data = b"".join(WRITERS["x12-350"].sample(order))
    got = read_back(data, tmp_path)
    columns = without({"line", "byte", "direction", "status"}, NOTICES)
    assert_frame_equal(got.notices.select(columns), wanted.select(columns))
    assert not got.findings.frame().height
    assert got.files[0].records == count_records(data)


@pytest.mark.parametrize("form", ["x12-358", "cusrep"])
def test_trips_come_back_as_changes_of_the_day(form: str, tmp_path: Path) -> None:
    order = Order(12_000, 4, day=date(2025, 3, 7))  # more than a set or a message holds
    wanted = shipments(replace(order, filing="manifest", mode="truck")).shipments
    data = b"".join(WRITERS[form].sample(order))
    got = read_back(data, tmp_path)
    ships = got.filings.shipments
    assert not got.findings.frame().height and got.files[0].records == count_records(data)
    assert got.files[0].messages == 2
    columns = ["bill", "eda", "port", "filer", "mode"]
    assert_frame_equal(ships.select(columns), wanted.select(columns))
    assert set(ships["action"]) == {"change"} and ships["claim"].null_count() == ships.height


@pytest.mark.parametrize("form", ["x12-358", "cusrep"])
def test_a_trip_says_nothing_but_the_day(form: str) -> None:
    whole = shipments(Order(2, filing="manifest", mode="truck"))
    envelope = WRITERS[form].envelope
    with pytest.raises(WriteError, match="a trip changes the day of shipments filed before"):
        b"".join(WRITERS[form].write(whole, TRIPS[envelope]))
    changed = replace(whole, shipments=whole.shipments.with_columns(action=pl.lit("change")))
    with pytest.raises(WriteError, match="the day and the port alone"):
        b"".join(WRITERS[form].write(changed, TRIPS[envelope]))


@pytest.mark.parametrize(("form", "digest"), [
    ("catair-se", "a3b522814efd1876"),
    ("catair-bd", "58517fa6b59f8491"),
    ("x12-309", "18b09277ed27d3a4"),
    ("x12-350", "70e1e073bf7c29ac"),
])  # fmt: skip
def test_same_seed_same_bytes(form: str, digest: str) -> None:
    order = Order(300, 5, over_percent=5)
    data = b"".join(WRITERS[form].sample(order))
    assert data == b"".join(WRITERS[form].sample(order))
    assert sha256(data).hexdigest()[:16] == digest, "a seed must give the same bytes in every version"
    assert data != b"".join(WRITERS[form].sample(replace(order, seed=6)))


@pytest.mark.parametrize("over", [0, 3, 40, 100])
def test_share_over(over: int) -> None:
    frame = shipments(Order(5000, 9, over_percent=over)).shipments
    who = ("consignee_name", "consignee_city", "consignee_postal")
    sums = frame.group_by(who).agg(pl.col("value_cents").sum())["value_cents"]
    share = float((sums > 80_000).cast(pl.Float64).mean() or 0) * 100  # type: ignore[arg-type]
    assert share == pytest.approx(over, abs=2.5)
    assert (frame["value_cents"] > 0).all()
    assert frame["bill"].n_unique() == frame["entry_number"].n_unique() == frame.height


def test_lines_add_up() -> None:
    made = shipments(Order(2000, 4, over_percent=10))
    sums = made.lines.group_by("seq").agg(pl.col("value_cents").sum()).sort("seq")
    assert sums["value_cents"].equals(made.shipments["value_cents"])
    assert (made.lines["value_cents"] > 0).all()


def test_entry_and_manifest_name_the_same_bills() -> None:
    entry = shipments(Order(100, 8, mode="air")).shipments
    manifest = shipments(Order(100, 8, filing="manifest", mode="air")).shipments
    same = ["bill", "consignee_name", "value_cents", "eda"]
    assert entry.select(same).equals(manifest.select(same))


def test_day_is_an_option() -> None:
    made = shipments(Order(3, day=date(2026, 3, 10))).shipments
    assert made["eda"].to_list() == [date(2026, 3, 10)] * 3
    assert made["filed_on"].to_list() == [date(2026, 3, 10) - timedelta(days=1)] * 3


@pytest.mark.parametrize("wrong", [{"count": -1}, {"count": 10_000_001}, {"count": 1, "over_percent": 101}])
def test_impossible_orders(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"can be invented|percentage"):
        Order(**wrong)
