"""No mutation of an over-limit file comes out clean unless it really removed the overage, or something is reported.

A short, fixed run; `make mutants` goes on for as long as it is told to.
"""

from itertools import islice
from pathlib import Path

import pytest

from deminimis.cli.main import run
from tests.robustness import plainly
from tests.robustness.filings import OVER
from tests.robustness.hunt import wrong
from tests.robustness.mutations import MUTATIONS, mutants
from tests.robustness.outcome import outcome

SEED, COUNT = 1, 40


@pytest.mark.parametrize("form", OVER)
def test_the_filings_themselves_are_over_and_faultless(form: str) -> None:
    found = outcome(OVER[form])
    assert (found.exit, found.over, found.reported, found.said) == (1, True, False, ("DM101",))
    assert plainly.over(form, OVER[form]) is True


def test_nothing_comes_out_clean_that_is_not_and_no_record_is_lost() -> None:
    found = [(form, what, wrong(form, data)) for form, what, data in islice(mutants(SEED), COUNT)]
    assert [each for each in found if each[2]] == []


def test_every_mutation_changes_something_and_the_same_seed_gives_the_same() -> None:
    drawn = list(islice(mutants(SEED), 2000))
    assert drawn == list(islice(mutants(SEED), 2000))
    changed = {name for form, what, data in drawn if data != OVER[form] for name in what.split(" and ")}
    assert changed == set(MUTATIONS)


COMMANDS = {
    "inspect": ["inspect", "FILE"],
    "respond": ["respond", "FILE", "--out", "PLACE/answers"],
    "ack": ["ack", "FILE"],
    "convert": ["convert", "FILE", "--to", "csv", "--out", "PLACE/tables"],
    "page": ["check", "FILE", "--format", "html", "--output", "PLACE/report.html"],
    "mask": ["check", "FILE", "--format", "sarif", "--mask"],
    "record": ["check", "FILE", "--ledger", "PLACE/ledger", "--record"],
    "deep": ["check", "FILE", "--deep"],
}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_ends_with_an_exit_code_whatever_the_file(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.edi"
    begin = 20 * list(COMMANDS).index(name)  # other mutants for each command
    for _, what, data in islice(mutants(SEED + 1), begin, begin + 3):
        path.write_bytes(data)
        arguments = [each.replace("FILE", str(path)).replace("PLACE", str(tmp_path)) for each in COMMANDS[name]]
        assert run(arguments) in (0, 1, 2), what
        assert "internal error" not in capsys.readouterr().err, what
