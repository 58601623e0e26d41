"""What `check` makes of some bytes, in this process: the facts that the laws are about."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

import polars as pl

from deminimis.cli.check import as_of_date
from deminimis.cli.report import ALL, report
from deminimis.edi.formats import FORMATS
from deminimis.edi.intake import MAX_FINDINGS, Intake, take
from deminimis.edi.sniff import sniff
from deminimis.rules.run import judge
from deminimis.rules.settings import Settings
from tests.engine.splitter import source, split

AS_OF: Final = date(2025, 3, 1)


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
        """Whether nobody is told of anything worse than a warning."""
        return not (self.over or self.reported)


def outcome(data: bytes, always: bool = True) -> Outcome:
    """Checks `data` as one file. Raises whatever the program would end with.

    always: judge also what reading has reported already. It costs as much as reading.
    """
    intake = take([source(data)], FORMATS, MAX_FINDINGS, reference=partial(as_of_date, AS_OF))
    (file,) = intake.files
    assert file.records == file.records_read + file.records_reported
    syntax = sniff(data).syntax
    wanted = len(split(data, syntax)[0]) if syntax and file.format else 0
    reported = not intake.complete or any(severity == "error" for _, _, severity in intake.findings.counts)
    if reported and not always:
        return Outcome(1 if intake.complete else 2, False, True, file.records, wanted, ())
    return _judged(intake, wanted)


def _judged(intake: Intake, wanted: int) -> Outcome:
    settings = Settings(as_of=as_of_date(AS_OF, intake.latest))
    told = report(intake, judge(intake.filings, settings), settings, ALL, everything=True)
    errors = any(severity == "error" and count for (_, severity), count in told.counts.items())
    return Outcome(
        exit=told.exit_code("warning"),
        over=told.judgement.groups.filter(pl.col("verdict") != "clear").height > 0,
        reported=errors or not told.complete,
        records=intake.files[0].records,
        wanted=wanted,
        said=tuple(sorted({code for (code, _), count in told.counts.items() if count})),
    )
