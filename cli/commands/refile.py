"""`deminimis refile FILE... --out DIR`: the entries that are filed in place of refused claims."""

from datetime import datetime
from pathlib import Path

import click

from deminimis.cli import log
from deminimis.cli.exit_codes import NOT_CHECKED, ended
from deminimis.cli.options import refiling
from deminimis.cli.options import shared as options
from deminimis.cli.options.gather import gathered
from deminimis.cli.options.kinds import Moment
from deminimis.cli.options.request import Request, request
from deminimis.cli.refile.run import refile
from deminimis.cli.session.refusal import refused
from deminimis.edi.spreadsheets.sheet import Sending


@click.command("refile")
@request(
    options.files,
    click.option(
        "--out", required=True, type=click.Path(file_okay=False, path_type=Path), metavar="DIR",
        help="Write entries.edi, missing.csv and amend.csv into this folder; it is made, with its parents.",
    ),
    refiling.facts, refiling.wanted,
    gathered(
        "sending", Sending,
        click.option(
            "--now", "sent", type=Moment(), default=datetime.now,
            help="When the entries are sent (2025-03-01T14:05, Eastern). Default: now.",
        ),
        click.option("--sender", metavar="CODE", help="Who sends them. Default: the filer of the first entry."),
        click.option(
            "--site", "port", metavar="PORT", help="Site and processing port. Default: the first port of entry."
        ),
    ),
    options.lists, options.verdict,
    options.ledger_folder("What was filed and answered before, and the counter of entry numbers."),
    options.config, options.quiet,
)  # fmt: skip
def command(*, request: Request, out: Path, facts: refiling.Facts, wanted: refiling.Wanted, sending: Sending) -> int:
    """Write the entries of type 11 or 01 that are filed in place of refused claims, and what they still lack.

    FILE is a filing, or an answer of CBP: then the claims that it refuses are taken from the ledger.
    All that a filing says is kept. What it cannot know comes from options, [refile] of the configuration, or the sheet
    missing.csv, filled in and given back by --with. An entry is written when nothing of it is missing; carriers get
    the list of bills to amend.

    \b
    Exit codes: 0 every refused claim is refiled, 1 something is missing, 2 not everything could be read.
    Example:    deminimis refile refused.edi --out entries --importer 12-3456789 --bond 8
    """
    outcome = refile(request, out, facts, wanted, sending)
    if outcome.report is not None:
        refused(outcome.report)
        return ended(NOT_CHECKED)
    if not request.quiet:
        for line in outcome.said:
            log.say(line)
    return ended(outcome.exit_code)
