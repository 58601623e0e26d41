"""Records into shipments: numbers, claims, goods, parties, amendments, and what cannot be read."""

from pathlib import Path
from typing import Any

import pytest

from tests.build.records.camir_ocean import SHIRT, bill, changed, classic, envelope, group, image, text, voyage
from tests.build.shipments import DAY, JANE, JOHN
from tests.read.cut import check_blocks
from tests.read.whole import codes, rows, taken


def read(folder: Path, records: list[str], *names: str) -> list[tuple[Any, ...]]:
    return rows(taken(folder, text(records)), *names)


def put(records: list[str], tag: str, column: int, new: str) -> list[str]:
    """`records` with `new` in the first record of `tag`."""
    at = next(n for n, record in enumerate(records) if record.startswith(tag))
    return [*records[:at], changed(records[at], column, new), *records[at + 1 :]]


def test_the_records_of_the_specification(tmp_path: Path) -> None:
    records = [
        "J01ZZZZ",
        "P012704110524",
        "J01ZZZZ",
        "B01TST000000001570350000000001CTN  0000000002KG",
        "A01ZZZZ2704ATST000000001          21",
        "B01TST000000001570350000000001CTN  0000000002KG",
    ]
    intake = taken(tmp_path, text(["ACR", *records, "ZCR"]))
    assert rows(intake, "bill", "action", "quantity", "weight_kg", "port", "claim") == [
        ("ZZZZTST000000001", "add", 1, 2.0, "2704", False),
        ("ZZZZTST000000001", "add", 1, 2.0, "2704", False),
    ]
    assert str(intake.filings.shipments["eda"][0]) == "2024-11-05"
    assert codes(intake) == ["EDI106", "EDI109"]  # J01 in front of P01; lines cut at their last character


@pytest.mark.parametrize(
    ("kind", "claim", "unread"),
    [
        ("3", True, []),
        ("7", True, []),
        ("0", False, []),
        ("M", False, []),
        ("O", False, []),
        (None, False, []),
        ("R", None, ["claim"]),
        ("Z", None, ["claim"]),
    ],
)
def test_types_of_bills(kind: str | None, claim: bool | None, unread: list[str], tmp_path: Path) -> None:
    records = put(voyage(*bill("TST000000001", "3", group(JOHN), SHIRT)), "B01", 48, kind or " ")
    assert read(tmp_path, records, "claim", "unread") == [(claim, unread)]


def test_a_house_bill_without_its_issuer_has_the_master_s(tmp_path: Path) -> None:
    records = put(voyage(*bill("TST000000001", "7", group(JOHN), SHIRT, "HB-1")), "B01", 68, "    ")
    assert read(tmp_path, records, "bill", "master_bill") == [("ZZZZHB1", "ZZZZTST000000001")]


def test_the_issuer_of_a_house_bill_without_its_number_is_not_the_master_s_own(tmp_path: Path) -> None:
    records = put(voyage(*bill("TST000000001", "7", group(JOHN), SHIRT, "HB-1")), "B01", 50, " " * 12)
    intake = taken(tmp_path, text(records))
    assert rows(intake, "bill", "master_bill", "unread") == [(None, "ZZZZTST000000001", ["bill"])]
    assert codes(intake) == ["EDI201"]


@pytest.mark.parametrize(("mode", "read_as"), [("10", "ocean"), ("11", "ocean"), ("20", "rail"), ("21", "rail")])
def test_modes(mode: str, read_as: str, tmp_path: Path) -> None:
    assert read(tmp_path, voyage(*bill("T1", "7", group(JOHN), SHIRT), mode=mode), "mode") == [(read_as,)]


@pytest.mark.parametrize(("unit", "kilograms"), [("LB", 5.44310844), ("KG", 12), ("ET", 12000), ("MT", None)])
def test_weights(unit: str, kilograms: float | None, tmp_path: Path) -> None:
    records = put(voyage(*bill("T1", "7", group(JOHN), SHIRT)), "B01", 46, unit)
    assert read(tmp_path, records, "weight_kg")[0][0] == (kilograms and pytest.approx(kilograms))


