"""One run over an inbox, from the folders that it may use to what is said of it: for `batch` and `watch`."""

import contextlib
import signal
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import FrameType
from typing import Final, NamedTuple

import click
import polars as pl

from deminimis.cli import log, words
from deminimis.cli.exit_codes import CLEAN, FINDINGS, NOT_CHECKED
from deminimis.cli.night import kept, page
from deminimis.cli.night.inbox import CLAIMS, DONE, FAILED, Inbox
from deminimis.cli.night.night import Night
from deminimis.cli.night.outbox import Outbox
from deminimis.cli.night.status import noted
from deminimis.cli.night.summary import Summary
from deminimis.cli.options import shared as options
from deminimis.cli.options.gather import Command, apply, gathered
from deminimis.cli.options.ledger import apart, same_place
from deminimis.cli.options.request import Request
from deminimis.cli.reporters import deliver
from deminimis.ledger.record import WAIT
from deminimis.ledger.store import table
from deminimis.ledger.store.maintain import tidied
from deminimis.ledger.store.table import LedgerError

_LEVELS: Final = {CLEAN: "info", FINDINGS: "warning", NOT_CHECKED: "error"}


class How(NamedTuple):
    """How a run goes about it. settle, wait: seconds."""

    settle: float
    wait: float
    page: bool
    keep: int | None = None  # days


@dataclass
class Stop:
    """Set by SIGTERM and SIGINT: the file at hand is finished or put back, and no other begun."""

    asked: bool = False
    then: Callable[[], None] = lambda: None  # what else is to be told

    def ask(self, _signal: int, _frame: FrameType | None) -> None:
        """What the signal does."""
        self.asked = True
        self.then()

    def listen(self) -> None:
        """From now on the signals ask."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.ask)


def places(function: Command) -> Command:
    """INBOX, --out, --ledger, what bears on a verdict, and `how`."""
    return apply(
        function,
        click.argument("inbox", type=click.Path(exists=True, file_okay=False, path_type=Path)),
        click.option(
            "--out", required=True, type=click.Path(file_okay=False, path_type=Path),
            help="Write reports, responses and the log batch.jsonl into this folder; it is made, with its parents.",
        ),
        options.ledger_folder("The ledger; it is made if there is none."),
        options.lasting_verdict, options.selection, options.config, options.mask,
        gathered(
            "how", How,
            click.option(
                "--settle", type=click.FloatRange(0, 3600), default=1.0, show_default=True, metavar="SECONDS",
                help="A file is complete when its size is the same after this time, or when FILE.done stands beside "
                "it.",
            ),
            click.option(
                "--wait", type=click.FloatRange(0, 86_400), default=WAIT, show_default=True, metavar="SECONDS",
                help="How long to wait for other runs that write to the ledger.",
            ),
            click.option(
                "--page/--no-page", default=True, show_default=True,
                help="Write the morning page into --out: night-DATE.html and night-DATE.xlsx.",
            ),
            click.option(
                "--keep", type=click.IntRange(min=1), metavar="DAYS",
                help="Remove what this program left in INBOX/done and --out longer ago. Default: nothing is removed.",
            ),
        ),
    )  # fmt: skip


def usable(request: Request, inbox: Path, out: Path) -> None:
    """Raises click.UsageError where these folders or the configuration are none for a run that records."""
    assert request.ledger is not None
    request.ready()
    if "external" in request.configuration.options:
        raise click.UsageError("options.external is a what-if: it cannot be recorded; leave it out for `batch`")
    apart(request.ledger.path, inbox=inbox, out=out)
    own = [inbox, *(inbox / name for name in (DONE, FAILED, CLAIMS))]
    if any(same_place(out, each) for each in own):
        raise click.UsageError("--out is a folder of the inbox: our own answers would be taken for CBP's")


def run(request: Request, inbox: Path, out: Path, how: How, stopped: Callable[[], bool]) -> Summary:
    """Settles every complete file, keeps the ledger in order, notes how it ended; what came of it."""
    assert request.ledger is not None
    ledger, place, outbox = request.ledger.path, Inbox(inbox), Outbox(out)
    summary = Summary(place.failed())
    with table.private():
        try:
            table.created(ledger)
            out.mkdir(mode=0o700, parents=True, exist_ok=True)
            _settled(Night(place, outbox, ledger, request, how.wait, stopped), how, summary)
            tidied(ledger, how.wait)
        except (LedgerError, OSError) as error:
            summary.stopped = words.why(error)
        with contextlib.suppress(LedgerError, OSError):  # then it is the reason why the run stopped
            noted(outbox.folder, place, summary.logged | {"told": summary.answer})
    return summary


def _settled(night: Night, how: How, summary: Summary) -> None:
    day = date.today()
    with night.inbox.opened():
        noted(night.outbox.folder, night.inbox)
        for result in night.files(how.settle):
            summary.add(result)
            if sys.stderr.isatty():
                click.echo(f"{result.status}: {words.clean(result.name)}", err=True)
        if night.stopped():
            summary.stopped = "asked to stop"
        elif how.page:
            try:
                summary.page = page.written(night.outbox, night.inbox.job, night.request, summary, day)
            except (LedgerError, OSError, click.ClickException) as error:
                summary.missing(f"The morning page could not be written: {words.why(error)}.")
            except (Exception, pl.exceptions.PanicException) as error:  # what the files came to is said all the same
                summary.missing(f"The morning page could not be written: {type(error).__name__}. Please report it.")
        if how.keep and not night.stopped():
            try:
                kept.swept(night.inbox, night.outbox.folder, how.keep)
            except OSError as error:
                summary.missing(f"Not everything older than {how.keep} days could be removed: {words.why(error)}.")
    night.outbox.tidy()


def say(summary: Summary, inbox: Path, out: Path, quiet: bool) -> None:
    """The summary, on standard output; nothing of a run without files, but to a person who passes some over."""
    if log.as_json() and (summary.files or summary.stopped):
        log.say(f"deminimis: {summary.answer or summary.kinds}", _LEVELS[summary.exit], **summary.logged)
    if (summary.files or summary.stopped) and not (quiet and summary.exit == CLEAN):
        tell(summary.told(inbox, out))
    folders = Inbox(inbox).folders() if summary.files or sys.stdout.isatty() else []
    if folders and not quiet:
        shown = words.clean(", ".join(folders))
        log.say(f"deminimis: passed over, since only files of the inbox itself are taken: {shown}", "warning")


def tell(lines: Iterable[str]) -> None:
    """The lines on standard output, folded where a person reads them."""
    width = deliver.columns() if sys.stdout.isatty() else None
    for line in lines:
        click.echo(words.folded(words.logged(line), width))
