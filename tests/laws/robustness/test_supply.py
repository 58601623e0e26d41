"""What the program is made of: no network, no code from data, no shell; packages are pinned and hashed."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

from tests.places import ROOT
from tests.sources import FILES, imported, tree, wrong
from tools.lowest import lowest

MODULES = {
    *("pickle", "marshal", "shelve", "dill", "subprocess", "multiprocessing", "ctypes", "code", "pty", "runpy"),
    *("http", "ftplib", "smtplib", "ssl", "asyncio", "socketserver", "xmlrpc", "requests", "httpx", "yaml"),
}
CALLS = {"eval", "exec", "compile", "__import__"}
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


def dangerous(path: Path) -> set[str]:
    """What of a file could open a connection, start a program, or run data."""
    module = tree(path)
    called = {
        node.func.id for node in ast.walk(module) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    found = {each for each in imported(module) if each.split(".")[0] in MODULES or each == "urllib.request"}
    if path.is_relative_to(ROOT / "cli" / "web"):  # `serve` listens, and waits for more than one at a time
        found -= {"asyncio"}
    return found | called & CALLS


def test_nothing_opens_a_connection_starts_a_program_or_runs_data() -> None:
    assert wrong(FILES, dangerous) == {}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.stem)
def test_every_package_is_pinned_and_hashed_and_has_no_address(lock: Path) -> None:
    text = "\n".join(line for line in lock.read_text("utf-8").splitlines() if not line.lstrip().startswith("#"))
    packages = re.split(r"\n(?=[A-Za-z0-9])", text.strip())
    assert packages and all(
        re.match(r"[A-Za-z0-9._\[\]-]+==[^ ]+ .*--hash=sha256:[0-9a-f]{64}", each, re.S) for each in packages
    )
    assert not re.search(r"://|--index|--find-links|--extra|git\+|@ ", text)


def test_the_lowest_versions_can_be_named() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert list(lowest(["polars>=2,<3", "pytest-xdist>=3.6"])) == ["polars==2", "pytest-xdist==3.6"]
    assert list(lowest(["x>=1; python_version < '3.14'"])) == ["x==1; python_version < '3.14'"]
    assert len(list(lowest(project["dependencies"]))) == len(project["dependencies"])
    with pytest.raises(ValueError, match="no lower bound"):
        list(lowest(["polars"]))
