"""SX blocks and batches: those of the filing, whatever stretches it is read in; SO blocks of their own."""

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import pytest

from deminimis.edi.formats.catair.answers import (
    blocks as catair_blocks,
)
from deminimis.edi.formats.catair.answers import (
    release_sx as release_answer,
)
from deminimis.edi.formats.catair.answers import (
    status_so as release_status,
)
from deminimis.edi.formats.shared.quote import records
from tests.build.filings.catair import air_bills, entries
from tests.build.shipments import IRIS, Entry
from tests.read.answered import Planned, answered, planned, written
from tests.rules.answers.rows import WARN

NUMBERS = ["10002015", "10002023", "10002031", "10002049", "10002056", "10002064", "10002072"]


def _entry(number: int, value: object) -> Entry:
    who = IRIS._replace(name=f"PERSON {number}")
    return Entry(NUMBERS[number], value, bills=air_bills(f"HOUSE{number}"), consignee=who)


def _batch(blocks: list[list[int]], unread: tuple[int, ...] = ()) -> bytes:
    """A batch of blocks of entries; those of `unread` cannot be told and get no answer."""
    parts = []
    for block in blocks:
        text = entries(*(_entry(n, "5O" if n in unread else 10 + n) for n in block))
        lines = text.splitlines(keepends=True)
        parts.append((lines[0], b"".join(lines[1:-1]), lines[-1]))
    return parts[0][0] + b"".join(body for _, body, _ in parts) + parts[0][2]


def _tags(content: bytes) -> list[str]:
    return [line[:4].strip().decode() if line[:2] == b"SE" else line[:1].decode() for line in content.splitlines()]


@pytest.fixture(scope="module")
def planned_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes], Planned]:
    """The plan does not hang on how the filing is read again for its answers."""
    return cache(lambda text: planned(tmp_path_factory.mktemp("in"), text, on=WARN))


@pytest.mark.parametrize("size", [80, 162, 500, 1000, 2500, 1 << 20])
@pytest.mark.parametrize(
    ("blocks", "unread"),
    [
        ([[0, 1, 2]], ()),
        ([[0], [1], [2]], ()),
        ([[0, 1], [2, 3], [4]], (2, 3)),
        ([[0, 1], [2, 3], [4]], (0, 1)),
        ([[0, 1], [2, 3], [4]], (4,)),
        ([[0, 1], [2]], (0, 2)),
    ],
)
def test_blocks_are_those_of_the_filing(
    size: int,
    blocks: list[list[int]],
    unread: tuple[int, ...],
    planned_once: Callable[[bytes], Planned],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(release_answer, "records", partial(records, block_size=size))
    found = written(planned_once(_batch(blocks, unread)), tmp_path)
    (content,) = [content for _, form, content in found.messages if form == "catair-sx"]
    assert found.read.complete
    assert not found.read.findings.counts  # every Y counts right
    wanted = ["A"]
    for block in blocks:
        spoken = [n for n in block if n not in unread]
        if spoken:
            wanted += ["B", *(tag for _ in spoken for tag in ("SE10", "SE15", "SE15", "SE90")), "Y"]
    assert _tags(content) == [*wanted, "Z"]


@pytest.mark.parametrize("size", [162, 900, 1 << 20])
def test_a_block_is_split_where_its_count_would_not_fit(
    size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(release_answer, "records", partial(records, block_size=size))
    monkeypatch.setattr(catair_blocks, "MOST", 8)
    found = answered(tmp_path, _batch([[0, 1, 2, 3, 4], [5, 6]]), on=WARN)
    (content,) = [content for _, form, content in found.messages if form == "catair-sx"]
    assert not found.read.findings.counts
    counts = [int(line[12:17]) for line in content.splitlines() if line.startswith(b"Y")]
    assert counts == [8, 8, 4, 8]


def test_several_batches_in_one_file_are_answered_each(tmp_path: Path) -> None:
    text = _batch([[0]]) + _batch([[1], [2]])
    (content,) = [c for _, form, c in answered(tmp_path, text, on=WARN).messages if form == "catair-sx"]
    assert "".join(tag for tag in _tags(content) if len(tag) == 1) == "ABYZABYBYZ"


def test_bare_blocks_are_answered_by_bare_blocks(tmp_path: Path) -> None:
    text = b"".join(_batch([[0], [1]]).splitlines(keepends=True)[1:-1])
    (content,) = [c for _, form, c in answered(tmp_path, text, on=WARN).messages if form == "catair-sx"]
    assert "".join(tag for tag in _tags(content) if len(tag) == 1) == "BYBY"


def test_status_blocks_hold_999_entries_at_most(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release_status, "MOST", 2)
    claims = [Entry(number, 110, bills=air_bills(f"HOUSE{n}")) for n, number in enumerate(NUMBERS)]
    last = Entry("10002080", 790, bills=air_bills("HOUSE9"))
    found = answered(tmp_path, entries(*claims, last), on=WARN)
    (content,) = [c for _, form, c in found.messages if form == "catair-so"]
    assert "".join(tag for tag in _tags(content) if len(tag) == 1 and tag != "S") == "ABYBYBYBYZ"
    assert not found.read.findings.counts


def test_images_without_newlines_are_answered_alike(tmp_path: Path) -> None:
    text = _batch([[0, 1]]).replace(b"\n", b"")
    for _, _, content in answered(tmp_path, text, on=WARN).messages:
        assert b"\n" not in content
        assert len(content) % 80 == 0
