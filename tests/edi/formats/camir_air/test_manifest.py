"""Filings of CAMIR air as shipments."""

from datetime import date
from pathlib import Path

import pytest

from tests.build.filings.camir_air import CONSIGNEE, FLIGHT, HOUSE, SHIPPER, message, text
from tests.read.air import NEAR, one, shipments
from tests.read.whole import codes, rows, taken

# The express report that the format's notes give as an example (its prefix is theirs).
EXAMPLE = """FXI
JFKXX
999-12345675-HOUSE01/TRK0001
WBL/LHR/T1/K1.2/COTTON SHIRT
ARR/XX101/14MAR
CED/86
SHP/EXAMPLE EXPORTS
/1 SAMPLE STREET
/LONDON
/GB/AA11AA
CNE/JANE EXAMPLE
/22 SAMPLE AVENUE
/NEW YORK/NY
/US/10001
CSD/GB/150-USD
"""


def test_the_example_is_one_claim(tmp_path: Path) -> None:
    intake = taken(tmp_path, EXAMPLE, near=NEAR)
    (ship,) = shipments(intake)
    assert (ship["bill"], ship["master_bill"]) == ("99912345675HOUSE01", "99912345675")
    assert (ship["action"], ship["claim"], ship["entry_type"]) == ("add", True, "86")
    assert (ship["eda"], ship["eda_source"], ship["value_cents"]) == (date(2025, 3, 14), "ARR", 15000)
    who = ("JANE EXAMPLE", "22 SAMPLE AVENUE", "NEW YORK", "NY", "10001", "US")
    assert tuple(ship[f"consignee_{n}"] for n in ("name", "address", "city", "state", "postal", "country")) == who
    assert (ship["shipper_name"], ship["shipper_country"]) == ("EXAMPLE EXPORTS", "GB")
    assert (ship["quantity"], ship["weight_kg"], ship["port"], ship["mode"]) == (1, 1.2, "JFK", "air")
    assert ship["unread"] == [] and codes(intake) == []
    (line,) = intake.filings.lines.to_dicts()
    assert (line["origin"], line["description"], line["value_cents"]) == ("GB", "COTTON SHIRT", 15000)
    assert intake.filings.bills["bill"].to_list() == ["99912345675HOUSE01"]


@pytest.mark.parametrize(
    ("waybill", "bill", "master"),
    [
        ("000-10000012", "00010000012", None),
        ("000-10000012-M", "00010000012", None),
        ("000-10000012-H1", "00010000012H1", "00010000012"),
        ("000-10000012-M1", "00010000012M1", "00010000012"),
        ("000-10000012-H1/TRK-0001", "00010000012H1", "00010000012"),
    ],
)
def test_simple_master_and_house_waybills(tmp_path: Path, waybill: str, bill: str, master: str | None) -> None:
    ship = one(tmp_path, *message(waybill=waybill))
    assert (ship["bill"], ship["master_bill"]) == (bill, master)


@pytest.mark.parametrize(
    ("entry", "claim", "kind", "number"),
    [
        (("CED/86",), True, "86", None),
        (("CED/86/",), True, "86", None),
        (("CED/86/ZZZ00000055",), True, "86", "ZZZ00000055"),
        (("CED/11/ZZZ00000055",), False, "11", "ZZZ00000055"),
        (("CED/87",), False, "87", None),
        (("CED/000",), False, None, None),
        (("CED/000", "CED/86"), True, "86", None),
        ((), False, None, None),
    ],
)
def test_a_claim_is_entry_type_86(
    tmp_path: Path, entry: tuple[str, ...], claim: bool, kind: str | None, number: str | None
) -> None:
    ship = one(tmp_path, *message(entry=entry))
    assert (ship["claim"], ship["entry_type"], ship["entry_number"], ship["unread"]) == (claim, kind, number, [])


@pytest.mark.parametrize("entry", [("CED/8",), ("CED/85",), ("CED/861",), ("CED",), ("CED/11", "CED/86"), ("CED/91",)])
def test_an_entry_type_that_cannot_be_told_leaves_the_claim_unread(tmp_path: Path, entry: tuple[str, ...]) -> None:
    ship = one(tmp_path, *message(entry=entry))
    assert ship["claim"] is None and ship["unread"] == ["claim"]


