"""Recording one file: its rows, and every verdict that it changes, in one commit; exactly once.

A file is known by its bytes: what is recorded already is not recorded again, whatever its name. The commit is made on
the very state that was judged; if another run was quicker, the file is judged again on the new one.
"""

import hashlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from itertools import chain
from random import random
from typing import Final

import polars as pl

from deminimis.edi.frames.packed import COMPACT, Table
from deminimis.ledger import verdicts
from deminimis.ledger.incoming import Incoming
from deminimis.ledger.judge import Answer, answer
from deminimis.ledger.recall.wanted import Wanted
from deminimis.ledger.spread import spread
from deminimis.ledger.store import pack, table
from deminimis.ledger.store.bucket import Where
from deminimis.ledger.store.lock import turn
from deminimis.ledger.store.maintain import trimmed
from deminimis.ledger.store.parts import Rows, by_kind
from deminimis.ledger.store.schema import ALIAS, ANSWER, EVENTS, FILED, FILINGS, events, filled
from deminimis.ledger.store.table import Conflict, LedgerError, Snapshot
from deminimis.rules.base.settings import Settings

WAIT: Final = table.WAIT
_NAP: Final = 0.5
CONTENT: Final = (*FILINGS.values(), "notice")
_SINCE: Final = {"form_importer"}  # columns that came later: a digest that was recorded before is without them


@dataclass(frozen=True)
class Proposal:
    """What would be recorded for one file on one state of the ledger."""

    snapshot: Snapshot
    answer: Answer
    recorded: int  # its ordinal
    changed: Table  # verdict rows (`verdicts.Changes`)
    run: str


@dataclass(frozen=True)
class Recorded:
    """What became of it. new: False where the same bytes were recorded before, under `recorded`."""

    new: bool
    recorded: int
    answer: Answer
    changed: Table


def record(  # noqa: PLR0913 - what is recorded, and how
    path: Where,
    file: Incoming,
    settings: Settings,
    *,
    run: str = "",
    wait: float = WAIT,
    most: int | None = None,
    before: Callable[[Proposal], None] | None = None,
) -> Recorded:
    """Records `file` in the ledger at `path`, made if there is none.

    run: names the run, so that a run after a kill knows whether the commit was its own. most: as of `answer`. before:
    called with what will be committed, each time that it is judged. Raises LedgerError where it cannot be written, or
    not within `wait` seconds; then nothing is recorded.
    """
    end = time.monotonic() + wait
    with table.private():
        if not table.exists(path):
            table.created(path, wait)
        with turn(path, wait):
            while True:
                snapshot = trimmed(table.opened(path))
                with table.sound(snapshot):
                    seen = snapshot.seen(file.digest)
                    if seen is not None:
                        old = answer(snapshot, file.filings, [seen["recorded"]], settings)
                        return Recorded(False, seen["recorded"], old, Table([pl.DataFrame(schema=EVENTS)], 0))
                    proposal = propose(snapshot, file, settings, run, most)
                    rows = _rows(file, proposal, settings)
                if before:
                    before(proposal)
                try:
                    table.commit(snapshot, rows, f"file {file.digest}")
                except Conflict:
                    if time.monotonic() > end:
                        raise LedgerError(
                            f"{path}: other runs were quicker for {wait:.0f} seconds; nothing was recorded, try again"
                        ) from None
                    time.sleep(random() * _NAP)  # where there is no lock to wait for, not all of them at once
                    continue
                return Recorded(True, proposal.recorded, proposal.answer, proposal.changed)


