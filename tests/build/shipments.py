"""What a filing of a test is about, in the words of all who write one: people, shipments, entries, days."""

from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

FILED, DAY = date(2025, 3, 12), date(2025, 3, 14)  # where a test does not say another: on file, and of arrival


class Person(NamedTuple):
    """Who receives, or sends. Names are invented."""

    name: str
    street: str
    city: str
    state: str
    postal: str
    country: str = "US"


IRIS: Final = Person("IRIS ALDER", "12 MILL ST", "RENO", "NV", "89501")
EMIL: Final = Person("EMIL BRACKEN", "15 KESTREL CT", "DETROIT", "MI", "48226")
VERA: Final = Person("VERA NETTLES", "1610 CHESTNUT ST", "COLUMBUS", "OH", "43215")
JOHN: Final = Person("JOHN Q CONSIGNEE", "100 MAIN ST", "LOS ANGELES", "CA", "90001")
JANE: Final = Person("JANE EXAMPLE", "22 ELM ST", "DETROIT", "MI", "48201")
MOE: Final = Person("MOE SAMPLE", "7 OAK AVE", "BUFFALO", "NY", "14201")
LAKESHORE: Final = Person("LAKESHORE PARCELS INC", "200 FRONT ST W", "TORONTO", "ON", "M5V 3K2", "CA")
SELLER: Final = Person("EXAMPLE SELLER LTD", "1 HIGH ST", "LONDON", "", "SW1A1AA", "GB")
THAMESBANK: Final = Person("THAMESBANK TRADING LTD", "151 HIGH ST", "LONDON", "", "SW1A 1AA", "GB")


@dataclass(frozen=True)
class Shipment:
    """What a manifest says of a bill. bill: without its issuer. value: whole dollars, or what stands there instead."""

    bill: str
    value: object
    origin: str = "GB"
    consignee: Person = IRIS


@dataclass(frozen=True)
class Entry:
    """What one entry says. number: without its filer. bills: records SE15 (`filings.catair`). mode: of transport."""

    number: str
    value: object
    origin: str = "GB"
    bills: tuple[str, ...] = ()
    mode: str = "40"
    edas: tuple[date | None, ...] = (DAY,)
    type: str = "86"
    consignee: Person = IRIS


def to_each(*people: tuple[str, object], bills: str = "D0007100", first: int = 1) -> list[Shipment]:
    """A shipment from Canada for each of these names, at one address, with its value. first: number of its bill."""
    return [
        Shipment(f"{bills}{number}", value, "CA", EMIL._replace(name=name))
        for number, (name, value) in enumerate(people, first)
    ]


def shown(day: date | None, form: str) -> str:
    """The day in this form, as strftime has it; for None a day that there is not."""
    if day is None:
        return {"%Y%m%d": "20251345", "%m%d%y": "134525", "%d%b": "45MAR"}[form]
    return day.strftime(form).upper()
