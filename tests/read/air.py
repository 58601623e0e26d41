"""Air messages read as a file is."""

from datetime import date
from pathlib import Path
from typing import Any, Final

from deminimis.edi.reading.intake import Intake
from tests.build.filings.camir_air import text
from tests.places import SAMPLES
from tests.read.whole import taken

NEAR: Final = date(2025, 3, 1)
FILINGS: Final = sorted((SAMPLES / "camir_air").glob("*.edi"))
ANSWERS: Final = sorted((SAMPLES / "camir_air_answers").glob("*.edi"))


def one(folder: Path, *lines: str, near: date | None = NEAR) -> dict[str, Any]:
    """The only shipment of a file of these lines."""
    return shipments(taken(folder, text(*lines), near=near))[0]


def shipments(intake: Intake) -> list[dict[str, Any]]:
    """The shipments as dicts."""
    return intake.filings.shipments.to_dicts()


def notices(folder: Path, *lines: str, near: date | None = NEAR) -> list[dict[str, Any]]:
    """The notices of a file of these lines."""
    return taken(folder, text(*lines), near=near).notices.to_dicts()
