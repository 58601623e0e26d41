"""A record whose end is only compared with blanks is right where its whole expression says so, and nowhere else."""

import polars as pl
import pytest

from deminimis.edi.formats.catair.layouts.cargo_release import RECORDS
from deminimis.edi.layout.match import record_regex, right

SE60 = "SE6062046240200000000039"
RIGHT = SE60.ljust(80)
RECORDS_LIKE_IT = {
    "right": RIGHT,
    "short": RIGHT[:-1],
    "long": RIGHT + " ",
    "something in the first blank": f"{SE60}X".ljust(80),
    "something in the last blank": RIGHT[:-1] + "X",
    "another blank": RIGHT[:-1] + "\t",
    "two bytes a character, 80 bytes": SE60[:-1] + "\xe9" + " " * 55,
    "two bytes a character, 80 characters": SE60[:-1] + "\xe9" + " " * 56,
    "two bytes in the blanks": RIGHT[:-2] + "\xe9",
    "a newline behind it": RIGHT + "\n",
    "another value": RIGHT.replace("39", "3X"),
    "all blank": " " * 80,
    "nothing": "",
}


@pytest.mark.parametrize("raw", RECORDS_LIKE_IT.values(), ids=RECORDS_LIKE_IT)
def test_blanks_at_the_end_are_told_as_by_the_whole_expression(raw: str) -> None:
    layout, frame = RECORDS["SE60"], pl.DataFrame({"raw": [raw]})
    whole = frame["raw"].str.contains(record_regex(layout))
    assert frame.select(right(layout)).to_series().to_list() == whole.to_list()
