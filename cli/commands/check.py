"""`deminimis check FILE...`: the main job."""

from pathlib import Path

import click

from deminimis.cli import log
from deminimis.cli.atomic import write_whole
from deminimis.cli.exit_codes import ended
from deminimis.cli.options import shared as options
from deminimis.cli.options.request import Request, request
from deminimis.cli.reporters import REPORTERS, SHORT
from deminimis.cli.reporters.parts.document import summed
from deminimis.cli.session import deliver
from deminimis.cli.session.inputs import sources
from deminimis.cli.session.judged import judged, shown
from deminimis.cli.session.progress import bar
from deminimis.cli.session.summary import summary


@click.command("check")
@request(
    options.files, options.verdict, options.selection, options.baseline, options.ledger, options.config, options.mask,
    options.output(list(REPORTERS)), options.deep,
)  # fmt: skip
@click.option(
    "--bills-to-move", "to_move", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="Write the fewest bills to file as type 11 or 01, so that the rest is within the limit, as CSV.",
)  # fmt: skip
def command(*, request: Request, form: str, output: Path | None, summary_only: bool, to_move: Path | None) -> int:
    """Say which consignees may exceed $800 on which day, and what to do.

    FILE is a filing (cargo release, broker download, X12 309 or 358, CUSCAR, CUSREP, CAMIR air or ocean) or an
    answer of CBP; its format is found from its content. Several files add up together. A folder stands for its
    files, - for standard input.

    \b
    Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 could not fully check.
    Example:    deminimis check samples/catair_se/over_limit.edi --format json
    """
    if summary_only and form not in ("auto", *SHORT):
        raise click.UsageError(f"--summary-only: --format is one of {', '.join(SHORT)}, not {form}")
    inputs = sources(request.paths)
    with bar(inputs, not request.quiet) as progress:
        outcome = shown(judged(inputs, request, progress), request)
    if to_move is not None:
        from deminimis.cli.reporters import bills_to_move  # noqa: PLC0415 - only this option needs it

        write_whole(to_move, bills_to_move.render(outcome).encode("utf-8"))
        for line in () if request.quiet else bills_to_move.trips(outcome):
            log.say(line)
    code = outcome.exit_code(request.fail_on)
    short = SHORT["text" if form == "auto" else form] if summary_only else None
    deliver.write(short(outcome) if short else deliver.render(outcome, form, output), output)
    read = output is None and (summary_only or (form == "auto" and deliver.terminal(output)))
    if not request.quiet and (log.as_json() or not read):
        log.say(summary(outcome), "info", exit=code, complete=outcome.complete, **summed(outcome))
    return ended(code)
