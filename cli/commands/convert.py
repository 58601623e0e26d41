"""`deminimis convert FILE... --to FORM`: filings as tables, and a table as a filing."""

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import click

from deminimis.cli import log, words
from deminimis.cli.convert.from_filing import FORMS as ENTRY_TABLES
from deminimis.cli.convert.from_filing import as_entries
from deminimis.cli.convert.from_list import as_rows, is_list
from deminimis.cli.convert.from_table import convert
from deminimis.cli.convert.template import workbook
from deminimis.cli.convert.to_tables import FORMS, NAMES, chosen, tables, written
from deminimis.cli.convert.writing import How
from deminimis.cli.exit_codes import NOT_CHECKED, ended
from deminimis.cli.options import shared as options
from deminimis.cli.options.gather import gathered
from deminimis.cli.options.kinds import Moment, Place
from deminimis.cli.options.ledger import default_path
from deminimis.cli.options.refiling import EntryNumbers, Range
from deminimis.cli.options.request import Request, request
from deminimis.cli.reporters import deliver
from deminimis.cli.session.anew.numbers import Numbering
from deminimis.cli.session.inputs import sources
from deminimis.cli.session.judged import judged
from deminimis.cli.session.progress import bar
from deminimis.cli.session.refusal import refused
from deminimis.cli.session.report import Report
from deminimis.cli.session.summary import summary
from deminimis.edi.spreadsheets.entries import ENTRIES, TYPES
from deminimis.edi.spreadsheets.sheet import Sending, Sheet, Terms
from deminimis.edi.spreadsheets.sheets import SHEETS
from deminimis.edi.spreadsheets.sheets import template as to_fill_in
from deminimis.ledger.store.bucket import Where


class Target(NamedTuple):
    """What is made, and where it goes."""

    form: str | None = None
    template: str | None = None
    out: Path | None = None
    output: Path | None = None
    table: str | None = None
    rows: str | None = None


_TARGET = gathered(
    "target", Target,
    click.option(
        "--to", "form", type=click.Choice([*FORMS, *SHEETS]), metavar="FORM",
        help=f"Tables: {', '.join(FORMS)}. Filings: {', '.join(SHEETS)}.",
    ),
    click.option(
        "--template", type=click.Choice(list(SHEETS)), metavar="FORM",
        help="Write a table to fill in, and end: CSV with an example row, or with --to xlsx a workbook with notes and "
        "lists to choose from.",
    ),
    click.option(
        "--out", type=click.Path(file_okay=False, path_type=Path), metavar="DIR",
        help="Write a file a table into this folder; it is made, with its parents.",
    ),
    click.option(
        "--output", type=click.Path(dir_okay=False, path_type=Path),
        help="Write one file, whole or not at all. Default: standard output.",
    ),
    click.option(
        "--table", type=click.Choice(NAMES), help="This table alone; parquet and csv hold only one in a file."
    ),
    click.option(
        "--as", "rows", type=click.Choice([ENTRIES.format]), metavar="FORM",
        help="With csv and xlsx: one table, of the rows that --to catair-se takes.",
    ),
)  # fmt: skip
_SENDING = gathered(
    "sending", Sending,
    click.option(
        "--now", "sent", type=Moment(), default=datetime.now,
        help="When a table's filing is sent (2025-03-01T14:05, Eastern). Default: now.",
    ),
    click.option("--sender", metavar="CODE", help="Who sends it. Default: the first row's filer or carrier."),
    click.option(
        "--receiver", metavar="CODE", help="Whom an x12-309 is for. Default: CBP-ACE-TEST, in production CBP-ACE."
    ),
    click.option(
        "--site", "port", metavar="PORT",
        help="Site and processing port of catair-se. Default: the first port of entry.",
    ),
    click.option(
        "--control", type=click.IntRange(1, 999_999_999), default=1, show_default=True,
        help="Interchange control number of an x12-309.",
    ),
    click.option("--production", is_flag=True, help="An x12-309 that is no test."),
)  # fmt: skip


class Numbers(NamedTuple):
    """Where the entries of a table get their numbers. counter: the ledger that notes them."""

    entry_numbers: Range | None = None
    counter: Where = Path()


