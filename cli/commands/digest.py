"""`deminimis digest --by WHOM --since DATE`: the refused claims of a span of the ledger, added up."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

import click

from deminimis.cli import log
from deminimis.cli.exit_codes import CLEAN, FINDINGS, ended
from deminimis.cli.options import shared as options
from deminimis.cli.options.gather import gathered
from deminimis.cli.options.kinds import Day
from deminimis.cli.options.request import Request, request
from deminimis.cli.reporters import deliver
from deminimis.cli.reporters.parts import worklist as parts
from deminimis.cli.session.followed import of_ledger
from deminimis.cli.show import digest as forms
from deminimis.ledger.stood import Span


class Shown(NamedTuple):
    """What is added up, what is written, and where."""

    by: str
    since: date
    form: str = "text"
    output: Path | None = None


@click.command("digest")
@request(
    gathered(
        "wanted", Shown,
        click.option("--by", type=click.Choice(forms.BY), default="importer", show_default=True, help="What a row is."),
        click.option("--since", type=Day(), required=True, help="What arrives or is answered from this day on."),
        click.option("--format", "form", type=click.Choice(list(forms.FORMS)), default="text", show_default=True),
        click.option(
            "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file, whole or not at all."
        ),
    ),
    options.ledger_folder(), options.lasting_verdict, options.config, options.mask,
    click.option("--all", "everything", is_flag=True, help="Also whose claims CBP has all accepted; and every row."),
    options.quiet,
)  # fmt: skip
def command(*, request: Request, wanted: Shown) -> int:
    """Add up the refused claims of a span of the ledger: what is open, late, refiled and accepted, and its value.

    Nothing is judged again: what counts are the verdicts on record. A claim without an importer's number (a manifest
    has none, an entry of type 86 need not) stands under "none named".

    \b
    Exit codes: 0 nothing open, 1 something is not accepted yet, 2 the ledger cannot be used.
    Example:    deminimis digest --by importer --since 2026-12-01 --ledger /srv/edi/ledger
    """
    request.ready()
    found = of_ledger(request, Span(since=wanted.since))
    made = forms.Digest(found.rows, wanted.by, wanted.since, found.as_of, request.everything, deliver.columns())
    deliver.write(forms.FORMS[wanted.form](made), wanted.output)
    if not request.quiet and (log.as_json() or wanted.output is not None):
        log.say(f"deminimis: {parts.sentence(found.rows)}", "info", **parts.totals(found.rows))
    return ended(CLEAN if parts.unfinished(found.rows).is_empty() else FINDINGS)
