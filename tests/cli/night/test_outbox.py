"""The log of a nightly job: one line a file, read from its end, whatever a run left there that was killed."""

import json
from pathlib import Path

import pytest

from deminimis.cli.night import outbox
from deminimis.cli.night.outbox import LOG, Outbox, Result, lines_of


def _result(name: str) -> Result:
    return Result(name, "0" * 64, f"job/{name}", "seen", "done", 0, {"file": name, "told": "x" * 50})


def _named(folder: Path, since: str = "") -> list[str]:
    return [line["file"] for line in lines_of(folder / LOG, since)]


@pytest.mark.parametrize("block", [1, 7, 64, 1 << 16])
def test_lines_are_read_from_the_end_in_any_blocks(block: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "_BLOCK", block)
    assert lines_of(tmp_path / LOG) == []
    for hour in range(3):
        monkeypatch.setattr(outbox, "_now", lambda hour=hour: f"2025-01-01T0{hour}:00:00+00:00")
        Outbox(tmp_path).show("job", _result(str(hour)), again=False)
    assert _named(tmp_path) == ["0", "1", "2"]
    assert _named(tmp_path, "2025-01-01T01") == ["1", "2"]
    assert _named(tmp_path, "2025-01-02") == []
    content = (tmp_path / LOG).read_bytes()
    (tmp_path / LOG).write_bytes(content + b"no JSON\n" + content[:20])  # a kill or a full disk cut it there
    Outbox(tmp_path).show("job", _result("3"), again=False)
    assert _named(tmp_path) == ["0", "1", "2", "3"]
    assert (tmp_path / LOG).read_bytes().startswith(content + b"no JSON\n{")


def test_what_a_killed_run_logged_is_logged_once(tmp_path: Path) -> None:
    for name in ("a", "b"):
        Outbox(tmp_path).show("job", _result(name), again=False)
    for name in ("a", "b", "c"):
        Outbox(tmp_path).show("job", _result(name), again=True)
    assert _named(tmp_path) == ["a", "b", "c"]


def test_the_first_line_may_be_cut(tmp_path: Path) -> None:
    (tmp_path / LOG).write_bytes(json.dumps({"time": "2025", "file": "a"}).encode())
    assert _named(tmp_path) == []
    Outbox(tmp_path).show("job", _result("b"), again=True)
    assert _named(tmp_path) == ["b"]
