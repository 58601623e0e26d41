"""Judging with a ledger: what `check --ledger` reports, and what `--record` and `batch` write."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

import click
import polars as pl

from deminimis.cli.options.ledger import Ledger
from deminimis.cli.options.request import Request
from deminimis.cli.options.what_if import NOTHING
from deminimis.cli.session.earlier_filings import changed_by, told_of
from deminimis.cli.session.judged import concluded, reported
from deminimis.cli.session.report import Report
from deminimis.edi.cutting.source import Source
from deminimis.edi.frames.finding_codes import REPEATED_MESSAGE
from deminimis.edi.frames.findings import finding, frame
from deminimis.edi.frames.packed import COMPACT
from deminimis.edi.reading.intake import Intake, Progress
from deminimis.ledger import verdicts
from deminimis.ledger.follow import numbered_as, remembered
from deminimis.ledger.incoming import Incoming, incoming, joined
from deminimis.ledger.judge import Answer, answer
from deminimis.ledger.recall.wanted import Wanted, naming
from deminimis.ledger.record import WAIT, Proposal, Recorded, record, repeats
from deminimis.ledger.store import table
from deminimis.ledger.store.bucket import Where
from deminimis.ledger.store.table import LedgerError, Snapshot
from deminimis.rules.answers.plan import Told
from deminimis.rules.base.settings import Settings
from deminimis.rules.judge import Judgement


@dataclass
class _Remembering:
    """Judges with a ledger; `answer` is then what came of it, `known` what the ledger has of the files."""

    snapshot: Snapshot
    known: list[int | None]
    more: Wanted | None = None
    answer: Answer | None = None

    def __call__(self, intake: Intake, settings: Settings) -> Judgement:
        self.answer = answer(
            self.snapshot, intake.filings, self.known, settings, notices=intake.notices, more=self.more
        )  # fmt: skip
        return self.answer.judgement


def judged(ledger: Ledger, inputs: Sequence[Source], request: Request, progress: Progress | None = None) -> Report:
    """Reads, judges with what is remembered, reports; and records each file that could be read as a whole.

    Raises click.ClickException with a sentence where the ledger cannot be used.
    """
    if ledger.records:
        request.lasting()
    try:
        parts = [taken(source, request, (date.today(), "today"), progress) for source in inputs]
        told = _record(ledger.path, parts, request) if ledger.records else None
        if told is None:
            told = table.read(ledger.path, lambda snapshot: answered(snapshot, parts, request)[0])
        return replace(told, inputs=tuple(inputs))
    except LedgerError as error:
        raise click.ClickException(str(error)) from error


def told(
    ledger: Ledger, inputs: Sequence[Source], request: Request, progress: Progress | None = None
) -> tuple[Report, Told]:
    """As `judged`, reading the ledger only; and what is to be told of it: the call's filings, and earlier ones."""

    def work(snapshot: Snapshot) -> tuple[Report, Told]:
        out, judgement = answered(snapshot, parts, request)
        changes = verdicts.changes(snapshot, judgement, snapshot.next, out.settings.policy).events
        calls = len(out.intake.files)
        changed = changed_by(judgement, changes, snapshot.next, calls)
        return replace(out, inputs=tuple(inputs)), told_of(judgement, changed, calls)

    try:
        parts = [taken(source, request, (date.today(), "today"), progress) for source in inputs]
        return table.read(ledger.path, work)
    except LedgerError as error:
        raise click.ClickException(str(error)) from error


def taken(source: Source, request: Request, otherwise: tuple[date, str], progress: Progress | None = None) -> Incoming:
    """One file, read by itself. otherwise: its reference date if it carries none, and where that comes from."""
    return incoming(
        source,
        request.formats,
        as_of=request.as_of,
        otherwise=otherwise,
        most=request.max_findings,
        progress=progress,
        pack=COMPACT if request.assumed == NOTHING else None,
    )


def answered(
    snapshot: Snapshot, parts: list[Incoming], request: Request, more: Wanted | None = None
) -> tuple[Report, Answer]:
    """The report on the files of the call together with all that is remembered of them, and of `more`."""
    intake, known = _together(snapshot, parts, request)
    for number, part in enumerate(parts):
        told_twice(intake, number, snapshot, part)
    known += [None] if request.assumed.external else []
    ledger = _Remembering(snapshot, known, more)
    out = concluded(intake, request, max((part.reference for part in parts), default=None), ledger)
    assert ledger.answer is not None
    return _with_memory(snapshot, ledger.answer, out, known, more), ledger.answer


