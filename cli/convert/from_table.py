"""A table as a filing: checked cell by cell, judged to the cent, written, read back and judged again.

Nothing is written unless the written file says of every consignee day what the table says.
"""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time
from functools import partial
from pathlib import Path
from typing import Final

import click
import polars as pl

from deminimis.cli import log, words
from deminimis.cli.convert.rounding import differences
from deminimis.cli.options.request import Request, as_of_date
from deminimis.cli.reporters import deliver, text
from deminimis.cli.session.inputs import sources
from deminimis.cli.session.judged import concluded
from deminimis.cli.session.report import Report
from deminimis.edi.cutting.source import Source
from deminimis.edi.frames.findings import ERROR
from deminimis.edi.frames.notices import NOTICES
from deminimis.edi.frames.shipments import LINES, SHIPMENTS, Filings
from deminimis.edi.invented.writers import WRITERS
from deminimis.edi.layout.write import WriteError
from deminimis.edi.reading.intake import FileReport, Findings, Intake, take
from deminimis.edi.spreadsheets.check import check
from deminimis.edi.spreadsheets.entries import INFORMAL, TYPES
from deminimis.edi.spreadsheets.reading import SheetError, Table, read
from deminimis.edi.spreadsheets.sheet import Sending, Sheet, Terms, filings, whole_dollars
from deminimis.rules.codes import message

_NAMED: Final = 5  # consignee days that a refusal names
_PART: Final = 1 << 20
_LARGEST: Final = 128 << 20  # bytes of a table, unpacked: some million lines
_ARRIVAL: Final = "estimated_arrival"
_NOBODY: Final = "a consignee without name and address"


