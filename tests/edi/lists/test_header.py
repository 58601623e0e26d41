"""What of a sheet is the header, what is a row of the list, and what is none."""

from pathlib import Path
from typing import Any

import pytest

from deminimis.edi.cells.grid import SheetError
from deminimis.edi.cells.text import rows as cells
from deminimis.edi.lists import header
from deminimis.edi.lists.reading import Listed, take
from deminimis.edi.lists.ways import Ways
from deminimis.edi.spreadsheets.entries import ENTRIES
from tests.build.lists import HEADER, row, text
from tests.build.workbooks import xlsx
from tests.read.lists import read

OWN = [column.name for column in ENTRIES.columns]
BLANK = [""] * len(HEADER)


def listed(data: bytes) -> Listed:
    return take(data, OWN, Ways(fix=True))[0]


def at(name: str, cell: str, **more: str) -> list[str]:
    return [more.get(each.split()[0], cell if each == name else "") for each in HEADER]


@pytest.mark.parametrize(
    "none",
    [
        at("Recipient Name", "Subtotal", Total="90.00"),
        at("Tracking Number", "Total shipments: 2", Total="90.00"),
        at("Tracking Number", "Page 1 of 3"),
        at("Total Value (USD)", "Page 1 of 3"),
        ["第 1 页", *BLANK[1:]],
        list(HEADER),
        [each.upper() for each in HEADER],
        at("Tracking Number", "*** End of this part ***"),
    ],
)
def test_what_is_no_row_is_left_out_wherever_it_stands_and_told(none: list[str]) -> None:
    found = listed(text(row("ZZZ1"), row("ZZZ2"), none, row("ZZZ3")))
    assert found.table.rows["bill"].to_list() == ["ZZZ1", "ZZZ2", "ZZZ3"]
    assert [note for note in found.grid.notes if note.startswith("row 4 is left out: ")]


@pytest.mark.parametrize(
    "kept",
    [
        row("ZZZ9", Recipient_Name="TOTAL WINE AND MORE"),
        at("Total Value (USD)", "700.00"),  # not the sum of those above
        at("Recipient Name", "ANN BIRCH"),
        at("Tracking Number", "ZZZ9"),
        at("Tracking Number", "P.1", Total="900.00"),
    ],
)
def test_what_may_be_a_row_is_one(kept: list[str]) -> None:
    assert listed(text(row("ZZZ1", "45.00"), row("ZZZ2", "$1,045.00"), kept)).table.rows.height == 3


def test_a_last_amount_that_is_the_sum_is_no_row() -> None:
    for sum_, rows in (("1,090.00", ("45.00", "$1,045.00")), ("1.090,50", ("45,00", "1.045,50"))):
        found = listed(text(row("ZZZ1", rows[0]), row("ZZZ2", rows[1]), at("Total Value (USD)", sum_)))
        assert found.table.rows.height == 2 and found.grid.notes == (f"row 4 is left out: {sum_}",)


def test_an_amount_that_is_the_one_above_it_is_another_line() -> None:
    found = listed(text(row("ZZZ1", "450.00"), at("Total Value (USD)", "450.00")))
    assert found.table.rows["value"].to_list() == ["450.00", "450.00"] and found.grid.notes == ()


def test_a_second_list_below_the_first_is_refused_by_its_row() -> None:
    other = ["Recipient", "Tracking No", "Value (USD)", "Street", "Town", "Zip", "", "", "", "Amount", "", ""]
    with pytest.raises(SheetError, match="row 4 is the header of another list"):
        listed(text(row("ZZZ1"), BLANK, other, row("ZZZ2")))


def test_columns_that_are_called_alike_have_what_stands_above_them_in_front() -> None:
    lines = b"x,Shipper,,Consignee,,\nBill,Name,City,Name,City,Value\n"
    assert header.names(cells(lines), 1) == [
        "Bill", "Shipper Name", "Shipper City", "Consignee Name", "Consignee City", "Value",
    ]  # fmt: skip
    found = listed(lines + b"ZZZ1,ACME,SHENZHEN,IRIS,RENO,$9\n")
    assert [link.ours for link in found.links] == [
        "bill", "seller_name", "seller_city", "consignee_name", "consignee_city", "value",
    ]  # fmt: skip


def test_columns_that_are_called_alike_are_asked_about_by_their_letters(tmp_path: Path) -> None:
    data = b"Bill,Name,Name,Value USD\nZZZ1,ACME,IRIS,9\n"
    asked, _ = read(data, tmp_path)
    assert all(name in str(asked.findings["params"].to_list()) for name in ("Name [B]=", "Name [C]="))
    _, reader = read(data, tmp_path, maps=("Name [C]=consignee_name",))
    assert reader.read[0].listed.table.rows["consignee_name"].to_list() == ["IRIS"]
    assert reader.read[0].listed.questions == ()


def book(second: list[list[str]], *, hidden: bool = False) -> bytes:
    def fill(made: Any, sheet: Any) -> None:
        for number, cells_ in enumerate([list(HEADER), row("ZZZ1"), row("ZZZ2")]):
            sheet.write_row(number, 0, cells_)
        other = made.add_worksheet("Other")
        for number, cells_ in enumerate(second):
            other.write_row(number, 0, cells_)
        if hidden:
            other.hide()

    return xlsx(fill)


def test_no_sheet_with_rows_is_passed_over_in_silence() -> None:
    wide = listed(book([row("ZZZ3"), row("ZZZ4")]))
    assert "'Other' has no header" in wide.questions[0].text
    two = listed(book([list(HEADER), row("ZZZ3")]))
    assert "'List', 'Other' have a header" in two.questions[0].text
    small = listed(book([["Read me"], ["Packed by", "JANE"]]))
    assert small.questions == () and small.grid.notes == ("of the sheets this one alone is read, not 'Other'",)
    unseen = listed(book([list(HEADER), row("ZZZ3")], hidden=True))
    assert unseen.questions == () and unseen.grid.notes == ("hidden sheets are not read: 'Other'",)


def test_a_sheet_that_is_named_is_read_and_the_others_are_told() -> None:
    found, _ = take(book([list(HEADER), row("ZZZ3")]), OWN, Ways(sheet="Other"))
    assert found.table.rows["bill"].to_list() == ["ZZZ3"]
    assert found.grid.notes == ("of the sheets this one alone is read, not 'List'",)
