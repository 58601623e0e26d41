"""Code lists: one CSV a list (code, meaning, note), each with its source and date in its first lines."""

import csv
from functools import cache
from importlib import resources


@cache
def load(name: str) -> dict[str, str]:
    """The list `name` as code -> meaning, in the file's order. Shared by all callers: not to be changed."""
    text = resources.files(__name__).joinpath(f"{name}.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return {row["code"]: row["meaning"] for row in rows}
