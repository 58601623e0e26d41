"""Check digits against the worked numbers of CATAIR Appendix E, and numbers found in sample traffic."""

import polars as pl
import pytest

from deminimis.edi.formats.shared.numbers import entry_check_digit, waybill_check_digit

NUMBERS = [
    ("B76", "0324527", "8"),  # Appendix E, p. 2
    *(("SV9", number, digit) for number, digit in (("7100205", "7"), ("7100191", "9"), ("7100132", "3"))),
    *(("SV9", number, digit) for number, digit in (("7100541", "5"), ("7300935", "7"))),
    ("002", "8199137", "2"),
    ("XJ5", "0000001", "4"),
]


@pytest.mark.parametrize(("filer", "number", "digit"), NUMBERS)
def test_entry_numbers(filer: str, number: str, digit: str) -> None:
    assert pl.select(entry_check_digit(pl.lit(filer), pl.lit(number))).item() == digit


def test_offset_of_a_filer_whose_numbers_have_run_out() -> None:
    digits = [pl.select(entry_check_digit(pl.lit("B76"), pl.lit("0324527"), n)).item() for n in range(10)]
    assert digits == ["8", "9", "0", "1", "2", "3", "4", "5", "6", "7"]


@pytest.mark.parametrize(
    ("filer", "number"), [("B7", "0324527"), ("B76", "324527"), ("b76", "0324527"), ("B76", "O324527")]
)
def test_other_text_has_no_digit(filer: str, number: str) -> None:
    assert pl.select(entry_check_digit(pl.lit(filer), pl.lit(number))).item() is None


def test_waybill() -> None:
    serials = pl.DataFrame({"serial": ["1234567", "0000000", "0000013", "12345", None]})
    assert serials.select(waybill_check_digit(pl.col("serial"))).to_series().to_list() == ["5", "0", "6", None, None]
