"""--baseline: what is known is left out, what is new shows, and what must not be hidden never is."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from deminimis.cli.main import run
from tests.places import SAMPLES

FOLDER = SAMPLES / "catair_se"
NEVER = ("DM101", "DM103", "DM301", "DM302", "EDI1")


@pytest.fixture(autouse=True)
def filings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the call, with two filings in it."""
    for name in ("malformed.edi", "over_limit.edi"):
        shutil.copy(FOLDER / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, dict[str, Any]]:
    code = run(["check", "--format", "json", "--quiet", *args])
    return code, json.loads(capsys.readouterr().out)


def codes(document: dict[str, Any]) -> set[str]:
    return {found["code"] for found in document["findings"]}


def test_what_is_written_is_left_out_but_for_what_must_show(capsys: pytest.CaptureFixture[str]) -> None:
    before = codes(check(capsys, "malformed.edi", "over_limit.edi")[1])
    assert any(not code.startswith(NEVER) for code in before)
    code, written = check(capsys, "malformed.edi", "over_limit.edi", "--write-baseline", "known.json")
    again = check(capsys, "malformed.edi", "over_limit.edi", "--baseline", "known.json")
    assert again == (code, written) and code == 2
    assert codes(written) == {code for code in before if code.startswith(NEVER)}
    assert written["assumptions"] == ["5 known findings of known.json left out"]


def test_it_holds_no_text_of_a_filing(filings: Path) -> None:
    run(["check", "malformed.edi", "--quiet", "--write-baseline", "known.json"])
    for entry in json.loads((filings / "known.json").read_text())["findings"]:
        assert set(entry) == {"code", "name", "file", "record", "fingerprint", "count"}


def test_it_makes_a_clean_exit_possible(capsys: pytest.CaptureFixture[str], filings: Path) -> None:
    data = (FOLDER / "clean.edi").read_bytes()
    assert b"GRETA" in data
    (filings / "one.edi").write_bytes(data.replace(b"5551", b"5X51", 1).replace(b"GRETA", b"GR\xc9TA", 1))
    code, document = check(capsys, "one.edi")
    assert code == 1 and document["findings"]
    assert check(capsys, "one.edi", "--write-baseline", "known.json")[0] == 0


def test_lines_may_move_and_absolute_paths_are_the_same_files(
    capsys: pytest.CaptureFixture[str], filings: Path
) -> None:
    run(["check", "over_limit.edi", "--quiet", "--format", "csv", "--write-baseline", "known.json"])
    moved = (filings / "over_limit.edi").read_bytes()
    (filings / "over_limit.edi").write_bytes(moved + moved)  # every finding once more
    capsys.readouterr()
    _, document = check(capsys, str(filings / "over_limit.edi"), "--baseline", "known.json")
    assert [found["code"] for found in document["findings"]].count("DM322") == 1, "the second one is new"


def test_a_baseline_that_names_an_overage_does_not_hide_it(capsys: pytest.CaptureFixture[str], filings: Path) -> None:
    from deminimis.cli.session import baseline
    from deminimis.cli.session.judged import judged
    from deminimis.edi.cutting.source import Source

    outcome = judged([Source("over_limit.edi", filings / "over_limit.edi")])
    marks = [baseline.fingerprint(message) for message in outcome.messages()]
    entries = [{"fingerprint": mark, "count": 9} for mark in marks]
    (filings / "all.json").write_text(json.dumps({"version": 1, "findings": entries}))
    code, document = check(capsys, "over_limit.edi", "--baseline", "all.json")
    assert code == 1 and codes(document) == {"DM101"}


@pytest.mark.parametrize("text", ["", "[]", '{"version": 2}', '{"version": 1, "findings": [{}]}'])
def test_what_is_no_baseline_is_refused(filings: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    (filings / "known.json").write_text(text)
    assert run(["check", "over_limit.edi", "--baseline", "known.json"]) == 2
    assert "known.json: " in capsys.readouterr().err


def test_one_at_a_time(filings: Path) -> None:
    (filings / "known.json").write_text('{"version": 1, "findings": []}')
    assert run(["check", "over_limit.edi", "--baseline", "known.json", "--write-baseline", "new.json"]) == 2
    assert not (filings / "new.json").exists()


@pytest.mark.parametrize(("given", "hint"), [("DM3222", "Did you mean DM322?"), ("XY", "docs/codes.md")])
def test_a_misspelt_code_is_no_silent_nothing(given: str, hint: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "over_limit.edi", "--ignore", given]) == 2
    assert hint in capsys.readouterr().err
