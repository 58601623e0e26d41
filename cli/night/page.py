"""The morning page, `night-DATE.html` and `.xlsx`: the worklist, what CBP answered, and the files of a day.

It is of all runs that began on the day, written anew by each run that had files, and by the next one where a run was
ended before it could.
"""

import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

import polars as pl

from deminimis.cli import words
from deminimis.cli.night.outbox import LOG, Outbox, lines_of
from deminimis.cli.night.summary import KINDS, Summary
from deminimis.cli.options.request import Request
from deminimis.cli.reporters.page import page
from deminimis.cli.reporters.page.tables import CLAIM, Column, arrival, claim, filled
from deminimis.cli.reporters.parts import worklist as parts
from deminimis.cli.reporters.parts.workbook import Book
from deminimis.cli.session.followed import of_ledger
from deminimis.cli.session.mask import mask
from deminimis.ledger.reconcile import CATEGORIES, FINE, reconcile
from deminimis.ledger.stood import Span
from deminimis.ledger.store import table
from deminimis.ledger.store.table import Snapshot

NAME: Final = "night-{}"
_BACK: Final = timedelta(days=7)  # claims of earlier nights that are still shown, by their arrival
_MOST: Final = 2000  # rows of a table; the workbook has more
_ANSWERS: Final = (
    Column("category", "What"), Column("bill", "Bill"), Column("entry", "Entry"),
    Column("day", "Arrival", sort="iso"), Column("consignee", "Consignee", "person"), Column("cbp", "CBP"),
    Column("predicted", "Predicted here"), Column("reason", "Why", "person"), Column("file", "File", "where"),
)  # fmt: skip
_FILES: Final = (
    Column("time", "Time (UTC)"), Column("file", "File", "where"), Column("status", "Status"),
    Column("format", "Format"), Column("shipments", "Shipments", "num"), Column("told", "What", "what"),
)  # fmt: skip


@dataclass(frozen=True)
class Morning:
    """What the page is made from. rows: of `cli.session.followed`; first: the ordinal of the first file of the day."""

    day: date
    rows: pl.DataFrame
    first: int
    answers: pl.DataFrame  # ledger.reconcile.COLUMNS
    log: list[dict[str, Any]]  # lines about files
    summary: Summary
    at: datetime


def written(outbox: Outbox, job: str, request: Request, summary: Summary, day: date) -> bool:
    """Writes both, each whole, where there is something new to show: whether. Raises OSError, click.ClickException."""
    targets = {outbox.folder / f"{NAME.format(day)}.{form}": render for form, render in FORMS.items()}
    log = _lines(outbox.folder / LOG, day)
    if not summary.files and (not log or all(_newer(each, outbox.folder / LOG) for each in targets)):
        return False
    morning = _gathered(request, log, summary, day)
    place = outbox.place(job)
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    for target, render in targets.items():
        new = place / target.name
        with new.open("wb") as stream:
            stream.write(render(morning))
            stream.flush()
            os.fsync(stream.fileno())
        new.replace(target)
    outbox.discard(job)
    return True


def _newer(page_of: Path, log: Path) -> bool:
    return page_of.is_file() and page_of.stat().st_mtime_ns >= log.stat().st_mtime_ns


def _midnight(day: date) -> datetime:
    """When the day began here, in UTC."""
    return datetime.combine(day, time.min).astimezone(UTC)


def _lines(log: Path, day: date) -> list[dict[str, Any]]:
    """The lines of the log since the day began."""
    begin = _midnight(day).isoformat(timespec="seconds")
    return lines_of(log, begin)


def _gathered(request: Request, log: list[dict[str, Any]], summary: Summary, day: date) -> Morning:
    assert request.ledger is not None

    def first_of(snapshot: Snapshot) -> int:
        since = snapshot.files.filter(pl.col("recorded_at") >= _midnight(day).replace(tzinfo=None))["recorded"]
        return int(str(since.min())) if len(since) else snapshot.next

    def answered(snapshot: Snapshot) -> pl.DataFrame:
        told = snapshot.scan("notice").filter(pl.col("recorded") >= first).select("recorded").unique().collect()
        return reconcile(snapshot, told["recorded"].sort(), silent=False)

    first = table.read(request.ledger.path, first_of)
    rows = of_ledger(request, Span(since=day - _BACK, first=first)).rows
    answers = table.read(request.ledger.path, answered)
    if request.mask:
        names = [mask(name) if name else name for name in answers["consignee"]]
        answers = answers.with_columns(pl.Series("consignee", names, dtype=pl.String))
    todo = parts.unfinished(rows).sort(
        pl.col("late").not_(), "importer", "day", "consignee", maintain_order=True, nulls_last=True
    )
    rank = pl.Enum([*CATEGORIES[len(FINE) :], *FINE])
    answers = answers.sort(pl.col("category").cast(rank), maintain_order=True)
    settled = rows.filter(pl.col("state") == "accepted")
    return Morning(day, pl.concat([todo, settled]), first, answers, log, summary, datetime.now(UTC))


