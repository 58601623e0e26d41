"""Ocean records made through the layouts' own writer, and files of them."""

from datetime import date
from typing import Any, Final

from deminimis.edi.formats.camir_ocean.layouts import RECORDS
from tests.build.records.made import made
from tests.build.shipments import DAY, Person

Goods = list[tuple[int | None, str | None]]  # dollars, origin
SHIRT: Final[Goods] = [(450, "GB")]


def image(tag: str, **values: Any) -> str:
    """One record of 80 characters. Raises WriteError for what does not fit."""
    return made(RECORDS[tag], **values)


def group(who: Person) -> list[str]:
    """A consignee as an N00 group."""
    return [
        image("N00", entity_code="CN", name=who.name),
        image("N02", address=who.street),
        image("N03", city=who.city, state=who.state, postal_code=who.postal, country=who.country),
    ]


def classic(who: Person) -> list[str]:
    """A consignee as U01 to U03; the third has a telephone number."""
    return [
        image("U01", name=who.name, address=who.street),
        image("U02", address=f"{who.city} {who.state} {who.postal}", more_address="USA"),
        image("U03", telephone="202 555 0123"),
    ]


def bill(
    number: str, kind: str | None, party: list[str], goods: Goods, house: str | None = None, **more: Any
) -> list[str]:
    """B01, shipper, consignee, one container, and per item D00 (where it has a value) and D01."""
    out = [
        image("B01", bill_number=number, foreign_port="41352", manifest_quantity=len(goods), manifest_unit="PCS",
              weight=12, weight_unit="LB", bill_type=kind, house_bill_number=house,
              house_bill_issuer="ZZZY" if house else None, **more),
        image("S01", name="THAMESBANK TRADING LTD", address="151 HIGH ST"),
        image("S02", address="LONDON", more_address="UNITED KINGDOM"),
        *party,
        image("C01", equipment_initial="ZZZU", equipment_number="1234567", equipment_description="CN", length="04000"),
    ]  # fmt: skip
    for dollars, origin in goods:
        if dollars is not None:
            out.append(image("D00", hts_number="610910", value=dollars * 100))
        out.append(image("D01", piece_count=1, description="COTTON KNIT T-SHIRT", country_of_origin=origin))
    return out


def voyage(*records: str, day: date = DAY, mode: str = "11", issuer: str = "ZZZZ") -> list[str]:
    """A file: ACR, M01, P01, J01, the records, ZCR with their count."""
    inside = [
        image("M01", carrier_code="ZZZZ", transport_mode=mode, flag_country="LR", conveyance_name="EXAMPLE VESSEL",
              voyage_number="012E", manifest_sequence="000001"),
        image("P01", port="2704", estimated_arrival_date=day),
        image("J01", issuer_code=issuer),
        *records,
    ]  # fmt: skip
    return envelope(inside)


def envelope(inside: list[str]) -> list[str]:
    """ACR, the records, ZCR with their count."""
    return [image("ACR"), *inside, image("ZCR", record_count=len(inside))]


def notice(code: str, number: str, day: date, *behind: str, **more: Any) -> list[str]:
    """R02 and what goes with it."""
    first = image("R02", bill_number=number, disposition=code, quantity=1, action_date=day, action_time="0930", **more)
    return [first, *behind]


def told(*notices: list[str], mode: str = "11") -> list[str]:
    """A status notification: M01, P01, J01, the notices."""
    inside = [
        image("M01", carrier_code="ZZZZ", transport_mode=mode, voyage_number="012E"),
        image("P01", port="2704", estimated_arrival_date=DAY),
        image("J01", issuer_code="ZZZZ"),
    ]
    return envelope([*inside, *(record for each in notices for record in each)])


def text(records: list[str], newline: str = "\n") -> str:
    """The records of one file, each closed by `newline`."""
    return "".join(record + newline for record in records)


def changed(record: str, column: int, text: str) -> str:
    """`record` with `text` from `column` on, counted from 1 as in the guides."""
    return record[: column - 1] + text + record[column - 1 + len(text) :]
