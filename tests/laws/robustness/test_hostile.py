"""What strangers can write into a file, its name or a folder: none of it acts on a terminal, page, sheet or log."""

import csv as csv_module
import io
import json
import os
import zipfile
from email import message_from_bytes, policy
from pathlib import Path
from xml.etree import ElementTree

import polars as pl
import pytest

from deminimis.cli import log
from deminimis.cli.main import run
from deminimis.cli.options.request import Request
from deminimis.cli.reporters import REPORTERS, csv, html, jsonl, mail, text, xlsx
from deminimis.cli.reporters import terminal as human
from deminimis.cli.reporters.ci import github, junit
from deminimis.cli.reporters.parts import cells
from deminimis.cli.session import inputs
from deminimis.cli.session.inputs import sources
from deminimis.cli.session.judged import judged
from deminimis.cli.session.report import Report
from deminimis.edi.cutting.source import Source
from tests.build.filings.over import OVER, truck
from tests.build.packing import OPEN
from tests.build.shipments import to_each
from tests.laws.robustness.outcome import AS_OF

NAMES = [
    "<script>alert(1)</script>",
    "[bold red]X[/]",
    "=1+1",
    "@SUM(1)",
    "-2+3",
    "+1",
    "\x1b]0;X\x07\x1b[2J",
    "\x9b31mX",
    "::error::X",
    "%0A::X",
]
FILE = os.fsdecode(b"\xff\x1b[31m\n::error file=x::y<i>[red]=1.edi")


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """A report about people of hostile names in a file of a hostile name."""
    path = tmp_path_factory.mktemp("hostile") / FILE
    path.write_bytes(truck(*to_each(*((name, 900) for name in NAMES))))
    report = judged(sources([str(path)]), Request(as_of=AS_OF))
    assert report.judgement.counts.groups_over == len(NAMES)
    return report


def test_a_terminal_and_plain_lines_get_no_control_characters_and_no_line_more(report: Report) -> None:
    for shown in (text.render(report), human.render(report, 100, colour=False)):
        assert all(character.isprintable() or character == "\n" for character in shown)
    assert len(text.render(report).splitlines()) == report.findings.height


def test_markup_of_the_terminal_report_is_text(report: Report) -> None:
    shown = human.render(report, 300, colour=True)
    assert "[red]" in shown, "of the file's name"
    for name in report.judgement.groups["consignee_name"]:
        assert name.isprintable() and name in shown


def test_annotations_are_as_many_as_findings(report: Report) -> None:
    lines = github.render(report).splitlines()
    assert len(lines) == report.findings.height
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) and line.count("::error") < 2 for line in lines)


def test_a_page_runs_nothing_but_its_own_script(report: Report) -> None:
    page = html.render(report)
    assert page.count("<script") == 1 and "<i>" not in page
    assert "\x1b" not in page and "\x07" not in page


def test_no_cell_is_a_formula(report: Report) -> None:
    for row in csv_module.reader(io.StringIO(csv.render(report))):
        assert not [cell for cell in row if cell[:1] in ("=", "+", "-", "@", "\t", "\r") and not cell[1:2].isdigit()]
    book = zipfile.ZipFile(io.BytesIO(xlsx.render(report)))
    sheets = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/")]
    assert sheets and not any("<f>" in sheet for sheet in sheets)


