"""Every message that a plan asks for, format by format: one line a format."""

from collections.abc import Callable, Iterator
from typing import Final

import polars as pl

from deminimis.edi.formats.camir_air import answer as air
from deminimis.edi.formats.camir_ocean import answer as ocean
from deminimis.edi.formats.catair.answers import release_sx as release_answer
from deminimis.edi.formats.catair.answers import status_so as release_status
from deminimis.edi.formats.edifact import answer_cusres as truck_response
from deminimis.edi.formats.shared.message import Desk, Message
from deminimis.edi.formats.x12.answers import acceptance_355 as x12_acceptance
from deminimis.edi.formats.x12.answers import status_350 as x12_status

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
