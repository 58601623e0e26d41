"""`make kills`: runs that change the ledger, each killed at every change of a file; then it comes to the same end."""

import os
import shlex
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

from deminimis.cli.night.outbox import lines_of, rewritten
from deminimis.ledger import verify
from deminimis.ledger.store import damage, maintain, table
from tests.build.filings import x12
from tests.build.shipments import IRIS, Shipment
from tests.cli.night.night import state
from tests.cli.process import called
from tests.ledger.kills import Killer, cleared
from tests.places import SAMPLES

TRUCK, CLEAN, ENTRIES = (
    SAMPLES / name for name in ("x12_309/over_limit.edi", "x12_309/clean.edi", "catair_se/clean.edi")
)
ANSWER = SAMPLES / "x12_350" / "warned.edi"


class Run(NamedTuple):
    """prepare: fills an empty folder. words: the call, of which {} is the folder. seen: what must be equal after it."""

    prepare: Callable[[Path], None]
    words: str
    seen: Callable[[Path], dict[str, Any]]


def _nothing(_: Path) -> None:
    """An empty folder to begin with."""


def _filed(folder: Path) -> None:
    for each in (TRUCK, CLEAN):
        called("check", each, "--record", "-q", "--ledger", folder / "ledger")


def _night(folder: Path) -> None:
    """One file to record beside another of the ledger, which are merged then, and one that cannot be read."""
    called("check", CLEAN, "--record", "-q", "--ledger", folder / "ledger")
    (folder / "in").mkdir()
    shutil.copy(TRUCK, folder / "in" / "a.edi")
    (folder / "in" / "b.edi").write_bytes(TRUCK.read_bytes()[:900])


def _in_form_2(folder: Path) -> None:
    """As it was made before: days lie apart."""
    with patch.object(table, "PARTITIONS", ("kind", "day")), patch.object(table, "VERSION", 2):
        _filed(folder)


def _lived(folder: Path) -> None:
    """What a run left long ago, as `--keep` finds it, and a page of then."""
    (folder / "in").mkdir()
    shutil.copy(TRUCK, folder / "in" / "a.edi")
    _batch(folder)
    log = folder / "out" / "batch.jsonl"
    rewritten(log, [line | {"time": "2025-01-01T00:00:00+00:00"} for line in lines_of(log)])
    (folder / "out" / "night-2025-01-01.html").write_text("old")


def _people(folder: Path) -> None:
    """What a run left of two files of a person; one has somebody else in it."""
    (folder / "in").mkdir()
    for name, (first, second) in {"alone": ("IRIS ALDER", "IRIS ALDER"), "both": ("IRIS ALDER", "HUGO LARCH")}.items():
        who = [IRIS._replace(name=each) for each in (first, second)]
        shipments = [Shipment(f"A{len(name)}000000{n}", 450, consignee=each) for n, each in enumerate(who)]
        (folder / "in" / f"{name}.edi").write_bytes(x12.manifest(*shipments))
    _batch(folder)


def _batch(folder: Path) -> None:
    called("batch", folder / "in", "--out", folder / "out", "--ledger", folder / "ledger", "--settle", 0)


def _held(folder: Path) -> dict[str, Any]:
    """What is in the ledger, which is as it was recorded."""
    snapshot = table.opened(folder / "ledger")
    checked = verify.verify(snapshot)
    assert not checked.wrong, checked.wrong
    columns = ["ref", "consignee_key", "day", "verdict", "period"]
    return {
        "files": snapshot.files.select("recorded", "name", "digest", "content").rows(),
        "verdicts": verify.held(snapshot).select(columns).sort(columns, nulls_last=True).rows(),
        "notices": snapshot.scan("notice").select("bill", "code").collect().rows(),
        "history": snapshot.scan("verdict").collect().height,
    }


def _swept(folder: Path) -> dict[str, Any]:
    """As `_held`; and no file lies there that the log does not name, so that nothing forgotten can be read."""
    snapshot = table.opened(folder / "ledger")
    assert {name for name, _ in damage.parts(folder / "ledger")} == snapshot.sizes.keys()
    return _held(folder)


def _upgraded(folder: Path) -> dict[str, Any]:
    """As `_held`, in the form of now."""
    snapshot = table.opened(folder / "ledger")
    assert not snapshot.old
    return _held(folder)


def _left(folder: Path) -> dict[str, Any]:
    """As `_held`, and what lies in the folders of a night: names, and what is no log of times."""
    lying = {path.relative_to(folder): path for each in ("in", "out") for path in (folder / each).rglob("*")}
    names = {str(name) for name, path in lying.items() if path.is_file() and path.name[0] != "."}
    return _held(folder) | {
        "lying": sorted(names),
        "named": sorted(name for name in names if b"IRIS" in (folder / name).read_bytes().upper()),
        "log": [line["file"] for line in lines_of(folder / "out" / "batch.jsonl")],
    }


RUNS = {
    "making": Run(_nothing, f"check {CLEAN} --record -q", _held),
    "recording": Run(_filed, f"check {ENTRIES} --record -q", _held),
    "reconciling": Run(_filed, f"reconcile {ANSWER}", _held),
    "forgetting": Run(_filed, "ledger forget --yes --before 2027-01-01", _swept),
    "forgetting a person": Run(
        _people,
        "ledger forget --yes --consignee 'IRIS ALDER' --inbox {}/in --out {}/out",
        lambda folder: _swept(folder) | _left(folder),
    ),
    "upgrading": Run(_in_form_2, "ledger upgrade", _upgraded),
    "keeping": Run(_lived, "batch {}/in --out {}/out --settle 0 --keep 30", _left),
    "batch": Run(_night, "batch {}/in --out {}/out --settle 0", state),
}


def survived(name: str, place: Path, *, every: int = 1, first: int = 1) -> Iterator[tuple[int, int]]:
    """Kills a run at each `every`-th of its changes, from the first on: which change it was, and of how many.

    Raises AssertionError where the next run does not come to what an undisturbed one comes to.
    """
    run, begin, folder = RUNS[name], place / "begin", place / "run"
    begin.mkdir()
    run.prepare(begin)
    words = [*(word.replace("{}", str(folder)) for word in shlex.split(run.words)), "--ledger", str(folder / "ledger")]
    killer = Killer()
    with _signals(), patch.object(maintain, "_MANY", 1):  # files are merged each time
        cleared(folder, begin)
        with killer.at(0, folder / "ledger"):
            wanted = called(*words)
        assert wanted.returncode in {0, 1, 2}
        points, clean = killer.count, run.seen(folder)
        for point in range(first, points + 1, every):
            cleared(folder, begin)
            with killer.at(point, folder / "ledger"):
                called(*words)
            assert killer.dead, f"{name}: {point} of {points} was not come to"
            again = called(*words)
            assert again.returncode in {0, wanted.returncode}, (name, point, again.stderr)
            assert run.seen(folder) == clean, f"{name}: killed at change {point} of {points}"
            yield point, points


@contextmanager
def _signals() -> Iterator[None]:
    """The handlers of signals as they were: a batch sets its own."""
    before = [(number, signal.getsignal(number)) for number in (signal.SIGTERM, signal.SIGINT)]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)


def main() -> int:
    """All points of all runs; a line each."""
    for name in sys.argv[1:] or RUNS:
        with tempfile.TemporaryDirectory() as place:
            done = list(survived(name, Path(place)))
        sys.stdout.write(
            f"{name}: killed at {len(done)} of {done[-1][1]} changes of a file, and as undisturbed after it\n"
        )
    return 0


if __name__ == "__main__":
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
    sys.exit(main())
