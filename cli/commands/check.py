"""`deminimis check FILE...`: the main job."""

import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import click

from deminimis.cli import log, words
from deminimis.cli.atomic import write_whole
from deminimis.cli.exit_codes import ended
from deminimis.cli.options import config_file as config
from deminimis.cli.options import ledger as ledger_option
from deminimis.cli.options import shared as options
from deminimis.cli.options.ledger import Ledger
from deminimis.cli.options.what_if import NOTHING, Assumed
from deminimis.cli.reporters import REPORTERS, SHORT
from deminimis.cli.reporters.parts.document import summed
from deminimis.cli.session import baseline
from deminimis.cli.session.inputs import sources
from deminimis.cli.session.mask import masked
from deminimis.cli.session.progress import bar
from deminimis.cli.session.report import ALL, Report, Wanted, report
from deminimis.edi.formats import FORMATS
from deminimis.edi.frames.packed import COMPACT
from deminimis.edi.reading.format import Format
from deminimis.edi.reading.intake import MAX_FINDINGS, Progress, take
from deminimis.edi.reading.source import Source
from deminimis.rules.base.settings import Match, Settings
from deminimis.rules.judge import judge

_NARROW: Final = 60
EMPTY: Final[Mapping[str, Any]] = MappingProxyType({})


def as_of_date(asked: date | None, latest: date | None) -> date:
    """The reference date: --as-of, else the latest envelope date in the call, else today (rule, clause 3)."""
    return asked or latest or date.today()


def judged(
    inputs: list[Source],
    *,
    policy_date: date | None = None,
    as_of: date | None = None,
    match: Match = "normalised",
    wanted: Wanted = ALL,
    max_findings: int = MAX_FINDINGS,
    everything: bool = False,
    formats: Mapping[str, Format] = FORMATS,
    deep: bool = False,
    assumed: Assumed = NOTHING,
    configured: Mapping[str, Any] = EMPTY,
    ledger: Ledger | None = None,
    progress: Progress | None = None,
    unpacked: bool = False,
) -> Report:
    """Read, judge and report: what every command that bears on a verdict does.

    unpacked: the filings of the report are wanted as frames, however many.
    """
    if ledger is not None:
        from deminimis.cli.session import with_ledger as remembering  # noqa: PLC0415 - only a ledger needs it

        given = remembering.Options(formats, assumed, policy_date, as_of, match, configured, max_findings, progress)
        return remembering.judged(ledger, inputs, given, wanted, everything)
    pack = None if deep or unpacked or assumed != NOTHING else COMPACT
    intake = take(inputs, formats, max_findings, progress=progress, reference=partial(as_of_date, as_of), pack=pack)
    if deep:
        from deminimis.edi.second_opinion.merge import deepened  # noqa: PLC0415 - only --deep needs it
        from deminimis.edi.second_opinion.pyx12 import TooLarge  # noqa: PLC0415

        try:
            intake = deepened(intake, inputs, formats)
        except TooLarge as error:
            raise click.UsageError(str(error)) from error
    intake, assumptions = assumed.intake(intake)
    most = None if pack is None else max_findings  # a report shows no more
    settings = Settings(as_of=as_of_date(as_of, intake.latest), policy_date=policy_date, match=match, **configured)
    settings = replace(settings, policy=assumed.policy(settings.policy))
    outcome = report(intake, judge(intake.filings, settings, most), settings, wanted, everything)
    more = (Source(str(assumed.external), assumed.external),) if assumed.external else ()
    return replace(outcome, inputs=(*inputs, *more), assumptions=assumptions)


