"""A table as a filing: checked cell by cell, judged to the cent, written, read back and judged again.

Nothing is written unless the written file says of every consignee day what the table says.
"""

import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Final

import click
import polars as pl

from deminimis.cli import log, words
from deminimis.cli.convert import from_filing
from deminimis.cli.convert.from_filing import is_filing
from deminimis.cli.convert.writing import (
    How,
    Refused,
    read_back,
    refuse,
    refuse_changed,
    refuse_informal,
    said,
    typed,
    write,
)
from deminimis.cli.options.request import Request
from deminimis.cli.reporters import deliver, text
from deminimis.cli.reporters.lists.told import mapping
from deminimis.cli.senders.asked import Lists
from deminimis.cli.session.anew.numbers import Numbering, numbered, of_table
from deminimis.cli.session.inputs import sources
from deminimis.cli.session.judged import concluded
from deminimis.cli.session.lists.kept import keep
from deminimis.cli.session.lists.reader import Read, Reader, told
from deminimis.cli.session.report import Report
from deminimis.edi.cells.grid import SheetError
from deminimis.edi.cutting.source import Source
from deminimis.edi.frames import findings
from deminimis.edi.frames.finding_codes import MISSING
from deminimis.edi.frames.notices import NOTICES
from deminimis.edi.frames.shipments import LINES, SHIPMENTS, Filings
from deminimis.edi.lists.reading import Listed
from deminimis.edi.lists.shipments import keyed
from deminimis.edi.reading.intake import FileReport, Findings, Intake
from deminimis.edi.spreadsheets.check import check
from deminimis.edi.spreadsheets.entries import ENTRIES
from deminimis.edi.spreadsheets.sheet import Sheet, Terms, filings, whole_dollars

_PART: Final = 1 << 20
_NUMBERS: Final = "What to do: --entry-numbers ZZZ1000201-1000999 gives each entry a number of your range, once"


def convert(request: Request, how: How, output: Path | None) -> Report | None:
    """Writes the filing of one table to `output` or standard output; the report on the table.

    Its findings go to standard error. None, and nothing written, where the table is refused. Raises click.UsageError
    for what is no table, OSError.
    """
    inputs = sources(request.paths)
    if len(inputs) != 1:
        raise click.UsageError("one table, or one filing, at a time")
    target = _spool()
    try:
        outcome = _converted(inputs[0], request, how, target)
        with target.open("rb") as stream:
            parts = iter(lambda: stream.read(_PART), b"")
            deliver.write(parts, output)
    except Refused as refusal:
        if refusal.lines:  # else it has been said
            log.say("deminimis: nothing is written", level="error")
        for line in refusal.lines:
            log.say(line, level="error")
        return None
    finally:
        target.unlink(missing_ok=True)
    for line in text.render(outcome).splitlines():
        log.say(line)
    return outcome


def _converted(source: Source, request: Request, how: How, target: Path) -> Report:
    """Writes the filing to `target`, and reports on the table, in whose rows its findings stand. Raises Refused."""
    sheet, sending = how.sheet, how.sending
    if is_filing(source):
        if how.numbers is not None:
            raise click.UsageError("--entry-numbers: the entries of a filing have their numbers; they are for a table")
        return from_filing.converted(source, request, how, target)
    listed, read = _listed(source, request, sheet)
    table = typed(listed.table, how, request)
    terms = replace(how.terms or Terms(), offsets=request.configuration.settings().get("check_digit_offsets", {}))
    own = keyed(sheet, table) if how.numbers is None else _unnumbered(keyed(sheet, table))
    checked = check(own, table, terms)
    found = findings.concat(told(listed, checked.findings, read.ways))
    notes = pl.col("severity") == "note"
    lacks = found.filter((pl.col("code") == MISSING.code) & (pl.col("field") == ENTRIES.key)).height
    refuse(found.filter(~notes), source.name, request, *([_NUMBERS] if lacks else []))
    if not request.quiet:
        for line in said(_counted(found.filter(notes), request), source.name):
            log.say(line)
    wide = filings(own, checked.rows, terms, sending.sent)
    refuse_informal(wide, source.name)
    if how.numbers is not None:
        wide = _numbered(wide, how.numbers, request)
    write(whole_dollars(wide), how, source.name, target)
    return _compared(source, target, wide, request)


def _unnumbered(sheet: Sheet) -> Sheet:
    """The kind of table, whose entries need no number of their own."""
    return replace(sheet, columns=tuple(replace(c, use="O") if c.name == ENTRIES.key else c for c in sheet.columns))


def _numbered(wide: Filings, numbers: Numbering, request: Request) -> Filings:
    """The entries, each with a number; those that they had are noted, so that nobody else gets them."""
    own = of_table(wide)
    out = numbered(wide, numbers)
    numbers.keep(own)
    new = out.shipments.height - len(own)
    if new and not request.quiet:
        log.say(
            f"deminimis: {words.many(new, 'entry number')} given out, and noted in {words.clean(str(numbers.ledger))}"
        )
    return out


def _listed(source: Source, request: Request, sheet: Sheet) -> tuple[Listed, Read]:
    """The list, its questions answered. Raises Refused with all that is asked, click.UsageError for what is none."""
    offsets = request.configuration.settings().get("check_digit_offsets", {})
    reader = Reader(request.lists or Lists(), request.configuration.lists, offsets)
    try:
        listed = reader.listed(source, sheet)
    except SheetError as error:
        raise click.UsageError(words.clean(f"{source.name}: {error}")) from error
    read = reader.read[-1]
    if not request.quiet or listed.questions:
        for line in mapping(source.name, listed, read.ways, deliver.columns()):
            log.say(line)
    if listed.questions:
        raise Refused([words.clean(f"{source.name}: {each.text} Say {each.answer}") for each in listed.questions])
    if reader.asked.keep:
        path = keep(str(reader.asked.sender), listed, read.ways, request.configuration)
        log.say(f"deminimis: kept as [lists.{reader.asked.sender}] in {words.clean(str(path))}")
    return listed, read


def _counted(found: pl.DataFrame, request: Request) -> Findings:
    counted = Findings(request.max_findings)
    counted.add(found, 0)
    return counted


def _compared(source: Source, target: Path, wide: Filings, request: Request) -> Report:
    """Judges table and file; what the form rules of an entry need is told by the file, which was read as any other."""
    intake = read_back(target, source.name, wide, request.formats, request)
    own = Filings(
        wide.shipments.select(list(SHIPMENTS)), wide.bills, wide.lines.select(list(LINES)), intake.filings.forms
    )
    told = FileReport(source.name, intake.files[0].format, "checked", 1, wide.lines.height, own.shipments.height)
    told = told._replace(records_read=told.records)
    exact = Intake([told], own, pl.DataFrame(schema=NOTICES), Findings(request.max_findings), intake.latest)
    table, written = concluded(exact, request, exact.latest), concluded(intake, request, intake.latest)
    refuse_changed(table.judgement, written.judgement)
    return table


def _spool() -> Path:
    """A private, empty file to write to first."""
    handle, name = tempfile.mkstemp(prefix="deminimis-")
    os.close(handle)
    return Path(name)
