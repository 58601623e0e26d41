"""CUSCAR, CUSREP and CUSRES messages of invented shipments."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from deminimis.edi.formats.edifact.layouts import cuscar as trip
from deminimis.edi.formats.edifact.layouts import cusres as answer
from deminimis.edi.formats.edifact.layouts import goods, shared
from deminimis.edi.formats.edifact.layouts.party import COM, CTA, NAD
from tests.build.records.made import made
from tests.build.shipments import EMIL, LAKESHORE, Person

FILED, DAY = date(2025, 3, 3), date(2025, 3, 4)
WANDA = Person("WANDA GORSE", "803 GRANITE BLVD", "GRAND RAPIDS", "MI", "49503")
ROSA = Person("ROSA M. QUINCE", "1200 FERRY ST APT 12", "LOS ANGELES", "CA", "90001")
ROSA_TOO = Person("QUINCE, ROSA M", "1200 FERRY STREET #12", "LOS ANGELES", "CA", "90001")
SHOP = Person("TANSY + SORREL'S HOBBIES", "310 QUARRY RD", "BUFFALO", "NY", "14201")


@dataclass(frozen=True)
class Ship:
    """One CNI. `release` None: no DOC. form: where the street stands (C058 as in CBP's sample, C059, or lines)."""

    bill: str
    who: Person | None = EMIL
    value: float | None = 100
    release: str | None = "13"
    origin: str | None = "CA"
    action: str | None = "23"
    form: str = "C059"
    bare: bool = False  # the number alone


def nad(code: str, who: Person, form: str) -> str:
    place = {"city": who.city, "state": who.state, "state_list": "163", "postal_code": who.postal}
    where = {"C058": {"line_1": who.street, "name_1": who.name}, "C059": {"street_1": who.street, "name_1": who.name}}
    text = where.get(form) or {"line_1": who.name, "line_2": who.street}
    return made(NAD, party=code, country=who.country, **text, **place)


def head(
    day: date | None, *, function: str | None = "22", trip_number: str = "ZZZZ250304A", document: str = "85"
) -> list[str]:
    name = {"document_name": "STANDARD"} if document in ("85", "336") else {}
    out = [
        made(
            shared.BGM,
            document=document,
            trip_number=trip_number,
            **name,
            **({"function": function} if function else {}),
        )
    ]
    if day:
        out.append(made(shared.DTM, qualifier="132", value=f"{day:%Y%m%d}0930", form="203"))
    return out


def port() -> str:
    return made(shared.LOC, qualifier="60", place="3801", place_list="77")


def reference(number: str) -> str:
    return made(shared.RFF, qualifier="ABO", reference=number)


def carrier() -> list[str]:
    return [
        made(NAD, party="CA", party_id="ZZZZ", party_id_list="172", street_1="1 TERMINAL WAY", city="WINDSOR"),
        made(trip.TDT, stage="11", transport_method="03", conveyance_type="TR", direction="I", conveyance_id_list="146",
            conveyance_id="1XKYDP9X0AB123456"),
    ]  # fmt: skip


def shipment(n: int, ship: Ship) -> list[str]:
    out = [made(trip.CNI, line_number=n, **({"action": ship.action} if ship.action else {}))]
    if ship.release:
        out.append(made(trip.DOC, document="929", release_type=ship.release))
    out.append(made(shared.RFF, qualifier="AAM", reference=ship.bill))
    if ship.bare:
        return out
    out.append(made(shared.LOC, qualifier="9", place="WINDSOR", place_list="ZZZ"))
    if ship.who:
        out += [nad("CN", ship.who, ship.form), made(CTA, function="IC"), made(COM, address="2025550123", channel="TE")]
    out.append(nad("OS", LAKESHORE, "C059"))
    out += [made(goods.GID, line_number=1), made(goods.PAC, quantity=2, unit="PCS")]
    out.append(made(shared.FTX, qualifier="AAA", text_1="COTTON KNIT", text_2="T-SHIRT"))
    out.append(made(goods.MEA, qualifier="AAI", unit="K", value=1.5))
    if ship.value is not None:
        out.append(made(goods.MOA, qualifier="40", amount=round(ship.value * 100)))
    if ship.origin:
        out.append(made(shared.LOC, qualifier="27", place=ship.origin, place_list="162"))
    return out


def cuscar(ships: list[Ship], day: date | None = DAY, **header: Any) -> list[str]:
    """A CUSCAR message without UNH and UNT."""
    body = [*head(day, **header), port(), reference("ZZZZREF1"), *carrier()]
    return body + [raw for n, ship in enumerate(ships, 1) for raw in shipment(n, ship)]


def cusrep(bills: list[str], day: date = DAY, action: str = "23", **header: Any) -> list[str]:
    """A CUSREP message: the shipments of one trip."""
    body = [*head(day, document="336", **header), reference("ZZZZREF2"), port()]
    for bill in bills:
        body += [
            made(trip.DOC, document="700", action=action),
            made(shared.RFF, qualifier="AAM", reference=bill),
            made(shared.QTY, qualifier="11", quantity=2.0),
        ]
    return [*body, *carrier()]


def point(level: str, code: str, text: str, qualifier: str = "AAO") -> list[str]:
    return [
        made(answer.ERP, level=level),
        made(answer.ERC, code=code),
        made(shared.FTX, qualifier=qualifier, text_1=text),
    ]


def told(bill: str, code: str, text: str, *, event: str | None = None) -> list[str]:
    """A shipment of a CUSRES with its code."""
    out = [made(trip.DOC, document="929", release_type="13"), made(goods.PAC, quantity=2)]
    out.append(made(shared.RFF, qualifier="AAM", reference=bill))
    if event:
        out.append(made(shared.DTM, qualifier="163", value=event, form="203"))
    return out + point("2", code, text)


def cusres(
    document: str, parts: list[list[str]], *, function: str | None = None, event: str = "202503041405"
) -> list[str]:
    """A CUSRES message: 132 accepts or rejects, 34 tells a status."""
    body = head(DAY, document=document, function=function)
    body.append(made(shared.DTM, qualifier="163", value=event, form="203"))
    body.append(made(shared.FTX, qualifier="AIQ", text_1="ZZZZREF1"))
    body.append(made(shared.LOC, qualifier="24", place="3801", place_list="77"))
    return body + [raw for part in parts for raw in part]
