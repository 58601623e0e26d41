"""The house keeps its order: who imports whom, what a layer must not do, and what is shipped."""

import ast
import io
import re
import tokenize
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from deminimis.edi.catalogue import CATALOGUE
from tests.places import ROOT
from tests.sources import FILES, LAYERS, LIBRARY, OTHERS, PACKAGES, imported, name, tree, wrong

SILENT = [path for path in FILES if path.relative_to(ROOT).parts[0] in ("edi", "rules")]
LONGEST = 350
MOST = 12  # modules of a folder
# The floors inside each layer, from the ground: a room imports what stands below it, and never another of its floor.
# "" are the loose files that are not named.
FLOORS: dict[str, tuple[tuple[str, ...], ...]] = {
    "edi": (
        ("", "catalogue"), ("frames",), ("layout",), ("codes", "cutting", "cells"),
        ("reading",), ("formats",),
        ("spreadsheets", "invented", "second_opinion", "guides"),
        ("lists",),
    ),
    "rules": (
        ("data",), ("policy",), ("base",), ("people",), ("on_file", "daily_sum", "entries"), ("rulebook",), ("",),
        ("answers", "followed"),
    ),
    "ledger": (("store",), ("recall",), ("",)),
    "scale": (("routing",), ("",)),
    "cli": (
        ("",), ("senders",), ("options",), ("session",), ("reporters",),
        ("show", "convert", "corpus", "night", "refile", "respond", "guide"),
        ("web",), ("commands",),
    ),
}  # fmt: skip
CATALOGUES = (
    "cli/commands",
    "cli/reporters",
    "rules/rulebook/book",
)  # one of a kind after another: as many as there are
SHAPE = re.compile(r"format(_\w+)?|tags|read_\w+|write(_\w+)?|answer(_\w+)?")
FORMAT_FOLDERS = sorted({CATALOGUE[form].place[0].split(".")[0] for form in CATALOGUE})

# What edi/ and rules/ must not call or read: dates, limits and options come in as values.
FORBIDDEN_NAMES = {"print", "input", "exit", "quit", "breakpoint"}
FORBIDDEN = {
    *("sys.exit", "sys.stdout", "sys.stderr", "sys.stdin", "sys.argv", "os._exit"),
    *("os.environ", "os.getenv", "os.environb", "os.putenv"),
    *("datetime.now", "datetime.today", "datetime.utcnow", "date.today", "time.time", "time.time_ns"),
    *("time.localtime", "time.gmtime", "time.monotonic", "time.perf_counter", "time.strftime"),
    *("random.random", "random.seed", "uuid.uuid4", "uuid.uuid1", "warnings.warn"),
}


def dotted(node: ast.expr) -> str:
    """`a.b.c` of an attribute, with what the name was imported as."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def wrongs(module: ast.Module) -> Iterator[str]:
    """Uses of the screen, the clock, the environment, or the end of the program."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FORBIDDEN_NAMES:
            yield f"line {node.lineno}: {node.func.id}()"
        if isinstance(node, ast.Attribute):
            last_two = ".".join(dotted(node).split(".")[-2:])
            if last_two in FORBIDDEN:
                yield f"line {node.lineno}: {dotted(node)}"
        if isinstance(node, ast.Raise) and node.exc is not None and "SystemExit" in ast.dump(node.exc):
            yield f"line {node.lineno}: raise SystemExit"
        if isinstance(node, ast.ImportFrom):
            yield from (
                f"line {node.lineno}: from {node.module} import {alias.name}"
                for alias in node.names
                if f"{node.module}.{alias.name}" in FORBIDDEN
            )


def undocumented(module: ast.Module, methods: bool = True) -> Iterator[str]:
    """Public functions, classes and methods without a docstring; those inside a function are nobody else's."""
    for node in module.body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) or node.name.startswith("_"):
            continue
        if not ast.get_docstring(node):
            yield node.name
        if isinstance(node, ast.ClassDef) and methods:
            inner = (n for n in node.body if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))
            yield from (f"{node.name}.{m.name}" for m in inner if m.name[0] != "_" and not ast.get_docstring(m))


def upward(path: Path) -> Iterator[str]:
    """Modules that a file imports from a layer above its own."""
    layer = path.relative_to(ROOT).parts[0]
    allowed = set(LAYERS[: LAYERS.index(layer) + 1]) if layer in LAYERS else set()
    if layer == "cli":
        allowed.add("samples")
    if layer == LIBRARY:
        allowed.update(("cli", "rules"))
    for module in imported(tree(path)):
        if module.startswith("deminimis.") and module.split(".")[1] not in allowed | {layer}:
            yield module


def bare(path: Path) -> Iterator[str]:
    """Modules that are imported by a name that exists only in a checkout."""
    yield from (module for module in imported(tree(path)) if module.split(".")[0] in (*PACKAGES, "tests", "tools"))


def test_imports_go_down_and_never_up() -> None:
    assert wrong(FILES, upward) == {}
    assert wrong(FILES, bare) == {}, "the bare name exists only in a checkout"


