"""`deminimis audit` on an engine: the tables say what `check --format json` says of the same files."""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any
from unittest.mock import patch

import polars as pl
import pytest

from deminimis.ledger.store.bucket import Bucket
from deminimis.scale.tables import TABLES
from tests.build.object_store import BUCKET, served
from tests.cli.process import called, plain, run
from tests.scale.engine import ENGINE, PATIENCE, needs_engine

pytestmark = needs_engine

AS_OF = ("--as-of", "2025-03-03")
GROUP = (
    "consignee_key", "consignee", "day", "basis", "period", "action", "limit_cents", "total_cents", "counted_cents",
    "verdict", "provisional", "lower_bound",
)  # fmt: skip
SHIPMENT = (
    "file", "line", "bill", "entry_number", "value_cents", "period", "action", "role", "verdict", "responses",
    "provisional", "unread", "move_to",
)  # fmt: skip
FINDING = ("code", "name", "severity", "file", "line", "column", "byte", "record", "field", "value", "message")


def sampled(folder: Path) -> None:
    """Some forty files in folders: manifests and entries of the same bills, on two days, CBP's copies, faults."""
    number = 0

    def sample(form: str, seed: int, *more: str) -> None:
        nonlocal number
        number += 1
        path = folder / str(number % 3) / f"{number:02}-{form}.edi"
        path.parent.mkdir(parents=True, exist_ok=True)
        done = called("sample", form, "--shipments", 6, "--seed", seed, "--over", 10, *more, "--output", path)
        assert done.returncode == 0, done.stderr

    for seed in range(1, 9):
        sample("catair-se", seed)
        sample("camir-air", seed, *(("--faults", "1") if seed == 3 else ()))
    for seed in (1, 2):
        sample("camir-air", seed, "--day", "2025-03-04")
    for seed in range(9, 15):
        sample("x12-309", seed)
    for seed in range(9, 12):
        sample("catair-bd", seed)
    for seed in range(15, 19):
        sample("cuscar", seed)
    for seed in range(19, 22):
        sample("camir-ocean", seed)
    for seed in (23, 24, 1):
        sample("x12-309", seed, "--day", "2025-12-03")


def shown(row: dict[str, Any], names: tuple[str, ...]) -> str:
    return json.dumps({name: row[name] for name in names}, sort_keys=True, default=str)


def told(folder: Path) -> tuple[Counter[str], Counter[str]]:
    """Groups with their shipments, and findings, as the tables have them."""
    groups, shipments, findings = (
        pl.read_parquet(folder / name / "*.parquet") for name in ("groups", "shipments", "findings")
    )
    members: dict[int, list[str]] = {}
    for row in shipments.iter_rows(named=True):
        members.setdefault(row["group"], []).append(shown(row, SHIPMENT))
    days = Counter(shown(row, GROUP) + str(sorted(members[row["group"]])) for row in groups.iter_rows(named=True))
    return days, Counter(shown(row, FINDING) for row in findings.iter_rows(named=True))


def of_check(checked: dict[str, Any]) -> tuple[Counter[str], Counter[str]]:
    """The same of `check --format json --all`."""
    days = Counter(
        shown(each, GROUP) + str(sorted(shown(member, SHIPMENT) for member in each["shipments"]))
        for each in checked["groups"]
    )
    return days, Counter(shown(each, FINDING) for each in checked["findings"])


