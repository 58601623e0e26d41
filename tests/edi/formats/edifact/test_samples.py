"""The EDIFACT samples: made by the layouts, wholly read, cut, read in small blocks, and tokenised by pydifact too."""

import warnings
from datetime import date
from pathlib import Path

import pytest
from pydifact.exceptions import EDISyntaxError
from pydifact.parser import Parser

from tests.build.records.edifact import Ship, cuscar
from tests.build.records.segments import edifact, unb
from tests.build.shipments import EMIL
from tests.places import SAMPLES
from tests.read.cut import check_blocks, check_cuts, segments, tokens
from tests.read.whole import codes, rows, taken
from tests.samples.edifact import files

EDIFACT = sorted([*(path for folder in ("cuscar", "cusrep", "cusres") for path in (SAMPLES / folder).rglob("*.edi"))])
WELL_FORMED = [path for path in EDIFACT if path.stem != "malformed"]


def name_of(path: Path) -> str:
    return path.relative_to(SAMPLES).as_posix()


def test_samples_are_what_the_layouts_write() -> None:
    made = files()
    assert {name_of(path) for path in EDIFACT} == {*made, "cuscar/cbp_sample.edi"}
    for name, text in made.items():
        assert (SAMPLES / name).read_bytes() == text.encode("ascii"), name


@pytest.mark.parametrize("path", WELL_FORMED, ids=name_of)
def test_nothing_is_found_in_well_formed_samples(path: Path, tmp_path: Path) -> None:
    got = taken(tmp_path, path.read_bytes())
    assert codes(got) == []
    assert got.files[0].status == "checked"
    assert got.files[0].records_read == got.files[0].records == len(segments(path.read_bytes()))


@pytest.mark.parametrize("path", EDIFACT, ids=name_of)
def test_every_cut_is_accounted_for(path: Path, tmp_path: Path) -> None:
    check_cuts(path.read_bytes(), tmp_path)


@pytest.mark.parametrize("size", [200, 333, 1000])
@pytest.mark.parametrize("path", EDIFACT, ids=name_of)
def test_block_size_does_not_matter(path: Path, size: int, tmp_path: Path) -> None:
    check_blocks(path.read_bytes(), tmp_path, size)


def their_tokens(text: str) -> list[list[list[str]]]:
    """pydifact's tokens. Its wheel lacks the XML that it validates service segments against, and warns of each."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = list(Parser().parse(text))
    parsed = [[[s.tag], *([e] if isinstance(e, str) else list(e) for e in s.elements)] for s in found]
    return [segment for segment in parsed if segment[0] != ["UNA"]]


@pytest.mark.parametrize("path", EDIFACT, ids=name_of)
def test_pydifact_sees_the_same_tokens(path: Path, tmp_path: Path) -> None:
    # its interchanges cannot hold UNG groups, so only its parser is asked; a second interchange ends it
    text = path.read_text("ascii").split("UNZ+")[0]
    other = tmp_path / "text.edi"
    other.write_text(text, "ascii")
    assert tokens(other) == their_tokens(text)


def misread(text: str) -> bool:
    """Whether pydifact stumbles over newlines inside segments, or keeps them as data."""
    try:
        return any("\n" in c for s in their_tokens(text) for e in s for c in e)
    except EDISyntaxError:
        return True


@pytest.mark.parametrize("width", [61, 70, 80])
def test_wrapped_lines_are_joined_where_pydifact_gives_up(width: int, tmp_path: Path) -> None:
    who = EMIL._replace(name="O'A + B: C?")
    text = edifact(unb([cuscar([Ship("ZZZZD00000001", who)])], "CUSCAR", date(2025, 3, 3), "1"), end="'")
    wrapped = "\r\n".join(text[n : n + width] for n in range(0, len(text), width))
    whole, other = taken(tmp_path, text), taken(tmp_path, wrapped)
    assert rows(whole, "bill", "consignee_name", "value_cents") == rows(other, "bill", "consignee_name", "value_cents")
    assert codes(other) == []
    assert misread(wrapped)
