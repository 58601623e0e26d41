"""`guide --try`: what is shown of records and of lines of air, and that it reads by the configuration."""

from pathlib import Path

import pytest

from deminimis.cli.main import run


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    assert run(["sample", "camir-ocean", "--shipments", "12", "--output", "o.edi"]) == 0
    return tmp_path


def moved(by: str) -> None:
    """o.edi with something more in front of the street in N02, as m.edi."""
    lines = Path("o.edi").read_text("utf-8").splitlines()
    text = "\n".join(f"N02{by}{line[3 : 80 - len(by)]}" if line.startswith("N02") else line for line in lines)
    Path("m.edi").write_text(text + "\n")


def test_the_command_shows_a_heat_line_and_each_field(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["guide", "--try", "o.edi"]) == 0
    out = capsys.readouterr().out
    assert "P01 Port of unlading, 1 row\nA99" in out
    assert "     4-38  address (X, assumed): 100% of 12 rows fit\n" in out
    assert " moved" not in out
    moved("  ")
    assert run(["guide", "--try", "m.edi"]) == 1
    out = capsys.readouterr().out
    assert "     4-38  address (X, assumed): 0% of 12 rows fit; it stands at 6-40, where 100% fit\n" in out
    assert out.splitlines()[-1].endswith("1 moved, 35 that the rows cannot tell")


def test_corrections_in_force_are_used_and_added_to(capsys: pytest.CaptureFixture[str]) -> None:
    moved("  ")
    Path("deminimis.toml").write_text('[layouts.N02]\naddress = "6-38"\n')
    assert run(["guide", "--try", "m.edi"]) == 0
    assert "     6-38  address (X, assumed): 100% of 12 rows fit\n" in capsys.readouterr().out
    Path("deminimis.toml").write_text('[layouts.N02]\naddress = "6-99"\n')
    assert run(["guide", "--try", "m.edi"]) == 2
    assert "deminimis.toml, layouts: N02.address: 6-99 is outside" in capsys.readouterr().err


def test_lines_of_air_are_looked_at_element_by_element(capsys: pytest.CaptureFixture[str]) -> None:
    run(["sample", "camir-air", "--shipments", "6", "--output", "a.edi"])
    assert run(["guide", "--try", "a.edi"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "every element fits"
    text = Path("a.edi").read_text("utf-8")
    lines = [
        line.replace("/", "Q/", 2).replace("Q/", "/", 1) if line.startswith("CSD") else line
        for line in text.splitlines()
    ]
    Path("b.edi").write_text(
        "\n".join(f"{line}/EXTRA/MORE" if line.startswith("CED") else line for line in lines) + "\n"
    )
    assert run(["guide", "--try", "b.edi"]) == 1
    out = capsys.readouterr().out
    assert "CSD CBP shipment description, 6 lines, 0% of them right as a whole" in out
    assert "       /0-2  country_of_origin (A, schema): 0% of 6 lines fit; 3A would fit more" in out
    assert "CED CBP entry detail, 6 lines, 0% of them right as a whole\n  6 lines with more behind" in out
    assert run(["guide", "--try", "--all", "a.edi"]) == 0
    assert "         -3  currency (A, schema): 100% of 6 lines fit, 3A" in capsys.readouterr().out


def test_what_is_no_filing_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.edi").write_text("nothing of the kind\n")
    assert run(["guide", "--try", str(tmp_path / "x.edi")]) == 2
    assert run(["guide"]) == 2
    assert "name one guide" in capsys.readouterr().err
    assert run(["guide", "--try", "o.edi", "--write", "x.toml"]) == 2
    assert "--try corrects nothing" in capsys.readouterr().err
