"""`python -m bench.ledger [SHIPMENTS [NIGHTS]]`: nights in a ledger, and what tonight's answer costs.

Writes bench/LEDGER.md. An inbox of a thousand small files; a year of nights with one small file each; then manifests of
many shipments, one day each, and tonight more for the last of these days, so that the ledger has something to say.
"""

import os
import shutil
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any, Final

from bench.measure import Runs, alternate
from deminimis.edi.cutting.source import Source
from deminimis.edi.formats import FORMATS
from deminimis.edi.invented.shipments import Order
from deminimis.edi.invented.writers import WRITERS
from deminimis.ledger.incoming import incoming
from deminimis.ledger.record import record
from deminimis.ledger.store import maintain, table
from deminimis.rules.base.settings import Settings

HERE: Final = Path(__file__).parent
DATA: Final = HERE / "data"
NIGHTS: Final = 30
YEAR: Final = 365  # nights of a small filer
FEW: Final = 3  # his shipments a night
INBOX: Final = 1000  # his files, if they all came in one night
SHIPMENTS: Final = 30_000
ROUNDS: Final = 3
FIRST: Final = date(2025, 3, 3)
FORM: Final = "catair-se"
# Invented entry numbers go round after ten million. So many seeds apart they are 300,000 apart, and one seed apart a
# million and three: 33 large nights repeat no number, nor does any number of small ones.
SEEDS: Final = 100_000
CHECK: Final = ("-m", "deminimis.cli", "check", "--quiet", "--format", "text", "--max-findings", "1")


def filed(count: int, night: int, day: date, folder: Path = DATA) -> Path:
    """A night's file, made once."""
    path = folder / f"night-{count}-{night:02}.edi"
    if not path.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        with part.open("wb") as out:
            for piece in WRITERS[FORM].sample(Order(count, night * (1 if count == FEW else SEEDS), 2, day)):
                out.write(piece)
        part.replace(path)
    return path


def nights(count: int, path: Path, many: int) -> list[float]:
    """Records the nights, as `batch` does; processor seconds that each took."""
    shutil.rmtree(path, ignore_errors=True)
    took = []
    for night in range(many):
        day = FIRST + timedelta(night)
        file = filed(count, night, day)
        begin = time.process_time()
        one = incoming(Source(file.name, file), FORMATS, as_of=None, otherwise=(day, "today"))
        record(path, one, Settings(as_of=one.reference))
        maintain.tidied(path, 60)
        took.append(time.process_time() - begin)
        sys.stderr.write(f"night {night + 1}: {took[-1]:.2f} processor seconds\n")
        file.unlink()
    return took


def inbox(many: int = INBOX) -> list[tuple[float, int]]:
    """One `batch` over an inbox of small files: processor seconds of the process, and files done by then."""
    place = DATA / "inbox"
    shutil.rmtree(place, ignore_errors=True)
    for number in range(many):
        filed(FEW, number, FIRST + timedelta(number % 7), place / "in")
    log, seen = place / "out" / "batch.jsonl", [(0.0, 0)]
    words = ["batch", place / "in", "--out", place / "out", "--ledger", place / "ledger", "--settle", "0"]
    with subprocess.Popen([sys.executable, "-m", "deminimis.cli", *words], stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            done = log.read_bytes().count(b"\n") if log.is_file() else 0
            if done > seen[-1][1]:
                seen.append((_spent(process.pid), done))
                sys.stderr.write(f"file {done}: {seen[-1][0]:.0f} processor seconds\n")
            time.sleep(2)
    shutil.rmtree(place)
    return seen


def _spent(process: int) -> float:
    """Processor seconds of a process that still runs (Linux)."""
    user, system = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def main(count: int = SHIPMENTS, many: int = NIGHTS) -> None:
    """Measures, and writes the page."""
    parts = ["# Benchmark of the ledger\n", _inbox(inbox())]
    small, path = DATA / "ledger-year", DATA / f"ledger-{count}"
    parts.append(_year(nights(FEW, small, YEAR), maintain.stats(table.opened(small))))
    shutil.rmtree(small)
    took = nights(count, path, many)
    tonight = filed(count, many, FIRST + timedelta(many - 1))
    commands = {
        "without a ledger": (*CHECK, str(tonight)),
        "with a ledger": (*CHECK, str(tonight), "--ledger", str(path)),
    }
    found = alternate(commands, ROUNDS)
    parts.append(_large(count, took, found, maintain.stats(table.opened(path))))
    (HERE / "LEDGER.md").write_text("\n".join(parts), "utf-8")
    sys.stdout.write("\n".join(parts))
    shutil.rmtree(path)
    tonight.unlink()


def _inbox(seen: list[tuple[float, int]]) -> str:
    """What the files of one inbox cost, by fifths."""
    last = seen[-1][1]
    lines = [
        "## A thousand files in one inbox\n",
        f"{last:,} files of {FEW} shipments, one `batch`. Processor seconds of the process a file, start and report",
        "and answers included, in each fifth:\n",
        "| files | processor seconds a file |",
        "|---|---|",
    ]
    for fifth in range(5):
        inside = [each for each in seen if last * fifth // 5 <= each[1] <= last * (fifth + 1) // 5]
        (spent, done), (more, until) = inside[0], inside[-1]
        lines.append(f"| {done + 1:,} to {until:,} | {(more - spent) / (until - done):.2f} |")
    return "\n".join(lines) + "\n"


def _year(took: list[float], stats: dict[str, Any]) -> str:
    """What each part of a year of small nights cost."""
    lines = [
        "## A year of small nights\n",
        f"{len(took)} nights with one file of {FEW} shipments each, merging included; {stats['parts']} files of rows",
        f"are there at the end, {stats['bytes'] / 1e6:,.0f} MB with those that were merged, which are kept a week.\n",
        "| nights | processor seconds a night: median | mean |",
        "|---|---|---|",
    ]
    for begin in range(0, len(took), 73):
        part = took[begin : begin + 73]
        mean = sum(part) / len(part)
        lines.append(f"| {begin + 1} to {begin + len(part)} | {median(part):.2f} | {mean:.2f} |")
    return "\n".join(lines) + "\n"


def _large(count: int, took: list[float], found: dict[str, Runs], stats: dict[str, Any]) -> str:
    """What large nights cost, and a check beside them."""
    lines = [
        f"## Nights of {count:,} shipments\n",
        f"{len(took)} nights, {stats['bytes'] / 1e6:,.0f} MB on disk. Recording them took",
        f"{', '.join(f'{each:.1f}' for each in took)} processor seconds.",
        f"Then a check of as many more for the last day, medians of {ROUNDS} alternating rounds, whole processes:\n",
        "| tonight's check | seconds | processor seconds |",
        "|---|---|---|",
    ]
    spent = {name: median(run.cpu for run in runs.runs) for name, runs in found.items()}
    lines += [f"| {name} | {runs.wall:.2f} | {spent[name]:.2f} |" for name, runs in found.items()]
    plain, more = spent.values()
    lines += ["", f"With a ledger it takes {more / plain:.2f} times the processor time."]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
