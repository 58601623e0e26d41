"""Form faults in real records of types 11 and 01: what the reader counts, and what the rules make of it."""

from pathlib import Path

import pytest

from deminimis.cli.session.judged import judged
from deminimis.edi.cutting.source import Source
from tests.places import SAMPLES

RECORDS = (SAMPLES / "catair_se" / "instead.edi").read_text("ascii").splitlines()
HEADS = [at for at, record in enumerate(RECORDS) if record.startswith("SE10")]
OPEN, CLOSE = RECORDS[:2], RECORDS[-2:]
HEADER, LINES, FORMAL, _ = (RECORDS[at:end] for at, end in zip(HEADS, [*HEADS[1:], -2], strict=True))
TYPE_01 = [HEADER[0][:19] + "01" + HEADER[0][21:], *HEADER[1:]]  # the first, as type 01
# A type 01 entry identifies its consignee.
TYPE_01 = [record for at, record in enumerate(TYPE_01) if not TYPE_01[at - 2].startswith("SE30CN")]
TYPE_01 = [record for at, record in enumerate(TYPE_01) if not TYPE_01[at - 1].startswith("SE30CN")]
TYPE_01 = [f"{'SE30CN':<42}EI 12-3456789".ljust(80) if r.startswith("SE30CN") else r for r in TYPE_01]


def at(entry: list[str], start: str, number: int = 0) -> int:
    """Where the record of that kind stands."""
    return [place for place, record in enumerate(entry) if record.startswith(start)][number]


def put(entry: list[str], start: str, first: int, text: str, number: int = 0) -> list[str]:
    """The entry with `text` from column `first` on of that record."""
    place = at(entry, start, number)
    record = entry[place][: first - 1] + text + entry[place][first - 1 + len(text) :]
    return [*entry[:place], record, *entry[place + 1 :]]


def drop(entry: list[str], start: str, count: int = 1, number: int = 0) -> list[str]:
    """The entry without that record and those behind it."""
    place = at(entry, start, number)
    return [*entry[:place], *entry[place + count :]]


def add(entry: list[str], start: str, record: str) -> list[str]:
    """The entry with `record` in front of that one."""
    place = at(entry, start)
    return [*entry[:place], record.ljust(80), *entry[place:]]


