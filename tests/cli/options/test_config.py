"""The configuration file: where it is looked for, what it may say, and what it does to a check."""

from pathlib import Path

import pytest
from click import UsageError

from deminimis.cli.main import run
from deminimis.cli.options.config_file import Config, load
from deminimis.edi.formats import FORMATS
from deminimis.edi.formats.corrections import Correction

U01 = '[layouts.U01]\nname = "39-73"\naddress = "4-38"\n'


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def placed(place: str, origin: str) -> Correction:
    return Correction(place, origin=origin)


def test_without_a_file_there_is_nothing_to_say(tmp_path: Path) -> None:
    assert load(None, tmp_path) == Config()
    written(tmp_path, "pyproject.toml", '[project]\nname = "x"\n')
    assert load(None, tmp_path) == Config()


@pytest.mark.parametrize("name", ["deminimis.toml", "pyproject.toml"])
def test_the_current_folder_is_looked_in(tmp_path: Path, name: str) -> None:
    written(tmp_path, name, U01 if name == "deminimis.toml" else U01.replace("layouts", "tool.deminimis.layouts"))
    config = load(None, tmp_path)
    assert config.layouts == {"U01": {"name": placed("39-73", name), "address": placed("4-38", name)}}
    assert config.origin == {"layouts.U01.name": name, "layouts.U01.address": name}


def test_folders_above_are_looked_in_and_the_nearest_wins(tmp_path: Path) -> None:
    inside = tmp_path / "a" / "b"
    inside.mkdir(parents=True)
    written(tmp_path, "deminimis.toml", U01)
    written(inside, "pyproject.toml", '[project]\nname = "x"\n')  # says nothing of this program
    found = load(None, inside)
    above = "../../deminimis.toml"
    assert found.layouts == {"U01": {"name": placed("39-73", above), "address": placed("4-38", above)}}
    assert set(found.origin.values()) == {"../../deminimis.toml"}
    written(tmp_path / "a", "deminimis.toml", '[options]\nbaseline = "known.json"\n')
    assert load(None, inside).options == {"baseline": str(tmp_path / "a" / "known.json")}


def test_the_search_ends_at_a_repository_and_before_a_folder_that_anybody_can_write_to(tmp_path: Path) -> None:
    inside = tmp_path / "a" / "b"
    inside.mkdir(parents=True)
    written(tmp_path, "deminimis.toml", U01)
    tmp_path.chmod(0o1777)
    assert load(None, inside) == Config()
    tmp_path.chmod(0o700)
    assert load(None, inside) != Config()
    (tmp_path / "a" / ".git").mkdir()
    assert load(None, inside) == Config()


def test_an_option_may_be_spelt_as_on_the_command_line(tmp_path: Path) -> None:
    written(tmp_path, "deminimis.toml", '[options]\nfail-on = "error"\nmax_findings = 7\n')
    found = load(None, tmp_path)
    assert found.options == {"fail_on": "error", "max_findings": 7}
    assert set(found.origin) == {"options.fail_on", "options.max_findings"}
    written(tmp_path, "deminimis.toml", '[options]\nfail-on = "error"\nfail_on = "note"\n')
    with pytest.raises(UsageError, match=r"deminimis\.toml, options: fail_on stands there twice, once as fail-on"):
        load(None, tmp_path)


def test_its_own_file_goes_before_the_project_s_and_a_named_one_before_both(tmp_path: Path) -> None:
    written(tmp_path, "pyproject.toml", '[tool.deminimis.layouts.U02]\naddress = "4-38"\n')
    written(tmp_path, "deminimis.toml", U01)
    assert list(load(None, tmp_path).layouts) == ["U01"]
    named = written(tmp_path, "other.toml", '[layouts.U03]\ntelephone = "4-38"\n')
    config = load(named, tmp_path)
    assert list(config.layouts) == ["U03"]
    assert config.origin == {"layouts.U03.telephone": str(named)}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[layout.U01]\nname = "4-38"\n', "deminimis.toml: no key layout; did you mean layouts?"),
        ("colour = 1\n", "deminimis.toml: no key colour; known are: layouts"),
        ("layouts = 1\n", "deminimis.toml, layouts: this is a table, not 1"),
        ("[layouts]\nU01 = 4\n", "deminimis.toml, layouts.U01: this is a table, not 4"),
        ("[layouts.U01]\nname = 4\n", "layouts.U01.name: write the place in quotes"),
        ("[layouts.U01\n", "deminimis.toml: "),
    ],
)
def test_what_is_not_known_is_refused(tmp_path: Path, text: str, message: str) -> None:
    written(tmp_path, "deminimis.toml", text)
    with pytest.raises(UsageError) as refused:
        load(None, tmp_path)
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[layouts.SE100]\na = "4-38"\n', "deminimis.toml, layouts: there is no record SE100; did you mean SE10?"),
        ('[layouts.U01]\nnam = "4-38"\n', "U01 has no field nam; did you mean name?"),
        ('[layouts.U01]\nname = "4-40"\n', "name (4-40) and address (39-73) overlap"),
    ],
)
def test_corrections_that_are_none_are_refused(tmp_path: Path, text: str, message: str) -> None:
    written(tmp_path, "deminimis.toml", text)
    with pytest.raises(UsageError) as refused:
        load(None, tmp_path).formats(FORMATS)
    assert message in str(refused.value)


def test_a_file_in_another_character_set_is_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / "deminimis.toml").write_bytes(b'[options]\nmatch = "\xe9"\n')
    with pytest.raises(UsageError, match="it is not text in UTF-8"):
        load(None, tmp_path)


def test_check_takes_the_configuration(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = written(tmp_path, "other.toml", '[layouts.U01]\nname = "4-99"\n')
    assert run(["check", str(config), "--config", str(config)]) == 2
    assert "other.toml, layouts: U01.name: 4-99 is outside columns 1-80" in capsys.readouterr().err


def test_the_formats_themselves_stay_as_they_are() -> None:
    before = FORMATS["camir-ocean"].layouts["U01"]
    config = Config({"U01": {"name": "39-73", "address": "4-38"}})
    assert str(config.formats(FORMATS)["camir-ocean"].layouts["U01"]["name"].place) == "39-73"
    assert FORMATS["camir-ocean"].layouts["U01"] is before
    assert str(before["name"].place) == "4-38"


def test_a_record_of_several_formats_is_corrected_where_it_has_the_fields() -> None:
    formats = Config({"X1": {"narrative": "12-50"}}).formats(FORMATS)
    assert str(formats["catair-sx"].layouts["X1"]["narrative"].place) == "12-50"
    assert formats["x12-309"].layouts["X1"] is FORMATS["x12-309"].layouts["X1"]