def test_headers_end_where_a_new_one_begins(tmp_path: Path) -> None:
    first = bill("T1", "7", group(JOHN), SHIRT)
    later = image("P01", port="2709", estimated_arrival_date=DAY.replace(day=20))
    records = voyage(*first, image("M01", carrier_code="ZZZY", transport_mode="21"), *first, later, *first)
    assert read(tmp_path, records, "mode", "filer", "port", "bill") == [
        ("ocean", "ZZZZ", "2704", "ZZZZT1"),
        ("rail", "ZZZY", None, None),
        ("rail", "ZZZY", "2709", None),
    ]
    assert read(tmp_path, records, "unread")[1:] == [(["bill"],)] * 2


# Goods


def goods(folder: Path, *records: str) -> list[tuple[Any, ...]]:
    intake = taken(folder, text(voyage(*bill("T1", "7", group(JOHN), []), *records)))
    return intake.filings.lines.select("line_no", "value_cents", "origin", "unread").rows()


def value(dollars: int) -> str:
    return image("D00", hts_number="610910", value=dollars * 100)


def item(origin: str | None = "GB", **more: Any) -> str:
    return image("D01", piece_count=1, description="SOAP", country_of_origin=origin, **more)


def test_a_line_a_value_and_the_origins_of_all(tmp_path: Path) -> None:
    assert goods(tmp_path, value(10), value(20), item("GB"), item("CN")) == [
        (1, 1000, "GB", []),
        (2, 2000, "CN", []),
    ]
    assert goods(tmp_path, value(10), item("GB"), item("CN")) == [(1, 1000, "GB", []), (2, None, "CN", [])]


def test_a_value_holds_up_to_the_next_one(tmp_path: Path) -> None:
    assert goods(tmp_path, value(10), item(), image("D02", marks="A"), value(20), item("CN")) == [
        (1, 1000, "GB", []),
        (2, 2000, "CN", []),
    ]


def test_an_origin_that_is_no_country_is_unread(tmp_path: Path) -> None:
    assert goods(tmp_path, value(10), item("X1")) == [(1, 1000, None, ["origin"])]


@pytest.mark.parametrize(
    ("behind", "cents", "unread"),
    [
        ([item()], None, []),  # a manifest without values: not carried
        ([value(10), item()], 1000, []),
        ([value(10), value(20), item()], 3000, []),
        ([changed(value(10), 15, "0000001A"), item()], None, ["value_cents"]),
        ([changed(value(10), 15, "00000000"), item()], None, ["value_cents"]),
        ([value(10), changed(value(10), 15, "0000001A"), item()], 1000, ["value_cents"]),
        ([value(10), image("D00", hts_number="610910"), item()], 1000, ["value_cents"]),
        # goods of a second container, without a value of their own
        ([value(10), item(), image("C01", equipment_number="2"), item()], 1000, ["value_cents"]),
        ([item(), image("C01", equipment_number="2"), value(10), item()], 1000, ["value_cents"]),
    ],
)
def test_the_value_of_a_bill(behind: list[str], cents: int | None, unread: list[str], tmp_path: Path) -> None:
    records = voyage(*bill("T1", "7", group(JOHN), []), *behind)
    assert read(tmp_path, records, "value_cents", "unread") == [(cents, unread)]


def test_the_value_of_an_in_bond_movement_is_another_thing(tmp_path: Path) -> None:
    party = group(JOHN)
    records = bill("T1", "7", party, SHIRT)
    at = records.index(party[-1]) + 1
    bond = image("I01", in_bond_type="62", in_bond_value=99900, bonded_carrier="12-3456789ZZ")
    assert read(tmp_path, voyage(*records[:at], bond, *records[at:]), "value_cents") == [(45000,)]


# Parties

PLACE = ("consignee_name", "consignee_address", "consignee_city", "consignee_state", "consignee_postal")


