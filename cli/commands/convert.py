"""`deminimis convert FILE... --to FORM`: filings as tables, and a table as a filing."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from deminimis.cli import log, words
from deminimis.cli.commands.check import judged, summary
from deminimis.cli.commands.respond import Moment
from deminimis.cli.convert.from_table import How, Options, convert
from deminimis.cli.convert.to_tables import FORMS, NAMES, chosen, tables, written
from deminimis.cli.exit_codes import NOT_CHECKED, ended
from deminimis.cli.options import config_file as config
from deminimis.cli.options import shared as options
from deminimis.cli.session.inputs import sources
from deminimis.cli.session.progress import bar
from deminimis.cli.session.refusal import refused
from deminimis.cli.session.report import Report, Wanted
from deminimis.edi.formats import FORMATS
from deminimis.edi.spreadsheets.entries import TYPES
from deminimis.edi.spreadsheets.sheet import Sending, Terms
from deminimis.edi.spreadsheets.sheets import SHEETS
from deminimis.edi.spreadsheets.sheets import template as to_fill_in


@click.command("convert", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("paths", metavar="FILE...", nargs=-1, type=click.Path())
@click.option(
    "--to", "form", type=click.Choice([*FORMS, *SHEETS]), metavar="FORM",
    help=f"Tables: {', '.join(FORMS)}. From a table: {', '.join(SHEETS)}.",
)  # fmt: skip
@click.option(
    "--template", type=click.Choice(list(SHEETS)), metavar="FORM",
    help="Print a table to fill in, as CSV with an example row, and end.",
)  # fmt: skip
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), metavar="DIR",
    help="Write a file a table into this folder; it is made, with its parents.",
)  # fmt: skip
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path),
    help="Write one file, whole or not at all. Default: standard output.",
)  # fmt: skip
@click.option("--table", type=click.Choice(NAMES), help="This table alone; parquet and csv hold only one in a file.")
@click.option(
    "--entry-type", type=click.Choice(TYPES), default=TYPES[0], show_default=True,
    help="Of the entries of a table: 86 claims de minimis, 11 is informal.",
)  # fmt: skip
@click.option(
    "--now", type=Moment(), help="When a table's filing is sent (2025-03-01T14:05, Eastern). Default: now."
)  # fmt: skip
@click.option("--sender", metavar="CODE", help="Who sends it. Default: the first row's filer or carrier.")
@click.option(
    "--receiver", metavar="CODE", help="Whom an x12-309 is for. Default: CBP-ACE-TEST, in production CBP-ACE."
)
@click.option("--site", metavar="PORT", help="Site and processing port of catair-se. Default: the first port of entry.")
@click.option(
    "--control", type=click.IntRange(1, 999_999_999), default=1, show_default=True,
    help="Interchange control number of an x12-309.",
)  # fmt: skip
@click.option("--production", is_flag=True, help="An x12-309 that is no test.")
@options.verdict
@options.selection
@options.config
@options.mask
@click.option("--quiet", "-q", is_flag=True, help="No summary on standard error.")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    *,
    paths: tuple[str, ...],
    form: str | None,
    template: str | None,
    out: Path | None,
    output: Path | None,
    table: str | None,
    entry_type: str,
    now: datetime | None,
    sender: str | None,
    receiver: str | None,
    site: str | None,
    control: int,
    production: bool,
    fail_on: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    max_findings: int,
    config_file: Path | None,
    mask: bool,
    quiet: bool,
    **verdict: Any,
) -> int:
    """Turn filings into tables (shipments, lines, bills, notices), and one table into a filing.

    A table has documented columns (--template, docs/convert.md). It is checked before anything is written; check
    digits of entry numbers are computed. Nothing is written for input that could not be read as a whole, or where the
    whole dollars of the format would change the verdict of a consignee day.

    \b
    Exit codes: as of `deminimis check`; 2 and nothing written where something could not be read.
    Example:    deminimis convert samples/catair_se/over_limit.edi --to csv --out tables
                deminimis convert --template catair-se
                deminimis convert samples/tables/entries.csv --to catair-se --output entries.edi
    """
    if template is not None:
        click.echo(to_fill_in(SHEETS[template]), nl=False)
        return 0
    if not paths or form is None:
        raise click.UsageError("say what to convert, and into what: FILE... --to FORM")
    if out is not None and output is not None:
        raise click.UsageError("--out DIR or --output FILE, not both")
    configuration = config.load(config_file, Path.cwd())
    verdict |= {
        "formats": configuration.formats(FORMATS),
        "configured": configuration.settings(),
        "max_findings": max_findings,
    }
    wanted = Wanted(select, ignore)
    outcome: Report | None
    if form in SHEETS:
        if out is not None or table is not None or mask:
            raise click.UsageError("a table becomes one filing: --output FILE, without --table and --mask")
        sending = Sending(now or datetime.now(), sender, receiver, site, control, production)
        how = How(SHEETS[form], Terms(entry_type), sending, Options(**verdict), wanted)
        outcome = convert(paths, how, output)
    else:
        inputs = sources(paths)
        with bar(inputs, not quiet) as progress:
            outcome = judged(inputs, wanted=wanted, progress=progress, unpacked=True, **verdict)
        if not outcome.complete:
            refused(outcome)
            return ended(ctx, NOT_CHECKED)
        named = chosen(tables(outcome, mask), table)
        where = written(form, named, out, output)
        if not quiet:
            counts = ", ".join(f"{frame.height:,} {name}" for name, frame in named.items())
            log.say(f"deminimis: {counts} written to {words.clean(where)}")
    if outcome is None:
        return ended(ctx, NOT_CHECKED)
    if not quiet:
        log.say(summary(outcome))
    return ended(ctx, outcome.exit_code(fail_on))
