"""Answers of CBP as notices."""

from datetime import date, datetime
from pathlib import Path

import pytest

from deminimis.cli.options.request import Request
from deminimis.cli.session.judged import judged
from deminimis.edi.cutting.source import Source
from tests.build.filings.camir_air import FLIGHT, HOUSE, message, text
from tests.read.air import ANSWERS, NEAR, notices, shipments
from tests.read.answered import answered, same
from tests.read.whole import codes, taken

BILL = "00010000012HOUSE0001"
FSN = ("FSN", "JFKXX", HOUSE, "ARR/XX101/14MAR")
FER = ("FER", "XX101/14MAR", HOUSE)


def test_the_status_2m(tmp_path: Path) -> None:
    (notice,) = notices(tmp_path, *FSN, "CSN/2M-1/14MAR0915")
    wanted = {"path": "air", "kind": "status", "code": "2M", "bill": BILL, "scac": "XX", "quantity": 1}
    assert wanted.items() <= notice.items() and notice["direction"] == "read"
    assert notice["posted_at"] == datetime(2025, 3, 14, 9, 15) and notice["line"] == 5


def test_the_error_098(tmp_path: Path) -> None:
    (notice,) = notices(tmp_path, *FER, "ERR/098VALUE MAY EXCEED CONSIGNEE DAILY MAX ET86")
    wanted = {"kind": "error", "code": "098", "text": "VALUE MAY EXCEED CONSIGNEE DAILY MAX ET86", "bill": BILL}
    assert wanted.items() <= notice.items() and notice["scac"] == "XX" and notice["posted_at"] is None


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        ("CSN/1C-12/14MAR0915/01ZZZ00000055", ("1C", "entered, general exam not required", 12, "01", "ZZZ00000055")),
        ("CSN/1C-1/14MAR0915/01ZZZ00000055/SEE NOTE", ("1C", "SEE NOTE", 1, "01", "ZZZ00000055")),
        ("CSN/1C-1/14MAR0915//SEE NOTE", ("1C", "SEE NOTE", 1, None, None)),
        ("CSN/1I/14MAR0915", ("1I", "hold removed", None, None, None)),
        ("CSN/9Z-1/14MAR0915", ("9Z", None, 1, None, None)),
    ],
)
def test_status_lines(tmp_path: Path, line: str, seen: tuple[str | int | None, ...]) -> None:
    (notice,) = notices(tmp_path, "FSI", *FSN[1:], line)
    assert tuple(notice[n] for n in ("code", "text", "quantity", "entry_type", "entry")) == seen


@pytest.mark.parametrize("line", ["ERR/181COUNTRY OF ORIGIN CODE INVALID", "ERR/181/COUNTRY OF ORIGIN CODE INVALID"])
def test_the_canadian_twin_puts_a_slant_in_front_of_the_text(tmp_path: Path, line: str) -> None:
    (notice,) = notices(tmp_path, *FER, line)
    assert (notice["code"], notice["text"]) == ("181", "COUNTRY OF ORIGIN CODE INVALID")


def test_one_notice_an_error(tmp_path: Path) -> None:
    lines = ("ERR/000COMPLETE TRANSACTION REJECTED", "ERR/106INVALID CONSIGNEE NAME LINE FORMAT", "ERR/777")
    assert [n["code"] for n in notices(tmp_path, *FER, *lines)] == ["000", "106", "777"]


def test_a_report_on_a_departure_names_a_day_and_no_bill(tmp_path: Path) -> None:
    (notice,) = notices(tmp_path, "FER", "000-20250314", "ERR/201DUPLICATE MESSAGES DETECTED")
    assert (notice["code"], notice["bill"]) == ("201", None)


def test_a_report_without_waybill(tmp_path: Path) -> None:
    (notice,) = notices(tmp_path, "FER", "ERR/001INVALID INPUT TRANSACTION TYPE")
    assert (notice["code"], notice["bill"]) == ("001", None)