def _html(morning: Morning) -> bytes:
    todo = parts.unfinished(morning.rows)
    top = [claim(row) | _new(row, morning.first) for row in todo.head(_MOST).iter_rows(named=True)]
    answers = [_answer(row) for row in morning.answers.head(_MOST).iter_rows(named=True)]
    files = [_file(line) for line in morning.log[:_MOST]]
    made = page(
        "night.html",
        title=f"De minimis: {words.day(morning.day)}",
        answer=f"{morning.summary.about_files} {parts.sentence(morning.rows)}".strip(),
        tone="bad" if todo.height or morning.summary.about_files else "fine",
        at=f"{morning.at:%H:%M} UTC",
        last=morning.summary.answer or morning.summary.kinds + ".",
        since=words.day(morning.day - _BACK),
        steps=parts.steps(list(todo.iter_rows(named=True))),
        way=parts.way(todo),
        worklist=top,
        worklist_columns=filled(CLAIM, top),
        worklist_caption=words.many(todo.height, "bill"),
        worklist_more=_more(todo.height - len(top)),
        answers=answers,
        answers_said=_answers_said(morning.answers),
        answers_columns=filled(_ANSWERS, answers),
        answers_caption=words.many(morning.answers.height, "entry or bill", "entries or bills"),
        answers_more=_more(morning.answers.height - len(answers)),
        files=files,
        files_said=_files_said(morning),
        files_columns=filled(_FILES, files),
        files_caption=words.many(len(morning.log), "file"),
        files_more=_more(len(morning.log) - len(files)),
    )
    return made.encode()


def _new(row: dict[str, Any], first: int) -> dict[str, str]:
    return {"new": "new" if (row["recorded"] or 0) >= first else ""}


def _more(hidden: int) -> str:
    return f"... and {hidden:,} more: the workbook has them" if hidden else ""


def _answer(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "category": row["category"],
        "bill": words.clean(row["bill"]),
        "entry": words.entry(row["entry"]),
        **arrival(row["day"]),
        "consignee": words.clean(row["consignee"]),
        "cbp": f"{row['cbp'] or 'says'} ({words.clean(row['code'] or row['text'])})",
        "predicted": "no overage" if row["predicted"] == "clear" else row["predicted"] or "",
        "reason": row["reason"] or "",
        "file": words.clean(row["file"]),
    }


def _file(line: dict[str, Any]) -> dict[str, Any]:
    return {
        "time": line["time"][11:16],
        "file": words.clean(line["file"]),
        "status": dict(KINDS).get(line["status"], line["status"]),
        "format": line.get("format") or "",
        "shipments": line.get("shipments") or "",
        "told": words.clean(line.get("told")),
    }


def _answers_said(answers: pl.DataFrame) -> str:
    if not answers.height:
        return "None came."
    counts = Counter(answers["category"].to_list())
    told = ", ".join(f"{counts[each]:,} {each}" for each in (*CATEGORIES[len(FINE) :], *FINE) if counts[each])
    return f"{words.many(answers.height, 'entry or bill', 'entries or bills')}: {told}."


def _files_said(morning: Morning) -> str:
    counts = Counter(line["status"] for line in morning.log)
    told = ", ".join(f"{counts[status]:,} {word}" for status, word in KINDS if counts[status])
    return f"{words.many(len(morning.log), 'file')}: {told}."


def _xlsx(morning: Morning) -> bytes:
    book = Book(f"De minimis {morning.day}", hides_empty=True)
    parts.sheet(book, parts.unfinished(morning.rows), importers=True)
    answers = [_answer(row) for row in morning.answers.iter_rows(named=True)]
    book.table("CBP", _heads(_ANSWERS), ([row[each.key] for each in _ANSWERS] for row in answers), len(answers))
    files = [_file(line) for line in morning.log]
    book.table("Files", _heads(_FILES), ([row[each.key] for each in _FILES] for row in files), len(files))
    return book.content()


def _heads(columns: Sequence[Column]) -> list[tuple[str, int]]:
    widths = {"person": 40, "what": 60, "where": 30, "num": 10}
    return [(each.title, widths.get(each.style, 16)) for each in columns]


FORMS: Final[dict[str, Callable[[Morning], bytes]]] = {"html": _html, "xlsx": _xlsx}
