"""`deminimis inspect`: faults stand under their columns, and one shipment can be picked."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click import UsageError
from click.testing import CliRunner

from deminimis.cli.commands.inspect import command
from deminimis.cli.show.records import View, records
from deminimis.edi.cutting.sniff import sniff
from deminimis.edi.cutting.source import Source
from deminimis.edi.formats import FORMATS
from tests.cli.process import called
from tests.places import SAMPLES

BAD = str(SAMPLES / "catair_se" / "malformed.edi")


def inspect(*args: str) -> str:
    return CliRunner().invoke(command, args, standalone_mode=False).output


def test_a_fault_is_marked_under_its_columns() -> None:
    lines = inspect(BAD, "--line", "16").splitlines()
    mark = next(n for n, line in enumerate(lines) if "^" in line)
    begins, ends = lines[mark].index("^"), lines[mark].rindex("^")
    assert lines[mark - 1][begins : ends + 1] == "0000000O5O"
    assert "EDI202" in lines[mark + 1]


def test_one_shipment_by_its_bill() -> None:
    shown = inspect(BAD, "--bill", "00055503066ZH72002")
    assert "ZH72002" in shown and "ZH72001" not in shown and "ZH72003" not in shown


def test_one_shipment_by_its_house_number() -> None:
    shown = inspect(BAD, "--bill", "ZH72002")
    assert shown == inspect(BAD, "--bill", "00055503066ZH72002") and "ZH72002" in shown


def test_a_number_in_which_several_bills_end_names_them(tmp_path: Path) -> None:
    filing = tmp_path / "twelve.edi"
    filing.write_bytes(called("sample", "catair-se", "--shipments", "12").stdout)
    done = CliRunner().invoke(command, [str(filing), "--bill", "1"], standalone_mode=False)
    assert isinstance(done.exception, UsageError) and "00000000000H00000011" in str(done.exception)


def test_elements_of_blanks_are_left_out() -> None:
    shown = inspect(str(SAMPLES / "x12_309" / "suspended.edi"))
    fields = [line for line in shown.splitlines() if line.startswith("       0")]
    assert fields and not any(line.split()[1] == "authorization" for line in fields)
    assert all(line == line.rstrip() for line in fields)


def test_codes_have_their_meaning() -> None:
    assert "86  (Section 321: de minimis)" in inspect(BAD, "--line", "16")


def test_folded_is_a_line_a_shipment_with_its_faults() -> None:
    lines = inspect(BAD, "--fold").splitlines()
    assert "       3-15  shipment  SE10, SE13, 2 SE15, SE20, 2 SE30, 2 SE35, 2 SE36, SE40, SE60" in lines
    at = next(n for n, line in enumerate(lines) if line.startswith("      16-28  shipment"))
    assert lines[at + 1].startswith("             line 16 EDI202 estimated_entry_value (40-49)")
    assert "entry_filer_code" not in "".join(lines)


def test_what_cannot_be_read_is_marked_too() -> None:
    assert "EDI203 estimated_date_of_arrival" in inspect(BAD, "--line", "33")


def test_records_are_folded_to_a_narrow_terminal_and_faults_stay_under_their_columns() -> None:
    source = Source("bad.edi", SAMPLES / "x12_309" / "malformed.edi")
    syntax = sniff(source.head()).syntax
    assert syntax is not None
    view = View(source, FORMATS["x12-309"], syntax, FORMATS, 1, None, 40)
    lines = "".join(records(view)).splitlines()
    assert max(map(len, lines)) <= 40
    at = next(n for n, line in enumerate(lines) if line.startswith("^^^") or line.strip().startswith("^"))
    begins, ends = lines[at].index("^"), lines[at].rindex("^")
    assert lines[at - 1][begins : ends + 1] == "4S0"


def test_a_line_that_is_not_there_is_said() -> None:
    with pytest.raises(UsageError, match="no record at line 1600"):
        CliRunner().invoke(command, [BAD, "--line", "1600"], standalone_mode=False, catch_exceptions=False)


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a pseudo-terminal")
@pytest.mark.parametrize(("args", "paged"), [((), True), (("--line", "80"), False)])
def test_a_terminal_gets_it_in_pages(args: tuple[str, ...], paged: bool, tmp_path: Path) -> None:
    """The pager is asked for what is longer than the screen, and only for that."""
    (tmp_path / "pager").write_text(f"#!/bin/sh\ncat > {tmp_path}/paged\n")
    (tmp_path / "pager").chmod(0o755)
    near, far = os.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "deminimis.cli", "inspect", BAD, *args], stdin=far, stdout=far, stderr=far, check=False,
        timeout=120, env={**os.environ, "PAGER": str(tmp_path / "pager"), "COLUMNS": "80", "LINES": "40"},
    )  # fmt: skip
    os.close(far)
    os.close(near)
    assert done.returncode in (0, 1)
    assert (tmp_path / "paged").exists() is paged
    if paged:
        told = (tmp_path / "paged").read_text()
        assert "line 83" in told and max(map(len, told.splitlines())) <= 80


def test_separators_are_the_files_own() -> None:
    shown = inspect(str(SAMPLES / "x12_309" / "clean.edi"))
    assert "M10*" in shown and "\x1d" not in shown