def test_edi_and_rules_print_nothing_and_read_no_clock_and_no_environment() -> None:
    assert wrong(SILENT, lambda path: wrongs(tree(path))) == {}


def test_the_package_list_equals_the_folders() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    setuptools = project["tool"]["setuptools"]
    folders = {path.parent.relative_to(ROOT).as_posix().replace("/", ".") for path in FILES}
    places = {folder.split(".")[0]: f"deminimis.{folder.split('.')[0]}" for folder in folders} | {LIBRARY: "deminimis"}
    assert setuptools["package-dir"] == {package: top for top, package in places.items()}
    names = {".".join((places[folder.split(".")[0]], *folder.split(".")[1:])) for folder in folders}
    assert set(setuptools["packages"]) == names


def test_no_file_is_too_long_or_unfinished() -> None:
    texts = {path: path.read_text("utf-8") for path in (*FILES, *OTHERS)}
    lines = {name(path): text.count("\n") for path, text in texts.items()}
    assert {file: count for file, count in lines.items() if count > LONGEST} == {}
    marks = ("TO" + "DO", "FIX" + "ME", "XX" + "X:")
    assert wrong(texts, lambda path: [mark for mark in marks if mark in texts[path]]) == {}


def without_docstring(path: Path) -> Iterator[str]:
    """What of a file has no docstring: the module itself, and what is public in it."""
    module = tree(path)
    if module.body and not ast.get_docstring(module):
        yield "the module itself"
    yield from undocumented(module, methods=path.relative_to(ROOT).parts[0] == "edi")


def test_every_module_and_all_that_is_public_has_a_docstring() -> None:
    assert wrong(FILES, without_docstring) == {}


def room(module: str) -> tuple[str, str]:
    """Layer and room (as in FLOORS) of a module or of a name in one: `edi.formats.edifact.tags` is in edi, formats."""
    layer, _, rest = module.removeprefix("deminimis.").partition(".")
    own = rest.split(".")[0]
    return layer, own if any(own in floor for floor in FLOORS[layer]) else ""


THERE = {path.with_suffix("") for path in FILES} | {path.parent for path in FILES}


@cache
def home(module: str) -> str:
    """The file of the layers that a name of `deminimis` stands in, dotted; nothing for another."""
    parts = module.split(".")[1:]
    while parts and ROOT.joinpath(*parts) not in THERE:
        parts.pop()
    return ".".join(parts) if parts and parts[0] in LAYERS else ""


def neighbours(path: Path) -> set[str]:
    """The modules of the layers that a file imports, each under the name of the file it stands in."""
    modules = {module for module in imported(tree(path)) if module.startswith("deminimis.")}
    return {home(module) for module in modules - {module.rpartition(".")[0] for module in modules}} - {""}


INSIDE = [path for path in FILES if path.relative_to(ROOT).parts[0] in LAYERS]


def not_below(path: Path) -> set[str]:
    """Rooms of its own layer that a file imports from, and that do not stand on a floor below its own."""
    layer, own = room(".".join(path.relative_to(ROOT).with_suffix("").parts))
    floors = FLOORS[layer]
    height = next(n for n, floor in enumerate(floors) if own in floor)
    below = {each for floor in floors[:height] for each in floor}
    met = {other for found in neighbours(path) for top, other in [room(found)] if top == layer and found != layer}
    return met - below - {own}


def test_inside_a_layer_imports_go_down_floor_by_floor() -> None:
    assert wrong(INSIDE, not_below) == {}


def circles(arrows: dict[str, set[str]]) -> list[set[str]]:
    """Sets of rooms of which each leads to each: what two rooms have in common that reach one another."""
    reached = {start: set(arrows[start]) for start in arrows}
    grown = True
    while grown:
        grown = False
        for start, ends in reached.items():
            more = ends.union(*(reached.get(end, set()) for end in ends))
            grown = grown or more != ends
            reached[start] = more
    return [
        {other for other in reached[start] if start in reached.get(other, set())}
        for start in reached
        if start in reached[start]
    ]


def test_no_folders_import_each_other_in_a_circle() -> None:
    arrows: dict[str, set[str]] = {}
    for path in INSIDE:
        own = name(path.parent)
        for found in neighbours(path):
            at = ROOT.joinpath(*found.split("."))
            other = name(at if at.is_dir() else at.parent)
            if other != own:
                arrows.setdefault(own, set()).add(other)
    assert circles(arrows) == []


def test_no_folder_is_overfull() -> None:
    full: dict[str, int] = {}
    for path in INSIDE:
        if path.name != "__init__.py":
            full[name(path.parent)] = full.get(name(path.parent), 0) + 1
    assert {folder: count for folder, count in full.items() if count > MOST and folder not in CATALOGUES} == {}


