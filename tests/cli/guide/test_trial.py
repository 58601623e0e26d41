"""`guide --try`: fields that were moved are found, and none that was not."""

from pathlib import Path

import polars as pl
import pytest

from deminimis.cli.main import run
from deminimis.edi.formats import FORMATS
from deminimis.edi.guides.trial import LEAST, tried
from deminimis.edi.layout.declare import Cols

FORM = FORMATS["camir-ocean"]


def records(path: Path) -> dict[str, pl.Series]:
    lines = pl.Series(path.read_text("utf-8").splitlines())
    return {tag: rows for tag in FORM.layouts if (rows := lines.filter(lines.str.starts_with(tag))).len()}


@pytest.fixture(scope="module")
def filing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("try") / "o.edi"
    assert run(["sample", "camir-ocean", "--shipments", "40", "--output", str(path)]) == 0
    return path


def test_nothing_is_found_where_nothing_moved(filing: Path) -> None:
    assert [
        (tag, fit.field.name)
        for tag, rows in records(filing).items()
        for fit in tried(tag, FORM.layouts[tag], rows).fits
        if fit.better
    ] == []


def test_moved_fields_are_found(filing: Path) -> None:
    """Two columns put in front of a field: it and those behind it have moved. Two of five or more are found."""
    found = moved = wrong = 0
    for tag, rows in records(filing).items():
        layout = FORM.layouts[tag]
        filled = [fit.field for fit in tried(tag, layout, rows).fits if fit.filled >= LEAST]
        for f in filled:
            assert isinstance(f.place, Cols)
            at = f.place.first - 1
            padded = rows.str.pad_end(80, " ")
            changed = padded.str.slice(0, at) + "  " + padded.str.slice(at, 78 - at)
            for fit in tried(tag, layout, changed).fits:
                place = fit.field.place
                assert isinstance(place, Cols)
                shifted = Cols(place.first + 2, place.last + 2)
                if fit.field in filled and place.first > at and shifted.last <= 80:
                    moved, found = moved + 1, found + (fit.better == shifted)
                    wrong += fit.better not in (None, shifted)
    assert moved > 20
    assert found >= moved * 0.4
    assert wrong <= moved * 0.02


def test_the_command_shows_a_heat_line_and_each_field(filing: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["guide", "--try", str(filing)]) == 0
    out = capsys.readouterr().out
    assert "P01 Port of unlading, 1 row\nA99" in out
    text = filing.read_text("utf-8").splitlines()
    filing.with_name("m.edi").write_text(
        "\n".join(f"{line[:7]}  {line[7:78]}" if line.startswith("P01") else line for line in text) + "\n"
    )
    capsys.readouterr()
    run(["guide", "--try", "--all", str(filing.with_name("m.edi"))])
    assert "8-13  estimated_arrival_date (D, cbp): " in capsys.readouterr().out


def test_what_is_no_filing_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.edi").write_text("nothing of the kind\n")
    assert run(["guide", "--try", str(tmp_path / "x.edi")]) == 2
    assert run(["guide"]) == 2
    assert "name one guide" in capsys.readouterr().err
