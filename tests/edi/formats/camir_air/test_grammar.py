"""Constructs of the receiving side's grammar: those that are right are read without a fault, each other is found.

`constructs.json` has whole messages (`messages`), and what is another line in one of them: `old`, one or more lines of
it, becomes the lines `new`. Of what is right it may say what is `read` of it; of what is wrong what is `found`: line of
the message, column, code, field and the first words of what is expected. Each kind is one file of all its messages.
"""

import json
from bisect import bisect_right
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

from deminimis.edi.reading.intake import Intake
from tests.build.filings.camir_air import text
from tests.read.air import NEAR
from tests.read.whole import taken

DATA: Final[dict[str, Any]] = json.loads(Path(__file__).with_name("constructs.json").read_text("utf-8"))
RIGHT, WRONG = DATA["right"], DATA["wrong"]


def message(case: dict[str, Any]) -> list[str]:
    """The lines of a construct."""
    lines: list[str] = list(DATA["messages"][case["in"]])
    old = case.get("old", [])
    if old:
        at = next(n for n in range(len(lines)) if lines[n : n + len(old)] == old)
        lines[at : at + len(old)] = case["new"]
    return [*case.get("head", []), *lines]


@cache
def _read(which: str, folder: Path) -> tuple[Intake, list[int]]:
    """All of a kind as one file, and the line at which each begins."""
    lines: list[str] = []
    starts = []
    for case in DATA[which]:
        starts.append(len(lines) + 1)
        lines += message(case)
    return taken(folder, text(*lines), near=NEAR), starts


def _of(rows: list[dict[str, Any]], starts: list[int], number: int) -> list[dict[str, Any]]:
    return [row for row in rows if bisect_right(starts, row["line"]) - 1 == number]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("constructs")


@pytest.mark.parametrize("number", range(len(RIGHT)), ids=[case["what"] for case in RIGHT])
def test_a_construct_that_is_right_is_read(number: int, folder: Path) -> None:
    intake, starts = _read("right", folder)
    assert _of(intake.findings.frame().to_dicts(), starts, number) == []
    wanted = dict(RIGHT[number].get("read", {}))
    lines = wanted.pop("lines", None)
    rows = [*intake.filings.shipments.to_dicts(), *intake.notices.to_dicts()]
    found = _of(rows, starts, number)
    assert found or not wanted
    assert {name: found[0][name] for name in wanted} == wanted
    if lines is not None:
        goods = intake.filings.lines.filter(seq=found[0]["seq"])
        assert {name: goods[name].to_list() for name in lines} == lines


@pytest.mark.parametrize("number", range(len(WRONG)), ids=[case["what"] for case in WRONG])
def test_a_construct_that_is_wrong_is_found(number: int, folder: Path) -> None:
    intake, starts = _read("wrong", folder)
    (first, *_) = _of(intake.findings.frame().to_dicts(), starts, number)
    line, column, code, field, expected = WRONG[number]["found"]
    assert [first["line"] - starts[number] + 1, first["column"], first["code"], first["field"]] == [
        line, column, code, field
    ]  # fmt: skip
    said = json.loads(first["params"])
    assert said.get("expected", said.get("place")).startswith(expected)


def test_no_construct_stands_twice() -> None:
    for cases in (RIGHT, WRONG):
        assert len({case["what"] for case in cases}) == len(cases) == len({tuple(message(case)) for case in cases})
