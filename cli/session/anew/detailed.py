"""Filings read for whatever can be written anew of them, judged as any command judges them, and held against others."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from deminimis.cli import words
from deminimis.cli.options.request import Request, as_of_date
from deminimis.cli.session.judged import concluded
from deminimis.cli.session.report import Report
from deminimis.edi.cutting.source import Source
from deminimis.edi.formats import FORMATS
from deminimis.edi.frames.finding_codes import PASSED_THROUGH
from deminimis.edi.frames.shipments import BILLS, DETAILS, LINE_DETAILS, LINES, SHIPMENTS, Filings, conform
from deminimis.edi.reading.intake import Pace, Progress, take

# What a file of entries does not say: places in it, what comes of reading, and what its records have no room for.
_NOT_SAID: Final = (
    "file", "message", "seq", "line", "byte", "format", "filing", "action", "eda_source", "arrival", "filed_on",
    "currency", "weight_kg", "part", "unread", "quantity", "bill", "master_bill", "bond_type", "carrier", "beyond",
    "shipper_state", "surety_code", "bond_amount",
)  # fmt: skip
_FACTS: Final = tuple(name for name in (*SHIPMENTS, *DETAILS) if name not in _NOT_SAID)
_BILLED: Final = ("seq", "bill", "master_bill", "quantity")
_LINED: Final = ("seq", "line_no", "origin", "hts", "description", "value_cents", "more_hts")


def judged_in_detail(
    inputs: Sequence[Source], request: Request, progress: Progress | None
) -> tuple[Report, Filings]:  # fmt: skip
    """The report, and the filings as read in detail. Raises as `cli.session.judged.judged`."""
    formats = {name: request.formats[name].in_detail() for name in FORMATS}
    intake = take(
        inputs, formats, request.max_findings, Pace(progress=progress), reference=partial(as_of_date, request.as_of)
    )
    judged = concluded(intake._replace(filings=plain(intake.filings)), request, intake.latest)
    return replace(judged, inputs=tuple(inputs)), intake.filings


def plain(filings: Filings) -> Filings:
    """The same without what no verdict hangs on: as the judgement takes it."""
    ships, lines = conform(filings.shipments, SHIPMENTS), conform(filings.lines, LINES)
    return Filings(ships, filings.bills, lines, filings.forms)


def otherwise(meant: Filings, found: Filings, *more: str) -> list[str]:
    """The columns in which entries read back are not those that were meant. more: columns of shipments to look at."""
    ships, schema = SHIPMENTS | DETAILS, LINES | LINE_DETAILS
    facts = (*_FACTS, *more)
    pairs = (
        (conform(meant.shipments, ships).select(facts), conform(found.shipments, ships).select(facts)),
        (conform(meant.bills, BILLS).select(_BILLED), conform(found.bills, BILLS).select(_BILLED)),
        (conform(meant.lines, schema).select(_LINED), conform(found.lines, schema).select(_LINED)),
    )
    return [
        name for one, other in pairs for name in one.columns
        if one.height != other.height or not one[name].equals(other[name])
    ]  # fmt: skip


def passed(report: Report) -> Iterator[str]:
    """Lines that tell of records which nobody reads here, and which are in nothing that is written anew."""
    for each in report.messages():
        if each["code"] == PASSED_THROUGH.code:
            where = words.clean(report.short_names[each["file"]])
            yield f"  not carried over: {where}: {each['params']['count']:,} {each['params']['tag']} records"
