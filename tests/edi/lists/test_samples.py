"""Twenty lists as they come, each with what is found in it: mapping, questions, changes, rows of our table."""

import json
import os
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from deminimis.cli.senders.asked import Lists
from deminimis.cli.session.lists.reader import Reader
from deminimis.edi.cutting.sniff import known
from deminimis.edi.cutting.source import Source
from deminimis.edi.lists.grouped import made, ranges, runs
from deminimis.edi.spreadsheets.entries import ENTRIES
from tests.places import SAMPLES

LISTS = sorted(path for path in (SAMPLES / "lists").iterdir() if not path.name.endswith(".told.json"))


def found(path: Path, **asked: Any) -> dict[str, Any]:
    reader = Reader(Lists(fix=True, **asked), {})
    listed = reader.listed(Source(path.name, path))
    rows = listed.table.rows
    tidied = rows.with_columns(c.tidy(pl.col(c.name)) for c in ENTRIES.columns if c.name in rows.columns)
    changes = made(listed.changes, listed.table) if listed.changes.width > 1 else listed.changes
    return {
        "kind": listed.kind,
        "header_row": listed.header_row,
        "mapping": {link.theirs: f"{link.ours}{'?' if link.asked else ''} ({link.why})" for link in listed.links},
        "questions": [f"{each.text} Say {each.answer}" for each in listed.questions],
        "notes": list(listed.notes),
        "changes": [json.loads(row) for row in changes["params"]] if changes.height else [],
        "rows": [] if listed.questions else json.loads(tidied.write_json()),
    }


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.name)
def test_a_list_is_read_as_expected(path: Path) -> None:
    beside = path.with_name(f"{path.name}.told.json")
    told = json.dumps(found(path), indent=1, ensure_ascii=False) + "\n"
    if os.environ.get("ACCEPT"):
        beside.write_text(told, "utf-8")
    assert told == beside.read_text("utf-8")


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.name)
def test_a_list_is_told_from_a_filing(path: Path) -> None:
    assert known(Source(path.name, path)).table


def test_there_are_twenty() -> None:
    assert len(LISTS) == 20


@pytest.mark.parametrize(
    ("name", "asked", "column", "values"),
    [
        ("doubtful_dates.csv", {"dates": "day-first"}, "estimated_arrival", ["2025-04-03", "2025-04-05"]),
        ("doubtful_dates.csv", {"dates": "month-first"}, "estimated_arrival", ["2025-03-04", "2025-05-04"]),
        ("no_currency.ods", {"currency": "usd"}, "value", ["640.5"]),
        ("no_currency.ods", {"currency": "eur"}, "value", ["640.5 EUR"]),
        ("two_lists.xlsx", {"sheet": "Week 2"}, "bill", ["ZZZZ1702"]),
        ("two_lists.xlsx", {"sheet": "List", "values": ("mode=air",)}, "mode", ["air"]),
    ],
)
def test_an_answer_is_taken(name: str, asked: Any, column: str, values: list[str]) -> None:
    told = found(SAMPLES / "lists" / name, **asked)
    assert told["questions"] == []
    assert [row[column] for row in told["rows"]] == values


def test_rows_are_named_as_people_do() -> None:
    assert ranges(runs([2, 3, 4, 7, 9, 10])) == "2-4, 7, 9-10"
