"""The Python files of the project, and what they import."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.places import ROOT

LAYERS = ("edi", "rules", "ledger", "scale", "cli")  # each imports itself and those before it
LIBRARY = "library"  # installed, it is the package itself; the others are inside it
PACKAGES = (*LAYERS, "samples", LIBRARY)
FILES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
OTHERS = sorted(path for folder in ("tests", "tools", "bench") for path in (ROOT / folder).rglob("*.py"))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imported(module: ast.Module) -> Iterator[str]:
    """Every module that is imported, wherever in the file."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: a relative import"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
