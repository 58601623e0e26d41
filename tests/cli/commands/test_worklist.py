"""`deminimis worklist`: from the refused claims of a night to the entries that CBP accepted."""

import csv
import io
import json
import re
import zipfile
from itertools import permutations
from pathlib import Path
from subprocess import CompletedProcess

import openpyxl
import polars as pl
import pytest

from deminimis.cli.reporters.parts.worklist import way
from tests.cli.process import called


def _worklist(*args: object) -> tuple[CompletedProcess[bytes], dict[str, int]]:
    """The call in JSON, and its totals."""
    done = called("worklist", *args, "--format", "json")
    return done, json.loads(done.stdout)["totals"] if done.stdout else {}


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Claims of type 86 that are refused (claims.edi), entries of type 11 for three of the four, CBP's answers to both
    (entries-SX, accepted), and a refusal of the first entry (refusal.edi)."""
    folder = tmp_path_factory.mktemp("night")
    claims = folder / "claims.edi"
    made = called("sample", "catair-se", "--shipments", 4, "--over", 100, "--day", "2026-12-01", "--output", claims)
    assert made.returncode == 0
    head, *blocks = claims.read_text("ascii").replace("ZZZ", "YYY").split("SE10AYYY")
    blocks = [block.replace(" 86 ", " 11 ", 1) for block in blocks]
    end = "Y" + blocks.pop().partition("\nY")[2]  # the last claim is left as it is
    entries = folder / "entries.edi"
    entries.write_text("SE10AYYY".join([head, *blocks]) + end, "ascii")
    assert called("respond", entries, "--out", folder / "out").returncode in (0, 1)
    (answer,) = (folder / "out").glob("*.edi")
    answer.rename(folder / "accepted.edi")
    accepted = (folder / "accepted.edi").read_text("ascii")
    refused = accepted.replace("SE9002   SE DATA ACCEPTED", "SE9001   SE DATA REJECTED", 1)
    (folder / "refused.edi").write_text(refused, "ascii")
    return folder


def test_nothing_was_done(night: Path) -> None:
    done, totals = _worklist(night / "claims.edi")
    assert done.returncode == 1
    assert totals == {"claims": 4, "open": 4, "refused_again": 0, "refiled": 0, "accepted": 0, "late": 0}
    rows = json.loads(done.stdout)["rows"]
    assert {row["next"] for row in rows} == {"File an entry of type 11 for the bill."}


@pytest.mark.parametrize("form", ["text", "html"])
def test_the_way_on_is_said_as_long_as_an_entry_is_to_be_written(night: Path, form: str) -> None:
    way = b"deminimis refile FILE... --out FOLDER"
    assert called("worklist", night / "claims.edi", "--format", form).stdout.count(way) == 1
    replaced = [night / "claims.edi", night / "entries.edi", "--format", "json"]
    states = [row["state"] for row in json.loads(called("worklist", *replaced).stdout)["rows"]]
    assert sorted(states) == ["open", "refiled", "refiled", "refiled"]


@pytest.mark.parametrize(("states", "said"), [
    (["open", "accepted"], True), (["refused again"], True), (["refiled", "accepted"], False), ([], False),
])  # fmt: skip
def test_what_waits_for_cbp_is_not_written_again(states: list[str], said: bool) -> None:
    rows = pl.DataFrame(
        {"state": states, "file_as": ["11"] * len(states)}, schema={"state": pl.String, "file_as": pl.String}
    )
    assert ("refile" in way(rows)) == said
    assert not way(rows.with_columns(file_as=pl.lit(None, pl.String))), "nothing to file"


def test_late_ones_come_first(night: Path) -> None:
    done = called("worklist", night / "claims.edi", "--as-of", "2026-12-02")
    assert done.returncode == 1
    first, _, title, *_ = done.stdout.decode().splitlines()
    assert first == "4 refused claims: 4 open. 4 of them late: the day of arrival is past."
    assert title.startswith("LATE: 1 December 2026, ")


def test_a_value_that_cannot_be_read_is_no_dash(night: Path, tmp_path: Path) -> None:
    head, first, *rest = (night / "claims.edi").read_text("ascii").split("SE10A")
    first = re.sub(r"(?m)^(SE60\d{10})\d{10}", r"\g<1>00000000X5", first[:34] + "00000000X5" + first[44:])
    unread = tmp_path / "unread.edi"
    unread.write_text("SE10A".join([head, first, *rest]), "ascii")
    done = called("worklist", unread, "--format", "html")
    assert b">unread<" in done.stdout and done.stdout.count(b">$") == 3
    called("worklist", unread, "--format", "xlsx", "--output", tmp_path / "list.xlsx")
    values = [row[4] for row in openpyxl.load_workbook(tmp_path / "list.xlsx").active.iter_rows(values_only=True)]
    assert values[0] == "Value" and values.count("unread") == 1 and None not in values


@pytest.mark.parametrize("names", list(permutations(["claims.edi", "entries.edi", "accepted.edi"])))
def test_the_files_of_a_call_in_any_order(night: Path, names: tuple[str, ...]) -> None:
    done, totals = _worklist(*(night / name for name in names))
    assert done.returncode == 1
    assert (totals["open"], totals["accepted"]) == (1, 3)
    (row,) = json.loads(done.stdout)["rows"]
    assert row["state"] == "open" and row["refiled_by"] is None


@pytest.mark.parametrize(
    "names", [["claims.edi", "entries.edi", "refused.edi"], ["refused.edi", "entries.edi", "claims.edi"]]
)
def test_the_ledger_in_any_order(night: Path, tmp_path: Path, names: list[str]) -> None:
    """The same from the ledger alone, from ledger and files, and in the order of either."""
    for name in names:
        assert called("check", night / name, "--record", "--ledger", tmp_path / "l", "-q").returncode in (0, 1)
    whole, totals = _worklist("--ledger", tmp_path / "l")
    assert whole.returncode == 1
    assert totals == {"claims": 4, "open": 1, "refused_again": 1, "refiled": 0, "accepted": 2, "late": 0}
    again, same = _worklist(night / "refused.edi", "--ledger", tmp_path / "l")
    assert again.returncode == 1 and same == totals
    states = {row["bill"]: (row["state"], row["refiled_by"]) for row in json.loads(whole.stdout)["rows"]}
    assert sorted(state for state, _ in states.values()) == ["open", "refused again"]


def test_nothing_is_open_any_more(night: Path, tmp_path: Path) -> None:
    one = (night / "claims.edi").read_text("ascii").split("SE10AZZZ")
    (tmp_path / "three.edi").write_text("SE10AZZZ".join(one[:-1]) + "Y" + one[-1].partition("\nY")[2], "ascii")
    given = [tmp_path / "three.edi", night / "entries.edi", night / "accepted.edi"]
    done = called("worklist", *given)
    assert done.returncode == 0
    assert done.stdout == b"3 refused claims: 3 accepted.\n"
    assert b"accepted" in called("worklist", *given, "--all", "--format", "csv").stdout


def test_every_form_has_every_open_claim(night: Path, tmp_path: Path) -> None:
    bills = [row["bill"] for row in json.loads(_worklist(night / "claims.edi")[0].stdout)["rows"]]
    text, page = (
        called("worklist", night / "claims.edi", "--format", form).stdout.decode() for form in ("text", "html")
    )
    rows = list(
        csv.DictReader(io.StringIO(called("worklist", night / "claims.edi", "--format", "csv").stdout.decode()))
    )
    assert [row["bill"] for row in rows] == bills and rows[0]["state"] == "open"
    assert all(bill in text and bill in page for bill in bills)
    assert called("worklist", night / "claims.edi", "--format", "xlsx", "--output", tmp_path / "w.xlsx").returncode == 1
    with zipfile.ZipFile(tmp_path / "w.xlsx") as book:
        strings = book.read("xl/sharedStrings.xml").decode()
    assert all(bill in strings for bill in bills)


def test_names_can_be_masked(night: Path) -> None:
    plain, hidden = (called("worklist", night / "claims.edi", *more).stdout for more in ([], ["--mask"]))
    assert b"LARCH" in plain and b"LARCH" not in hidden


def test_what_cannot_be_told_is_not_done(night: Path, tmp_path: Path) -> None:
    """A file that cannot be read as a whole, and nothing to look at."""
    cut = (night / "claims.edi").read_bytes()
    (tmp_path / "cut.edi").write_bytes(cut[: len(cut) // 2])
    assert called("worklist", tmp_path / "cut.edi").returncode == 2
    assert called("worklist").returncode == 2
    assert called("worklist", "--ledger", tmp_path / "none").returncode == 2


def test_answers_alone_are_about_what_the_ledger_has(night: Path, tmp_path: Path) -> None:
    """The report of a file of answers knows the entries and claims on record, and where they stand."""
    for name in ("claims.edi", "entries.edi"):
        assert called("check", night / name, "--record", "--ledger", tmp_path / "l", "-q").returncode in (0, 1)
    for name, state in (("accepted.edi", "accepted"), ("refused.edi", "refused again")):
        checked = called("check", night / name, "--ledger", tmp_path / "l", "--format", "json")
        rows = json.loads(checked.stdout)["worklist"]
        assert state in {row["state"] for row in rows} and {row["file"] for row in rows} == {"claims.edi (ledger)"}
        assert not [row for row in rows if "not on file here" in (row["next"] or "")]


def test_the_night_and_check_say_the_same_of_what_a_ledger_remembers(night: Path, tmp_path: Path) -> None:
    """The entries and CBP's answers were recorded before; the claims come last, by the one way or the other."""
    (tmp_path / "in").mkdir()
    for name in ("entries.edi", "accepted.edi"):
        assert called("check", night / name, "--record", "--ledger", tmp_path / "l", "-q").returncode in (0, 1)
    checked = json.loads(called("check", night / "claims.edi", "--ledger", tmp_path / "l", "--format", "json").stdout)
    (tmp_path / "in" / "claims.edi").write_bytes((night / "claims.edi").read_bytes())
    called("batch", tmp_path / "in", "--out", tmp_path / "out", "--ledger", tmp_path / "l", "--settle", 0)
    (path,) = (tmp_path / "out").glob("*.report.json")
    nightly = json.loads(path.read_text("utf-8"))["worklist"]
    states = [(row["bill"], row["state"], row["refiled_by"], row["answer"]) for row in nightly]
    assert sorted(state for _, state, *_ in states) == ["accepted"] * 3 + ["open"]
    assert states == [(row["bill"], row["state"], row["refiled_by"], row["answer"]) for row in checked["worklist"]]