_NUMBERS = gathered(
    "numbers", Numbers,
    click.option(
        "--entry-numbers", type=EntryNumbers(), metavar="RANGE",
        help="Entries of a table that have no number get one of this range, filer code and numbers without check "
        "digit, ZZZ1000201-1000999; each is given out once, and a bill gets the same again.",
    ),
    click.option(
        "--ledger", "counter", type=Place(), metavar="FOLDER",
        callback=lambda _ctx, _parameter, value: value or default_path(),
        help="The ledger that notes numbers. Default: DEMINIMIS_LEDGER, else the platform's data folder.",
    ),
)  # fmt: skip


@click.command("convert")
@request(
    click.argument("paths", metavar="FILE...", nargs=-1, type=click.Path()),
    _TARGET,
    click.option(
        "--entry-type", type=click.Choice(TYPES),
        help="Of entries of a table: 86 claims de minimis, 11 is informal, 01 formal. Default: 86 where it is taken on "
        "the day of arrival, else 11; above $2,500, or where the goods compel it, 01.",
    ),
    _NUMBERS, _SENDING, options.lists, options.verdict, options.selection, options.config, options.mask, options.quiet,
)  # fmt: skip
def command(*, request: Request, target: Target, entry_type: str | None, numbers: Numbers, sending: Sending) -> int:
    """Turn filings into tables (shipments, lines, bills, notices), and one table or filing into entries or a manifest.

    A table has documented columns (--template, docs/convert.md). It is checked before anything is written; check
    digits of entry numbers are computed. Nothing is written for input that could not be read as a whole, or where the
    whole dollars of the format would change the verdict of a consignee day.

    \b
    Exit codes: as of `deminimis check`; 2 and nothing written where something could not be read.
    Example:    deminimis convert samples/catair_se/over_limit.edi --to csv --out tables
                deminimis convert samples/catair_se/clean.edi --to xlsx --as catair-se --output entries.xlsx
                deminimis convert --template catair-se --to xlsx --output entries.xlsx
                deminimis convert samples/tables/entries.csv --to catair-se --output entries.edi
    """
    if target.template is not None:
        sheet = SHEETS[target.template]
        if target.form not in (None, "csv", "xlsx"):
            raise click.UsageError("--template: --to csv or --to xlsx")
        deliver.write(workbook(sheet) if target.form == "xlsx" else to_fill_in(sheet), target.output)
        return 0
    if not request.paths or target.form is None:
        raise click.UsageError("say what to convert, and into what: FILE... --to FORM")
    if target.out is not None and target.output is not None:
        raise click.UsageError("--out DIR or --output FILE, not both")
    if target.form in SHEETS:
        if target.out is not None or target.table is not None or target.rows is not None or request.mask:
            raise click.UsageError("a table becomes one filing: --output FILE, without --table, --as and --mask")
        sheet = SHEETS[target.form]
        numbering = _numbering(numbers, request, sheet)
        how = How(sheet, Terms(entry_type) if entry_type else None, sending, numbering)
        outcome = convert(request, how, target.output)
    elif target.rows is not None:
        if target.form not in ENTRY_TABLES or target.table is not None or request.mask:
            raise click.UsageError("--as goes with --to csv or --to xlsx, without --table and --mask")
        made = as_rows if is_list(request) else as_entries
        outcome = made(request, target.form, target.out, target.output)
    else:
        outcome = _tables(request, target.form, target)
    if outcome is None:
        return ended(NOT_CHECKED)
    if not request.quiet:
        log.say(summary(outcome))
    return ended(outcome.exit_code(request.fail_on))


def _numbering(asked: Numbers, request: Request, sheet: Sheet) -> Numbering | None:
    if asked.entry_numbers is None:
        return None
    if sheet is not ENTRIES:
        raise click.UsageError(f"--entry-numbers goes with --to {ENTRIES.format}")
    offsets = request.configuration.settings().get("check_digit_offsets", {})
    return Numbering(asked.counter, asked.entry_numbers, offsets)


def _tables(request: Request, form: str, target: Target) -> Report | None:
    """Writes the tables of filings, and says what was written; None where not everything could be read."""
    inputs = sources(request.paths)
    with bar(inputs, not request.quiet) as progress:
        outcome = judged(inputs, request, progress)
    if not outcome.complete:
        refused(outcome)
        return None
    named = chosen(tables(outcome, bool(request.mask)), target.table)
    where = written(form, named, target.out, target.output)
    if not request.quiet:
        counts = ", ".join(f"{rows.height:,} {name}" for name, rows in named.items())
        log.say(f"deminimis: {counts} written to {words.clean(where)}")
    return outcome
