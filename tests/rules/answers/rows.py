"""The table of answers: which action, path and role gets which response, to whom."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from tests.build.filings import camir_air, camir_ocean, x12
from tests.build.filings.catair import air_bills, entries, rail_download, regular_bill
from tests.build.filings.edifact import cuscar
from tests.build.shipments import Entry, Shipment

WARN, WITHHOLD, ORIGIN, NONE = date(2025, 3, 1), date(2025, 8, 15), date(2025, 5, 10), date(2026, 3, 1)
TWO = (Shipment("A00000001", 500), Shipment("A00000002", 400))
HOUSES = (Shipment("HOUSE1", 500), Shipment("HOUSE2", 400))
FIRST, SECOND = "ZZZ10002015", "ZZZ10002023"


def in_a_batch(mode: str = "40", origin: str = "GB", **changes: object) -> bytes:
    bills = {
        "40": [air_bills("HOUSE1"), air_bills("HOUSE2")],
        "11": [regular_bill("ZZZZ", "A00000001"), regular_bill("ZZZZ", "A00000002")],
    }.get(mode, [regular_bill("ZZZZ", "A00000001"), regular_bill("ZZZZ", "A00000002")])
    return entries(
        Entry("10002015", 500, origin, bills[0], mode, **changes),  # type: ignore[arg-type]
        Entry("10002023", 400, origin, bills[1], mode, **changes),  # type: ignore[arg-type]
    )


def _sx(first: str, second: str) -> set[tuple[str, str, str, str]]:
    return {("ZZZ", "catair-sx", first, FIRST), ("ZZZ", "catair-sx", second, SECOND)}


def _so(code: str, *numbers: str) -> set[tuple[str, str, str, str]]:
    return {("ZZZ", "catair-so", each, number) for number in numbers for each in (code, "93")}


AIR1, AIR2, BILL1, BILL2 = "00020000024HOUSE1", "00020000024HOUSE2", "ZZZZA00000001", "ZZZZA00000002"
ACCEPTED = {("ZZZZ", "x12-355", "accepted", "")}


class Row(NamedTuple):
    """One row: the files, the policy date, what is told, and the causes of silence."""

    files: Callable[[], list[bytes]]
    on: date
    told: set[tuple[str, str, str, str]]
    silent: tuple[str, ...] = ()


CARRIER = "2M to the carrier: no manifest of the bill stands before its entry here, or in a ledger"
ROWS: dict[str, Row] = {
    "warn, air express manifest: FER 098 exceeding, FSN 2M earlier": Row(
        lambda: [camir_air.manifest(*HOUSES)], WARN,
        {("XXXFMXX", "camir-air", "098", AIR2), ("XXXFMXX", "camir-air", "2M", AIR1)},
    ),
    "warn, type 86 entry: SX 284 and 03 exceeding, SO 30 earlier": Row(
        lambda: [in_a_batch()], WARN,
        _sx("02", "284") | {("ZZZ", "catair-sx", "03", SECOND)} | _so("30", FIRST), (CARRIER,),
    ),
    "warn, type 86 entry by air whose manifest was accepted before: FSN 2M to the carrier": Row(
        lambda: [camir_air.manifest(*HOUSES, express=False), in_a_batch()], WARN,
        _sx("02", "284") | {("ZZZ", "catair-sx", "03", SECOND)} | _so("30", FIRST)
        | {("XXXFMXX", "camir-air", "2M", AIR1), ("XXXFMXX", "camir-air", "2M", AIR2)},
    ),
    "warn, type 86 entry by ocean whose manifest was accepted before: R02 2M to the carrier": Row(
        lambda: [camir_ocean.manifest(*TWO, kind="0"), in_a_batch("11")], WARN,
        _sx("02", "284") | {("ZZZ", "catair-sx", "03", SECOND)} | _so("30", FIRST)
        | {("ZZZZ", "camir-ocean", "2M", BILL1), ("ZZZZ", "camir-ocean", "2M", BILL2)},
    ),
    "warn, type 86 entry by rail whose manifest CBP has: X12 350 2M to the carrier": Row(
        lambda: [rail_download(*TWO), in_a_batch("21")], WARN,
        _sx("02", "284") | {("ZZZ", "catair-sx", "03", SECOND)} | _so("30", FIRST)
        | {("ZZZZ", "x12-350", "2M", BILL1), ("ZZZZ", "x12-350", "2M", BILL2)},
    ),
    "warn, type 86 entry by truck: nothing to the carrier": Row(
        lambda: [in_a_batch("30")], WARN, _sx("02", "284") | {("ZZZ", "catair-sx", "03", SECOND)} | _so("30", FIRST)
    ),
    "warn, the manifest comes behind the entry: the summary says so": Row(
        lambda: [in_a_batch("11"), camir_ocean.manifest(*TWO, kind="0")], WARN,
        _sx("02", "284") | {("ZZZ", "catair-sx", "03", SECOND)} | _so("30", FIRST), (CARRIER,),
    ),
    "warn, truck manifest X12: 350 95 for all": Row(
        lambda: [x12.manifest(*TWO)], WARN,
        {("ZZZZ", "x12-350", "95", BILL1), ("ZZZZ", "x12-350", "95", BILL2)} | ACCEPTED,
    ),
    "warn, truck manifest EDIFACT: CUSRES SN517 for all": Row(
        lambda: [cuscar(*TWO)], WARN,
        {("ZZZZ", "cusres", "SN517", BILL1), ("ZZZZ", "cusres", "SN517", BILL2), ("ZZZZ", "cusres", "000", "")},
    ),
    "withhold, air manifest: 4M exceeding": Row(
        lambda: [camir_air.manifest(*HOUSES)], WITHHOLD, {("XXXFMXX", "camir-air", "4M", AIR2)}
    ),
    "withhold, ocean manifest: 4M exceeding": Row(
        lambda: [camir_ocean.manifest(*TWO)], WITHHOLD, {("ZZZZ", "camir-ocean", "4M", BILL2)}
    ),
    "withhold, type 86 entry: SO 34 exceeding": Row(
        lambda: [in_a_batch()], WITHHOLD, _sx("02", "02") | _so("34", SECOND)
    ),
    "warn, ocean manifest claim: R02 2M earlier, none published exceeding": Row(
        lambda: [camir_ocean.manifest(*TWO)], WARN, {("ZZZZ", "camir-ocean", "2M", BILL1)},
        ("warning on an ocean manifest whose bill exceeds",),
    ),
    "withhold, truck X12: no published code": Row(
        lambda: [x12.manifest(*TWO)], WITHHOLD, ACCEPTED, ("release withheld in truck",)
    ),
    "withhold, truck EDIFACT: no published code": Row(
        lambda: [cuscar(*TWO)], WITHHOLD, {("ZZZZ", "cusres", "000", "")}, ("release withheld in truck",)
    ),
    "form fault, no EDA: SX 282 and 01": Row(
        lambda: [in_a_batch(edas=())], WARN,
        {("ZZZ", "catair-sx", code, number) for code in ("282", "01") for number in (FIRST, SECOND)},
    ),
    "form fault, two EDAs: SX 288 and 01": Row(
        lambda: [in_a_batch(edas=(date(2025, 3, 14), date(2025, 3, 14)))], WARN,
        {("ZZZ", "catair-sx", code, number) for code in ("288", "01") for number in (FIRST, SECOND)},
    ),
    "reject for the origin, type 86: SX 318 and 01, SO 33": Row(
        lambda: [in_a_batch(origin="CN")], ORIGIN,
        {("ZZZ", "catair-sx", code, number) for code in ("318", "01") for number in (FIRST, SECOND)}
        | _so("33", FIRST, SECOND),
    ),
    "reject for the origin, air express: FER 181 and 110": Row(
        lambda: [camir_air.manifest(Shipment("HOUSE1", 50, "CN"))], ORIGIN,
        {("XXXFMXX", "camir-air", "181", AIR1), ("XXXFMXX", "camir-air", "110", AIR1)},
    ),
    "reject for the origin, truck X12: 355 470": Row(
        lambda: [x12.manifest(Shipment("A00000001", 50, "CN"), Shipment("A00000002", 40))], ORIGIN,
        {("ZZZZ", "x12-355", "470", BILL1), ("ZZZZ", "x12-355", "rejected", "")},
    ),
    "reject for the origin, truck EDIFACT: CUSRES 470": Row(
        lambda: [cuscar(Shipment("A00000001", 50, "CN"), Shipment("A00000002", 40))], ORIGIN,
        {("ZZZZ", "cusres", "470", BILL1)},
    ),
    "reject for the origin, ocean: no published code": Row(
        lambda: [camir_ocean.manifest(Shipment("A00000001", 50, "CN"))], ORIGIN, set(),
        ("rejected for its origin, on an ocean or rail manifest",),
    ),
    "reject of all origins: no published code": Row(
        lambda: [in_a_batch(), x12.manifest(*TWO), cuscar(*TWO)], NONE, set(),
        ("rejected for all origins (the suspension)",)
    ),
    "clean: the positive answer": Row(
        lambda: [entries(Entry("10002015", 50, bills=air_bills("HOUSE1"))), x12.manifest(TWO[1]),
                 cuscar(Shipment("X1", 20))],
        WARN,
        {("ZZZ", "catair-sx", "02", FIRST), ("ZZZZ", "cusres", "000", "")} | ACCEPTED,
    ),
}  # fmt: skip
