"""`python -m bench.audit [--engine URL] [--runs N] [--few N] [--alone] [--nights N] SHIPMENTS...`: audits, and checks.

With --nights: of a ledger of so many nights of SHIPMENTS each, by itself.

Processor seconds, those of the driver and of the workers apart: by process where an engine has several, by stage where
workers run in the driver's process (Sail); as `sail-server` Sail is a process of its own. Peak memory of the largest
process of each kind; bytes that stages wrote: that is what is moved between them. One run each unless --runs says more;
the smallest counts.
"""

import argparse
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

from bench.files import DATA, MIX
from bench.measure import run
from deminimis.edi.invented.shipments import MOST, STEP

EACH: Final = 20_000  # shipments of a file, as an archive has them
OWN: Final = ("engine", "routes", "findings of")  # stages that the driver does itself
MOST_JSON: Final = 2_000_000  # a document of more takes more memory than there is
TICKS: Final = os.sysconf("SC_CLK_TCK")
CHECKS: Final = {"check": (), "check --format json --all": ("--format", "json", "--all")}


def files(count: int) -> list[Path]:
    """Files of all formats, no bill in two of them: the seeds are so far apart as the numbers of a file go."""
    out = []
    for number in range(max(1, round(count / EACH))):
        form, seed = MIX[number % len(MIX)], number * EACH * pow(STEP, -1, MOST) % MOST
        path = DATA / f"audit-{form}-{min(EACH, count)}-{seed}.edi"
        if not path.is_file():
            DATA.mkdir(exist_ok=True)
            words = ("sample", form, "--shipments", str(min(EACH, count)), "--seed", str(seed), "--output", str(path))
            if run("-m", "deminimis.cli", *words).code:
                raise SystemExit(f"{path.name} could not be made")
        out.append(path)
    return out


class Process(NamedTuple):
    """What a process has used so far: its kind, processor seconds, peak memory in MB."""

    kind: str
    seconds: float
    memory: float


def below(top: int) -> dict[int, Process]:
    """All processes of a tree."""
    parents, rows = {}, {}
    for each in Path("/proc").glob("[0-9]*"):
        try:
            state = (each / "stat").read_text().rpartition(")")[2].split()
            words = (each / "cmdline").read_bytes()
            status = (each / "status").read_text()
        except OSError:  # it has ended meanwhile
            continue
        number = int(each.name)
        peak = next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0.0)
        kind = "JVM" if b"/java" in words.split(b"\0")[0] else "Sail" if b"pysail" in words else "workers"
        kind = "driver" if number == top and kind == "workers" else kind
        parents[number], rows[number] = int(state[1]), Process(kind, (int(state[11]) + int(state[12])) / TICKS, peak)

    def inside(number: int) -> bool:
        return number == top or (number in parents and inside(parents[number]))

    return {number: row for number, row in rows.items() if inside(number)}


class Watched:
    """An audit while it runs."""

    def __init__(self, words: list[str], server: int | None) -> None:
        """server: the process of an engine that is not below it."""
        self.server = server
        self.before = {} if server is None else below(server)
        self.seen: dict[int, Process] = {}
        self.stages: list[tuple[str, float]] = []
        self.process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        self.ended = threading.Event()
        self.watch = threading.Thread(target=self._watch)

    def _watch(self) -> None:
        while not self.ended.wait(0.2):
            self._look()

    def _look(self) -> None:
        self.seen |= below(self.process.pid)
        for number, each in ({} if self.server is None else below(self.server)).items():
            spent = self.before[number].seconds if number in self.before else 0.0
            self.seen[number] = each._replace(seconds=each.seconds - spent)

    def done(self) -> int:
        """Waits for its end; the exit code."""
        self.watch.start()
        for line in self.process.stderr or ():
            if line.startswith("deminimis: ") and line.rstrip().endswith("..."):
                self.stages.append((line.removeprefix("deminimis: ").rstrip(" .\n"), self._now()))
            else:
                sys.stderr.write(line)
        self.ended.set()
        self.watch.join()
        _, status, usage = os.wait4(self.process.pid, 0)
        self.process.returncode = os.waitstatus_to_exitcode(status)
        last = self.seen[self.process.pid]
        self.seen[self.process.pid] = last._replace(memory=usage.ru_maxrss / 1024)
        self.stages.append(("end", self._now()))
        return self.process.returncode

    def _now(self) -> float:
        self._look()
        return sum(each.seconds for each in self.seen.values())

    def told(self) -> dict[str, Any]:
        """Seconds of each stage and of each kind of process, and peak memory of the largest of each kind."""
        kinds, memory, stages = Counter[str](), Counter[str](), Counter[str]()
        for each in self.seen.values():
            kinds[each.kind] += each.seconds  # type: ignore[assignment]
            memory[each.kind] = max(memory[each.kind], round(each.memory))
        for (name, begin), (_, end) in zip(self.stages, self.stages[1:], strict=False):
            stages[name.partition("-")[0]] += end - begin  # type: ignore[assignment]
        stages["start"] = self.stages[0][1]  # type: ignore[assignment]
        if len(kinds) == 1:
            own = sum(each for name, each in stages.items() if name == "start" or name.startswith(OWN))
            kinds = Counter({"driver": own, "workers": kinds["driver"] - own})
        return {"all": self.stages[-1][1], **kinds, "memory": dict(memory), "stages": dict(stages)}


