"""Filings read in detail and judged with a ledger: what it remembers of them, and of what CBP's answers name."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

import click
import polars as pl

from deminimis.cli.options.request import Request
from deminimis.cli.session.anew.detailed import judged_in_detail, plain
from deminimis.cli.session.report import Report
from deminimis.cli.session.with_ledger import answered
from deminimis.edi.cutting.source import Source
from deminimis.edi.formats import FORMATS
from deminimis.edi.frames.shipments import BILLS, DETAILS, FORMS, LINE_DETAILS, LINES, SHIPMENTS, Filings, conform
from deminimis.edi.reading.intake import Progress
from deminimis.ledger.incoming import incoming, joined
from deminimis.ledger.recall.wanted import naming
from deminimis.ledger.store import table
from deminimis.ledger.store.table import LedgerError, Snapshot

_WIDE = (SHIPMENTS | DETAILS, BILLS, LINES | LINE_DETAILS, FORMS)


class Known(NamedTuple):
    """What is known of the files of a call. calls: how many they are.

    filings: those of the call in detail; behind them, with files from `calls` on, those that the ledger remembers, of
    which it keeps no details.
    """

    report: Report
    filings: Filings
    calls: int


def known(inputs: Sequence[Source], request: Request, progress: Progress | None) -> Known:
    """The files, judged with the ledger where there is one. Raises as `cli.session.judged.judged`."""
    path = request.ledger_path
    if path is None or not table.exists(path):
        report, found = judged_in_detail(inputs, replace(request, ledger_path=None), progress)
        return Known(report, found, len(report.intake.files))
    formats = {name: request.formats[name].in_detail() for name in FORMATS}
    read = [
        incoming(
            each, formats, as_of=request.as_of, otherwise=(date.today(), "today"), most=request.max_findings,
            progress=progress,
        )
        for each in inputs
    ]  # fmt: skip
    parts = [replace(each, intake=each.intake._replace(filings=_wide(each.filings))) for each in read]
    wide = joined(parts, request.max_findings)
    narrow = [replace(each, intake=each.intake._replace(filings=plain(each.filings))) for each in parts]

    def work(snapshot: Snapshot) -> Report:
        return answered(snapshot, narrow, request, naming(wide.notices))[0]

    try:
        report = replace(table.read(path, work), inputs=tuple(inputs))
    except LedgerError as error:
        raise click.ClickException(str(error)) from error
    assert report.memory is not None
    calls = len(wide.files)
    old = report.memory.filings.map(lambda frame: frame.filter(pl.col("file") >= calls))
    return Known(report, Filings.concat([wide.filings, _wide(old)]), calls)


def _wide(filings: Filings) -> Filings:
    frames = (filings.shipments, filings.bills, filings.lines, filings.forms)
    return Filings(*(conform(frame, schema) for frame, schema in zip(frames, _WIDE, strict=True)))
