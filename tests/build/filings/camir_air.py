"""Air messages, written line by line. Waybill prefix 000 is no airline's."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from tests.build.shipments import DAY, Person, Shipment, shown

SHIPPER: Final = ("SHP/PENNINE MAIL ORDER LTD", "/9 CANAL ROAD", "/LEEDS", "/GB/LS1 4AP")
APARTMENT: Final = Person("IRIS ALDER", "118 MAPLE ST APT 4", "LOS ANGELES", "CA", "90001")
WAYBILL: Final = "WBL/LHR/T1/K1.2/COTTON KNIT T-SHIRT"
CLAIMS: Final = ("CED/86",)


def consignee(who: Person) -> tuple[str, ...]:
    """Name and address."""
    return f"CNE/{who.name}", f"/{who.street}", f"/{who.city}/{who.state}", f"/US/{who.postal}"


CONSIGNEE: Final = consignee(APARTMENT)
FLIGHT: Final = "ARR/XX101/04MAR"
HOUSE: Final = "000-10000012-HOUSE0001"


def arrival(day: date | None, part: str = "") -> str:
    """When the flight arrives. part: the letter of a part of the shipment."""
    return f"ARR/XX101/{shown(day, '%d%b')}{f'-{part}' if part else ''}"


def goods(value: object, origin: str, currency: str = "USD") -> str:
    """One line of goods and its value."""
    return f"CSD/{origin}/{value}-{currency}"


def message(
    *lines: str, kind: str = "FXI", waybill: str = HOUSE, arrival: str = FLIGHT, entry: Iterable[str] = CLAIMS,
    consignee: Iterable[str] = CONSIGNEE,
) -> tuple[str, ...]:  # fmt: skip
    """One house with these lines of goods. kind: FXI is express, FRI a routine manifest, FXC changes."""
    lines = lines or (goods(150, "GB"),)
    return (kind, "JFKXX", waybill, WAYBILL, arrival, *entry, *SHIPPER, *consignee, *lines)


def house(
    of: Shipment, kind: str = "FXI", *, master: str = "000-20000024", day: date = DAY, entry: Iterable[str] = CLAIMS
) -> tuple[str, ...]:
    """One house air waybill, which its bill names."""
    about = {"waybill": f"{master}-{of.bill}", "arrival": arrival(day)}
    return message(goods(of.value, of.origin), kind=kind, entry=entry, consignee=consignee(of.consignee), **about)


def manifest(*shipments: Shipment, express: bool = True) -> bytes:
    """Express messages that claim, or routine ones that do not, behind the two lines of a network."""
    kind, entry = ("FXI", CLAIMS) if express else ("FRI", ())
    messages = (line for each in shipments for line in house(each, kind, entry=entry))
    return text("QK WASUCCR", ".XXXFMXX 121915", *messages).encode()


def text(*lines: str, end: str = "\r\n") -> str:
    """The lines of a file."""
    return "".join(line + end for line in lines)