def _with_memory(
    snapshot: Snapshot, first: Answer, out: Report, known: list[int | None], more: Wanted | None = None
) -> Report:
    """The report with what the ledger remembers of its files, and of what CBP's answers among them name."""
    intake = out.intake
    if more is not None or not intake.notices.height:
        memory = remembered(snapshot, first, intake.notices)
        return replace(out, remembered=first.remembered, memory=memory)
    named = answer(snapshot, intake.filings, known, out.settings, notices=intake.notices, more=naming(intake.notices))
    named = numbered_as(first, named, len(known))
    memory = remembered(snapshot, named, intake.notices)
    return replace(out, remembered=named.remembered, memory=memory)


def _together(snapshot: Snapshot, parts: list[Incoming], request: Request) -> tuple[Intake, list[int | None]]:
    """The files of the call as one intake, and the ordinal in the ledger of each that is recorded."""
    intake = joined(parts, request.max_findings)
    known: list[int | None] = []
    digests: dict[str, int] = {}
    for number, part in enumerate(parts):
        seen = snapshot.seen(part.digest)
        known.append(seen["recorded"] if seen else None)
        if part.digest in digests:  # the same bytes twice in one call are one file
            intake = _without(intake, number)
        digests.setdefault(part.digest, number)
    return intake, known


class Followed(NamedTuple):
    """The worklist of a ledger and the files of a call. rows: FOLLOWED. paths: by `file`."""

    rows: pl.DataFrame
    paths: list[str]
    as_of: date
    complete: bool


def followed(ledger: Ledger, inputs: Sequence[Source], request: Request, progress: Progress | None = None) -> Followed:
    """What became of every refused claim in the ledger and in these files. Raises click.ClickException."""

    def work(snapshot: Snapshot) -> Followed:
        intake, known = _together(snapshot, parts, request)
        settings = request.settings(max((part.reference for part in parts), default=None))
        judged = answer(snapshot, intake.filings, known, settings, notices=intake.notices, everything=True)
        rows = remembered(snapshot, judged, intake.notices, everything=True).followed(settings)
        paths = [each.path for each in intake.files] + [f"{name} (ledger)" for name in judged.remembered]
        return Followed(rows, paths, settings.as_of, intake.complete)

    try:
        parts = [taken(source, request, (date.today(), "today"), progress) for source in inputs]
        return table.read(ledger.path, work)
    except LedgerError as error:
        raise click.ClickException(str(error)) from error


def outcome(snapshot: Snapshot, judged: Answer, intake: Intake, settings: Settings, request: Request) -> Report:
    """The report of an answer: groups and findings that concern the files of the call, as `check` would tell them."""
    out = reported(intake, request, settings, lambda _intake, _settings: judged.judgement)
    return _with_memory(snapshot, judged, out, [None])


def _without(intake: Intake, number: int) -> Intake:
    return intake._replace(filings=intake.filings.map(lambda frame: frame.filter(frame["file"] != number)))


def told_twice(intake: Intake, number: int, snapshot: Snapshot, part: Incoming) -> None:
    """EDI108 where an interchange of this file has the control number of other bytes that are recorded."""
    for control, name in repeats(snapshot, part):
        what, given, *_ = control.split(" ")
        row = finding(
            REPEATED_MESSAGE, what=what, number=given, first=f"1 of {name}, which is in the ledger",
            file=number, line=1, column=1, byte=0, record=what,
        )  # fmt: skip
        intake.findings.add(frame([row]))


def _record(path: Where, parts: list[Incoming], request: Request) -> Report | None:
    """Every file that could be read as a whole in a commit of its own, in order.

    Where the only file of a call is the first of the ledger, and nothing is assumed that a report names, the report on
    it: what was recorded of it was judged just now, so that nothing has to be read back.
    """
    told: list[Report] = []

    def before(proposal: Proposal) -> None:
        told.clear()
        if len(parts) == 1 and request.assumed == NOTHING and not proposal.snapshot.files.height:
            intake, settings = joined(parts, request.max_findings), request.settings(parts[0].reference)
            told.append(outcome(proposal.snapshot, proposal.answer, intake, settings, request))

    with table.private():
        table.created(path)
    for part in parts:
        if part.intake.complete and not write(path, part, request, before=before).new:
            told.clear()
    return told[-1] if told else None


def write(
    path: Where, part: Incoming, request: Request, *, run: str = "", wait: float = WAIT,
    before: Callable[[Proposal], None] | None = None,
) -> Recorded:  # fmt: skip
    """Records one file that was read as a whole. Raises LedgerError."""
    intake, _ = request.assumed.intake(part.intake)
    settings = request.settings(part.reference)
    file = replace(part, intake=intake)
    return record(path, file, settings, run=run, wait=wait, most=request.max_findings, before=before)
