"""Inputs that were once answered wrongly, found by mutation and fuzzing: each file beside what must come of it.

`x.edi` with `x.json`: what it was (`was`), and what `check` says now. `x.toml` and `x.csv` are configurations and
tables of the user's; they must be taken or refused in words. `ACCEPT=1` writes the answers; a person reads the diff.
"""

import json
import os
from dataclasses import asdict
from pathlib import Path

import pytest

from tests.laws.fuzz.targets import assuming, configuring, sniffing, splitting
from tests.laws.robustness.outcome import outcome

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*.edi"))
TABLES = sorted([*HERE.glob("*.toml"), *HERE.glob("*.csv")])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_was_found_stays_fixed(path: Path) -> None:
    data, answer = path.read_bytes(), path.with_suffix(".json")
    sniffing(data)
    splitting(data)
    found = asdict(outcome(data))
    assert found.pop("wanted") == found["records"]
    found["said"] = list(found["said"])
    told = json.loads(answer.read_text("utf-8")) if answer.is_file() else {"was": ""}
    if os.environ.get("ACCEPT"):
        answer.write_text(json.dumps({"was": told["was"], **found}, indent=1) + "\n", "utf-8")
        told = {"was": told["was"], **found}
    assert told.pop("was"), "say what it was"
    assert found == told


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_tables_are_taken_or_refused_in_words(path: Path) -> None:
    (configuring if path.suffix == ".toml" else assuming)(path.read_bytes())
