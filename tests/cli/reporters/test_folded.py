"""Findings as people read them: a row an entry with one piece of advice, however many things are wrong with it."""

from datetime import date
from pathlib import Path

from deminimis.cli.reporters import terminal
from deminimis.cli.reporters.parts.folded import Fold, folded
from deminimis.cli.session.judged import judged
from deminimis.edi.cutting.source import Source
from deminimis.edi.invented.shipments import Order
from deminimis.edi.invented.writers import WRITERS

SAMPLE = b"".join(WRITERS["catair-se"].sample(Order(12, over_percent=6, day=date(2026, 12, 1))))
BARE = SAMPLE.replace(b" 86 ", b" 11 ")  # neither importer nor manufacturer nor buyer
FAULTS = ("names no importer of record", "names no manufacturer for ... of its lines", "names no buyer for ... of its")


def source(folder: Path, data: bytes, name: str = "entries.edi") -> Source:
    (folder / name).write_bytes(data)
    return Source(name, folder / name)


def folds(folder: Path, data: bytes) -> list[Fold]:
    return folded(judged([source(folder, data)]))


def test_entries_with_the_same_faults_are_a_row_each_under_one_piece_of_advice(tmp_path: Path) -> None:
    (fold,) = folds(tmp_path, BARE)
    assert len(fold.rows) == 12 == len({row["entry"] for row in fold.rows})
    assert all(fault in fold.message for fault in FAULTS) and fold.message.count("What to do:") == 1
    numbers = {row["numbers"] for row in fold.rows}
    assert len(numbers) > 1 and all(set(each) <= set("0123456789, ") for each in numbers)


def test_numbers_that_are_alike_are_said_once(tmp_path: Path) -> None:
    """An entry of its own says its numbers; of two with the same numbers no row repeats them."""
    blocks = BARE.split(b"SE10A")
    end = b"Y" + blocks[-1].partition(b"\nY")[2]
    (fold,) = folds(tmp_path, b"SE10A".join(blocks[:2]) + end)
    assert fold.message.startswith("entry ZZZ-0000000-3 of type 11 names no importer") and "..." not in fold.message
    again = blocks[1].replace(b"00000003 11", b"00000011 11").replace(b"H00000000", b"H00000001")
    (fold,) = folds(tmp_path, b"SE10A".join([*blocks[:2], again]) + end)
    assert "..." not in fold.message and [row["numbers"] for row in fold.rows] == ["", ""]


def test_other_faults_are_other_rows(tmp_path: Path) -> None:
    blocks = BARE.split(b"SE10A")
    blocks[3] = blocks[3].replace(b"SE13IRIS", b"SE99IRIS")
    assert len([fold for fold in folds(tmp_path, b"SE10A".join(blocks)) if fold.code.startswith("DM3")]) == 2


def test_a_terminal_shows_every_entry_within_its_width(tmp_path: Path) -> None:
    for width in (40, 80, 160):
        lines = terminal.render(judged([source(tmp_path, BARE)]), width, colour=False).splitlines()
        assert max(map(len, lines)) <= width
        assert sum("ZZZ-00" in line for line in lines) == 12


def test_claims_that_were_withdrawn_are_one_row_with_their_bills(tmp_path: Path) -> None:
    entries = BARE.replace(b"SE10AZZZ", b"SE10AYYY").replace(b"ZZZSE", b"YYYSE")
    report = judged([source(tmp_path, SAMPLE, "claims"), source(tmp_path, entries, "entries")])
    (fold,) = [each for each in folded(report) if each.code == "DM107"]
    assert len({row["bill"] for row in fold.rows}) == 12 and "the claim on ... is withdrawn" in fold.message
    text = terminal.render(report, 80, colour=False)
    assert "12 replaced claims: 12 refiled and not yet accepted." in text
    assert text.count("11 YYY-00") == 12
