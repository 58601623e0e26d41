"""Bytes read as a file is."""

from datetime import date
from pathlib import Path
from typing import Any

from deminimis.edi.cutting.source import BLOCK, Source
from deminimis.edi.formats import FORMATS
from deminimis.edi.reading.intake import Intake, Pace, take


def taken(folder: Path, *texts: str | bytes, block_size: int = BLOCK, near: date | None = None) -> Intake:
    """What the intake makes of these texts, each a file, in order; dates without a year are those nearest to `near`."""
    sources = []
    for n, text in enumerate(texts):
        path = folder / f"{n}.edi"
        path.write_bytes(text if isinstance(text, bytes) else text.encode("latin-1"))
        sources.append(Source(f"{n}.edi", path))
    return take(sources, FORMATS, pace=Pace(block_size), reference=(lambda _: near) if near else None)


def rows(intake: Intake, *names: str) -> list[tuple[Any, ...]]:
    """The shipments' columns `names`."""
    return intake.filings.shipments.select(names).rows()


def codes(intake: Intake) -> list[str]:
    """The codes of all findings."""
    return intake.findings.frame()["code"].to_list()
