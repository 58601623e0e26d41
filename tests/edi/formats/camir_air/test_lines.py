"""Which line is which: headers, framing, strays, and messages that are not known."""

from pathlib import Path

import pytest

from deminimis.edi.cutting.sniff import AIR_MESSAGES, sniff
from deminimis.edi.formats import FORMATS
from deminimis.edi.formats.camir_air.layouts import MESSAGES
from deminimis.edi.layout.declare import UNTOLD
from tests.build.filings.camir_air import message, text
from tests.read.air import NEAR, shipments
from tests.read.whole import codes, taken


def test_every_message_is_recognised_by_its_identifier() -> None:
    assert set(AIR_MESSAGES) == set(MESSAGES)
    for name in MESSAGES:
        assert sniff(text(name, "JFKXX").encode()).format == "camir-air"
    assert sniff(b"FXI/4\r\nJFKXX\r\n").format is None


@pytest.mark.parametrize(
    ("head", "filer"),
    [
        ((), None),
        (("WASUCCR",), None),
        (("WASUCCR", ".XXXFMXX"), "XXXFMXX"),
        (("QK WASUCCR LONFMXX", ".XXXFMXX 030915", "PDM"), "XXXFMXX"),
        (("\x01QK WASUCCR", ".XXXFMXX 030915"), "XXXFMXX"),
        (("PDM",), None),
    ],
)
def test_headers(tmp_path: Path, head: tuple[str, ...], filer: str | None) -> None:
    intake = taken(tmp_path, text(*head, *message(), *head, *message(waybill="000-10000012-H2")), near=NEAR)
    assert [ship["filer"] for ship in shipments(intake)] == [filer, filer]
    assert codes(intake) == [] and intake.files[0].messages == 2


def test_the_originator_of_another_transmission_is_not_taken_over(tmp_path: Path) -> None:
    lines = ("WASUCCR", ".XXXFMXX", *message(), "WASUCCR", *message(waybill="000-10000012-H2"))
    assert [ship["filer"] for ship in shipments(taken(tmp_path, text(*lines), near=NEAR))] == ["XXXFMXX", None]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r\r\n", "\r"])
def test_line_ends_and_framing(tmp_path: Path, end: str) -> None:
    plain = taken(tmp_path, text(*message()), near=NEAR)
    lines = message()
    framed = ("\x01WASUCCR", ".XXXFMXX", f"\x02{lines[0]}", *lines[1:-1], f"{lines[-1]}   ", "\x03")
    intake = taken(tmp_path, text(*framed, end=end), near=NEAR)
    assert codes(intake) == [] and intake.files[0].records_read == len(lines) + 2
    (ship,), (wanted,) = shipments(intake), shipments(plain)
    for name in ("bill", "claim", "value_cents", "eda", "consignee_name", "unread"):
        assert ship[name] == wanted[name]


@pytest.mark.parametrize("behind", ["\r\n\x03\r\n\x04", "\x0b\x03\x04", "\r\n\x0b\x03\x7f\x7f\x7f", "\r\n\x03\x04"])
def test_control_characters_around_the_end_of_the_text_are_no_line(tmp_path: Path, behind: str) -> None:
    once = "\r\n\x01WASUCCR\r\n.XXXFMXXX\r\n\x02" + "\r\n".join(message()) + behind
    intake = taken(tmp_path, once + once, near=NEAR)
    assert codes(intake) == [] and [ship["value_cents"] for ship in shipments(intake)] == [15000, 15000]


@pytest.mark.parametrize("behind", ["\x04", "\x0b", "\x7f"])
def test_a_control_character_without_the_end_of_the_text_is_a_damaged_line(tmp_path: Path, behind: str) -> None:
    damaged = taken(tmp_path, text("\x02FXI", *message()[1:-1], f"{message()[-1]}{behind}"), near=NEAR)
    assert codes(damaged)


