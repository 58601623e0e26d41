"""What a monitor asks: did the last run end, what waits, what failed. Each run notes here that it began and ended."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from deminimis.cli import words
from deminimis.cli.exit_codes import CLEAN, FINDINGS, NOT_CHECKED
from deminimis.cli.night.inbox import Inbox
from deminimis.cli.night.summary import waits
from deminimis.ledger.store.lock import turn

FILE: Final = "batch.status.json"
LOCK: Final = ".batch.jsonl.lock"  # the same that the log is written under
_NEW: Final = ".batch.status.new"
_WAIT: Final = 60.0
_KNOWN: Final = ("last", "work", "unfinished")
_STATES: Final = {CLEAN: "OK", FINDINGS: "WARNING", NOT_CHECKED: "CRITICAL"}


def noted(out: Path, inbox: Inbox, ended: dict[str, Any] | None = None) -> None:
    """Notes that this job began, or how it ended. Raises OSError."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    with turn(out, _WAIT, LOCK):
        known = read(out)
        began = known["unfinished"].pop(inbox.job, now)
        if ended is None:
            known["unfinished"][inbox.job] = began
        else:
            known["last"] = {"began": began, "ended": now, **ended}
            if ended["files"] or ended["stopped"]:
                known["work"] = known["last"]
            # what was killed was gone on with by now
            known["unfinished"] = {job: at for job, at in known["unfinished"].items() if inbox.alive(job)}
        new = out / _NEW
        new.unlink(missing_ok=True)  # of a run that was killed here
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as stream:
            stream.write(json.dumps(known, indent=1) + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        new.replace(out / FILE)


def read(out: Path) -> dict[str, Any]:
    """last: the run that ended last. work: the last one with files. unfinished: when each other one began, by its job.

    Each is empty where there is none.
    """
    try:
        known = json.loads((out / FILE).read_text("utf-8"))
        return {name: dict(known[name]) for name in _KNOWN}
    except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, TypeError):
        return {name: {} for name in _KNOWN}


@dataclass(frozen=True)
class Status:
    """code: 0 all is well, 1 something waits, 2 the last run did not end as it should. lines: the gravest first."""

    code: int
    lines: list[str]

    def told(self) -> Iterator[str]:
        """The lines, behind the word that monitors look for."""
        first, *rest = self.lines
        yield f"deminimis batch {_STATES[self.code]}: {first}"
        yield from rest


def status(inbox: Inbox, out: Path, within: float, broken: str = "", now: datetime | None = None) -> Status:
    """How it stands. within: hours in which a run should have ended. broken: what is wrong with the ledger."""
    now = now or datetime.now(UTC)
    known = read(out)
    found = [
        *([(NOT_CHECKED, words.clean(broken))] if broken else []),
        *_runs(known, inbox, now, within),
        *_waiting(known["last"], inbox),
    ]
    found.sort(key=lambda each: -each[0])  # stable: else in this order
    return Status(max(code for code, _ in found), [text for _, text in found])


def _runs(known: dict[str, Any], inbox: Inbox, now: datetime, within: float) -> Iterator[tuple[int, str]]:
    last = known["last"]
    if not last:
        yield NOT_CHECKED, "No run has ended yet that wrote to this folder."
    else:
        ended = datetime.fromisoformat(last["ended"])
        when = f"{ended:%Y-%m-%d %H:%M} UTC"
        if last["stopped"]:
            yield NOT_CHECKED, f"The last run stopped, {when}: {words.clean(last['stopped'])}."
        if now - ended > timedelta(hours=within):
            hours = (now - ended).total_seconds() / 3600
            yield NOT_CHECKED, f"No run has ended for {hours:,.0f} hours, and one was expected within {within:g}."
        work = known["work"]
        yield CLEAN, f"The last run ended {when}: {_of(last)}"
        if work and work != last:
            at = datetime.fromisoformat(work["ended"])
            yield CLEAN, f"The last one with files ended {at:%Y-%m-%d %H:%M} UTC: {_of(work)}"
    for job, began in known["unfinished"].items():
        since = f"{datetime.fromisoformat(began):%Y-%m-%d %H:%M} UTC"
        if inbox.alive(job):
            yield CLEAN, f"A run is at work since {since}."
        else:
            yield NOT_CHECKED, f"A run that began {since} was ended on its way; the next one goes on with its files."


def _of(run: dict[str, Any]) -> str:
    files = words.many(run["files"], "file") if run["files"] else "no files"
    told = f". {words.clean(run['told'])}" if run["files"] and run["told"] else "."
    return f"{files}, exit code {run['exit']}{told}"


def _waiting(last: dict[str, Any], inbox: Inbox) -> Iterator[tuple[int, str]]:
    if waiting := inbox.failed():
        yield FINDINGS, waits(waiting)
    began = datetime.fromisoformat(last["began"]).timestamp() if last else 0.0
    left = inbox.lying(before=began)
    if left:
        yield FINDINGS, f"{words.many(len(left), 'file')} in the inbox that the last run did not take: {_names(left)}."
    if folders := inbox.folders():
        yield FINDINGS, f"Passed over, since only files of the inbox itself are taken: {_names(folders)}."


def _names(names: list[str], most: int = 20) -> str:
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return ", ".join(words.clean(name) for name in names[:most]) + more
