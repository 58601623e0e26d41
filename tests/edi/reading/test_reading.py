"""Whole files: the same result whatever the size of the blocks, and no file that lost a record passes as checked."""

from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deminimis.edi.reading.intake import Intake
from tests.build.filings.envelopes import CATAIR, WIRE, X12, x12
from tests.places import SAMPLES
from tests.read.damaged import everything, read

CHOSEN = sorted(p for p in SAMPLES.rglob("*.edi") if p.stem in ("malformed", "refused_batch"))


@cache  # the same for blocks of each size
def whole(path: Path) -> Intake:
    """A sample in one block."""
    return read(path.read_bytes())


@pytest.mark.parametrize("path", CHOSEN, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_a_sample_gives_the_same_in_small_blocks(path: Path) -> None:
    said = everything(whole(path))
    assert everything(read(path.read_bytes(), block_size=331)) == said
    if "malformed" in path.stem:
        assert said[-1], "a malformed sample has findings"


@pytest.mark.parametrize("at_once", [1, 4, 9])
@pytest.mark.parametrize("path", CHOSEN, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_a_sample_gives_the_same_by_any_number_of_blocks_at_a_time(path: Path, at_once: int) -> None:
    one, several = whole(path), read(path.read_bytes(), 331, at_once=at_once)
    assert everything(several) == everything(one)
    assert several.findings.frame().equals(one.findings.frame())  # their order too


@pytest.mark.parametrize("wire", WIRE)
@pytest.mark.parametrize("seed", range(3))
def test_records_in_any_order_give_the_same_in_blocks_of_any_size(wire: str, seed: int) -> None:
    records, join = WIRE[wire]
    rest = records[1:] * 2
    random = Random(seed)
    random.shuffle(rest)
    data = join([*records[:3], *rest])
    whole, blocks = read(data), read(data, random.randint(1, 300))
    if wire != "edifact":  # its notices know only the parties before them: those behind are out of order (EDI106)
        assert everything(blocks) == everything(whole)
    assert blocks.files == whole.files
    assert blocks.findings.frame().equals(whole.findings.frame())
    assert whole.files[0].records == 3 + len(rest)


@pytest.mark.parametrize("block_size", [90, 400])
def test_what_stands_behind_a_closed_batch_belongs_to_nothing_in_blocks_of_any_size(block_size: int) -> None:
    data = WIRE["catair"][1](CATAIR + CATAIR[1:-1])
    whole = read(data)
    assert everything(read(data, block_size)) == everything(whole)
    assert whole.filings.shipments["filed_on"].is_null().to_list() == [False, True]


@pytest.mark.parametrize(("wire", "newlines"), [("x12", True), ("edifact", False), ("catair", False)])
def test_a_file_that_is_cut_before_its_end_is_not_checked(wire: str, newlines: bool) -> None:
    records, join = WIRE[wire]
    data = join(records) if newlines else join(records).replace(b"\n", b"")
    assert read(data).complete
    ends = [len(join(records[: n + 1])) - (0 if newlines else n + 1) for n in range(len(records))]
    assert ends[-1] == len(data)
    for n, end in enumerate(ends[:-1]):
        for cut in {end, end - 1 if n % 4 == 0 else end + 7 if n % 4 == 2 else end}:
            if cut <= ends[-2]:
                intake = read(data[:cut])
                assert intake.files[0].status in ("incomplete", "unknown-format"), data[:cut][-40:]
                assert intake.findings.frame().height
    for cut in range(ends[-2] + 1, len(data) - newlines, 1 + len(records[-1]) // 3):  # in its last record
        intake = read(data[:cut])
        assert intake.findings.frame().height, data[ends[-2] : cut]


def test_a_head_that_is_cut_anywhere_raises_nothing() -> None:
    data = x12(X12)
    for cut in range(0, 130, 3):
        assert read(data[:cut]).files[0].status == "unknown-format"


@settings(max_examples=8, deadline=None, derandomize=True, database=None)
@given(st.sampled_from(sorted(WIRE)), st.data())
def test_bytes_that_are_overwritten_raise_nothing_and_lose_no_record(wire: str, data: st.DataObject) -> None:
    records, join = WIRE[wire]
    raw = bytearray(join(records))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at] = data.draw(st.sampled_from(b"\x00\xff\xe9~'?+*:\n\r AZ09\x1a\x1d\x1c"))
    intake = read(bytes(raw))
    report = intake.files[0]
    assert report.records == report.records_read + report.records_reported
    assert intake.complete or intake.findings.frame().height
