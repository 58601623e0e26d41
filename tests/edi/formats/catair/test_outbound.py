"""What CBP sends, as files: sniffing, cut files, blocks of any size, several kinds in one file."""

from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from deminimis.edi.cutting.sniff import sniff
from tests.build.records.catair import batch, counted, image, text
from tests.build.shipments import DAY, FILED, JANE
from tests.places import SAMPLES
from tests.read.cut import cuts, in_one_block
from tests.read.whole import codes, rows, taken
from tests.samples import catair as story

FILES = story.files()


@pytest.mark.parametrize("name", FILES)
def test_samples_are_what_the_layouts_write(name: str) -> None:
    assert (SAMPLES / name).read_bytes() == FILES[name]


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("newline", ["\n", "\r\n", ""])
def test_sniffed_however_records_are_divided(tmp_path: Path, name: str, newline: str) -> None:
    """BD and NS carry no application in A: it stands in the B record behind it."""
    data = FILES[name].replace(b"\n", newline.encode())
    found = sniff(data)
    assert found.format == name.split("/", maxsplit=1)[0].replace("_", "-")
    plain, other = in_one_block(FILES[name]), taken(tmp_path, data)
    assert_frame_equal(plain.filings.shipments.drop("byte"), other.filings.shipments.drop("byte"))
    assert_frame_equal(plain.notices.drop("byte"), other.notices.drop("byte"))
    assert codes(plain) == codes(other)
    assert other.files[0].records == counted(data, newline.encode())


def test_lines_may_be_trimmed(tmp_path: Path) -> None:
    data = b"\n".join(line.rstrip() for line in FILES["catair_bd/over_limit.edi"].splitlines())
    intake = taken(tmp_path, data)
    assert codes(intake) == ["EDI109"]
    assert rows(intake, "value_cents") == [(50000,), (40000,), (500000,), (50000,)]


@pytest.mark.parametrize("name", [name for name in FILES if "malformed" not in name])
@pytest.mark.parametrize("newline", [b"\n", b""])
def test_a_cut_file_is_accounted_for(tmp_path: Path, name: str, newline: bytes) -> None:
    data = FILES[name].replace(b"\n", newline)
    last = len(data) - 80 - len(newline)
    for size in cuts(data[:-1], 81):
        intake = taken(tmp_path, data[:size])
        report = intake.files[0]
        if report.status == "unknown-format":
            assert size < 160 + len(newline), "the second record tells the format"
            continue
        assert report.records_read + report.records_reported == report.records == counted(data[:size], newline), size
        # with the first byte of Z nothing can be missing
        assert report.status == ("checked" if size > last else "incomplete"), size


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("block_size", [240, 700, 1500])
def test_blocks_of_any_size_read_the_same(tmp_path: Path, name: str, block_size: int) -> None:
    whole, parts = in_one_block(FILES[name]), taken(tmp_path, FILES[name], block_size=block_size)
    for one, two in (
        (whole.notices, parts.notices),
        (whole.filings.shipments, parts.filings.shipments),
        (whole.filings.bills, parts.filings.bills),
        (whole.filings.lines, parts.filings.lines),
        (whole.findings.frame().sort(pl.all()), parts.findings.frame().sort(pl.all())),
    ):
        assert_frame_equal(one, two)
    assert whole.files == parts.files


def test_amendments_are_not_torn_from_their_bills(tmp_path: Path) -> None:
    records = [r for n in range(9) for r in story.road("3", f"SCN{n}", JANE, story.SHIRT, "DA"[n % 2])]
    data = text(batch("BD", FILED, records, named=False))
    whole = rows(taken(tmp_path, data), "bill", "action", "value_cents", "seq")
    assert [row[1] for row in whole] == ["delete", "add"] * 4 + ["delete"]
    for size in range(90, 1700, 81):
        assert rows(taken(tmp_path, data, block_size=size), "bill", "action", "value_cents", "seq") == whole


def test_one_file_may_hold_several_kinds(tmp_path: Path) -> None:
    names = ("catair_ns/warned.edi", "catair_bd/over_limit.edi", "catair_sx/warned.edi", "catair_so/warned.edi",
             "catair_sx/refused_batch.edi")  # fmt: skip
    intake = taken(tmp_path, b"".join(FILES[name] for name in names))
    assert codes(intake) == []
    assert rows(intake, "bill")[0] == ("ZZZZTST000000001",)
    assert intake.notices["format"].cast(pl.String).to_list() == [
        *["catair-ns"], *["catair-sx"] * 3, *["catair-so"] * 2, *["catair-sx"] * 2,
    ]  # fmt: skip
    assert intake.files[0].messages == 5


def test_a_block_of_another_application_is_read_by_its_own_format(tmp_path: Path) -> None:
    entry = story.answered(*story.EARLIER, story.ACCEPTED)[:3]
    intake = taken(tmp_path, FILES["catair_so/warned.edi"] + text(batch("SE", FILED, entry)))
    alone = taken(tmp_path, text(batch("SE", FILED, entry)))
    assert codes(intake) == codes(alone) and intake.files[0].status == alone.files[0].status
    assert intake.filings.shipments["bill"].to_list() == alone.filings.shipments["bill"].to_list() != []


def test_a_block_that_names_another_port_at_its_end(tmp_path: Path) -> None:
    data = FILES["catair_bd/clean.edi"].replace(b"Y  2704ZZZBD", b"Y  2720ZZZBD", 1)
    assert codes(taken(tmp_path, data)) == ["EDI104"]


def test_a_count_may_be_left_out(tmp_path: Path) -> None:
    records = batch("NS", DAY, story.posted("69", DAY, "ZZZZ", "TST1"), named=False)
    records[-2] = image("Y", processing_port="2704", processing_filer_code="ZZZ", application="NS")
    assert codes(taken(tmp_path, text(records))) == []
