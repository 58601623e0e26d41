"""What is kept, for how long, and without whom: nothing that is not the program's own is touched."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest

from deminimis.cli.night import kept
from deminimis.cli.night.inbox import Inbox
from deminimis.cli.night.outbox import lines_of
from tests.build.filings.catair import air_bills, entries
from tests.build.shipments import IRIS as HER
from tests.build.shipments import Entry
from tests.cli.night.night import undisturbed
from tests.cli.process import called

DAY = date(2026, 12, 1)


def _claim(number: str, house: str, name: str) -> Entry:
    return Entry(number, 150, bills=air_bills(house), edas=(DAY,), consignee=HER._replace(name=name))


IRIS = entries(_claim("1000000", "HAWB0000", "IRIS ALDER"))
HUGO = entries(_claim("1000001", "HAWB0001", "HUGO LARCH"))
BOTH = entries(_claim("2000000", "HAWC0000", "IRIS ALDER"), _claim("2000001", "HAWC0001", "HUGO LARCH"))


def _night(folder: Path, **files: bytes) -> None:
    (folder / "in").mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / "in" / f"{name}.edi").write_bytes(content)
    undisturbed(folder)


def _lying(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file() and path.name[0] != "."}


def _in(days: int) -> datetime:
    return datetime.now(UTC) + timedelta(days=days)


@pytest.fixture
def lived(tmp_path: Path) -> Path:
    """A folder after a night with a foreign file in every folder, one that failed, and one of a stranger's name."""
    _night(tmp_path, iris=IRIS, cut=IRIS[:500])
    for place in ("in/done/mine.edi", "out/mine.report.json", "out/night-soon.html", "in/done/iris.12345678.edi"):
        (tmp_path / place).write_text("foreign")
    return tmp_path


def test_what_is_older_is_removed_and_nothing_else(lived: Path) -> None:
    before = _lying(lived)
    assert kept.swept(Inbox(lived / "in"), lived / "out", 30, _in(29)) == []
    assert _lying(lived) == before
    gone = kept.swept(Inbox(lived / "in"), lived / "out", 30, _in(32))
    assert len(gone) == len(before - _lying(lived))
    left = {name for name in _lying(lived) if not name.startswith("ledger")}
    assert left == {
        "in/done/mine.edi", "out/mine.report.json", "out/night-soon.html", "in/done/iris.12345678.edi",
        "in/failed/cut.edi", "in/failed/cut.edi.reason.txt", "out/batch.jsonl", "out/batch.status.json",
    }  # fmt: skip
    assert lines_of(lived / "out" / "batch.jsonl") == []
    _night(lived, again=IRIS)
    assert lines_of(lived / "out" / "batch.jsonl")[0]["status"] == "seen", "the ledger still knows it"


def test_a_file_that_came_again_is_as_old_as_that(lived: Path) -> None:
    with patch("deminimis.cli.night.outbox._now", lambda: _in(20).isoformat(timespec="seconds")):
        _night(lived, iris=IRIS)
    kept.swept(Inbox(lived / "in"), lived / "out", 30, _in(32))
    assert "in/done/iris.edi" in _lying(lived)
    kept.swept(Inbox(lived / "in"), lived / "out", 30, _in(52))
    assert "in/done/iris.edi" not in _lying(lived)


def test_what_was_ended_on_its_way_is_gone_on_with(lived: Path) -> None:
    def ending(count: int) -> Iterator[None]:
        yield from [None] * count
        raise KeyboardInterrupt

    whole = lived
    for count in range(2):
        steps = ending(count)
        with patch.object(kept, "point", lambda _, steps=steps: next(steps)), pytest.raises(KeyboardInterrupt):
            kept.swept(Inbox(whole / "in"), whole / "out", 30, _in(32))
    kept.swept(Inbox(whole / "in"), whole / "out", 30, _in(32))
    assert not [name for name in _lying(whole) if "iris" in name and "12345678" not in name]


def test_links_lead_nowhere(lived: Path) -> None:
    (lived / "precious").write_bytes(IRIS)
    original = lived / "in" / "done" / "iris.edi"
    original.unlink()
    original.symlink_to(lived / "precious")
    kept.swept(Inbox(lived / "in"), lived / "out", 30, _in(32))
    assert (lived / "precious").read_bytes() == IRIS and original.is_symlink()


def test_the_option_removes_at_the_end_of_a_run(lived: Path) -> None:
    log = lived / "out" / "batch.jsonl"
    lines = [line | {"time": "2025-01-01T00:00:00+00:00"} for line in lines_of(log)]
    log.write_text("".join(json.dumps(line) + "\n" for line in lines))
    places = ["--out", lived / "out", "--ledger", lived / "ledger", "--settle", 0]
    assert called("batch", lived / "in", *places, "--keep", 30).returncode == 0
    assert "in/done/iris.edi" not in _lying(lived)


def test_a_person_is_forgotten_in_what_runs_left(tmp_path: Path) -> None:
    _night(tmp_path, iris=IRIS, hugo=HUGO, both=BOTH)
    done = called("ledger", "forget", "--consignee", "Iris Alder", "--yes", "--ledger", tmp_path / "ledger",
                  "--inbox", tmp_path / "in", "--out", tmp_path / "out")  # fmt: skip
    assert done.returncode == 0, done.stderr
    said = done.stderr.decode()
    left = _lying(tmp_path)
    assert "in/done/iris.edi" not in left and "in/done/hugo.edi" in left
    assert "in/done/both.edi" in left and f"was left: {tmp_path / 'in' / 'done' / 'both.edi'}" in said
    for path in (tmp_path / "out").rglob("*.json*"):
        assert "ALDER" not in path.read_text().upper(), path
    assert "HUGO LARCH" in next((tmp_path / "out").glob("both.*.report.json")).read_text()
    assert not list((tmp_path / "out").glob("night-*"))
    answers = [path for path in (tmp_path / "out").glob("*.edi") if b"ALDER" in path.read_bytes()]
    assert all(str(path) in said for path in answers)
    assert called("ledger", "verify", "--ledger", tmp_path / "ledger").returncode == 0
