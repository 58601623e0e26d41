"""Taking in files: sniff, read, number, and count. What cannot be read becomes a finding, never an exception."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

import polars as pl

from deminimis.edi.catalogue import LIST
from deminimis.edi.cutting.sniff import LOOKED_FOR, known
from deminimis.edi.cutting.source import BLOCK, Source
from deminimis.edi.frames.finding_codes import EDI_CODES, NOT_FULLY_READ, UNKNOWN_FORMAT
from deminimis.edi.frames.findings import ERROR, FINDINGS, concat, finding, frame
from deminimis.edi.frames.notices import NO_NOTICES
from deminimis.edi.frames.packed import Compactor
from deminimis.edi.frames.shipments import Filings
from deminimis.edi.reading.file import read
from deminimis.edi.reading.format import Assembled, Format
from deminimis.edi.reading.years import Reference, has_leap_day, latest, with_years

MAX_FINDINGS: Final = 1000  # shown of one code in one file; all are counted
Progress = Callable[[int, int], None]  # bytes and shipments read since it was called last


class Pace(NamedTuple):
    """How a call is read, whatever is in it. block_size: bytes at a time; None: what suits the format.

    at_once: blocks that are worked on at a time; None: as many as there are cores, up to `threads.MOST`.
    tables: what reads a file that is a list; without it a list is no format that is known.
    """

    block_size: int | None = None
    progress: Progress | None = None
    tables: "Callable[[Source], TableRead] | None" = None
    at_once: int | None = None


class TableRead(NamedTuple):
    """What a list gave. rows: of the list, those that are no shipment left out."""

    assembled: Assembled
    findings: pl.DataFrame
    rows: int = 0
    evidence: tuple[str, ...] = ()


USUAL: Final = Pace()


STATUSES: Final = ("checked", "incomplete", "unreadable", "unknown-format")


class FileReport(NamedTuple):
    """What became of one file. status: one of STATUSES."""

    path: str
    format: str | None
    status: str
    messages: int = 0
    records: int = 0
    shipments: int = 0
    records_read: int = 0
    records_reported: int = 0
    evidence: tuple[str, ...] = ()


@dataclass
class Findings:
    """Findings of many files: at most `most` of each code and file are kept, all are counted."""

    most: int = MAX_FINDINGS
    counts: Counter[tuple[int | None, str, str]] = field(default_factory=Counter)  # (file, code, severity)
    _kept: list[pl.DataFrame] = field(default_factory=list)

    def add(self, found: pl.DataFrame, file: int | None = None) -> None:
        """Takes in findings; `file`, if given, is filled in where they name none."""
        if not found.height:
            return
        if file is not None:
            found = found.with_columns(pl.col("file").fill_null(file))
        groups = found.group_by("file", "code", "severity", maintain_order=True)
        for (number, code, severity), part in groups:
            key = (None if number is None else int(str(number)), str(code), str(severity))
            room = max(self.most - self.counts[key], 0)
            self.counts[key] += part.height
            if room:
                self._kept.append(part.head(room))

    def frame(self) -> pl.DataFrame:
        """All that was kept, in order, and for each code that was capped one row that says how many more."""
        more = []
        for (file, code, severity), count in self.counts.items():
            if count > self.most:
                row = dict.fromkeys(FINDINGS) | {"code": code, "severity": severity, "file": file}
                more.append(row | {"params": f'{{"more": {count - self.most}}}'})
        return concat([*self._kept, frame(more)])

    @property
    def incomplete(self) -> set[int]:
        """Files of which some part could not be checked: an error whose code means exit 2."""
        return {
            file
            for file, code, severity in self.counts
            if file is not None and severity == ERROR and code in EDI_CODES and EDI_CODES[code].exit_code == 2
        }


class Intake(NamedTuple):
    """Everything that was read in one call."""

    files: list[FileReport]
    filings: Filings
    notices: pl.DataFrame
    findings: Findings
    latest: date | None = None  # the latest date that envelopes and notices carry, year and all

    @property
    def complete(self) -> bool:
        """Whether every file was wholly checked."""
        return all(report.status == "checked" for report in self.files)


def take(
    sources: Iterable[Source],
    formats: Mapping[str, Format],
    most: int = MAX_FINDINGS,
    pace: Pace = USUAL,
    *,
    reference: Reference | None = None,
    pack: int | None = None,
) -> Intake:
    """Read `sources` in order. Never raises for what is in a file; a file that cannot be opened is `unreadable`.

    pace: how much at a time, and who is told of it. reference: what gives dates without a year the nearest one
    (`edi.reading.years`); without it they stay unread. pack: so many shipments are packed together
    (`edi.frames.packed`); None: the filings are plain frames, however many.
    """
    findings, files, packer, notices = Findings(most), [], Compactor(pack), [NO_NOTICES]
    leap_days: list[pl.DataFrame] = []
    for number, source in enumerate(sources):
        ordinal = {"file": pl.lit(number, pl.UInt32)}

        def keep(one: Assembled, ordinal: dict[str, pl.Expr] = ordinal) -> None:
            if one.filings.shipments.height:
                packer.add(one.filings.with_columns(**ordinal))
            if one.notices.height:
                code = pl.col("code").str.strip_chars(" ")  # `95 ` is what 95 is, in every list and to every rule
                notices.append(one.notices.with_columns(code, **ordinal))
            if one.leap_days.height:
                leap_days.append(one.leap_days.with_columns(**ordinal))

        files.append(_file(source, number, formats, findings, keep, pace))
    filings, posted = packer.filings(), pl.concat(notices)
    known_day = latest(filings, posted)
    near = reference(known_day) if reference else None
    filings, posted = with_years(filings, posted, near)
    if leap_days and not has_leap_day(near):
        findings.add(pl.concat(leap_days))
    return Intake(files, filings, posted, findings, known_day)


def _file(
    source: Source,
    number: int,
    formats: Mapping[str, Format],
    findings: Findings,
    keep: Callable[[Assembled], None],
    pace: Pace,
) -> FileReport:
    try:
        sniffed = known(source)
    except (OSError, EOFError) as error:
        findings.add(frame([finding(NOT_FULLY_READ, reason=_reason(error))]), number)
        return FileReport(source.name, None, "unreadable")
    if sniffed.table and pace.tables is not None:
        return _table(source, number, pace.tables, findings, keep)
    form = formats.get(sniffed.format or "")
    if form is None or sniffed.syntax is None:
        reason = sniffed.reason or f"the file is {sniffed.format}, which this version does not read"
        hint = sniffed.hint or "Nothing was checked"
        if not sniffed.evidence:  # nothing was recognised: say what would have been
            reason = f"{reason}; looked for {LOOKED_FOR}"
        row = finding(UNKNOWN_FORMAT, reason=reason, hint=hint, line=1, column=1, byte=0)
        findings.add(frame([row]), number)
        return FileReport(source.name, None, "unknown-format", evidence=sniffed.evidence)
    shipments = records_read = reported = messages = 0
    try:
        # 80-byte records say in eight megabytes what others say in four or less
        usual = BLOCK if sniffed.syntax.in_columns else BLOCK // 2
        size = pace.block_size or usual
        for chunk in read(source, sniffed.syntax, form, size, formats.__getitem__, pace.at_once):
            # in one order: which of them a cap keeps must not hang on where a block ends
            findings.add(concat([chunk.findings, chunk.assembled.findings]), number)
            keep(chunk.assembled)
            shipments += chunk.assembled.filings.shipments.height
            records_read += chunk.records_read
            reported += chunk.records_reported
            messages += chunk.messages
            if pace.progress:
                pace.progress(chunk.size, chunk.assembled.filings.shipments.height)
    except (OSError, EOFError) as error:
        findings.add(frame([finding(NOT_FULLY_READ, reason=_reason(error))]), number)
    status = "incomplete" if number in findings.incomplete else "checked"
    total = records_read + reported
    return FileReport(
        source.name, form.name, status, messages, total, shipments, records_read, reported, sniffed.evidence
    )


def _table(
    source: Source,
    number: int,
    by: Callable[[Source], TableRead],
    findings: Findings,
    keep: Callable[[Assembled], None],
) -> FileReport:
    """A list, read as one message whose records are its rows."""
    try:
        found = by(source)
    except (OSError, EOFError) as error:
        findings.add(frame([finding(NOT_FULLY_READ, reason=_reason(error))]), number)
        return FileReport(source.name, LIST, "unreadable")
    findings.add(found.findings, number)
    keep(found.assembled)
    status = "incomplete" if number in findings.incomplete else "checked"
    ships = found.assembled.filings.shipments.height
    return FileReport(source.name, LIST, status, 1, found.rows, ships, found.rows, evidence=found.evidence)


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"the file cannot be read: {error.strerror}"
    return f"the file cannot be unpacked: {error}"
