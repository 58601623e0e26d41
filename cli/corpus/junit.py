"""JUnit XML of `deminimis test`: one test case a case of the corpus, so that a CI page shows what differs."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import click

from deminimis.cli.reporters.ci.junit import Told, suite

_FAILED: Final = {"differs": "differs from what is expected", "new": "nothing is expected of it yet"}


class Case(NamedTuple):
    """A case that was run: its name, what became of it (`same`, `differs`, `new`, `broken`, `accepted`), and the
    lines that say so."""

    name: str
    status: str
    lines: Sequence[str]


def render(cases: Sequence[Case]) -> str:
    """The test suite; what differs or is new is a failure, what could not be run an error."""
    return suite("deminimis test", [_told(each) for each in cases])


def _told(case: Case) -> Told:
    text = click.unstyle("\n".join(case.lines))
    if case.status == "broken":
        return Told(case.name, "error", "could not be run", "broken", text)
    if case.status in _FAILED:
        return Told(case.name, "failure", _FAILED[case.status], case.status, text)
    return Told(case.name)
