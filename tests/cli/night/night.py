"""A night's inbox, runs of `deminimis batch` in processes of their own, and what must be equal afterwards."""

import json
import os
import shutil
import signal
import subprocess
import sys
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from deminimis.edi.invented.shipments import Order
from deminimis.edi.invented.writers import WRITERS
from deminimis.ledger import verify
from deminimis.ledger.store import table
from tests.cli.process import called
from tests.places import SAMPLES

POINTS = ("claimed", "read", "judged", "staged", "prepared", "committed", "shown", "logged", "moved", "tidied")
ENVIRONMENT = {k: v for k, v in os.environ.items() if not k.startswith(("GITHUB", "DEMINIMIS"))} | {
    "POLARS_MAX_THREADS": "1"
}


@cache
def _written(form: str, order: Order) -> bytes:
    return b"".join(WRITERS[form].sample(order))


def filled(folder: Path, *, shipments: int = 30, seeds: int = 2) -> Path:
    """An inbox: manifests and entries of the same people, a second file for the first bills, a repeat, a bad file."""
    inbox = folder / "in"
    inbox.mkdir(parents=True)
    for seed in range(seeds):
        order = Order(shipments, seed, 20, date(2025, 3, 3))
        for form in ("x12-309", "catair-se"):
            (inbox / f"{seed}-{form}.edi").write_bytes(_written(form, order))
    shutil.copy(SAMPLES / "catair_se" / "amended.edi", inbox / "7-amended.edi")
    shutil.copy(inbox / "0-x12-309.edi", inbox / "8-renamed.edi")
    (inbox / "9-cut.edi").write_bytes((inbox / "0-catair-se.edi").read_bytes()[:2000])
    for number, path in enumerate(sorted(inbox.iterdir())):
        os.utime(path, (1_740_900_000 + number, 1_740_900_000 + number))
    return inbox


def start(folder: Path, *more: str, kill: str = "", limit: int = 0) -> "subprocess.Popen[bytes]":
    """A run of the batch on `folder`; `kill`: the point at which it ends itself."""
    command = [sys.executable, "-m", "deminimis.cli", "batch", str(folder / "in"), "--out", str(folder / "out"),
               "--ledger", str(folder / "ledger"), "--settle", "0", *more]  # fmt: skip
    env = ENVIRONMENT | ({"DEMINIMIS_TEST_KILL": kill} if kill else {})
    if limit:
        command = ["prlimit", f"--fsize={limit}", *command]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env)


def run(folder: Path, *more: str, kill: str = "", limit: int = 0) -> tuple[int, str]:
    """Exit code and output of a run; `limit`: no file can grow beyond this, as if the disk were full."""
    process = start(folder, *more, kill=kill, limit=limit)
    out, err = process.communicate(timeout=300)
    if not kill:
        assert process.returncode in (0, 1, 2), (process.returncode, err.decode())
    return process.returncode, (out + err).decode()


def undisturbed(folder: Path, *more: str | Path) -> tuple[int, str]:
    """Exit code and output of a run that nothing happens to: in this process, which need not start first."""
    handlers = [(number, signal.getsignal(number)) for number in (signal.SIGTERM, signal.SIGINT)]
    try:
        places = [folder / "in", "--out", folder / "out", "--ledger", folder / "ledger"]
        done = called("batch", *places, "--settle", 0, *more)
    finally:
        for number, handler in handlers:
            signal.signal(number, handler)
    assert done.returncode in (0, 1, 2), done
    return done.returncode, (done.stdout + done.stderr).decode()


def killed(code: int) -> bool:
    """Whether a run was ended by SIGKILL."""
    return code == -signal.SIGKILL


def state(folder: Path, *, ordered: bool = True) -> dict[str, Any]:
    """Everything that must be equal: ledger, verdicts, outputs, done and failed. Times and runs may differ.

    ordered=False: two runs shared the inbox, so who came first is left out.
    """
    snapshot = table.opened(folder / "ledger")
    checked = verify.verify(snapshot)
    assert not checked.wrong, checked.wrong
    held = verify.held(snapshot).sort("ref", "consignee_key", "day", nulls_last=True)
    columns = ["ref", "consignee_key", "day", "verdict", "period"]
    names = ["digest", "content", "reference", "reference_from", "shipments"]
    log = [json.loads(line) for line in (folder / "out" / "batch.jsonl").read_text().splitlines()]
    found: dict[str, Any] = {
        "files": snapshot.files.select(names).sort("digest").rows(),
        "verdicts": held.select(columns).rows(),
        "inbox": sorted(str(p.relative_to(folder)) for p in (folder / "in").rglob("*") if p.is_file()),
    }
    if not ordered:
        found["statuses"] = sorted(line["status"] for line in log)
        return found
    out = {p.name: p.read_bytes() for p in (folder / "out").rglob("*") if p.is_file() and p.name[0] != "."}
    out = {name: content for name, content in out.items() if not name.startswith(("batch.", "night-"))}
    events = snapshot.scan("verdict").sort("recorded", "day", "consignee_key", "ref", nulls_last=True).collect()
    return found | {
        "order": snapshot.files.select("recorded", "name", *names).rows(),
        "history": events.select("recorded", "ref", "consignee_key", "day", "verdict", "role").rows(),
        "log": [{k: v for k, v in line.items() if k not in ("time", "run")} for line in log],
        "out": out,
    }
