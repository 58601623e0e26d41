"""`explain` knows every word that a report prints, and on a terminal no line of it is broken inside a word."""

import inspect
import re

import polars as pl
import pytest

from deminimis.cli import words
from deminimis.cli.reporters import html, xlsx
from deminimis.cli.show import policy as explain_policy
from deminimis.edi.catalogue import CATALOGUE
from deminimis.edi.frames.findings import FINDINGS
from deminimis.edi.layout.declare import STATUSES
from deminimis.rules.base.frames import CERTAINTIES
from deminimis.rules.codes import CODES
from deminimis.rules.daily_sum import reasons
from deminimis.rules.followed.frames import FOLLOWED
from deminimis.rules.policy.table import DAYS, default
from deminimis.rules.shown import GROUPS, MEMBERS
from tests.cli.process import called

FILES = ("checked", "incomplete", "unreadable", "unknown-format")


def printed() -> list[str]:
    """Values of every column with a closed list in the frames that reports are made of, and the other closed lists."""
    dtypes = [dtype for frame in (GROUPS, MEMBERS, FOLLOWED, FINDINGS) for dtype in frame.values()]
    closed = [str(each) for dtype in dtypes if isinstance(dtype, pl.Enum) for each in dtype.categories]
    source = inspect.getsource(reasons.with_reasons)
    unread = re.findall(r'^ +"([a-z]+)": ', source, re.MULTILINE)
    assert {"base", "consignee", "origin"} <= set(unread)
    lists = [*STATUSES, *CERTAINTIES, *FILES, *(day.replace("_", " ") for day in DAYS), *unread, "others"]
    titles = [column.title for column in html._MEMBER] + [name for name, _ in (*xlsx._SHIPMENTS, *xlsx._GROUPS)]
    people = ["01", "11", "13", "86", "PAPS", "no overage", "cannot tell", "over", "late", "rule", "CBP", "both"]
    turns = ["broker", "carrier", "broker and carrier", "filer"]
    names = [*CATALOGUE, *(period.name for period in default().periods), *(code.name for code in CODES.values())]
    return list(dict.fromkeys([*closed, *lists, *titles, *people, *turns, *names]))


@pytest.mark.parametrize("word", printed())
def test_every_word_that_a_report_prints_is_explained(word: str) -> None:
    done = called("explain", *word.split())
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.strip()


def test_a_period_says_when_for_whom_and_by_what() -> None:
    page = called("explain", "p7").stdout.decode()
    assert "From 2026-06-24 00:00" in page and "19 CFR 10.151" in page and "type 11 or 01" in page


def test_an_unknown_word_has_a_near_one() -> None:
    done = called("explain", "suspendet")
    assert done.returncode == 2 and "suspended" in done.stderr.decode()


def test_what_holds_beside_the_table_has_its_days() -> None:
    told = explain_policy.table(default()).split("Beside the table")[1].strip().splitlines()
    days = [line[:26].strip() for line in told if line[:26].strip()]
    assert "since 2026-09-22" in days and "2026-02-24 to 2026-07-24" in days and "before 2026-06-24" in days
    assert [day for day in days if day.startswith("since")] == sorted(day for day in days if day.startswith("since"))
    assert all(line.endswith("]") for line in told)
    assert any("postal network" in line and "10.151(b), eCFR" in line for line in told)


def test_the_entry_type_of_mail_is_explained_as_one() -> None:
    page = called("explain", "13").stdout.decode()
    assert "As entry type: International mail shipment" in page and "$2,500" in page


@pytest.mark.parametrize("width", [40, 60, 80])
def test_lines_are_broken_between_words(width: int) -> None:
    table = explain_policy.table(default())
    shown = words.folded(table, width)
    assert max(len(line) for line in shown.splitlines()) <= width
    assert shown.split() == table.split()
