"""The inbox of a night: what strangers put there replaces nothing, leads nowhere and stops nothing."""

import gzip
import hashlib
import shutil
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from deminimis.cli.main import run
from deminimis.cli.night import night as nights
from deminimis.ledger.store import lock
from tests.cli.night.night import SAMPLES

ENTRIES, MANIFEST = SAMPLES / "catair_se" / "over_limit.edi", SAMPLES / "x12_309" / "over_limit.edi"
CLEAN = SAMPLES / "x12_309" / "clean.edi"


def batch(folder: Path, *more: str) -> int:
    places = ["--out", str(folder / "out"), "--ledger", str(folder / "ledger"), "--settle", "0"]
    return run(["batch", str(folder / "in"), *places, *more])


def lying(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_uploads_that_are_cut_are_all_kept(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    sent = []
    for night_of in range(4):
        packed = gzip.compress(ENTRIES.read_bytes().replace(b"IRIS ALDER", b"NIGHT   %02d" % night_of), mtime=0)
        sent.append(packed[: 700 + night_of])
        (tmp_path / "in" / "manifest.edi.gz").write_bytes(sent[-1])
        assert batch(tmp_path) == 2
    kept = lying(tmp_path / "in")
    assert sorted(content for name, content in kept.items() if "reason" not in name) == sorted(sent)
    assert len([name for name in kept if name.endswith(".reason.txt")]) == 4
    assert len(list((tmp_path / "out").glob("*.report.json"))) == 4


def test_a_name_with_the_digest_of_another_file(tmp_path: Path) -> None:

    digest = hashlib.sha256(CLEAN.read_bytes()).hexdigest()[:8]
    (tmp_path / "in").mkdir()
    sent = [(ENTRIES, f"a.{digest}.edi"), (MANIFEST, "a.edi"), (CLEAN, "a.edi")]
    for source, name in sent:
        shutil.copy(source, tmp_path / "in" / name)
        batch(tmp_path)
    kept = lying(tmp_path / "in" / "done")
    assert sorted(kept.values()) == sorted(source.read_bytes() for source, _ in sent)
    assert kept["a.edi"] == MANIFEST.read_bytes()


@pytest.mark.parametrize("name", ("done", "failed", ".claims"))
def test_links_in_place_of_folders_are_not_followed(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder in ("in", "elsewhere"):
        (tmp_path / folder).mkdir()
    shutil.copy(ENTRIES, tmp_path / "in" / "a.edi")
    (tmp_path / "in" / "b.edi").write_bytes(ENTRIES.read_bytes()[:1500])
    (tmp_path / "in" / name).symlink_to(tmp_path / "elsewhere")
    assert batch(tmp_path) == 2
    assert f"in/{name}: it is a link to another folder" in capsys.readouterr().out
    assert not list((tmp_path / "elsewhere").iterdir())
    assert sorted(lying(tmp_path / "in")) == ["a.edi", "b.edi"]


def test_a_link_in_place_of_a_reason(tmp_path: Path) -> None:
    (tmp_path / "in" / "failed").mkdir(parents=True)
    (tmp_path / "precious").write_text("precious")
    (tmp_path / "in" / "failed" / "a.edi.reason.txt").symlink_to(tmp_path / "precious")
    (tmp_path / "in" / "a.edi").write_bytes(ENTRIES.read_bytes()[:1500])
    assert batch(tmp_path) == 2
    assert (tmp_path / "precious").read_text() == "precious"
    told = [path for path in (tmp_path / "in" / "failed").glob("*.reason.txt") if not path.is_symlink()]
    assert len(told) == 1
    assert told[0].read_text().startswith("Not fully read")


@pytest.mark.parametrize("name", ("done", "failed", ".claims"))
def test_a_file_called_like_a_folder_stops_nothing(name: str, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    shutil.copy(ENTRIES, tmp_path / "in" / "a.edi")
    (tmp_path / "in" / "b.edi").write_bytes(ENTRIES.read_bytes()[:1500])
    (tmp_path / "in" / name).write_text("x")
    assert batch(tmp_path) == 2
    assert batch(tmp_path) == 0
    kept = lying(tmp_path / "in")
    assert "done/a.edi" in kept
    assert "failed/b.edi" in kept
    assert next(where for where, content in kept.items() if content == b"x").startswith("failed/")
    assert not [where for where in kept if where.startswith(".claims")]


def test_a_lock_that_is_removed_before_it_is_held_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, real, removed = tmp_path / "a.lock", lock._try, []

    def late(handle: Any) -> bool:
        if not removed:
            removed.append(path.unlink())
        return real(handle)

    monkeypatch.setattr(lock, "_try", late)
    mine = lock.held(path)
    assert mine is not None
    assert path.exists()
    assert lock.held(path) is None, "another run sees that it is held"
    mine.let_go()


def test_a_claim_whose_lock_is_gone_is_found(tmp_path: Path) -> None:
    claimed = tmp_path / "in" / ".claims" / "killed-1"
    claimed.mkdir(parents=True)
    shutil.copy(ENTRIES, claimed / "a.edi")
    assert batch(tmp_path) == 1
    assert sorted(lying(tmp_path / "in")) == ["done/a.edi"]


@pytest.mark.parametrize("error", (RuntimeError, pl.exceptions.PanicException))
def test_a_file_that_breaks_the_program_stops_no_other(
    error: type[BaseException], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "in").mkdir()
    for name, source in (("a.edi", ENTRIES), ("b.edi", CLEAN)):
        shutil.copy(source, tmp_path / "in" / name)
    real = nights.taken

    def breaking(source: Any, *more: Any) -> Any:
        if source.name == "a.edi":
            raise error("whatever")
        return real(source, *more)

    monkeypatch.setattr(nights, "taken", breaking)
    assert batch(tmp_path) == 2
    kept = lying(tmp_path / "in")
    assert sorted(kept) == ["done/b.edi", "failed/a.edi", "failed/a.edi.reason.txt"]
    assert b"Please report it" in kept["failed/a.edi.reason.txt"]


@pytest.mark.parametrize("out", ("in", "in/done", "in/failed", "in/.claims", "ledger", "ledger/out", "link"))
def test_an_outbox_that_is_the_inbox_or_the_ledger_is_refused(out: str, tmp_path: Path) -> None:
    (tmp_path / "in" / "done").mkdir(parents=True)
    (tmp_path / "link").symlink_to("ledger")
    shutil.copy(ENTRIES, tmp_path / "in" / "a.edi")
    before = lying(tmp_path)
    assert batch(tmp_path, "--out", str(tmp_path / out)) == 2
    assert lying(tmp_path) == before


@pytest.mark.parametrize("inbox", ("ledger", "ledger/in"))
def test_an_inbox_in_the_ledger_is_refused(inbox: str, tmp_path: Path) -> None:
    (tmp_path / inbox).mkdir(parents=True)
    places = ["--out", str(tmp_path / "out"), "--ledger", str(tmp_path / "ledger"), "--settle", "0"]
    assert run(["batch", str(tmp_path / inbox), *places]) == 2
    assert not lying(tmp_path)
