"""`deminimis sample FORMAT`: a valid file with invented shipments, the same for the same seed."""

from inspect import cleandoc
from pathlib import Path
from textwrap import fill

import click

from deminimis.cli.options.gather import gathered
from deminimis.cli.options.kinds import Day
from deminimis.cli.reporters import deliver
from deminimis.edi.invented import spoil
from deminimis.edi.invented.shipments import DAY, MOST, Order
from deminimis.edi.invented.writers import WRITERS

_FORMATS = list(WRITERS)


@click.command("sample")
@gathered(
    "order", Order,
    click.argument("form", metavar="FORMAT", type=click.Choice(_FORMATS)),
    click.option(
        "--shipments", "count", type=click.IntRange(1, MOST), default=12, show_default=True,
        help="How many shipments to invent.",
    ),
    click.option(
        "--seed", type=click.IntRange(min=0), default=0, show_default=True,
        help="Another seed, other shipments; the same seed, the same bytes.",
    ),
    click.option(
        "--over", "over_percent", type=click.FloatRange(0, 100), default=0.0, show_default=True, metavar="PERCENT",
        help="Share of consignees whose day goes above $800.",
    ),
    click.option(
        "--faults", type=click.FloatRange(0, 100), default=0.0, show_default=True, metavar="PERCENT",
        help="Share of shipments in which a number is no number.",
    ),
    click.option(
        "--day", type=Day(), default=DAY, show_default=True, help="Estimated day of arrival of all shipments."
    ),
    click.option(
        "--output", type=click.Path(path_type=Path, dir_okay=False),
        help="Write to this file, whole or not at all. Default: standard output.",
    ),
)  # fmt: skip
def command(*, form: str, order: Order, faults: float, output: Path | None) -> int:
    """Write a file of FORMAT with invented shipments, valid but for --faults.

    \b
    Formats:    {formats}

    Names are invented and numbers are reserved ones, so that nothing of it can be taken for a real filing.

    \b
    Example:    deminimis sample catair-se --shipments 100 --over 5 --output sample.edi
    """
    parts = WRITERS[form].sample(order)
    if faults:
        if form not in spoil.FORMS:
            raise click.UsageError(f"--faults: for filings, one of {', '.join(spoil.FORMS)}")
        parts = spoil.spoilt(parts, form, order.seed, faults)
    deliver.write(parts, output)
    return 0


_LISTED = fill(", ".join(_FORMATS), width=64, subsequent_indent=" " * 12, break_on_hyphens=False)
command.help = cleandoc(command.help or "").format(formats=_LISTED)
