"""Several processes write and read at once: nothing is lost, and every verdict has seen what went before it."""

import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from deltalake import DeltaTable
from deltalake.exceptions import DeltaError

from deminimis.edi.invented.shipments import Order
from deminimis.edi.invented.writers import WRITERS
from deminimis.ledger import verify
from deminimis.ledger.store import table
from deminimis.ledger.store.lock import turn
from deminimis.ledger.store.parts import by_kind
from deminimis.ledger.store.table import Conflict, LedgerError
from tests.cli.night.night import ENVIRONMENT

WRITERS_AT_ONCE = 4


def test_writers_and_readers_at_once(tmp_path: Path) -> None:
    files = []
    for seed in range(WRITERS_AT_ONCE):
        for form in ("x12-309", "catair-se"):
            path = tmp_path / f"{seed}-{form}.edi"
            path.write_bytes(b"".join(WRITERS[form].sample(Order(20, seed, 30, date(2025, 3, 3)))))
            files.append(path)
    command = [sys.executable, "-m", "deminimis.cli", "check", "--quiet", "--ledger", str(tmp_path / "ledger")]
    pairs = [files[n::WRITERS_AT_ONCE] for n in range(WRITERS_AT_ONCE)]
    running = [_start(*command, "--record", *map(str, pair)) for pair in pairs]
    for process in running:
        _, err = process.communicate(timeout=300)
        assert process.returncode in (0, 1), err
    readers = [_start(*command, str(files[0])) for _ in range(2)]
    for reader in readers:
        _, err = reader.communicate(timeout=300)
        assert reader.returncode == 1, err
    snapshot = table.opened(tmp_path / "ledger")
    assert snapshot.files["recorded"].to_list() == list(range(1, len(files) + 1))
    assert not verify.verify(snapshot).wrong


def test_a_commit_on_an_old_state_is_refused(tmp_path: Path) -> None:
    from tests.build.recorded import bill, incoming, recorded

    recorded(tmp_path / "l", [incoming([bill(1, 100)], 1)])
    old = table.opened(tmp_path / "l")
    recorded(tmp_path / "l", [incoming([bill(2, 100)], 2)])
    before = {each.name for each in (tmp_path / "l").glob("kind=file/*")}
    with pytest.raises(Conflict):
        table.commit(old, by_kind([old.scan("file").collect()]), "too late")
    assert {each.name for each in (tmp_path / "l").glob("kind=file/*")} == before, (
        "what was written for it is taken back"
    )


@pytest.mark.parametrize("committed", [True, False])
def test_a_commit_whose_answer_is_lost_is_one_and_one_that_failed_leaves_nothing(
    committed: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As over a network, where the store may have taken the commit and its answer does not come."""
    from tests.build.recorded import bill, incoming, recorded

    recorded(tmp_path / "l", [incoming([bill(1, 100)], 1)])
    before = {each.name for each in (tmp_path / "l").glob("kind=*/*")}
    commit = DeltaTable.create_write_transaction

    def silent(*args: Any, **more: Any) -> None:
        if committed:
            commit(*args, **more)
        raise DeltaError("error sending request")

    monkeypatch.setattr(DeltaTable, "create_write_transaction", silent)
    file = incoming([bill(2, 100)], 2)
    if committed:
        assert [each.recorded for each in recorded(tmp_path / "l", [file])] == [2]
    else:
        with pytest.raises(LedgerError, match="error sending request"):
            recorded(tmp_path / "l", [file])
        assert {each.name for each in (tmp_path / "l").glob("kind=*/*")} == before
    monkeypatch.undo()
    snapshot = table.opened(tmp_path / "l")
    assert snapshot.files.height == 1 + committed
    assert not verify.verify(snapshot).wrong


def test_the_wait_is_bounded_and_says_why(tmp_path: Path) -> None:
    with turn(tmp_path, 1), pytest.raises(LedgerError, match="other runs have been writing"), turn(tmp_path, 0.2):
        pass


def _start(*command: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=ENVIRONMENT)
