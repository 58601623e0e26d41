"""`deminimis inspect FILE`: every record with its fields, their meaning, and the faults under their columns."""

import shutil
import sys
from collections.abc import Iterator, Mapping
from itertools import chain

import click
import polars as pl

from deminimis.cli import words
from deminimis.cli.exit_codes import CLEAN, FINDINGS, NOT_CHECKED
from deminimis.cli.options import shared as options
from deminimis.cli.options.request import Request, request
from deminimis.cli.session.inputs import sources
from deminimis.cli.show.records import View, folded, records
from deminimis.edi.cutting.sniff import LOOKED_FOR, known
from deminimis.edi.cutting.source import Source
from deminimis.edi.reading.format import Format
from deminimis.edi.reading.intake import take


@click.command("inspect")
@request(
    click.argument("path", metavar="FILE", type=click.Path()),
    click.option("--line", type=click.IntRange(min=1), help="Begin at this line."),
    click.option("--bill", help="Only the shipment of this bill, house number or entry number."),
    click.option("--fold", is_flag=True, help="A line for each message and shipment: its records, and its faults."),
    options.config,
)
def command(*, request: Request, path: str, line: int | None, bill: str | None, fold: bool) -> int:
    """Show each record of FILE with field names, values, meanings, and its faults.

    \b
    Exit codes: 0 no faults shown, 1 faults, 2 the format is not known.
    Example:    deminimis inspect samples/catair_se/malformed.edi --line 16
    """
    (source,) = sources([path])[:1]
    found = known(source)
    formats = request.formats
    form = formats.get(found.format or "")
    for evidence in found.evidence:
        click.echo(words.logged(f"{words.clean(source.name)}: {words.clean(evidence)}"))
    if form is None or found.syntax is None:
        told = f"{words.clean(source.name)}: {words.clean(found.reason)}. {found.hint}; looked for {LOOKED_FOR}"
        click.echo(words.logged(told))
        return NOT_CHECKED
    click.echo(words.logged(f"{words.clean(source.name)}: {form.title}"))
    first, last = _range(source, formats, line, bill)
    view = View(source, form, found.syntax, formats, first, last, _width())
    lines = folded(view) if fold else records(view)
    if not sys.stdout.isatty():
        for shown in lines:
            click.echo(words.logged(shown), nl=False)
    else:
        most = shutil.get_terminal_size().lines - 2
        page = list(_take(lines, most))
        if sum(shown.count("\n") for shown in page) <= most and len(page) < most:
            click.echo("".join(page), nl=False)
        else:
            click.echo_via_pager(chain(page, lines))
    if not view.shown:
        raise click.UsageError(f"{words.clean(source.name)} has no record at line {first} or after it.")
    return FINDINGS if view.faults else CLEAN


def _width() -> int | None:
    """Columns to keep to; None where a program reads, which wants each thing on one line."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def _take(lines: Iterator[str], count: int) -> Iterator[str]:
    for _, line in zip(range(count), lines, strict=False):
        yield line


def _range(source: Source, formats: Mapping[str, Format], line: int | None, bill: str | None) -> tuple[int, int | None]:
    """First and last line to show."""
    if bill is None:
        return line or 1, None
    filed = take([source], formats).filings.shipments
    wanted = "".join(c for c in bill.upper() if c.isalnum())
    mine = filed.filter((pl.col("bill") == wanted) | (pl.col("entry_number") == wanted))
    if not mine.height and wanted:  # a house number alone, without the master before it
        mine = filed.filter(pl.col("bill").str.ends_with(wanted))
        if mine["bill"].n_unique() > 1:
            found = ", ".join(words.clean(each) for each in mine["bill"].unique(maintain_order=True).head(5))
            raise click.UsageError(f"Several bills of {words.clean(source.name)} end in {bill!r}: {found}")
    if not mine.height:
        raise click.UsageError(f"No shipment of {words.clean(source.name)} has the bill or entry number {bill!r}.")
    first = int(mine["line"][0])
    later = filed.filter(pl.col("line") > first)["line"].min()
    return first, int(str(later)) - 1 if later is not None else None
