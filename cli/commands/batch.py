"""`deminimis batch INBOX --out DIR --ledger PATH`: what a nightly cron line runs, exactly once a file."""

from pathlib import Path
from typing import NamedTuple

import click

from deminimis.cli import words
from deminimis.cli.exit_codes import ended
from deminimis.cli.night import run as night
from deminimis.cli.night.inbox import Inbox
from deminimis.cli.night.outbox import Outbox
from deminimis.cli.night.status import status
from deminimis.cli.options.gather import gathered
from deminimis.cli.options.request import Request, request
from deminimis.ledger.store import table
from deminimis.ledger.store.bucket import Where
from deminimis.ledger.store.table import LedgerError


class Monitor(NamedTuple):
    """What a monitor asks. within: hours."""

    status: bool
    within: float


@click.command("batch")
@request(
    night.places,
    click.option("--quiet", "-q", is_flag=True, help="No summary where everything is exit code 0."),
    gathered(
        "monitor", Monitor,
        click.option(
            "--status", is_flag=True,
            help="Do nothing, and say whether the last run ended, what waits and what failed; for a monitor.",
        ),
        click.option(
            "--within", type=click.FloatRange(min=0, min_open=True), default=26.0, show_default=True, metavar="HOURS",
            help="With --status: a run should have ended within this time.",
        ),
    ),
)  # fmt: skip
def command(*, request: Request, inbox: Path, out: Path, how: night.How, monitor: Monitor) -> int:
    """Check, answer and record every complete file of INBOX, oldest first, each exactly once.

    Each file is judged with everything that the ledger remembers. It goes to INBOX/done, or to INBOX/failed with the
    reason beside it. Killed at any point, the next run goes on where this one ended. Two runs can share an inbox.

    \b
    Exit codes: 0 nothing at or above --fail-on in any file, 1 findings, or files still wait in INBOX/failed,
                2 a file could not be fully checked, or the run stopped.
    --status:   0 all is well, 1 something waits, 2 no run ended in time, or the last one stopped.
    Example:    deminimis batch /srv/edi/in --out /srv/edi/out --ledger /srv/edi/ledger
    """
    night.usable(request, inbox, out)
    assert request.ledger is not None
    if monitor.status:
        return ended(_status(Inbox(inbox), Outbox(out).folder, request.ledger.path, monitor.within))
    stop = night.Stop()
    stop.listen()
    summary = night.run(request, inbox, out, how, lambda: stop.asked)
    night.say(summary, inbox, out, request.quiet)
    return ended(summary.exit)


def _status(inbox: Inbox, out: Path, ledger: Where, within: float) -> int:
    broken = ""
    if table.exists(ledger):
        try:
            table.opened(ledger)
        except (LedgerError, OSError) as error:
            broken = words.why(error)
    found = status(inbox, out, within, broken)
    night.tell(found.told())
    return found.code
