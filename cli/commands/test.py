"""`deminimis test DIR`: a corpus of one's own, each file beside what `check` must say of it."""

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

from deminimis.cli import words
from deminimis.cli.corpus import junit
from deminimis.cli.corpus.corpus import CorpusError, Sample, outcome, samples, without_filing
from deminimis.cli.corpus.differences import Difference, differences
from deminimis.cli.corpus.junit import Case
from deminimis.cli.exit_codes import CLEAN, FINDINGS, NOT_CHECKED, ended
from deminimis.cli.options import shared as options
from deminimis.cli.options.request import Request, request
from deminimis.cli.reporters import deliver, place

_SHOWN: Final = 20  # differences of one case
_NEVER: Final = "there is no filing for it, or its folder is one case: never run"
_WORDS: Final = {"same": "as expected", "differs": "different", "new": "without an expectation", "broken": "not run",
                 "accepted": "written"}  # fmt: skip


@click.command("test")
@request(
    click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path)),
    click.option("--accept", is_flag=True, help="Write what comes out now as what is expected; look at it before."),
    options.verdict, options.config,
    click.option(
        "--format", "form", type=click.Choice(["text", "junit"]), default="text", show_default=True,
        help="junit: a test case a case, for the pages of a CI.",
    ),
    click.option(
        "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write it to this file, whole or not at all."
    ),
    click.option("--quiet", "-q", is_flag=True, help="Nothing where everything is as expected."),
)  # fmt: skip
def command(*, request: Request, folder: Path, accept: bool, form: str, output: Path | None) -> int:
    """Check every x.edi below DIR against the x.expected.json beside it, and show what differs.

    A folder with one expected.json is one case: its files add up together. An expectation holds `exit` and `report`
    (as of --format json); what it leaves out is not compared, so {"exit": 0} is one. --accept writes it whole.

    \b
    Exit codes: 0 all as expected, 1 something differs or has no expectation, 2 a case could not be run.
    Example:    deminimis test samples
    """
    request.ready()
    cases = list(samples(folder))
    if not cases:
        raise click.UsageError(f"{folder}: no file x.edi below it; put filings there, then `deminimis test --accept`")
    told = [Case(each.name, *_run(each, accept, request)) for each in cases]
    told += [Case(str(path), "broken", [f"{words.clean(str(path))}: {_NEVER}"]) for path in without_filing(folder)]
    counts = Counter(each.status for each in told)
    code = NOT_CHECKED if counts["broken"] else FINDINGS if counts["differs"] + counts["new"] else CLEAN
    if form == "junit":
        deliver.write(junit.render(told), output)
    else:
        _text(told, output)
    if not (request.quiet and code == CLEAN):
        for line in _closing(folder, len(cases), counts):
            click.echo(line, err=form == "junit" or output is not None)
    return ended(code)


def _text(told: list[Case], output: Path | None) -> None:
    lines = [line for each in told for line in each.lines]
    if not (place.terminal(output) and "NO_COLOR" not in os.environ):
        lines = [words.logged(click.unstyle(line)) for line in lines]
    if output is not None:
        deliver.write("".join(f"{line}\n" for line in lines), output)
        return
    for line in lines:
        click.echo(line)


def _closing(folder: Path, cases: int, counts: Counter[str]) -> Iterator[str]:
    said = ", ".join(f"{counts[status]:,} {word}" for status, word in _WORDS.items() if counts[status])
    yield f"deminimis test: {words.many(cases, 'case')}: {said}"
    if counts["new"]:
        yield f"Next: deminimis test {words.clean(str(folder))} --accept, and look at what it writes"


def _run(case: Sample, accept: bool, request: Request) -> tuple[str, list[str]]:
    """What became of a case, and the lines that say so."""
    try:
        wanted = {} if accept and not case.expected.is_file() else case.wanted()
        got = outcome(case.check(request))
        found = differences(wanted, got)
        if accept:
            if found or set(wanted) != set(got) or wanted != got:
                case.accept(got)
                return "accepted", [f"{words.clean(case.name)}: written, exit {got['exit']}", *_lines(found)]
            return "same", []
    except (CorpusError, OSError) as error:
        return "broken", [words.clean(str(error))]
    if not wanted:
        return "new", [f"{words.clean(case.name)}: no {case.expected.name} beside it; it gives exit {got['exit']}"]
    return ("differs", [words.clean(case.name), *_lines(found)]) if found else ("same", [])


def _lines(found: list[Difference]) -> Iterator[str]:
    for each in found[:_SHOWN]:
        yield f"  {each.where}"
        if each.expected is not None:
            yield click.style(f"    - {each.expected}", fg="red")
        if each.got is not None:
            yield click.style(f"    + {each.got}", fg="green")
    if len(found) > _SHOWN:
        yield f"  ... and {len(found) - _SHOWN:,} more differences"
