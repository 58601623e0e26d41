"""Which calls stay on one core, and that they do."""

import os
import sys
from pathlib import Path

import pytest

from deminimis.cli import one_core

SAMPLE = "samples/catair_se/over_limit.edi"


@pytest.mark.parametrize(
    ("words", "stays"),
    [
        (["check", SAMPLE], True),
        (["--log", "json", "check", "--format", "json", SAMPLE], True),
        (["respond", f"--output={SAMPLE}", SAMPLE], True),
        (["check", "samples"], False),
        (["check", SAMPLE, "--ledger", "somewhere"], False),
        (["check", SAMPLE, "--ledger=somewhere"], False),
        (["check", SAMPLE, "--record"], False),
        (["serve", SAMPLE], False),
        (["watch", SAMPLE], False),
        (["check", "-"], False),
        (["check"], False),
        (["check", "\0", "x" * 5000], False),
        ([], False),
    ],
)
def test_a_call_of_few_and_small_files_stays(words: list[str], stays: bool) -> None:
    assert one_core.few(words) is stays


def test_files_that_are_large_together_are_worked_on_by_all_cores(tmp_path: Path) -> None:
    names = [str(tmp_path / name) for name in "ab"]
    for name in names:
        Path(name).write_bytes(bytes(one_core.SMALL // 2 + 1))
    assert one_core.few(["check", names[0]])
    assert not one_core.few(["check", *names])
    assert not one_core.few(["check", names[0], f"--external={names[1]}"])


def test_where_the_load_is_not_told_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown() -> tuple[float, float, float]:
        raise OSError

    bound: list[object] = []
    monkeypatch.setattr(os, "getloadavg", unknown)
    monkeypatch.setattr(os, "sched_setaffinity", lambda *given: bound.append(given), raising=False)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    one_core.stay()
    assert not bound


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no way to")
@pytest.mark.parametrize(("load", "bound"), [(0.0, True), (1e6, False)])
def test_staying_binds_to_one_core_where_others_idle(load: float, bound: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getloadavg", lambda: (load,) * 3)
    before = os.sched_getaffinity(0)
    try:
        one_core.stay()
        after = os.sched_getaffinity(0)
    finally:
        os.sched_setaffinity(0, before)
    assert after <= before
    assert len(after) == (1 if bound else len(before))
