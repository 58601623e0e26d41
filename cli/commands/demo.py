"""`deminimis demo`: the check, run on the samples that come with the program; one report, or with --all every one."""

import os
import shutil
import sys
from importlib.resources import as_file, files
from typing import Final

import click

from deminimis.cli import words
from deminimis.cli.corpus.corpus import outcome, samples
from deminimis.cli.exit_codes import CLEAN, FINDINGS
from deminimis.cli.reporters import terminal as human

_TODAY: Final = "catair_se/suspended.edi"
_SHOWN: Final = ("over_limit.edi", "suspended.edi")
_WIDEST: Final = 100


@click.command("demo")
@click.option("--all", "everything", is_flag=True, help="Also the other reports, and a line for each sample.")
def command(*, everything: bool) -> int:
    """Run the check on all samples, show the report of one filing of today, and what comes next.

    \b
    Exit codes: 0 each sample gave what is expected, 1 not each.
    Example:    deminimis demo
    """
    width = min(shutil.get_terminal_size((_WIDEST, 40)).columns, _WIDEST)
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    lines, wrong = [], []
    with as_file(files("deminimis.samples")) as root:
        for sample in samples(root):
            report = sample.check()
            got, wanted = outcome(report), sample.wanted()
            many = sample.name.endswith(_SHOWN) or len(sample.sources) > 1
            if sample.name == _TODAY or (everything and many):
                click.echo(f"$ deminimis check samples/{sample.name}")
                click.echo(human.render(report, width, colour))
            line = f"  {sample.name:<40} exit {got['exit']}" + ("" if got == wanted else ", NOT as expected")
            lines.append(line)
            wrong += [line] if got != wanted else []
    if everything:
        click.echo("\n".join(["All samples:", *lines]))
    else:
        click.echo("\n".join([*wrong, f"{words.many(len(lines), 'sample')} checked: {_told(len(wrong))}."]))
    click.echo("Next: deminimis check YOUR_FILE; every sample: deminimis demo --all")
    return FINDINGS if wrong else CLEAN


def _told(wrong: int) -> str:
    return f"{wrong:,} NOT as expected" if wrong else "each gave what is expected of it"
