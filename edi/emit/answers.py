"""Every message that a plan asks for, format by format: one line a format."""

from collections.abc import Callable, Iterator
from typing import Final

import polars as pl

from deminimis.edi.emit import air, ocean, release_answer, release_status, truck_response, x12_acceptance, x12_status
from deminimis.edi.emit.message import Desk, Message

Emit = Callable[[pl.DataFrame, Desk], Iterator[Message]]
EMITTERS: Final[dict[str, Emit]] = {
    "catair-sx": release_answer.messages,
    "catair-so": release_status.messages,
    "x12-355": x12_acceptance.messages,
    "x12-350": x12_status.messages,
    "cusres": truck_response.messages,
    "camir-air": air.messages,
    "camir-ocean": ocean.messages,
}


def answers(notices: pl.DataFrame, desk: Desk) -> Iterator[Message]:
    """The messages of `notices` (columns of rules.plan.PLAN), in the order of EMITTERS and of recipients.

    The parts of a message must be taken before the next message. Raises WriteError for a value that its place cannot
    hold, OSError where a filing cannot be read again.
    """
    for form, emit in EMITTERS.items():
        own = notices.filter(pl.col("format") == form)
        if own.height:
            yield from emit(own, desk)
