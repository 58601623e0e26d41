"""Options that several commands share: one decorator each, so that they behave alike everywhere."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import click

from deminimis.cli.options import config_defaults as config_options
from deminimis.cli.options import config_file as configuration
from deminimis.cli.options import ledger as ledger_option
from deminimis.cli.options import what_if as assuming
from deminimis.cli.options.gather import Command, apply, gathered
from deminimis.cli.options.kinds import CodePrefix, Day, Place
from deminimis.cli.senders.asked import Lists
from deminimis.edi.lists.ways import DATES, DECIMALS

SEVERITIES: Final = ("error", "warning", "note")
MATCHES: Final = ("exact", "normalised", "name", "fuzzy")


def files(function: Command) -> Command:
    """FILE... : files, folders, or - for standard input."""
    return click.argument("paths", metavar="FILE...", nargs=-1, required=True, type=click.Path())(function)


def optional_files(function: Command) -> Command:
    """[FILE...] : the same, for a command that can do with a ledger alone."""
    return click.argument("paths", metavar="[FILE...]", nargs=-1, type=click.Path())(function)


def verdict(function: Command) -> Command:
    """What bears on a verdict: --policy-date, --as-of, --match, and the what-if options (as one `assumed`)."""
    return _verdict(assuming.options(function))


def lasting_verdict(function: Command) -> Command:
    """The same without the what-ifs, which a ledger must not keep as if they were the rule."""
    return _verdict(assuming.lasting_options(function))


def policy_verdict(function: Command) -> Command:
    """The same with --policy as the only what-if."""
    return _verdict(assuming.policy_option(function))


def _verdict(function: Command) -> Command:
    return apply(
        function,
        click.option(
            "--policy-date", type=Day(), help="Judge every shipment by the rule of this date (2025-03-01), not its own."
        ),
        click.option(
            "--as-of", type=Day(),
            help="Reference date for filings that carry none. Default: the latest envelope date, else today.",
        ),
        click.option(
            "--match", type=click.Choice(MATCHES), default="normalised", show_default=True,
            help="Who counts as the same consignee: as written, one form of suffixes, the name alone, near misses too.",
        ),
    )  # fmt: skip


def ledger_folder(text: str = "") -> Callable[[Command], Command]:
    """--ledger of a command that cannot do without one: `text` says what for; the command gets a path in any case."""
    default = "Default: DEMINIMIS_LEDGER, else the platform's data folder."
    return click.option(
        "--ledger", "ledger_path", type=Place(), metavar="FOLDER|s3://...",
        callback=lambda _ctx, _parameter, value: value or ledger_option.default_path(),
        help=f"{text} {default}".strip(),
    )  # fmt: skip


def ledger(function: Command) -> Command:
    """--ledger and --record."""
    return apply(
        function,
        click.option(
            "--ledger", "ledger_path", type=Place(), metavar="FOLDER|s3://...",
            envvar="DEMINIMIS_LEDGER",
            help="Count what this ledger remembers too. Default: DEMINIMIS_LEDGER; without it no ledger.",
        ),
        click.option("--record", is_flag=True, help="Record the files in the ledger; without it the ledger is read."),
    )  # fmt: skip


def read_ledger(function: Command) -> Command:
    """--ledger of a command that only reads it."""
    return click.option(
        "--ledger", "ledger_path", type=Place(), metavar="FOLDER|s3://...",
        help="Count what this ledger remembers too; it is only read. Default: DEMINIMIS_LEDGER; without it no ledger.",
    )(function)  # fmt: skip


def mask(function: Command) -> Command:
    """--mask, --no-mask."""
    text = (
        "Initials and a short number instead of names and addresses. Default: in github, sarif and junit reports, "
        "which others read too."
    )
    return click.option("--mask/--no-mask", default=None, help=text)(function)


def selection(function: Command) -> Command:
    """Which findings: --fail-on, --select, --ignore, --max-findings."""
    return apply(
        function,
        click.option(
            "--fail-on", type=click.Choice(SEVERITIES), default="warning", show_default=True,
            help="Exit 1 from this severity on.",
        ),
        click.option(
            "--select", type=CodePrefix(), multiple=True, metavar="CODE",
            help="Show only these codes or beginnings of codes (DM, EDI2); repeatable.",
        ),
        click.option(
            "--ignore", type=CodePrefix(), multiple=True, metavar="CODE",
            help="Leave out these codes; the sum (DM101, DM103), suspension (DM301, DM302) and EDI1xx always show.",
        ),
        click.option(
            "--max-findings", type=click.IntRange(min=1), default=1000, show_default=True,
            help="Of each code in each file show this many; all are counted.",
        ),
    )  # fmt: skip


def exit_zero(function: Command) -> Command:
    """--exit-zero."""
    text = "Exit 0 also with findings; what could not be fully checked is still 2."
    return click.option("--exit-zero", is_flag=True, help=text)(function)


def quiet(function: Command) -> Command:
    """--quiet."""
    return click.option("--quiet", "-q", is_flag=True, help="No summary on standard error.")(function)


def deep(function: Command) -> Command:
    """--deep."""
    text = "Ask pyx12 about X12 files too, by our layouts; slow, up to 4 MB a file."
    return click.option("--deep", is_flag=True, help=text)(function)


def baseline(function: Command) -> Command:
    """--baseline and --write-baseline."""
    return apply(
        function,
        click.option(
            "--baseline", "known", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE",
            help="Leave out the findings in this file; those that --ignore cannot hide always show.",
        ),
        click.option(
            "--write-baseline", "to_baseline", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
            help="Write the findings of now to this file, then go on as with --baseline FILE.",
        ),
    )  # fmt: skip


def config(function: Command) -> Command:
    """--config: read, as `configuration`. What its `[options]` say become the defaults of the command."""
    return click.option(
        "--config", "configuration", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE",
        envvar="DEMINIMIS_CONFIG", is_eager=True, callback=_configured,
        help="Configuration. Default: DEMINIMIS_CONFIG, else deminimis.toml, or [tool.deminimis] in pyproject.toml, "
        "in this folder or one above it.",
    )(function)  # fmt: skip


def _configured(ctx: click.Context, _parameter: click.Parameter, value: Path | None) -> configuration.Config:
    if ctx.resilient_parsing:
        return configuration.Config()
    found = configuration.load(value, Path.cwd())
    where = next(iter(found.origin.values()), "")
    config_options.apply(ctx, found.options, where)
    if ctx.command.name in ("refile", "serve"):
        config_options.apply(ctx, found.refile, where, "refile")
    return found


def output(formats: list[str]) -> Callable[[Command], Command]:
    """--format, --output, --all, --quiet."""

    def wrap(function: Command) -> Command:
        return apply(
            function,
            click.option(
                "--format", "form", type=click.Choice(["auto", *formats]), default="auto", show_default=True,
                help="auto: a report on a terminal, annotations in GitHub Actions, else a line a finding.",
            ),
            click.option(
                "--output", type=click.Path(dir_okay=False, path_type=Path),
                help="Write the report to this file, whole or not at all.",
            ),
            click.option(
                "--summary-only", is_flag=True,
                help="The answer and the counts alone; with text, jsonl and mail.",
            ),
            click.option("--statistics", is_flag=True, help="How often each code was found, in place of the report."),
            click.option("--all", "everything", is_flag=True, help="All groups and all bills, not only the first."),
            quiet,
        )  # fmt: skip

    return wrap


def lists(function: Command) -> Command:
    """What is said of lists, gathered as `lists`."""
    return apply(function, gathered(
        "lists", Lists,
        click.option(
            "--list-of", "sender", metavar="NAME",
            help="Whose list it is: its columns as [lists.NAME] of the configuration keeps them. Without it they are "
            "known by their header.",
        ),
        click.option(
            "--map", "maps", multiple=True, metavar="THEIRS=OURS",
            help="A column of the list and what it is of ours (docs/convert.md); = - leaves it out. Repeatable.",
        ),
        click.option(
            "--set", "values", multiple=True, metavar="OURS=VALUE",
            help="What stands in every row where the list says nothing: estimated_arrival=2026-12-01. Repeatable.",
        ),
        click.option("--sheet", metavar="NAME", help="The sheet of a workbook that the list is in."),
        click.option("--dates", type=click.Choice(DATES), help="What stands first in 3/4/2026, where no cell tells."),
        click.option(
            "--decimals", type=click.Choice(DECIMALS), help="The decimal mark of 1.299 or 1,299, where no cell tells."
        ),
        click.option("--currency", metavar="CODE", help="The currency of values, where the list names none: USD."),
        click.option(
            "--fix", is_flag=True,
            help="Put right what can be one thing only, and tell it; without it such a cell is a fault that names the "
            "value.",
        ),
        click.option(
            "--keep", is_flag=True, help="Keep what was found and said of this list in deminimis.toml, by --list-of."
        ),
    ))  # fmt: skip
