"""Every line is read or reported, however the file is cut, and whatever the size of the blocks."""

from pathlib import Path

import pytest

from deminimis.edi.frames.shipments import Filings
from deminimis.rules.base.settings import Settings
from deminimis.rules.judge import judge
from tests.places import SAMPLES
from tests.read.air import ANSWERS, FILINGS, NEAR
from tests.read.cut import DEEP, cuts
from tests.read.whole import taken

ALL = [*FILINGS, *ANSWERS]


def lines(data: bytes) -> list[bytes]:
    """An independent splitter: lines that are not blank."""
    return [line for line in data.replace(b"\r", b"\n").split(b"\n") if line.strip(b" \x01\x02\x03")]


def same(one: Filings | None, other: Filings) -> bool:
    """Whether a judgement would be given the very same."""
    names = ("shipments", "bills", "lines", "forms")
    return one is not None and all(getattr(one, name).equals(getattr(other, name)) for name in names)


@pytest.mark.parametrize("path", ALL, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_every_cut_is_accounted_for(path: Path, tmp_path: Path) -> None:
    data = path.read_bytes()
    for end in cuts(data):
        report = taken(tmp_path, data[:end], near=NEAR).files[0]
        if report.format is None:
            assert report.status == "unknown-format" and end < 60
            continue
        assert report.records_read + report.records_reported == len(lines(data[:end])), end


@pytest.mark.parametrize("size", [256, 700])
@pytest.mark.parametrize("path", ALL, ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_block_size_makes_no_difference(path: Path, size: int, tmp_path: Path) -> None:
    data = path.read_bytes()
    whole, parts = taken(tmp_path, data, near=NEAR), taken(tmp_path, data, near=NEAR, block_size=size)
    for name in ("shipments", "bills", "lines"):
        assert getattr(parts.filings, name).equals(getattr(whole.filings, name)), name
    assert parts.notices.equals(whole.notices) and parts.files == whole.files
    assert parts.findings.frame().equals(whole.findings.frame())


def test_a_file_that_is_cut_never_clears_what_was_over(tmp_path: Path) -> None:
    """The last claim is the one that exceeds: while any of it is there, its group is over or cannot be told."""
    data = (SAMPLES / "camir_air" / "split.edi").read_bytes()
    last = data.rindex(b"000-")
    frames, verdicts = None, set()
    for end in range(last + 4, len(data) - 2, 1 if DEEP else 3):
        intake = taken(tmp_path, data[:end], near=NEAR)
        if not same(frames, intake.filings):  # another verdict takes other frames
            frames = intake.filings
            verdicts = set(judge(frames, Settings(as_of=NEAR)).groups["verdict"])
        assert verdicts & {"warn", "unknown"} or intake.findings.frame().height, end
