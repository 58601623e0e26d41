"""The command line as a user meets it: exit codes, streams and formats."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.process import called, run
from tests.places import SAMPLES

CLEAN, OVER = SAMPLES / "catair_se" / "clean.edi", SAMPLES / "catair_se" / "over_limit.edi"


def test_exit_0_says_no_overage_and_never_clear() -> None:
    done = run("check", CLEAN)
    assert done.returncode == 0
    assert b"no overage in these filings" in done.stderr
    assert b"clear" not in done.stdout + done.stderr


def test_exit_1_and_one_plain_line_a_finding() -> None:
    done = run("check", OVER)
    assert done.returncode == 1
    lines = done.stdout.decode().splitlines()
    assert any(": DM101 warning " in line for line in lines)
    assert not any("\x1b" in line for line in lines)


def test_exit_2_for_a_file_that_is_no_edi(tmp_path: Path) -> None:
    other = tmp_path / "notes.txt"
    other.write_text("just some notes\n")
    done = run("check", other, OVER)
    assert done.returncode == 2
    assert b"EDI101" in done.stdout and b"ISA" in done.stdout
    assert b"DM101" in done.stdout, "the other file is still checked"


def test_exit_2_for_a_cut_file(tmp_path: Path) -> None:
    cut = tmp_path / "cut.edi"
    cut.write_bytes(CLEAN.read_bytes()[:-120])
    assert called("check", cut).returncode == 2


def test_an_empty_file_is_unknown(tmp_path: Path) -> None:
    (tmp_path / "empty.edi").write_bytes(b"\r\n\r\n")
    done = called("check", tmp_path / "empty.edi")
    assert done.returncode == 2 and b"empty" in done.stdout


def test_json_is_a_document_also_when_nothing_was_found() -> None:
    document = json.loads(called("check", CLEAN, "--format", "json").stdout)
    assert document["version"] == 1 and document["complete"] is True
    assert {"version", "as_of", "complete", "files", "groups", "findings", "summary"} <= set(document)


def test_standard_input_is_read() -> None:
    done = run("check", "-", given=OVER.read_bytes())
    assert done.returncode == 1 and b"<stdin>:" in done.stdout


def test_a_folder_stands_for_its_files(tmp_path: Path) -> None:
    for name in ("a.edi", "b.edi"):
        (tmp_path / name).write_bytes(CLEAN.read_bytes())
    files = json.loads(called("check", tmp_path, "--format", "json").stdout)["files"]
    assert [Path(each["path"]).name for each in files] == ["a.edi", "b.edi"]


def test_fail_on_and_ignore_cannot_hide_an_overage() -> None:
    assert called("check", OVER, "--ignore", "DM").returncode == 1
    assert b"DM101" in called("check", OVER, "--ignore", "DM101", "--select", "EDI2").stdout
    mixed = sorted((SAMPLES / "mixed_over").glob("*.edi"))
    assert called("check", *mixed, "--fail-on", "error").returncode == 0
    assert called("check", *mixed).returncode == 1


def test_policy_date_judges_by_the_rule_of_that_date() -> None:
    done = called("check", OVER, "--policy-date", "2026-01-15")
    assert done.returncode == 1 and b"DM301" in done.stdout and b"DM101" not in done.stdout


def test_output_is_written_whole_and_nothing_else(tmp_path: Path) -> None:
    done = called("check", OVER, "--format", "json", "--output", tmp_path / "report.json")
    assert done.returncode == 1 and done.stdout == b""
    assert json.loads((tmp_path / "report.json").read_text())["summary"]["groups_over"] >= 1
    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]


def test_output_into_a_missing_folder_is_one_line_and_exit_2(tmp_path: Path) -> None:
    done = run("check", OVER, "--output", tmp_path / "no" / "report.txt")
    assert done.returncode == 2 and len(done.stderr.decode().splitlines()) == 1


def test_quiet_says_nothing_on_standard_error() -> None:
    assert called("check", OVER, "--quiet").stderr == b""


def test_github_annotations_in_actions() -> None:
    lines = run("check", OVER, GITHUB_ACTIONS="true").stdout.decode().splitlines()
    assert lines and all(line.startswith(("::error ", "::warning ", "::notice ")) for line in lines)


def test_csv_has_one_row_a_shipment_of_the_groups_shown() -> None:
    rows = called("check", OVER, "--format", "csv").stdout.decode().splitlines()
    assert rows[0].startswith("consignee,day,") and len(rows) > 2


def test_jsonl_is_one_object_a_line() -> None:
    kinds = [json.loads(line)["type"] for line in called("check", OVER, "--format", "jsonl").stdout.splitlines()]
    assert kinds[0] == "file" and kinds[-1] == "summary" and "finding" in kinds and "group" in kinds


@pytest.mark.parametrize("args", [("check",), ("check", "no-such-file.edi"), ("chekc",), ("check", "--formt", "x")])
def test_a_wrong_call_is_exit_2_and_says_what_to_do(args: tuple[str, ...]) -> None:
    done = run(*args)
    assert done.returncode == 2
    assert done.stderr.startswith(b"deminimis: ") and b"Traceback" not in done.stderr


def test_a_reader_that_leaves_ends_it_with_exit_2_and_without_a_word() -> None:
    command = [sys.executable, "-m", "deminimis.cli", "check", str(OVER), "--format", "json", "-q"]
    near, far = os.pipe()
    os.close(near)
    done = subprocess.run(command, stdout=far, stderr=subprocess.PIPE, check=False, timeout=120)
    os.close(far)
    assert (done.returncode, done.stderr) == (2, b"")


def test_help_and_version_do_not_import_polars() -> None:
    code = (
        "import sys; from deminimis.cli.main import run; "
        "run(['--help']); run(['--version']); sys.exit('polars' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("topic", ["DM101", "EDI201", "CBP101", "SE60", "N10", "284", "95", "policy"])
def test_explain_knows(topic: str) -> None:
    done = called("explain", topic)
    assert done.returncode == 0 and len(done.stdout) > 80


def test_explain_suggests() -> None:
    done = called("explain", "DM110")
    assert done.returncode == 2 and b"Did you mean" in done.stderr


def test_a_misspelt_file_has_a_suggestion() -> None:
    done = called("check", OVER.with_name("over_limt.edi"))
    assert done.returncode == 2 and f"Did you mean {OVER}?".encode() in done.stderr


def test_a_folder_of_a_corpus_is_its_filings(tmp_path: Path) -> None:
    (tmp_path / "a.edi").write_bytes(CLEAN.read_bytes())
    (tmp_path / "a.expected.json").write_text('{"exit": 0}')
    (tmp_path / "expected.json").write_text('{"exit": 0}')
    assert called("check", tmp_path).returncode == 0
    assert called("check", tmp_path / "a.expected.json").returncode == 2, "where it is named, it is looked at"


def test_exit_zero_hides_findings_and_not_what_could_not_be_checked(tmp_path: Path) -> None:
    done = called("check", OVER, "--exit-zero")
    assert done.returncode == 0
    assert b"DM101" in done.stdout
    (tmp_path / "x.edi").write_text("nothing that is known", "ascii")
    assert called("check", tmp_path / "x.edi", "--exit-zero").returncode == 2


def test_statistics_count_each_code_the_gravest_first() -> None:
    done = called("check", OVER, "--statistics")
    assert done.returncode == 1
    lines = [line.split() for line in done.stdout.decode().splitlines()]
    told = json.loads(called("check", OVER, "--format", "json").stdout)["findings"]
    counted = {(code, severity): int(count) for count, code, severity, _ in lines}
    assert counted == {k: sum((f["code"], f["severity"]) == k for f in told) for k in counted}
    assert sum(counted.values()) == len(told)
    rank = [("error", "warning", "note").index(severity) for _, _, severity, _ in lines]
    assert rank == sorted(rank)
    assert called("check", OVER, "--statistics", "--format", "json").returncode == 2


def test_nothing_asked_for_is_the_help_and_nothing_checked() -> None:
    done = called()
    assert done.returncode == 2
    assert done.stdout.startswith(b"Usage: deminimis ")
    assert done.stderr == b""
