"""The files that are measured: generated once, by the command itself, and kept under bench/data.

This process stays small, and imports no polars: what a child starts from counts as its memory.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.measure import run

DATA: Final = Path(__file__).parent / "data"
MIX: Final = ("x12-309", "cuscar", "catair-se", "camir-ocean", "camir-air")


@dataclass(frozen=True)
class Sizes:
    """How many shipments. few: for slow peers; growth: the points of the picture."""

    many: int
    few: int
    nation: int
    answered: int
    growth: tuple[int, ...]
    rounds: int = 5
    full: bool = False


def made(form: str, count: int, *more: str, name: str = "") -> Path:
    """A generated file. Each format has its own seed: one bill filed as two manifests is not what a day looks like."""
    path = DATA / f"{form}-{count}{name}.edi"
    if not path.is_file():
        DATA.mkdir(exist_ok=True)
        done = run(
            "-m", "deminimis.cli", "sample", form, "--shipments", str(count), "--seed", str(MIX.index(form) + 1),
            "--output", str(path), *more
        )  # fmt: skip
        if done.code:
            raise SystemExit(f"sample {form} ended with {done.code}")
    return path


def list_of(count: int) -> Path:
    """A seller's list of so many rows, a workbook."""
    path = DATA / f"list-{count}.xlsx"
    if not path.is_file():
        DATA.mkdir(exist_ok=True)
        if run("-m", "bench.peers", "to_list", f"{path}:{count}").code:
            raise SystemExit(f"{path.name} could not be written")
    return path


def damaged(form: str, count: int) -> Path:
    """A file in which every shipment has a fault."""
    return made(form, count, "--faults", "100", name="-faulty")


def over(form: str, count: int) -> Path:
    """A file in which every consignee is over the limit."""
    return made(form, count, "--over", "100", name="-over")


def csv_of(path: Path) -> Path:
    """The shipments of a file as CSV."""
    out = Path(f"{path}.csv")
    if not out.is_file() and run("-m", "bench.peers", "to_csv", str(path)).code:
        raise SystemExit(f"{path.name} could not be written as CSV")
    return out


def records(path: Path) -> int:
    """Records or segments in a generated file: each ends its line."""
    with path.open("rb") as lines:
        return sum(1 for line in lines if line.strip())


def loop(form: str) -> Path:
    """The plain loop of a format (`bench.loops`)."""
    path = DATA / f"loop-{form}.py"
    if run("-m", "bench.loops", form, str(path)).code:
        raise SystemExit(f"there is no loop for {form}")
    return path
