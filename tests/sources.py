"""The Python files of the project, and what they import."""

import ast
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from tests.places import ROOT

LAYERS = ("edi", "rules", "ledger", "scale", "cli")  # each imports itself and those before it
LIBRARY = "library"  # installed, it is the package itself; the others are inside it
PACKAGES = (*LAYERS, "samples", LIBRARY)
FILES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
OTHERS = sorted(path for folder in ("tests", "tools", "bench") for path in (ROOT / folder).rglob("*.py"))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def wrong(paths: Iterable[Path], look: Callable[[Path], Iterable[str]]) -> dict[str, list[str]]:
    """What `look` finds in each of the files, by name; those in which it finds nothing are left out.

    One test looks at all files: a test for each would cost more than what it does.
    """
    assert paths
    return {name(path): found for path in paths if (found := list(look(path)))}


@cache
def tree(path: Path) -> ast.Module:
    """The file as Python reads it: once, for all tests that ask."""
    return ast.parse(path.read_text("utf-8"))


@cache
def imported(module: ast.Module) -> frozenset[str]:
    """Every module that is imported, wherever in the file."""
    found: set[str] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: a relative import"
            found.add(node.module or "")
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return frozenset(found)
