"""One run of `deminimis refile`: read, judge, plan, write; and what is said of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import polars as pl

from deminimis.cli import words
from deminimis.cli.atomic import write_together
from deminimis.cli.exit_codes import CLEAN, FINDINGS
from deminimis.cli.options.refiling import Facts, Wanted
from deminimis.cli.options.request import Request
from deminimis.cli.refile import amend, sheet
from deminimis.cli.refile.claims import cells, refused
from deminimis.cli.refile.complete import planned
from deminimis.cli.refile.given import defaulted, overlaid, united
from deminimis.cli.refile.numbers import numbered
from deminimis.cli.refile.written import Batch, batch
from deminimis.cli.session.anew.detailed import judged_in_detail, passed
from deminimis.cli.session.inputs import sources
from deminimis.cli.session.progress import bar
from deminimis.cli.session.report import Report
from deminimis.edi.spreadsheets.sheet import Sending, Terms

ENTRIES = "entries.edi"


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
        report, filings = judged_in_detail(inputs, request, progress)
    if not report.complete:
        return Outcome(report)
    found = refused(report.judgement)
    if not found.height:
        return Outcome(said=("deminimis: no claim of these files is refused: nothing is written",))
    terms = Terms(offsets=request.configuration.settings().get("check_digit_offsets", {}))
    table = cells(found, filings)
    if facts.with_table is not None:
        table = overlaid(table, facts.with_table)
    table = united(defaulted(table, facts.cells()), dict(facts.same))
    plan = planned(table, wanted.grouping, terms, numbered=facts.entry_numbers is not None)
    assert request.ledger_path is not None
    numbers = partial(numbered, ledger=request.ledger_path, numbers=facts.entry_numbers, offsets=terms.offsets)
    made = batch(plan, numbers, sending, terms, request)
    problems = sheet.to_fill_in(plan, pl.concat([plan.problems, made.problems]))
    written = plan.cells.select("claim", "entry").unique(maintain_order=True)
    written = written.join(made.entries.select("entry", "entry_number"), on="entry", how="inner")
    files: dict[str, bytes] = {}
    if made.content:
        files[ENTRIES] = made.content
    if problems.height:
        files[f"{sheet.STEM}.{wanted.form}"] = sheet.content(sheet.rows(plan, problems), wanted.form)
    if listed := amend.rows(found, filings, report.paths, written.select("claim", "entry_number")):
        files[amend.NAME] = listed.encode()
    write_together(out, ((name, (content,)) for name, content in files.items()))
    for name in {ENTRIES, amend.NAME, *(f"{sheet.STEM}.{form}" for form in sheet.FORMS)} - set(files):
        (out / name).unlink(missing_ok=True)  # of an earlier run: what lies there is one run's
    said = (*_said(found, made, problems, files, out), *passed(report))
    return Outcome(said=said, exit_code=FINDINGS if problems.height else CLEAN)


def _said(
    found: pl.DataFrame, made: Batch, problems: pl.DataFrame, files: dict[str, bytes], out: Path
) -> Iterator[str]:
    entries = made.entries
    where = words.clean(str(out))
    yield f"deminimis: {words.many(found.height, 'refused claim')}, " + (
        f"{words.many(entries.height, 'entry', 'entries')} written to {where}/{ENTRIES}" if entries.height
        else "no entry written"
    )  # fmt: skip
    kinds = entries.group_by("entry_type").agg(n=pl.len()).sort("entry_type", descending=True)
    if entries.height:
        counts = ", ".join(f"{n:,} of type {kind}" for kind, n in kinds.iter_rows())
        first, *_, last = sorted([entries["entry_number"][0], *entries["entry_number"]])
        yield f"  {counts}; numbers {words.entry(first)} to {words.entry(last)}"
    rounded = entries.filter(pl.col("value_cents") != pl.col("exact_cents"))
    if rounded.height:
        exact, whole = (words.dollars(int(rounded[name].sum())) for name in ("exact_cents", "value_cents"))
        yield f"  {words.many(rounded.height, 'value')} in whole dollars (19 CFR 159.3(a)): {exact} is {whole} in all"
    if problems.height:
        count = problems["claim"].n_unique()
        name = next(name for name in files if name.startswith(sheet.STEM))
        yield f"  {words.many(count, 'claim')} incomplete: fill in {where}/{name}, and give it back with --with"
        yield from sheet.lacks(problems)
    if amend.NAME in files:
        yield f"  the carrier amends its manifest: bills by trip in {where}/{amend.NAME}"
