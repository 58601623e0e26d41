"""The sample tables give exactly the filings beside them, and the malformed one exactly its findings."""

import os
from pathlib import Path

import pytest

from deminimis.cli.main import run
from tests.places import SAMPLES

TABLES = SAMPLES / "tables"
NOW = ("--now", "2025-03-02T09:30")


def convert(*arguments: object) -> int:
    return run(["convert", *map(str, arguments)])


@pytest.mark.parametrize(("name", "form"), [("entries", "catair-se"), ("manifest", "x12-309")])
def test_a_table_gives_the_filing_beside_it(name: str, form: str, tmp_path: Path) -> None:
    made = tmp_path / "made.edi"
    assert convert(TABLES / f"{name}.csv", "--to", form, *NOW, "--output", made, "--quiet") == 1  # over the limit
    if os.environ.get("ACCEPT"):
        (TABLES / f"{name}.edi").write_bytes(made.read_bytes())
    assert made.read_bytes() == (TABLES / f"{name}.edi").read_bytes()


def test_every_bad_cell_is_one_finding_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(TABLES)
    made = tmp_path / "made.edi"
    assert convert("malformed.csv", "--to", "catair-se", "--output", made) == 2
    assert not made.exists()
    said = capsys.readouterr().err.removeprefix("deminimis: nothing is written\n")
    if os.environ.get("ACCEPT"):
        (TABLES / "malformed.txt").write_text(said)
    assert said == (TABLES / "malformed.txt").read_text()


def test_whole_dollars_that_would_hide_an_overage_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = tmp_path / "made.edi"
    assert convert(TABLES / "cents.csv", "--to", "catair-se", *NOW, "--output", made) == 2
    assert list(tmp_path.iterdir()) == []
    said = capsys.readouterr().err
    assert "IRIS ALDER, 12 MILL ST, RENO NV 89501, 3 March 2025: $800.40 is above $800," in said
    assert "$800.00 in whole dollars is not above $800" in said and "What to do: file one shipment" in said
