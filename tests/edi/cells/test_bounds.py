"""What is sent to be read takes neither the memory of the machine nor hours, whatever it says it is."""

import gzip
import io
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from deminimis.edi.cells.book import opened
from deminimis.edi.cells.grid import SheetError
from tests.build.peak import MEASURED
from tests.build.workbooks import ods, xls_of, xlsx_of
from tests.places import ROOT

MOST = 450  # MB, of which Python with polars and the reader has some hundred
PEAK = f"""
import sys
from pathlib import Path
from deminimis.cli.senders.asked import Lists
from deminimis.cli.session.lists.reader import Reader
from deminimis.edi.cutting.source import Source
for name in sys.argv[1:]:
    print(Reader(Lists(), {{}})(Source(name, Path(name))).findings["code"].to_list())
{MEASURED}
print(peak)
"""


def with_sheet(parts: Iterator[bytes]) -> bytes:
    """A workbook whose sheet is this XML."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx_of([["a"]]))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for name in old.namelist():
            with new.open(name, "w") as part:
                for piece in parts if "sheet1" in name else (old.read(name),):
                    part.write(piece)
    return out.getvalue()


def blank_rows() -> Iterator[bytes]:
    yield b"<worksheet><sheetData>"
    for first in range(1, 1_000_000, 10_000):
        yield b"".join(b'<row r="%d"/>' % row for row in range(first, first + 10_000))
    yield b"</sheetData></worksheet>"


def nothing() -> Iterator[bytes]:
    yield b"<worksheet><sheetData>"
    yield from [b" " * (1 << 20)] * 100
    yield b"</sheetData></worksheet>"


@pytest.mark.skipif(sys.platform == "win32", reason="resource is of Unix")
def test_memory_is_bounded(tmp_path: Path) -> None:
    files = {
        "rows.xlsx": with_sheet(blank_rows()),
        "nothing.xlsx": with_sheet(nothing()),
        "commas.csv.gz": gzip.compress(b"," * 60_000_000, 1),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    words = [sys.executable, "-c", PEAK, *(str(tmp_path / name) for name in files)]
    done = subprocess.run(words, capture_output=True, check=True, cwd=ROOT, timeout=300)
    *codes, peak = done.stdout.decode().split("\n")[:-1]
    assert codes == ["['EDI111']"] * len(files)
    assert int(peak) < MOST


@pytest.mark.parametrize(
    "sheet",
    [b"<c " * 200_000, b"<row " * 200_000, b'<c r="A1" t="e">' * 50_000, b"<c><f>" * 100_000,
     b'<row r="' + b"9" * 5000 + b'"/>'],
)  # fmt: skip
def test_no_expression_takes_hours_with_tags_that_do_not_end(sheet: bytes) -> None:
    with pytest.raises(SheetError, match="damaged"):
        opened(with_sheet(iter([b"<worksheet><sheetData>", sheet]))).sheet("List")


@pytest.mark.parametrize("table", ["<table:table-cell ", "<table:table-row>", "&none;"])
def test_an_ods_that_is_no_sound_xml_never_reaches_its_reader(table: str) -> None:
    with pytest.raises(SheetError, match="damaged"):
        opened(ods(table))


def test_an_old_workbook_that_is_cut_or_leads_nowhere_is_damaged() -> None:
    data = xls_of([["name", "worth"], *([f"IRIS {n}", n] for n in range(400))])
    assert opened(data).sheet("List").cells.height == 401
    assert opened(data + b"\0" * 100).names == ("List",)
    table = len(data) - (len(data) - 512) % 512 - 512  # the last sector says which is behind which
    loop = data[:table] + bytes(512)
    for bad in (data[: len(data) // 2], data[:300], loop):
        with pytest.raises(SheetError, match="damaged"):
            opened(bad)


def test_a_cell_outside_of_an_old_sheet_is_no_room_for_all_between() -> None:
    data = xls_of([["name"], [None] * 300 + ["far"]])
    with pytest.raises(SheetError, match="a cell of it is outside of the sheet"):
        opened(data)
