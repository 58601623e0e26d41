"""`deminimis ack FILE`: the X12 997 that acknowledges a file, from our own findings."""

from datetime import datetime
from pathlib import Path

import click

from deminimis.cli import log, words
from deminimis.cli.exit_codes import CLEAN, FINDINGS, NOT_CHECKED, ended
from deminimis.cli.options import shared as options
from deminimis.cli.options.kinds import Moment
from deminimis.cli.options.request import Request, request
from deminimis.cli.reporters import deliver
from deminimis.cli.session.inputs import sources
from deminimis.edi.formats.shared.quote import filed
from deminimis.edi.formats.x12.answers.acknowledgment_997 import acknowledge
from deminimis.edi.layout.write import WriteError
from deminimis.edi.reading.intake import take


@click.command("ack")
@request(
    click.argument("path", metavar="FILE", type=click.Path()),
    click.option(
        "--output", type=click.Path(dir_okay=False, path_type=Path),
        help="Write the 997 to this file, whole or not at all. Default: standard output.",
    ),
    click.option(
        "--now", type=Moment(),
        help="When the acknowledgment is sent (2025-03-01T14:05). Default: date and time of the file's own envelope.",
    ),
    click.option(
        "--control", type=click.IntRange(1, 999_999_999),
        help="Its control number. Default: that of the interchange that is answered.",
    ),
    options.config, options.quiet,
)  # fmt: skip
def command(*, request: Request, path: str, output: Path | None, now: datetime | None, control: int | None) -> int:
    """Write the X12 997 for FILE: which sets and groups are accepted, and each fault of syntax in them.

    It says what deminimis found, not what CBP would: whether CBP rejects a set for a faulty element is not
    published. Sets with an error are rejected (R), with warnings alone accepted and noted (E).

    \b
    Exit codes: 0 all sets accepted, 1 some rejected, 2 not X12, or not readable as a whole.
    Example:    deminimis ack samples/x12_309/clean.edi
    """
    inputs = sources([path])
    if len(inputs) != 1:
        raise click.UsageError("one file at a time: an acknowledgment answers one transmission")
    one = filed(inputs, request.formats)[0]
    if one is None or not one.syntax.in_sets:
        raise click.UsageError(f"{words.clean(path)}: only an X12 file is acknowledged by a 997")
    try:
        answer = acknowledge(one, control, (now.date(), f"{now:%H%M}") if now else None)
        content = b"".join(answer.parts)
    except WriteError as error:
        # a value of the answer's own header that does not fit, and can be given; else a header without what is repeated
        own = "its header cannot be answered; --now and --control say it instead: " if error.row is not None else ""
        raise click.ClickException(f"{words.clean(path)}: {own}{words.clean(str(error))}") from error
    if not content:
        raise click.UsageError(f"{words.clean(path)}: holds no set to acknowledge (a 997 is not acknowledged itself)")
    deliver.write(content, output)
    complete = take(inputs, request.formats).complete
    if not request.quiet:
        rest = "" if complete else "; the file could not be read as a whole"
        log.say(f"deminimis: {answer.accepted:,} of {words.many(answer.sets, 'set')} accepted{rest}")
    code = NOT_CHECKED if not complete else CLEAN if answer.accepted == answer.sets else FINDINGS
    return ended(code)
