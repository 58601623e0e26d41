"""Small over-limit filings, one a format: $500.00 and $400.00 for one person and day, and a stranger's shipment.

Mutants are made of them by seed, and what was once answered wrongly comes from these bytes: they stay as they are.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

from tests.build.filings import camir_air, camir_ocean, catair, edifact, x12
from tests.build.filings.images import images
from tests.build.shipments import IRIS, JANE, JOHN, Entry, Person, Shipment, to_each

SENT, FLOWN, DRIVEN = date(2025, 3, 3), date(2025, 3, 3), date(2025, 3, 4)  # sent; of arrival by air, by truck
NORA: Final = IRIS._replace(name="NORA YARROW", street="2210 HERON AVE")


def entry(
    number: str, house: str, who: Person, dollars: int, *, action: str = "A", day: date = FLOWN,
    master: str = "00055502031",
) -> list[str]:  # fmt: skip
    """One type 86 entry by air, without a contact."""
    bills = catair.air_bills(house, master)
    return catair.entry(Entry(number, dollars, bills=bills, edas=(day,), consignee=who), action, contact="")


def flight(house: str, name: str, dollars: int, kind: str = "FXI") -> tuple[str, ...]:
    """One house of a flight."""
    of = Shipment(house, dollars, consignee=camir_air.APARTMENT._replace(name=name))
    return camir_air.house(of, kind, master="000-10000034", day=DRIVEN)


_SE: Final = catair.batch([
    *entry("10002015", "ZH71001", IRIS, 500),
    *entry("10002049", "ZH71004", NORA, 58),
    *entry("10002056", "ZH71005", IRIS, 400),
], sent=date(2025, 3, 2))  # fmt: skip


def _copied(house: str, who: Person, dollars: int) -> list[str]:
    return [*catair.voyage(), *catair.copied("000000000777", who, "7", house), *catair.copied_goods(dollars)]


_BD: Final = catair.batch([
    *_copied("TST000000001", JOHN, 500),
    *_copied("TST000000004", JOHN._replace(name="JANE EXAMPLE"), 90),
    *_copied("TST000000002", JOHN, 400),
], "BD", port="2704")  # fmt: skip


def lading(house: str, who: list[str], dollars: int, number: str = "TST000000001") -> list[str]:
    """One bill of an ocean manifest that claims."""
    return camir_ocean.bill(number, who, dollars, kind="7", house=house)


_OCEAN: Final = camir_ocean.voyage(
    *lading("HB0001", camir_ocean.group(JOHN), 500), *lading("HB0003", camir_ocean.group(JANE), 90),
    *lading("HB0002", camir_ocean.classic(JOHN), 400),
)  # fmt: skip

_AIR: Final = (
    *flight("HOUSE0011", "IRIS ALDER", 500), *flight("HOUSE0012", "HUGO LARCH", 90),
    *flight("HOUSE0013", "IRIS ALDER", 400),
)  # fmt: skip

_TRUCK: Final = to_each(("EMIL BRACKEN", 500), ("VERA NETTLES", 52), ("EMIL BRACKEN", 400))


def truck(*shipments: Shipment, end: str = "~\n") -> bytes:
    """A 309 of these."""
    return x12.manifest(*shipments, day=DRIVEN, sent=SENT, end=end)


_CUSCAR: Final = edifact.interchange([[
    "CUSCAR", *edifact.trip(day=DRIVEN),
    *edifact.consignments(to_each(
        ("EMIL BRACKEN", "500.00"), ("O?'NEIL NETTLES", "52.00"), ("EMIL BRACKEN", "400.00"), bills="D0008100"
    )),
]], sent=SENT)  # fmt: skip

OVER: Final[Mapping[str, bytes]] = {
    "catair-se": images(_SE),
    "catair-se in a row": images(_SE, ""),
    "catair-bd": images(_BD, "\r\n"),
    "camir-ocean": _OCEAN,
    "camir-air": camir_air.text(*_AIR, end="\n").encode(),
    "x12-309": truck(*_TRUCK),
    "x12-309 in a row": truck(*_TRUCK, end="~"),
    "cuscar": edifact.text(_CUSCAR),
    "cuscar in a row": b"UNA:+.? '" + edifact.text(_CUSCAR, "'"),
}

CONFIGURATION: Final = b"""[options]
match = "normalised"
fail_on = "warning"
max_findings = 50
ignore = ["DM2", "EDI109"]

[rules]
near_limit_cents = 100

[layouts.SE36]
city = "5-39"

[[policy]]
period = "P8"
limit_cents = 90000
action = "warn"
starts = 2027-01-01
"""