def test_places_count_the_framing(tmp_path: Path) -> None:
    data = text("\x02FXI", "JFKXX", "\x01000-10000012-H1")
    (ship,) = shipments(taken(tmp_path, data, near=NEAR))
    assert (ship["line"], ship["byte"]) == (3, data.index("000-"))


def test_an_unknown_message_is_reported_line_by_line_and_read_by_nobody(tmp_path: Path) -> None:
    intake = taken(tmp_path, text(*message(), "FHX", "000-10000012-H9", "CED/86", *message()), near=NEAR)
    assert codes(intake) == ["EDI105"] * 3 and len(shipments(intake)) == 2
    assert intake.files[0].records_reported == 3 and intake.files[0].status == "incomplete"
    assert set(intake.findings.frame()["record"]) == {"message FHX"}


def test_a_stray_line_ends_no_message(tmp_path: Path) -> None:
    lines = message()
    for stray in ("WASUCCR", ".XXXFMXX", "HELLO WORLD", "PDM"):
        intake = taken(tmp_path, text(*lines[:6], stray, *lines[6:]), near=NEAR)
        (ship,) = shipments(intake)
        assert codes(intake) == ["EDI105"] and ship["value_cents"] == 15000 and ship["consignee_city"] == "LOS ANGELES"


@pytest.mark.parametrize(
    "waybill", ["000-1000001-H1", "000 10000012 H1", "00010000012H1", "000-10000012-HOUSE00000001"]
)
def test_a_damaged_waybill_line_is_still_a_shipment(tmp_path: Path, waybill: str) -> None:
    intake = taken(tmp_path, text(*message(waybill=waybill)), near=NEAR)
    (ship,) = shipments(intake)
    assert ship["bill"] is None and ship["unread"] == ["bill"] and ship["claim"] is True
    assert codes(intake)[0] in ("EDI203", "EDI208")


def test_a_missing_line_is_an_error_of_order(tmp_path: Path) -> None:
    lines = message()
    assert codes(taken(tmp_path, text(*lines[:3], *lines[4:]), near=NEAR)) == ["EDI106"]  # no WBL
    assert codes(taken(tmp_path, text(*lines[:7], *lines[8:]), near=NEAR)) == []  # no street
    assert codes(taken(tmp_path, text(*lines[:8], *lines[9:]), near=NEAR)) != []  # no city


@pytest.mark.parametrize("length", [1, 2, 3, 7, 8, 9, 11, 12, 13])
def test_a_message_that_ends_too_early_is_an_error_of_order(tmp_path: Path, length: int) -> None:
    assert codes(taken(tmp_path, text(*message()[:length]), near=NEAR)) == ["EDI106"]


def test_a_second_waybill_in_a_report_is_a_shipment_of_its_own(tmp_path: Path) -> None:
    lines = message()
    damaged = text(*lines, "FXl", *lines[1:])
    intake = taken(tmp_path, damaged, near=NEAR)
    assert len(shipments(intake)) == 2 and "EDI105" in codes(intake)


def test_a_description_goes_on(tmp_path: Path) -> None:
    lines = message()
    intake = taken(tmp_path, text(*lines[:4], "/AND SOCKS", "/AND HATS", *lines[4:]), near=NEAR)
    assert intake.filings.lines["description"].to_list() == ["COTTON KNIT T-SHIRT AND SOCKS AND HATS"]
    assert codes(intake) == []


def test_what_amendment_codes_mean_says_how_old_it_is() -> None:
    """01 to 03 were read in one edition of 2017, 04 beside it; of the others it is known that they exist."""
    codes = FORMATS["camir-air"].layouts["RFA"]["amendment_code"].codes or {}
    assert list(codes) == [f"{number:02d}" for number in range(1, 22)]
    old = [code for code, meaning in codes.items() if "October 2017, not confirmed since" in meaning]
    assert old == ["01", "02", "03"]
    assert [code for code, meaning in codes.items() if meaning != UNTOLD and code not in old] == ["04"]
