"""`--mask`: no report names anybody."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from deminimis.cli.main import run
from deminimis.cli.reporters import REPORTERS
from deminimis.cli.session.mask import mask
from tests.places import SAMPLES


def test_a_mask_is_stable_and_says_initials() -> None:
    assert mask("JOHN Q CONSIGNEE, 100 MAIN ST") == mask("JOHN Q CONSIGNEE, 100 MAIN ST")
    assert mask("JOHN Q CONSIGNEE, 100 MAIN ST").startswith("J.Q.C-")
    assert mask("JOHN Q CONSIGNEE, 100 MAIN ST") != mask("JANE Q CONSIGNEE, 100 MAIN ST")


@pytest.mark.parametrize("form", [form for form in REPORTERS if form != "xlsx"])
@pytest.mark.parametrize("sample", ["over_limit", "malformed", "suspended", "amended"])
def test_no_name_in_any_report(form: str, sample: str, tmp_path: Path) -> None:
    out = tmp_path / "report"
    file = SAMPLES / "catair_se" / f"{sample}.edi"
    names = _people(file)
    run(["check", str(file), "--mask", "--format", form, "--all", "--output", str(out)])
    text = out.read_text()
    assert names or sample == "malformed"
    assert not [name for name in names if name in text]


@cache
def _people(file: Path) -> frozenset[str]:
    """Who is named in the plain report of a file."""
    with TemporaryDirectory() as folder:
        plain = Path(folder) / "plain"
        run(["check", str(file), "--format", "csv", "--all", "--output", str(plain)])
        return frozenset(word for line in plain.read_text().splitlines()[1:] for word in _names(line))


def _names(line: str) -> list[str]:
    """The consignee in a line of the CSV report: `NAME, STREET, TOWN` in quotes."""
    return [line.split('"')[1].split(",", maxsplit=1)[0]] if line.startswith('"') else []
