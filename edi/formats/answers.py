"""Every message that a plan asks for, format by format: who writes which is in the catalogue."""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Final

import polars as pl

from deminimis.edi.catalogue import CATALOGUE, named
from deminimis.edi.formats.shared.message import Desk, Message
from deminimis.edi.frames.packed import Table

Emit = Callable[[pl.DataFrame, Desk], Iterator[Message]]
WRITTEN: Final = sorted(named(lambda traits: traits.writer), key=lambda name: CATALOGUE[name].turn)


def emitter(form: str) -> tuple[Emit, pl.Expr]:
    """What writes the answers of the format `form`, one of WRITTEN; and the columns of a plan that it looks at."""
    module = import_module(f"deminimis.edi.formats.{CATALOGUE[form].writer}")
    found: Emit = module.messages
    return found, pl.col(getattr(module, "COLUMNS", "*"))


# What very many notices repeat of each other: held as categories, and texts again where records are written.
_REPEATED: Final = (
    "code", "text", "type", "recipient", "path", "kind", "status", "scac", "port", "entry_type", "direction",
)  # fmt: skip


def answers(notices: Table | pl.DataFrame, desk: Desk) -> Iterator[Message]:
    """The messages of `notices` (columns of rules.answers.plan.PLAN), in the order of WRITTEN and of recipients.

    The parts of a message must be taken before the next message. Raises WriteError for a value that its place cannot
    hold, OSError where a filing cannot be read again.
    """
    table = Table([notices], notices.height) if isinstance(notices, pl.DataFrame) else notices
    for form in WRITTEN:
        emit, columns = emitter(form)
        own = table.where(pl.col("format") == form, [columns], lambda rows: rows.cast(_narrow(rows)))
        if own.height:
            yield from emit(own, desk)


def _narrow(rows: pl.DataFrame) -> pl.Schema:
    return pl.Schema({name: pl.Categorical() for name in rows.columns if name in _REPEATED})
