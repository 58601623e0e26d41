"""`deminimis respond FILE... --out DIR`: the messages that ACE would answer with, as far as its codes are published."""

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final

import click

from deminimis.cli import log, words
from deminimis.cli.atomic import write_together
from deminimis.cli.commands.check import judged
from deminimis.cli.exit_codes import NOT_CHECKED, ended
from deminimis.cli.options import config_file as config
from deminimis.cli.options import ledger as ledger_option
from deminimis.cli.options import shared as options
from deminimis.cli.session import with_ledger as remembering
from deminimis.cli.session.earlier_filings import Told, tellable
from deminimis.cli.session.inputs import sources
from deminimis.cli.session.progress import bar
from deminimis.cli.session.refusal import refused
from deminimis.cli.session.report import Report, Wanted
from deminimis.cli.session.with_ledger import Options
from deminimis.edi.formats import FORMATS
from deminimis.edi.formats.answers import answers
from deminimis.edi.formats.shared.message import Desk, Message
from deminimis.edi.formats.shared.quote import filed
from deminimis.edi.layout.write import WriteError
from deminimis.edi.reading.source import Source
from deminimis.rules.answers.plan import Plan, plan

_NOON: Final = time(12)
_NAME: Final = 20  # characters of a recipient in a file's name
_NUMBERS: Final = 900_000_000


class Moment(click.ParamType[datetime]):
    """A time to the minute, CCYY-MM-DDTHH:MM."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The time, or a usage error that says the form."""
        if isinstance(value, datetime):
            return value
        try:
            return datetime.strptime(value, "%Y-%m-%dT%H:%M")
        except ValueError:
            self.fail(f"{value!r} is no time; write it as 2025-03-01T14:05", param, ctx)


@click.command("respond", context_settings={"help_option_names": ["-h", "--help"]})
@options.files
@click.option(
    "--out", required=True, type=click.Path(file_okay=False, path_type=Path),
    help="Write the messages into this folder; it is made, with its parents.",
)  # fmt: skip
@options.verdict
@options.selection
@options.read_ledger
@options.config
@click.option(
    "--now", type=Moment(),
    help="When the answers are sent (2025-03-01T14:05, Eastern). Default: noon of the latest day that the files carry.",
)  # fmt: skip
@click.option(
    "--control", type=click.IntRange(1, 999_999_999),
    help="First control number; each message has the next. Default: made from the files, the same for the same files.",
)  # fmt: skip
@click.option(
    "--assume-codes", is_flag=True,
    help="Where CBP's code for a rejection of all origins is not published, take that of an ineligible origin.",
)  # fmt: skip
@click.option("--quiet", "-q", is_flag=True, help="No summary on standard error.")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    *,
    paths: tuple[str, ...],
    out: Path,
    now: datetime | None,
    control: int | None,
    assume_codes: bool,
    fail_on: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    max_findings: int,
    config_file: Path | None,
    quiet: bool,
    ledger_path: Path | None,
    **verdict: Any,
) -> int:
    """Write what ACE would answer: warnings, withholdings, rejections and acceptances, one message a recipient.

    X12 350 and 355, CUSRES, CAMIR air FER and FSN, CAMIR ocean status, CATAIR SX and SO, as far as the codes are
    published; what has none is listed. Nothing is written for input that could not be read as a whole.

    \b
    Exit codes: as of `deminimis check`; 2 and nothing written where something could not be read.
    Example:    deminimis respond samples/catair_se/over_limit.edi --out answers
    """
    inputs = sources(paths)
    wanted = Wanted(select, ignore)
    configuration = config.load(config_file, Path.cwd())
    formats = configuration.formats(FORMATS)
    verdict["configured"] = configuration.settings()
    ledger = ledger_option.of_options(ledger_path, records=False)
    with bar(inputs, not quiet) as verdict["progress"]:
        if ledger is None:
            verdict["unpacked"] = True
            outcome = judged(inputs, wanted=wanted, max_findings=max_findings, formats=formats, **verdict)
            told = Told(outcome.intake.filings, outcome.judgement)
        else:
            given = Options(formats, max_findings=max_findings, **verdict)
            outcome, told = remembering.told(ledger, inputs, given, wanted)
    if not outcome.complete:
        refused(outcome)
        return ended(ctx, NOT_CHECKED)
    moment = now or _moment(outcome, verdict.get("as_of"))
    calls = len(outcome.intake.files)
    planned = plan(
        told.judgement,
        told.filings,
        outcome.settings,
        moment,
        findings=outcome.intake.findings.frame(),
        assume_codes=assume_codes,
        calls=calls,
    )
    planned = tellable(planned, calls)
    last = told.filings.shipments["file"].max()
    remembered = [None] * (int(str(last)) + 1 - len(inputs) if last is not None else 0)
    desk = Desk(
        told.filings, (*filed(inputs, formats), *remembered), moment, control or _control(inputs),
        outcome.settings.policy.countries,
    )  # fmt: skip
    try:
        written = write_all(out, answers(planned.notices, desk))
    except WriteError as error:
        raise click.ClickException(f"an answer cannot be written, and none was: {error}") from error
    if not quiet:
        for line in summary(out, written, planned):
            log.say(line)
    return ended(ctx, outcome.exit_code(fail_on))


