"""The base alone is installed by a hook: what it lacks is one sentence with the command to type."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from deminimis.cli import main
from deminimis.cli.extras import EXTRAS, missing
from tests.places import ROOT, SAMPLES
from tests.sources import FILES, name, tree

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
NAMES = {
    "python_calamine": "python-calamine",
    "pdfminer": "pdfminer.six",
}  # a package whose distribution has another name
OF_TOOLS = ("test", "store", "dev", "all", "scale")  # scale: half a gigabyte for one command, which names it itself


def brought(requirements: list[str]) -> set[str]:
    return {re.split(r"[^A-Za-z0-9._-]", each)[0].lower() for each in requirements}


def always(path: Path) -> Iterator[str]:
    """Packages that are imported with the module: at its top, and not for types alone."""
    for node in tree(path).body:
        if isinstance(node, ast.Import):
            yield from (each.name.partition(".")[0] for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").partition(".")[0]


@pytest.mark.parametrize("path", FILES, ids=name)
def test_no_module_needs_an_extra_to_be_imported(path: Path) -> None:
    base = brought(PROJECT["dependencies"]) | {"deminimis", "backports"}
    if path.is_relative_to(ROOT / "cli" / "web"):  # which one command imports, when it is called
        base |= brought(PROJECT["optional-dependencies"]["web"]) | {"markupsafe"}  # jinja2 brings it
    foreign = {each for each in always(path) if each not in sys.stdlib_module_names}
    assert {NAMES.get(each, each) for each in foreign} <= base


def test_every_package_of_an_extra_is_named_and_all_brings_them_all() -> None:
    extras = PROJECT["optional-dependencies"]
    for package, (extra, _) in EXTRAS.items():
        assert NAMES.get(package, package) in brought(extras[extra]), package
    (everything,) = extras["all"]
    assert set(re.findall(r"\w+", everything.partition("[")[2])) == set(extras) - set(OF_TOOLS)


@pytest.mark.parametrize(
    ("words", "package"),
    [
        (["check", "catair_se/over_limit.edi", "--record", "--ledger"], "deltalake"),
        (["check", "x12_309/over_limit.edi", "--deep"], "pyx12"),
    ],
    ids=str,
)
def test_a_missing_extra_is_a_sentence_with_the_command(
    words: list[str], package: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for module in [each for each in sys.modules if each.partition(".")[0] == package]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, package, None)
    monkeypatch.chdir(SAMPLES)
    ledger = [str(tmp_path / "ledger")] if words[-1] == "--ledger" else []
    assert main.run([*words, *ledger]) == 2
    told = capsys.readouterr()
    extra, use = EXTRAS[package]
    assert not told.out and told.err == (
        f"deminimis: {use} needs {package}, which is not installed: pip install 'deminimis[{extra}]'\n"
    )
    assert not list(tmp_path.iterdir())


def test_a_night_without_its_ledger_touches_no_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    filing = tmp_path / "in" / "a.edi"
    filing.write_bytes((SAMPLES / "catair_se" / "clean.edi").read_bytes())
    for module in [each for each in sys.modules if each.partition(".")[0] == "deltalake"]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, "deltalake", None)
    words = ["batch", str(filing.parent), "--ledger", str(tmp_path / "ledger"), "--out", str(tmp_path / "out")]
    assert main.run(words) == 2
    assert filing.is_file() and not (tmp_path / "ledger").exists()


def test_what_is_missing_for_another_reason_is_no_matter_of_an_extra() -> None:
    assert missing(ModuleNotFoundError("no", name="deminimis.nothing")) is None
    assert missing(ModuleNotFoundError("no")) is None and missing(ImportError("no", name="deltalake")) is None
