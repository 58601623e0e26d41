"""`deminimis inspect`: faults stand under their columns, and one shipment can be picked."""

from pathlib import Path

from click.testing import CliRunner

import deminimis.samples
from deminimis.cli.inspect import command

ROOT = Path(str(deminimis.samples.__file__)).parent
BAD = str(ROOT / "catair_se" / "malformed.edi")


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


def test_codes_have_their_meaning() -> None:
    assert "86  (Section 321: de minimis)" in inspect(BAD, "--line", "16")


def test_folded_shows_no_fields() -> None:
    assert "entry_filer_code" not in inspect(BAD, "--fold", "--line", "16")


def test_separators_are_the_files_own() -> None:
    shown = inspect(str(ROOT / "x12_309" / "clean.edi"))
    assert "M10*" in shown and "\x1d" not in shown
