"""What becomes of the bills of a broker download."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from deminimis.rules.base.settings import Settings
from deminimis.rules.judge import judge
from tests.build.records.catair import batch, image, text
from tests.build.shipments import DAY, FILED, JANE, MOE
from tests.read.whole import codes, rows, taken
from tests.samples import catair as story

JUDGED = Settings(as_of=date(2025, 3, 14))


def read(folder: Path, *records: list[str]) -> Any:
    return taken(folder, text(batch("BD", FILED, [r for part in records for r in part], named=False)))


def put(records: list[str], tag: str, first: int, value: str) -> list[str]:
    """`records` with `value` from column `first` in the first record of `tag`."""
    at = next(n for n, record in enumerate(records) if record.startswith(tag))
    changed = records[at][: first - 1] + value + records[at][first - 1 + len(value) :]
    return [*records[:at], changed, *records[at + 1 :]]


def test_clean(tmp_path: Path) -> None:
    intake = taken(tmp_path, story.files()["catair_bd/clean.edi"])
    assert codes(intake) == []
    assert [report.format for report in intake.files] == ["catair-bd"]
    assert rows(intake, "bill", "master_bill", "mode", "claim", "value_cents", "eda", "action") == [
        ("ZZZZSCN000000001", None, "truck", True, 50000, DAY, "add"),
        ("ZZZZSCN000000002", None, "truck", True, 25000, DAY, "add"),
        ("ZZZZ000000000555", None, "rail", False, 4200000, DAY, "add"),
        ("ZZZZTST000000009", "ZZZZ000000000777", "ocean", True, 12000, DAY, "add"),
    ]
    ships = intake.filings.shipments
    assert ships["unread"].list.len().sum() == 0
    assert ships["message"].to_list() == [1, 1, 1, 2]
    assert ships["filed_on"].unique().to_list() == [FILED]
    assert ships.row(0, named=True) | {"line": 6, "filer": "ZZZZ", "port": "3801", "quantity": 1} == ships.row(
        0, named=True
    )
    consignee = [f"consignee_{part}" for part in ("name", "address", "city", "state", "postal", "country")]
    assert rows(intake, *consignee)[0] == ("JANE EXAMPLE", "22 ELM ST", "DETROIT", "MI", "48201", "US")
    assert rows(intake, "shipper_name", "shipper_country")[0] == ("EXAMPLE SELLER LTD", "GB")
    assert ships["weight_kg"].round(1).to_list() == [2.0, 2.0, 81646.6, 2.0]
    lines = intake.filings.lines.select("seq", "origin", "hts", "value_cents").rows()
    assert lines[:2] == [(0, "GB", "610910", 50000), (1, "CA", "490199", 25000)]


def test_over_limit(tmp_path: Path) -> None:
    intake = taken(tmp_path, story.files()["catair_bd/over_limit.edi"])
    judged = judge(intake.filings, JUDGED)
    group = judged.groups.filter("over").row(0, named=True)
    assert (group["consignee_name"], group["day"]) == ("JOHN Q CONSIGNEE", DAY)
    assert (group["counted_cents"], group["verdict"], group["action"]) == (90000, "warn", "warn")
    members = judged.shipments.filter(group=group["group"])
    assert members.select("bill", "role").rows() == [
        ("ZZZZTST000000001", "earlier"),
        ("ZZZZTST000000002", "exceeding"),
    ]
    assert judged.groups["over"].sum() == 1


def test_malformed(tmp_path: Path) -> None:
    intake = taken(tmp_path, story.files()["catair_bd/malformed.edi"])
    assert [report.status for report in intake.files] == ["incomplete"]
    assert rows(intake, "claim", "value_cents", "eda", "unread") == [
        (None, 50000, DAY, ["claim"]),
        (True, None, DAY, ["value_cents"]),
        (True, 50000, None, ["eda"]),
    ]
    assert sorted(codes(intake)) == ["EDI103", "EDI105", "EDI202", "EDI203", "EDI204"]
    severities = dict(intake.findings.frame().select("code", "severity").rows())
    assert severities["EDI103"] == "warning"
    unknown = judge(intake.filings, JUDGED).shipments.filter(verdict="unknown")
    assert unknown["bill"].to_list() == ["ZZZZSCN000000005", "ZZZZSCN000000006"]


@pytest.mark.parametrize(
    ("kind", "claim"), [("3", True), ("7", True), ("R", True), ("0", False), (" ", False), ("M", False), ("N", False)]
)
def test_claim(tmp_path: Path, kind: str, claim: bool) -> None:
    intake = read(tmp_path, put(story.road("0", "SCN1", JANE, story.SHIRT), "1B", 47, kind))
    assert rows(intake, "claim", "unread") == [(claim, [])]


@pytest.mark.parametrize("kind", ["X", "1", "Z"])
def test_a_type_that_is_none_claims_nothing_certain(tmp_path: Path, kind: str) -> None:
    intake = read(tmp_path, put(story.road("0", "SCN1", JANE, story.SHIRT), "1B", 47, kind))
    assert rows(intake, "claim", "unread") == [(None, ["claim"])]
    assert codes(intake) == ["EDI204"]


def test_values_are_summed_and_none_is_taken_as_zero(tmp_path: Path) -> None:
    goods: story.Goods = [("610910", 250, "GB", "SHIRTS"), ("640399", 150, "CN", "SHOES")]
    road = story.road("3", "SCN1", JANE, goods)
    assert rows(read(tmp_path, road), "value_cents", "unread") == [(40000, [])]
    for wrong in ("00000000", "0000025X", "        "):  # a zero is no value either: p. BD-39
        intake = read(tmp_path, put(road, "0D", 14, wrong))
        assert rows(intake, "value_cents", "unread") == [(15000, ["value_cents"])]
    bare = [record for record in road if not record.startswith("0D")]
    assert rows(read(tmp_path, bare), "value_cents", "unread") == [(None, [])]


def lines(intake: Any) -> list[tuple[Any, ...]]:
    columns = ("line_no", "hts", "value_cents", "origin", "description", "unread")
    return list(intake.filings.lines.select(columns).rows())


def tariff(hts: str, dollars: int) -> str:
    return image("0D", hts_number=hts, value=dollars * 100)


def item(text: str, origin: str | None, quantity: int | None = 1) -> str:
    return image("1D", quantity=quantity, description=text, country_of_origin=origin)


def test_tariff_numbers_hold_for_the_descriptions_behind_them(tmp_path: Path) -> None:
    start = [r for r in story.road("3", "SCN1", JANE, []) if not r.startswith("1C")]
    box = image("1C", equipment_number="1")
    # the guide's first and third examples (p. BD-10), then two numbers over one description
    first = [box, tariff("1", 10), tariff("2", 20), item("A", "GB"), item("B", "CN"), item("GOES ON", None, None)]
    third = [box, item("C", "US"), image("2D"), tariff("3", 30), item("D", "GB"), item("E", "GB")]
    last = [box, tariff("4", 40), tariff("5", 50), item("F", "CA"), tariff("6", 60), tariff("7", 70), item("G", "GB")]
    intake = read(tmp_path, start, first, third, last)
    assert lines(intake) == [
        (1, "1", 1000, "GB", "A", []),
        (2, "2", 2000, "CN", "B GOES ON", []),
        (3, None, None, "US", "C", []),
        (4, "3", 3000, "GB", "D", []),
        (5, None, None, "GB", "E", []),
        (6, "4", 4000, "CA", "F", []),
        (7, "5", 5000, "CA", None, []),
        (8, "6", 6000, "GB", "G", []),
        (9, "7", 7000, "GB", None, []),
    ]
    assert rows(intake, "value_cents", "quantity") == [(28000, 7)]


@pytest.mark.parametrize(
    ("kind", "origin", "told"),
    [
        ("3", None, (None, ["origin"])),
        ("R", "QQ", (None, ["origin"])),
        ("7", None, (None, [])),
        ("0", "CA", ("CA", [])),
    ],
)
def test_origin_is_required_for_3_and_r(tmp_path: Path, kind: str, origin: str | None, told: tuple[Any, ...]) -> None:
    road = story.road(kind, "SCN1", JANE, story.SHIRT)
    intake = read(tmp_path, put(road, "1D", 75, origin or "  "))
    assert [line[3::2] for line in lines(intake)] == [told]


def test_consignees(tmp_path: Path) -> None:
    road = story.road("3", "SCN1", JANE, story.SHIRT)
    at = next(n for n, record in enumerate(road) if record.startswith("1C"))
    again = [*road[:at], *story.party("CN", JANE, True), *road[at:]]
    other = [*road[:at], *story.party("CN", MOE, True), *road[at:]]
    none = [record for record in road if not record.startswith("0NCN")]
    ultimate = put(put(road, "0NCN", 3, "UC "), "0NUC", 41, "17270")  # an ABI routing code is nobody's number
    country = put(road, "2N22 ELM", 3, "US".ljust(70))
    want = ("consignee_name", "consignee_address", "consignee_id", "unread")
    assert rows(read(tmp_path, again), *want) == [("JANE EXAMPLE", "22 ELM ST", None, [])]
    assert rows(read(tmp_path, other), *want) == [(None, None, None, ["consignee_name"])]
    assert rows(read(tmp_path, none), *want) == [(None, None, None, [])]
    assert rows(read(tmp_path, ultimate), *want) == [("JANE EXAMPLE", "22 ELM ST", None, [])]
    assert rows(read(tmp_path, country), *want) == [("JANE EXAMPLE", None, None, [])]


def amended(verb: str, number: str = "SCN1", quantity: str | None = None) -> list[str]:
    return [
        *story.head("30", "3801"),
        image("1A", carrier_code="ZZZZ", port="3801", action=verb, bill_number=number, quantity=quantity),
    ]


def test_amendments(tmp_path: Path) -> None:
    def road(verb: str) -> list[str]:
        return story.road("3", "SCN1", JANE, story.SHIRT, verb)

    want = ("bill", "action", "claim", "value_cents", "quantity", "unread")
    bill = "ZZZZSCN1"
    assert rows(read(tmp_path, road("A")), *want) == [(bill, "add", True, 50000, 1, [])]
    assert rows(read(tmp_path, road("M")), *want) == [(bill, "replace", True, 50000, 1, [])]
    assert rows(read(tmp_path, road("Q")), *want) == [(bill, "add", True, 50000, 1, ["action"])]
    assert rows(read(tmp_path, amended("D")), *want) == [(bill, "delete", None, None, None, [])]
    assert rows(read(tmp_path, amended("R", quantity="7")), *want) == [(bill, "change", None, None, 7, [])]
    assert rows(read(tmp_path, amended("R", quantity="SEVEN")), *want) == [
        (bill, "change", None, None, None, ["quantity"])
    ]
    assert rows(read(tmp_path, amended("M")), *want) == [(bill, "change", None, None, None, [])]
    missing = ["value_cents", "claim", "consignee_name"]
    assert rows(read(tmp_path, amended("A")), *want) == [(bill, "add", None, None, None, missing)]
    # a 1A about another bill stands for itself
    both = [*amended("D", "SCN9"), *story.road("3", "SCN1", JANE, story.SHIRT)[3:]]
    assert rows(read(tmp_path, both), "bill", "action", "claim") == [
        ("ZZZZSCN9", "delete", None),
        (bill, "add", True),
    ]


def test_a_bill_without_its_issuer_has_no_number(tmp_path: Path) -> None:
    road = [r for r in story.road("3", "SCN1", JANE, story.SHIRT) if not r.startswith("1J")]
    intake = read(tmp_path, road)
    assert rows(intake, "bill", "unread") == [(None, ["bill"])]
    assert codes(intake) == ["EDI106"]


def test_a_house_bill_without_an_issuer_takes_the_masters(tmp_path: Path) -> None:
    sea = put(story.sea("7", "TST1", JANE, story.SHIRT), "1B", 67, "    ")
    other = put(sea, "1B", 67, "YYYY")
    want = [("ZZZZTST1", "ZZZZ000000000777"), ("YYYYTST1", "ZZZZ000000000777")]
    assert rows(read(tmp_path, sea, other), "bill", "master_bill") == want


def test_the_issuer_of_a_house_bill_without_its_number_is_not_the_master_s_own(tmp_path: Path) -> None:
    intake = read(tmp_path, put(story.sea("7", "TST1", JANE, story.SHIRT), "1B", 49, " " * 12))
    assert rows(intake, "bill", "master_bill") == [(None, "ZZZZ000000000777")]
    assert codes(intake) == ["EDI201"]


def test_several_bills_under_one_port_keep_its_day(tmp_path: Path) -> None:
    records = story.road("3", "SCN1", JANE, story.SHIRT)
    more = story.road("3", "SCN2", MOE, story.SHIRT)[2:]
    intake = read(tmp_path, records, more)
    assert rows(intake, "bill", "eda", "port") == [
        ("ZZZZSCN1", DAY, "3801"),
        ("ZZZZSCN2", DAY, "3801"),
    ]
    assert codes(intake) == ["EDI106"]  # the guide's map repeats 1M and 1P


def test_frames_have_their_schemas(tmp_path: Path) -> None:
    intake = read(tmp_path, [image("1M", carrier_code="ZZZZ", mode_of_transport="30", manifest_type="W")])
    assert intake.filings.shipments.height == 0
    assert intake.filings.lines.schema["unread"] == pl.List(pl.String)