@pytest.mark.parametrize("lead", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_text_of_a_table_begins_a_formula(lead: str) -> None:
    told = list(csv_module.reader(io.StringIO(cells.table(["name"], [[f"{lead}1+1"]]), newline="")))
    frame = cells.frame(pl.DataFrame({"name": [f"{lead}1+1"], "codes": [[f"{lead}1+1"]]}))
    rows = [*csv_module.reader(io.StringIO(frame.decode(), newline=""))][1:]
    assert len(told) == 2 and not told[1][0].startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert len(rows) == 1 and [cell[0] for cell in rows[0]] == ["'", "'"] == [cells.safe(f"{lead}1+1")[0], "'"]


def test_a_mail_has_no_header_but_its_own(report: Report) -> None:
    whole, _ = mail.render(report), mail.render_short(report)
    parsed = message_from_bytes(whole)
    assert set(parsed) == {"Subject", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"}
    assert all(character.isprintable() or character == "\n" for character in whole.decode())


def test_a_subject_is_one_line_whatever_it_says(report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "headline", lambda _: [("X\r\nBcc: someone@example.com\n\nbody\x1b[2J", "red")])
    parsed = message_from_bytes(mail.render_short(report), policy=policy.default)
    assert "Bcc" not in parsed and "someone" in parsed["Subject"] and "\x1b" not in parsed["Subject"]


def test_errors_are_one_line_whatever_a_file_is_called(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inputs, "_WAIT", 0.5)  # for a writer of the pipe, who never comes
    (tmp_path / FILE).symlink_to(tmp_path / "nothing")
    os.mkfifo(tmp_path / f"x{FILE}")
    (tmp_path / f"y{FILE}").write_bytes(OVER["x12-309"])
    for arguments in (
        ["check", str(tmp_path)], ["check", str(tmp_path / FILE)], ["check", str(tmp_path / f"z{FILE}")],
        ["check", str(tmp_path / f"y{FILE}"), "--output", str(tmp_path / f"{FILE}/x"), "-q"],
    ):  # fmt: skip
        assert run(arguments) == 2
        said = capsys.readouterr().err
        assert said.count("\n") == 1 and said.rstrip("\n").isprintable(), said
    assert run(["inspect", str(tmp_path / f"y{FILE}")]) == 0
    shown = capsys.readouterr().out
    assert all(character.isprintable() or character == "\n" for character in shown)
    assert all("error file=x" in line for line in shown.splitlines()[:2]), "a name is one line"


def test_data_formats_are_well_formed_whatever_the_file_is_called(report: Report) -> None:
    for render in REPORTERS.values():
        content = render(report)
        assert content if isinstance(content, bytes) else content.encode()
    assert [json.loads(line) for line in jsonl.render(report).splitlines()]
    ElementTree.fromstring(junit.render(report))


def test_a_batch_takes_every_name_and_keeps_what_it_writes_in_its_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inbox, out, elsewhere = tmp_path / "in", tmp_path / "out", tmp_path / "elsewhere"
    inbox.mkdir()
    elsewhere.write_text("not ours")
    elsewhere.chmod(0o644)
    (inbox / FILE).write_bytes(truck(*to_each(("EMIL BRACKEN", 900))))
    (inbox / ("x" * 250 + ".edi")).write_bytes(truck(*to_each(("NORA YARROW", 900))))
    (inbox / "..edi").write_bytes(b"hidden")
    (inbox / "link.edi").symlink_to(elsewhere)
    (inbox / "nowhere.edi").symlink_to(tmp_path / "nothing")
    assert run(["batch", str(inbox), "--out", str(out), "--ledger", str(tmp_path / "ledger"), "--settle", "0"]) == 2
    said = capsys.readouterr().out
    assert "STOPPED" not in said and "3 files" in said
    assert all(character.isprintable() or character == "\n" for character in said)
    assert not [line for line in said.splitlines() if line.startswith("::")]
    assert sorted(path.name for path in inbox.iterdir() if path.name[0] != ".") == ["done", "failed", "nowhere.edi"]
    assert len(list((inbox / "done").iterdir())) == 2
    assert elsewhere.read_text() == "not ours" and elsewhere.stat().st_mode & 0o777 == 0o644
    assert "not ours" not in "".join(path.read_text() for path in (inbox / "failed").glob("*.txt"))
    log = (out / "batch.jsonl").read_text().splitlines()
    assert len([json.loads(line) for line in log]) == 3


def test_answers_stay_in_their_folder_whatever_the_sender_is_called(tmp_path: Path) -> None:
    path, out, outside = tmp_path / "a.edi", tmp_path / "out", tmp_path / "outside"
    path.write_bytes(
        OVER["x12-309"]
        .replace(b"ZZZZ           *ZZ*CBP", b"../../ETC/X    *ZZ*CBP")
        .replace(b"*ZZZZ*CBP", b"*../../X*CBP")
    )
    outside.write_text("not ours")
    out.mkdir()
    names = {each.name for each in tmp_path.iterdir()}
    run(["respond", str(path), "--out", str(out)])
    written = list(out.iterdir())
    assert written and all(each.parent == out and each.suffix == ".edi" for each in written)
    assert {each.name for each in tmp_path.iterdir()} == names
    for each in written:
        each.unlink()
        each.symlink_to(outside)
    run(["respond", str(path), "--out", str(out)])
    assert outside.read_text() == "not ours"
    assert not [each for each in out.iterdir() if each.is_symlink()]


def test_a_sender_that_is_a_path_names_no_file(tmp_path: Path) -> None:
    path, out = tmp_path / "a.edi", tmp_path / "x" / "out"
    path.write_bytes(OVER["cuscar"].replace(b"NAD+CA+ZZZZ", b"NAD+CA+../../Y"))
    assert run(["respond", str(path), "--out", str(out)]) == 1
    written = [each.relative_to(out).as_posix() for each in tmp_path.rglob("*.edi") if each != path]
    assert sorted(written) == ["Y-cusres-001.edi", "Y-cusres-002.edi"]


def test_a_report_replaces_a_link_and_does_not_follow_it(tmp_path: Path) -> None:
    (tmp_path / "a.edi").write_bytes(OVER["x12-309"])
    outside, link = tmp_path / "outside", tmp_path / "report.json"
    outside.write_text("not ours")
    link.symlink_to(outside)
    assert run(["check", str(tmp_path / "a.edi"), "--format", "json", "--output", str(link), "-q"]) == 1
    assert outside.read_text() == "not ours" and json.loads(link.read_text())["complete"]


@pytest.mark.parametrize("form", ["catair-se", "camir-air", "x12-309", "cuscar"])
@pytest.mark.parametrize("pack", OPEN)
def test_a_record_without_an_end_is_given_up(form: str, pack: str, tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.edi.packed"
    with OPEN[pack](bomb, mode="wb") as packed:
        packed.write(OVER[form])
        for _ in range(100):
            packed.write(b"A" * (1 << 20))
    outcome = judged([Source("bomb", bomb)], Request(as_of=AS_OF))
    assert outcome.intake.files[0].status == "incomplete" and outcome.exit_code("warning") == 2
    assert any("longer than" in each["message"] for each in outcome.messages())


def test_an_element_of_a_megabyte_is_one_finding(tmp_path: Path) -> None:
    path = tmp_path / "long.edi"
    path.write_bytes(OVER["x12-309"].replace(b"COTTON", b"C" * (1 << 20), 1))
    outcome = judged([Source("long", path)], Request(as_of=AS_OF))
    assert outcome.complete and outcome.judgement.counts.groups_over == 1
    assert {row["code"] for row in outcome.messages()} == {"DM101", "EDI205"}
    assert len(text.render(outcome)) < 4000 and len(html.render(outcome)) < 200_000


def test_findings_without_number_are_counted_and_not_shown(tmp_path: Path) -> None:
    path = tmp_path / "many.edi"
    head, tail = OVER["x12-309"].split(b"LX*1", 1)
    path.write_bytes(head + b"ZZ1*A~\n" * 200_000 + b"LX*1" + tail)
    outcome = judged([Source("many", path)], Request(as_of=AS_OF, max_findings=10))
    assert outcome.counts["EDI105", "error"] == 200_000
    assert outcome.findings.height < 40 and outcome.judgement.counts.groups_over == 1


def test_a_sentence_of_the_program_moves_no_cursor(capsys: pytest.CaptureFixture[str]) -> None:
    log.say("deminimis: \x9b31mX\x07\u202e")
    assert (
        capsys.readouterr().err
        == "deminimis: " + "\N{REPLACEMENT CHARACTER}31mX" + "\N{REPLACEMENT CHARACTER}" * 2 + "\n"
    )