@contextmanager
def served(engine: str) -> Iterator[tuple[str, int | None]]:
    """The engine's URL, and its process where it is one of its own that is started for this."""
    if engine != "sail-server":
        yield engine, None
        return
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    words = [sys.executable, "-m", "pysail", "spark", "server", "--port", str(port)]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                time.sleep(0.2)
        yield f"sc://127.0.0.1:{port}", server.pid
        server.terminate()


def audited(engine: str, given: list[str], few: int | None) -> dict[str, Any]:
    """One audit with its pieces kept, and how many bytes they have."""
    work = DATA / f"audited-{os.getpid()}"
    shutil.rmtree(work, ignore_errors=True)
    command = ["-m", "deminimis.cli"] if few is None else ["-m", "bench.sized", str(few)]
    words = [*command, "audit", *given, "--to", str(work / "to"), "--keep", str(work / "keep")]
    with served(engine) as (url, server):
        watched = Watched([sys.executable, *words, "--engine", url], server)
        if watched.done() not in (0, 1):
            raise SystemExit("the audit ended otherwise than by findings: nothing was measured")
    sizes = Counter[str]()
    for each in (work / "keep").rglob("*.parquet"):
        sizes[each.relative_to(work / "keep").parts[0].partition("-")[0]] += each.stat().st_size
    sizes["results"] = sum(each.stat().st_size for each in (work / "to").rglob("*.parquet"))
    shutil.rmtree(work)
    return watched.told() | {"bytes": dict(sizes)}


def main() -> None:
    """Measure, and print a paragraph for each count."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--engine", default="sail")
    asked.add_argument("--runs", type=int, default=1)
    asked.add_argument("--nights", type=int)
    asked.add_argument("--few", type=int, help="filings whose routes the driver makes itself; default: as the command")
    asked.add_argument("--alone", action="store_true", help="no check beside it")
    asked.add_argument("shipments", type=int, nargs="+")
    given = asked.parse_args()
    for count in given.shipments:
        if given.nights:
            from bench.nights import recorded  # noqa: PLC0415 - it imports polars

            one = audited(given.engine, [str(recorded(count, given.nights))], given.few)
            sys.stdout.write(f"{given.nights} nights of {count} shipments, {given.engine}\n  audit: {_shown(one)}\n")
            continue
        paths = [str(each) for each in files(count)]
        rounds = []
        for _ in range(given.runs):
            one = {"audit": audited(given.engine, paths, given.few)}
            for name, words in ({} if given.alone else CHECKS).items():
                if words and count > MOST_JSON:
                    continue
                alone = run("-m", "deminimis.cli", "check", *paths, "--quiet", *words)
                one[name] = {"all": alone.cpu, "memory": alone.memory / 2**20}
            rounds.append(one)
        sys.stdout.write(f"{count} shipments in {len(paths)} files, {given.engine}\n")
        for name in rounds[0]:
            best = min((each[name] for each in rounds), key=lambda one: float(one["all"]))
            sys.stdout.write(f"  {name}: {_shown(best)}\n")
        sys.stdout.flush()


def _shown(row: dict[str, Any]) -> str:
    def value(one: Any) -> str:
        if isinstance(one, dict):
            return "{" + ", ".join(f"{name} {value(each)}" for name, each in one.items()) + "}"
        return f"{one:,.1f}" if isinstance(one, float) else f"{one:,}"

    return ", ".join(f"{name} {value(one)}" for name, one in row.items())


if __name__ == "__main__":
    main()
