"""The report of an audit, from tables as the engine's workers write them."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from deminimis.cli.reporters import audit, audit_page
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
    summary |= {"shipments_flagged": 1, "shipments_unknown": 0, "entries_11": 0, "entries_01": 0, "complete": True}
    write(tmp_path / "summary", pl.DataFrame([summary]))
    return tmp_path


def write(folder: Path, rows: pl.DataFrame) -> None:
    folder.mkdir()
    rows.write_parquet(folder / "0.parquet")


def test_the_text_has_importers_and_keeps_to_eighty_columns(folder: Path) -> None:
    lines = audit.text(folder).splitlines()
    assert max(map(len, lines)) <= 80
    at = lines.index("By importer")
    assert [line.split() for line in lines[at + 2 : at + 4]] == [["12-3456789", "2", "1", "0", "1"], ["-", *"1000"]]


def test_the_page_draws_months_and_obeys_no_filing(folder: Path) -> None:
    page = audit_page.html(folder)
    assert "<b>PERSON" not in page
    assert "&lt;b&gt;PERSON 1" in page
    assert "March 2025: 1 of 2 consignee days" in page
    assert "May 2025: 0 of 1 consignee day<" in page
    assert all(f"By {who}</h2>" in page for who in ("importer", "filer", "consignee"))


def test_without_anything_above_the_limit_nothing_is_drawn(folder: Path) -> None:
    rows = pl.read_parquet(folder / "groups" / "0.parquet").with_columns(over=pl.lit(False), verdict=pl.lit("clear"))
    rows.write_parquet(folder / "groups" / "0.parquet")
    assert "<svg" not in audit_page.html(folder)
