"""One run of `respond`: read, judge, plan, write the messages that ACE would answer with."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import click
import polars as pl

from deminimis.cli.options.request import Request
from deminimis.cli.session import with_ledger
from deminimis.cli.session.earlier_filings import tellable
from deminimis.cli.session.judged import judged
from deminimis.cli.session.messages import Written, control_of, moment_of, write_all
from deminimis.cli.session.report import Report
from deminimis.edi.cutting.source import Source
from deminimis.edi.formats.answers import answers
from deminimis.edi.formats.shared.message import Desk
from deminimis.edi.formats.shared.quote import filed
from deminimis.edi.layout.write import WriteError
from deminimis.edi.reading.intake import Progress
from deminimis.rules.answers.plan import Plan, Told, plan


class Sent(NamedTuple):
    """When the answers are sent, their first control number, and whether unpublished codes are assumed."""

    now: datetime | None = None
    control: int | None = None
    assume_codes: bool = False


class Responded(NamedTuple):
    """The report; what was planned and written, None where not everything could be read: then nothing was."""

    report: Report
    planned: Plan | None = None
    written: Sequence[Written] = ()


def responded(
    inputs: Sequence[Source], request: Request, out: Path, sent: Sent, progress: Progress | None = None
) -> Responded:
    """Writes the messages into `out`. Raises click.ClickException where one cannot be written, and OSError."""
    if request.ledger is None:
        outcome = judged(inputs, request, progress)
        told = Told(outcome.intake.filings, outcome.judgement)
    else:
        outcome, told = with_ledger.told(request.ledger, inputs, request, progress)
    if not outcome.complete:
        return Responded(outcome)
    moment = sent.now or moment_of(outcome, request.as_of)
    calls = len(outcome.intake.files)
    planned = plan(
        told, outcome.settings, moment, findings=outcome.intake.findings.frame(), assume_codes=sent.assume_codes,
        calls=calls,
    )  # fmt: skip
    planned = tellable(planned, calls)
    last = told.filings.scan("shipments").select(pl.col("file").max()).collect().item()
    remembered = [None] * (int(str(last)) + 1 - len(inputs) if last is not None else 0)
    desk = Desk(
        told.filings, (*filed(inputs, request.formats), *remembered), moment, sent.control or control_of(inputs),
        outcome.settings.policy.countries,
    )  # fmt: skip
    try:
        return Responded(outcome, planned, write_all(out, answers(planned.table, desk)))
    except WriteError as error:
        raise click.ClickException(f"an answer cannot be written, and none was: {error}") from error
