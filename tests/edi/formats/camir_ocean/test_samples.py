"""The sample files: what they say, and that no byte of them is lost, wherever they are cut."""

from pathlib import Path

import pytest

from tests.build.records.camir_ocean import SHIRT, bill, classic, group, text, voyage
from tests.build.records.catair import counted
from tests.build.shipments import DAY, JANE, JOHN
from tests.places import SAMPLES
from tests.read.cut import check_blocks, cuts
from tests.read.whole import codes, rows, taken
from tests.samples.camir_ocean import files

FILES = files()


@pytest.mark.parametrize("name", FILES)
def test_the_files_are_those_that_the_layouts_write(name: str) -> None:
    assert (SAMPLES / name).read_bytes() == FILES[name].encode("ascii")


def test_clean(tmp_path: Path) -> None:
    intake = taken(tmp_path, FILES["camir_ocean/clean.edi"])
    assert codes(intake) == []
    assert rows(intake, "bill", "master_bill", "claim", "consignee_name", "value_cents") == [
        ("ZZZYHB0001", "ZZZZTST000000001", True, "JOHN Q CONSIGNEE", 45000),
        ("ZZZZTST000000002", None, True, "JANE EXAMPLE", 12000),
        ("ZZZZTST000000009", None, False, "MOE SAMPLE", 500000),
    ]
    address = ("consignee_address", "consignee_city", "consignee_state", "consignee_postal", "consignee_country")
    assert rows(intake, *address)[:2] == [
        ("100 MAIN ST", "LOS ANGELES", "CA", "90001", "US"),
        ("22 ELM ST", "DETROIT", "MI", "48201", "US"),
    ]
    assert rows(intake, "mode", "filing", "action", "filer", "port", "eda_source", "quantity", "shipper_name")[0] == (
        "ocean", "manifest", "add", "ZZZZ", "2704", "P01", 1, "THAMESBANK TRADING LTD",
    )  # fmt: skip
    assert intake.filings.lines.select("line_no", "origin", "hts", "description", "value_cents").row(0) == (
        1, "GB", "610910", "COTTON KNIT T-SHIRT", 45000,
    )  # fmt: skip


def test_malformed(tmp_path: Path) -> None:
    intake = taken(tmp_path, FILES["camir_ocean/malformed.edi"])
    assert codes(intake) == ["EDI204", "EDI202", "EDI203", "EDI203", "EDI105", "EDI103"]
    assert rows(intake, "claim", "value_cents", "eda", "unread") == [
        (None, 45000, DAY, ["claim"]),
        (True, None, DAY, ["value_cents"]),
        (True, 45000, None, ["eda"]),
        (True, None, None, ["value_cents", "eda"]),
    ]
    assert intake.files[0].status == "incomplete"


def test_amended(tmp_path: Path) -> None:
    intake = taken(tmp_path, FILES["camir_ocean/amended.edi"])
    assert codes(intake) == []
    assert rows(intake, "message", "action", "bill", "quantity", "claim", "value_cents", "eda")[3:] == [
        (2, "delete", "ZZZZTST000000002", None, None, None, None),
        (2, "change", "ZZZZTST000000003", 2, None, None, None),
        (2, "add", "ZZZZTST000000004", 1, True, 40000, DAY),
    ]
    assert rows(intake, "unread") == [([],)] * 6


@pytest.mark.parametrize("name", FILES)
def test_whatever_the_block_size_the_same_is_read(name: str, tmp_path: Path) -> None:
    for size in (100, 243, 700):
        check_blocks(FILES[name].encode(), tmp_path, size)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("newline", ["\n", ""])
def test_cut_anywhere_each_record_is_read_or_reported(name: str, newline: str, tmp_path: Path) -> None:
    data = FILES[name].replace("\n", newline).encode()
    for end in cuts(data):
        cut = data[:end]
        report = taken(tmp_path, cut).files[0]
        assert report.records_read + report.records_reported == counted(cut, newline.encode()), end
        last = cut.splitlines()[-1] if newline else cut[(len(cut) - 1) // 80 * 80 :]
        whole = last.startswith(b"ZCR") and b"Z99" not in cut
        assert (report.status == "checked") == whole, end


def test_a_message_of_many_bills_is_read_in_blocks(tmp_path: Path) -> None:
    records = voyage(*(record for n in range(400) for record in _bill(n)))
    data = text(records).encode()
    check_blocks(data, tmp_path, 20_000)
    assert taken(tmp_path, data, block_size=20_000).files[0].shipments == 400


def _bill(n: int) -> list[str]:
    return bill(f"TST{n:09d}", "7", group(JOHN) if n % 2 else classic(JANE), SHIRT)
