"""The CSV tables that come with this package."""

import csv
from pathlib import Path


def rows(name: str) -> list[dict[str, str]]:
    """The rows of <name>.csv: column -> text."""
    text = Path(__file__).with_name(f"{name}.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))
