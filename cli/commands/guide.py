"""`deminimis guide FILE.pdf`: the record tables of a guide that you hold, beside our layouts."""

import shutil
import sys
from pathlib import Path

import click

from deminimis.cli import log, words
from deminimis.cli.exit_codes import CLEAN, FINDINGS, NOT_CHECKED, ended
from deminimis.cli.guide import report, trial, written
from deminimis.cli.guide.reading import take
from deminimis.edi.catalogue import CATALOGUE
from deminimis.edi.formats import FORMATS
from deminimis.edi.guides.plan import FAMILIES, corrections, held


class _Pages(click.ParamType[tuple[int, int]]):
    name = "FIRST-LAST"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        first, _, last = value.partition("-")
        if not (first.isdigit() and (last or first).isdigit() and 1 <= int(first) <= int(last or first)):
            self.fail(f"{value!r} are no pages; write 30-60", param, ctx)
        return int(first), int(last or first)


@click.command("guide")
@click.argument("paths", metavar="FILE...", nargs=-1)
@click.option(
    "--try", "trying", is_flag=True, help="FILE... are filings: say how well they fit the layouts as they are."
)
@click.option(
    "--format", "form", type=click.Choice(sorted(CATALOGUE)), metavar="FORMAT", help="Compare with its layouts only."
)
@click.option(
    "--write",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="TOML",
    help="Write what differs as corrections of layouts: deminimis.toml, or a pack that it names.",
)
@click.option("--pages", type=_Pages(), help="Only these pages of the file, counted from 1.")
@click.option("--all", "everything", is_flag=True, help="Show explained differences too, with their reasons.")
def command(
    *, paths: tuple[str, ...], trying: bool, form: str | None, target: Path | None, pages: tuple[int, int] | None,
    everything: bool,
) -> int:  # fmt: skip
    """Read the record tables of one of CBP's implementation guides, and compare them with the layouts used here.

    CATAIR and CAMIR are known field by field; who holds a newer guide, or one that was never public, has the program
    read by it: --write makes corrections of what differs, each with the guide's name, page and sha256. A table that
    cannot be read is named with its page. --try asks real filings instead, without any guide: how many rows fit each
    field that is assumed, and which columns near by would fit better. Nothing leaves this machine.

    \b
    Exit codes: 0 nothing differs, 1 something differs, 2 the file or a table could not be read.
    Example:    deminimis guide camir-ocean.pdf --write deminimis.toml
                deminimis guide --try outbox/
    """
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    if trying:
        return _tried(paths, form, everything, width)
    if len(paths) != 1:
        raise click.UsageError("name one guide, a PDF; --try takes filings, as many as you like")
    taken = take(Path(paths[0]), *(pages or (1, None)))
    forms = [FORMATS[name] for name in ([form] if form else FORMATS)]
    if form and not any(each.family in FAMILIES for each in forms[0].layouts.values()):
        raise click.UsageError(f"--format {form}: guides of CATAIR and CAMIR have record tables, those of {form} none")
    found = held(taken.found.tables, forms, taken.guide)
    for line in report.lines(taken, found, everything):
        click.echo(words.logged(words.folded(line, width)))
    made = corrections(found)
    count = sum(map(len, made.values()))
    if target is not None and made:
        written.write(target, taken.guide, made)
        log.say(
            f"{words.many(count, 'field')} of {words.many(len(made), 'record')} written to {words.shown(str(target))}"
        )
    elif target is not None:
        log.say("nothing to correct: no file was written")
    elif made:
        log.say(f"--write deminimis.toml makes corrections of {words.many(count, 'field')}")
    if taken.found.strays or any(each.table.problems for each in found):
        return ended(NOT_CHECKED)
    return ended(FINDINGS if any(each.differences or each.unwritten for each in found) else CLEAN)


def _tried(paths: tuple[str, ...], form: str | None, everything: bool, width: int | None) -> int:
    if not paths:
        raise click.UsageError("--try takes filings: name some")
    found = trial.files(paths, form)
    for line in trial.lines(found, everything):
        click.echo(words.logged(words.folded(line, width)))
    return ended(FINDINGS if any(fit.better for each in found for fit in each.fits) else CLEAN)
