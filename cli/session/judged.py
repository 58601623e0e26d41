"""The one pipeline of every command that bears on a verdict: take, what-if, settings, judge, report."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deminimis.cli.options import config_layouts
from deminimis.cli.options.request import PLAIN, Request, as_of_date
from deminimis.cli.options.what_if import NOTHING
from deminimis.cli.session.report import Report, report
from deminimis.edi.cutting.sniff import known
from deminimis.edi.cutting.source import Source
from deminimis.edi.formats import FORMATS
from deminimis.edi.frames.packed import COMPACT
from deminimis.edi.lists.ways import Ways
from deminimis.edi.reading.intake import Intake, Pace, Progress, TableRead, take
from deminimis.rules.base.settings import Settings
from deminimis.rules.checked import Judge, at_once, checked

if TYPE_CHECKING:
    from deminimis.cli.session.lists.reader import Read, Reader


def judged(
    inputs: Sequence[Source], request: Request = PLAIN, progress: Progress | None = None, *, unpacked: bool = False
) -> Report:
    """Reads, judges and reports, with a ledger where one is asked for.

    unpacked: the filings of the report are wanted as frames, however many. Raises click.ClickException with a sentence
    where an option, its file or the ledger cannot be used.
    """
    if request.ledger is not None and not _lists_alone(inputs, request):
        from deminimis.cli.session import with_ledger  # noqa: PLC0415 - only a ledger needs it

        return with_ledger.judged(request.ledger, inputs, request, progress)
    lists = None if request.lists is None else _ListsRead(request)
    plain = unpacked or request.deep or request.assumed != NOTHING
    intake = take(
        inputs, request.formats, request.max_findings, Pace(progress=progress, tables=lists),
        reference=partial(as_of_date, request.as_of), pack=None if plain else COMPACT,
    )  # fmt: skip
    if request.deep:
        intake = _deepened(intake, inputs, request)
    most = None if plain else request.max_findings  # a report shows no more
    outcome = concluded(intake, request, intake.latest, partial(at_once, most=most))
    external = request.assumed.external
    more = (Source(str(external), external),) if external else ()
    return replace(outcome, inputs=(*inputs, *more), lists=lists.read if lists else ())


def _lists_alone(inputs: Sequence[Source], request: Request) -> bool:
    """Whether all files are lists, which no ledger concerns: nobody has filed them. Raises click.UsageError for lists
    that are to be recorded, or among filings that are judged with a ledger."""
    if request.lists is None:
        return False
    try:
        tables = [known(source).table for source in inputs]
    except (OSError, EOFError):
        return False
    if any(tables) and (request.record or not all(tables)):
        raise click.UsageError("a list is no filing: it is not recorded in a ledger, nor judged beside one")
    return all(tables) and bool(tables)


class _ListsRead:
    """What reads the lists of a call. What it takes is loaded for the first of them, or where the call tells of lists
    what may be wrong: of a hundred calls one has a list, and its tables take a tenth of a small call."""

    def __init__(self, request: Request) -> None:
        """Raises click.UsageError for what the call says of lists."""
        assert request.lists is not None
        self._asked, self._configuration = request.lists, request.configuration
        self._reader: Reader | None = None
        if request.lists.ways(self._configuration.lists) != Ways():
            self._made()

    def _made(self) -> "Reader":
        if self._reader is None:
            from deminimis.cli.session.lists.reader import Reader  # noqa: PLC0415 - as said

            offsets = self._configuration.settings().get("check_digit_offsets", {})
            self._reader = Reader(self._asked, self._configuration.lists, offsets)
        return self._reader

    def __call__(self, source: Source) -> TableRead:
        """The list in a source. Raises OSError, EOFError."""
        return self._made()(source)

    @property
    def read(self) -> "tuple[Read, ...]":
        """The lists that were read, in their order."""
        return tuple(self._reader.read) if self._reader else ()


def concluded(intake: Intake, request: Request, latest: date | None, by: Judge = at_once) -> Report:
    """What-if, settings, judge, report. latest: the latest date that the files carry."""
    intake, assumptions = request.assumed.intake(intake)
    outcome = reported(intake, request, request.settings(latest), by)
    return replace(outcome, assumptions=(*outcome.assumptions, *assumptions))


def reported(intake: Intake, request: Request, settings: Settings, by: Judge = at_once) -> Report:
    """Judge, report: of an intake that is judged as it was read."""
    outcome = report(intake, checked(intake, settings, by), settings, request.wanted, request.everything)
    used = {each.format for each in intake.files}
    layouts = config_layouts.told(request.configuration.layouts, (FORMATS[name] for name in FORMATS if name in used))
    return replace(outcome, layouts=layouts, assumptions=request.configuration.assumptions())


def shown(outcome: Report, request: Request) -> Report:
    """The report as it is asked for: without the findings that are known (--baseline), without names (--mask)."""
    if request.known is not None and request.to_baseline is not None:
        raise click.UsageError("--baseline and --write-baseline: one at a time; the latter writes a whole new one")
    file = request.known or request.to_baseline
    if file is not None:
        from deminimis.cli.session import baseline  # noqa: PLC0415 - only these options need it

        if request.to_baseline is not None:
            baseline.write(request.to_baseline, outcome, Path.cwd())
        outcome = baseline.without(outcome, baseline.read(file), str(file), Path.cwd())
    if request.mask:
        from deminimis.cli.session.mask import masked  # noqa: PLC0415 - only this option needs it

        outcome = masked(outcome)
    return outcome


def _deepened(intake: Intake, inputs: Sequence[Source], request: Request) -> Intake:
    from deminimis.edi.second_opinion.merge import deepened  # noqa: PLC0415 - only --deep needs it
    from deminimis.edi.second_opinion.pyx12 import TooLarge  # noqa: PLC0415

    try:
        return deepened(intake, list(inputs), request.formats)
    except TooLarge as error:
        raise click.UsageError(str(error)) from error
