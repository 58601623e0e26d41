"""Runs one command in a process of its own: wall seconds, processor seconds, peak memory."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Run:
    """One run. Seconds of wall clock and of processor (user and system), peak resident memory in bytes, exit code.

    inside: the seconds that the command itself printed, for what is measured without the start of Python.
    """

    wall: float
    cpu: float
    memory: int
    code: int
    inside: float | None = None


@dataclass(frozen=True)
class Runs:
    """Several runs of one command."""

    runs: tuple[Run, ...]

    @property
    def seconds(self) -> tuple[float, ...]:
        """Of each run, in rising order: those inside the command where it tells them, else those of the process."""
        return tuple(sorted(run.wall if run.inside is None else run.inside for run in self.runs))

    @property
    def wall(self) -> float:
        """Median seconds."""
        return median(self.seconds)

    @property
    def memory(self) -> int:
        """Largest peak memory in bytes."""
        return max(run.memory for run in self.runs)

    def told(self) -> dict[str, Any]:
        """For RESULTS.json."""
        every = self.seconds
        return {
            "seconds": {"min": round(every[0], 3), "median": round(self.wall, 3), "max": round(every[-1], 3)},
            "processor_seconds": round(median(run.cpu for run in self.runs), 3),
            "runs": len(every),
            "peak_mb": round(self.memory / 1e6),
        }


def run(*args: str, inside: bool = False) -> Run:
    """Runs `python ARGS` and waits for it; its output is thrown away, but for the seconds that it tells (`inside`).

    Modules are compiled once, as those of an installed program are, whatever the environment says of that.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    begin = time.perf_counter()
    out = subprocess.PIPE if inside else subprocess.DEVNULL
    process = subprocess.Popen([sys.executable, *args], stdout=out, stderr=subprocess.DEVNULL, env=environment)
    told = process.stdout.read() if process.stdout else b""
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.stdout:
        process.stdout.close()
    unit = 1 if sys.platform == "darwin" else 1024  # ru_maxrss: bytes on macOS, kilobytes on Linux
    seconds = float(told.split()[-1]) if inside and told.strip() else None
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit, process.returncode, seconds)


def alternate(
    commands: dict[str, tuple[str, ...]],
    rounds: int,
    *,
    inside: bool = False,
    before: Callable[[], None] = lambda: None,
) -> dict[str, Runs]:
    """Every command once a round, so that a slow minute of the machine falls on all of them.

    before: what is done in front of each run, unmeasured. Raises SystemExit where a command fails.
    """
    seen: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, args in commands.items():
            before()
            one = run(*args, inside=inside)
            if one.code not in (0, 1):  # 1: findings
                raise SystemExit(f"{name} ended with {one.code}: nothing was measured")
            seen[name].append(one)
    return {name: Runs(tuple(runs)) for name, runs in seen.items()}