def _moment(outcome: Report, as_of: date | None) -> datetime:
    """Noon of the latest day of the call: of an envelope, else --as-of, else of an arrival. Never the clock's."""
    arrivals = outcome.intake.filings.shipments["eda"].max()
    day = as_of or outcome.intake.latest or (arrivals if isinstance(arrivals, date) else None)
    if day is None:
        raise click.UsageError("the files carry no date; say with --now when the answers are sent")
    return datetime.combine(day, _NOON)


def _control(inputs: list[Source]) -> int:
    """A number made from the beginnings of the files: other files, most likely another number."""
    total = 0
    for source in inputs:
        total = zlib.crc32(source.head(), total)
    return total % _NUMBERS + 1


@dataclass(frozen=True)
class Written:
    """One message on disk."""

    name: str
    format: str
    recipient: str
    notices: int


def write_all(out: Path, messages: Iterator[Message]) -> list[Written]:
    """All messages into `out`: each under a temporary name first, then all renamed. Raises OSError and WriteError."""
    written: list[Written] = []
    used: Counter[str] = Counter()

    def files() -> Iterator[tuple[str, Iterable[bytes]]]:
        for message in messages:
            name = file_name(message, used)
            written.append(Written(name, message.format, message.recipient, message.notices))
            yield name, message.parts

    write_together(out, files())
    return written


def file_name(message: Message, used: Counter[str]) -> str:
    """Letters and digits of the recipient, the format, and a number: nothing in it can be a path."""
    plain = re.sub("[^A-Z0-9]", "", message.recipient.upper())[:_NAME] or "UNKNOWN"
    stem = f"{plain}-{message.format}"
    used[stem] += 1
    return f"{stem}-{used[stem]:03d}.edi"


def summary(out: Path, written: list[Written], planned: Plan) -> Iterator[str]:
    """What was written, and what gets no answer and why; one line each."""
    yield f"deminimis: {words.many(len(written), 'message')} written to {words.clean(str(out))}"
    if not written and not planned.silent:
        yield "  nothing to say: what ACE answers to an accepted air, ocean or rail manifest is not published"
    for one in written:
        what = f"{words.many(one.notices, 'disposition')} for {words.clean(one.recipient)}"
        yield f"  {one.name}: {one.format}, {what}"
    for silent in planned.silent:
        lead = "no published code" if silent.unpublished else "no answer"
        more = ", ..." if silent.count > len(silent.samples) else ""
        names = f" ({', '.join(words.clean(name) for name in silent.samples)}{more})" if silent.samples else ""
        yield f"  {lead}: {silent.cause}: {silent.count:,}{names}"
