"""A list as shipments: what is wrong in it is unread, and never less than it says."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.build.lists import row, text
from tests.read.lists import read


def lines(data: bytes, folder: Path, **asked: Any) -> pl.DataFrame:
    filings = read(data, folder, **asked)[0].assembled.filings
    return filings.lines.select("value_cents", "unread")


@pytest.mark.parametrize("value", ["1,299.00", "12.345", "1e3", "150.00-", "-150.00", "0", "N/A", "$5", ""])
def test_a_value_that_is_found_fault_with_is_unread(value: str, tmp_path: Path) -> None:
    assert lines(text(row("ZZZ1", value), row("ZZZ2", "9.00")), tmp_path, fix=False).rows() == [
        (None, ["value_cents"]),
        (900, []),
    ]


def test_with_fix_it_is_what_it_is_put_right_to(tmp_path: Path) -> None:
    assert lines(text(row("ZZZ1", "1,299.00")), tmp_path).rows() == [(129_900, [])]


def test_rows_of_one_number_and_two_people_are_two_shipments(tmp_path: Path) -> None:
    other = {"Recipient_Name": "ANN BIRCH", "Address": "4 ELM AVE"}
    rows = [row("Z1", "500"), row("Z1", "450", **other), row("Z1", "400"), row("", "300", **other), row("Z2", "9")]
    done, _ = read(text(*rows), tmp_path)
    ships = done.assembled.filings.shipments
    assert ships.select("consignee_name", "bill", "value_cents", "line").rows() == [
        ("IRIS ALDER", "Z1", 90_000, 2), ("ANN BIRCH", None, 75_000, 3), ("IRIS ALDER", "Z2", 900, 6),
    ]  # fmt: skip
    assert "rows of one shipment tell the same" in str(done.findings["params"].to_list())


def test_rows_of_one_number_and_two_days_are_two_shipments(tmp_path: Path) -> None:
    done, _ = read(text(row("Z1", "500"), row("Z1", "450", Arrival="2026-12-02")), tmp_path)
    assert done.assembled.filings.shipments.select("value_cents", "bill").rows() == [(50_000, "Z1"), (45_000, None)]
