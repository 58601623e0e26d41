"""The samples of 358 and 355, by path below `samples`. Written again by `python -m tests.samples.x12`."""

from datetime import date

from tests.build.records.segments import isa
from tests.build.records.x12 import DAY, FILED, answer, m10, p4, shipment, trip
from tests.build.shipments import EMIL, VERA
from tests.samples.edifact import write_all

BEFORE, NEXT = date(2025, 3, 2), date(2025, 3, 5)


def bills(first: int) -> list[str]:
    return [f"D{first + n:08d}" for n in range(3)]


def preliminary(first: int, day: date) -> str:
    people = ((EMIL, 500), (EMIL, 250), (VERA, 60))
    loops = [
        shipment(n, bill, value, who)
        for n, (bill, (who, value)) in enumerate(zip(bills(first), people, strict=True), 1)
    ]
    body = [m10("SYSTEM", manifest_type="P"), p4(day), *(raw for loop in loops for raw in loop)]
    return isa([body], "309", "AQ", BEFORE, first)


def trip_of(first: int, sent: date, day: date) -> str:
    return isa([trip(bills(first), day)], "358", "BD", sent, first + 500)


def reply(body: list[str], number: int) -> str:
    return isa([body], "355", "AZ", DAY, number, sender="CBP", receiver="ZZZZ", version="004060")


REJECTED = {
    "D00071002": ("470", "INV CTRY OF ORIG FOR SHP"),
    "D00071005": ("017", "MISSING OR INVALID BILL"),
}


def malformed() -> str:
    text = reply(answer(REJECTED, "MANIFEST REJECTED"), 93)
    return text.replace("K3*", "X9*SEEN~\nK3*").replace("*20250304~", "*20250230~")


def files() -> dict[str, str]:
    """Path -> content."""
    return {
        "x12_358/clean/1_shipments.edi": preliminary(75001, NEXT),
        "x12_358/clean/2_trip.edi": trip_of(75001, FILED, DAY),
        "x12_358/late_day/1_shipments.edi": preliminary(76001, DAY),
        "x12_358/late_day/2_trip.edi": trip_of(76001, DAY, NEXT),
        "x12_355/accepted.edi": reply(answer({}, "MANIFEST ACCEPTED"), 91),
        "x12_355/rejected.edi": reply(answer(REJECTED, "MANIFEST REJECTED"), 92),
        "x12_355/malformed.edi": malformed(),
    }


if __name__ == "__main__":
    write_all(files())
