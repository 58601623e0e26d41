"""`deminimis sample`: to standard output or whole into a file."""

import os
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner

from deminimis.cli.commands.sample import command
from deminimis.edi.formats import FORMATS
from deminimis.edi.invented.shipments import Order
from deminimis.edi.invented.writers import WRITERS


@pytest.mark.parametrize("form", WRITERS)
def test_standard_output_and_file_are_the_same(form: str, tmp_path: Path) -> None:
    out = tmp_path / "made.edi"
    shown = CliRunner().invoke(command, [form, "--shipments", "5", "--seed", "7"])
    saved = CliRunner().invoke(command, [form, "--shipments", "5", "--seed", "7", "--output", str(out)])
    assert (shown.exit_code, saved.exit_code) == (0, 0)
    assert shown.stdout_bytes == out.read_bytes() == b"".join(WRITERS[form].sample(Order(5, 7)))
    assert [path.name for path in tmp_path.iterdir()] == ["made.edi"]


def test_every_filing_that_is_read_can_be_invented() -> None:
    assert {name for name, form in FORMATS.items() if form.filing} <= set(WRITERS)


def test_a_failure_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "made.edi"
    out.write_text("before")
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError("disk full")))
    result = CliRunner().invoke(command, ["x12-309", "--output", str(out)])
    assert isinstance(result.exception, OSError)
    assert out.read_text() == "before"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_device_is_written_to_and_stays_one() -> None:
    result = CliRunner().invoke(command, ["x12-309", "--output", os.devnull])
    assert result.exit_code == 0
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


@pytest.mark.parametrize("wrong", [["pdf"], ["x12-309", "--shipments", "0"], ["x12-309", "--over", "101"],
                                   ["x12-309", "--day", "3 March"]])  # fmt: skip
def test_wrong_options(wrong: list[str]) -> None:
    assert CliRunner().invoke(command, wrong).exit_code == 2


def test_help_names_the_formats_and_a_command_to_run() -> None:
    text = CliRunner().invoke(command, ["--help"]).output
    assert all(form in text for form in WRITERS)
    assert "deminimis sample catair-se --shipments 100 --over 5 --output sample.edi" in text
