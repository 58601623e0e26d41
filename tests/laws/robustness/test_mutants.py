"""No mutation of an over-limit file comes out clean unless it really removed the overage, or something is reported.

A short, fixed run; `make mutants` goes on for as long as it is told to.
"""

from itertools import islice
from pathlib import Path
from random import Random

import pytest

from deminimis.cli.main import run
from tests.build.filings.over import OVER
from tests.laws.robustness import plainly
from tests.laws.robustness.answers import ANSWERS
from tests.laws.robustness.calls import CALLS
from tests.laws.robustness.hunt import KINDS, called, wrong
from tests.laws.robustness.mutations import MUTATIONS, mutants
from tests.laws.robustness.outcome import outcome
from tests.laws.robustness.plain_readers import READERS

SEED, COUNT = 1, 40


def drawn(count: int, begin: int = 0, seed: int = SEED) -> list[tuple[str, str, bytes]]:
    return list(islice(mutants(Random(seed)), begin, begin + count))


@pytest.mark.parametrize("form", OVER)
def test_the_filings_themselves_are_over_and_faultless(form: str) -> None:
    found = outcome(OVER[form])
    assert (found.exit, found.over, found.reported, found.said) == (1, True, False, ("DM101",))
    assert plainly.over(READERS, [(form, OVER[form])]) is True


def test_nothing_comes_out_clean_that_is_not_and_no_record_is_lost() -> None:
    found = [(form, what, wrong(form, data)) for form, what, data in drawn(COUNT)]
    assert [each for each in found if each[2]] == []


def test_every_mutation_changes_something_and_the_same_seed_gives_the_same() -> None:
    found = drawn(2000)
    assert found == drawn(2000)
    changed = {
        name for form, what, data in found if data != OVER[form] for name in what.split(",")[0].split(" and ")
    }  # fmt: skip
    assert changed == set(MUTATIONS)


@pytest.mark.parametrize("name", CALLS)
def test_calls_are_over_by_all_their_files_together(name: str) -> None:
    call = CALLS[name]
    found = called(call)
    assert (found.exit, found.over, found.reported) == (1, True, False) and "DM101" in found.said
    assert plainly.over(READERS, call.files) is True
    assert len(call.files) == 1 or not plainly.over(READERS, call.files[:1]) or "late" in name


@pytest.mark.parametrize("name", ANSWERS)
def test_answers_warn(name: str) -> None:
    found = outcome(ANSWERS[name].data)
    assert (found.exit, found.reported, found.said[:1]) == (1, False, ("CBP101",))
    assert ANSWERS[name].warned(ANSWERS[name].data) is True


@pytest.mark.parametrize(("kind", "count"), [("calls", 16), ("answers", 14), ("nights", 1), ("configurations", 8)])
def test_nothing_comes_out_clean_that_is_not(kind: str, count: int) -> None:
    found = [(name, what, reason) for name, what, _, reason in islice(KINDS[kind](Random(SEED)), count) if reason]
    assert found == []


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
    for _, what, data in drawn(3, begin, SEED + 1):
        path.write_bytes(data)
        arguments = [each.replace("FILE", str(path)).replace("PLACE", str(tmp_path)) for each in COMMANDS[name]]
        assert run(arguments) in (0, 1, 2), what
        assert "internal error" not in capsys.readouterr().err, what
