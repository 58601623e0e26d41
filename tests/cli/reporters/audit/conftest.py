"""Tables of an audit as the engine's workers write them."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from deminimis.scale import tables

KINDS = {
    "long": pl.Int64(), "int": pl.Int32(), "string": pl.String(), "date": pl.Date(), "boolean": pl.Boolean(),
    "array<string>": pl.List(pl.String),
}  # fmt: skip
DAY = date(2025, 3, 4)


def group(number: int, day: date, cents: int) -> dict[str, Any]:
    return {
        "group": number, "consignee_key": f"P{number}", "consignee": f"<b>PERSON {number}</b>, " + "A LONG STREET " * 4,
        "day": day, "year": day.year, "period": "P3", "action": "warn", "limit_cents": 80000, "total_cents": cents,
        "counted_cents": cents, "over": cents > 80000, "verdict": "warn" if cents > 80000 else "clear",
    }  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    groups = [group(1, DAY, 90000), group(2, DAY, 10000), group(3, date(2025, 5, 1), 10000)]
    claims = [
        {"group": 1, "ship": 1, "importer": "12-3456789", "filer": "ZZZ", "verdict": "warn", "move_to": "11"},
        {"group": 2, "ship": 2, "importer": "12-3456789", "filer": "ZZZ", "verdict": "clear"},
        {"group": 3, "ship": 3, "filer": "ZZZ", "verdict": "clear"},
    ]
    found = [{"code": "DM101", "severity": "warning"}]
    for name, rows in (("groups", groups), ("shipments", claims), ("findings", found)):
        columns = {"groups": tables.GROUPS, "shipments": tables.SHIPMENTS, "findings": tables.FINDINGS}[name]
        write(tmp_path / name, pl.DataFrame(rows, schema={each: KINDS[kind] for each, kind in columns.items()}))
    summary = dict.fromkeys(("files", "shipments", "claims", "claimed_cents", "groups", "groups_over"), 3)
    summary |= {
        "shipments_flagged": 1,
        "shipments_unknown": 0,
        "entries_11": 0,
        "entries_01": 0,
        "complete": True,
        "rejected": 0,
    }
    write(tmp_path / "summary", pl.DataFrame([summary]))
    return tmp_path


def write(folder: Path, rows: pl.DataFrame) -> None:
    folder.mkdir()
    rows.write_parquet(folder / "0.parquet")