def test_a_message_that_ends_before_its_parties_may_have_lost_its_claim(tmp_path: Path) -> None:
    lines = message(entry=())[:5]
    assert lines[-1] == FLIGHT and one(tmp_path, *lines)["unread"] == ["claim"]
    assert one(tmp_path, "FRI", *lines[1:])["unread"] == ["claim"]  # which may have a CED as well
    for kind in ("FRI", "FXI"):  # a master has no parties
        master = one(tmp_path, kind, lines[1], "000-10000012-M", *lines[3:])
        assert master["claim"] is False and master["unread"] == []


@pytest.mark.parametrize(
    ("kind", "action", "claim"),
    [("FXI", "add", False), ("FRI", "add", False), ("FXC", "change", None), ("FRC", "change", None),
     ("FXX", "delete", None), ("FRX", "delete", None)],
)  # fmt: skip
def test_the_message_says_what_is_done(tmp_path: Path, kind: str, action: str, claim: bool | None) -> None:
    ship = one(tmp_path, *message(kind=kind, entry=()))
    assert (ship["action"], ship["claim"]) == (action, claim)


def test_a_change_carries_what_it_states(tmp_path: Path) -> None:
    ship = one(tmp_path, "FXC", "JFKXX", HOUSE, "WBL/LHR/T1/K1.2/COTTON SHIRT", FLIGHT, "CED/000", "RFA/03WRONG TYPE")
    assert (ship["claim"], ship["value_cents"], ship["consignee_name"]) == (False, None, None)
    assert (ship["eda"], ship["unread"]) == (date(2025, 3, 4), [])


def test_a_cancellation_names_several_houses_and_one_arrival(tmp_path: Path) -> None:
    lines = ("FXX", "JFKXX", "000-10000012-H1", "000-10000012-H2", "ARR/XX101/04MAR-B", "RFA/01")
    intake = taken(tmp_path, text(*lines), near=NEAR)
    day = date(2025, 3, 4)
    assert rows(intake, "bill", "action", "part", "eda") == [
        ("00010000012H1", "delete", "B", day), ("00010000012H2", "delete", "B", day),
    ]  # fmt: skip
    assert codes(intake) == []


@pytest.mark.parametrize(
    ("goods", "cents", "unread"),
    [
        (("CSD/GB/150.00-USD",), 15000, []),
        (("CSD/GB/150.5-USD/6109100012", "CSD/DE/40-USD"), 19050, []),
        (("CSD/GB/15O-USD",), None, ["value_cents"]),
        (("CSD/GB/150",), None, ["value_cents"]),
        (("CSD/GB/150.005-USD",), None, ["value_cents"]),
        (("CSD/GB/150-EUR",), None, ["value_cents"]),
        (("CSD/GB/150-EUR", "CSD/GB/20-USD"), 2000, ["value_cents"]),
        (("CSD/GB/NCV-USD",), None, ["value_cents"]),
        (("CSD/GB/NCV-USD", "CSD/GB/20-USD"), 2000, ["value_cents"]),
        (("CSD//20-USD/6109100012", "/6403990000"), 2000, []),
    ],
)
def test_the_value_is_the_sum_of_its_lines(
    tmp_path: Path, goods: tuple[str, ...], cents: int | None, unread: list[str]
) -> None:
    ship = one(tmp_path, *message(*goods))
    assert (ship["value_cents"], ship["unread"]) == (cents, unread)


@pytest.mark.parametrize("line", ["CSD/GBR/150-USD", "CSD/ZZ/150-USD"])  # ZZ: no country, so it may be a banned one
def test_a_line_that_cannot_be_read_has_no_origin_either(tmp_path: Path, line: str) -> None:
    lines = taken(tmp_path, text(*message(line, "CSD/GB/20-USD")), near=NEAR).filings.lines
    assert lines["unread"].to_list() == [["origin", "value_cents"], []]


