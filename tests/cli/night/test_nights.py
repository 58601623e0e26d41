"""Three nights: one all refused, one with CBP's answers, one with broken files; and the page of each morning."""

import io
import json
import re
from datetime import date
from pathlib import Path
from unittest.mock import patch

import openpyxl
import pytest

from deminimis.cli.night import page
from deminimis.ledger.store import table
from deminimis.ledger.store.table import LedgerError
from tests.build.filings.catair import air_bills, entries
from tests.build.shipments import Entry
from tests.cli.night.night import undisturbed
from tests.cli.process import called

DAY = date(2026, 12, 1)
CLAIMS = entries(
    *(Entry(f"100000{n}", 150, bills=air_bills(f"HAWB000{n}"), edas=(DAY,)) for n in range(3)), sent=date(2026, 11, 30)
)


def _night(folder: Path, **files: bytes) -> tuple[int, str]:
    (folder / "in").mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / "in" / f"{name}.edi").write_bytes(content)
    code, said = undisturbed(folder)
    return code, said.splitlines()[0] if said else ""


def _page(folder: Path) -> str:
    """The words of the morning page, and what the workbook has must agree."""
    (found,) = (folder / "out").glob("night-*.html")
    plain = re.sub(r"<style>.*?</style>|<script>.*?</script>|<[^>]+>", " ", found.read_text(), flags=re.DOTALL)
    book = openpyxl.load_workbook(io.BytesIO(found.with_suffix(".xlsx").read_bytes()))
    assert book.sheetnames == ["Worklist", "CBP", "Files"]
    bills = [row[4] for row in book["Worklist"].iter_rows(min_row=2, values_only=True) if row[4]]
    assert all(bill in plain for bill in bills)
    (tone, answer) = re.findall(r'<p class="answer (\w+)">(.*?)</p>', found.read_text())[0]
    return f"{tone}: {answer} " + re.sub(r"\s+", " ", plain)


def _replaced(folder: Path) -> tuple[bytes, bytes]:
    """Entries of type 11 for the claims, and CBP's acceptance of them."""
    claims = folder / "in" / "done" / "claims.edi"
    called(
        "refile", claims, "--out", folder / "entries", "--importer", "12-3456789", "--bond", "8", "--same",
        "buyer=consignee", "--same", "manufacturer=seller", "--entry-numbers", "YYY1000201-1000999",
    )  # fmt: skip
    filed = folder / "entries" / "entries.edi"
    called("respond", filed, "--out", folder / "answers", "-q")
    (answer,) = (folder / "answers").glob("*sx*.edi")
    return filed.read_bytes(), answer.read_bytes()


def test_three_nights(tmp_path: Path) -> None:
    code, said = _night(tmp_path, claims=CLAIMS)
    assert code == 1 and said.startswith("deminimis batch: All 3 claims are refused. De minimis is suspended")
    shown = _page(tmp_path)
    assert shown.startswith("bad: 3 refused claims: 3 open. ") and "None came." in shown
    assert shown.index(" Worklist ") < shown.index(" CBP's answers ") < shown.index(" Files ")

    filed, answer = _replaced(tmp_path)
    code, said = _night(tmp_path, entries=filed, sx=answer)
    assert "refused" not in said and "3 entries of type 11" in said and "none known to reject" in said
    shown = _page(tmp_path)
    assert shown.startswith("fine: 3 refused claims: 3 accepted. ") and "Nothing is to be filed." in shown
    assert "3 entries or bills: 3 accepted." in shown

    code, said = _night(tmp_path, cut=CLAIMS[:700], again=CLAIMS)
    assert (code, said) == (2, "deminimis batch: 1 file failed: see failed/.")
    shown = _page(tmp_path)
    assert shown.startswith("bad: 1 file failed: see failed/. 3 refused claims: 3 accepted. ")
    assert "cut.edi failed" in shown and "again.edi seen before" in shown and "5 files: " in shown

    done = called("digest", "--since", "2026-12-01", "--by", "importer", "--format", "json", "--ledger",
                  tmp_path / "ledger", "--as-of", "2026-12-02", "--all")  # fmt: skip
    told = json.loads(done.stdout)
    assert done.returncode == 0 and told["totals"]["accepted"] == 3


def test_late_claims_come_first_and_importers_are_told_apart(tmp_path: Path) -> None:
    texts = [CLAIMS, CLAIMS.replace(b"SE10AZZZ  100000", b"SE10AZZZ  200000").replace(b"HAWB", b"HAWC")]
    texts[1] = texts[1].replace(b"SE20EDA120126", b"SE20EDA112926")
    lines = texts[1].split(b"\n")
    lines = [line[:21] + b"EI 12-3456789" + line[34:] if line.startswith(b"SE10") else line for line in lines]
    _night(tmp_path, a=texts[0], b=b"\n".join(lines))
    shown = _page(tmp_path)
    assert shown.index("HAWC0000") < shown.index("HAWB0000") and "12-3456789" in shown
    done = called("digest", "--since", "2026-11-01", "--as-of", "2026-11-30", "--ledger", tmp_path / "ledger",
                  "--format", "csv")  # fmt: skip
    rows = [line.split(",")[0] for line in done.stdout.decode().splitlines()[1:]]
    assert rows == ["12-3456789", "none named"], done.stdout


def test_a_run_that_was_ended_before_the_page_is_made_up_for(tmp_path: Path) -> None:
    with patch.object(page, "FORMS", {}):
        _night(tmp_path, claims=CLAIMS)
    assert not list((tmp_path / "out").glob("night-*"))
    assert _night(tmp_path) == (0, "")
    assert "3 refused claims" in _page(tmp_path)
    before = {each: each.stat().st_mtime_ns for each in (tmp_path / "out").glob("night-*")}
    _night(tmp_path)
    assert before == {each: each.stat().st_mtime_ns for each in (tmp_path / "out").glob("night-*")}


@pytest.mark.parametrize(
    ("error", "told"), [(LedgerError("no"), "no."), (KeyError("consignee"), "KeyError. Please report it.")]
)
def test_a_page_that_cannot_be_made_is_said_and_is_exit_2(
    error: Exception, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise error

    monkeypatch.setattr(page, "of_ledger", broken)
    code, said = _night(tmp_path, claims=CLAIMS)
    assert code == 2 and said.startswith("deminimis batch: All 3 claims are refused.")
    assert said.endswith(f"The morning page could not be written: {told}")
    assert table.opened(tmp_path / "ledger").files.height == 1


def test_nothing_personal_where_it_is_masked(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.edi").write_bytes(CLAIMS)
    called(
        "batch", tmp_path / "in", "--out", tmp_path / "out", "--ledger", tmp_path / "ledger", "--settle", 0, "--mask"
    )
    (found,) = (tmp_path / "out").glob("night-*.html")
    assert "ALDER" not in found.read_text() and "HAWB0001" in found.read_text()
