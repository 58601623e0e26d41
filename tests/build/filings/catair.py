"""Entries of cargo release (SE), CBP's copy of a manifest (BD) and its notices (NS), written record by record."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from tests.build.filings.images import images
from tests.build.shipments import DAY, FILED, JOHN, SELLER, THAMESBANK, Entry, Person, Shipment, shown

CONTACT: Final = f"SE13{'IRIS ALDER':40}2025550123"


def release(
    number: str, value: object, action: str = "A", *, type: str = "86", mode: str = "40", filer: str = "ZZZ"
) -> str:
    """The first record of an entry. action: A adds, R replaces, U changes, D removes."""
    return f"SE10{action}{filer}  {number:8} {type}{'':15}{mode}0{value:0>10}2720"


def bill(kind: str, number: str, issuer: str = "", quantity: str = "00000001") -> str:
    """A bill that an entry names. kind: M master, H house, R regular."""
    return f"SE15{kind}{issuer:4}{number:50}{quantity:8}     N"


def air_bills(house: str, master: str = "00020000024") -> tuple[str, ...]:
    """An air house and its master."""
    return bill("M", master, quantity=""), bill("H", house)


def regular_bill(issuer: str, number: str) -> tuple[str, ...]:
    """A bill of ocean, rail or truck."""
    return (bill("R", number, issuer),)


def party(code: str, who: Person) -> list[str]:
    """Name and address."""
    return [
        f"SE30{code} {who.name}", *([f"SE3515{who.street}"] if who.street else []),
        f"SE36{who.city:35}{who.state:9}{who.postal:15}{who.country}",
    ]  # fmt: skip


def edas(*days: date | None) -> list[str]:
    """Estimated days of arrival."""
    return [f"SE20EDA{shown(day, '%m%d%y')}" for day in days]


def goods(value: object, origin: str, number: int = 1) -> list[str]:
    """One line of goods."""
    return [f"SE40{number:03}{origin} COTTON KNIT T-SHIRT", f"SE606109100012{value:0>10}"]


def entry(of: Entry, action: str = "A", contact: str = CONTACT) -> list[str]:
    """One entry. contact: blank for none."""
    return [
        release(of.number, of.value, action, type=of.type, mode=of.mode), *([contact] if contact else []), *of.bills,
        *edas(*of.edas), *party("CN", of.consignee), *party("SE", THAMESBANK),
        *goods(of.value, of.origin),
    ]  # fmt: skip


def entries(*each: Entry, sent: date = FILED) -> bytes:
    """A batch of adds."""
    return images(batch([record for one in each for record in entry(one)], sent=sent))


def batch(
    records: list[str], application: str = "SE", *, sent: date = FILED, port: str = "2720", filer: str = "ZZZ"
) -> list[str]:
    """One block of these in its batch. The first record of a BD or NS does not name its application."""
    end = f"{port}{filer}      {sent:%m%d%y}"
    named = f"     {application}" if application not in ("BD", "NS") else ""
    block = f"  {port}{filer}{application}"
    return [f"A{end}{named}", f"B{block}", *records, f"Y{block}{len(records):05}", f"Z{end}"]


def _place(code: str, who: Person) -> list[str]:
    return [f"0N{code} {who.name}", f"2N{who.street}", f"3N{who.city:19}{who.state:2}{who.postal:9}{who.country}"]


def voyage(mode: str = "11", port: str = "2704") -> list[str]:
    """What stands in front of the bills of CBP's copy."""
    return [f"1MZZZZ{mode}  {'EXAMPLE VESSEL':47}W", f"1P{port}{DAY:%m%d%y}         0930", "1JZZZZ"]


def copied(number: str, who: Person = JOHN, kind: str = "0", house: str = "") -> list[str]:
    """One bill of it. kind: 0 needs an entry, 7 is a house that claims."""
    named = f" {house:14}2704ZZZZ" if house else ""
    return [f"1B{number:12}801070000000001PCS  0000000002KG{kind}{named}", *_place("SH", SELLER), *_place("CN", who)]


def copied_goods(value: object, origin: str = "GB") -> list[str]:
    """Its goods, whose value is the claim's."""
    return [
        "1C    NO NUMBER                               NC", f"0D610910     {value:0>8}0000000002KG",
        f"1D0000000001{'COTTON KNIT T-SHIRT':62}{origin}",
    ]  # fmt: skip


def rail_download(*shipments: Shipment) -> bytes:
    """CBP's copy of a rail manifest for the broker: bills that need an entry."""
    bills = [record for each in shipments for record in copied(each.bill, each.consignee)]
    return images(batch([*voyage("21", "3801"), *bills], "BD", port="2704"))


def notice(code: str, number: str, at: datetime, issuer: str = "ZZZZ", house: str = "", sender: str = "") -> str:
    """What an NS says of a bill: CBP's disposition and its moment."""
    return f"30{code}{issuer}{number:12}{house:32}0000000001 {at:%y%m%d%H%M}{sender}"


def notices(records: Iterable[str], sailed: date = FILED, sent: date = FILED) -> bytes:
    """An NS of these, about one vessel."""
    head = f"05{'EXAMPLE VESSEL':23}012E 2704{sailed:%y%m%d}"
    return images(batch([head, *records], "NS", sent=sent, port="2704"))