def test_the_tables_say_what_check_says(tmp_path: Path) -> None:
    files, results, pieces = tmp_path / "files", tmp_path / "results", tmp_path / "pieces"
    sampled(files)
    (files / "1" / "notes.txt").write_text("no filing\n", "utf-8")
    listed = sorted(each for each in files.rglob("*") if each.is_file())
    checked = json.loads(called("check", *listed, *AS_OF, "--format", "json", "--all").stdout)
    asked = ("audit", files, "--to", results, "--keep", pieces, "--parts", 3, "--engine", ENGINE, *AS_OF)
    # a process of its own, as with users: the client looks at how its process was begun
    done = run(*asked, patience=PATIENCE)
    assert done.returncode == 2, done.stderr  # a file is none that is known
    report = done.stdout.decode().splitlines()
    assert max(len(line) for line in report if str(results) not in line) <= 80
    assert report[0].startswith(f"{len(listed)} files, ")
    assert told(results) == of_check(checked)
    summary = pl.read_parquet(results / "summary" / "*.parquet").row(0, named=True)
    assert {name: summary[name] for name in checked["summary"]} == checked["summary"]
    # the kept pieces under another policy: nothing is read again
    (files / "0").rename(tmp_path / "gone")
    again = called(*asked)
    assert again.returncode == 2
    assert b"made with other files" in again.stderr
    (tmp_path / "gone").rename(files / "0")
    day = ("--policy-date", "2025-12-01")
    again = run(*asked, *day, patience=PATIENCE)
    assert b"read ..." not in again.stderr
    checked = json.loads(called("check", *listed, *AS_OF, *day, "--format", "json", "--all").stdout)
    assert told(results)[1] == of_check(checked)[1]


AUDITED = """
import sys
from pathlib import Path
from datetime import date
from deminimis.rules.base.settings import Settings
from deminimis.scale.audit import Asked, audit
from deminimis.scale.split import Sizes
from deminimis.scale.stages import Input
engine, to, keep, sizes, few, *files = sys.argv[1:]
day = date(2025, 3, 3)
audit(Asked([Input(each, each) for each in files], None, Path(to), engine, lambda _latest: Settings(as_of=day),
            as_of=day, keep=Path(keep), sizes=Sizes(*map(int, sizes.split(","))), few=int(few)), print)
"""


