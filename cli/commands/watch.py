"""`deminimis watch INBOX --out DIR --ledger PATH`: the same as `batch`, as files come."""

import math
import threading
import time
from pathlib import Path
from typing import Final, NamedTuple

import click

from deminimis.cli import log, words
from deminimis.cli.exit_codes import CLEAN, ended
from deminimis.cli.night import run as night
from deminimis.cli.night.inbox import Inbox
from deminimis.cli.options.gather import gathered
from deminimis.cli.options.request import Request, request

_PAGED: Final = 300.0  # seconds between two morning pages


class Waiting(NamedTuple):
    """How files are waited for. every: seconds."""

    every: float
    poll: bool


@click.command("watch")
@request(
    night.places,
    gathered(
        "waiting", Waiting,
        click.option(
            "--every", type=click.FloatRange(0.1, 86_400), default=30.0, show_default=True, metavar="SECONDS",
            help="Look again after this time, also where nothing was heard of.",
        ),
        click.option(
            "--poll", is_flag=True,
            help="Look, and do not listen: where the file system tells of no changes (NFS, SMB, some containers).",
        ),
    ),
    click.option("--quiet", "-q", is_flag=True, help="No summary where everything is exit code 0."),
)  # fmt: skip
def command(*, request: Request, inbox: Path, out: Path, how: night.How, waiting: Waiting) -> int:
    """Check, answer and record every file of INBOX as it comes, each exactly once, until it is stopped.

    Each time that files have come it is one run of `batch`, with its options, files, folders and words; the morning
    page is made anew every five minutes at most. Killed at any point, the next run of either goes on. SIGTERM and
    Ctrl-C end it behind the file at hand.

    \b
    Exit codes: 0 when it is stopped; 2 where a run could not go on (a ledger that cannot be read, a full disk).
    Example:    deminimis watch /srv/edi/in --out /srv/edi/out --ledger /srv/edi/ledger
    """
    from watchfiles import watch  # noqa: PLC0415 - only this command needs it

    night.usable(request, inbox, out)
    ending = threading.Event()
    stop = night.Stop(then=ending.set)
    stop.listen()
    place = Inbox(inbox)
    log.say(f"deminimis: watching {words.clean(str(inbox))}", inbox=str(inbox))
    heard = watch(
        inbox, watch_filter=None, stop_event=ending, raise_interrupt=False, recursive=False,
        rust_timeout=int(waiting.every * 1000), yield_on_timeout=True, force_polling=waiting.poll or None,
    )  # fmt: skip
    paged, stale = -math.inf, how.page  # the page is of the whole day: made anew for each file, it would cost the more
    while True:
        due = stale and time.monotonic() - paged >= _PAGED
        if place.anything() or due:
            summary = night.run(request, inbox, out, how._replace(page=due), lambda: stop.asked)
            night.say(summary, inbox, out, request.quiet)
            if summary.stopped and not stop.asked:
                return ended(summary.exit)
            paged, stale = (time.monotonic(), False) if due else (paged, how.page)
        if stop.asked or next(heard, None) is None:
            log.say("deminimis: stopped")
            return ended(CLEAN)
