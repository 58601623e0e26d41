"""The report formats: one a file, and the one dict that lists them."""

from collections.abc import Callable
from typing import Final

from deminimis.cli.report import Report
from deminimis.cli.reporters import csv, github, html, json, jsonl, junit, mail, sarif, short, text, xlsx

Render = Callable[[Report], str | bytes]

REPORTERS: Final[dict[str, Render]] = {
    "text": text.render,
    "json": json.render,
    "jsonl": jsonl.render,
    "csv": csv.render,
    "github": github.render,
    "sarif": sarif.render,
    "junit": junit.render,
    "mail": mail.render,
    "html": html.render,
    "xlsx": xlsx.render,
}

# what --summary-only gives instead, in the formats that can do with less
SHORT: Final[dict[str, Render]] = {"text": short.render, "jsonl": jsonl.render_short, "mail": mail.render_short}
