"""Days and amounts as people write them: what is certain is taken, what is not stays as it stands."""

import polars as pl
import pytest

from deminimis.edi.lists import dates, money
from deminimis.edi.lists.right import put_right
from deminimis.edi.lists.ways import COMMA, DAY_FIRST, MONTH_FIRST, POINT, Ways


@pytest.mark.parametrize(
    ("cell", "first", "day"),
    [
        ("13/4/2026", DAY_FIRST, "2026-04-13"), ("4/13/26", MONTH_FIRST, "2026-04-13"),
        ("3/4/2026", "", None), ("3/3/2026", "", "2026-03-03"), ("02/30/2026", MONTH_FIRST, None),
        ("1.12.26", "", "2026-12-01"), ("2026年12月1日", "", "2026-12-01"), ("20261201", "", "2026-12-01"),
        ("1 décembre 2026", "", "2026-12-01"), ("2 févr. 2026", "", "2026-02-02"), ("1er août 2026", "", "2026-08-01"),
        ("5 juin 2026", "", "2026-06-05"), ("5 juillet 2026", "", "2026-07-05"), ("3. März 2026", "", "2026-03-03"),
        ("1 de diciembre de 2026", "", "2026-12-01"), ("1 dicembre 2026", "", "2026-12-01"),
        ("Tuesday, December 1, 2026", "", "2026-12-01"), ("Tue 1 Dec 2026", "", "2026-12-01"),
        ("12/13/2026 11:30 PM", MONTH_FIRST, "2026-12-13"), ("2026-12-01T23:30:00", "", "2026-12-01"),
        ("2026-12-01T03:00:00Z", "", None), ("2026-12-01T03:00:00+08:00", "", None),  # another day at the port
        ("46357", "", None), ("Dec-26", "", None), ("tomorrow", "", None), ("1 xyz 2026", "", None),
        ("after 3 Dec 2026", "", None), ("ETD 3 Dec 2026", "", None), ("mercoledì 2 dicembre 2026", "", "2026-12-02"),
        ("26/12/01", DAY_FIRST, None), ("26.12.01", "", None), ("26-Dec-01", "", None),  # the year may stand first
    ],
)  # fmt: skip
def test_a_day(cell: str, first: str, day: str | None) -> None:
    frame = pl.DataFrame({"day": [cell]})
    assert frame.select(dates.iso(pl.col("day"), first, serials=False)).item() == day


@pytest.mark.parametrize(
    ("cell", "decimal", "amount"),
    [
        ("1,299.00", POINT, "1299.00"), ("1.299,00", COMMA, "1299.00"), ("12.5000", POINT, "12.50"),
        ("1299", COMMA, "1299"), ("12,345", COMMA, None), ("12.345", POINT, None), ("1,29.00", POINT, None),
        ("1 299,5", COMMA, "1299.5"), ("USD 1,299.00", POINT, "1299.00"), ("900 each", POINT, None),
        ("~9", POINT, None), ("-9", POINT, None), ("1e3", POINT, None),
    ],
)  # fmt: skip
def test_an_amount(cell: str, decimal: str, amount: str | None) -> None:
    frame = pl.DataFrame({"amount": [cell]})
    assert frame.select(money.amount(pl.col("amount"), decimal)).item() == amount


@pytest.mark.parametrize(
    ("cells", "decimals", "amounts"),
    [
        (["12,50", "1,290", "1.290"], "", ["12.50", "1,290", "1290"]),
        (["12.50", "1.290", "1,290", "7.5000"], "", ["12.50", "1.290", "1290", "7.50"]),
        (["12,50", "1,290"], COMMA, ["12.50", "1.29"]),
    ],
)
def test_three_digits_behind_the_mark_of_cents_may_be_thousands(
    cells: list[str], decimals: str, amounts: list[str]
) -> None:
    rows = pl.DataFrame({"row": range(2, len(cells) + 2), "value": cells}, schema_overrides={"row": pl.UInt32})
    found = put_right(rows, Ways(decimals=decimals, currency="USD"), {}, ours=False)
    assert found.rows["value"].to_list() == amounts and found.questions == ()


def test_an_amount_whose_sign_and_currency_are_not_one_is_no_amount() -> None:
    cells = ["€850", "$850", "850", "CA$9", "$7", "5"]
    rows = pl.DataFrame(
        {"row": range(2, 8), "value": cells, "currency": ["USD", "CAD", "EUR", "USD", "USD", "usd"]},
        schema_overrides={"row": pl.UInt32},
    )
    assert put_right(rows, Ways(), {}, ours=False).rows["value"].to_list() == [
        "€850 USD", "$850 CAD", "850 EUR", "CA$9 USD", "7", "5",
    ]  # fmt: skip


def test_it_is_asked_in_which_currency_the_rest_is_and_where() -> None:
    rows = pl.DataFrame({"row": [2, 3, 4], "value": ["$1", "2", "3"]}, schema_overrides={"row": pl.UInt32})
    asked = put_right(rows, Ways(), {}, ours=False).questions
    assert [each.text for each in asked] == [
        "value: in which currency is 2 (row 3, and 1 more)? Nothing in the list says."
    ]
