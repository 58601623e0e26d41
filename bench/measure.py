"""Runs one command in a process of its own: wall seconds, processor seconds, peak memory."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Run:
    """One run. Seconds of wall clock and of processor (user and system), peak resident memory in bytes, exit code."""

    wall: float
    cpu: float
    memory: int
    code: int


@dataclass(frozen=True)
class Runs:
    """Several runs of one command."""

    runs: tuple[Run, ...]

    @property
    def wall(self) -> float:
        """Median wall seconds."""
        return median(run.wall for run in self.runs)

    @property
    def spread(self) -> tuple[float, float]:
        """Fastest and slowest wall seconds."""
        return min(run.wall for run in self.runs), max(run.wall for run in self.runs)

    @property
    def memory(self) -> int:
        """Largest peak memory in bytes."""
        return max(run.memory for run in self.runs)


def run(*args: str) -> Run:
    """Runs `python ARGS` and waits for it; its output is thrown away."""
    begin = time.perf_counter()
    process = subprocess.Popen([sys.executable, *args], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024  # ru_maxrss: bytes on macOS, kilobytes on Linux
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit, process.returncode)


def alternate(commands: dict[str, tuple[str, ...]], rounds: int) -> dict[str, Runs]:
    """Every command once a round, so that a slow minute of the machine falls on all of them."""
    seen: dict[str, list[Run]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, args in commands.items():
            seen[name].append(run(*args))
    return {name: Runs(tuple(runs)) for name, runs in seen.items()}
