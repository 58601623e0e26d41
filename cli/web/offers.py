"""What of a report can be downloaded: each under one fixed name, made when it is first asked for."""

import csv
import io
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

import click

from deminimis.cli.options.ledger import default_path
from deminimis.cli.options.refiling import Facts, Wanted
from deminimis.cli.options.request import Request
from deminimis.cli.refile.run import refile
from deminimis.cli.reporters import REPORTERS, bills_to_move
from deminimis.cli.reporters import worklist as forms
from deminimis.cli.respond.run import Sent, responded
from deminimis.cli.session.followed import with_paths
from deminimis.cli.session.report import Report
from deminimis.cli.web.jobs import Job
from deminimis.edi.spreadsheets.sheet import Sending


class House(NamedTuple):
    """How this run judges, what `refile` knows beyond the filings, and where past nights lie."""

    request: Request
    facts: Facts
    wanted: Wanted
    nights: Path | None = None


class Offer(NamedTuple):
    """A download: its title, what it is for, its media type, and what makes it of a job."""

    title: str
    about: str
    media: str
    make: Callable[[Job, House], bytes]


def _report(form: str) -> Callable[[Job, House], bytes]:
    def make(job: Job, _house: House) -> bytes:
        content = REPORTERS[form](_of(job))
        return content.encode() if isinstance(content, str) else content

    return make


def _worklist(form: str) -> Callable[[Job, House], bytes]:
    def make(job: Job, _house: House) -> bytes:
        report = _of(job)
        rows = with_paths(report.worklist, report.paths)
        made = forms.FORMS[form](forms.Worklist(rows, report.settings.as_of.isoformat(), report.complete, False))
        return made.encode() if isinstance(made, str) else made

    return make


def _moves(job: Job, _house: House) -> bytes:
    return bills_to_move.render(_of(job)).encode()


def _of(job: Job) -> Report:
    assert job.report is not None
    return job.report


def entries(job: Job, house: House) -> bytes:
    """Entries in place of refused claims, the sheet of what they lack, and the bills to amend, zipped.

    Raises click.ClickException with a sentence where there is nothing to file, or it cannot be.
    """
    facts = house.facts._replace(with_table=job.sheet) if job.sheet else house.facts
    asked = replace(
        house.request,
        paths=tuple(str(each.path) for each in job.sources),
        quiet=True,
        ledger_path=house.request.ledger_path or default_path(),
    )
    with tempfile.TemporaryDirectory(dir=job.folder) as name:
        out = Path(name) / "out"
        outcome = refile(asked, out, facts, house.wanted, Sending(sent=datetime.now()))
        if outcome.report is not None:
            raise click.ClickException("not everything could be read: see the report")
        names = {str(each.path): each.name for each in job.sources}
        files = {path.name: _renamed(path, names) for path in sorted(out.glob("*"))} if out.is_dir() else {}
        if not files:
            raise click.ClickException("; ".join(outcome.said).removeprefix("deminimis: "))
        said = "\n".join(line.replace(f"{out}/", "").removeprefix("deminimis: ") for line in outcome.said) + "\n"
        return _zipped(files | {"what-was-done.txt": said.encode()})


def _renamed(path: Path, names: dict[str, str]) -> bytes:
    """A list whose `file` is where an upload was kept says the name of the upload."""
    content = path.read_bytes()
    if path.suffix != ".csv":
        return content
    rows = csv.reader(io.StringIO(content.decode()))
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([names.get(cell, cell) for cell in row] for row in rows)
    return out.getvalue().encode()


def replies(job: Job, house: House) -> bytes:
    """The messages that ACE would answer with, zipped. Raises click.ClickException where there are none."""
    with tempfile.TemporaryDirectory(dir=job.folder) as name:
        out = Path(name) / "out"
        done = responded(job.sources, house.request, out, Sent())
        if done.planned is None:
            raise click.ClickException("not everything could be read: see the report")
        if not done.written:
            raise click.ClickException("there is nothing that ACE would answer, as far as its codes are published")
        return _zipped({each.name: (out / each.name).read_bytes() for each in done.written})


def _zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


_SHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CSV: Final = "text/csv; charset=utf-8"
_ZIP: Final = "application/zip"
OFFERS: Final[dict[str, Offer]] = {
    "report.html": Offer("Report", "to read, sort and filter", "text/html; charset=utf-8", _report("html")),
    "report.xlsx": Offer("Report as a workbook", "the same in Excel", _SHEET, _report("xlsx")),
    "worklist.xlsx": Offer("Worklist", "refused claims, late ones first", _SHEET, _worklist("xlsx")),
    "worklist.csv": Offer("Worklist as CSV", "the same for other programs", _CSV, _worklist("csv")),
    "bills-to-move.csv": Offer("Bills to move", "the fewest, so that the rest is within the limit", _CSV, _moves),
    "entries.zip": Offer("Entries", "type 11 or 01 in place of refused claims, and what they lack", _ZIP, entries),
    "answers.zip": Offer("Answers", "what ACE would answer, as far as its codes are published", _ZIP, replies),
    "report.json": Offer("Report as JSON", "for programs", "application/json", _report("json")),
}
