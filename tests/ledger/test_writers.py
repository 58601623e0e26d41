"""Several processes write and read at once: nothing is lost, and every verdict has seen what went before it."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

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


def test_the_wait_is_bounded_and_says_why(tmp_path: Path) -> None:
    with turn(tmp_path, 1), pytest.raises(LedgerError, match="other runs have been writing"), turn(tmp_path, 0.2):
        pass


def _start(*command: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=ENVIRONMENT)
