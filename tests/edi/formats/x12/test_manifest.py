"""The 309 in its corner cases: amendments, ports, parties, text that goes on, missing M11, other modes."""

from datetime import date
from pathlib import Path

import pytest

from deminimis.edi.formats.x12.layouts.equipment import VID
from deminimis.edi.formats.x12.layouts.goods import M12
from deminimis.edi.formats.x12.layouts.manifest import LX
from deminimis.rules.base.settings import Settings
from deminimis.rules.judge import judge
from tests.build.records.made import made
from tests.build.records.segments import isa
from tests.build.records.x12 import DAY, FILED, SELLER, m10, m11, m13, n10, p4, party, shipment
from tests.build.shipments import EMIL, VERA
from tests.read.cut import check_blocks, check_cuts
from tests.read.whole import codes, rows, taken

LATER = date(2025, 3, 6)
ONE, TWO = "D00000001", "D00000002"


def text_of(*bodies: list[str]) -> str:
    return isa(list(bodies), "309", "AQ", FILED, 1)


def loop(*inside: str) -> list[str]:
    return [m10(), p4(), made(LX, line_number=1), *inside]


def unread(tmp_path: Path, text: str) -> list[list[str]]:
    return taken(tmp_path, text).filings.shipments["unread"].to_list()


@pytest.mark.parametrize(("verb", "action"), [
    ({"amendment": "A"}, "add"), ({"action": "1"}, "add"), ({"amendment": "D"}, "delete"), ({"action": "3"}, "delete"),
    ({"amendment": "R"}, "change"), ({"amendment": "M"}, "change"), ({"action": "2"}, "change"), ({}, "change"),
    ({"amendment": "D", "action": "A"}, "delete"),
])  # fmt: skip
def test_amendments(verb: dict[str, str], action: str, tmp_path: Path) -> None:
    got = taken(tmp_path, text_of([m10(), p4(), *shipment(1, ONE, 410, EMIL, "13", m13(ONE, **verb))]))
    assert codes(got) == []
    assert rows(got, "action", "bill") == [(action, f"ZZZZ{ONE}")]


def test_a_new_quantity_carries_nothing_else(tmp_path: Path) -> None:
    got = taken(tmp_path, text_of(loop(m13(ONE, "R", quantity=7.0))))
    assert rows(got, "action", "quantity", "claim", "value_cents", "consignee_name", "unread") == [
        ("change", 7, None, None, None, [])
    ]


def test_a_change_with_a_blank_bill_type_says_nothing_of_the_claim(tmp_path: Path) -> None:
    texts = [text_of(loop(m13(ONE, "M"), m11(ONE, kind))) for kind in ("13", "18", None)]
    assert [rows(taken(tmp_path, text), "claim", "unread") for text in texts] == [
        [(True, [])], [(False, [])], [(None, [])],
    ]  # fmt: skip


@pytest.mark.parametrize("header", [{"manifest_type": "Y"}, {"manifest_type": "P"}, {"purpose": "03"}])
def test_variants_of_the_manifest_change_no_action(header: dict[str, str], tmp_path: Path) -> None:
    got = taken(tmp_path, text_of([m10(**header), p4(), *shipment(1, ONE, 410)]))
    assert rows(got, "action") == [("add",)]


def test_each_port_has_its_own_day(tmp_path: Path) -> None:
    body = [m10(), p4(), *shipment(1, ONE, 410), p4(LATER, "3802"), *shipment(2, TWO, 20)]
    text = text_of(body, [m10(), p4(LATER), *shipment(1, "D00000003", 5)])
    for size in (150, 1 << 20):
        got = taken(tmp_path, text, block_size=size)
        assert rows(got, "message", "eda", "port") == [(1, DAY, "3801"), (1, LATER, "3802"), (2, LATER, "3801")]


def test_the_ultimate_consignee_stands_in(tmp_path: Path) -> None:
    body = [m10(), p4(), made(LX, line_number=1), m11(ONE), *party("SH", SELLER), *party("UC", VERA), n10(5)]
    assert rows(taken(tmp_path, text_of(body)), "consignee_name") == [("VERA NETTLES",)]
    both = [*body[:-1], *party("CN", EMIL), n10(5)]
    assert rows(taken(tmp_path, text_of(both)), "consignee_name", "unread") == [("EMIL BRACKEN", [])]


def test_two_consignees_that_differ_are_unread(tmp_path: Path) -> None:
    vid = made(VID, equipment_type="TL", number="53TRAILER9")
    body = [*loop(m11(ONE)), *party("CN", EMIL), vid, *party("CN", VERA), n10(5)]
    assert unread(tmp_path, text_of(body)) == [["consignee_name"]]


def test_text_goes_on_over_several_lines(tmp_path: Path) -> None:
    goods = [n10(410), n10(None, None, "LONG SLEEVES"), n10(None, None, "BLUE"), n10(9, "MX", "MUG")]
    got = taken(tmp_path, text_of(loop(m11(ONE), *party("CN", EMIL), *goods)))
    assert got.filings.lines.select("line_no", "description", "value_cents", "origin", "unread").rows() == [
        (1, "COTTON KNIT T-SHIRT LONG SLEEVES BLUE", 41000, "CA", []),
        (2, "MUG", 900, "MX", []),
    ]
    assert rows(got, "value_cents") == [(41900,)]


