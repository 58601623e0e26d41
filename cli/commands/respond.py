"""`deminimis respond FILE... --out DIR`: the messages that ACE would answer with, as far as its codes are published."""

from pathlib import Path

import click

from deminimis.cli import log
from deminimis.cli.exit_codes import NOT_CHECKED, ended
from deminimis.cli.options import shared as options
from deminimis.cli.options.gather import gathered
from deminimis.cli.options.kinds import Moment
from deminimis.cli.options.ledger import apart
from deminimis.cli.options.request import Request, request
from deminimis.cli.respond.run import Sent, responded
from deminimis.cli.session.inputs import sources
from deminimis.cli.session.messages import said
from deminimis.cli.session.progress import bar
from deminimis.cli.session.refusal import refused


@click.command("respond")
@request(
    options.files,
    click.option(
        "--out", required=True, type=click.Path(file_okay=False, path_type=Path),
        help="Write the messages into this folder; it is made, with its parents.",
    ),
    options.verdict, options.selection, options.read_ledger, options.config,
    gathered("sent", Sent, click.option(
        "--now", type=Moment(),
        help="When the answers are sent (2025-03-01T14:05, Eastern). "
        "Default: noon of the latest day that the files carry.",
    ),
    click.option(
        "--control", type=click.IntRange(1, 999_999_999),
        help="First control number; each message has the next. "
        "Default: made from the files, the same for the same files.",
    ),
    click.option(
        "--assume-codes", is_flag=True,
        help="Where CBP's code for a rejection of all origins is not published, take that of an ineligible origin.",
    )),
    options.quiet,
)  # fmt: skip
def command(*, request: Request, out: Path, sent: Sent) -> int:
    """Write what ACE would answer: warnings, withholdings, rejections and acceptances, one message a recipient.

    X12 350 and 355, CUSRES, CAMIR air FER and FSN, CAMIR ocean status, CATAIR SX and SO, as far as the codes are
    published; what has none is listed. Nothing is written for input that could not be read as a whole.

    \b
    Exit codes: as of `deminimis check`; 2 and nothing written where something could not be read.
    Example:    deminimis respond samples/catair_se/over_limit.edi --out answers
    """
    if request.ledger is not None:
        apart(request.ledger.path, out=out)
    inputs = sources(request.paths)
    with bar(inputs, not request.quiet) as progress:
        done = responded(inputs, request, out, sent, progress)
    if done.planned is None:
        refused(done.report)
        return ended(NOT_CHECKED)
    if not request.quiet:
        for line in said(out, list(done.written), done.planned):
            log.say(line)
    return ended(done.report.exit_code(request.fail_on))
