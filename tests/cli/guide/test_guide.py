"""`deminimis guide`: from a PDF to a configuration by which `check` reads; and every kind of file that is no guide."""

import hashlib
import json
import sys
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from deminimis.cli.guide import bounds, reading
from deminimis.cli.main import run
from deminimis.edi.guides.tables import Row
from tests.build import pdf
from tests.places import ROOT
from tools.guide_tables import GUIDES, load_json

CARGO: Final = load_json(GUIDES / "cargo-release-v40.json")
U01: Final = [
    Row("Control Identifier", 1, 3, "AN", "M", "", 3),
    Row("Consignee Name", 4, 38, "X", "M", "", 35),
    Row("Reserved", 39, 43, "X", "M", "", 5),
    Row("Consignee Address, Line 1", 44, 78, "X", "M", "", 35),
    Row("Filler", 79, 80, "X", "M", "", 2),
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_guide_is_written_and_obeyed(capsys: pytest.CaptureFixture[str]) -> None:
    Path("ocean.pdf").write_bytes(pdf.guide({"U01": U01}, edition="March 2026 CAMIR Ocean"))
    assert run(["guide", "ocean.pdf", "--write", "deminimis.toml"]) == 1
    out, err = capsys.readouterr()
    assert "44-78  Consignee Address, Line 1 (X M), GD-1: address 44-78, not 39-73" in out
    assert "now known from the guide, at the same place: name" in out
    assert "2 fields of 1 record written to deminimis.toml" in err
    assert run(["explain", "U01"]) == 0
    out = capsys.readouterr().out
    assert "44-78  address (X, M, guide)" in out
    assert "Source: March 2026 CAMIR Ocean, GD-1 (ocean.pdf, sha256 " in out
    assert run(["sample", "camir-ocean", "--shipments", "1", "--output", "o.edi"]) == 0
    assert run(["check", "o.edi"]) == 0
    assert "U01 is read by March 2026 CAMIR Ocean in deminimis.toml" in capsys.readouterr().err.replace(told(), "")


def told() -> str:
    """How the guide's file is named in a sentence."""
    return f" (ocean.pdf, sha256 {hashlib.sha256(Path('ocean.pdf').read_bytes()).hexdigest()[:12]})"


def test_filings_are_read_by_the_guide(capsys: pytest.CaptureFixture[str]) -> None:
    """Filings with the name of N00 three columns further right: the same people as before, once the guide says so."""
    rows = [("Control Identifier", 1, 3), ("Entity Code", 4, 6), ("Reserved", 7, 9), ("Name", 10, 44),
            ("ID Qualifier", 45, 46), ("ID Code", 47, 63), ("Filler", 64, 80)]  # fmt: skip
    table = [Row(name, first, last, "X", "C", "", last - first + 1) for name, first, last in rows]
    Path("ocean.pdf").write_bytes(pdf.guide({"N00": table}))
    run(["sample", "camir-ocean", "--shipments", "3", "--output", "o.edi"])
    before = people(capsys)
    lines = Path("o.edi").read_text("utf-8").splitlines()
    moved = [f"{line[:6]}QQ1{line[6:77]}" if line.startswith("N00") else line for line in lines]
    Path("o.edi").write_text("\n".join(moved) + "\n")
    assert people(capsys) != before
    assert run(["guide", "ocean.pdf", "--write", "deminimis.toml"]) == 1
    assert people(capsys) == before


def people(capsys: pytest.CaptureFixture[str]) -> list[str]:
    capsys.readouterr()
    run(["check", "o.edi", "--all", "--format", "json"])
    return [group["consignee"] for group in json.loads(capsys.readouterr().out)["groups"]]


def test_a_file_that_says_something_of_a_record_is_not_written_over(capsys: pytest.CaptureFixture[str]) -> None:
    Path("ocean.pdf").write_bytes(pdf.guide({"U01": U01}))
    before = '[options]\nmatch = "name"\n'
    Path("deminimis.toml").write_text(before)
    assert run(["guide", "ocean.pdf", "--write", "deminimis.toml"]) == 1
    text = Path("deminimis.toml").read_text("utf-8")
    assert text.startswith(before) and "[layouts.U01]" in text
    capsys.readouterr()
    assert run(["guide", "ocean.pdf", "--write", "deminimis.toml"]) == 0, "the layout is that of the guide now"
    assert "nothing to correct: no file was written" in capsys.readouterr().err
    newer = [replace(row, first=row.first + 1, last=row.last + 1) if row.first == 44 else row for row in U01]
    newer = [replace(row, last=44, length=6) if row.first == 39 else row for row in newer]
    newer = [replace(row, first=80, length=1) if row.first == 79 else row for row in newer]
    Path("ocean.pdf").write_bytes(pdf.guide({"U01": newer}))
    assert run(["guide", "ocean.pdf", "--write", "deminimis.toml"]) == 2
    assert "it has [layouts.U01], [guides.ocean] already; take that out" in capsys.readouterr().err
    assert Path("deminimis.toml").read_text("utf-8") == text


def test_what_a_correction_cannot_say_stands_in_the_file_with_its_page(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [*U01[:3], Row("Consignee Address, Line 1", 44, 68, "X", "M", "", 25),
            Row("Consignee Kind", 69, 78, "X", "C", "", 10), U01[4]]  # fmt: skip
    Path("ocean.pdf").write_bytes(pdf.guide({"U01": rows}))
    assert run(["guide", "ocean.pdf", "--write", "pack.toml"]) == 1
    said = "a correction cannot say: Consignee Kind at 69-78 (GD-1)"
    assert said in capsys.readouterr().out
    assert f"[layouts.U01]\n# {said}\n" in Path("pack.toml").read_text("utf-8")
    Path("deminimis.toml").write_text('[layouts]\nuse = ["pack.toml"]\n')
    assert run(["explain", "U01"]) == 0
    assert "44-68  address (X, M, guide)" in capsys.readouterr().out


def test_a_guide_that_says_the_same_is_exit_0_and_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    Path("g.pdf").write_bytes(pdf.guide({name: CARGO[name].rows for name in ("SE10", "SE13")}))
    assert run(["guide", "g.pdf", "--write", "x.toml", "--all"]) == 0
    out, err = capsys.readouterr()
    assert "printed as letters (2A), but its codes are digits" in out
    assert "nothing to correct: no file was written" in err
    assert not Path("x.toml").exists()


def test_a_table_that_cannot_be_read_is_named_with_its_page_and_not_corrected(
    capsys: pytest.CaptureFixture[str],
) -> None:
    broken = [replace(row, kind="Q") if row.element == "Consignee Name" else row for row in U01]
    Path("g.pdf").write_bytes(pdf.guide({"U01": broken, "U77": U01}))
    assert run(["guide", "g.pdf", "--write", "x.toml"]) == 2
    out, _ = capsys.readouterr()
    assert "  U01, GD-1: 'Consignee Name' at 4-38 has no length and class" in out
    assert "  U01, GD-1: columns 4-38 stand in no row" in out
    assert "  U77, GD-2: the heading says U77, the first row U01" in out or "No layout here: U77." in out
    assert not Path("x.toml").exists()


def empty(folder: Path) -> None:
    (folder / "g.pdf").write_bytes(b"")


def zipped(folder: Path) -> None:
    with zipfile.ZipFile(folder / "g.pdf", "w") as archive:
        archive.writestr("word/document.xml", "<x/>")


def page_of_a_server(folder: Path) -> None:
    (folder / "g.pdf").write_bytes(b"<!DOCTYPE html><title>404</title>")


def scanned(folder: Path) -> None:
    (folder / "g.pdf").write_bytes(pdf.pdf([[], []]))


def something_else(folder: Path) -> None:
    (folder / "g.pdf").write_bytes(pdf.pdf([[(84, 700, f"Chapter {n}: Length and Position")] for n in range(500)]))


def cut_off(folder: Path) -> None:
    whole = pdf.guide({"U01": U01})
    (folder / "g.pdf").write_bytes(whole[: len(whole) // 2])


def garbled(folder: Path) -> None:
    (folder / "g.pdf").write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 9 + b"\nstartxref\n77\n%%EOF\n")


def encrypted(folder: Path) -> None:
    code = "<" + "5a" * 32 + ">"
    crypt = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O {code} /U {code} /P -4 >> /ID [<00> <00>]"
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 0 /Kids [] >>"]
    (folder / "g.pdf").write_bytes(pdf.assembled(objects, crypt))


def bomb(folder: Path) -> None:
    body = zlib.compress(bytes(250 << 20), 1)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R >>",
        f"<< /Filter /FlateDecode /Length {len(body)} >>\nstream\n".encode() + body + b"\nendstream",
    ]
    (folder / "g.pdf").write_bytes(pdf.assembled(objects))


def endless(folder: Path) -> None:
    (folder / "g.pdf").write_bytes(pdf.pdf([[(84, 700, "x")], [(84, 1, "word")] * 200_000]))


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (empty, "g.pdf: this is an empty file; a guide is a PDF with text"),
        (zipped, "g.pdf: this is a ZIP archive, or a document of an office program: save it as PDF"),
        (page_of_a_server, "g.pdf: this is a page of HTML or XML, perhaps the message of a server"),
        (scanned, "g.pdf: its 2 pages have no text: it was scanned"),
        (something_else, "g.pdf: no record table on any of its 500 pages"),
        (cut_off, "g.pdf: it is cut off"),
        (garbled, "g.pdf: it is damaged"),
        (encrypted, "g.pdf: it is encrypted; save it without a password"),
        (bomb, "g.pdf: page 1 needs more memory than a guide may"),
        (endless, "g.pdf: 1 seconds were over behind page 1; name the pages"),
    ],
    ids=lambda each: getattr(each, "__name__", None),
)
def test_what_is_no_guide_is_a_sentence_and_exit_2(
    made: Callable[[Path], None], said: str, folder: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    made(folder)
    if made is bomb:
        monkeypatch.setattr(reading, "bounded", lambda: bounds.bounded(more=100 << 20))
    if made is endless:
        monkeypatch.setattr(reading, "bounded", lambda: bounds.bounded(1))
        monkeypatch.setattr(reading, "SECONDS", 1)
    assert run(["guide", "g.pdf"]) == 2
    out, err = capsys.readouterr()
    assert said in err
    assert out == ""
    assert len(err.strip().splitlines()) <= 3


def test_without_the_library_there_is_a_command_to_type(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("g.pdf").write_bytes(pdf.guide({"U01": U01}))
    monkeypatch.setitem(sys.modules, "pdfminer.pdfdocument", None)
    assert run(["guide", "g.pdf"]) == 2
    assert "a guide needs pdfminer, which is not installed: pip install 'deminimis[guide]'" in capsys.readouterr().err


def test_pages_may_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    Path("g.pdf").write_bytes(pdf.guide({"U01": U01, "SE10": CARGO["SE10"].rows}))
    assert run(["guide", "g.pdf", "--pages", "2"]) == 0
    assert "U01" not in capsys.readouterr().out
    assert run(["guide", "g.pdf", "--pages", "7-8"]) == 2
    assert "it has no such pages" in capsys.readouterr().err
    assert run(["guide", "g.pdf", "--pages", "8-7"]) == 2
    assert run(["guide", "g.pdf", "--format", "x12-309"]) == 2
    assert "guides of CATAIR and CAMIR have record tables" in capsys.readouterr().err


def test_the_help_needs_no_pdf_library() -> None:
    assert "pdfminer" not in (ROOT / "cli" / "commands" / "guide.py").read_text("utf-8")


def test_a_field_left_out_by_a_correction_is_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "deminimis.toml").write_text('[layouts.P01]\nfirms_code = "none"\n')
    assert run(["explain", "P01"]) == 0
    out = capsys.readouterr().out
    assert "   none  firms_code (AN, C, assumed)\n         Left out: deminimis.toml; 19-22 in " in out
    (tmp_path / "deminimis.toml").write_text('[layouts.B01]\nbill_type = "none"\n')
    assert run(["explain", "B01"]) == 2
    assert "B01.bill_type: 'none' cannot be said of it, it is read to judge a filing" in capsys.readouterr().err