def test_an_answer_to_a_query(tmp_path: Path) -> None:
    lines = ("FSC", "JFKXX", "000-10000012-H1/A", FLIGHT, "FSC/02RECORD ON FILE", "TXT/NO HOLDS", "TXT/NO ENTRY")
    intake = taken(tmp_path, text(*lines), near=NEAR)
    (notice,) = intake.notices.to_dicts()
    assert (notice["code"], notice["text"]) == ("02", "RECORD ON FILE NO HOLDS NO ENTRY")
    assert notice["bill"] == "00010000012H1" and codes(intake) == []


def test_a_status_of_the_trade_is_no_notice(tmp_path: Path) -> None:
    intake = taken(tmp_path, text(*FSN, "ASN/3"), near=NEAR)
    assert intake.notices.height == 0 and codes(intake) == []


def test_a_line_that_cannot_be_read_keeps_its_place(tmp_path: Path) -> None:
    intake = taken(tmp_path, text(*FSN, "CSN/2M-1/31APR0915", "CSN/2-1/14MAR0915"), near=NEAR)
    first, second = intake.notices.to_dicts()
    assert (first["code"], first["posted_at"], second["code"]) == ("2M", None, None)
    assert codes(intake) == ["EDI203", "EDI203"]


def test_posting_dates_without_a_year(tmp_path: Path) -> None:
    (notice,) = notices(tmp_path, *FSN, "CSN/2M-1/31DEC2359", near=date(2026, 1, 2))
    assert notice["posted_at"] == datetime(2025, 12, 31, 23, 59)
    (notice,) = notices(tmp_path, *FSN, "CSN/2M-1/31DEC2359", near=None)
    assert notice["posted_at"] is None


def test_one_file_may_hold_filings_and_answers(tmp_path: Path) -> None:
    intake = taken(tmp_path, text(*message(), *FER, "ERR/098", *FSN, "CSN/2M-1/14MAR0915"), near=NEAR)
    assert len(shipments(intake)) == 1 and intake.notices["code"].to_list() == ["098", "2M"]
    assert intake.files[0].messages == 3 and codes(intake) == []


@pytest.mark.parametrize(
    ("address", "sender"),
    [("WASUSCR", "WASUSCR"), ("CBP", "CBP"), ("CUSTOMS8", "CUSTOMS8"), ("CUSTOMSCBP", "WASUCCR")],
)
def test_an_answer_has_an_address_and_an_arrival_as_cbp_writes_them(tmp_path: Path, address: str, sender: str) -> None:
    """An address of eight characters at most, and no pieces or weight aboard in a status."""
    parcels = [
        message(f"CSD/GB/{value}-USD", waybill=f"000-10000012-H{n}", arrival="ARR/XX101/15MAR-A/B1/K1.2")
        for n, value in enumerate((500, 400))
    ]
    data = text(address, ".XXXFMXXX", *parcels[0], *parcels[1]).encode()
    found = answered(tmp_path, data, on=date(2025, 3, 1))
    same(found)
    ((_, _, content),) = found.messages
    lines = content.decode().split("\r\n")
    assert {line[:-7] for line in lines if line.startswith(".")} == {f".{sender}"}
    assert [line for line in lines if line.startswith("ARR")] == ["ARR/XX101/15MAR-A"]


@pytest.mark.parametrize(
    ("name", "found", "code"),
    [
        ("warned", ["CBP101", "CBP101"], 1),
        ("withheld", ["CBP102", "CBP104"], 1),
        ("rejected", ["CBP103"] * 7, 1),
        ("clean", ["CBP104"] * 5, 0),
    ],
)
def test_what_cbp_answered_becomes_a_finding(name: str, found: list[str], code: int) -> None:
    (path,) = (path for path in ANSWERS if path.stem == name)
    report = judged([Source(path.name, path)], Request(as_of=NEAR))
    assert report.findings["code"].to_list() == found and report.exit_code("warning") == code
