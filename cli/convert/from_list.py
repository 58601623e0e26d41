"""A list as rows of the table of entries: our columns, put right with --fix, blank where the list says nothing."""

from pathlib import Path

import click
import polars as pl

from deminimis.cli import log, words
from deminimis.cli.convert.from_filing import rows_written
from deminimis.cli.options.request import Request
from deminimis.cli.reporters import deliver, text
from deminimis.cli.reporters.lists.told import mapping
from deminimis.cli.session.inputs import sources
from deminimis.cli.session.judged import judged
from deminimis.cli.session.report import Report
from deminimis.edi.cutting.sniff import known
from deminimis.edi.spreadsheets.entries import ENTRIES


def is_list(request: Request) -> bool:
    """Whether the one file of a call is a list. Raises click.ClickException, OSError, EOFError."""
    inputs = sources(request.paths)
    return len(inputs) == 1 and known(inputs[0]).table


def as_rows(request: Request, form: str, out: Path | None, output: Path | None) -> Report | None:
    """Writes the rows; None, and nothing written, where the list asks something. What is wrong in it is told."""
    if out is None and output is None and form == "xlsx":
        raise click.UsageError("xlsx is no text: --output FILE")
    outcome = judged(sources(request.paths), request, unpacked=True)
    for each in outcome.lists:
        for line in mapping(each.source.name, each.listed, each.ways, deliver.columns()):
            log.say(line)
    lines = text.render(outcome).splitlines()
    if not outcome.complete:
        log.say("deminimis: nothing is written", level="error")
        for line in lines:
            log.say(line, level="error")
        return None
    table = outcome.lists[0].listed.table
    tidied = table.rows.with_columns(
        column.tidy(pl.col(column.name)) for column in ENTRIES.columns if column.name in table.header
    )
    names = [column.name for column in ENTRIES.columns]
    shown = tidied.select(
        pl.col(name) if name in table.header else pl.lit(None, pl.String).alias(name) for name in names
    )
    if not rows_written(shown, form, out, output):
        return None
    if not request.quiet:
        for line in lines:
            log.say(line)
        where = words.clean(str(out or output or "standard output"))
        log.say(f"deminimis: {shown.height:,} rows of a {ENTRIES.format} table written to {where}")
    return outcome
