"""`--mask`: no report names anybody."""

from pathlib import Path

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
    plain = tmp_path / "plain"
    run(["check", str(file), "--format", "csv", "--all", "--output", str(plain)])
    names = {word for line in plain.read_text().splitlines()[1:] for word in _names(line)}
    run(["check", str(file), "--mask", "--format", form, "--all", "--output", str(out)])
    text = out.read_text()
    assert names or sample == "malformed"
    assert not [name for name in names if name in text]


def _names(line: str) -> list[str]:
    """The consignee in a line of the CSV report: `NAME, STREET, TOWN` in quotes."""
    return [line.split('"')[1].split(",", maxsplit=1)[0]] if line.startswith('"') else []
