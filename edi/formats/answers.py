"""Every message that a plan asks for, format by format: who writes which is in the catalogue."""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Final

import polars as pl

from deminimis.edi.catalogue import CATALOGUE, named
from deminimis.edi.formats.shared.message import Desk, Message

Emit = Callable[[pl.DataFrame, Desk], Iterator[Message]]
WRITTEN: Final = sorted(named(lambda traits: traits.writer), key=lambda name: CATALOGUE[name].turn)


def emitter(form: str) -> Emit:
    """What writes the answers of the format `form`, one of WRITTEN."""
    found: Emit = import_module(f"deminimis.edi.formats.{CATALOGUE[form].writer}").messages
    return found


def answers(notices: pl.DataFrame, desk: Desk) -> Iterator[Message]:
    """The messages of `notices` (columns of rules.answers.plan.PLAN), in the order of WRITTEN and of recipients.

    The parts of a message must be taken before the next message. Raises WriteError for a value that its place cannot
    hold, OSError where a filing cannot be read again.
    """
    for form in WRITTEN:
        own = notices.filter(pl.col("format") == form)
        if own.height:
            yield from emitter(form)(own, desk)
