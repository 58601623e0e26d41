"""Each field that an entry can lack: what the sheet says of it, and what `check` finds where it is written anyway.

`missing.json` has a case for each: the cells that are taken away (`-`) or given, the problem and the columns that the
sheet then has for it, and the codes that a check of the incomplete entry finds; null where no entry can be written
without it. ACCEPT=1 writes it.
"""

import csv
import json
import os
from datetime import date
from pathlib import Path
from typing import Any

from deminimis.edi.invented.shipments import Order
from deminimis.edi.invented.writers import WRITERS
from deminimis.edi.spreadsheets.entries import ENTRIES
from tests.cli.process import called

CASES = Path(__file__).with_name("missing.json")
WHOLE = ("--same", "buyer=consignee", "--same", "manufacturer=seller",
         "--now", "2026-12-01T08:00", "--as-of", "2026-12-01")  # fmt: skip
# What no entry has to say.
NEVER = {
    "entry_type", "master_bill", "surety_code", "bond_amount", "location", "conveyance", "voyage", "references",
    "more_hts", "description", "estimated_arrival", "ship_to_id", "buyer_id",
    *(f"{who}_state" for who in ("consignee", "seller", "manufacturer", "buyer")),
    *(f"{who}_postal" for who in ("seller", "manufacturer")),
    *(f"ship_to_{what}" for what in ("name", "address", "city", "state", "postal", "country")),
}  # fmt: skip


def _bills(filing: bytes) -> list[tuple[str, int]]:
    """Each bill of a sample, and how many lines it has."""
    out = []
    for block in filing.decode("ascii").split("SE10")[1:]:
        (house,) = (line[9:].split()[0] for line in block.splitlines() if line.startswith("SE15H"))
        (master,) = (line[9:].split()[0] for line in block.splitlines() if line.startswith("SE15M"))
        out.append((master + house, block.count("\nSE40")))
    return out


def _table(cases: list[dict[str, Any]], bills: list[tuple[str, int]], path: Path) -> Path:
    """A row for each case, and one for each of its lines that has cells."""
    names = ["bill", "line", *(column.name for column in ENTRIES.columns if column.name != "bill")]
    rows_of = {bill: at for at, (bill, _) in enumerate(bills)}
    with path.open("w", newline="") as out:
        rows = csv.DictWriter(out, names)
        rows.writeheader()
        for case, (bill, lines) in zip(cases, bills, strict=True):
            cells = case["cells"]
            goods = {name: value for name, value in cells.items() if ENTRIES.by_name[name].line}
            number = {} if case["field"] == "entry_number" else {"entry_number": f"ZZZ{2_000_000 + rows_of[bill]}"}
            told = {"importer_id": "12-3456789", "bond_type": "8"}
            told.pop(case["field"], None)
            rows.writerow({"bill": bill} | number | told | {name: cells[name] for name in cells if name not in goods})
            for line in range(1, lines + 1) if "value" in goods and goods["value"] != "-" else (1,):
                rows.writerow({"bill": bill, "line": line} | goods)
    return path


def test_each_missing_field(tmp_path: Path) -> None:
    cases = json.loads(CASES.read_text("utf-8"))["cases"]
    filing = b"".join(WRITERS["catair-se"].sample(Order(len(cases), over_percent=0, day=date(2026, 12, 1))))
    (tmp_path / "claims.edi").write_bytes(filing)
    bills = _bills(filing)
    given = _table(cases, bills, tmp_path / "given.csv")
    out = tmp_path / "out"
    done = called("refile", tmp_path / "claims.edi", *WHOLE, "--with", given, "--incomplete", "--out", out,
                  "--ledger", tmp_path / "ledger")  # fmt: skip
    assert done.returncode == 1 and not (out / "entries.edi").exists(), done.stderr
    sheet = list(csv.DictReader((out / "missing.csv").read_text().splitlines()))
    checked = called("check", out / "incomplete.edi", "--format", "json", "--as-of", "2026-12-01")
    report = json.loads(checked.stdout)
    written = {line[9:].split()[0] for line in (out / "incomplete.edi").read_text().splitlines() if line[:5] == "SE15H"}
    starts = [n for n, line in enumerate((out / "incomplete.edi").read_text().splitlines(), 1) if line[:4] == "SE10"]
    found: dict[int, set[str]] = {start: set() for start in starts}
    for each in report["findings"]:
        found[max(start for start in starts if start <= each["line"])].add(each["code"])
    codes = iter(found.values())
    for case, (bill, _) in zip(cases, bills, strict=True):
        rows = [row for row in sheet if row["bill"] == bill]
        case["problems"] = [row["problem"] for row in rows]
        case["check"] = sorted(next(codes)) if bill[11:] in written else None
    if os.environ.get("ACCEPT"):
        CASES.write_text(json.dumps({"cases": cases}, indent=1) + "\n", "utf-8")
    assert cases == json.loads(CASES.read_text("utf-8"))["cases"]
    for case in cases:
        (problem,) = case["problems"]
        assert problem.startswith(f"{case['field']}: missing: ") and "; " not in problem
        assert case["field"] in sheet[0]


def test_there_is_a_case_for_each_field() -> None:
    fields = {case["field"] for case in json.loads(CASES.read_text("utf-8"))["cases"]}
    assert fields == {column.name for column in ENTRIES.columns} - NEVER - {"bill"}


def test_without_being_asked_nothing_incomplete_is_written(tmp_path: Path) -> None:
    (tmp_path / "claims.edi").write_bytes(b"".join(WRITERS["catair-se"].sample(Order(1, day=date(2026, 12, 1)))))
    out = tmp_path / "out"
    for asked in ((), ("--incomplete",), ()):
        done = called("refile", tmp_path / "claims.edi", *WHOLE, "--entry-numbers", "ZZZ2000000-2000099", *asked,
                      "--bond", "8", "--out", out, "--ledger", tmp_path / "ledger")  # fmt: skip
        assert done.returncode == 1 and b"importer_id: 1 claim" in done.stderr
        assert (out / "incomplete.edi").exists() == bool(asked) == (b"not to be sent as it is" in done.stderr)
