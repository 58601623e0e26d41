"""`deminimis check FILE...`: the main job."""

from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

import click

from deminimis.cli import log, words
from deminimis.cli.exit_codes import CLEAN, FINDINGS, ended
from deminimis.cli.options import shared as options
from deminimis.cli.options.gather import gathered
from deminimis.cli.options.request import Request, request
from deminimis.cli.reporters import PUBLIC, REPORTERS, SHORT, STATISTICS, Render, deliver, place
from deminimis.cli.reporters.parts.document import summed
from deminimis.cli.session.inputs import sources
from deminimis.cli.session.judged import judged, shown
from deminimis.cli.session.progress import bar
from deminimis.cli.session.report import Report
from deminimis.cli.session.summary import summary

STDOUT: Final = Path("-")


class Shown(NamedTuple):
    """What is written of the report, and where."""

    form: str = "auto"
    output: Path | None = None
    summary_only: bool = False
    statistics: bool = False

    @property
    def short(self) -> Render | None:
        """What is written in place of the whole report. Raises click.UsageError for a format that has none."""
        if self.summary_only and self.statistics:
            raise click.UsageError("--summary-only and --statistics: one at a time")
        if self.statistics and self.form not in ("auto", "text"):
            raise click.UsageError(f"--statistics: --format is text, not {self.form}")
        if self.summary_only and self.form not in ("auto", *SHORT):
            raise click.UsageError(f"--summary-only: --format is one of {', '.join(SHORT)}, not {self.form}")
        if self.statistics:
            return STATISTICS
        return SHORT["text" if self.form == "auto" else self.form] if self.summary_only else None


@click.command("check")
@request(
    options.files, options.verdict, options.selection, options.exit_zero, options.baseline, options.ledger,
    options.config, options.mask, gathered("wanted", Shown, options.output(list(REPORTERS))), options.deep,
    click.option(
        "--bills-to-move", "to_move", type=click.Path(dir_okay=False, path_type=Path, allow_dash=True), metavar="FILE",
        help="Write the fewest bills to file as type 11 or 01, so that the rest is within the limit, as CSV; "
        "- is standard output, in place of the report.",
    ),
    options.lists,
    click.option(
        "--marked", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
        help="Write a copy of a list as a workbook, its faults coloured, with comments.",
    ),
)  # fmt: skip
def command(*, request: Request, wanted: Shown, to_move: Path | None, marked: Path | None) -> int:
    """Say which consignees may exceed $800 on which day, and what to do.

    FILE is a filing (cargo release, broker download, X12 309 or 358, CUSCAR, CUSREP, CAMIR air or ocean) or an
    answer of CBP, or a list (xlsx, xls, ods, CSV) of what
    would be filed; its format is found from its content. Several files add up together. A folder stands for its
    files, - for standard input.

    \b
    Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 could not fully check.
    Example:    deminimis check samples/catair_se/over_limit.edi --format json
    """
    short, listed = wanted.short, to_move == STDOUT
    form = place.form_for(wanted.form, wanted.output)
    if marked is not None and request.mask:
        raise click.UsageError("--marked is a copy of the list, with its names: say --no-mask")
    hidden = request.mask is None and form in PUBLIC
    request = replace(request, mask=request.mask or hidden)
    inputs = sources(request.paths)
    with bar(inputs, not request.quiet) as progress:
        outcome = shown(judged(inputs, request, progress), request)
    if outcome.lists or marked is not None:
        _tell_lists(outcome, request, marked)
    if to_move is not None:
        _write_moves(outcome, to_move, request.quiet)
    code = outcome.exit_code(request.fail_on)
    code = CLEAN if request.exit_zero and code == FINDINGS else code
    if not listed or wanted.output is not None:
        content = short(outcome) if short else deliver.render(outcome, wanted.form, wanted.output)
        deliver.write(content, wanted.output)
    if form == "github":
        deliver.to_step_summary(outcome)
    if hidden and not request.quiet:
        log.say(f"deminimis: names and addresses are masked, as others may read a {form} report; --no-mask shows them")
    person = wanted.form == "auto" and place.terminal(wanted.output)
    read = wanted.output is None and not listed and (wanted.summary_only or (person and not short))
    if not request.quiet and (log.as_json() or not read):
        log.say(summary(outcome), "info", exit=code, complete=outcome.complete, **summed(outcome))
    return ended(code)


def _tell_lists(outcome: Report, request: Request, marked: Path | None) -> None:
    """Which column is which, on standard error; what is to be kept is kept, and the marked copy written."""
    from deminimis.cli.reporters.lists import marked as copy  # noqa: PLC0415 - only lists need it
    from deminimis.cli.reporters.lists import told  # noqa: PLC0415
    from deminimis.cli.session.lists.kept import keep  # noqa: PLC0415

    assert request.lists is not None
    for each in outcome.lists:
        if not request.quiet:
            for line in told.mapping(
                each.source.name, each.listed, each.ways, deliver.columns(), masked=bool(request.mask)
            ):
                log.say(line)
        if request.lists.keep and request.lists.sender and not each.listed.questions:
            path = keep(request.lists.sender, each.listed, each.ways, request.configuration)
            log.say(f"deminimis: kept as [lists.{request.lists.sender}] in {words.clean(str(path))}")
    if marked is not None:
        log.say(copy.write(marked, list(outcome.lists)))


def _write_moves(outcome: Report, to_move: Path, quiet: bool) -> None:
    """The list of --bills-to-move, and on standard error what a person must know of it."""
    from deminimis.cli.reporters import bills_to_move  # noqa: PLC0415 - only this option needs it

    content = bills_to_move.render(outcome)
    deliver.write(content, None if to_move == STDOUT else to_move)
    if quiet:
        return
    if to_move != STDOUT:
        count = words.many(content.count("\n") - 1, "bill")
        log.say(f"deminimis: {count} to file otherwise, written to {words.clean(str(to_move))}")
    for line in bills_to_move.trips(outcome):
        log.say(line)