CHANGES = {
    "type 11, parties at the header": (HEADER, set()),
    "type 11, parties at the lines": (LINES, set()),
    "type 01": (FORMAL, set()),
    "type 01 with an identified consignee": (TYPE_01, set()),
    # the eight that type 86 reports
    "no consignee": (drop(HEADER, "SE30CN", 3), {"DM339"}),
    "no consignee, type 01": (drop(TYPE_01, "SE30CN"), {"DM339"}),
    "no bill": (drop(HEADER, "SE15M", 2), {"DM338"}),
    "no bill, type 01": (drop(TYPE_01, "SE15M", 2), {"DM338"}),
    "no contact": (drop(HEADER, "SE13"), {"DM348"}),
    "no contact, type 01": (drop(TYPE_01, "SE13"), {"DM348"}),
    "a blank contact": (put(HEADER, "SE13", 5, " " * 40), {"EDI201"}),
    "a blank contact, type 01": (put(TYPE_01, "SE13", 5, " " * 40), {"EDI201"}),
    "a blank bond type": (put(HEADER, "SE10", 39, " "), {"EDI201"}),
    "a blank tariff number": (put(HEADER, "SE60", 5, " " * 10), {"EDI201"}),
    "a blank country of origin": (put(HEADER, "SE40", 8, "  "), {"EDI201"}),
    "no seller": (drop(HEADER, "SE30SE", 3), {"DM316"}),
    "no seller, type 01": (drop(TYPE_01, "SE30SE", 3), {"DM316"}),
    "no line value, named": (put(HEADER, "SE60", 15, " " * 10), {"DM319"}),
    "no line value, identified: not demanded": (put(TYPE_01, "SE60", 15, " " * 10), set()),
    "no quantity: not demanded": (put(HEADER, "SE15H", 60, " " * 8), set()),
    "no quantity, type 01: not demanded": (put(TYPE_01, "SE15H", 60, " " * 8), set()),
    "a short tariff number": (put(HEADER, "SE60", 11, "    "), {"DM318"}),
    "a short tariff number, type 01": (put(TYPE_01, "SE60", 11, "    "), {"DM318"}),
    "a tariff number of letters": (put(HEADER, "SE60", 5, "COTTONKNIT"), {"DM318"}),
    "a tariff number of letters, type 01": (put(TYPE_01, "SE60", 5, "COTTONKNIT"), {"DM318"}),
    # what is their own
    "no importer": (put(HEADER, "SE10", 22, " " * 15), {"DM335"}),
    "no kind of importer": (put(HEADER, "SE10", 22, "   "), {"DM336"}),
    "no number of the importer": (put(HEADER, "SE10", 25, " " * 12), {"DM336"}),
    "an importer number without hyphens": (put(HEADER, "SE10", 25, "123456789   "), {"DM336"}),
    "an importer number of another kind": (put(HEADER, "SE10", 22, "34 "), {"DM336"}),
    "single bond": (put(HEADER, "SE10", 39, "9"), {"DM337"}),
    "single bond without amount": (drop(FORMAL, "SE20AMT"), {"DM337"}),
    "single bond without surety": (drop(FORMAL, "SE20V1"), {"DM337"}),
    "a bond amount with a zero in front": (put(FORMAL, "SE20AMT", 8, "010000"), {"DM337"}),
    "no goods": (HEADER[: at(HEADER, "SE40")], {"DM319"}),
    "no manufacturer": (drop(HEADER, "SE30MF", 3), {"DM341"}),
    "no manufacturer at one line": (drop(LINES, "SE50MF", 3), {"DM341"}),
    "no buyer": (drop(HEADER, "SE30BY", 3), {"DM342"}),
    "no buyer at one line": (drop(LINES, "SE50BY", 3), {"DM342"}),
    "no consignee at one line": (drop(LINES, "SE50CN", 3, 1), {"DM339"}),
    "consignee by both": (put(HEADER, "SE30CN", 43, "EI 12-3456789"), {"DM343"}),
    "a name without a street": (drop(HEADER, "SE35"), {"DM344"}),
    "a name without a city": (drop(HEADER, "SE36"), {"DM344"}),
    "a name without a street at a line": (drop(LINES, "SE55"), {"DM344"}),
    "an identifier of another form": (put(TYPE_01, "SE30CN", 46, "123456789 "), {"DM345"}),
    "an identifier of no kind": (put(TYPE_01, "SE30CN", 43, "   "), {"DM345"}),
    "a manufacturer by identifier": (
        put(drop(HEADER, "SE35", 2), "SE30MF", 8, f"{'':<35}EI 12-3456789"), {"DM345"}
    ),
    "two buyers": (add(HEADER, "SE40", f"{'SE30BY':<42}EI 12-3456789"), {"DM346"}),
    "chapter 99 behind": (add(HEADER, "SE40002", "SE609903010100"), {"DM326"}),
    "no port": (put(HEADER, "SE10", 50, "    "), set()),
    "no port, and a bill in no manifest": (put(put(HEADER, "SE10", 50, "    "), "SE15H", 73, "Y"), {"DM324"}),
    "no port, and an in-bond number": (
        add(put(HEADER, "SE10", 50, "    "), "SE15M", f"{'SE15I':<9}{'123456789':<63}N"), {"DM324"}
    ),
    "exactly 2,500 for one name": (
        put(put(put(HEADER, "SE10", 40, "0000002500"), "SE60", 15, "0000002000"), "SE60", 15, "0000000500", 1),
        {"DM347"},
    ),
    "exactly 2,500 for two names": (
        put(put(LINES, "SE10", 40, "0000002500"), "SE603926", 15, "0000002436"), set()
    ),
    "2,501": (put(put(HEADER, "SE10", 40, "0000002501"), "SE60", 15, "0000002301"), {"DM323"}),
    "header below the lines": (put(HEADER, "SE10", 40, "0000000400"), {"DM320"}),
    "header below the lines, type 01": (put(TYPE_01, "SE10", 40, "0000000400"), {"DM320"}),
    "a named consignee on type 01": (put(HEADER, "SE10", 20, "01"), {"DM327"}),
    "named consignees at the lines of type 01": (put(LINES, "SE10", 20, "01"), {"DM327"}),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_a_fault_is_found(name: str, tmp_path: Path) -> None:
    entry, codes = CHANGES[name]
    path = tmp_path / "entry.edi"
    path.write_text("\n".join([*OPEN, *entry, *CLOSE]) + "\n", "ascii")
    found = judged([Source(path.name, path)]).findings
    assert {code for code in found["code"] if code.startswith(("DM3", "EDI"))} == codes


def test_entries_do_not_bear_on_one_another(tmp_path: Path) -> None:
    """All of them in one file, each under a number of its own: every fault at its own entry."""
    path, wanted, records = tmp_path / "all.edi", {}, [*OPEN]
    for entry, codes in CHANGES.values():
        wanted[len(records) + 1] = {code for code in codes if code.startswith("DM")}
        records += entry
    path.write_text("\n".join([*records, *CLOSE]) + "\n", "ascii")
    found = judged([Source(path.name, path)]).findings
    ours = found.filter(found["code"].str.contains("^DM3(1|2|3|4)"))
    got: dict[int, set[str]] = {line: set() for line in wanted}
    for code, line in ours.select("code", "line").iter_rows():
        got[line].add(code)
    assert got == wanted
