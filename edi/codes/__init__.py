"""Code lists: one CSV a list (code, meaning, note), each with its source and date in its first lines."""

import csv
from collections.abc import Iterator
from functools import cache
from importlib import resources


@cache
def load(name: str) -> dict[str, str]:
    """The list `name` as code -> meaning, in the file's order. Shared by all callers: not to be changed."""
    return {row["code"]: row["meaning"] for row in _rows(name)}


@cache
def notes(name: str) -> dict[str, str]:
    """The list `name` as code -> note, in the file's order; "" where there is none. Not to be changed either."""
    return {row["code"]: row["note"] for row in _rows(name)}


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = resources.files(__name__).joinpath(f"{name}.csv").read_text(encoding="utf-8")
    yield from csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