def audited(folder: Path, files: list[Path], sizes: str, few: int) -> bytes:
    """An audit of other sizes than the command has; its results in `to`, its pieces in `keep`. Its stages."""
    (folder / "audited.py").write_text(AUDITED, "utf-8")  # not by -c: the client looks at how its process was begun
    words = [sys.executable, folder / "audited.py", ENGINE, folder / "to", folder / "keep", sizes, few, *files]
    done = subprocess.run([*map(str, words)], capture_output=True, env=plain(), check=False, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr
    return done.stdout


def few(folder: Path) -> list[Path]:
    """Manifests and entries of the same people, on two days."""
    files = [folder / f"{number}.edi" for number in range(4)]
    for number, path in enumerate(files):
        day = ("--day", "2025-03-04") if number > 1 else ()
        called("sample", ["x12-309", "catair-se"][number % 2], "--shipments", 8, "--over", 20, *day, "--output", path)
    return files


def test_large_consignees_cut_by_days_come_to_the_same(tmp_path: Path) -> None:
    files = few(tmp_path)
    checked = json.loads(called("check", *files, *AS_OF, "--format", "json", "--all").stdout)
    audited(tmp_path, files, "2,1,1", 10**9)
    assert len(json.loads((tmp_path / "keep" / "routes.json").read_text("utf-8"))["chunks"]) > 2
    assert told(tmp_path / "to") == of_check(checked)


def test_routes_that_the_engine_makes_come_to_the_same(tmp_path: Path) -> None:
    files = [*few(tmp_path), Path("samples/catair_ns/withheld.edi").absolute()]
    checked = json.loads(called("check", *files, *AS_OF, "--format", "json", "--all").stdout)
    assert b"keys" in audited(tmp_path, files, "2,3,2", 0).split()
    assert told(tmp_path / "to") == of_check(checked)
    assert not {"keys", "routes"} & {each.name for each in (tmp_path / "keep").iterdir()}, "nothing needs them any more"


def test_a_ledger_is_judged_as_a_whole(tmp_path: Path) -> None:
    files = few(tmp_path)
    for path in files:
        done = called("check", path, *AS_OF, "--ledger", tmp_path / "ledger", "--record", "--quiet")
        assert done.returncode < 2, done.stderr
    checked = json.loads(called("check", *files, *AS_OF, "--format", "json", "--all").stdout)
    for row in [*checked["findings"], *(each for group in checked["groups"] for each in group["shipments"])]:
        row["file"] = Path(row["file"]).name if row["file"] else None  # a ledger knows no folders
    done = run("audit", tmp_path / "ledger", "--to", tmp_path / "to", "--engine", ENGINE, patience=PATIENCE)
    assert done.returncode < 2, done.stderr
    assert told(tmp_path / "to") == of_check(checked)
    # the same from an object store, and into it; the tables of before are replaced
    bucket, results = Bucket(f"s3://{BUCKET}/ledger"), Bucket(f"s3://{BUCKET}/results")
    with served() as environment:
        with patch.dict(os.environ, environment):
            for each in (tmp_path / "ledger").rglob("*.*"):
                bucket.put(each.relative_to(tmp_path / "ledger").as_posix(), each)
        for _ in range(2):
            done = run("audit", bucket, "--to", results, "--engine", ENGINE, patience=PATIENCE, **environment)
            assert done.returncode < 2, done.stderr
            assert b"deminimis-audit-" not in done.stdout, "it is gone when this is read"
        with patch.dict(os.environ, environment):
            for name in TABLES:
                rows = pl.scan_delta(f"{results}/{name}").collect()
                (tmp_path / "there").mkdir(exist_ok=True)
                rows.write_delta(tmp_path / "there" / name)
            assert told(tmp_path / "there") == of_check(checked)
            none = called("audit", f"s3://{BUCKET}/none", "--to", tmp_path / "none", "--engine", ENGINE)
            other = called("audit", bucket, "--to", bucket, "--engine", ENGINE)
            keep = called("audit", bucket, "--to", results, "--keep", f"{results}/keep", "--engine", ENGINE)
    assert none.returncode == other.returncode == keep.returncode == 2
    assert f"s3://{BUCKET}/none: there is no ledger here".encode() in none.stderr
    assert b"something else lies there (_delta_log)" in other.stderr
    assert b"pieces are kept in a folder" in keep.stderr


def test_answers_of_cbp_alone_end_as_check_ends(tmp_path: Path) -> None:
    answer = Path("samples/catair_ns/withheld.edi")
    checked = called("check", answer, "--format", "json", "--all")
    done = run("audit", answer, "--to", tmp_path / "to", "--engine", ENGINE, patience=PATIENCE)
    assert done.returncode == checked.returncode == 1, done.stderr
    assert told(tmp_path / "to") == of_check(json.loads(checked.stdout))


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (("--engine", "spork://x"), b"names no engine"),
        (("--match", "fuzzy"), b"which no part of a call can tell"),
        (("--engine", "sc://127.0.0.1:1"), b"cannot be reached"),
        # of the client alone it is said that it is no cluster's; of all of Spark that nobody listens
        (("--engine", "spark://127.0.0.1:1"), b"spark://127.0.0.1:1"),
    ],
)
def test_what_cannot_be_is_a_sentence(tmp_path: Path, more: tuple[str, ...], why: bytes) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.edi").write_text("", "utf-8")
    done = run("audit", tmp_path / "in", "--to", tmp_path / "out", "--engine", ENGINE, *more)
    assert done.returncode == 2
    assert why in done.stderr
    assert not (tmp_path / "out").exists()


def test_pieces_are_not_kept_where_results_are_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.edi").write_text("", "utf-8")
    to = tmp_path / "out"
    done = called("audit", tmp_path / "a.edi", "--to", to, "--keep", to / "pieces", "--engine", ENGINE)
    assert done.returncode == 2
    assert b"--keep lies in the folder of --to" in done.stderr
    assert not to.exists()


def test_a_folder_of_something_else_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a.edi").write_text("", "utf-8")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").write_text("", "utf-8")
    done = called("audit", tmp_path / "a.edi", "--to", tmp_path / "out", "--engine", ENGINE)
    assert done.returncode == 2
    assert b"holds something else" in done.stderr
