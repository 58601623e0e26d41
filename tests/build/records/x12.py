"""309, 358 and 355 sets of invented shipments."""

from datetime import date
from typing import Any

from deminimis.edi.formats.x12.layouts.consist import MBL
from deminimis.edi.formats.x12.layouts.equipment import VEH, VID
from deminimis.edi.formats.x12.layouts.goods import N10
from deminimis.edi.formats.x12.layouts.manifest import LX, M10, M11, M13, P4
from deminimis.edi.formats.x12.layouts.party import N1, N3, N4
from deminimis.edi.formats.x12.layouts.status import K1, K3
from tests.build.records.made import made
from tests.build.shipments import EMIL, LAKESHORE, Person

FILED, DAY = date(2025, 3, 3), date(2025, 3, 4)
SELLER = LAKESHORE._replace(postal="M5V3K2")


def m10(trip: str | None = "ZZZZ250304A", method: str = "J", **fields: Any) -> str:
    return made(M10, scac="ZZZZ", transport_method=method, **({"trip_number": trip} if trip else {}), **fields)


def p4(day: date | None = DAY, port: str = "3801") -> str:
    text = made(P4, port=port, date=day or DAY)
    return text if day else text.rsplit("\x1d", 1)[0] + "\x1d"


def m11(number: str, bill_type: str | None = "13", **fields: Any) -> str:
    kind = {"bill_type": bill_type} if bill_type else {}
    return made(M11, bill_number=number, issuer_scac="ZZZZ", port_of_lading="WINDSOR ON", quantity=2.0,
               manifest_unit="PCS", **kind, **fields)  # fmt: skip


def m13(number: str, amendment: str | None = None, **fields: Any) -> str:
    verb = {"amendment_type": amendment} if amendment else {}
    return made(M13, scac="ZZZZ", port="3801", bill_number=number, issuer_scac="ZZZZ", **verb, **fields)


def party(code: str, who: Person) -> list[str]:
    return [
        made(N1, entity_code=code, name=who.name),
        made(N3, address_1=who.street),
        made(N4, city=who.city, state=who.state, postal_code=who.postal, country=who.country),
    ]


def n10(value: int | None = None, origin: str | None = "CA", text: str = "COTTON KNIT T-SHIRT", **fields: Any) -> str:
    facts: dict[str, Any] = {"quantity": 2.0} if value is not None else {}
    if value is not None:
        facts["customs_value"] = value * 100
    if origin:
        facts["country_of_origin"] = origin
    return made(N10, description=text, **facts, **fields)


def shipment(
    n: int, number: str, value: int, who: Person = EMIL, bill_type: str | None = "13", *front: str
) -> list[str]:
    """An LX loop; `front` stands between LX and M11."""
    out = [made(LX, line_number=n), *front, m11(number, bill_type)]
    return [*out, *party("SH", SELLER), *party("CN", who), n10(value)]


def trip(bills: list[str], day: date = DAY) -> list[str]:
    """A 358: the shipments of one trip."""
    out = [m10(), made(VEH, line_number=1, vin="1XKYDP9X0AB123456"), p4(day)]
    out += [made(MBL, issuer_scac="ZZZZ", bill_number=bill, action="1") for bill in bills]
    return [*out, made(VID, equipment_type="TL", number="53TRAILER9")]


def answer(errors: dict[str, tuple[str, str]], summary: str) -> list[str]:
    """A 355: bill -> code and text of its error."""
    out = [m10(), p4()]
    for n, (bill, (code, text)) in enumerate(errors.items(), 1):
        out += [made(LX, line_number=n), m11(bill), made(K1, remark=code, second_remark=text)]
    return [*out, made(K3, text=summary)]
