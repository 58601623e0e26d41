"""The ledger as a user meets it: what it remembers, what it refuses, what it forgets."""

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from deminimis.cli.main import run
from deminimis.edi.invented.shipments import Order
from deminimis.edi.invented.writers import WRITERS
from deminimis.ledger import verify
from deminimis.ledger.record import record
from deminimis.ledger.store import table
from deminimis.ledger.store.schema import VERSION
from deminimis.ledger.store.table import LedgerError
from tests.build.recorded import SETTINGS, as_recorded, bill, incoming, judged_at_once, recorded
from tests.build.scenario import IRIS
from tests.places import SAMPLES

OVER = SAMPLES / "catair_se" / "over_limit.edi"


def verdicts(path: Path) -> dict[tuple[str, str], tuple[str, str | None]]:
    """(bill, day) -> verdict and role, as the ledger holds them; checked against one judgement of everything."""
    snapshot = table.opened(path)
    assert as_recorded(snapshot).equals(judged_at_once(snapshot))
    held = verify.held(snapshot)
    return {(r["ref"], str(r["day"])): (r["verdict"], r["role"]) for r in held.iter_rows(named=True)}


def test_an_earlier_shipment_gets_its_role_when_a_later_file_goes_over(tmp_path: Path) -> None:
    first, second = recorded(tmp_path / "l", [incoming([bill(1, 50000)], 1), incoming([bill(2, 40000)], 2)])
    assert first.changed.scan().collect()["verdict"].to_list() == ["clear"]
    assert sorted(second.changed.scan().select("ref", "verdict", "role").collect().rows()) == [
        ("ABCDB1", "warn", "earlier"),
        ("ABCDB2", "warn", "exceeding"),
    ]
    assert verdicts(tmp_path / "l") == {
        ("ABCDB1", "2025-03-03"): ("warn", "earlier"),
        ("ABCDB2", "2025-03-03"): ("warn", "exceeding"),
    }


def test_a_deletion_and_a_moved_day_reach_back(tmp_path: Path) -> None:
    path = tmp_path / "l"
    gone = {"kind": "manifest", "action": "delete", "bill": "ABCDB1", "filed_on": "2025-01-15"}
    moved = {"kind": "manifest", "action": "change", "bill": "ABCDB2", "filed_on": "2025-01-15", "eda": "2025-03-20"}
    recorded(path, [incoming([bill(1, 50000), bill(2, 40000)], 1)])
    assert {v for v, _ in verdicts(path).values()} == {"warn"}
    last = recorded(path, [incoming([moved], 2)])[0]
    assert verdicts(path) == {
        ("ABCDB1", "2025-03-03"): ("clear", None),
        ("ABCDB2", "2025-03-20"): ("clear", None),
    }
    assert last.answer.judgement.groups["day"].to_list() == [date(2025, 3, 20)]
    recorded(path, [incoming([gone], 3)])
    assert list(verdicts(path)) == [("ABCDB2", "2025-03-20")]


def test_a_manifest_and_its_entry_of_another_night_are_one_shipment(tmp_path: Path) -> None:
    path = tmp_path / "l"
    entry = bill(1, 90000) | {"kind": "entry", "entry": "E1", "entry_type": "86"}
    recorded(path, [incoming([bill(1, 90000)], 1), incoming([entry], 2)])
    assert verdicts(path) == {("ABCDB1", "2025-03-03"): ("warn", "exceeding")}


def test_a_second_zip_parts_people_who_were_one(tmp_path: Path) -> None:
    path = tmp_path / "l"
    blank = IRIS | {"zip": None}
    other = bill(3, 10000, "2025-04-20", consignee=IRIS | {"zip": "89509"})
    recorded(path, [incoming([bill(1, 50000)], 1), incoming([bill(2, 40000, consignee=blank)], 2)])
    assert {v for v, _ in verdicts(path).values()} == {"warn"}
    recorded(path, [incoming([other], 3)])
    assert verdicts(path)["ABCDB2", "2025-03-03"][0] == "unknown"


@pytest.mark.parametrize("match", ["exact", "name", "fuzzy"])
def test_other_ways_to_match(tmp_path: Path, match: Any) -> None:
    from dataclasses import replace

    path, options = tmp_path / "l", replace(SETTINGS, match=match)
    near = IRIS | {"name": "IRIS B ALDER"}
    night = [[bill(1, 50000)], [bill(2, 40000, consignee=near)], [bill(3, 40000, consignee=IRIS | {"city": "ELKO"})]]
    recorded(path, [incoming(shipments, n) for n, shipments in enumerate(night)], options)
    snapshot = table.opened(path)
    assert as_recorded(snapshot).equals(judged_at_once(snapshot, options))


def test_any_order_gives_the_same_sums(tmp_path: Path) -> None:
    from itertools import permutations

    night = {n: incoming([bill(n, cents)], n) for n, cents in ((1, 50000), (2, 20000), (3, 20000))}
    found = set()
    for first, file in night.items():
        recorded(tmp_path / str(first), [file])
    for order in permutations(night):
        path = tmp_path / "".join(map(str, order))
        shutil.copytree(tmp_path / str(order[0]), path)
        last = recorded(path, [night[n] for n in order[1:]])[-1]
        found.add((last.answer.judgement.groups["total_cents"].item(), last.answer.judgement.groups["verdict"].item()))
        assert {v for v, _ in verdicts(path).values()} == {"warn"}
    assert found == {(90000, "warn")}


