"""`deminimis batch INBOX --out DIR --ledger PATH`: what a nightly cron line runs, exactly once a file."""

import signal
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Final

import click

from deminimis.cli import words
from deminimis.cli.exit_codes import CLEAN, NOT_CHECKED, ended
from deminimis.cli.night.inbox import CLAIMS, DONE, FAILED, Inbox
from deminimis.cli.night.night import Night
from deminimis.cli.night.outbox import Outbox
from deminimis.cli.options import shared as options
from deminimis.cli.options.ledger import apart, same_place
from deminimis.cli.options.request import Request, request
from deminimis.ledger.record import WAIT
from deminimis.ledger.store import table
from deminimis.ledger.store.maintain import tidied
from deminimis.ledger.store.table import LedgerError

_NAMED: Final = 20  # consignees and failed files that the summary names


@dataclass
class _Stop:
    """Set by SIGTERM and SIGINT: the file at hand is finished or put back, and no other begun."""

    asked: bool = False

    def ask(self, _signal: int, _frame: FrameType | None) -> None:
        """What the signal does."""
        self.asked = True


@click.command("batch")
@request(
    click.argument("inbox", type=click.Path(exists=True, file_okay=False, path_type=Path)),
    click.option(
        "--out", required=True, type=click.Path(file_okay=False, path_type=Path),
        help="Write reports, responses and the log batch.jsonl into this folder; it is made, with its parents.",
    ),
    options.ledger_folder("The ledger; it is made if there is none."),
    options.lasting_verdict, options.selection, options.config, options.mask,
    click.option(
        "--settle", type=click.FloatRange(0, 3600), default=1.0, show_default=True, metavar="SECONDS",
        help="A file is complete when its size is the same after this time, or when FILE.done stands beside it.",
    ),
    click.option(
        "--wait", type=click.FloatRange(0, 86_400), default=WAIT, show_default=True, metavar="SECONDS",
        help="How long to wait for other runs that write to the ledger.",
    ),
    click.option("--quiet", "-q", is_flag=True, help="No summary where everything is exit code 0."),
)  # fmt: skip
def command(*, request: Request, inbox: Path, out: Path, settle: float, wait: float) -> int:
    """Check, answer and record every complete file of INBOX, oldest first, each exactly once.

    Each file is judged with everything that the ledger remembers. It goes to INBOX/done, or to INBOX/failed with the
    reason beside it. Killed at any point, the next run goes on where this one ended. Two runs can share an inbox.

    \b
    Exit codes: 0 nothing at or above --fail-on in any file, 1 findings, 2 a file could not be fully checked.
    Example:    deminimis batch /srv/edi/in --out /srv/edi/out --ledger /srv/edi/ledger
    """
    ledger = request.ledger
    assert ledger is not None
    request.ready()
    if "external" in request.configuration.options:
        raise click.UsageError("options.external is a what-if: it cannot be recorded; leave it out for `batch`")
    apart(ledger.path, inbox=inbox, out=out)
    own = [inbox, *(inbox / name for name in (DONE, FAILED, CLAIMS))]
    if any(same_place(out, each) for each in own):
        raise click.UsageError("--out is a folder of the inbox: our own answers would be taken for CBP's")
    stop = _Stop()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop.ask)
    done = _Done()
    with table.private():
        try:
            table.created(ledger.path)
            out.mkdir(mode=0o700, parents=True, exist_ok=True)
            night = Night(Inbox(inbox), Outbox(out), ledger.path, request, wait, lambda: stop.asked)
            _run(night, settle, done)
            tidied(ledger.path, wait)
        except (LedgerError, OSError) as error:
            done.stopped = words.why(error)
    code = done.exit
    if (done.count or done.stopped) and not (request.quiet and code == CLEAN):
        for line in done.summary(inbox, out):
            click.echo(words.logged(line))
    return ended(code)


@dataclass
class _Done:
    """What the whole batch came to."""

    counts: Counter[str] = field(default_factory=Counter)  # by status
    lines: list[str] = field(default_factory=list)
    worst: int = CLEAN
    stopped: str = ""

    @property
    def count(self) -> int:
        return sum(self.counts.values())

    @property
    def exit(self) -> int:
        return NOT_CHECKED if self.stopped else self.worst

    def summary(self, inbox: Path, out: Path) -> Iterator[str]:
        """Lines for the mail."""
        told = [("recorded", "recorded"), ("seen", "seen before"), ("failed", "failed")]
        parts = [f"{self.counts[status]:,} {word}" for status, word in told if self.counts[status]]
        yield f"deminimis batch: {words.many(self.count, 'file')}" + (f": {', '.join(parts)}" if parts else "")
        if self.stopped:
            yield f"STOPPED: {words.clean(self.stopped)}"
            yield f"Files that are not done are in {words.clean(str(inbox))}; the next run goes on with them."
        yield from self.lines[:_NAMED]
        if len(self.lines) > _NAMED:
            yield f"... and {len(self.lines) - _NAMED:,} more lines: see the reports"
        if not self.lines and not self.stopped:
            yield "No overage in these filings."
        yield f"Reports and responses: {words.clean(str(out))}"


def _run(night: Night, settle: float, done: _Done) -> None:
    with night.inbox.opened():
        for result in night.files(settle):
            done.counts[result.status] += 1
            done.worst = max(done.worst, result.exit)
            done.lines += result.lines
            if sys.stderr.isatty():
                click.echo(f"{result.status}: {words.clean(result.name)}", err=True)
        if night.stopped():
            done.stopped = "asked to stop"
    night.outbox.tidy()
