"""The 358 and 355 samples: made by the layouts, wholly read, cut, read in small blocks, and tokenised by pyx12 too."""

import io
from pathlib import Path

import pytest
from pyx12.rawx12file import RawX12File

from tests.places import SAMPLES
from tests.read.cut import check_blocks, check_cuts, segments, tokens
from tests.read.whole import codes, taken
from tests.samples.x12 import files

OURS = sorted([*(path for folder in ("x12_355", "x12_358") for path in (SAMPLES / folder).rglob("*.edi"))])
ALL = sorted([*OURS, *(path for folder in ("x12_309", "x12_350") for path in (SAMPLES / folder).glob("*.edi"))])


def name_of(path: Path) -> str:
    return path.relative_to(SAMPLES).as_posix()


def test_samples_are_what_the_layouts_write() -> None:
    made = files()
    assert {name_of(path) for path in OURS} == set(made)
    for name, text in made.items():
        assert (SAMPLES / name).read_bytes() == text.encode("ascii"), name


@pytest.mark.parametrize("path", [p for p in OURS if p.stem != "malformed"], ids=name_of)
def test_nothing_is_found_in_well_formed_samples(path: Path, tmp_path: Path) -> None:
    got = taken(tmp_path, path.read_bytes())
    assert codes(got) == []
    assert got.files[0].status == "checked"
    assert got.files[0].records_read == got.files[0].records == len(segments(path.read_bytes()))


@pytest.mark.parametrize("path", OURS, ids=name_of)
def test_every_cut_is_accounted_for(path: Path, tmp_path: Path) -> None:
    check_cuts(path.read_bytes(), tmp_path)


@pytest.mark.parametrize("size", [150, 333, 1000])
@pytest.mark.parametrize("path", OURS, ids=name_of)
def test_block_size_does_not_matter(path: Path, size: int, tmp_path: Path) -> None:
    check_blocks(path.read_bytes(), tmp_path, size)


@pytest.mark.parametrize("path", ALL, ids=name_of)
def test_pyx12_sees_the_same_tokens(path: Path) -> None:
    """pyx12 takes ISA12 00401 and 00501 only, stops at `~~`, and drops a last segment without terminator."""
    text = path.read_text("ascii")
    version = text[84:89]
    theirs = list(RawX12File(io.StringIO(text.replace(f"*{version}*", "*00501*"))))
    ours = ["*".join(">".join(e) for e in segment) for segment in tokens(path)]
    assert [line.replace(f"*{version}*", "*00501*") for line in ours[1:]] == theirs[1:]
