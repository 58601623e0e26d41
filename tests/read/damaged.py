"""What the intake makes of one small file, whole or damaged."""

from collections.abc import Iterable
from typing import Any

import polars as pl

from deminimis.edi.cutting.source import BLOCK
from deminimis.edi.formats import FORMATS
from deminimis.edi.reading.intake import MAX_FINDINGS, Intake, Pace, take
from tests.read.records import source


def read(data: bytes, block_size: int = BLOCK, most: int = MAX_FINDINGS, at_once: int | None = None) -> Intake:
    """What the intake makes of one file."""
    return take([source(data)], FORMATS, most=most, pace=Pace(block_size, at_once=at_once))


def told(intake: Intake) -> list[tuple[str, str, int | None]]:
    """(code, severity, line) of every finding."""
    return intake.findings.frame().select("code", "severity", "line").rows()


def everything(intake: Intake) -> tuple[Any, ...]:
    """All that a file gave, as plain values."""
    frames: Iterable[pl.DataFrame] = (
        intake.filings.shipments, intake.filings.bills, intake.filings.lines, intake.notices, intake.findings.frame(),
    )  # fmt: skip
    return (intake.files, sorted(intake.findings.counts.items()), *(frame.to_dicts() for frame in frames))