@pytest.mark.parametrize("folder", FORMAT_FOLDERS)
def test_every_format_has_one_shape(folder: str) -> None:
    home = ROOT / "edi" / "formats" / folder
    modules = {path.stem for path in home.glob("*.py")} - {"__init__"}
    assert {module for module in modules if not SHAPE.fullmatch(module)} == set()
    assert any(module.startswith("format") for module in modules)
    assert any(module.startswith("read_") for module in modules)
    folders = {path.parent.name for path in home.glob("*/__init__.py")}
    assert "layouts" in folders
    assert folders <= {"layouts", "answers"}
    assert list((home / "layouts").glob("*.py"))


def names_in_quotes(module: ast.Module) -> Iterator[str]:
    """Text constants that are the name of a format; docstrings and messages may well speak of one."""
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and node.value in CATALOGUE:
            yield f"line {node.lineno}: {node.value!r}"


def test_only_the_catalogue_and_its_own_folder_name_a_format() -> None:
    others = [path for path in INSIDE if not name(path).startswith(("edi/formats/", "edi/catalogue.py"))]
    found = wrong(others, lambda path: names_in_quotes(tree(path)))
    assert found == {}, "ask edi.catalogue for the trait that is meant"


def unnamed(folder: Path) -> list[str]:
    """Modules and packages in a folder that the docstring of its `__init__.py` does not name."""
    told = ast.get_docstring(tree(folder / "__init__.py")) or ""
    packages = {path.parent.name for path in folder.glob("*/__init__.py")}
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    return sorted(each for each in modules | packages if f"`{each}`" not in told)


def test_a_package_says_what_each_of_its_modules_is_for() -> None:
    found = wrong(sorted({path.parent for path in FILES if path.parent.name != "samples"}), unnamed)
    assert found == {}, "name them in the docstring of each `__init__.py`, with what they are for"


DOTTED = re.compile(rf"(?<![\w./\[])(?:deminimis\.)?((?:{'|'.join(LAYERS)})(?:\.[A-Za-z_]\w*)+)")


def spoken(text: str, module: ast.Module) -> Iterator[str]:
    """Dotted names of modules, or of what is in them, that docstrings and comments speak of."""
    imports = (ast.unparse(node) for node in ast.walk(module) if isinstance(node, ast.Import | ast.ImportFrom))
    if len(DOTTED.findall(text)) == sum(len(DOTTED.findall(each)) for each in imports):
        return  # in its imports and nowhere else
    homes = (node for node in ast.walk(module) if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef))
    told = [ast.get_docstring(node) or "" for node in homes]
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    told += [token.string for token in tokens if token.type == tokenize.COMMENT]
    for each in told:
        yield from DOTTED.findall(each)


@cache
def is_there(dotted_name: str) -> bool:
    """Whether there is such a module or package, or one with the next name in it."""
    parts, inside = dotted_name.split("."), ""
    while parts:
        place = ROOT.joinpath(*parts)
        place = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
        if place.exists():
            made = rf"(?m)^(?:def |class |from .* import .*\b)?{inside}\b"
            return not inside or re.search(made, place.read_text("utf-8")) is not None
        inside = parts.pop()
    return False


def spoken_of_and_gone(path: Path) -> list[str]:
    """Modules, and what is in one, that a file speaks of and that are not there."""
    return [each for each in spoken(path.read_text("utf-8"), tree(path)) if not is_there(each)]


def test_modules_that_are_spoken_of_are_there() -> None:
    assert wrong([*FILES, *OTHERS], spoken_of_and_gone) == {}


def test_the_walkers_see_what_they_look_for() -> None:
    bad = """
import sys, os, time, datetime as dt
from os import environ
from deminimis.cli import main
def open_(x): print(x); sys.exit(1)
class C:
    def m(self): return dt.datetime.now(), time.time(), os.environ["A"]
def f(): raise SystemExit(2)
"""
    module = ast.parse(bad)
    said = " ".join(wrongs(module))
    for each in ("print()", "sys.exit", "datetime.now", "time.time", "os.environ", "import environ", "SystemExit"):
        assert each in said
    here = ROOT / "tests" / "test_architecture.py"
    assert wrong([here], lambda _: ["x"]) == {"tests/test_architecture.py": ["x"]}
    assert wrong([here], lambda _: []) == {}
    assert list(undocumented(module)) == ["open_", "C", "C.m", "f"]
    assert "deminimis.cli" in set(imported(module))
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [{"a", "b", "c"}] * 3
    assert circles({"a": {"b"}, "b": {"c"}}) == []
    assert room("deminimis.edi.formats.edifact.tags") == ("edi", "formats")
    told = '"""See `edi.reading.source` and deminimis.rules.judge."""  # not ledger/store.py, edi.frames.runs.numbered'
    assert list(spoken(told, ast.parse(told))) == ["edi.reading.source", "rules.judge", "edi.frames.runs.numbered"]
    assert [is_there(each) for each in spoken(told, ast.parse(told))] == [False, True, True]
    assert not is_there("edi.frames.runs.nothing")
    assert list(names_in_quotes(ast.parse('a = ("x", "x12-309")'))) == ["line 1: 'x12-309'"]
