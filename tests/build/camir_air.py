"""Air messages put together line by line. Waybill prefix 000 is no airline's."""

from datetime import date
from pathlib import Path
from typing import Any, Final

from deminimis.edi.reading.intake import Intake
from tests.places import SAMPLES
from tests.read.whole import taken

NEAR: Final = date(2025, 3, 1)
FILINGS: Final = sorted((SAMPLES / "camir_air").glob("*.edi"))
ANSWERS: Final = sorted((SAMPLES / "camir_air_answers").glob("*.edi"))
SHIPPER: Final = ("SHP/PENNINE MAIL ORDER LTD", "/9 CANAL ROAD", "/LEEDS/", "/GB/LS1 4AP")
CONSIGNEE: Final = ("CNE/IRIS ALDER", "/118 MAPLE ST APT 4", "/LOS ANGELES/CA", "/US/90001")
FLIGHT: Final = "ARR/XX101/04MAR"
HOUSE: Final = "000-10000012-HOUSE0001"


def text(*lines: str, end: str = "\r\n") -> str:
    """The lines of a file."""
    return "".join(line + end for line in lines)


def express(
    *goods: str,
    kind: str = "FXI",
    waybill: str = HOUSE,
    arrival: str = FLIGHT,
    entry: tuple[str, ...] = ("CED/86",),
    consignee: tuple[str, ...] = CONSIGNEE,
) -> tuple[str, ...]:
    """An express message with these CSD lines."""
    goods = goods or ("CSD/GB/150-USD",)
    return (kind, "JFKXX", waybill, "WBL/LHR/T1/K1.2/COTTON SHIRT", arrival, *entry, *SHIPPER, *consignee, *goods)


def one(folder: Path, *lines: str, near: date | None = NEAR) -> dict[str, Any]:
    """The only shipment of a file of these lines."""
    return shipments(taken(folder, text(*lines), near=near))[0]


def shipments(intake: Intake) -> list[dict[str, Any]]:
    """The shipments as dicts."""
    return intake.filings.shipments.to_dicts()


def notices(folder: Path, *lines: str, near: date | None = NEAR) -> list[dict[str, Any]]:
    """The notices of a file of these lines."""
    return taken(folder, text(*lines), near=near).notices.to_dicts()
