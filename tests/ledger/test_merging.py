"""Small files are merged while files are recorded, so that the thousandth costs what the second does."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from deminimis.ledger import verify
from deminimis.ledger.store import maintain, table
from tests.build.recorded import bill, incoming, recorded

FILES, MOST = 6, 5


def _recorded(folder: Path, files: int = FILES) -> list[int]:
    """Files of one consignee and day, recorded one after the other: small files that the ledger has after each."""
    parts = []
    for number in range(files):
        recorded(folder / "ledger", [incoming([bill(number, 15000)], number)])
        parts.append(len(table.opened(folder / "ledger").sizes))
    return parts


def _held(folder: Path) -> dict[str, Any]:
    snapshot = table.opened(folder / "ledger")
    checked = verify.verify(snapshot)
    assert not checked.wrong, checked.wrong
    events = snapshot.scan("verdict").sort("recorded", "day", "consignee_key", "ref", nulls_last=True).collect()
    return {
        "files": snapshot.files.select("recorded", "digest", "content").rows(),
        "history": events.select("recorded", "ref", "consignee_key", "day", "verdict", "role").rows(),
    }


def test_small_files_stay_few_and_nothing_else_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many = _recorded(tmp_path / "many")
    monkeypatch.setattr(maintain, "_MANY", MOST)
    few = _recorded(tmp_path / "few")
    assert many == sorted(many) and many[-1] > 3 * many[0]
    assert max(few) <= many[0] + MOST + many[0]  # those of one file each, those that may lie there, one file's more
    assert _held(tmp_path / "few") == _held(tmp_path / "many")
    assert any(row[4] != "clear" for row in _held(tmp_path / "few")["history"])


def test_what_has_grown_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(maintain, "_MANY", MOST)
    monkeypatch.setattr(maintain, "_STEPS", (2,))  # every file has more than half of it
    parts = _recorded(tmp_path / "grown", 4)
    assert parts == sorted(parts) and parts[-1] > 3 * parts[0]


@pytest.mark.parametrize(
    ("sizes", "merged_to"),
    [
        ({"a": [10_000] * 40, "b": [10_000]}, 0),  # one file a kind is not too many
        ({"a": [10_000] * 21, "b": [10_000] * 21}, 256 << 10),
        ({"a": [10_000] * 41, "b": [300_000] * 40}, 256 << 10),  # those that are larger are not written again
        ({"a": [10_000] * 41, "b": [300_000] * 41}, 2 << 20),
        ({"a": [140_000] * 41}, 2 << 20),
        ({"a": [2_000_000] * 41}, 8 << 20),
        ({"a": [5_000_000] * 41}, 0),
    ],
)
def test_files_are_merged_by_steps(sizes: dict[str, list[int]], merged_to: int) -> None:
    named = {f"kind={kind}/{n}": size for kind, each in sizes.items() for n, size in enumerate(each)}
    assert maintain._step(SimpleNamespace(sizes=named), maintain._STEPS) == merged_to  # type: ignore[arg-type]
