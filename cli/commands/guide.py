"""`deminimis guide FILE.pdf`: the record tables of a guide that you hold, beside our layouts."""

import shutil
import sys
from pathlib import Path
from typing import NamedTuple

import click

from deminimis.cli import log, words
from deminimis.cli.exit_codes import CLEAN, FINDINGS, NOT_CHECKED, ended
from deminimis.cli.guide import report, trial, written
from deminimis.cli.guide.reading import take
from deminimis.cli.options import shared as options
from deminimis.cli.options.config_file import Config
from deminimis.cli.options.gather import gathered
from deminimis.edi.catalogue import CATALOGUE
from deminimis.edi.formats import FORMATS
from deminimis.edi.guides.elements import Lines
from deminimis.edi.guides.plan import FAMILIES, corrections, held
from deminimis.edi.guides.trial import Tried


class _Pages(click.ParamType[tuple[int, int]]):
    name = "FIRST-LAST"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        first, _, last = value.partition("-")
        if not (first.isdigit() and (last or first).isdigit() and 1 <= int(first) <= int(last or first)):
            self.fail(f"{value!r} are no pages; write 30-60", param, ctx)
        return int(first), int(last or first)


class _How(NamedTuple):
    """What is done with the files, beside reading them. `pages`: first and last; `target`: what is written."""

    trying: bool
    target: Path | None
    pages: tuple[int, int] | None
    everything: bool


@click.command("guide")
@click.argument("paths", metavar="FILE...", nargs=-1)
@gathered(
    "how", _How,
    click.option(
        "--try", "trying", is_flag=True, help="FILE... are filings: say how well they fit the layouts as they are."
    ),
    click.option(
        "--format", "form", type=click.Choice(sorted(CATALOGUE)), metavar="FORMAT",
        help="Compare with its layouts only.",
    ),
    click.option(
        "--write", "target", type=click.Path(dir_okay=False, path_type=Path), metavar="TOML",
        help="Write what differs as corrections of layouts: deminimis.toml, or a pack that it names.",
    ),
    click.option("--pages", type=_Pages(), help="Only these pages of the file, counted from 1."),
    click.option(
        "--all", "everything", is_flag=True, help="Show explained differences too; with --try every field."
    ),
    options.config,
)  # fmt: skip
def command(*, paths: tuple[str, ...], form: str | None, how: _How, configuration: Config) -> int:
    """Read the record tables of one of CBP's implementation guides, and compare them with the layouts used here.

    CATAIR and CAMIR are known field by field; who holds a newer guide, or one that was never public, has the program
    read by it: --write makes corrections of what differs, each with the guide's name, page and sha256. A table that
    cannot be read is named with its page. --try asks real filings instead, without any guide: how many rows fit each
    field that is assumed, and where fields stand that have moved. Both compare with the layouts that the configuration
    has corrected. Nothing leaves this machine.

    \b
    Exit codes: 0 nothing differs, 1 something differs, 2 the file or a table could not be read.
    Example:    deminimis guide camir-ocean.pdf --write deminimis.toml
                deminimis guide --try outbox/
    """
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    formats = configuration.formats(FORMATS)
    if how.trying:
        if how.target is not None or how.pages is not None:
            raise click.UsageError("--try corrects nothing and reads filings whole: leave --write and --pages out")
        return _tried(trial.files(paths, form, formats), how.everything, width) if paths else _none()
    if len(paths) != 1:
        raise click.UsageError("name one guide, a PDF; --try takes filings, as many as you like")
    taken = take(Path(paths[0]), *(how.pages or (1, None)))
    forms = [formats[name] for name in ([form] if form else formats)]
    if form and not any(each.family in FAMILIES for each in forms[0].layouts.values()):
        raise click.UsageError(f"--format {form}: guides of CATAIR and CAMIR have record tables, those of {form} none")
    found = held(taken.found.tables, forms, taken.guide)
    for line in report.lines(taken, found, how.everything):
        click.echo(words.logged(words.folded(line, width)))
    made = corrections(found)
    count = sum(map(len, made.values()))
    if how.target is not None and made:
        left = {each.tag: each.unwritten for each in found if each.tag and each.unwritten}
        written.write(how.target, taken.guide, made, formats, left)
        said = f"{words.many(count, 'field')} of {words.many(len(made), 'record')}"
        log.say(f"{said} written to {words.shown(str(how.target))}")
    elif how.target is not None:
        log.say("nothing to correct: no file was written")
    elif made:
        log.say(f"--write deminimis.toml makes corrections of {words.many(count, 'field')}")
    if taken.found.strays or any(each.table.problems for each in found):
        return ended(NOT_CHECKED)
    return ended(FINDINGS if any(each.differences or each.unwritten for each in found) else CLEAN)


def _tried(found: list[Tried | Lines], everything: bool, width: int | None) -> int:
    for line in trial.lines(found, everything):
        click.echo(words.logged(words.folded(line, width)))
    return ended(FINDINGS if trial.differs(found) else CLEAN)


def _none() -> int:
    raise click.UsageError("--try takes filings: name some")
