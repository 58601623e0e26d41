"""What is said of entries of type 11 and 01: how many, and how many of them have errors."""

import json
from pathlib import Path

import polars as pl
import pytest

from deminimis.cli import words
from deminimis.cli.reporters import json as json_report
from deminimis.cli.reporters.parts.headline import counts_line, headline
from deminimis.cli.session.judged import judged
from deminimis.cli.session.summary import summary
from deminimis.edi.cutting.source import Source
from deminimis.rules.shown import entries_instead
from tests.places import SAMPLES

INSTEAD = SAMPLES / "catair_se" / "instead.edi"


def test_the_headline_counts_entries_and_those_with_errors() -> None:
    report = judged([Source("instead.edi", INSTEAD)])
    assert headline(report) == [("2 entries of type 11, 2 of type 01: 1 entry with errors.", "bad")]
    assert "2 entries of type 11, 2 of type 01" in counts_line(report)
    assert ", 2 entries of type 11, 2 of type 01" in summary(report)
    told = json.loads(json_report.render(report))["summary"]
    assert (told["entries_11"], told["entries_01"], told["claims"]) == (2, 2, 0)


def test_faultless_entries_are_no_news(tmp_path: Path) -> None:
    lines = INSTEAD.read_text("ascii").splitlines()
    last = max(at for at, line in enumerate(lines) if line.startswith("SE10"))
    path = tmp_path / "good.edi"
    path.write_text("\n".join([*lines[:last], *lines[-2:]]) + "\n", "ascii")
    assert headline(judged([Source("good.edi", path)])) == [("2 entries of type 11, 1 of type 01.", "plain")]


def test_claims_alone_say_nothing_of_entries() -> None:
    report = judged([Source("clean.edi", SAMPLES / "catair_se" / "clean.edi")])
    assert "type 11" not in " ".join(text for text, _ in headline(report)) + counts_line(report) + summary(report)


@pytest.mark.parametrize(("counts", "text"), [
    ((1, 0), "1 entry of type 11"), ((0, 1), "1 entry of type 01"), ((0, 0), ""),
    ((1204, 2), "1,204 entries of type 11, 2 of type 01"),
])  # fmt: skip
def test_how_many_are_written(counts: tuple[int, int], text: str) -> None:
    assert words.entries(*counts) == text


@pytest.mark.parametrize(("filed", "counted"), [
    ([("E1", "11", "add")], (1, 0)),
    ([("E1", "11", "add"), ("E1", "11", "replace")], (1, 0)),
    ([("E1", "11", "add"), ("E1", "11", "delete")], (0, 0)),
    ([("E1", "11", "delete"), ("E1", "11", "add")], (1, 0)),
    ([("E1", "11", "add"), ("E2", "01", "add"), ("E3", "86", "add")], (1, 1)),
    ([(None, "01", "add"), (None, "01", "add")], (0, 2)),
    ([], (0, 0)),
])  # fmt: skip
def test_an_entry_counts_once_and_not_when_it_is_cancelled(
    filed: list[tuple[str | None, str, str]], counted: tuple[int, int]
) -> None:
    names = ["entry_number", "entry_type", "action"]
    rows = pl.DataFrame(filed, schema=dict.fromkeys(names, pl.String), orient="row").with_columns(
        filing=pl.lit("entry")
    )
    assert entries_instead(rows) == counted
