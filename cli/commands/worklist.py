"""`deminimis worklist [FILE...] [--ledger PATH]`: which refused claims are open, and what to do with each."""

from pathlib import Path
from typing import NamedTuple

import click

from deminimis.cli import log
from deminimis.cli.exit_codes import CLEAN, FINDINGS, NOT_CHECKED, ended
from deminimis.cli.options import shared as options
from deminimis.cli.options.gather import gathered
from deminimis.cli.options.request import Request, request
from deminimis.cli.reporters import deliver
from deminimis.cli.reporters import worklist as forms
from deminimis.cli.reporters.parts import worklist as parts
from deminimis.cli.session.followed import followed
from deminimis.cli.session.inputs import sources


class Shown(NamedTuple):
    """What is written, and where."""

    form: str = "text"
    output: Path | None = None


@click.command("worklist")
@request(
    options.optional_files, options.lasting_verdict, options.read_ledger, options.config, options.mask,
    gathered(
        "wanted", Shown,
        click.option("--format", "form", type=click.Choice(list(forms.FORMS)), default="text", show_default=True),
        click.option(
            "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file, whole or not at all."
        ),
    ),
    click.option("--all", "everything", is_flag=True, help="Also what CBP has accepted, and every consignee day."),
    options.quiet,
)  # fmt: skip
def command(*, request: Request, wanted: Shown) -> int:
    """Say which refused claims are open, by consignee and day of arrival, late ones first, and what to do.

    A claim is open until an entry of type 11 or 01 for its bill is on file, refiled until CBP answers it, refused again
    or accepted afterwards. FILE is a filing or an answer of CBP; with a ledger all that it remembers counts too, and
    FILE may be left out.

    \b
    Exit codes: 0 nothing open, 1 something is not accepted yet, 2 it could not be told of everything.
    Example:    deminimis worklist --ledger /srv/edi/ledger
    """
    if not request.paths and request.ledger is None:
        raise click.UsageError("name files, or a ledger: --ledger FOLDER")
    request.ready()
    found = followed(sources(request.paths), request)
    width = deliver.columns()
    worklist = forms.Worklist(found.rows, found.as_of.isoformat(), found.complete, request.everything, width)
    deliver.write(forms.FORMS[wanted.form](worklist), wanted.output)
    if not request.quiet and (log.as_json() or wanted.output is not None):
        log.say(f"deminimis: {parts.sentence(found.rows)}", "info", **parts.totals(found.rows))
    if not found.complete or parts.untold(found.rows):
        return ended(NOT_CHECKED)
    return ended(CLEAN if parts.unfinished(found.rows).is_empty() else FINDINGS)
