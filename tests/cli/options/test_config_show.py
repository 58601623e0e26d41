"""Options in the configuration, `deminimis config`, the schema for editors, and that every command obeys."""

import json
import shutil
import tomllib
from pathlib import Path

import click
import pytest

from deminimis.cli.main import command as program
from deminimis.cli.main import run
from deminimis.cli.options import config_file as config
from deminimis.cli.options.config_defaults import CONFIGURABLE
from tests.cli.json_schema import problems
from tests.places import ROOT, SAMPLES

WHOLE = """
[options]
match = "name"
select = ["DM", "EDI"]
arrivals = "arrivals.csv"
max_findings = 7
mask = true

[rules]
near_limit_cents = 100
[rules.check_digit_offsets]
"A-1" = 2

[layouts.U01]
name = "39-73"
address = "4-38"

[layouts.U02]
address = { place = "4-38", class = "AN", use = "O", guide = "ocean", page = "7" }

[guides.ocean]
file = "ocean.pdf"
edition = "Ocean, 2026"
sha256 = "f2e3b829755558efeae8012f98eaa99731a1c94adbba5c2eb41ed8f3cc292386"

[[policy]]
period = "P3"
limit_cents = 90000
eligible = true
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the call, with a file of actual arrivals in it."""
    (tmp_path / "arrivals.csv").write_text("bill,arrival\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DEMINIMIS_LEDGER", raising=False)
    return tmp_path


def shown(capsys: pytest.CaptureFixture[str], *args: str) -> str:
    assert run(["config", "--show", *args]) == 0
    return capsys.readouterr().out


def line(text: str, name: str) -> str:
    (found,) = [each for each in text.splitlines() if each.lstrip("# ").startswith(f"{name} ")]
    return " ".join(found.split())


def test_each_value_says_where_it_comes_from(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "deminimis.toml").write_text(WHOLE)
    monkeypatch.setenv("DEMINIMIS_LEDGER", "/srv/ledger")
    text = shown(capsys, "--fail-on", "error", "--day", "arrival")
    assert line(text, "match") == 'match = "name" # deminimis.toml'
    assert line(text, "fail_on") == 'fail_on = "error" # flag'
    assert line(text, "ledger") == 'ledger = "/srv/ledger" # environment, DEMINIMIS_LEDGER'
    assert line(text, "tolerance_cents") == "tolerance_cents = 100 # default"
    assert line(text, "baseline") == "# baseline is not set"
    assert line(text, "name") == 'name = "39-73" # deminimis.toml; else 4-38'
    assert line(text, "day") == '# day = "arrival" # flag, for this call alone'


def test_a_flag_wins_then_the_environment_then_the_file(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "deminimis.toml").write_text('[options]\nledger = "kept"\n')
    assert line(shown(capsys), "ledger") == f'ledger = "{folder}/kept" # deminimis.toml'
    monkeypatch.setenv("DEMINIMIS_LEDGER", "/srv/ledger")
    assert "environment" in line(shown(capsys), "ledger")
    assert line(shown(capsys, "--ledger", "mine"), "ledger") == 'ledger = "mine" # flag'


