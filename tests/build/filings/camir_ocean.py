"""Ocean manifests and CBP's notices of them (R02), written record by record."""

from collections.abc import Iterable
from datetime import date, datetime

from tests.build.filings.images import images
from tests.build.shipments import DAY, Person, Shipment, shown


def group(who: Person) -> list[str]:
    """A party as an N00 group, here the consignee."""
    return [
        f"N00CN {who.name[:35]}", *([f"N02{who.street}"] if who.street else []),
        f"N03{who.city:19}{who.state:2}{who.postal:9}{who.country}",
    ]  # fmt: skip


def classic(who: Person) -> list[str]:
    """The same as U01 and U02."""
    return [f"U01{who.name:35}{who.street}", f"U02{f'{who.city} {who.state} {who.postal}':35}USA"]


def bill(
    number: str, who: list[str], value: object, origin: str = "GB", *, kind: str = "3", house: str = "",
    issuer: str = "ZZZY",
) -> list[str]:  # fmt: skip
    """One bill. who: records of the consignee. kind: 3 claims, 7 does with its house, 0 does not."""
    return [
        f"B01{number:12}413520000000001PCS  0000000012LB{kind}{f' {house:18}{issuer}' if house else ''}",
        f"S01{'THAMESBANK TRADING LTD':35}151 HIGH ST", f"S02{'LONDON':35}UNITED KINGDOM", *who,
        f"C01{'ZZZU1234567':44}CN04000", f"D00610910     {value:0>8}",
        f"D010000000001{'COTTON KNIT T-SHIRT':62}{origin}",
    ]  # fmt: skip


def voyage(*records: str, day: date | None = DAY, issuer: str = "ZZZZ", carrier: str = "ZZZZ") -> bytes:
    """A manifest of these. issuer: of its bills."""
    vessel = f"M01{carrier}11{'LREXAMPLE VESSEL':25}012E      000001"
    return _counted(vessel, f"P012704{shown(day, '%m%d%y')}", f"J01{issuer}", *records)


def manifest(*shipments: Shipment, kind: str = "3") -> bytes:
    """A manifest of a bill for each."""
    bills = (bill(each.bill, group(each.consignee), each.value, each.origin, kind=kind) for each in shipments)
    return voyage(*(record for each in bills for record in each))


def notice(code: str, number: str, at: datetime) -> str:
    """What CBP says of a bill: its disposition and the moment."""
    return f"R02{number:12}{code}0000000001{'':17}{at:%y%m%d%H%M}"


def notices(records: Iterable[str], day: date = DAY, carrier: str = "ZZZZ") -> bytes:
    """A notification of these, each behind the J01 of its issuer."""
    return _counted(f"M01{carrier}11{'':25}012E", f"P012704{day:%m%d%y}", *records)


def _counted(*records: str) -> bytes:
    return images(["ACR", *records, f"ZCR{'':31}{len(records) + 2:05}"])
