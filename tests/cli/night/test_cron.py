"""What a nightly job gets: a short answer, a mail, and a log that a machine can read."""

import email
import email.policy
import json
from pathlib import Path

import pytest

from deminimis.cli.main import run
from deminimis.cli.reporters import SHORT
from tests.places import SAMPLES

FOLDER = SAMPLES / "catair_se"
OVER, CUT = str(FOLDER / "over_limit.edi"), str(FOLDER / "malformed.edi")


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GITHUB_ACTIONS", "DEMINIMIS_LOG"):
        monkeypatch.delenv(name, raising=False)


def test_the_summary_alone_is_short_and_says_what_was_not_checked(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", OVER, CUT, "--summary-only"]) == 2
    told = capsys.readouterr()
    lines = told.out.splitlines()
    assert lines[0].startswith("Not everything could be checked: see the findings. 3 consignee days may exceed")
    assert lines[1].startswith("2 files, 13 shipments, 13 de minimis claims worth $3,573.00")
    assert lines[2].startswith("Findings: DM101 3, DM103 4, ")
    assert lines[3:] == [f"{CUT}: incomplete"]
    assert "FERNLEY" not in told.out and told.err == ""


def test_short_lines_are_files_and_the_summary(capsys: pytest.CaptureFixture[str]) -> None:
    run(["check", OVER, "--summary-only", "--format", "jsonl"])
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["type"] for line in lines] == ["file", "summary"]
    assert lines[1]["groups_over"] == 3


@pytest.mark.parametrize("form", ["csv", "json", "html"])
def test_formats_that_cannot_be_short_say_so(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", OVER, "--summary-only", "--format", form]) == 2
    told = capsys.readouterr().err
    assert all(name in told for name in SHORT)


def test_a_mail_says_the_answer_in_its_subject(tmp_path: Path) -> None:
    data = Path(OVER).read_bytes()
    (tmp_path / "a.edi").write_bytes(data.replace(b"HUGO T FERNLEY", b"H\xdcGO T FERNLEY"))
    for more in ([], ["--summary-only"]):
        file = tmp_path / "mail.eml"
        assert run(["check", str(tmp_path / "a.edi"), "--format", "mail", "--output", str(file), "--quiet", *more]) > 0
        mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        assert "may exceed the limit" in str(mail["Subject"])
        assert {name.lower() for name in mail} <= {
            "subject", "mime-version", "content-type", "content-transfer-encoding",
        }  # fmt: skip
        body = mail.get_content()
        assert "consignee days may exceed the limit." in body and "\x1b" not in body
        assert ("FERRY ST" in body) is not bool(more)
        assert max(map(len, body.splitlines())) <= 998


@pytest.mark.parametrize(
    ("args", "level", "code"),
    [(["check", OVER], "info", 1), (["check", "no-such-file"], "error", 2), (["chekc"], "error", 2),
     (["check", OVER, "--formt"], "error", 2)],
)  # fmt: skip
def test_each_line_of_the_log_is_an_object(
    args: list[str], level: str, code: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(["--log", "json", *args]) == code
    by_flag = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    monkeypatch.setenv("DEMINIMIS_LOG", "json")
    assert run(args) == code
    by_variable = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    for lines in (by_flag, by_variable):
        assert [(line["level"], line["exit"]) for line in lines] == [(level, code)]
        assert set(lines[0]) > {"time", "message"}


def test_the_log_is_written_beside_a_short_report_too(capsys: pytest.CaptureFixture[str]) -> None:
    run(["--log", "json", "check", OVER, "--summary-only"])
    told = capsys.readouterr()
    assert told.out.startswith("3 consignee days") and json.loads(told.err)["groups_over"] == 3


def test_the_log_of_one_call_is_not_that_of_the_next(capsys: pytest.CaptureFixture[str]) -> None:
    run(["--log", "json", "check", "no-such-file"])
    capsys.readouterr()
    run(["check", "no-such-file"])
    assert capsys.readouterr().err.startswith("deminimis: no-such-file: ")