@pytest.mark.parametrize("text", ["", WHOLE])
def test_what_is_shown_is_a_configuration_that_gives_the_same(
    folder: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    (folder / "deminimis.toml").write_text(text)
    first = shown(capsys)
    before = config.load(None, folder)
    (folder / "deminimis.toml").write_text(first)
    after = config.load(None, folder)
    assert (after.layouts, after.policy) == (before.layouts, before.policy)
    assert {**after.rules, **before.rules} == after.rules
    assert {**after.options, **before.options} == after.options
    again = shown(capsys)
    assert [each.split("#")[0].rstrip() for each in again.splitlines()] == [
        each.split("#")[0].rstrip() for each in first.splitlines()
    ]


def test_the_committed_schema_takes_what_the_program_takes() -> None:
    schema = json.loads((ROOT / "docs" / "deminimis.schema.json").read_text("utf-8"))
    content = tomllib.loads(WHOLE)
    assert problems(content, schema) == []
    assert set(schema["properties"]) == {"layouts", *config.TABLES}
    spellings = {name for each in CONFIGURABLE for name in (each, each.replace("_", "-"))}
    assert set(schema["properties"]["options"]["properties"]) == spellings


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[option]\n", "no key option; did you mean options?"),
        ('[options]\nmach = "name"\n', "options: no key mach. Did you mean match?"),
        ('[options]\nmatch = "nam"\n', "options.match: 'nam' is not one of"),
        ('[options]\nselect = "DM"\n', 'options.select: write a list, such as ["DM4", "EDI109"]'),
        ("[options]\nmax_findings = 0\n", "options.max_findings: 0 is not in the range"),
        ("[options]\nday = 'eda'\n", "options: no key day. Known are: match"),
        ("[options]\nmatch = ['name']\n", "options.match: write one value"),
        ("[rules]\nnear_limit = 5\n", "rules: no key near_limit. Did you mean near_limit_cents?"),
        ("[rules]\nsamples = -1\n", "rules.samples: write a number from zero to 1,000,000,000"),
    ],
)
def test_program_and_schema_refuse_the_same(
    folder: Path, text: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "deminimis.toml").write_text(text)
    assert run(["config"]) == 2
    assert said in capsys.readouterr().err
    schema = json.loads((ROOT / "docs" / "deminimis.schema.json").read_text("utf-8"))
    assert problems(tomllib.loads(text), schema)


def test_an_option_of_the_file_bears_on_the_check(folder: Path) -> None:
    shutil.copy(SAMPLES / "catair_se" / "clean.edi", folder / "a.edi")
    assert run(["check", "a.edi"]) == 0
    (folder / "deminimis.toml").write_text('[options]\nfail_on = "note"\n')
    assert run(["check", "a.edi"]) == 1
    assert run(["check", "a.edi", "--fail-on", "error"]) == 0


def test_the_configuration_can_be_named_by_the_environment(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "house").mkdir()
    (folder / "house" / "edi.toml").write_text('policy = "rows.csv"\n[options]\nmatch = "exact"\n')
    (folder / "house" / "rows.csv").write_text("period,limit_cents\nP3,90000\n")
    monkeypatch.setenv("DEMINIMIS_CONFIG", "house/edi.toml")
    text = shown(capsys)
    assert line(text, "match") == 'match = "exact" # house/edi.toml'
    assert line(text, "policy") == 'policy = "rows.csv" # house/edi.toml', "a file beside the configuration"


def test_corrections_of_layouts_hold_for_every_command_that_reads(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "deminimis.toml").write_text('[layouts.SE13]\ncontact_name = "5-20"\n')
    sample = str(SAMPLES / "catair_se" / "clean.edi")
    run(["inspect", sample])
    assert " 5-20  contact_name " in capsys.readouterr().out
    run(["explain", "SE13"])
    assert " 5-20  contact_name (" in capsys.readouterr().out
    (folder / "deminimis.toml").write_text('[layouts.SE13]\ncontact = "5-20"\n')
    readers = {
        "inspect": [sample], "explain": ["SE13"], "ack": [sample], "check": [sample], "test": [str(SAMPLES)],
        "respond": [sample, "--out", "out"], "convert": [sample, "--to", "json"],
        "batch": [str(folder), "--out", "out", "--ledger", "led"], "reconcile": [sample, "--ledger", "led"],
    }  # fmt: skip
    for name, args in readers.items():
        assert run([name, *args]) == 2
        assert "SE13 has no field contact" in capsys.readouterr().err, name


def options_of(name: str) -> dict[str, tuple[object, ...]]:
    found = program.get_command(click.Context(program, **program.context_settings), name)
    assert found is not None
    return {max(each.opts, key=len): (each.type.name, each.default) for each in found.params}


def test_what_bears_on_a_verdict_can_be_said_to_every_command_that_gives_one() -> None:
    check = options_of("check")
    bearing = {
        *("--policy-date", "--as-of", "--match", "--day", "--limit", "--arrivals", "--external", "--rates"),
        *("--policy", "--config"),
    }
    assert bearing <= set(check)
    for name in ("respond", "convert", "batch", "test", "config"):
        other = options_of(name)
        # a ledger must not keep a what-if as if it were the rule
        mine = bearing - ({"--day", "--limit", "--external", "--policy"} if name == "batch" else set())
        assert {each: other[each] for each in other if each in bearing} == {each: check[each] for each in mine}, name
