"""One run of `deminimis refile`: read, judge, plan, write; and what is said of it."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from deminimis.cli import words
from deminimis.cli.atomic import write_together
from deminimis.cli.exit_codes import CLEAN, FINDINGS
from deminimis.cli.options.refiling import Facts, Wanted
from deminimis.cli.options.request import Request
from deminimis.cli.refile import amend, sheet, told
from deminimis.cli.refile.claims import cells, on_file, refused
from deminimis.cli.refile.complete import planned
from deminimis.cli.refile.given import defaulted, overlaid, united
from deminimis.cli.refile.told import ENTRIES, INCOMPLETE
from deminimis.cli.refile.written import batch
from deminimis.cli.session.anew.detailed import passed
from deminimis.cli.session.anew.numbers import Numbering
from deminimis.cli.session.anew.remembered import known
from deminimis.cli.session.inputs import sources
from deminimis.cli.session.progress import bar
from deminimis.cli.session.report import Report
from deminimis.edi.spreadsheets.sheet import Sending, Terms


@dataclass(frozen=True)
class Outcome:
    """report: of what could not be read; then nothing was written."""

    report: Report | None = None
    said: tuple[str, ...] = ()
    exit_code: int = CLEAN


def refile(request: Request, out: Path, facts: Facts, wanted: Wanted, sending: Sending) -> Outcome:
    """Writes the entries, the sheet and the carrier's list into `out`, together or not at all.

    Raises click.ClickException with a sentence where an option, a table or the ledger cannot be used, OSError.
    """
    inputs = sources(request.paths)
    with bar(inputs, not request.quiet) as progress:
        now = known(inputs, request, progress)
    if not now.report.complete:
        return Outcome(now.report)
    claims = refused(now)
    beside = tuple(told.beside(claims))
    left = FINDINGS if claims.undecided else CLEAN
    if not claims.found.height:
        return Outcome(said=("deminimis: no claim to refile: nothing is written", *beside), exit_code=left)
    terms = Terms(offsets=request.configuration.settings().get("check_digit_offsets", {}))
    table = cells(claims.found, now)
    if facts.with_table is not None:
        table = overlaid(table, facts.with_table, request)
    table = united(defaulted(table, facts.cells()), dict(facts.same))
    plan = planned(table, wanted.grouping, terms, on_file(now), numbered=facts.entry_numbers is not None)
    assert request.ledger_path is not None
    numbers = Numbering(request.ledger_path, facts.entry_numbers, terms.offsets)
    made = batch(plan, plan.complete(), numbers, sending, terms, request)
    partly = batch(plan, plan.lacking(), numbers, sending, terms, request, whole=False) if wanted.incomplete else None
    problems = sheet.to_fill_in(plan, pl.concat([plan.problems, made.problems]))
    entries = pl.concat([made.entries, partly.entries]) if partly else made.entries
    written = plan.cells.select("claim", "entry").unique(maintain_order=True)
    written = written.join(entries.select("entry", "entry_number"), on="entry", how="inner")
    files = {name: each.content for name, each in ((ENTRIES, made), (INCOMPLETE, partly)) if each and each.content}
    if problems.height:
        files[f"{sheet.STEM}.{wanted.form}"] = sheet.content(sheet.rows(plan, problems), wanted.form)
    numbers_of = written.select("claim", "entry_number")
    if listed := amend.rows(claims.found, now.filings, now.report.paths, numbers_of):
        files[amend.NAME] = listed.encode()
    write_together(out, ((name, (content,)) for name, content in files.items()))
    for name in {ENTRIES, INCOMPLETE, amend.NAME, *(f"{sheet.STEM}.{form}" for form in sheet.FORMS)} - set(files):
        (out / name).unlink(missing_ok=True)  # of an earlier run: what lies there is one run's
    where = words.clean(str(out))
    of_made = plan.cells.join(made.entries.select("entry"), on="entry", how="semi")
    lines = (
        *told.entries(claims, made, where), *told.above(plan), *told.foreign(of_made, sending.sent.date()),
        *told.lacking(problems, partly, files, where),
        *told.by_ledger(claims, now), *beside, *passed(now.report),
    )  # fmt: skip
    return Outcome(said=lines, exit_code=FINDINGS if problems.height else left)
