"""Judging with a ledger: what `check --ledger` reports, and what `--record` and `batch` write."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import click

from deminimis.cli.options.ledger import Ledger
from deminimis.cli.options.what_if import Assumed
from deminimis.cli.session.earlier_filings import Told, changed_by, told_of
from deminimis.cli.session.report import Report, Wanted, report
from deminimis.edi.frames.finding_codes import REPEATED_MESSAGE
from deminimis.edi.frames.findings import finding, frame
from deminimis.edi.reading.format import Format
from deminimis.edi.reading.intake import Intake, Progress
from deminimis.edi.reading.source import Source
from deminimis.ledger import verdicts
from deminimis.ledger.incoming import Incoming, incoming, joined
from deminimis.ledger.judge import Answer, answer
from deminimis.ledger.record import WAIT, Proposal, Recorded, record, repeats
from deminimis.ledger.store import table
from deminimis.ledger.store.table import LedgerError, Snapshot
from deminimis.rules.base.settings import Match, Settings


@dataclass(frozen=True)
class Options:
    """What bears on a verdict, as `check`, `respond` and `batch` share it."""

    formats: Mapping[str, Format]
    assumed: Assumed
    policy_date: date | None = None
    as_of: date | None = None
    match: Match = "normalised"
    configured: Mapping[str, Any] | None = None
    max_findings: int = 1000
    progress: Progress | None = None

    def settings(self, as_of: date) -> Settings:
        """The rule's settings with this reference date."""
        plain = Settings(as_of=as_of, policy_date=self.policy_date, match=self.match, **(self.configured or {}))
        return replace(plain, policy=self.assumed.policy(plain.policy))

    def lasting(self) -> None:
        """Raises click.UsageError for assumptions that a ledger must not keep as if they were the rule."""
        kept = self.assumed
        for name in ("day", "limit", "external", "policy_file"):
            if getattr(kept, name) is not None:
                option = "--" + name.removesuffix("_file")
                raise click.UsageError(f"{option} is a what-if: it cannot be recorded; check with it, without --record")


def judged(ledger: Ledger, inputs: list[Source], options: Options, wanted: Wanted, everything: bool) -> Report:
    """Reads, judges with what is remembered, reports; and records each file that could be read as a whole.

    Raises click.ClickException with a sentence where the ledger cannot be used.
    """
    if ledger.records:
        options.lasting()
    try:
        parts = [taken(source, options, (date.today(), "today")) for source in inputs]
        if ledger.records:
            told = _recorded(ledger.path, parts, options, wanted, everything)
        else:
            told = _read(ledger.path, parts, options, wanted, everything)
        return replace(told, inputs=tuple(inputs))
    except LedgerError as error:
        raise click.ClickException(str(error)) from error


def told(ledger: Ledger, inputs: list[Source], options: Options, wanted: Wanted) -> tuple[Report, Told]:
    """As `judged`, reading the ledger only; and what is to be told of it: the call's filings, and earlier ones."""

    def work(snapshot: Snapshot) -> tuple[Report, Told]:
        out, judgement = _answered(snapshot, parts, options, wanted, everything=False)
        changes = verdicts.changes(snapshot, judgement, snapshot.next, out.settings.policy).events
        calls = len(out.intake.files)
        changed = changed_by(judgement, changes, snapshot.next, calls)
        return replace(out, inputs=tuple(inputs)), told_of(judgement, changed, calls)

    try:
        parts = [taken(source, options, (date.today(), "today")) for source in inputs]
        return table.read(ledger.path, work)
    except LedgerError as error:
        raise click.ClickException(str(error)) from error


def taken(source: Source, options: Options, otherwise: tuple[date, str]) -> Incoming:
    """One file, read by itself. otherwise: its reference date if it carries none, and where that comes from."""
    return incoming(
        source,
        options.formats,
        as_of=options.as_of,
        otherwise=otherwise,
        most=options.max_findings,
        progress=options.progress,
    )


def _read(path: Path, parts: list[Incoming], options: Options, wanted: Wanted, everything: bool) -> Report:
    return table.read(path, lambda snapshot: _answered(snapshot, parts, options, wanted, everything)[0])


def _answered(
    snapshot: Snapshot, parts: list[Incoming], options: Options, wanted: Wanted, everything: bool
) -> tuple[Report, Answer]:
    intake, assumptions = options.assumed.intake(joined(parts, options.max_findings))
    known: list[int | None] = []
    digests: dict[str, int] = {}
    for number, part in enumerate(parts):
        seen = snapshot.seen(part.digest)
        known.append(seen["recorded"] if seen else None)
        if part.digest in digests:  # the same bytes twice in one call are one file
            intake = _without(intake, number)
        digests.setdefault(part.digest, number)
        told_twice(intake, number, snapshot, part)
    known += [None] * (len(intake.files) - len(parts))
    latest = max((part.reference for part in parts), default=date.today())
    settings = options.settings(options.as_of or latest)
    found = answer(snapshot, intake.filings, known, settings)
    out = outcome(found, intake, settings, wanted, everything)
    return replace(out, assumptions=assumptions), found


def outcome(judged: Answer, intake: Intake, settings: Settings, wanted: Wanted, everything: bool) -> Report:
    """The report of an answer: groups and findings that concern the files of the call."""
    out = report(intake, judged.judgement, settings, wanted, everything)
    return replace(out, remembered=judged.remembered)


def _without(intake: Intake, number: int) -> Intake:
    filings = intake.filings
    kept = {name: getattr(filings, name) for name in filings.__dataclass_fields__}
    return intake._replace(filings=type(filings)(**{k: f.filter(f["file"] != number) for k, f in kept.items()}))


def told_twice(intake: Intake, number: int, snapshot: Snapshot, part: Incoming) -> None:
    """EDI108 where an interchange of this file has the control number of other bytes that are recorded."""
    for control, name in repeats(snapshot, part):
        what, given, *_ = control.split(" ")
        row = finding(
            REPEATED_MESSAGE, what=what, number=given, first=f"1 of {name}, which is in the ledger",
            file=number, line=1, column=1, byte=0, record=what,
        )  # fmt: skip
        intake.findings.add(frame([row]))


def _recorded(path: Path, parts: list[Incoming], options: Options, wanted: Wanted, everything: bool) -> Report:
    """Every file in a commit of its own, in order; then the report of all of them together."""
    with table.private():
        table.created(path)
    for part in parts:
        if part.intake.complete:
            write(path, part, options)
    return _read(path, parts, options, wanted, everything)


def write(
    path: Path, part: Incoming, options: Options, *, run: str = "", wait: float = WAIT,
    before: Callable[[Proposal], None] | None = None,
) -> Recorded:  # fmt: skip
    """Records one file that was read as a whole. Raises LedgerError."""
    intake, _ = options.assumed.intake(part.intake)
    settings = options.settings(part.reference)
    return record(path, replace(part, intake=intake), settings, run=run, wait=wait, before=before)