def person(folder: Path, *records: str) -> tuple[Any, ...]:
    return read(folder, voyage(*bill("T1", "7", list(records), SHIRT)), *PLACE)[0]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("22 ELM ST", "DETROIT MI 48201"), ("22 ELM ST", "DETROIT", "MI", "48201")),
        (("22 ELM ST", "DETROIT, MI 48201-1234", "USA"), ("22 ELM ST", "DETROIT", "MI", "48201-1234")),
        (("22 ELM ST APT 5", "REAR", "NEW YORK NY 10001", "US"), ("22 ELM ST APT 5 REAR", "NEW YORK", "NY", "10001")),
        (("22 ELM ST, DETROIT, MI 48201",), ("22 ELM ST", "DETROIT", "MI", "48201")),
        # where the street ends and the city begins is not said
        (("22 ELM ST DETROIT MI 48201",), ("22 ELM ST DETROIT MI 48201", None, None, None)),
        (("LONDON", "UNITED KINGDOM"), ("LONDON UNITED KINGDOM", None, None, None)),
        (("22 ELM ST", "DETROIT ZZ 48201"), ("22 ELM ST DETROIT ZZ 48201", None, None, None)),
    ],
)
def test_the_place_in_a_classic_address(lines: tuple[str, ...], expected: tuple[Any, ...], tmp_path: Path) -> None:
    first, *more = [*lines, None, None, None][:4]
    records = [image("U01", name="JANE EXAMPLE", address=first)]
    if more[0]:
        records.append(image("U02", address=more[0], more_address=more[1]))
    if more[2]:
        records.append(image("U03", telephone=more[2]))
    assert person(tmp_path, *records) == ("JANE EXAMPLE", *expected)


@pytest.mark.parametrize("telephone", ["202 555 0123", "TELEX 5550123", "(202)555-0123"])
def test_a_telephone_is_no_address(telephone: str, tmp_path: Path) -> None:
    records = [image("U01", name="JANE EXAMPLE", address="22 ELM ST"), image("U03", telephone=telephone)]
    assert person(tmp_path, *records)[:2] == ("JANE EXAMPLE", "22 ELM ST")


def test_a_group_and_classic_records_that_differ_are_nobody_and_other_parties_are_none(tmp_path: Path) -> None:
    broker = [image("N00", entity_code="CB", name="EXAMPLE BROKERS", id_qualifier="17", id_code="2704B7600")]
    assert person(tmp_path, *classic(JANE), *group(JOHN), *broker) == (None,) * 5
    assert person(tmp_path, *classic(JANE), *group(JANE), *broker)[0] == person(tmp_path, *group(JANE))[0]
    assert person(tmp_path, *broker) == (None,) * 5


def test_a_country_alone_is_no_address(tmp_path: Path) -> None:
    records = [image("N00", entity_code="CN", name="JANE EXAMPLE"), image("N02", address="US")]
    assert person(tmp_path, *records)[:2] == ("JANE EXAMPLE", None)


def test_an_n03_behind_n01_is_a_telephone(tmp_path: Path) -> None:
    notify = [
        image("N01", name="EXAMPLE NOTIFY CO", address="1 PIER RD"),
        image("N03-NOTIFY", telephone="(202)555-0123"),
    ]
    records = voyage(*(r for n in range(4) for r in bill(f"T{n}", "7", [*group(JOHN), *notify, *group(JOHN)], SHIRT)))
    data = text(records)
    assert codes(taken(tmp_path, data)) == []
    assert rows(taken(tmp_path, data), *PLACE)[3] == ("JOHN Q CONSIGNEE", "100 MAIN ST", "LOS ANGELES", "CA", "90001")
    for size in (100, 160, 243, 400):
        check_blocks(data.encode(), tmp_path, size)


def test_consignees_that_differ_are_unread(tmp_path: Path) -> None:
    records = voyage(*bill("T1", "7", [*group(JOHN), *group(JANE)], SHIRT))
    assert read(tmp_path, records, "unread") == [(["consignee_name"],)]


# Amendments


def amended(action: str, number: str = "T1", tag: str = "A01", **more: Any) -> str:
    own = {"carrier_code": "ZZZZ", "amendment_code": "21"} if tag == "A01" else {}
    return image(tag, port="2704", action=action, bill_number=number, **own, **more)