@pytest.mark.parametrize(
    "consignee",
    [
        (CONSIGNEE[0] + "/CO DEPOT", *CONSIGNEE[1:]),
        ("CNE/" + "X" * 36, *CONSIGNEE[1:]),
        CONSIGNEE[:3],
        (*CONSIGNEE[:2], "/SECOND STREET LINE", *CONSIGNEE[2:]),
        (CONSIGNEE[0], *CONSIGNEE[2:3]),
        CONSIGNEE[:2] + CONSIGNEE[3:],
        (*CONSIGNEE, *CONSIGNEE),
    ],
    ids=["slant", "long", "cut", "five lines", "name and place", "no city", "two parties"],
)
def test_a_consignee_that_cannot_be_told(tmp_path: Path, consignee: tuple[str, ...]) -> None:
    assert "consignee_name" in one(tmp_path, *message(consignee=consignee))["unread"]


def test_a_party_may_leave_state_and_postal_code_empty(tmp_path: Path) -> None:
    ship = one(tmp_path, *message(consignee=("CNE/IRIS ALDER", "/1 QUAY", "/PARIS/", "/FR//5550100")))
    assert (ship["consignee_state"], ship["consignee_postal"], ship["unread"]) == (None, None, [])


@pytest.mark.parametrize("arrival", ["ARR/XX101/31FEB", "ARR/XX101/4MAR", "ARR/XX101/04MRZ", "ARR/X1101/04MAR", "ARR"])
def test_a_day_that_cannot_be_read(tmp_path: Path, arrival: str) -> None:
    ship = one(tmp_path, *message(arrival=arrival))
    assert ship["eda"] is None and ship["unread"] == ["eda"]


def test_parts_of_a_split_shipment(tmp_path: Path) -> None:
    ship = one(tmp_path, *message(arrival="ARR/XX101/04MAR-A/B1/L3.5"))
    assert (ship["part"], ship["quantity"], round(ship["weight_kg"], 3)) == ("A", 1, 1.588)


def test_an_advance_house_has_neither_control_location_nor_arrival(tmp_path: Path) -> None:
    intake = taken(tmp_path, text("FRI", HOUSE, "WBL/LHR/T1/K1/SHIRT", *SHIPPER, *CONSIGNEE), near=NEAR)
    (ship,) = shipments(intake)
    assert (ship["eda"], ship["port"], ship["unread"]) == (None, None, []) and codes(intake) == []


def test_a_departure_is_no_shipment(tmp_path: Path) -> None:
    intake = taken(tmp_path, text("FDM", "DEP/XX101/14MAR/13MAR2210/YY202"), near=NEAR)
    assert shipments(intake) == [] and codes(intake) == [] and intake.files[0].records_read == 2


def test_a_wrong_check_digit_is_named_and_nothing_else_changes(tmp_path: Path) -> None:
    intake = taken(tmp_path, text(*message(waybill="000-10000013-H1")), near=NEAR)
    (found,) = intake.findings.frame().to_dicts()
    assert (found["code"], found["line"], found["column"], found["byte"]) == ("EDI207", 3, 12, 5 + 7 + 11)
    assert shipments(intake)[0]["bill"] == "00010000013H1"


def test_dates_are_those_nearest_to_the_reference_date(tmp_path: Path) -> None:
    for near, year in ((date(2026, 1, 5), 2026), (date(2025, 6, 1), 2025), (date(2026, 10, 1), 2027)):
        assert one(tmp_path, *message(arrival="ARR/XX101/04MAR"), near=near)["eda"] == date(year, 3, 4)


def test_without_a_reference_date_the_day_is_unread(tmp_path: Path) -> None:
    assert one(tmp_path, *message(), near=None)["unread"] == ["eda"]


def test_29_february_needs_a_leap_year(tmp_path: Path) -> None:
    assert one(tmp_path, *message(arrival="ARR/XX101/29FEB"), near=date(2024, 3, 1))["eda"] == date(2024, 2, 29)
    assert one(tmp_path, *message(arrival="ARR/XX101/29FEB"), near=date(2026, 3, 1))["unread"] == ["eda"]
    for near in (date(2025, 3, 1), date(2027, 1, 1), date(2023, 8, 1)):  # a leap year is next to them, half a year away
        assert one(tmp_path, *message(arrival="ARR/XX101/29FEB"), near=near)["unread"] == ["eda"]
