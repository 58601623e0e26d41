"""A record takes the memory of a row however short it is: a block of very short ones comes in parts."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from deminimis.edi.cutting import source
from deminimis.edi.cutting.sniff import known
from deminimis.edi.cutting.source import Block, Source, blocks
from tests.places import SAMPLES
from tests.read.whole import taken

X12 = (SAMPLES / "x12_309" / "over_limit.edi").read_bytes()
EDIFACT = (SAMPLES / "cuscar" / "over_limit.edi").read_bytes()
FILES = {
    "x12": X12,
    "x12 in a row": X12.replace(b"\n", b""),
    "two interchanges": X12 + X12.replace(b"~", b"!").replace(b"*", b"+"),
    "x12 broken at 80": b"\n".join(X12.replace(b"\n", b"")[at : at + 80] for at in range(0, len(X12), 80)),
    "edifact": EDIFACT,
    "catair": (SAMPLES / "catair_se" / "over_limit.edi").read_bytes(),
    "catair in a row": b"".join(
        line.ljust(80) for line in (SAMPLES / "catair_se" / "over_limit.edi").read_bytes().splitlines()
    ),
}


def _blocks(path: Path) -> Iterator[Block]:
    found = known(Source(path.name, path))
    assert found.syntax
    return blocks(Source(path.name, path), found.syntax, form=found.format or "")


@pytest.mark.parametrize("name", FILES)
def test_parts_are_small_and_say_the_same(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file.edi"
    path.write_bytes(FILES[name])
    whole = list(_blocks(path))
    monkeypatch.setattr(source, "_MOST", 5)
    parts = list(_blocks(path))
    assert len(parts) > 3
    assert max(part.rows.height for part in parts) <= 5
    assert pl.concat([part.rows for part in parts]).equals(pl.concat([each.rows for each in whole]))
    assert [part.last for part in parts] == [False] * (len(parts) - 1) + [True]


def test_a_block_of_records_of_one_byte(tmp_path: Path) -> None:
    path = tmp_path / "file.edi"
    path.write_bytes(X12 + b"A~" * (1 << 20))
    assert max(part.rows.height for part in _blocks(path)) <= 1 << 18


@pytest.mark.parametrize("name", ["catair", "x12", "edifact"])
def test_bare_records_without_end_are_one_finding_with_their_count(name: str, tmp_path: Path) -> None:
    """Each would be a row of the envelope: three million lines of A took 1.4 GB."""
    mark, end = {"catair": (b"A", b"\n"), "x12": (b"ST", b"~"), "edifact": (b"UNB", b"'")}[name]
    data = FILES[name]
    if name == "catair":
        data = b"".join(data[at : at + 80] + end for at in range(0, len(data), 80))
    got = taken(tmp_path, data + (mark + end) * 5000 + data)
    plain = taken(tmp_path, data)
    assert got.filings.shipments.height == 2 * plain.filings.shipments.height
    reasons = [reason for reason in got.findings.frame()["params"] if "4,999 more records" in reason]
    assert len(reasons) == 1 and repr(mark.decode()) in reasons[0]
    assert got.files[0].records == 2 * plain.files[0].records + 5000
    assert got.files[0].status == "incomplete"
