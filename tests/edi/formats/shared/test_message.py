"""Who is answered what."""

import polars as pl
import pytest

from deminimis.edi.formats.shared.message import recipients


@pytest.mark.parametrize("names", [["A", "A"], ["A", None], [None, "A"], ["B", "A", "B"]])
def test_each_recipient_gets_its_own_notices_and_no_others(names: list[str | None]) -> None:
    found = dict(recipients(pl.DataFrame({"recipient": names, "number": range(len(names))})))
    assert list(found) == sorted({str(name) for name in names})
    for name, rows in found.items():
        assert rows["number"].to_list() == [number for number, each in enumerate(names) if str(each) == name]