def test_the_same_bytes_again_change_nothing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    ledger, copy = tmp_path / "l", tmp_path / "renamed.edi"
    shutil.copy(OVER, copy)
    assert run(["check", str(OVER), "--ledger", str(ledger), "--record", "--format", "json"]) == 1
    before, first = _tree(ledger), json.loads(capfd.readouterr().out)
    assert run(["check", str(copy), "--ledger", str(ledger), "--record", "--format", "json"]) == 1
    again = json.loads(capfd.readouterr().out)
    assert _tree(ledger) == before
    assert [g["total_cents"] for g in again["groups"]] == [g["total_cents"] for g in first["groups"]]
    assert again["summary"] == first["summary"]


def test_check_reads_and_never_writes(tmp_path: Path) -> None:
    ledger = tmp_path / "l"
    run(["check", str(OVER), "--ledger", str(ledger), "--record"])
    before = _tree(ledger)
    run(["check", str(SAMPLES / "catair_se" / "amended.edi"), "--ledger", str(ledger)])
    assert _tree(ledger) == before


def test_no_ledger_is_said_and_none_is_made(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(OVER), "--ledger", str(tmp_path / "typo")]) == 2
    assert "there is no ledger here" in capfd.readouterr().err
    assert not (tmp_path / "typo").exists()


def test_a_control_number_of_other_bytes_is_told(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    ledger, one, two = tmp_path / "l", tmp_path / "1.edi", tmp_path / "2.edi"
    one.write_bytes(b"".join(WRITERS["x12-309"].sample(Order(3))))
    two.write_bytes(one.read_bytes().replace(b"WINDSOR ON", b"TORONTO ON"))
    run(["check", str(one), "--ledger", str(ledger), "--record"])
    capfd.readouterr()
    assert run(["check", str(two), "--ledger", str(ledger)]) == 1
    out = capfd.readouterr().out
    assert "EDI108" in out and "1.edi" in out


def test_a_what_if_is_not_recorded(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(OVER), "--ledger", str(tmp_path / "l"), "--record", "--limit", "900"]) == 2
    assert "--limit is a what-if" in capfd.readouterr().err


def test_tables_that_are_foreign_or_of_another_form_are_refused(tmp_path: Path) -> None:
    pl.DataFrame({"a": [1]}).write_delta(tmp_path / "foreign")
    with pytest.raises(LedgerError, match="not a ledger of deminimis"):
        table.opened(tmp_path / "foreign")
    recorded(tmp_path / "l", [incoming([bill(1, 100)], 1)])
    for was, form in ((VERSION, 1), (1, VERSION + 1)):
        for log in (tmp_path / "l" / "_delta_log").glob("*.json"):
            log.write_text(log.read_text().replace(f'"description":"{was}"', f'"description":"{form}"'))
        with pytest.raises(LedgerError, match=f"has the form {form}"):
            table.created(tmp_path / "l")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("keep")
    with pytest.raises(LedgerError, match="holds no ledger"):
        table.created(tmp_path / "full")


def test_forgotten_is_forgotten_on_disk_too(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "l"
    hugo = bill(2, 40000, consignee=IRIS | {"name": "HUGO BIRCH"})
    file = incoming([bill(1, 50000), hugo], 1)
    recorded(path, [file])
    assert run(["ledger", "forget", "--consignee", "Birch, Hugo", "--yes", "--ledger", str(path)]) == 0
    for part in path.rglob("*"):
        assert part.is_dir() or b"HUGO" not in part.read_bytes(), part
    assert [ref for ref, _ in verdicts(path)] == ["ABCDB1"]
    assert record(path, file, SETTINGS).new is False
    assert run(["ledger", "verify", "--ledger", str(path)]) == 0
    assert run(["ledger", "forget", "--before", "2025-04-01", "--yes", "--ledger", str(path)]) == 0
    assert verdicts(path) == {}


def test_verify_finds_a_changed_row(tmp_path: Path) -> None:
    from deltalake import DeltaTable

    path = tmp_path / "l"
    recorded(path, [incoming([bill(1, 50000)], 1)])
    assert not verify.verify(table.opened(path)).wrong
    DeltaTable(str(path)).update(predicate="kind = 'shipment'", updates={"value_cents": "90000"})
    wrong = verify.verify(table.opened(path)).wrong
    assert any("rows are not those" in line for line in wrong)
    assert any("recorded clear, judged again warn" in line for line in wrong)


def test_show_export_and_stats(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    ledger = str(tmp_path / "l")
    recorded(tmp_path / "l", [incoming([bill(1, 50000)], 1), incoming([bill(2, 40000)], 2)])
    assert run(["ledger", "show", "--bill", "abcd-b1", "--ledger", ledger]) == 0
    shown = capfd.readouterr().out
    assert "manifest add" in shown and "no overage" in shown and "warn (earlier)" in shown and "clear" not in shown
    assert run(["ledger", "show", "--day", "2025-03-03", "--mask", "--ledger", ledger]) == 0
    shown = capfd.readouterr().out
    assert "ALDER" not in shown and "I.A-" in shown
    assert run(["ledger", "export", "--kind", "verdict", "--ledger", ledger]) == 0
    assert capfd.readouterr().out.count("\n") == 4
    assert (
        run(["ledger", "export", "--to", "parquet", "--output", str(tmp_path / "e.parquet"), "--ledger", ledger]) == 0
    )
    assert pl.read_parquet(tmp_path / "e.parquet").height == 9
    assert run(["ledger", "stats", "--format", "json", "--ledger", ledger]) == 0
    assert json.loads(capfd.readouterr().out)["shipments"] == 2


def _tree(folder: Path) -> list[tuple[str, int]]:
    return sorted((str(p), p.stat().st_mtime_ns) for p in folder.rglob("*") if p.is_file() and p.suffix != ".lock")
