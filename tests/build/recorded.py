"""Filings as frames, recorded without files: what the ledger makes of any order and any split."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from deminimis.edi.frames.notices import NOTICES
from deminimis.edi.frames.shipments import Filings
from deminimis.edi.reading.intake import FileReport, Findings, Intake
from deminimis.ledger import verdicts, verify
from deminimis.ledger.incoming import Incoming
from deminimis.ledger.record import Recorded, record
from deminimis.ledger.store.table import Snapshot
from deminimis.rules.base.settings import Settings
from tests.build.scenario import IRIS, filings

AS_OF = date(2026, 11, 21)
SETTINGS = Settings(as_of=AS_OF)
SAID = ["ref", "consignee_key", "day", "verdict", "role", "value_cents", "period", "provisional", "responses"]
MANIFEST = {"kind": "manifest", "filed_on": "2025-01-15", "origin": "GB", "consignee": IRIS, "claim": True}


def bill(number: int, cents: int, day: str = "2025-03-03", **more: Any) -> dict[str, Any]:
    """A manifest bill that claims."""
    return MANIFEST | {"action": "add", "bill": f"ABCDB{number}", "value_cents": cents, "eda": day} | more


def arrival(number: int, at: str, code: str = "19", path: str = "ocean") -> dict[str, Any]:
    """A notice of CBP that a bill arrived."""
    return {"notice": code, "bill": f"ABCDB{number}", "path": path, "posted_at": datetime.fromisoformat(at)}


def incoming(rows: list[dict[str, Any]], number: int) -> Incoming:
    """A file that says `rows`: shipments, and notices (`arrival`)."""
    shipments = [row for row in rows if "notice" not in row]
    told = [{"file": 0, "line": n, "byte": n, "format": "camir-ocean", "code": row["notice"], "direction": "read"} | row
            for n, row in enumerate(rows) if "notice" in row]  # fmt: skip
    notices = pl.DataFrame([{name: row.get(name) for name in NOTICES} for row in told], schema=NOTICES)
    frames = filings(shipments)
    frames = Filings(frames.shipments.with_columns(pl.col("filed_on").fill_null(AS_OF)), *_others(frames))
    report = FileReport(f"{number}.edi", "catair-se", "checked", 1, len(shipments), len(shipments), len(shipments))
    intake = Intake([report], frames, notices, Findings())
    digest = hashlib.sha256(f"{number} {rows}".encode()).hexdigest()
    return Incoming(f"{number}.edi", digest, (), intake, AS_OF, "as-of")


def _others(frames: Filings) -> tuple[pl.DataFrame, ...]:
    return frames.bills, frames.lines, frames.forms


def recorded(path: Path, files: Iterable[Incoming], settings: Settings = SETTINGS) -> list[Recorded]:
    """All files in order, one commit each."""
    return [record(path, file, settings) for file in files]


def as_recorded(snapshot: Snapshot) -> pl.DataFrame:
    """The verdicts that the ledger holds."""
    return verify.held(snapshot).select(SAID).sort(SAID, nulls_last=True)


def judged_at_once(snapshot: Snapshot, settings: Settings = SETTINGS) -> pl.DataFrame:
    """The verdicts of one judgement of everything in the ledger."""
    rows = verdicts.said(verify.whole(snapshot, settings), settings.policy, snapshot.next)
    return rows.select(SAID).sort(SAID, nulls_last=True)
