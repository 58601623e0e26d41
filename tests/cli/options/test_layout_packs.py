"""Packs of layouts that others made: `[layouts] use = ["acme.toml"]`, and what is said of where a field comes from."""

from pathlib import Path

import pytest
from click import UsageError

from deminimis.cli.main import run
from deminimis.cli.options.config_file import load
from deminimis.edi.formats import FORMATS

SHA256 = "f2e3b829755558efeae8012f98eaa99731a1c94adbba5c2eb41ed8f3cc292386"
GUIDE = f'[guides.ocean]\nfile = "ocean.pdf"\nedition = "CAMIR Ocean, 2026"\nsha256 = "{SHA256}"\n'
SWAPPED = """
[layouts.U01]
name = { place = "39-73", guide = "ocean", page = "CN-7" }
address = { place = "4-38", guide = "ocean", page = "CN-7", class = "AN", use = "O" }
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A configuration that uses one pack, in a folder of its own below the folder of the call."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    (tmp_path / "packs").mkdir()
    (tmp_path / "packs" / "acme.toml").write_text(GUIDE + SWAPPED)
    (tmp_path / "deminimis.toml").write_text('[layouts]\nuse = ["packs/acme.toml"]\n')
    return tmp_path


def test_a_pack_is_named_from_the_folder_of_the_configuration(folder: Path) -> None:
    layout = load(None, Path.cwd()).formats(FORMATS)["camir-ocean"].layouts["U01"]
    name, address = layout["name"], layout["address"]
    assert (str(name.place), name.status, name.kind.name, name.use) == ("39-73", "guide", "X", "M")
    assert (str(address.place), address.status, address.kind.name, address.use) == ("4-38", "guide", "AN", "O")
    assert name.source.startswith(
        f"CAMIR Ocean, 2026, CN-7 (ocean.pdf, sha256 {SHA256[:12]}); packs/acme.toml; 4-38 in "
    )


def test_explain_and_check_say_by_whose_layout_they_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "deminimis.toml").write_text('[layouts]\nuse = ["packs/acme.toml"]\n[layouts.S01]\nname = "5-38"\n')
    assert run(["explain", "U01"]) == 0
    assert "4-38  address (AN, O, guide)" in capsys.readouterr().out
    assert run(["sample", "camir-ocean", "--shipments", "2", "--output", "o.edi"]) == 0
    assert run(["check", "o.edi", "--format", "json"]) == 0
    out, err = capsys.readouterr()
    said = f"U01 is read by CAMIR Ocean, 2026 (ocean.pdf, sha256 {SHA256[:12]}) in packs/acme.toml"
    assert said in err
    assert said in out
    assert "S01 is read by ../deminimis.toml" in err
    assert run(["sample", "catair-se", "--shipments", "2", "--output", "s.edi"]) == 0
    run(["check", "s.edi", "--format", "text"])
    assert "is read by" not in capsys.readouterr().err


@pytest.mark.parametrize("form", ["json", "jsonl", "github", "sarif", "junit", "markdown", "mail", "html"])
def test_every_report_that_has_room_says_it(form: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "deminimis.toml").write_text('[layouts.S01]\nname = "5-38"\n')
    run(["sample", "camir-ocean", "--shipments", "2", "--output", "o.edi"])
    run(["check", "o.edi", "--format", form])
    out, err = capsys.readouterr()
    assert "S01 is read by ../deminimis" in err
    assert "S01 is read by ../deminimis" in out


@pytest.mark.parametrize("form", ["text", "csv"])
def test_lists_of_lines_say_it_beside_them(form: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "deminimis.toml").write_text('[layouts.S01]\nname = "5-38"\n')
    run(["sample", "camir-ocean", "--shipments", "2", "--output", "o.edi"])
    run(["check", "o.edi", "--format", form])
    out, err = capsys.readouterr()
    assert "S01 is read by ../deminimis" in err
    assert "S01" not in out


def test_what_the_configuration_says_itself_wins(folder: Path) -> None:
    own = '[layouts.U01]\nname = "44-73"\n'
    (folder / "deminimis.toml").write_text(f'[layouts]\nuse = ["packs/acme.toml"]\n{own}')
    config = load(None, Path.cwd())
    assert str(config.formats(FORMATS)["camir-ocean"].layouts["U01"]["name"].place) == "44-73"
    assert config.origin["layouts.U01.name"] == "../deminimis.toml"
    assert config.origin["layouts.U01.address"] == "packs/acme.toml"


def test_packs_may_agree(folder: Path) -> None:
    (folder / "other.toml").write_text(GUIDE + SWAPPED)
    (folder / "deminimis.toml").write_text('[layouts]\nuse = ["packs/acme.toml", "other.toml"]\n')
    assert load(None, Path.cwd()).layouts.keys() == {"U01"}


@pytest.mark.parametrize(
    ("own", "pack", "said"),
    [
        ('use = "b.toml"', "", "write a list of files"),
        ('use = ["no.toml"]', "", "layouts.use: no.toml: No such file"),
        ('use = ["b.toml"]', "[options]\n", "b.toml: a pack of layouts has no key options; it has layouts and guides"),
        ('use = ["b.toml"]', '[layouts]\nuse = ["c.toml"]\n', "a pack names no other packs"),
        ('use = ["b.toml"]', '[layouts.U01]\nname = "4-99"\n', "b.toml, layouts: U01.name: 4-99 is outside"),
        ('use = ["b.toml"]', '[layouts.U01]\nname = { plac = "4" }\n', "write the place in quotes"),
        ('use = ["b.toml"]', '[layouts.U01]\nname = { place = "4-38", pge = "1" }\n', "no key pge. Did you mean page?"),
        ('use = ["b.toml"]', '[layouts.U01]\nname = { place = "4-38", guide = "g" }\n', "no table [guides.g]"),
        ('use = ["b.toml"]', '[layouts.U01]\nname = { place = "4-38", class = "D" }\n', "class 'D' is none of A, AN"),
        ('use = ["b.toml"]', '[layouts.P01]\nestimated_arrival_date = { place = "8-13", class = "AN" }\n',
         "its class cannot be changed"),
        ('use = ["b.toml"]', '[layouts.U01]\nname = { place = "4-38", use = "Y" }\n', "use 'Y' is none of M, C, O"),
        ('use = ["b.toml"]', '[guides.g]\nsha256 = "1"\n', "guides.g.sha256: write the 64"),
        ('use = ["b.toml", "packs/acme.toml"]', '[layouts.U01]\nname = "4-40"\n',
         "b.toml has U01.name at 4-40, packs/acme.toml at 39-73"),
    ],
)  # fmt: skip
def test_packs_that_are_none_are_refused(folder: Path, own: str, pack: str, said: str) -> None:
    (folder / "deminimis.toml").write_text(f"[layouts]\n{own}\n")
    (folder / "b.toml").write_text(pack)
    with pytest.raises(UsageError) as refused:
        load(None, Path.cwd()).formats(FORMATS)
    assert said in str(refused.value)
