"""What stands in the tables of pages: which columns, and the row of a refused claim, alike on every page."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from deminimis.cli import words
from deminimis.cli.reporters.parts import worklist as parts
from deminimis.rules.entries.which_type import INFORMAL


class Column(NamedTuple):
    """style: a class of style.css. sort: the key of what it is sorted by, where that is not what is read."""

    key: str
    title: str
    style: str = "fix"
    sort: str = ""


CLAIM: Final = (
    Column("late", ""), Column("importer", "Importer"), Column("day", "Arrival", sort="iso"), Column("bill", "Bill"),
    Column("value", "Value", "num", "cents"), Column("file_as", "File as"), Column("state", "State"), Column("new", ""),
    Column("entry", "Entry"), Column("replaced", "Replaced by"), Column("said", "CBP"),
    Column("consignee", "Consignee", "person"), Column("why", "Why", "person"), Column("where", "Where", "where"),
)  # fmt: skip


def filled(columns: Sequence[Column], rows: Sequence[dict[str, Any]]) -> list[Column]:
    """The columns in which something stands."""
    return [each for each in columns if any(row.get(each.key) for row in rows)]


def claim(row: dict[str, Any]) -> dict[str, Any]:
    """A row of the worklist (FOLLOWED with `path`), by the keys of CLAIM."""
    return {
        "late": "LATE" if row["late"] else "",
        "importer": words.clean(row.get("importer")),
        **arrival(row["day"]),
        "bill": words.clean(row["bill"]),
        "value": words.value(row),
        "cents": row["value_cents"] or 0,
        "file_as": row["file_as"] or "",
        "state": row["state"],
        "entry": words.entry(row["entry_number"]),
        "replaced": parts.replaced(row),
        "said": parts.said(row),
        "consignee": words.clean(row["consignee"]),
        "why": (row["why"] or "") if row["file_as"] != INFORMAL else "",
        "where": place(row),
    }


def arrival(day: date | None) -> dict[str, str]:
    """A day, short, and as it is sorted; blank where it is not known, as that of what is not on file."""
    return {"day": f"{day.day} {day:%b %Y}" if day else "", "iso": day.isoformat() if day else ""}


def place(row: dict[str, Any]) -> str:
    """`path` and `line` of a row."""
    return f"{words.clean(row['path'])}:{row['line']}" if row["path"] else ""
