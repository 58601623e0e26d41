"""Form faults in real records: what the reader of cargo release counts, and what the rules make of it."""

from pathlib import Path

import pytest

from deminimis.cli.session.judged import judged
from deminimis.edi.cutting.source import Source
from tests.places import SAMPLES

SAMPLE = (SAMPLES / "catair_se" / "clean.edi").read_text("ascii")
RECORDS = SAMPLE.splitlines() if "\n" in SAMPLE else [SAMPLE[at : at + 80] for at in range(0, len(SAMPLE), 80)]
FIRST = next(at for at, record in enumerate(RECORDS) if record.startswith("SE10"))


def of_first(start: str) -> int:
    """Where the first record of that kind stands in the first entry."""
    return next(at for at, record in enumerate(RECORDS[FIRST:], FIRST) if record.startswith(start))


def columns(at: int, first: int, text: str) -> list[str]:
    """All records, with `text` from column `first` on of record `at`."""
    record = RECORDS[at][: first - 1] + text + RECORDS[at][first - 1 + len(text) :]
    return [*RECORDS[:at], record, *RECORDS[at + 1 :]]


def without(start: str, count: int = 1) -> list[str]:
    at = of_first(start)
    return [*RECORDS[:at], *RECORDS[at + count :]]


def twice(start: str, count: int = 1) -> list[str]:
    at = of_first(start)
    return [*RECORDS[: at + count], *RECORDS[at : at + count], *RECORDS[at + count :]]


CHANGES = {
    "nothing": (RECORDS, set()),
    "no EDA": (without("SE20EDA"), {"DM311"}),
    "two EDAs": (twice("SE20EDA"), {"DM312"}),
    "no consignee": (without("SE30CN", 3), {"DM315"}),
    "no seller": (without("SE30SE", 3), {"DM316"}),
    # the master in front of it, now without a house, is a bill of its own
    "tracking number": (columns(of_first("SE15H"), 5, "T"), {"DM313", "DM314", "DM317"}),
    "no quantity": (columns(of_first("SE15H"), 60, " " * 8), {"DM317"}),
    "six digits": (columns(of_first("SE60"), 11, "    "), {"DM318"}),
    "no value": (columns(of_first("SE60"), 15, " " * 10), {"DM319"}),
    "header below": (columns(FIRST, 40, "0000000001"), {"DM320"}),
    "no port": (columns(FIRST, 50, "     "), {"DM324"}),
    "mail": (columns(FIRST, 37, "50"), {"DM325"}),
    "chapter 99 behind": (
        [*RECORDS[: of_first("SE60") + 1], f"{'SE609903880300':<80}", *RECORDS[of_first("SE60") + 1 :]],
        {"DM326"},
    ),
    "chapter 99 in front": (
        [*RECORDS[: of_first("SE60")], f"{'SE609903880300':<80}", *RECORDS[of_first("SE60") :]],
        set(),
    ),
    "check digit": (columns(FIRST, 18, "0" if RECORDS[FIRST][17] != "0" else "1"), {"EDI207"}),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_fault_is_found(name: str, tmp_path: Path) -> None:
    records, codes = CHANGES[name]
    path = tmp_path / "entry.edi"
    path.write_text("\n".join(records) + "\n", "ascii")
    found = set(judged([Source(path.name, path)]).findings["code"])
    assert {code for code in found if code.startswith("DM3") or code == "EDI207"} == codes