ROW = ("action", "bill", "quantity", "claim", "unread")
BARE = ["value_cents", "claim", "eda", "consignee_name"]


@pytest.mark.parametrize("tag", ["A01", "K01"])
def test_what_is_done_to_a_bill(tag: str, tmp_path: Path) -> None:
    described = bill("T1", "7", group(JOHN), SHIRT)
    assert read(tmp_path, voyage(amended("A", tag=tag), *described), *ROW) == [("add", "ZZZZT1", 1, True, [])]
    assert read(tmp_path, voyage(amended("D", tag=tag)), *ROW) == [("delete", "ZZZZT1", None, None, [])]
    assert read(tmp_path, voyage(amended("R", tag=tag)), *ROW) == [("change", "ZZZZT1", None, None, [])]
    assert read(tmp_path, voyage(amended("A", tag=tag)), *ROW) == [("add", "ZZZZT1", None, None, BARE)]


def test_house_bills_of_amendments(tmp_path: Path) -> None:
    records = voyage(amended("D", house_bill_number="H1", house_bill_issuer="ZZZY"))
    assert read(tmp_path, records, "bill", "master_bill") == [("ZZZYH1", "ZZZZT1")]


def test_in_bond_actions_leave_the_bill_as_it_is(tmp_path: Path) -> None:
    assert read(tmp_path, voyage(amended("B"), amended("E")), *ROW) == []


def test_an_action_that_is_none_may_be_anything(tmp_path: Path) -> None:
    alone = [(*("change", "ZZZZT1", None, None), ["value_cents", "claim", "eda", "action", "consignee_name"])]
    assert read(tmp_path, voyage(amended("X")), *ROW) == alone
    with_its_records = voyage(amended("X"), *bill("T1", "7", group(JOHN), SHIRT))
    assert read(tmp_path, with_its_records, *ROW) == [("add", "ZZZZT1", 1, True, ["action"])]


def test_a_bill_behind_another_s_amendment_is_a_bill_of_its_own(tmp_path: Path) -> None:
    records = voyage(amended("D"), *bill("T2", "7", group(JOHN), SHIRT))
    assert read(tmp_path, records, "action", "bill") == [("delete", "ZZZZT1"), ("add", "ZZZZT2")]


# Envelope and kinds of message


@pytest.mark.parametrize(("count", "found"), [(3, []), (5, []), (4, ["EDI103"]), (None, [])])
def test_the_trailer_may_count_with_or_without_the_envelope(
    count: int | None, found: list[str], tmp_path: Path
) -> None:
    records = [*voyage()[:-1], image("ZCR", record_count=count)]
    intake = taken(tmp_path, text(records))
    assert codes(intake) == found
    assert intake.files[0].status == "checked"


def test_records_known_by_name_only_are_counted_and_named(tmp_path: Path) -> None:
    intake = taken(tmp_path, text([*voyage()[:-1], "T01".ljust(80), image("ZCR")]))
    assert codes(intake) == ["EDI110"]
    assert intake.files[0].records_read == 6


def test_a_bill_that_an_answer_sends_back_is_no_filing(tmp_path: Path) -> None:
    described = [record for n in range(200) for record in bill(f"T{n}", "7", group(JOHN), SHIRT)]
    back = envelope([*voyage()[1:-1], *described[:900], image("W01", error_text="INVALID RECORD TYPE")])
    data = text([*voyage(*described), *back])
    assert taken(tmp_path, data).files[0].shipments == 200
    check_blocks(data.encode(), tmp_path, 5000)


def test_records_outside_a_file_are_not_used(tmp_path: Path) -> None:
    records = voyage(*bill("T1", "7", group(JOHN), SHIRT))
    intake = taken(tmp_path, text([*records, *bill("T2", "7", group(JOHN), SHIRT), *records]))
    assert rows(intake, "bill") == [("ZZZZT1",), ("ZZZZT1",)]
    assert intake.files[0].status == "incomplete"