def propose(snapshot: Snapshot, file: Incoming, settings: Settings, run: str = "", most: int | None = None) -> Proposal:
    """Judges `file` on `snapshot`: what would be recorded.

    What it changes may bear on claims that float, whose verdicts then need more to be read: until that is all.
    """
    number, more, everything = snapshot.next, Wanted(), False
    judged: Answer | None = None
    while True:
        judged = answer(
            snapshot, file.filings, [None], settings,
            notices=file.intake.notices, more=more, everything=everything, last=judged, most=most,
        )  # fmt: skip
        changes = verdicts.changes(snapshot, judged, number, settings.policy)
        more = spread(judged, changes, number, settings)
        everything |= more.everything
        if more.size() == judged.more.size():
            return Proposal(snapshot, judged, number, changes.events, run)


def _rows(file: Incoming, proposal: Proposal, settings: Settings) -> Rows:
    rows = by_kind(pack.packed(file.filings, file.intake.notices, proposal.recorded))
    report = file.intake.files[0]
    about = {
        "recorded": proposal.recorded,
        "digest": file.digest,
        "content": content(rows),
        "name": file.name,
        "run": proposal.run,
        "recorded_at": datetime.now(UTC).replace(tzinfo=None),
        "reference": file.reference,
        "reference_from": file.reference_from,
        "control": list(file.control),
        "policy_date": settings.policy_date,
        "match": settings.match,
        "format": report.format,
        "messages": report.messages,
        "records": report.records,
        "shipments": report.shipments,
    }
    head = events(pl.DataFrame([about], infer_schema_length=1), "file")
    return {**by_kind([head]), **rows, **by_kind(chain([_aliases(proposal)], _verdicts(proposal)))}


def _verdicts(proposal: Proposal) -> Iterator[pl.DataFrame]:
    """The verdicts as rows of the table, of which most columns are of other kinds: part by part."""
    frames = proposal.changed.frames()
    return (events(part, "verdict") for frame in frames for part in frame.iter_slices(COMPACT))


def _aliases(proposal: Proposal) -> pl.DataFrame:
    """Who is joined by the filings of the new file's bills, as far as the ledger does not know it."""
    found = proposal.answer.recalled.joined
    if not found.height:
        return found
    keys = ["k_who", "k_name", "k_id", "eda"]
    known = proposal.snapshot.scan(ALIAS).select(keys).collect()
    fresh = found.join(known, on=keys, how="anti", nulls_equal=True)
    return fresh.with_columns(recorded=pl.lit(proposal.recorded, pl.Int64))


def content(rows: Rows) -> str:
    """SHA-256 of the rows of one file, of what was read from it: names of columns, and values in a fixed order."""
    digest = hashlib.sha256()
    for kind in CONTENT:
        digest.update(kind.encode() + b"\n")
        order = ["seq", "line_no", "bill"] if kind != "notice" else ["line", "byte", "code", "bill", "entry"]
        parts = rows[kind].parts if kind in rows else [pl.DataFrame(schema=EVENTS)]
        for number, part in enumerate(parts):  # in order of `seq`, so that each is sorted by itself
            digest.update(_as_text(part, order, header=number == 0))
    return digest.hexdigest()


def _as_text(part: pl.DataFrame | bytes, order: list[str], *, header: bool) -> bytes:
    frame = pl.read_parquet(BytesIO(part)) if isinstance(part, bytes) else part
    told = filled(frame, [name for name in (*FILED, *ANSWER) if name not in _SINCE])
    lists = [name for name, dtype in told.schema.items() if isinstance(dtype, pl.List)]
    told = told.with_columns(pl.col(name).list.join("\x1f") for name in lists)
    told = told.sort(order, maintain_order=True, nulls_last=True)
    return told.write_csv(separator="\t", include_header=header).encode()


def repeats(snapshot: Snapshot, file: Incoming) -> list[tuple[str, str]]:
    """Interchanges of `file` whose control number other bytes were recorded under: (control, name of that file)."""
    if not file.control or not snapshot.files.height:
        return []
    others = snapshot.files.filter(pl.col("digest") != file.digest).select("name", "control").explode("control")
    found = others.filter(pl.col("control").is_in(list(file.control))).unique("control", keep="first")
    return [(row["control"], row["name"]) for row in found.iter_rows(named=True)]
