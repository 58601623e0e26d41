"""A ledger in an object store: recorded, judged with and shown as one in a folder; several writers; what is refused."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import polars as pl
import pytest

from deminimis.ledger import verify
from deminimis.ledger.store import table
from deminimis.ledger.store.bucket import Bucket
from tests.build.object_store import BUCKET, needs_store, served
from tests.cli.night.night import ENVIRONMENT
from tests.cli.process import called, run

pytestmark = needs_store

HALVES = [Path(__file__).parent / f"half_{one}.edi" for one in ("one", "two")]  # of one person's day, each in the limit
URL = f"s3://{BUCKET}/night/ledger"
PATIENCE = 300


@pytest.fixture(scope="module")
def _server() -> Iterator[dict[str, str]]:
    with served() as environment:
        yield environment


@pytest.fixture
def store(_server: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """The environment of a store, with nothing below the ledger's address; also that of this process."""
    for name, value in _server.items():
        monkeypatch.setenv(name, value)
    yield _server
    left = Bucket(f"s3://{BUCKET}")
    if names := left.sizes():
        left.remove(names)


def _over(done: "subprocess.CompletedProcess[bytes]") -> list[Any]:
    return [(each["consignee"], each["sum"], each["verdict"]) for each in json.loads(done.stdout)["groups"]]


def test_what_is_recorded_there_counts(store: dict[str, str], tmp_path: Path) -> None:
    for ledger, call in ((URL, run), (tmp_path / "ledger", called)):  # once as with users, in a process of its own
        first = call("check", HALVES[0], "--record", "-q", "--ledger", ledger)
        assert first.returncode == 0, first.stderr
    there, here = (
        called("check", HALVES[1], "--format", "json", "--all", "--ledger", ledger)
        for ledger in (URL, tmp_path / "ledger")
    )
    assert there.returncode == here.returncode == 1, there.stderr
    assert json.loads(there.stdout) == json.loads(here.stdout)
    again = called("check", HALVES[0], "--record", "-q", "--ledger", URL)
    assert again.returncode == 0
    for words in (("verify",), ("stats",), ("show", "--consignee", "ZELDA FERNWICK"), ("export", "--kind", "verdict")):
        done = called("ledger", *words, "--ledger", URL)
        assert done.returncode == 0, done.stderr
    snapshot = table.opened(Bucket(URL))
    assert snapshot.files.height == 1
    assert all("probe" not in name for name in Bucket(URL).sizes())


def test_a_night_is_recorded_there(store: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for path in HALVES:
        (tmp_path / "in" / path.name).write_bytes(path.read_bytes())
    words = ("batch", tmp_path / "in", "--out", tmp_path / "out", "--settle", 0)
    done = run(*words, DEMINIMIS_LEDGER=URL)
    assert done.returncode == 1, done.stderr
    assert table.opened(Bucket(URL)).files["name"].to_list() == [path.name for path in HALVES]
    status = run(*words, "--status", DEMINIMIS_LEDGER=URL)
    assert b"cannot be read" not in status.stdout + status.stderr
    assert not list(Path().glob("s3:*"))


def test_writers_at_once_record_each_file_once(store: dict[str, str], tmp_path: Path) -> None:
    """Two processes record files of their own and one that both have: no commit is lost, no shipment counted twice."""
    files = []
    for number in range(5):
        path = tmp_path / f"{number}.edi"
        called("sample", ["x12-309", "catair-se"][number % 2], "--shipments", 8, "--over", 30, "--seed", number,
               "--day", "2025-03-03", "--output", path)  # fmt: skip
        files.append(path)
    shares = [[files[0], *files[1:3]], [files[0], *files[3:5]]]
    words = ["check", "--quiet", "--record", "--ledger", URL, "--as-of", "2025-03-03"]
    command = [sys.executable, "-m", "deminimis.cli", *words]
    running = [
        subprocess.Popen([*command, *map(str, share)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                         env={**ENVIRONMENT, **store})
        for share in shares
    ]  # fmt: skip
    for process in running:
        _, err = process.communicate(timeout=PATIENCE)
        assert process.returncode in (0, 1), err
    snapshot = table.opened(Bucket(URL))
    assert snapshot.files["recorded"].to_list() == list(range(1, 6))
    assert snapshot.files["digest"].n_unique() == 5
    assert snapshot.scan("shipment").select(pl.len()).collect().item() == 40
    assert not verify.verify(snapshot).wrong


def test_a_lost_race_is_told_where_nobody_waits(store: dict[str, str]) -> None:
    from deminimis.ledger.store.parts import by_kind

    snapshot = table.created(Bucket(URL))
    rows = by_kind([pl.DataFrame({"kind": "file", "recorded": 1}).pipe(_wide)])
    before = table.opened(Bucket(URL))
    table.commit(snapshot, rows, "first")
    with pytest.raises(table.Conflict):
        table.commit(before, rows, "second")
    assert len([name for name in Bucket(URL).sizes() if name.endswith(".parquet")]) == 1


def _wide(frame: pl.DataFrame) -> pl.DataFrame:
    from deminimis.ledger.store.schema import events

    return events(frame, "file")


def test_a_store_that_overwrites_what_exists_is_refused(tmp_path: Path) -> None:
    with served(conditional=False) as environment, patch.dict(os.environ, environment):
        done = called("check", HALVES[0], "--record", "-q", "--ledger", URL)
        assert done.returncode == 2
        assert b"conditional put" in done.stderr
        batch = run("batch", tmp_path, "--out", tmp_path / "out", "--ledger", URL)
        assert batch.returncode == 2


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("ledger", "forget", "--yes", "--before", "2025-01-01"), b"aws s3 sync"),
        (("ledger", "upgrade"), b"aws s3 sync"),
        (("ledger", "stats"), b"there is no ledger here"),
    ],
)
def test_what_cannot_be_is_a_sentence(store: dict[str, str], words: tuple[str, ...], why: bytes) -> None:
    done = called(*words, "--ledger", URL)
    assert done.returncode == 2
    assert why in done.stderr


def test_other_addresses_are_refused(tmp_path: Path) -> None:
    done = called("check", HALVES[0], "--record", "--ledger", "gs://archive/ledger")
    assert done.returncode == 2
    assert b"give a folder, or an address s3://BUCKET/PATH" in done.stderr


def test_a_store_that_is_not_there_is_a_sentence(store: dict[str, str]) -> None:
    gone = "http://127.0.0.1:9"
    for words in (("check", HALVES[0], "--record", "-q"), ("ledger", "stats")):
        done = run(*words, "--ledger", URL, AWS_ENDPOINT_URL=gone)
        assert done.returncode == 2
        assert b"Traceback" not in done.stderr and URL.encode() in done.stderr
