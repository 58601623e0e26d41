"""`make bench`: check on generated files of each format beside its peers; writes bench/RESULTS.md and RESULTS.json."""

import json
import os
import platform
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from bench.measure import Runs, alternate, run

HERE: Final = Path(__file__).parent
DATA: Final = HERE / "data"
ROUNDS: Final = 3
MANY: Final = 100_000
FEW: Final = 10_000  # for slow peers
CHECK: Final = ("-m", "deminimis.cli", "check", "--quiet", "--format", "text")
SHOWN: Final = ("catair-se", "x12-309", "x12-350")


def sample(form: str, count: int) -> Path:
    """A generated file, made once, by the command: this process stays small, its children's memory is their own."""
    path = DATA / f"{form}-{count}.edi"
    if not path.is_file():
        DATA.mkdir(exist_ok=True)
        done = run("-m", "deminimis.cli", "sample", form, "--shipments", str(count), "--output", str(path))
        if done.code:
            raise SystemExit(f"sample {form} ended with {done.code}")
    return path


def records(path: Path) -> int:
    """Records or segments in a generated file: each ends its line."""
    with path.open("rb") as lines:
        return sum(1 for line in lines if line.strip())


def main() -> None:
    """Measure, and write the two files."""
    big = {form: sample(form, MANY) for form in SHOWN}
    small = sample("x12-309", FEW)
    commands: dict[str, tuple[str, ...]] = {
        **{f"check {form}": (*CHECK, str(path)) for form, path in big.items()},
        "pyx12 X12Reader": ("-m", "bench.peers", "pyx12_reader", str(small)),
        "plain loop": ("-m", "bench.peers", "plain_loop", str(big["catair-se"])),
        "import polars": ("-c", "import polars"),
    }
    found = alternate(commands, ROUNDS)
    for name, runs in found.items():
        if any(one.code not in (0, 1) for one in runs.runs):  # 1: findings
            raise SystemExit(f"{name} ended with {[one.code for one in runs.runs]}: nothing was measured")
    sizes = {f"check {form}": records(path) for form, path in big.items()}
    sizes |= {"pyx12 X12Reader": records(small), "plain loop": sizes["check catair-se"]}
    rows = [_row(name, runs, sizes.get(name)) for name, runs in found.items()]
    rate = {row["what"]: row["records_per_second"] for row in rows}
    ratios = {
        "check x12-309 against pyx12 X12Reader, segments/s": rate["check x12-309"] / rate["pyx12 X12Reader"],
        "check catair-se against a plain Python loop, records/s": rate["check catair-se"] / rate["plain loop"],
    }
    result = {"machine": _machine(), "rounds": ROUNDS, "shipments": MANY, "rows": rows, "ratios": ratios}
    (HERE / "RESULTS.json").write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    (HERE / "RESULTS.md").write_text(_markdown(result), "utf-8")
    sys.stdout.write(_markdown(result))


def _row(name: str, runs: Runs, size: int | None) -> dict[str, Any]:
    low, high = runs.spread
    return {
        "what": name,
        "seconds": round(runs.wall, 3),
        "fastest": round(low, 3),
        "slowest": round(high, 3),
        "records": size,
        "records_per_second": round(size / runs.wall) if size else None,
        "peak_mb": round(runs.memory / 1e6),
    }


def _machine() -> dict[str, Any]:
    packages = {name: version(name) for name in ("polars", "pyx12")}
    return {"system": platform.platform(), "cores": os.cpu_count(), "python": platform.python_version(), **packages}


def _markdown(result: dict[str, Any]) -> str:
    machine = result["machine"]
    out = [
        "# Benchmark",
        "",
        f"Written by `make bench`: {result['shipments']:,} generated shipments a format ({FEW:,} for pyx12), "
        f"{result['rounds']} alternating rounds, medians; whole processes, start included.",
        f"{machine['system']}, {machine['cores']} cores, Python {machine['python']}, polars {machine['polars']}, "
        f"pyx12 {machine['pyx12']}. Compare ratios, not seconds: machines differ, and so do minutes on one machine.",
        "",
        "| what | seconds | fastest - slowest | records | records/s | peak MB |",
        "|---|---|---|---|---|---|",
    ]
    for row in result["rows"]:
        size = f"{row['records']:,}" if row["records"] else ""
        rate = f"{row['records_per_second']:,}" if row["records_per_second"] else ""
        spread = f"{row['fastest']} - {row['slowest']}"
        out.append(f"| {row['what']} | {row['seconds']} | {spread} | {size} | {rate} | {row['peak_mb']} |")
    out += ["", "| ratio | times |", "|---|---|"]
    out += [f"| {name} | {value:.2f} |" for name, value in result["ratios"].items()]
    return "\n".join(out) + "\n"


if __name__ == "__main__":
    main()
