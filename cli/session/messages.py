"""The messages that answer a call: when they are sent, how they are numbered and named, and what is said of them."""

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Final

import click
import polars as pl

from deminimis.cli import words
from deminimis.cli.atomic import write_together
from deminimis.cli.session.report import Report
from deminimis.edi.cutting.source import Source
from deminimis.edi.formats.shared.message import Message
from deminimis.rules.answers.plan import Plan

_NOON: Final = time(12)
_NAME: Final = 20  # characters of a recipient in a file's name
_OURS: Final = re.compile(r"[A-Z0-9]+-[a-z0-9-]+-[0-9]{3,}\.edi")  # as `file_name` makes them
_SHOWN: Final = 3  # names of an earlier call's messages that the refusal has
_NUMBERS: Final = 900_000_000


def moment_of(outcome: Report, as_of: date | None) -> datetime:
    """Noon of the latest day of the call: of an envelope, else --as-of, else of an arrival. Never the clock's."""
    arrivals = outcome.intake.filings.scan("shipments").select(pl.col("eda").max()).collect().item()
    day = as_of or outcome.intake.latest or (arrivals if isinstance(arrivals, date) else None)
    if day is None:
        raise click.UsageError("the files carry no date; say with --now when the answers are sent")
    return datetime.combine(day, _NOON)


def control_of(inputs: Sequence[Source]) -> int:
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
    """All messages into `out`: each under a temporary name first, then all renamed. Raises OSError and WriteError.

    Whoever sends a folder sends all that is in it: where messages of an earlier call would stay beside these, nothing
    is written. Raises click.UsageError.
    """
    written: list[Written] = []
    used: Counter[str] = Counter()

    def files() -> Iterator[tuple[str, Iterable[bytes]]]:
        for message in messages:
            name = file_name(message, used)
            written.append(Written(name, message.format, message.recipient, message.notices))
            yield name, message.parts
        _refuse_a_mixture(out, {one.name for one in written})

    write_together(out, files())
    return written


def _refuse_a_mixture(out: Path, names: set[str]) -> None:
    found = sorted(path.name for path in out.iterdir() if _OURS.fullmatch(path.name) and path.name not in names)
    if found:
        shown = ", ".join(found[:_SHOWN]) + (", ..." if len(found) > _SHOWN else "")
        raise click.UsageError(
            f"{words.clean(str(out))} holds {words.many(len(found), 'message')} of an earlier call that this one does "
            f"not write ({shown}): two answers would be mixed, and nothing was written; name another folder, or "
            "move these away"
        )


def file_name(message: Message, used: Counter[str]) -> str:
    """Letters and digits of the recipient, the format, and a number: nothing in it can be a path."""
    plain = re.sub("[^A-Z0-9]", "", message.recipient.upper())[:_NAME] or "UNKNOWN"
    stem = f"{plain}-{message.format}"
    used[stem] += 1
    return f"{stem}-{used[stem]:03d}.edi"


def said(out: Path, written: list[Written], planned: Plan) -> Iterator[str]:
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
