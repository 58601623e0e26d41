"""`deminimis test DIR`: what is expected of a user's own filings, and how a difference is told."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from deminimis.cli.corpus.differences import differences
from deminimis.cli.main import run
from tests.places import SAMPLES

OVER = SAMPLES / "catair_se" / "over_limit.edi"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder with one filing, without an expectation."""
    shutil.copy(OVER, tmp_path / "over.edi")
    return tmp_path


def test_a_filing_without_an_expectation_is_no_success(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["test", str(corpus)]) == 1
    out = capsys.readouterr().out
    assert "no over.expected.json beside it; it gives exit 1" in out and "--accept" in out


def test_what_was_accepted_is_as_expected_and_keeps_its_date(corpus: Path) -> None:
    assert run(["test", str(corpus), "--accept", "--as-of", "2025-03-05"]) == 0
    kept = json.loads((corpus / "over.expected.json").read_text())
    assert kept["exit"] == 1 and kept["report"]["as_of"] == "2025-03-05"
    assert run(["test", str(corpus), "--quiet"]) == 0


def test_another_outcome_is_shown_with_both_sides(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["test", str(corpus), "--accept"])
    capsys.readouterr()
    assert run(["test", str(corpus), "--limit", "900"]) == 1
    shown = capsys.readouterr().out
    assert "summary, groups_over\n    - 3\n    + 1\n" in shown
    assert "IRIS ALDER, 12 MILL ST, RENO NV 89501 2025-03-03\n    - total_cents $900.00, verdict warn\n" in shown
    assert "1 different" in shown and "\x1b" not in shown


@pytest.mark.parametrize(
    ("expected", "code"),
    [
        ({"exit": 1}, 0),
        ({"exit": 0}, 1),
        ({"exit": 1, "report": {"summary": {"groups_over": 3}}}, 0),
        ({"exit": 1, "report": {"groups": []}}, 1),
        ({"exit": 1, "report": {"sumary": {}}}, 1),
    ],
)
def test_an_expectation_says_only_what_matters(corpus: Path, expected: dict[str, Any], code: int) -> None:
    (corpus / "over.expected.json").write_text(json.dumps(expected))
    assert run(["test", str(corpus)]) == code


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"exit": 3}', '{"exit": 1, "report": {"as_of": "soon"}}'])
def test_an_expectation_that_is_none_is_not_run(corpus: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    (corpus / "over.expected.json").write_text(text)
    assert run(["test", str(corpus)]) == 2
    assert "over.expected.json: " in capsys.readouterr().out


def test_an_expectation_without_its_filing_is_never_silently_passed_over(corpus: Path) -> None:
    run(["test", str(corpus), "--accept"])
    (corpus / "gone.expected.json").write_text('{"exit": 0}')
    assert run(["test", str(corpus)]) == 2


def test_a_folder_with_one_expectation_adds_up(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        for path in (SAMPLES / "mixed_over").iterdir():
            shutil.copy(path, tmp_path / name / path.name)
    assert run(["test", str(tmp_path)]) == 0
    assert run(["test", str(tmp_path / "one")]) == 0, "a case is the same from wherever it is run"
    (tmp_path / "two" / "expected.json").write_text('{"exit": 0}')
    assert run(["test", str(tmp_path)]) == 1
    assert run(["test", str(tmp_path), "--accept"]) == 0
    assert run(["test", str(tmp_path)]) == 0


def test_a_folder_without_filings_is_a_wrong_call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["test", str(tmp_path)]) == 2
    assert "--accept" in capsys.readouterr().err


def test_the_configuration_holds_here_too(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(["test", str(corpus), "--accept"])
    (corpus / "deminimis.toml").write_text('[[policy]]\nperiod = "P3"\nlimit_cents = 90000\n')
    monkeypatch.chdir(corpus)
    assert run(["test", "."]) == 1


def test_entries_are_found_again_where_others_went_before_them() -> None:
    one, two = {"code": "DM101", "line": 1, "message": "a"}, {"code": "DM101", "line": 2, "message": "b"}
    (only,) = differences({"findings": [two]}, {"findings": [one, two]})
    assert (only.where, only.expected, only.got) == ("finding DM101 1", None, "a")
    (moved,) = differences({"findings": [one, two]}, {"findings": [two, one]})
    assert moved.where == "findings" and moved.got == "in another order"


def test_true_is_not_one() -> None:
    assert differences({"complete": True}, {"complete": 1})
