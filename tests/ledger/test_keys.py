"""The numbers by which a ledger finds candidates: kept for years, so always the same, and as plain Python has them."""

import polars as pl
import pytest

from deminimis.ledger.store.keys import _START, _WORD, _odd, of_group, stable

TEXTS = ["IRIS ALDER", "ÉLAN 漢字", "12 OAK ST|RENO", "X" * 120, "", None, " ", "a\x00b"]


def plainly(text: str | None, width: int) -> int | None:
    if not text:
        return None
    width += -width % 8
    content, total = text.ljust(width).encode(), _START
    for number in range(width // 8):
        spread = int.from_bytes(content[8 * number : 8 * number + 8], "little") * _odd(2 * number) & _WORD
        total += (spread ^ (spread >> 32)) * _odd(2 * number + 1)
    total &= _WORD
    return total - (1 << 64) if total >> 63 else total


@pytest.mark.parametrize("width", [32, 35, 89])
def test_a_number_is_made_of_the_first_bytes(width: int) -> None:
    assert stable(pl.Series("text", TEXTS), width).to_list() == [plainly(text, width) for text in TEXTS]


def test_the_number_of_a_text_never_changes() -> None:
    assert stable(pl.Series(["IRIS ALDER"]), 35).item() == -5897303883259597229


@pytest.mark.parametrize("texts", [[], [None, None]])
def test_of_no_text_there_is_no_number(texts: list[None]) -> None:
    made = stable(pl.Series("bill", texts, dtype=pl.String), 32)
    assert made.dtype == pl.Int64 and made.name == "bill" and made.to_list() == texts


def test_a_group_is_found_by_name_and_place_or_by_name_or_by_identifier() -> None:
    keys = pl.DataFrame(of_group(pl.Series(["IRIS|12 OAK|RENO|NV|89501|US", "IRIS|||||", "ID|12-3456789", None])))
    name, number = stable(pl.Series(["IRIS"]), 35).item(), stable(pl.Series(["12-3456789"]), 32).item()
    whole = stable(pl.Series(["IRIS|12 OAK|RENO"]), 89).item()
    assert keys.rows() == [(whole, name, None), (None, name, None), (None, None, number), (None, None, None)]
