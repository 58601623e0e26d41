"""`make bench` and `make bench-full`: each target of the table, measured beside its peer; writes RESULTS.md and .json.

    python -m bench.run [--full] [--quick]

Ratios count, not seconds: machines differ, and so do minutes on one machine. So every row runs what it compares in
turn, in one process each, and takes medians. `--full` adds what takes long (a national day, a million answers, the
growth to four million); `--quick` takes small files and two rounds, to see that everything works.
"""

import argparse
import json
import os
import platform
import shutil
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from bench import targets
from bench.files import DATA, MIX, Sizes, made
from bench.measure import alternate, run
from bench.page import page
from bench.picture import growth_picture

HERE: Final = Path(__file__).parent
USUAL: Final = Sizes(100_000, 10_000, 100_000, 100_000, (10_000, 100_000, 1_000_000))
FULL: Final = Sizes(
    100_000, 10_000, 4_000_000, 1_000_000, (10_000, 100_000, 1_000_000, 4_000_000), full=True
)  # fmt: skip
QUICK: Final = Sizes(5_000, 500, 5_000, 2_000, (1_000, 5_000), rounds=2)
LONG: Final = 3  # rounds of a row over a minute
MEMORY: Final = {1_000_000: (600, 400), 4_000_000: (1000, 700)}  # shipments -> MB: target, and where we want to be


def measured(row: targets.Row, rounds: int) -> dict[str, Any]:
    """One row of the table, for RESULTS.json."""
    sys.stderr.write(f"{row.what}\n")

    def emptied() -> None:
        if row.out:
            shutil.rmtree(row.out, ignore_errors=True)

    commands = {"ours": row.ours, "theirs": row.theirs}
    found = alternate(commands, LONG if row.once else rounds, inside=row.inside, before=emptied)
    emptied()
    ours, theirs = found["ours"], found["theirs"]
    if row.times == "at least":
        ratio = (row.units[0] / ours.wall) / (row.units[1] / theirs.wall)
    else:
        ratio = ours.wall / theirs.wall
    out = {"what": row.what, "ratio": round(ratio, 3), "target": row.target, "wanted": row.wanted, "is": row.times}
    met = ratio >= row.target if row.times == "at least" else ratio <= row.target
    if row.memory:
        out["memory_ratio"] = round(ours.memory / theirs.memory, 3)
        met = met and ours.memory <= row.target * theirs.memory
    return out | {"met": met, "inside": row.inside, "ours": ours.told(), "theirs": theirs.told()}


def grown(sizes: Sizes) -> list[dict[str, Any]]:
    """Time and memory of one check of all formats, by the number of shipments."""
    points = []
    for count in sizes.growth:
        sys.stderr.write(f"growth: {count:,} shipments\n")
        files = [str(made(form, count // len(MIX))) for form in MIX]
        runs = alternate({"check": (*targets.CHECK, *files)}, sizes.rounds if count <= sizes.many else 1)["check"]
        points.append({"shipments": count, **runs.told()})
    return points


def main() -> None:
    """Measure, and write the files."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--full", action="store_true", help="with a national day and a million answers")
    asked.add_argument("--quick", action="store_true", help="small files, two rounds: only to see that it works")
    asked.add_argument("--output", type=Path, default=HERE, help="folder for RESULTS.md, RESULTS.json and growth.svg")
    given = asked.parse_args()
    sizes = FULL if given.full else QUICK if given.quick else USUAL
    DATA.mkdir(exist_ok=True)
    run("-c", "import polars")  # so that no row pays for a cold disk
    rows = [
        measured(row, sizes.rounds)
        for rows in (
            targets.small(),
            targets.libraries(sizes),
            targets.loops(sizes),
            targets.tables(sizes),
            targets.lists(sizes),
            targets.faulty(sizes),
            targets.answers(sizes),
            targets.nation(sizes),
        )
        for row in rows
    ]
    points = grown(sizes)
    rows += _of_growth(points)
    result = {"machine": _machine(), "sizes": vars(sizes), "long_rounds": LONG, "rows": rows, "growth": points}
    given.output.mkdir(parents=True, exist_ok=True)
    (given.output / "RESULTS.json").write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    (given.output / "growth.svg").write_text(growth_picture(points), "utf-8")
    (given.output / "RESULTS.md").write_text(page(result), "utf-8")
    sys.stdout.write(page(result))


def _of_growth(points: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Seconds a shipment, many against 100,000 (or the smallest), and peak memory where it has a target."""
    first = next((p for p in points if p["shipments"] >= USUAL.many), points[0])
    last = points[-1]
    each = [p["seconds"]["median"] / p["shipments"] for p in (last, first)]
    what = f"growth: seconds a shipment at {last['shipments']:,} against {first['shipments']:,}"
    ratio = round(each[0] / each[1], 3)
    rows = [{"what": what, "ratio": ratio, "target": 1.2, "wanted": 1.0, "is": "at most", "met": ratio <= 1.2}]
    for point in points:
        if point["shipments"] in MEMORY:
            target, wanted = MEMORY[point["shipments"]]
            peak = point["peak_mb"]
            rows.append(
                {"what": f"peak memory at {point['shipments']:,} shipments, MB", "ratio": peak, "target": target,
                 "wanted": wanted, "is": "at most", "met": peak <= target}
            )  # fmt: skip
    return rows


def _machine() -> dict[str, Any]:
    packages = {name: version(name) for name in ("deminimis", "polars", "pyx12", "pydifact")}
    return {"system": platform.platform(), "cores": os.cpu_count(), "python": platform.python_version(), **packages}


if __name__ == "__main__":
    main()
