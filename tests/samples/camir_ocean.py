"""The ocean samples, by path below `samples`. Written again by `python -m tests.samples.camir_ocean`.

JOHN Q CONSIGNEE gets two parcels on one vessel on 14 March 2025, 450 and 400 dollars: named once in an N00 group, once
in classic records.
"""

from datetime import date
from functools import cache
from typing import Final

from tests.build.records.camir_ocean import (
    SHIRT,
    Goods,
    bill,
    changed,
    classic,
    envelope,
    group,
    image,
    notice,
    text,
    told,
    voyage,
)
from tests.build.shipments import JANE, JOHN, MOE
from tests.samples.edifact import write_all

AUGUST, SUSPENDED = date(2025, 8, 14), date(2026, 3, 10)
POSTED: Final = date(2025, 3, 12)
WARNING: Final = "VALUE MAY EXCEED CONSIGNE DAILY MAX ET86"  # as CBP spells it
CAP: Final[Goods] = [(120, "GB")]
_REGULAR: Final = bill("TST000000009", "0", classic(MOE), [(5000, "GB")])


def clean() -> list[str]:
    first = bill("TST000000001", "7", group(JOHN), SHIRT, "HB0001")
    return voyage(*first, *bill("TST000000002", "3", classic(JANE), CAP), *_REGULAR)


def over_limit() -> list[str]:
    """Two house bills of one master."""
    first = bill("TST000000001", "7", group(JOHN), SHIRT, "HB0001")
    second = bill("TST000000001", "7", classic(JOHN), [(250, "GB"), (150, "CN")], "HB0002")
    return voyage(*first, *second, *bill("TST000000003", "3", group(JANE), CAP), *_REGULAR)


def malformed() -> list[str]:
    """A bill type that is none, a value that is no number, a zero value, a day that is none, a record of nowhere."""
    first, second, third = (
        bill(f"TST00000000{n}", "7", party, SHIRT)
        for n, party in ((1, group(JOHN)), (2, classic(JANE)), (3, group(MOE)))
    )
    first[0] = changed(first[0], 48, "Q")
    value = next(n for n, record in enumerate(second) if record.startswith("D00"))
    second[value] = changed(second[value], 15, "00004O50")
    third[value] = changed(next(record for record in third if record.startswith("D00")), 15, "00000000")
    records = voyage(*first, *second)
    port = changed(image("P01", port="2704", estimated_arrival_date=POSTED), 8, "023025")
    tail = [port, image("J01", issuer_code="ZZZZ"), *bill("TST000000004", "3", group(JOHN), SHIRT), *third]
    return [*records[:-1], *tail, "Z99 OF ANOTHER GUIDE".ljust(80), changed(records[-1], 35, "00099")]


def amended() -> list[str]:
    """A manifest; then one bill is deleted, one gets another quantity, and one comes on top."""
    bills = [bill(f"TST00000000{n}", "7", group(JOHN), SHIRT) for n in (1, 2)]
    bills.append(bill("TST000000003", "3", classic(JANE), CAP))
    original = voyage(*(record for each in bills for record in each))
    said = {"carrier_code": "ZZZZ", "port": "2704", "amendment_code": "21"}
    later = voyage(
        image("A01", **said, action="D", bill_number="TST000000002"),
        image("A01", **said, action="R", bill_number="TST000000003", new_quantity=2),
        image("A01", **said, action="A", bill_number="TST000000004"),
        *bill("TST000000004", "7", classic(JOHN), [(400, "GB")]),
    )
    return [*original, *later]


def suspended() -> list[str]:
    first = bill("TST000000001", "7", group(JOHN), SHIRT)
    return voyage(*first, *bill("TST000000002", "3", classic(JANE), CAP), *_REGULAR, day=SUSPENDED)


def without_values() -> list[str]:
    """Claims whose values only the entry will tell."""
    first = bill("TST000000001", "7", group(JOHN), [(None, "GB")])
    return voyage(*first, *bill("TST000000002", "7", classic(JANE), [(None, "GB")]))


def warned() -> list[str]:
    remark = image("R03", remarks=WARNING)
    more = image("R02-CONTINUED", port="2704", firms_code="Z123", container="ZZZU1234567")
    return told(
        notice("2M", "TST000000001", POSTED, more, remark, continued="1"),
        notice("69", "TST000000003", POSTED),
    )


def withheld() -> list[str]:
    return told(notice("4M", "TST000000001", AUGUST, image("R03", remarks="WITHHOLD ENTRY RELEASE - DE MINIMIS MET")))


def rejected() -> list[str]:
    """Two bills come back, each record in error with the error behind it."""
    first, second = bill("TST000000001", "7", group(JOHN), SHIRT), bill("TST000000002", "7", classic(JANE), SHIRT)
    where = {"port": "2704", "manifest_sequence": "000001"}
    error = image("W01", item_in_error="TST000000001", error_text="MISSING OR INVALID BILL", **where)
    party = image("W01", error_text="INV N00/U01/N1, N00/N01/N1", **where)
    return envelope([*voyage()[1:-1], first[0], error, second[0], second[3], party])


def malformed_answer() -> list[str]:
    """A code that is on no list, a date that is none, an error in a status."""
    strange = notice("Z9", "TST000000001", POSTED)
    undated = notice("2M", "TST000000002", POSTED, image("W01", error_text="INVALID RECORD TYPE"))
    undated[0] = changed(undated[0], 45, "250230")
    return told(strange, undated)


@cache
def files() -> dict[str, str]:
    """Path below samples/ -> content."""
    filings = (clean, over_limit, malformed, amended, suspended, without_values)
    answers = {"warned": warned, "withheld": withheld, "rejected": rejected, "malformed": malformed_answer}
    return {
        **{f"camir_ocean/{make.__name__}.edi": text(make()) for make in filings},
        **{f"camir_ocean_answers/{name}.edi": text(make()) for name, make in answers.items()},
    }


if __name__ == "__main__":
    write_all(files())
