"""Every message that a plan asks for, format by format: who writes which is in the catalogue."""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Final

import polars as pl

from deminimis.edi.catalogue import CATALOGUE, named
from deminimis.edi.formats.shared.message import Desk, Message

Emit = Callable[[pl.DataFrame, Desk], Iterator[Message]]
WRITTEN: Final = sorted(named(lambda traits: traits.writer), key=lambda name: CATALOGUE[name].turn)


def emitter(form: str) -> tuple[Emit, pl.Expr]:
    """What writes the answers of the format `form`, one of WRITTEN; and the columns of a plan that it looks at."""
    module = import_module(f"deminimis.edi.formats.{CATALOGUE[form].writer}")
    found: Emit = module.messages
    return found, pl.col(getattr(module, "COLUMNS", "*"))


def answers(notices: pl.LazyFrame | pl.DataFrame, desk: Desk) -> Iterator[Message]:
    """The messages of `notices` (columns of rules.answers.plan.PLAN), in the order of WRITTEN and of recipients.

    The parts of a message must be taken before the next message. Raises WriteError for a value that its place cannot
    hold, OSError where a filing cannot be read again.
    """
    for form in WRITTEN:
        emit, columns = emitter(form)
        own = notices.lazy().filter(pl.col("format") == form).select(columns).collect()
        if own.height:
            yield from emit(own, desk)
