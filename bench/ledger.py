"""`python -m bench.ledger [SHIPMENTS]`: thirty nights in a ledger, and what tonight's answer costs with and without it.

Writes bench/LEDGER.md. The nights are manifests of invented shipments, one day each; tonight files more for the last of
these days, so that the ledger has something to say.
"""

import shutil
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Final

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


def nights(count: int, path: Path) -> list[float]:
    """Records the nights; seconds that each took."""
    shutil.rmtree(path, ignore_errors=True)
    took = []
    for night in range(NIGHTS):
        day = FIRST + timedelta(night)
        file = filed(count, night, day)
        begin = time.perf_counter()
        one = incoming(Source(file.name, file), FORMATS, as_of=None, otherwise=(day, "today"))
        record(path, one, Settings(as_of=one.reference))
        took.append(time.perf_counter() - begin)
        sys.stderr.write(f"night {night + 1}: {took[-1]:.1f} s\n")
        file.unlink()
    maintain.tidied(path, 60, most=1)
    return took


def main(count: int = SHIPMENTS) -> None:
    """Measures, and writes the page."""
    path = DATA / f"ledger-{count}"
    took = nights(count, path)
    tonight = filed(count, NIGHTS, FIRST + timedelta(NIGHTS - 1))
    commands = {
        "without a ledger": (*CHECK, str(tonight)),
        "with a ledger": (*CHECK, str(tonight), "--ledger", str(path)),
    }
    found = alternate(commands, ROUNDS)
    text = _page(count, took, found, maintain.stats(table.opened(path))["bytes"])
    (HERE / "LEDGER.md").write_text(text, "utf-8")
    sys.stdout.write(text)
    shutil.rmtree(path)
    tonight.unlink()


def _page(count: int, took: list[float], found: dict[str, Runs], size: int) -> str:
    plain, more = (found[name] for name in found)
    out = [
        "# Benchmark of the ledger",
        "",
        f"{NIGHTS} nights of {count:,} shipments, {size / 1e6:,.0f} MB on disk; then as many more for the last day. "
        f"Medians of {ROUNDS} alternating rounds, whole processes.",
        f"Recording a night: the first {took[0]:.1f} s, the last {took[-1]:.1f} s.",
        "",
        "| tonight's check | seconds | processor seconds |",
        "|---|---|---|",
    ]
    for name, runs in found.items():
        cpu = sorted(run.cpu for run in runs.runs)[len(runs.runs) // 2]
        out.append(f"| {name} | {runs.wall:.2f} | {cpu:.2f} |")
    out += ["", f"With a ledger it takes {more.wall / plain.wall:.2f} times as long."]
    return "\n".join(out) + "\n"


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SHIPMENTS)
