"""The clauses of rules/RULE.md, and where code cites them: `clause 9`, `clauses 6, 7 and 11`, `clauses 12 to 15`."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from docs.markdown import table

ROOT: Final = Path(__file__).parent.parent
LAW: Final = ROOT / "rules" / "RULE.md"
PACKAGES: Final = ("edi", "rules", "ledger", "cli")
_CITED: Final = re.compile(r"\b[Cc]lauses?\s+(\d+(?:(?:,\s+|\s+and\s+|\s+to\s+)\d+)*)")
_BARE: Final = re.compile(r"(?<=\s)\(\d{1,2}(?:(?:, | and |-)\d{1,2})*\)(?=[\s.:,;]|$)")


class Citation(NamedTuple):
    """A clause that a docstring or comment names, by module (`rules/judge.py`), owner and line.

    owner: the function or class that the text stands in or on, None for a text of the module.
    """

    clause: int
    module: str
    owner: str | None
    line: int


@cache
def clauses() -> dict[int, str]:
    """Number -> the first line of every clause of RULE.md."""
    found = re.findall(r"^(\d+)\. (.*)$", LAW.read_text("utf-8"), re.MULTILINE)
    return {int(number): text for number, text in found}


def cited(text: str) -> Iterator[int]:
    """Every clause that a text names; `12 to 15` names four."""
    for found in _CITED.finditer(text):
        numbers = re.split(r",\s+|\s+and\s+", found[1])
        for each in numbers:
            first, *last = map(int, re.split(r"\s+to\s+", each))
            yield from range(first, (last or [first])[-1] + 1)


def bare(text: str) -> list[str]:
    """Numbers in brackets that might be clauses and do not say so."""
    return _BARE.findall(text)


def texts(path: Path) -> Iterator[tuple[str | None, int, str]]:
    """Owner, line and text of every docstring and comment; comments on neighbouring lines are one text."""
    source = path.read_text("utf-8")
    tree = ast.parse(source)
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    owners = [node for node in ast.walk(tree) if isinstance(node, kinds)]
    if told := ast.get_docstring(tree):
        yield None, 1, told
    for node in owners:
        if told := ast.get_docstring(node):
            yield node.name, node.lineno, told

    def owner(line: int) -> str | None:
        around = [node for node in owners if node.lineno <= line <= (node.end_lineno or 0)]
        return max(around, key=lambda node: node.lineno).name if around else None

    start, last, lines = 0, -1, [""]
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type != tokenize.COMMENT:
            continue
        if token.start[0] != last + 1 and last > 0:
            yield owner(start), start, " ".join(lines)
            lines = []
        if not lines or last < 0:
            start, lines = token.start[0], []
        lines.append(token.string.lstrip("# "))
        last = token.start[0]
    if last > 0:
        yield owner(start), start, " ".join(lines)


def modules() -> list[Path]:
    """Every module of the program, by its path."""
    return sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


@cache
def citations() -> list[Citation]:
    """All that the code cites, module by module."""
    return [
        Citation(clause, path.relative_to(ROOT).as_posix(), owner, line)
        for path in modules()
        for owner, line, text in texts(path)
        for clause in dict.fromkeys(cited(text))
    ]


@cache
def executed() -> dict[int, list[tuple[str, str]]]:
    """Clause -> (module, function or class) whose docstring or comments cite it, in the order of the modules."""
    out: dict[int, list[tuple[str, str]]] = {number: [] for number in clauses()}
    for each in citations():
        if each.owner and each.clause in out and (each.module, each.owner) not in out[each.clause]:
            out[each.clause].append((each.module, each.owner))
    return out


def table_of_clauses() -> str:
    """A row a clause with what executes it, for ARCHITECTURE.md."""
    body = []
    for number, places in executed().items():
        by_module: dict[str, list[str]] = {}
        for module, owner in places:
            by_module.setdefault(module, []).append(f"`{owner}`")
        title = re.split(r"\*\*", clauses()[number])[1].rstrip(".")
        where = "; ".join(f"`{module}` {', '.join(owners)}" for module, owners in by_module.items())
        body.append([str(number), title, where])
    return table(("clause", "what", "where"), body)
