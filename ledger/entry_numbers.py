"""Entry numbers that a filer gives out, each once: a journal beside the ledger's table.

A number is written down, and on the disk, before anybody is told it. So a run that is ended leaves at worst a number
that nobody uses; two runs wait for one another; and the same bills get the same number again, since two numbers for one
entry would be two entries. "Entry numbers must not be duplicated" (CATAIR Appendix E, May 2012, p. 1).
"""

import json
import os
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import polars as pl

from deminimis.ledger.store import table
from deminimis.ledger.store.bucket import Where, folder
from deminimis.ledger.store.lock import turn
from deminimis.ledger.store.table import LedgerError

JOURNAL: Final = "_entry_numbers.jsonl"  # a name with _ is left alone when the table is cleaned
_LOCK: Final = "_entry_numbers.lock"
Bills = tuple[str, ...]


class Numbers(NamedTuple):
    """A filer's range: its code, and the first and last number, of seven digits without check digit."""

    filer: str
    first: int
    last: int


def allotted(
    place: Where, numbers: Numbers, wanted: Sequence[Bills], beside: Collection[str] = (), wait: float = table.WAIT
) -> list[str]:
    """A number of seven digits for the bills of each entry, in their order: the one that they have, else the next free.

    Free is what neither the journal nor a filing that the ledger remembers has, nor `beside`. Raises LedgerError where
    the range does not suffice, and then gives out none; OSError.
    """
    path = folder(place, "giving out entry numbers")
    with table.private():
        snapshot = table.created(path)
        with turn(path, wait, _LOCK):
            known = _known(path / JOURNAL)
            own = {bills: number for filer, number, bills in known if filer == numbers.filer}
            taken = {number for filer, number, _ in known if filer == numbers.filer}
            used = taken | _filed(snapshot, numbers.filer) | set(beside)
            new = [bills for bills in dict.fromkeys(wanted) if bills not in own]
            free = [f"{n:07d}" for n in _first_free(numbers, used, len(new))]
            if len(free) < len(new):
                raise LedgerError(
                    f"{len(new):,} entries need numbers, and {len(free):,} are free in {numbers.filer} "
                    f"{numbers.first:07d}-{numbers.last:07d}: nothing is written; name a longer range"
                )
            _note(path / JOURNAL, [(numbers.filer, number, bills) for number, bills in zip(free, new, strict=True)])
            own.update(zip(new, free, strict=True))
    return [own[bills] for bills in wanted]


def kept(place: Where, given: Sequence[tuple[str, str, Bills]], wait: float = table.WAIT) -> None:
    """Notes numbers that somebody else gave out: filer, number of seven digits, the bills of the entry.

    Raises LedgerError where one is that of other bills, and then notes none; OSError.
    """
    path = folder(place, "giving out entry numbers")
    with table.private():
        table.created(path)
        with turn(path, wait, _LOCK):
            known = {(filer, number): bills for filer, number, bills in _known(path / JOURNAL)}
            fresh: dict[tuple[str, str], Bills] = {}
            for filer, number, bills in given:
                owner = known.setdefault((filer, number), fresh.setdefault((filer, number), bills))
                if owner != bills:
                    raise LedgerError(
                        f"the entry number {filer}-{number} was given out for the bill {', '.join(owner)}: nothing is "
                        f"written; give {', '.join(bills)} another"
                    )
            old = {(filer, number) for filer, number, _ in _known(path / JOURNAL)}
            _note(path / JOURNAL, [(*key, bills) for key, bills in fresh.items() if key not in old])


def _first_free(numbers: Numbers, used: set[str], most: int) -> list[int]:
    out: list[int] = []
    for number in range(numbers.first, numbers.last + 1):
        if len(out) == most:
            break
        if f"{number:07d}" not in used:
            out.append(number)
    return out


def _known(journal: Path) -> list[tuple[str, str, Bills]]:
    """What was given out. A last line that was cut was never told to anybody."""
    if not journal.exists():
        return []
    out = []
    lines = journal.read_bytes().split(b"\n")[:-1]
    for at, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
            out.append((row["filer"], row["number"], tuple(row["bills"])))
        except (ValueError, KeyError, TypeError) as error:
            raise LedgerError(f"{journal}:{at}: this line is damaged: take the file back from a copy") from error
    return out


def _note(journal: Path, rows: list[tuple[str, str, Bills]]) -> None:
    if not rows:
        return
    text = "".join(json.dumps({"filer": f, "number": n, "bills": b}) + "\n" for f, n, b in rows)
    with journal.open("ab+") as out:
        out.seek(0)
        whole = out.read().rfind(b"\n") + 1
        out.truncate(whole)  # what a cut write left
        out.seek(whole)
        out.write(text.encode())
        out.flush()
        os.fsync(out.fileno())


def _filed(snapshot: table.Snapshot, filer: str) -> set[str]:
    """The numbers of this filer's entries that the ledger remembers."""
    with table.sound(snapshot):
        entry = pl.col("entry_number")
        rows = snapshot.scan("shipment").filter(entry.str.starts_with(filer)).select(entry.str.slice(3, 7)).unique()
        return set(rows.collect()["entry_number"].to_list())
