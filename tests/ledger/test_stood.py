"""Refused claims by the verdicts on record are those of one judgement of everything in the ledger."""

import os
import random
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from deminimis.edi.frames.notices import NO_NOTICES
from deminimis.ledger import verify
from deminimis.ledger.follow import remembered
from deminimis.ledger.stood import Span, stood
from deminimis.ledger.store import table
from tests.build.recorded import SETTINGS, bill, incoming, recorded
from tests.ledger.test_closure import files

SEEDS = range(int(os.environ.get("SEED", "0")), int(os.environ.get("SEED", "0")) + int(os.environ.get("EXAMPLES", "6")))
SAID = [
    "bill", "entry_number", "consignee", "day", "period", "value_cents", "verdict", "state", "late", "refused_by",
    "refiled_by", "refiled_type", "answer", "file_as", "who", "next",
]  # fmt: skip
ANSWER = {"path": "entry", "format": "catair-sx", "kind": "status"}


def _moved(row: dict[str, Any]) -> dict[str, Any]:
    """The filing, in the days of the suspension."""
    return row | {name: row[name].replace("2025-03", "2026-12").replace("2025-01", "2026-11")
                  for name in ("eda", "filed_on") if row.get(name)}  # fmt: skip


def _night(seed: int) -> list[list[dict[str, Any]]]:
    """Filings in a file or several, and what CBP says of some of their entries."""
    chance = random.Random(seed)
    told = [
        {"notice": chance.choice(["01", "98", "1C", "19"]), "path": chance.choice(["entry", "ocean"]),
         "bill": f"ABCDB{chance.randint(1, 6)}", "entry": chance.choice([None, f"E{chance.randint(1, 6)}"]),
         "posted_at": datetime(2026, 12, chance.randint(1, 9), 12), "entry_type": chance.choice([None, "86", "11"])}
        for _ in range(chance.randint(0, 3))
    ]  # fmt: skip
    night = [[_moved(row) for row in one] for one in files(seed)]
    return night + ([told] if told else [])


def _rows(rows: pl.DataFrame) -> list[Any]:
    return sorted(rows.select(SAID).rows(), key=repr)


@pytest.mark.parametrize("seed", SEEDS)
def test_as_one_judgement_of_everything(seed: int, tmp_path: Path) -> None:
    recorded(tmp_path / "l", [incoming(rows, n) for n, rows in enumerate(_night(seed))])
    snapshot = table.opened(tmp_path / "l")
    whole = remembered(snapshot, verify.whole(snapshot, SETTINGS), NO_NOTICES, everything=True).followed(SETTINGS)
    assert _rows(stood(snapshot, Span(), SETTINGS)[0]) == _rows(whole)


def test_a_span_has_what_arrives_or_is_filed_in_it_and_nothing_else(tmp_path: Path) -> None:
    days = {1: "2026-12-01", 2: "2026-12-10", 3: "2026-12-20"}
    recorded(tmp_path / "l", [incoming([bill(n, 100, day)], n) for n, day in days.items()])
    entry = bill(1, 100) | {"kind": "entry", "entry": "E1", "entry_type": "11", "claim": False, "eda": "2026-12-01"}
    recorded(tmp_path / "l", [incoming([entry], 4)])
    snapshot = table.opened(tmp_path / "l")

    def bills(span: Span) -> dict[str, str]:
        return dict(stood(snapshot, span, SETTINGS)[0].select("bill", pl.col("state").cast(pl.String)).rows())

    assert bills(Span(since=date(2026, 12, 5))) == {"ABCDB2": "open", "ABCDB3": "open"}
    assert bills(Span(first=4)) == {"ABCDB1": "refiled"}
    assert bills(Span(since=date(2026, 12, 15), first=4)) == {"ABCDB1": "refiled", "ABCDB3": "open"}
