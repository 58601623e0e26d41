"""`python -m bench.ledger [SHIPMENTS [NIGHTS]]`: nights in a ledger, and what tonight's answer costs.

Writes bench/LEDGER.md. The nights are manifests of invented shipments, one day each; tonight files more for the last of
these days, so that the ledger has something to say. Then a year of nights with one small file each.
"""

import shutil
import sys
import time
from datetime import date, timedelta
from pathlib import Path
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
SHIPMENTS: Final = 30_000
ROUNDS: Final = 3
FIRST: Final = date(2025, 3, 3)
FORM: Final = "catair-se"
# Invented entry numbers go round after ten million; these seeds are 300,000 apart, so that no night repeats a number.
SEEDS: Final = 100_000
CHECK: Final = ("-m", "deminimis.cli", "check", "--quiet", "--format", "text", "--max-findings", "1")


def filed(count: int, night: int, day: date) -> Path:
    """A night's file, made once."""
    path = DATA / f"night-{count}-{night:02}.edi"
    if not path.is_file():
        DATA.mkdir(exist_ok=True)
        part = path.with_suffix(".part")
        with part.open("wb") as out:
            for piece in WRITERS[FORM].sample(Order(count, SEEDS * night, 2, day)):
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


def main(count: int = SHIPMENTS, many: int = NIGHTS) -> None:
    """Measures, and writes the page."""
    path = DATA / f"ledger-{count}"
    took = nights(count, path, many)
    tonight = filed(count, many, FIRST + timedelta(many - 1))
    commands = {
        "without a ledger": (*CHECK, str(tonight)),
        "with a ledger": (*CHECK, str(tonight), "--ledger", str(path)),
    }
    found = alternate(commands, ROUNDS)
    text = _page(count, took, found, maintain.stats(table.opened(path)))
    small = DATA / "ledger-year"
    text += _year(nights(FEW, small, YEAR), maintain.stats(table.opened(small)))
    (HERE / "LEDGER.md").write_text(text, "utf-8")
    sys.stdout.write(text)
    shutil.rmtree(path)
    shutil.rmtree(small)
    tonight.unlink()


def _page(count: int, took: list[float], found: dict[str, Runs], stats: dict[str, Any]) -> str:
    plain, more = (found[name] for name in found)
    out = [
        "# Benchmark of the ledger",
        "",
        f"{len(took)} nights of {count:,} shipments, {stats['bytes'] / 1e6:,.0f} MB on disk; then as many more for the "
        f"last day. Medians of {ROUNDS} alternating rounds, whole processes.",
        f"Recording a night: the first {took[0]:.1f} processor seconds, the second {took[1]:.1f}, "
        f"the last {took[-1]:.1f}.",
        "",
        "| tonight's check | seconds | processor seconds |",
        "|---|---|---|",
    ]
    for name, runs in found.items():
        cpu = sorted(run.cpu for run in runs.runs)[len(runs.runs) // 2]
        out.append(f"| {name} | {runs.wall:.2f} | {cpu:.2f} |")
    out += ["", f"With a ledger it takes {more.wall / plain.wall:.2f} times as long."]
    return "\n".join(out) + "\n"


def _year(took: list[float], stats: dict[str, Any]) -> str:
    """What each part of a year of small nights cost."""
    tens = [sum(took[at : at + 20]) / 20 for at in (10, len(took) // 2 - 10, len(took) - 20)]
    lines = [
        "",
        f"A year: {len(took)} nights with one file of {FEW} shipments each. A night took, merging included,",
        f"in the mean of twenty {tens[0]:.2f} processor seconds after the first ten, "
        f"{tens[1]:.2f} in the middle of the year",
        f"and {tens[2]:.2f} at its end; {stats['parts']} files of rows are there then.",
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
