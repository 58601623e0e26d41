"""ARCHITECTURE.md is true: its walk is walked, its paths exist; and every link of every page leads somewhere."""

import ast
import inspect
import re
import sys
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from deminimis.cli.main import run
from tests.places import ROOT

PAGE = ROOT / "ARCHITECTURE.md"
PAGES = sorted(
    {*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("rules/*.md"), *ROOT.glob("samples/*.md")},
    key=str,
)
LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")
CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.DOTALL | re.MULTILINE)
TOPS = ("cli/", "docs/", "edi/", "ledger/", "rules/", "samples/", "scale/", "tests/", "tools/", "bench/")


def sections() -> dict[str, str]:
    """Title -> text of every section of the page."""
    titles = re.split(r"^## (.*)$", PAGE.read_text("utf-8"), flags=re.MULTILINE)[1:]
    return dict(zip(titles[::2], titles[1::2], strict=True))


def named(text: str) -> list[str]:
    """Paths of the repository that a text names; FORMAT, NAME and the like stand for anything."""
    found = [each for each in re.findall(r"`([^`\n]+)`", text) if each.startswith(TOPS)]
    return [re.sub(r"[A-Z]{3,}(?![a-z.])", "*", each) if "RULE.md" not in each else each for each in found]


def walked(arguments: list[str]) -> list[str]:
    """Modules of the program in the order in which a call first enters a function of theirs."""
    found: dict[str, None] = {}

    def enter(frame: FrameType, event: str, _: Any) -> None:
        code = frame.f_code
        if event == "call" and code.co_flags & inspect.CO_OPTIMIZED and code.co_filename.endswith(".py"):
            path = Path(code.co_filename).resolve()
            if path.is_relative_to(ROOT) and path.relative_to(ROOT).as_posix().startswith(TOPS):
                found[path.relative_to(ROOT).as_posix()] = None

    sys.setprofile(enter)
    try:
        run(arguments)
    finally:
        sys.setprofile(None)
    return list(found)


def test_a_check_walks_as_the_page_says(capsys: pytest.CaptureFixture[str]) -> None:
    told = re.findall(r"^\| \d+ \| `([^`]+)`", sections()["A walk of `check FILE`"], re.MULTILINE)
    call = ["check", str(ROOT / "samples" / "catair_se" / "over_limit.edi"), "--format", "text"]
    run(call)  # what is imported and made once is not part of the way
    found = walked(call)
    capsys.readouterr()
    assert len(told) > 15 and set(told) <= set(found)
    assert told == [module for module in found if module in told]


@pytest.mark.parametrize("path", sorted(set(named(PAGE.read_text("utf-8")))))
def test_every_path_of_the_page_exists(path: str) -> None:
    assert list(ROOT.glob(path.rstrip("/")))


def test_the_recipes_are_steps_with_paths() -> None:
    recipes = re.split(r"^### ", sections()["Recipes"], flags=re.MULTILINE)[1:]
    assert [each.split("\n")[0] for each in recipes] == [
        *("A rule", "A period", "A code of CBP", "A report", "A format", "An option")
    ]
    assert all("1. " in each and named(each) for each in recipes)


def anchors(page: Path) -> set[str]:
    """What a link can name behind `#`: GitHub's form of every heading."""
    headings = re.findall(r"^#+ (.*)$", re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.S | re.M), re.M)
    return {re.sub(r"[^\w\- ]", "", each.lower()).strip().replace(" ", "-") for each in headings}


def broken(page: Path) -> list[str]:
    """Links of a page that lead nowhere; those to other places are not followed."""
    out = []
    for target in LINK.findall(CODE.sub("", page.read_text("utf-8"))):
        if "://" in target or target.startswith("mailto:"):
            continue
        path, _, anchor = target.partition("#")
        place = (page.parent / path).resolve() if path else page
        if not place.exists() or (anchor and anchor not in anchors(place)):
            out.append(target)
    return out


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    assert broken(page) == []


def test_links_that_lead_nowhere_are_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# A B\n\n[a](none.md) [b](#a-b) [c](#c) [d](https://example.com) `[e](none)` [f](page.md#a-b)\n")
    assert broken(page) == ["none.md", "#c"]


def test_the_floors_of_the_page_are_those_that_imports_keep() -> None:
    tree = ast.parse((ROOT / "tests" / "test_architecture.py").read_text("utf-8"))
    assigned = (node for node in tree.body if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "FLOORS")
    floors = next(ast.literal_eval(node.value) for node in assigned if node.value is not None)
    assert set(floors) == {"edi", "rules", "ledger", "scale", "cli"}
    for layer, kept in floors.items():
        line = next(each for each in sections()["Floors"].splitlines() if each.startswith(f"- `{layer}/`: "))
        told = [set(re.findall(r"`(\w+)`", floor)) for floor in line.partition(": ")[2].split(" < ")]
        assert told == [{folder for folder in floor if folder} for floor in kept]


def test_names_that_stand_for_anything_are_patterns() -> None:
    assert named("`edi/formats/NAME/layouts/` `rules/RULE.md` `x`") == ["edi/formats/*/layouts/", "rules/RULE.md"]
