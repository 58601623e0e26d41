"""`deminimis convert FILE... --to FORM`: filings as tables, and a table as a filing."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from deminimis.cli import config, log, options, words
from deminimis.cli.check import judged, summary
from deminimis.cli.exit_codes import NOT_CHECKED
from deminimis.cli.inputs import sources
from deminimis.cli.refusal import refused
from deminimis.cli.report import Wanted
from deminimis.cli.tables import FORMS, NAMES, SINGLE, Tables, tables
from deminimis.cli.whole import write_together, write_whole
from deminimis.edi.formats import FORMATS

_BINARY = ("parquet", "xlsx")


@click.command("convert", context_settings={"help_option_names": ["-h", "--help"]})
@options.files
@click.option("--to", "form", required=True, type=click.Choice(list(FORMS)), help="What to write.")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), metavar="DIR",
    help="Write a file a table into this folder; it is made, with its parents.",
)  # fmt: skip
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path),
    help="Write one file, whole or not at all. Default: standard output.",
)  # fmt: skip
@click.option("--table", type=click.Choice(NAMES), help="This table alone; parquet and csv hold only one in a file.")
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
    form: str,
    out: Path | None,
    output: Path | None,
    table: str | None,
    fail_on: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    max_findings: int,
    config_file: Path | None,
    mask: bool,
    quiet: bool,
    **verdict: Any,
) -> int:
    """Turn filings into tables: shipments, their lines and bills, and the notices of CBP's answers.

    Nothing is written for input that could not be read as a whole.

    \b
    Exit codes: as of `deminimis check`; 2 and nothing written where something could not be read.
    Example:    deminimis convert samples/catair_se/over_limit.edi --to csv --out tables
    """
    if out is not None and output is not None:
        raise click.UsageError("--out DIR or --output FILE, not both")
    configuration = config.load(config_file, Path.cwd())
    formats = configuration.formats(FORMATS)
    verdict["configured"] = configuration.settings()
    outcome = judged(
        sources(paths), wanted=Wanted(select, ignore), max_findings=max_findings, formats=formats, **verdict
    )
    if not outcome.complete:
        refused(outcome)
        return _exit(ctx, NOT_CHECKED)
    named: Tables = tables(outcome, mask)
    if table is not None:
        if table not in named:
            raise click.UsageError(f"these files have no {table}; they have {', '.join(named)}")
        named = {table: named[table]}
    where = _write(form, named, out, output)
    if not quiet:
        counts = ", ".join(f"{frame.height:,} {name}" for name, frame in named.items())
        log.say(summary(outcome))
        log.say(f"deminimis: {counts} written to {words.clean(where)}")
    return _exit(ctx, outcome.exit_code(fail_on))


def _exit(ctx: click.Context, code: int) -> int:
    ctx.exit(code) if ctx.parent is None else None
    return code


def _write(form: str, named: Tables, out: Path | None, output: Path | None) -> str:
    """Where it went."""
    if out is not None:
        write_together(out, _files(form, named))
        return str(out)
    if form in SINGLE and len(named) > 1:
        raise click.UsageError(f"a {form} file holds one table: --out DIR, or --table {next(iter(named))}")
    if output is not None:
        write_whole(output, FORMS[form](named))
        return str(output)
    if form in _BINARY and sys.stdout.isatty():
        raise click.UsageError(f"{form} is no text: --output FILE")
    sys.stdout.buffer.write(FORMS[form](named))
    sys.stdout.buffer.flush()
    return "standard output"


def _files(form: str, named: Tables) -> Iterator[tuple[str, tuple[bytes]]]:
    """A file a table; a workbook has a sheet for each."""
    if form == "xlsx":
        yield "tables.xlsx", (FORMS[form](named),)
        return
    for name, frame in named.items():
        yield f"{name}.{form}", (FORMS[form]({name: frame}),)
