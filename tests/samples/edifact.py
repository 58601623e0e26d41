"""The EDIFACT samples, by path below `samples`. Written again by `python -m tests.samples.edifact`."""

from dataclasses import replace
from datetime import date

from tests.build.records.edifact import (
    DAY,
    FILED,
    ROSA,
    ROSA_TOO,
    SHOP,
    WANDA,
    Ship,
    cuscar,
    cusrep,
    cusres,
    point,
    told,
)
from tests.build.records.segments import edifact, unb
from tests.build.shipments import EMIL, VERA
from tests.places import SAMPLES

WARNING = "SECTION 321'S MAXIMUM DAILY VALUE 800 EXCEEDED BY CONSIGNEE"
LATE, NEXT = date(2025, 3, 4), date(2025, 3, 5)
UNA = "UNA:+.? '"


def bill(n: int) -> str:
    return f"ZZZZD{n:08d}"


CLEAN = [
    Ship(bill(80001), EMIL, 500),
    Ship(bill(80002), WANDA, 120.5, form="C058"),
    Ship(bill(80003), VERA, 79, release="35"),
    Ship(bill(80004), EMIL, 300, form="C058"),
    Ship(bill(80005), SHOP, 46, origin="MX"),
    Ship(bill(80006), WANDA, 2400, release=None),
]
OVER = [
    Ship(bill(81001), EMIL, 500),
    Ship(bill(81002), VERA, 815),
    Ship(bill(81003), ROSA, 410, form="C058"),
    Ship(bill(81004), EMIL, 340, release="35"),
    Ship(bill(81005), WANDA, 36),
    Ship(bill(81006), ROSA_TOO, 395.5),
]
AMENDED = [
    Ship(bill(83001), EMIL, 410),
    Ship(bill(83002), EMIL, 420),
    Ship(bill(83003), VERA, 500),
    Ship(bill(83004), VERA, 450),
    Ship(bill(83005), WANDA, 90),
]


def change(ship: Ship, value: float) -> Ship:
    return replace(ship, value=value, action="24")


def gone(ship: Ship) -> Ship:
    return replace(ship, bare=True, release=None, action=None)


def one(kind: str, sent: date, ref: str, *messages: list[str], **options: object) -> str:
    return edifact(unb(list(messages), kind, sent, ref, **options))  # type: ignore[arg-type]


def over_limit() -> str:
    """Syntax 3: UNA, a six-digit date, no group; and all in one line."""
    text = edifact(unb([cuscar(OVER)], "CUSCAR", FILED, "81", group=False, version="3"), end="'")
    return UNA + text.replace(":20250303:0930".replace(":", "+", 1), "+250303:0930", 1)


def malformed() -> str:
    wrong = [
        Ship(bill(82001), EMIL, 410),
        Ship(bill(82002), EMIL, 415),
        Ship(bill(82003), VERA, 50, release="1"),
        Ship(bill(82004), WANDA, 75),
        Ship(bill(82005), None, 60),
    ]
    text = one("CUSCAR", FILED, "82", cuscar(wrong), cuscar([Ship(bill(82006), ROSA, 20)]))
    text = text.replace("MOA+40:415.00'", "MOA+40:4I5.00'")
    first, second = text.split("UNH+CUSCAR2", 1)
    first = first.replace("LOC+27+CA:162'\nCNI+5", "LOC+27+QQ:162'\nXYZ+1'\nCNI+5")
    second = second.replace("202503040930", "202502300930").replace("UNT+2", "UNT+3")
    return f"{first}UNH+CUSCAR2{second}"


def amended() -> str:
    first = one("CUSCAR", date(2025, 3, 2), "831", cuscar(AMENDED))
    in_time = one("CUSCAR", FILED, "832", cuscar([change(AMENDED[1], 300)], function="4"),
                  cuscar([gone(AMENDED[4])], function="3"))  # fmt: skip
    late = one("CUSCAR", DAY, "833", cuscar([change(AMENDED[3], 200)], function="4"),
               cuscar([gone(AMENDED[0])], function="3"))  # fmt: skip
    return first + in_time + late


def suspended() -> str:
    day = date(2026, 3, 4)
    ships = [Ship(bill(84001 + n), who, value) for n, (who, value) in enumerate([(EMIL, 500), (VERA, 80), (EMIL, 450)])]
    return one("CUSCAR", date(2026, 3, 3), "84", cuscar(ships, day, trip_number="ZZZZ260304A"))


def preliminary(first: int, day: date | None) -> str:
    ships = [Ship(bill(first), EMIL, 500), Ship(bill(first + 1), EMIL, 250), Ship(bill(first + 2), VERA, 60)]
    body = cuscar(ships, day, document="87", trip_number="SYSTEM", function="2")
    return one("CUSCAR", date(2025, 3, 2), str(first), body)


def trip(first: int, sent: date, day: date) -> str:
    return one("CUSREP", sent, f"{first}T", cusrep([bill(first + n) for n in range(3)], day))


def answer(*messages: list[str]) -> str:
    return one("CUSRES", DAY, "91", *messages, sender="CBP-ACE-TEST", receiver="ZZZZ")


def malformed_answer() -> str:
    text = answer(cusres("34", [told(bill(82001), "SN517", WARNING, event="202503041405"),
                                told(bill(82002), "SN053", "SHIPMENT RELEASED", event="202503041466")]))  # fmt: skip
    return text.replace("UNT+", "XYZ+SEEN'\nUNT+9")


def files() -> dict[str, str]:
    """Path -> content. `cuscar/cbp_sample.edi` is CBP's own and not made here."""
    rejected = [
        told(bill(81002), "470", "INV CTRY OF ORIG FOR SHP"),
        told(bill(81005), "017", "INVALID BILL"),
    ]
    warned = [told(s.bill, "SN517", WARNING, event="202503041406") for s in OVER if s.who is not WANDA]
    return {
        "cuscar/clean.edi": one("CUSCAR", FILED, "80", cuscar(CLEAN)),
        "cuscar/over_limit.edi": over_limit(),
        "cuscar/malformed.edi": malformed(),
        "cuscar/amended.edi": amended(),
        "cuscar/suspended.edi": suspended(),
        "cusrep/clean/1_shipments.edi": preliminary(85001, None),
        "cusrep/clean/2_trip.edi": trip(85001, FILED, DAY),
        "cusrep/late_day/1_shipments.edi": preliminary(86001, DAY),
        "cusrep/late_day/2_trip.edi": trip(86001, LATE, NEXT),
        "cusres/accepted.edi": answer(cusres("132", [point("1", "000", "MANIFEST ACCEPTED")], function="20")),
        "cusres/rejected.edi": answer(cusres("132", rejected, function="22")),
        "cusres/warned.edi": answer(cusres("34", [*warned, told(bill(81005), "SN053", "SHIPMENT RELEASED")])),
        "cusres/malformed.edi": malformed_answer(),
    }


def write_all(made: dict[str, str]) -> None:
    for name, text in made.items():
        path = SAMPLES / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("ascii"))


if __name__ == "__main__":
    write_all(files())