class _Refused(Exception):
    """Nothing may be written. `lines` say why, one thing a line."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__(lines[0] if lines else "")
        self.lines = lines


@dataclass(frozen=True)
class How:
    """What a table becomes."""

    sheet: Sheet
    terms: Terms | None  # None: of the type that is taken on the day of arrival
    sending: Sending


def convert(request: Request, how: How, output: Path | None) -> Report | None:
    """Writes the filing of one table to `output` or standard output; the report on the table.

    Its findings go to standard error. None, and nothing written, where the table is refused. Raises click.UsageError
    for what is no table, OSError.
    """
    inputs = sources(request.paths)
    if len(inputs) != 1:
        raise click.UsageError("one table at a time")
    target = _spool()
    try:
        outcome = _converted(inputs[0], request, how, target)
        with target.open("rb") as stream:
            parts = iter(lambda: stream.read(_PART), b"")
            deliver.write(parts, output)
    except _Refused as refusal:
        log.say("deminimis: nothing is written", level="error")
        for line in refusal.lines:
            log.say(line, level="error")
        return None
    finally:
        target.unlink(missing_ok=True)
    for line in text.render(outcome).splitlines():
        log.say(line)
    return outcome


def _converted(source: Source, request: Request, how: How, target: Path) -> Report:
    """Writes the filing to `target`, and reports on the table, in whose rows its findings stand. Raises _Refused."""
    sheet, sending = how.sheet, how.sending
    table = _table(source)
    terms = how.terms or Terms(_type_of_the_day(table, request, sending))
    terms = replace(terms, offsets=request.configuration.settings().get("check_digit_offsets", {}))
    try:
        checked = check(sheet, table, terms)
    except SheetError as error:
        raise click.UsageError(words.clean(f"{source.name}: {error}")) from error
    found = Findings(request.max_findings)
    found.add(checked.findings, 0)
    if found.counts:
        raise _Refused(list(_said(found, source.name)))
    wide = filings(sheet, checked.rows, terms, sending.sent)
    rounded = whole_dollars(wide)
    try:
        with target.open("wb") as stream:
            stream.writelines(WRITERS[sheet.format].write(rounded, sheet.envelope(rounded, sending)))
    except WriteError as error:
        at = "" if error.shipment is None else f":{wide.shipments['line'][error.shipment]}"
        raise _Refused([f"{source.name}{at}: {error.reason}"]) from error
    return _compared(source, target, wide, request)


def _type_of_the_day(table: Table, request: Request, sending: Sending) -> str:
    """The type of entries without one: 11 where no claim is taken on their last day of arrival, else 86.

    Without such a day in the table that on which it is sent.
    """
    day = sending.sent.date()
    if _ARRIVAL in table.rows.columns:
        days = table.rows[_ARRIVAL].cast(pl.String).str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
        last = days.drop_nulls().sort().to_list()[-1:]
        day = last[0] if last else day
    policy = request.settings(day).policy
    noon = pl.Series([datetime.combine(day, time(12))], dtype=pl.Datetime("us"))
    period = policy.periods[policy.at(noon, listed=False)[0]]
    return INFORMAL if period.suspended else TYPES[0]


def _table(source: Source) -> Table:
    with source.open() as stream:
        data = stream.read(_LARGEST + 1)  # of what is packed no more is unpacked than can be a table
    if len(data) > _LARGEST:
        raise click.UsageError(f"{words.clean(source.name)}: longer than {_LARGEST >> 20} MB: split the table")
    try:
        return read(data)
    except SheetError as error:
        raise click.UsageError(words.clean(f"{source.name}: {error}")) from error


def _compared(source: Source, target: Path, wide: Filings, request: Request) -> Report:
    """Judges table and file; what the form rules of an entry need is told by the file, which was read as any other."""
    intake = take(
        [Source(source.name, target)], request.formats, request.max_findings,
        reference=partial(as_of_date, request.as_of),
    )  # fmt: skip
    wrong = {code for _, code, severity in intake.findings.counts if severity == ERROR}
    if wrong or not intake.complete or intake.filings.shipments.height != wide.shipments.height:
        said = " ".join(_said(intake.findings, "the file written")) or "its shipments are not those of the table"
        raise _Refused([f"what would be written cannot be read back ({said}); please report it"])
    own = Filings(
        wide.shipments.select(list(SHIPMENTS)), wide.bills, wide.lines.select(list(LINES)), intake.filings.forms
    )
    told = FileReport(source.name, intake.files[0].format, "checked", 1, wide.lines.height, own.shipments.height)
    told = told._replace(records_read=told.records)
    exact = Intake([told], own, pl.DataFrame(schema=NOTICES), Findings(request.max_findings), intake.latest)
    table, written = concluded(exact, request, exact.latest), concluded(intake, request, intake.latest)
    changed = differences(table.judgement, written.judgement)
    if changed.height:
        raise _Refused(list(_changed(changed)))
    return table


def _said(found: Findings, name: str) -> Iterator[str]:
    """A line a finding."""
    for row in found.frame().sort("line", "column", nulls_last=True, maintain_order=True).iter_rows(named=True):
        place = ":".join(str(each) for each in (name, row["line"], row["column"]) if each)
        yield words.clean(f"{place}: {row['code']} {message(row)}")


def _changed(changed: pl.DataFrame) -> Iterator[str]:
    yield "the format takes whole dollars, and in whole dollars the verdict would be another:"
    for row in changed.head(_NAMED).iter_rows(named=True):
        limit = words.whole(row["limit_cents"])
        said = {True: f"above {limit}", False: f"not above {limit}"}
        exact, written = words.dollars(row["counted_cents"]), words.dollars(row["written_cents"])
        who = f"{words.clean(row['consignee']) or _NOBODY}, {words.day(row['day'])}"
        if row["over"] == row["written_over"]:
            yield f"{who}: {exact}, in whole dollars {written}: another shipment would be the one above {limit}"
        else:
            yield f"{who}: {exact} is {said[row['over']]}, {written} in whole dollars is {said[row['written_over']]}"
    if changed.height > _NAMED:
        yield f"... and {changed.height - _NAMED:,} more consignee days"
    yield (
        "What to do: file one shipment of each such day as entry type 11 or 01. A customs value is never changed to fit"
    )


def _spool() -> Path:
    """A private, empty file to write to first."""
    handle, name = tempfile.mkstemp(prefix="deminimis-")
    os.close(handle)
    return Path(name)
