"""Entry numbers are given out once: by runs at the same time, and by runs that are killed at any point."""

import json
import multiprocessing
import os
import signal
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from deminimis.ledger import entry_numbers
from deminimis.ledger.entry_numbers import JOURNAL, Numbers, allotted

RANGE = Numbers("ZZZ", 1, 400)
_FORK = multiprocessing.get_context("spawn")  # a thread of Polars would not survive a fork


def _run(ledger: str, who: int, told: Connection) -> None:
    """Asks for numbers of four entries, five times over, and tells what it was given."""
    out: dict[str, str] = {}
    for turn in range(5):
        bills = [(f"B{who}-{turn}-{n}",) for n in range(3)] + [(f"SHARED{turn}",)]
        out.update(zip(("/".join(each) for each in bills), allotted(Path(ledger), RANGE, bills), strict=True))
    told.send(out)


def test_runs_at_the_same_time_never_get_one_number_twice(tmp_path: Path) -> None:
    """Three runs; of the same bills all three are told the same number."""
    pipes, runs = [], []
    for who in range(3):
        mine, theirs = _FORK.Pipe()
        runs.append(_FORK.Process(target=_run, args=(str(tmp_path / "ledger"), who, theirs)))
        pipes.append(mine)
    for each in runs:
        each.start()
    answers: list[dict[str, str]] = [pipe.recv() for pipe in pipes]
    for each in runs:
        each.join()
    everything = {bills: number for answer in answers for bills, number in answer.items()}
    assert len(everything) == 3 * 15 + 5
    assert sorted(everything.values()) == [f"{n:07d}" for n in range(1, 51)]
    assert all(answer[bills] == everything[bills] for answer in answers for bills in answer)


def _killed(ledger: str, point: str) -> None:
    """A run that is killed in front of, in or behind the write of its numbers."""
    note, sync = entry_numbers._note, os.fsync

    def end(*_: Any) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def cut(journal: Path, rows: Any) -> None:
        note(journal, rows)
        with journal.open("rb+") as out:
            out.truncate(journal.stat().st_size - 25)  # as if the disk had taken only a part
        end()

    if point == "before":
        entry_numbers._note = end  # type: ignore[assignment]
    elif point == "cut":
        entry_numbers._note = cut
    elif point == "synced":
        os.fsync = lambda handle: (sync(handle), end())  # type: ignore[assignment,func-returns-value]
    else:
        allotted(Path(ledger), RANGE, [("X",), ("Y",)])
        end()
    allotted(Path(ledger), RANGE, [("X",), ("Y",)])


@pytest.mark.parametrize("point", ["before", "cut", "synced", "told"])
def test_a_kill_never_makes_a_number_be_used_twice(point: str, tmp_path: Path) -> None:
    first = allotted(tmp_path / "ledger", RANGE, [("A",)])
    run = _FORK.Process(target=_killed, args=(str(tmp_path / "ledger"), point))
    run.start()
    run.join()
    assert run.exitcode == -signal.SIGKILL
    given = first + allotted(tmp_path / "ledger", RANGE, [("B",), ("X",), ("Y",), ("A",)])
    assert given[0] == given[4] and len(set(given)) == 4
    rows = [json.loads(line) for line in (tmp_path / "ledger" / JOURNAL).read_text().splitlines()]
    assert len({row["number"] for row in rows}) == len(rows) == len({tuple(row["bills"]) for row in rows})
    if point in ("synced", "told"):
        assert given[2:4] == ["0000002", "0000003"]  # what the killed run was given stays with its bills
