"""`python -m tests.laws.fuzz.run SECONDS [TARGET ...]`: coverage-guided fuzzing with atheris, seeded from the samples.

Each target gets an equal part of the time, in a process of its own. What is found is written to `.fuzz/TARGET`; a case
that is fixed goes to `tests/laws/crashers`. Exit 1 if anything was found.
"""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

from tests.places import ROOT

WORK: Final = ROOT / ".fuzz"
_SHOWN: Final = 6000


def seeds(target: str) -> Path:
    """A folder of inputs to begin with: samples and crashers; for tables, examples of each."""
    folder = WORK / target / "seeds"
    folder.mkdir(parents=True, exist_ok=True)
    if target in ("configuration", "tables"):
        found = (ROOT / "tests/laws/fuzz/examples.txt").read_bytes().split(b"\n---\n")
        inputs = [each.split(b"\n", 1)[1] for each in found if each.startswith(target.encode())]
    else:
        name = target.removeprefix("read-").replace("-", "_")
        paths = [*(ROOT / "samples").rglob("*.edi"), *(ROOT / "tests/laws/crashers").glob("*.edi")]
        inputs = [path.read_bytes() for path in paths if not target.startswith("read-") or name in str(path)]
    for number, data in enumerate(inputs):
        (folder / f"{number:03d}").write_bytes(data)
    return folder


def fuzz(target: str, seconds: int) -> bool:
    """One target for some seconds, in this process's child; whether something was found. Prints one line."""
    place = WORK / target
    corpus = place / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "tests.laws.fuzz.run", "--child", target, f"-max_total_time={seconds}"]
    command += ["-timeout=60", "-rss_limit_mb=4096", "-max_len=6000", "-print_final_stats=1"]
    command += [f"-artifact_prefix={place}/", str(corpus), str(seeds(target))]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, check=False, env=os.environ | {"POLARS_MAX_THREADS": "1"}
    )
    (place / "log.txt").write_bytes(done.stdout + done.stderr)
    stats = dict(re.findall(rb"stat::(\w+):\s+(\d+)", done.stderr))
    cover = re.findall(rb"cov: (\d+)", done.stderr)
    runs = int(stats.get(b"number_of_executed_units", 0))
    found = len(list(place.glob("crash-*"))) + len(list(place.glob("timeout-*"))) + len(list(place.glob("oom-*")))
    print(f"{target}: {runs} executions, coverage {int(cover[-1]) if cover else 0}, finds {found}", flush=True)
    failed = found > 0 or done.returncode != 0
    if failed:  # where the folder is gone tomorrow, as on a CI's machine, this is all that tells what it was
        print(done.stderr.decode("utf-8", "replace")[-_SHOWN:], flush=True)
    return failed


def child(target: str, arguments: list[str]) -> None:
    """The fuzzer itself."""
    import atheris

    with atheris.instrument_imports(include=["deminimis"]):
        from tests.laws.fuzz.targets import TARGETS
    atheris.Setup([sys.argv[0], *arguments], TARGETS[target])
    atheris.Fuzz()


def main(arguments: list[str]) -> int:
    """The command line."""
    if arguments[:1] == ["--child"]:
        child(arguments[1], arguments[2:])
        return 0
    from tests.laws.fuzz.targets import TARGETS

    wanted = arguments[1:] or list(TARGETS)
    share = max(int(arguments[0]) // len(wanted), 5)
    return min(1, sum(fuzz(target, share) for target in wanted))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
