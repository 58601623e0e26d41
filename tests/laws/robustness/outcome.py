"""What `check` makes of some bytes, in this process: the facts that the laws are about."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import click
import polars as pl

from deminimis.cli.options.request import Request, as_of_date
from deminimis.cli.options.what_if import NOTHING, Assumed
from deminimis.cli.session.judged import judged, reported
from deminimis.cli.session.report import Report
from deminimis.edi.cutting.sniff import sniff
from deminimis.edi.cutting.syntax import Syntax
from deminimis.edi.formats import FORMATS
from deminimis.edi.reading.intake import MAX_FINDINGS, Intake, take
from deminimis.rules.base.settings import Settings
from tests.read.interchanges import Wrapped, records
from tests.read.records import source, split

AS_OF: Final = date(2025, 3, 1)
_OPENS: Final = rb"(?s)(?=UNA.{6}\s*UNB)|(?<!UNA.{6})(?<![A-Za-z0-9?])(?=(?:ISA|UNB)[^A-Za-z0-9\s])"
_ANSWERS: Final = {"CBP101", "CBP102", "CBP103"}


@dataclass(frozen=True)
class Outcome:
    """exit: 0, 1 or 2. over: a consignee day is over or cannot be told. reported: an error, or not fully checked."""

    exit: int
    over: bool
    reported: bool
    records: int  # as the report counts them, read and reported
    wanted: int  # as the splitter of the tests counts them
    said: tuple[str, ...]

    @property
    def silent(self) -> bool:
        """Whether nobody is told of anything worse than a warning, but for one that CBP gave."""
        return not (self.over or self.reported or _ANSWERS & {*self.said})


def outcome(data: bytes, always: bool = True) -> Outcome:
    """Checks `data` as one file. Raises whatever the program would end with.

    always: judge also what reading has reported already. It costs as much as reading.
    """
    return together([data], always)


def together(files: Sequence[bytes], always: bool = True, totals: bytes | None = None) -> Outcome:
    """Checks `files` in one call, with a table for --external."""
    intake = take([source(data) for data in files], FORMATS, MAX_FINDINGS, reference=partial(as_of_date, AS_OF))
    wanted = _wanted(intake, files)
    told = not intake.complete or any(severity == "error" for _, _, severity in intake.findings.counts)
    counted = sum(file.records for file in intake.files)
    if told and not always:
        return Outcome(1 if intake.complete else 2, False, True, counted, wanted, ())
    with _assumed(totals) as assumed:
        try:
            intake, _ = assumed.intake(intake)
        except click.UsageError:
            return Outcome(2, False, True, counted, wanted, ())
    settings = Settings(as_of=as_of_date(AS_OF, intake.latest))
    return _told(reported(intake, Request(everything=True), settings), wanted)


def recorded(files: Iterable[bytes], ledger: Path) -> None:
    """Each of `files` on record in a ledger, which is made."""
    for data in files:
        judged([source(data)], Request(as_of=AS_OF, ledger_path=ledger, record=True))


def at_night(files: Sequence[bytes], ledger: Path) -> Outcome:
    """Checks `files` together with what a ledger remembers, and leaves it as it is."""
    told = judged([source(data) for data in files], Request(as_of=AS_OF, ledger_path=ledger, everything=True))
    return _told(told, _wanted(told.intake, files))


def _wanted(intake: Intake, files: Sequence[bytes]) -> int:
    count = 0
    for file, data in zip(intake.files, files, strict=True):
        assert file.records == file.records_read + file.records_reported
        if file.format:
            count += _records(data)
    return count


def _records(data: bytes) -> int:
    found = sniff(data)
    whole = found.syntax or found.own  # the latter alone where the beginning says no more than how the file is cut
    try:
        return len(records(data, whole)[0]) if whole else 0
    except Wrapped:
        return sum(len(split(part, syntax)[0]) - _una(part, syntax) for part, syntax in _parts(data))


def _parts(data: bytes) -> list[tuple[bytes, Syntax]]:
    """What is cut in one way: all of it, or each interchange where one of them has other delimiters or a UNA."""
    found = sniff(data)
    whole = found.syntax or found.own  # the latter alone where the beginning says no more than how the file is cut
    if not whole or whole.family not in ("x12", "edifact"):
        return [(data, whole)] if whole else []
    out: list[tuple[bytes, Syntax]] = []
    for part in re.split(_OPENS, data):
        own = sniff(part).own if re.match(rb"ISA|UN[AB]", part) else None
        if own and out and (_cut(own) != _cut(out[-1][1]) or part.startswith(b"UNA")):
            out.append((part, own))
        else:
            before, syntax = out.pop() if out else (b"", whole)
            out.append((before + part, syntax))
    return out


def _told(told: Report, wanted: int) -> Outcome:
    errors = any(severity == "error" and count for (_, severity), count in told.counts.items())
    return Outcome(
        exit=told.exit_code("warning"),
        over=told.judgement.groups.filter(pl.col("verdict") != "clear").height > 0,
        reported=errors or not told.complete,
        records=sum(file.records for file in told.intake.files),
        wanted=wanted,
        said=tuple(sorted({code for (code, _), count in told.counts.items() if count})),
    )


def _una(part: bytes, syntax: Syntax) -> bool:
    """Whether a UNA was counted, which is no segment: where lines are broken at one width nothing is skipped."""
    return syntax.wrap > 0 and part.startswith(b"UNA")


def _cut(syntax: Syntax) -> tuple[bytes, ...]:
    return syntax.terminator, syntax.field, syntax.release


@contextmanager
def _assumed(totals: bytes | None) -> Iterator[Assumed]:
    if totals is None:
        yield NOTHING
        return
    with TemporaryDirectory() as folder:
        path = Path(folder) / "totals.csv"
        path.write_bytes(totals)
        yield Assumed(external=path)
