"""What CBP sends: status notifications and manifest responses."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from deminimis.rules.cbp_answers import findings_of
from tests.build.records.camir_ocean import envelope, image, notice, text, told
from tests.build.shipments import DAY
from tests.read.cut import check_blocks
from tests.read.whole import codes, taken
from tests.samples.camir_ocean import files

FILES = files()


def noticed(folder: Path, data: str, *names: str) -> list[tuple[Any, ...]]:
    intake = taken(folder, data)
    assert intake.files[0].shipments == 0
    return intake.notices.select(names).rows()


def test_the_record_of_the_specification(tmp_path: Path) -> None:
    line = "R02TST0000000012M000000000186ZZZ12345678    2411051432"
    data = text(["ACR", "J01ZZZZ", line, "ZCR"])
    assert noticed(tmp_path, data, "code", "bill", "entry_type", "entry", "quantity", "posted_at", "path") == [
        ("2M", "ZZZZTST000000001", "86", "ZZZ12345678", 1, datetime(2024, 11, 5, 14, 32), "ocean")
    ]


def test_a_warning(tmp_path: Path) -> None:
    data = FILES["camir_ocean_answers/warned.edi"]
    names = ("kind", "code", "bill", "scac", "posted_at", "text", "direction")
    assert noticed(tmp_path, data, *names) == [
        ("status", "2M", "ZZZZTST000000001", "ZZZZ", datetime(2025, 3, 12, 9, 30),
         "VALUE MAY EXCEED CONSIGNE DAILY MAX ET86; container ZZZU1234567", "read"),
        ("status", "69", "ZZZZTST000000003", "ZZZZ", datetime(2025, 3, 12, 9, 30), "bill on file", "read"),
    ]  # fmt: skip
    assert findings_of(taken(tmp_path, data).notices)["code"].to_list() == ["CBP101", "CBP104"]


def test_a_withheld_release(tmp_path: Path) -> None:
    found = findings_of(taken(tmp_path, FILES["camir_ocean_answers/withheld.edi"]).notices)
    assert found["code"].to_list() == ["CBP102"]


def test_a_response_is_about_the_record_in_front_of_each_error(tmp_path: Path) -> None:
    data = FILES["camir_ocean_answers/rejected.edi"]
    assert noticed(tmp_path, data, "kind", "code", "bill", "text") == [
        ("error", None, "ZZZZTST000000001", "MISSING OR INVALID BILL"),
        ("error", None, "ZZZZTST000000002", "INV N00/U01/N1, N00/N01/N1"),
    ]


def test_an_error_about_an_amendment_or_none_of_the_bills(tmp_path: Path) -> None:
    amended = image("A01", carrier_code="ZZZZ", port="2704", action="D", bill_number="T1")
    head = [image("M01", carrier_code="ZZZZ", transport_mode="20"), image("W01", error_text="INVALID TRANS MODE")]
    named = image("W01", item_in_error="ZZZZT2", error_text="UNKNOWN")
    data = text(envelope([*head, image("J01", issuer_code="ZZZZ"), named, amended, image("W01", error_text="NO BILL")]))
    assert noticed(tmp_path, data, "path", "bill", "text") == [
        ("rail", None, "INVALID TRANS MODE"),
        ("rail", "ZZZZT2", "UNKNOWN"),
        ("rail", "ZZZZT1", "NO BILL"),
    ]


def test_codes_and_dates_that_are_none(tmp_path: Path) -> None:
    data = FILES["camir_ocean_answers/malformed.edi"]
    assert noticed(tmp_path, data, "kind", "code", "posted_at") == [
        ("status", "Z9", datetime(2025, 3, 12, 9, 30)),
        ("status", "2M", None),
        ("error", None, None),
    ]
    assert codes(taken(tmp_path, data)) == ["EDI203", "EDI106"]


def test_rail_and_negative_quantities(tmp_path: Path) -> None:
    data = text(told(notice("1C", "T1", DAY, negative="N"), mode="20"))
    assert noticed(tmp_path, data, "path", "quantity", "code") == [("rail", -1, "1C")]


def test_what_stands_behind_a_notice_goes_with_it(tmp_path: Path) -> None:
    behind = [image("B04", reference_qualifier="BN", reference_number="BOOK 1"),
              image("C01", equipment_initial="ZZZU", equipment_number="7654321")]  # fmt: skip
    data = text(told(notice("1H", "T1", DAY, *behind), notice("1I", "T1", DAY)))
    texts = [row[0] for row in noticed(tmp_path, data, "text")]
    assert texts[0].endswith("; reference BN BOOK 1; container ZZZU7654321")
    assert ";" not in texts[1]


@pytest.mark.parametrize("size", [81, 100, 162, 243, 500])
def test_a_second_r02_continues_the_first_and_is_never_continued_itself(size: int, tmp_path: Path) -> None:
    """Its reference number lies over column 68, where a first R02 announces a second one."""
    more = image("R02-CONTINUED", reference_qualifier="OB", reference_number="1" * 30)
    notices = [notice("1H", f"T{n}", date(2025, 3, n), more, continued="1") for n in range(1, 9)]
    notices.append(notice("1I", "T9", DAY))
    data = text(told(*notices))
    assert [row[0] for row in noticed(tmp_path, data, "bill")] == [f"ZZZZT{n}" for n in range(1, 10)]
    assert codes(taken(tmp_path, data)) == []
    check_blocks(data.encode(), tmp_path, size)
