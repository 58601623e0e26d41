"""`deminimis demo`: the check, run on the samples that come with the program."""

import os
import shutil
import sys
from importlib.resources import as_file, files
from typing import Final

import click

from deminimis.cli.corpus.corpus import outcome, samples
from deminimis.cli.exit_codes import CLEAN, FINDINGS
from deminimis.cli.reporters import terminal as human

_SHOWN: Final = ("over_limit.edi", "suspended.edi")
_WIDEST: Final = 100


@click.command("demo")
def command() -> int:
    """Run the check on the samples and show its reports; exit 0 when each gave what is expected.

    \b
    Example:    deminimis demo
    """
    width = min(shutil.get_terminal_size((_WIDEST, 40)).columns, _WIDEST)
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    lines, wrong = [], 0
    with as_file(files("deminimis.samples")) as root:
        for sample in samples(root):
            report = sample.check()
            got, wanted = outcome(report), sample.wanted()
            if sample.name.endswith(_SHOWN) or len(sample.sources) > 1:
                click.echo(f"$ deminimis check samples/{sample.name}")
                click.echo(human.render(report, width, colour))
            wrong += got != wanted
            lines.append(f"  {sample.name:<40} exit {got['exit']}" + ("" if got == wanted else ", NOT as expected"))
    click.echo("All samples:")
    click.echo("\n".join(lines))
    click.echo("Next: deminimis check YOUR_FILE, or deminimis check --help")
    return FINDINGS if wrong else CLEAN