def test_a_new_bill_without_its_m11_is_an_unread_claim(tmp_path: Path) -> None:
    body = loop(*party("CN", EMIL), n10(900))
    got = taken(tmp_path, text_of(body))
    assert rows(got, "bill", "claim", "unread") == [(None, None, ["claim"])]
    assert judge(got.filings, Settings(as_of=FILED)).shipments["verdict"].to_list() == ["unknown"]


@pytest.mark.parametrize(("kind", "claim", "marks"), [
    ("13", True, []), ("35", True, []), ("18", False, []), (None, False, []), ("1", None, ["claim"]),
    ("1#", None, ["claim"]), ("31", None, ["claim"]),
])  # fmt: skip
def test_claims(kind: str | None, claim: bool | None, marks: list[str], tmp_path: Path) -> None:
    text = text_of([m10(), p4(), *shipment(1, ONE, 410)])
    got = taken(tmp_path, text.replace("*PCS*****13*", f"*PCS*****{kind or ''}*"))
    assert rows(got, "claim", "unread") == [(claim, marks)]


@pytest.mark.parametrize(("method", "mode", "kind", "claim", "code"), [
    ("J", "truck", "13", True, []), ("M", "truck", "14", False, []), ("R", "rail", "13", None, ["EDI102"]),
    ("O", "ocean", "14", None, ["EDI102"]), ("ZZ", "truck", "13", True, ["EDI204"]),
    ("ZZ", "truck", "14", None, ["EDI204"]),
])  # fmt: skip
def test_bill_types_are_known_in_trucks_alone(
    method: str, mode: str, kind: str, claim: bool | None, code: list[str], tmp_path: Path
) -> None:
    text = text_of([m10(method="J"), p4(), *shipment(1, ONE, 410)])
    text = text.replace("*PCS*****13*", f"*PCS*****{kind}*").replace("M10*ZZZZ*J*", f"M10*ZZZZ*{method}*")
    got = taken(tmp_path, text)
    assert codes(got) == code
    assert rows(got, "mode", "claim", "unread") == [(mode, claim, ["claim"] if claim is None else [])]


@pytest.mark.parametrize(("old", "new", "marks"), [
    ("P4*3801*20250304~", "P4*3801*20250230~", ["eda"]),
    ("P4*3801*20250304~", "P4*3801*2025034~", ["eda"]),
    ("****410*", "****4I0*", ["value_cents"]),
    ("****410*", "****410.50*", ["value_cents"]),
    ("****410*****CA~", "****410*****CA**CAD~", ["value_cents"]),
])  # fmt: skip
def test_what_cannot_be_read(old: str, new: str, marks: list[str], tmp_path: Path) -> None:
    text = text_of([m10(), p4(), *shipment(1, ONE, 410)])
    assert unread(tmp_path, text.replace(old, new)) == [marks]


def test_the_in_bond_value_stands_in(tmp_path: Path) -> None:
    bond = made(M12, entry_type="61", customs_value=7700)
    text = text_of(loop(m11(ONE), *party("CN", EMIL), bond, n10(None)))
    assert rows(taken(tmp_path, text), "value_cents") == [(7700,)]


def test_9999_shipments(tmp_path: Path) -> None:
    first = shipment(1, ONE, 10)
    body = [m10(), p4()]
    for n in range(1, 10_000):
        body += [raw.replace(ONE, f"D{n:08d}") if "M11" in raw else raw for raw in first]
    got = taken(tmp_path, text_of(body, body), block_size=1 << 18)
    assert got.filings.shipments["bill"].to_list() == [f"ZZZZD{n:08d}" for n in range(1, 10_000)] * 2
    assert got.filings.shipments["value_cents"].sum() == 2 * 9_999 * 1000
    assert got.complete


def test_sets_of_another_kind_are_told_of(tmp_path: Path) -> None:
    body = [m10(), p4(), *shipment(1, ONE, 410)]
    text = text_of(body, body).replace("ST*309*0002", "ST*310*0002")
    got = taken(tmp_path, text)
    assert codes(got) == ["EDI105"]
    assert rows(got, "message") == [(1,)]


@pytest.mark.parametrize("end", ["~", "~\r\n", "\x15"])
def test_cuts_and_blocks(end: str, tmp_path: Path) -> None:
    body = [m10(), p4(), *shipment(1, ONE, 410, EMIL, "13", m13(ONE, "A")), p4(LATER), *shipment(2, TWO, 20, VERA)]
    data = text_of(body, [m10(), p4(), *loop(m13(ONE, "D"))[2:]]).replace("~\n", end).encode()
    for size in (150, 400):
        check_blocks(data, tmp_path, size)
    if end[0] == "~":
        check_cuts(data, tmp_path)
