"""CUSCAR into shipments: claims, values, days, parties and actions, and what of them cannot be read."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from deminimis.edi.reading.intake import Intake
from deminimis.rules.base.settings import Settings
from deminimis.rules.judge import Judgement, judge
from tests.build.records.edifact import DAY, FILED, Ship, cuscar
from tests.build.records.segments import edifact, unb
from tests.build.shipments import EMIL, VERA
from tests.places import SAMPLES
from tests.read.whole import codes, rows, taken

SHIP = Ship("ZZZZD00000001", EMIL, 410)


def text_of(*ships: Ship, **header: Any) -> str:
    return edifact(unb([cuscar(list(ships), **header)], "CUSCAR", FILED, "1"))


def judged(got: Intake) -> Judgement:
    return judge(got.filings, Settings(as_of=FILED))


def unread(got: Intake) -> list[list[str]]:
    return got.filings.shipments["unread"].to_list()


def test_cbp_sample(tmp_path: Path) -> None:
    got = taken(tmp_path, (SAMPLES / "cuscar" / "cbp_sample.edi").read_bytes())
    assert codes(got) == []
    row = got.filings.shipments.row(0, named=True)
    assert {k: v for k, v in row.items() if v not in (None, [])} == {
        "file": 0, "message": 1, "seq": 0, "line": 16, "byte": 571, "format": "cuscar", "mode": "truck",
        "filing": "manifest", "action": "add", "filer": "LOCK", "bill": "LOCKKH041122106", "claim": False,
        "consignee_name": "KATHY SMITH", "consignee_address": "1234 MAIN STREET", "consignee_city": "BELTSVILLE",
        "consignee_state": "MD", "consignee_postal": "20708", "consignee_country": "US", "consignee_id": "65424",
        "shipper_name": "KATHY SMITH", "shipper_country": "US", "eda": date(2004, 12, 30), "eda_source": "DTM 132",
        "filed_on": date(2004, 10, 16), "quantity": 158, "weight_kg": 750.0, "port": "0901",
    }  # fmt: skip
    assert got.filings.lines.select("origin", "description", "value_cents", "unread").rows() == [
        (None, "IRON COIL SHEET METAL", None, [])
    ]


def test_clean_sample(tmp_path: Path) -> None:
    got = taken(tmp_path, (SAMPLES / "cuscar" / "clean.edi").read_bytes())
    assert rows(got, "bill", "claim", "value_cents", "consignee_name", "consignee_address") == [
        ("ZZZZD00080001", True, 50000, "EMIL BRACKEN", "15 KESTREL CT"),
        ("ZZZZD00080002", True, 12050, "WANDA GORSE", "803 GRANITE BLVD"),
        ("ZZZZD00080003", True, 7900, "VERA NETTLES", "1610 CHESTNUT ST"),
        ("ZZZZD00080004", True, 30000, "EMIL BRACKEN", "15 KESTREL CT"),
        ("ZZZZD00080005", True, 4600, "TANSY + SORREL'S HOBBIES", "310 QUARRY RD"),
        ("ZZZZD00080006", False, 240000, "WANDA GORSE", "803 GRANITE BLVD"),
    ]
    assert set(rows(got, "eda", "filed_on", "port", "filer", "weight_kg", "quantity")) == {
        (DAY, FILED, "3801", "ZZZZ", 1.5, 2)
    }
    assert judged(got).counts.groups_over == 0


def test_over_limit_sample_without_group_and_with_a_six_digit_date(tmp_path: Path) -> None:
    got = taken(tmp_path, (SAMPLES / "cuscar" / "over_limit.edi").read_bytes())
    assert set(rows(got, "filed_on", "eda")) == {(FILED, DAY)}
    over = judged(got).groups.filter("over").sort("counted_cents")
    assert over.select("consignee_name", "day", "counted_cents", "verdict").rows() == [
        ("ROSA M QUINCE", DAY, 80550, "warn"),
        ("VERA NETTLES", DAY, 81500, "warn"),
        ("EMIL BRACKEN", DAY, 84000, "warn"),
    ]


def test_malformed_sample(tmp_path: Path) -> None:
    got = taken(tmp_path, (SAMPLES / "cuscar" / "malformed.edi").read_bytes())
    assert sorted(codes(got)) == ["EDI103", "EDI103", "EDI105", "EDI202", "EDI203", "EDI204", "EDI204"]
    assert unread(got) == [[], ["value_cents"], ["claim"], [], [], ["eda"]]
    assert got.filings.lines["unread"].to_list()[3] == ["origin"]
    assert rows(got, "consignee_name", "claim")[4] == (None, True)
    assert not got.complete


def test_amended_sample(tmp_path: Path) -> None:
    got = taken(tmp_path, (SAMPLES / "cuscar" / "amended.edi").read_bytes())
    assert [str(action) for (action,) in rows(got, "action")] == ["add"] * 5 + ["change", "delete", "change", "delete"]
    over = judged(got).groups.filter("over")
    assert over.select("consignee_name", "counted_cents", "provisional").rows() == [("VERA NETTLES", 95000, True)]


def test_suspended_sample(tmp_path: Path) -> None:
    got = taken(tmp_path, (SAMPLES / "cuscar" / "suspended.edi").read_bytes())
    assert set(judged(got).shipments["verdict"]) == {"reject"}


@pytest.mark.parametrize("form", ["C058", "C059", "lines"])
def test_all_forms_of_address_are_one_person(form: str, tmp_path: Path) -> None:
    got = taken(tmp_path, text_of(SHIP, replace(SHIP, bill="ZZZZD00000002", form=form)))
    assert judged(got).groups.select("consignee", "counted_cents").rows() == [
        ("EMIL BRACKEN, 15 KESTREL CT, DETROIT MI 48226", 82000)
    ]


def test_released_characters(tmp_path: Path) -> None:
    who = EMIL._replace(name="O'NEIL? + SONS: 'ALL''")
    got = taken(tmp_path, text_of(replace(SHIP, who=who)))
    assert rows(got, "consignee_name") == [("O'NEIL? + SONS: 'ALL''",)]
    assert codes(got) == []


@pytest.mark.parametrize(("release", "claim", "marks"), [
    ("DOC+929:::13'", True, []),
    ("DOC+929:::35'", True, []),
    ("DOC+929:::18'", False, []),
    ("DOC+714:::61+KH041122106::LOCK'", False, []),
    ("", False, []),
    ("DOC+929:::1'", None, ["claim"]),
    ("DOC+929:::13 '", None, ["claim"]),
    ("DOC+929'", None, ["claim"]),
    ("DOC+:::13'", None, ["claim"]),
    ("DOC+92A:::13'", None, ["claim"]),
    ("DOC+950:::63'\nDOC+929:::13'", True, []),
    ("DOC+950:::63'\nDOC+929:::?'", None, ["claim"]),
])  # fmt: skip
def test_claims(release: str, claim: bool | None, marks: list[str], tmp_path: Path) -> None:
    text = text_of(SHIP).replace("DOC+929:::13'", release)
    got = taken(tmp_path, text)
    assert (rows(got, "claim"), unread(got)) == ([(claim,)], [marks])


def test_what_looks_like_a_claim_without_a_release_type_is_told_of(tmp_path: Path) -> None:
    text = text_of(replace(SHIP, release=None))
    told = taken(tmp_path, text).findings.frame().row(0, named=True)
    assert (told["code"], told["severity"], told["record"]) == ("EDI211", "warning", "CNI")
    assert text.encode()[told["byte"] :].startswith(b"CNI+1")
    worth = re.search("MOA.40:[0-9.]+", text)
    origin = re.search("LOC.27.[^']+'", text)
    assert worth and origin
    assert codes(taken(tmp_path, text)) == ["EDI211"]
    assert codes(taken(tmp_path, text.replace(worth[0], "MOA+40:800.00"))) == ["EDI211"]
    for other in (text.replace(worth[0], "MOA+40:800.01"), text.replace(origin[0], "")):
        assert "EDI211" not in codes(taken(tmp_path, other))
    assert "EDI211" in codes(taken(tmp_path, text.replace(worth[0], "MOA+40:900:CAD"))), "what it is in dollars is open"
    nameless = replace(SHIP, release=None)
    assert codes(taken(tmp_path, text_of(nameless, function="5"))) == ["EDI211"], "a replacement is stated as a whole"
    assert "EDI211" not in codes(taken(tmp_path, text_of(nameless, function="3")))


@pytest.mark.parametrize(("amount", "cents", "marks"), [
    ("MOA+40:410'", 41000, []),
    ("MOA+40:410,5'", 41050, []),
    ("MOA+40:410:USD'", 41000, []),
    ("MOA+40:410'\nMOA+40:5'", 41500, []),
    ("MOA+39:410'", None, []),
    ("MOA+40:410:CAD'", None, ["value_cents"]),
    ("MOA+40:4I0'", None, ["value_cents"]),
    ("MOA+40:-410'", None, ["value_cents"]),
    ("MOA+40:1,234,567'", None, ["value_cents"]),
    ("MOA+40:184467440737095517'", None, ["value_cents"]),
    ("MOA+40:410'\nMOA+40:X'", 41000, ["value_cents"]),
    ("MOA+40:410'\nMOA+40:9:EUR'", 41000, ["value_cents"]),
])  # fmt: skip
def test_values(amount: str, cents: int | None, marks: list[str], tmp_path: Path) -> None:
    got = taken(tmp_path, text_of(SHIP).replace("MOA+40:410.00'", amount))
    assert (rows(got, "value_cents"), unread(got)) == ([(cents,)], [marks])


@pytest.mark.parametrize(("action", "amounts", "marks"), [
    ("24", "MOA+99:900'", ["value_cents"]), ("24", "MOA+77:900'", ["value_cents"]), ("24", "", []),
    ("24", "MOA+40:410'\nMOA+77:900'", []), ("23", "MOA+77:900'", []),
])  # fmt: skip
def test_a_change_with_an_amount_of_another_kind_alone_may_change_the_value(
    action: str, amounts: str, marks: list[str], tmp_path: Path
) -> None:
    """Passed over, the value before it would stand."""
    got = taken(tmp_path, text_of(replace(SHIP, action=action)).replace("MOA+40:410.00'", amounts))
    assert unread(got) == [marks]
    assert ("EDI204" in codes(got)) == bool(marks)


def test_a_value_in_front_of_the_goods_stands_in_for_theirs(tmp_path: Path) -> None:
    bare = text_of(replace(SHIP, value=None))
    got = taken(tmp_path, bare.replace("LOC+9+", "MOA+40:77'\nLOC+9+"))
    assert (rows(got, "value_cents"), unread(got)) == ([(7700,)], [[]])


def test_an_item_without_value_beside_one_that_has_it(tmp_path: Path) -> None:
    got = taken(tmp_path, text_of(SHIP).replace("UNT+", "GID+2'\nLOC+27+CA:162'\nUNT+"))
    assert (rows(got, "value_cents"), unread(got)) == ([(41000,)], [["value_cents"]])


@pytest.mark.parametrize(("place", "lines"), [
    ("LOC+27+MX:162'", [("MX", 41000, [])]),
    ("LOC+27+CA:162'\nLOC+27+CN:162'", [("CA", 41000, []), ("CN", None, [])]),
    ("LOC+27+QQ:162'", [(None, 41000, ["origin"])]),
    ("LOC+27'", [(None, 41000, [])]),
    ("", [(None, 41000, [])]),
])  # fmt: skip
def test_origins(place: str, lines: list[Any], tmp_path: Path) -> None:
    got = taken(tmp_path, text_of(SHIP).replace("LOC+27+CA:162'", place))
    assert got.filings.lines.select("origin", "value_cents", "unread").rows() == lines
    assert rows(got, "value_cents") == [(41000,)]


def test_an_origin_in_front_of_the_goods(tmp_path: Path) -> None:
    got = taken(tmp_path, text_of(replace(SHIP, origin=None)).replace("LOC+9+", "LOC+27+CN:162'\nLOC+9+"))
    assert got.filings.lines["origin"].to_list() == ["CN"]


@pytest.mark.parametrize(("day", "eda", "marks"), [
    ("DTM+132:20250304:102'", DAY, []),
    ("DTM+132:202503042359:203'", DAY, []),
    ("DTM+132:202503042460:203'", None, ["eda"]),
    ("DTM+132:20250230:102'", None, ["eda"]),
    ("DTM+132:250304:101'", None, ["eda"]),
    ("DTM+132:2025030?:4'", None, ["eda"]),
    ("DTM+132'", None, []),
    ("DTM+137:202503040930:203'", None, []),
    ("DTM+132:202503040930:203'\nDTM+132:202503050930:203'", None, ["eda"]),
])  # fmt: skip
@pytest.mark.parametrize("size", [150, 1 << 20])
def test_days(day: str, eda: date | None, marks: list[str], size: int, tmp_path: Path) -> None:
    text = text_of(SHIP, replace(SHIP, bill="ZZZZD00000002")).replace("DTM+132:202503040930:203'", day)
    got = taken(tmp_path, text, block_size=size)
    assert (rows(got, "eda"), unread(got)) == ([(eda,)] * 2, [marks] * 2)


def test_a_date_inside_a_shipment_is_not_the_trip_s(tmp_path: Path) -> None:
    text = text_of(SHIP, replace(SHIP, bill="ZZZZD00000002")).replace(
        "NAD+CN", "TDT+11'\nDTM+132:20260101:102'\nNAD+CN"
    )
    for size in (150, 1 << 20):
        assert rows(taken(tmp_path, text, block_size=size), "eda") == [(DAY,)] * 2


def test_two_consignees_that_differ_are_unread(tmp_path: Path) -> None:
    text = text_of(SHIP)
    line = next(line for line in text.splitlines() if line.startswith("NAD+CN"))
    assert unread(taken(tmp_path, text.replace(line, f"{line}\n{line}"))) == [[]]
    assert unread(taken(tmp_path, text.replace(line, f"{line}\n{line.replace('EMIL', 'EMILY')}"))) == [
        ["consignee_name"]
    ]


def test_several_bills_in_one_shipment_are_unread(tmp_path: Path) -> None:
    text = text_of(SHIP).replace("RFF+AAM:ZZZZD00000001'", "RFF+AAM:ZZZZD00000001'\nRFF+AAM:ZZZZD00000002'")
    assert unread(taken(tmp_path, text)) == [["bill"]]


@pytest.mark.parametrize(("function", "code", "action"), [
    ("22", "23", "add"), ("2", "23", "add"), ("9", None, "add"), ("6", "23", "add"), (None, None, "add"),
    ("22", "24", "change"), ("4", "24", "change"), ("4", None, "change"), ("4", "23", "add"), ("22", "22", "change"),
    ("5", "23", "replace"), ("3", "23", "delete"), ("1", None, "delete"), ("3", "24", "delete"),
])  # fmt: skip
def test_actions(function: str | None, code: str | None, action: str, tmp_path: Path) -> None:
    got = taken(tmp_path, text_of(replace(SHIP, action=code), function=function))
    assert rows(got, "action") == [(action,)]
    if action == "delete":
        assert rows(got, "claim", "value_cents", "eda", "unread") == [
            (None, None, None, ["action"] if code == "24" else [])
        ]


def test_a_change_carries_what_stands_in_it(tmp_path: Path) -> None:
    bare = replace(SHIP, action="24", bare=True, release=None)
    got = taken(tmp_path, text_of(bare))
    assert rows(got, "claim", "value_cents", "consignee_name", "eda", "unread") == [(None, None, None, DAY, [])]


def test_the_day_of_a_split_part_is_unread(tmp_path: Path) -> None:
    got = taken(tmp_path, text_of(replace(SHIP, action="22", bare=True, release=None)))
    assert rows(got, "eda", "unread") == [(None, ["eda"])]


def test_a_missing_consignee_belongs_to_every_group_of_its_day(tmp_path: Path) -> None:
    got = taken(tmp_path, text_of(SHIP, Ship("ZZZZD00000002", None, 395), Ship("ZZZZD00000003", VERA, 20)))
    verdicts = judged(got).shipments.select("bill", "verdict").rows()
    assert dict(verdicts) == {"ZZZZD00000001": "unknown", "ZZZZD00000002": "unknown", "ZZZZD00000003": "clear"}


def test_messages_of_another_kind_are_told_of(tmp_path: Path) -> None:
    text = text_of(SHIP)
    other = edifact(unb([cuscar([SHIP])], "CUSCAR", FILED, "2")).replace("CUSCAR:D:03B", "CUSDEC:D:03B")
    got = taken(tmp_path, text + other)
    assert codes(got) == ["EDI105"]
    assert rows(got, "message") == [(1,)]
    assert not got.complete


def test_una_on_a_line_of_its_own_counts_as_a_line(tmp_path: Path) -> None:
    plain, with_una = taken(tmp_path, text_of(SHIP)), taken(tmp_path, "UNA:+.? '\r\n" + text_of(SHIP))
    (line,), (later,) = rows(plain, "line"), rows(with_una, "line")
    assert later[0] == line[0] + 1


def test_other_separators(tmp_path: Path) -> None:
    text = text_of(replace(SHIP, who=EMIL._replace(name="TANSY + SORREL")))
    assert "?+" in text
    swapped = text.replace("?+", "\x00").replace("+", "|").replace("'", "~").replace("\x00", "+")
    got = taken(tmp_path, "UNA:|.? ~" + swapped)
    assert codes(got) == []
    assert rows(got, "consignee_name", "value_cents") == [("TANSY + SORREL", 41000)]