@click.command("check", context_settings={"help_option_names": ["-h", "--help"]})
@options.files
@options.verdict
@options.selection
@options.baseline
@options.ledger
@options.config
@options.mask
@options.output(list(REPORTERS))
@click.option("--deep", is_flag=True, help="Ask pyx12 about X12 files too, by our layouts; slow, up to 4 MB a file.")
@click.option(
    "--bills-to-move", "to_move", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
    help="Write the fewest bills to file as type 11 or 01, so that the rest is within the limit, as CSV.",
)  # fmt: skip
@click.pass_context
def command(  # noqa: PLR0917 - click passes one argument an option
    ctx: click.Context,
    paths: tuple[str, ...],
    policy_date: date | None,
    as_of: date | None,
    match: Match,
    fail_on: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    max_findings: int,
    known: Path | None,
    to_baseline: Path | None,
    config_file: Path | None,
    form: str,
    output: Path | None,
    summary_only: bool,
    everything: bool,
    quiet: bool,
    deep: bool,
    assumed: Assumed,
    to_move: Path | None,
    ledger_path: Path | None,
    record: bool,
    mask: bool,
) -> int:
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
    configuration = config.load(config_file, Path.cwd())
    inputs = sources(paths)
    with bar(inputs, not quiet) as progress:
        outcome = judged(
            inputs,
            policy_date=policy_date,
            as_of=as_of,
            match=match,
            wanted=Wanted(select, ignore),
            max_findings=max_findings,
            everything=everything,
            formats=configuration.formats(FORMATS),
            deep=deep,
            assumed=assumed,
            configured=configuration.settings(),
            ledger=ledger_option.of_options(ledger_path, record),
            progress=progress,
        )
    outcome = _baselined(outcome, known, to_baseline)
    if mask:
        outcome = masked(outcome)
    if to_move is not None:
        from deminimis.cli.reporters import bills_to_move  # noqa: PLC0415 - only this option needs it

        write_whole(to_move, bills_to_move.render(outcome).encode("utf-8"))
        for line in () if quiet else bills_to_move.trips(outcome):
            log.say(line)
    code = outcome.exit_code(fail_on)
    short = SHORT["text" if form == "auto" else form] if summary_only else None
    _write(short(outcome) if short else _render(outcome, form, output), output)
    said = not log.as_json() and output is None and (summary_only or (form == "auto" and _terminal(output)))
    if not quiet and not said:
        log.say(summary(outcome), "info", exit=code, complete=outcome.complete, **summed(outcome))
    return ended(ctx, code)


def _baselined(outcome: Report, known: Path | None, to_write: Path | None) -> Report:
    """Without the findings that are known, those of --baseline or those that --write-baseline has just written."""
    if known is not None and to_write is not None:
        raise click.UsageError("--baseline and --write-baseline: one at a time; the latter writes a whole new one")
    if to_write is not None:
        baseline.write(to_write, outcome, Path.cwd())
    file = known or to_write
    return outcome if file is None else baseline.without(outcome, baseline.read(file), str(file), Path.cwd())


def _terminal(output: Path | None) -> bool:
    return output is None and sys.stdout.isatty()


def _render(outcome: Report, form: str, output: Path | None) -> str | bytes:
    if form == "auto":
        if _terminal(output):
            from deminimis.cli.reporters import terminal as human  # noqa: PLC0415 - rich is for terminals

            width = max(shutil.get_terminal_size().columns, _NARROW)
            return human.render(outcome, width, colour="NO_COLOR" not in os.environ)
        form = "github" if os.environ.get("GITHUB_ACTIONS") == "true" and output is None else "text"
    return REPORTERS[form](outcome)


def _write(content: str | bytes, output: Path | None) -> None:
    if isinstance(content, str):
        content = content.encode("utf-8")
    elif _terminal(output) and content[:2] == b"PK":
        raise click.UsageError("A workbook cannot be shown on a terminal: --output report.xlsx")
    if output is not None:
        write_whole(output, content)
        return
    stream = sys.stdout.buffer
    stream.write(content)
    stream.flush()


def summary(outcome: Report) -> str:
    """One line for standard error: what was checked and what came out."""
    counts = outcome.judgement.counts
    parts = [
        words.many(len(outcome.intake.files), "file"),
        words.many(counts.shipments, "shipment"),
        words.many(counts.claims, "claim"),
        f"{words.many(counts.groups_over, 'consignee day')} may exceed the limit",
    ]
    if counts.shipments_unknown:
        parts.append(f"{words.many(counts.shipments_unknown, 'shipment')} cannot be told")
    rejected = counts.shipments_rejected
    if rejected:
        parts.append(f"{words.many(rejected, 'claim')} rejected in this period")
    if not outcome.complete:
        parts.append("NOT fully checked")
    elif not (counts.groups_over or counts.shipments_unknown or rejected) and counts.claims:
        parts.append("no overage in these filings")
    parts += [f"assumed: {each}" for each in outcome.assumptions]
    return "deminimis: " + ", ".join(parts)
