"""EDIFACT syntax 4 on the wire: service segments, counts, and texts escaped by pydifact's Serializer.

The service segments are our own: pydifact writes a date of six digits into UNB and knows no groups. Only texts that
hold a service character go through its `escape`, each distinct one once: it works segment by segment, and a million
shipments have millions of segments.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import polars as pl
from pydifact.serializer import Serializer

from deminimis.edi.formats.edifact.layouts.envelope import ENVELOPE
from deminimis.edi.formats.shared.records_in_order import LAST, RANKS, counted, in_order, placed
from deminimis.edi.layout.declare import COMPONENT, FIELD
from deminimis.edi.layout.write import write

_ESCAPED: Final = ("+", ":", "'", "?", "*")
_REPETITION: Final = "*"  # syntax 4 repeats with it; pydifact does not escape it
_UNH: Final = 0


@dataclass(frozen=True)
class Interchange:
    """UNB, UNG and their trailers. Parties as in the filing, swapped; reference: UNB 0020 and UNG 0048."""

    sender: str
    sender_qualifier: str | None
    receiver: str
    receiver_qualifier: str | None
    sent_at: datetime
    reference: str
    message_type: str
    newline: bool = False


@dataclass(frozen=True)
class Messages:
    """Some whole messages: `inside` as `in_order` gives it; ships with ship, set (from 1), opens, closes."""

    inside: pl.DataFrame
    ships: pl.DataFrame


def interchange(parts: Iterable[Messages], around: Interchange) -> Iterator[bytes]:
    """One interchange with one group: UNB, UNG, the messages, UNE, UNZ. Raises WriteError."""
    parties = {
        name: [getattr(around, name)] for name in ("sender", "sender_qualifier", "receiver", "receiver_qualifier")
    }
    when = {"date": [around.sent_at.date()], "time": [f"{around.sent_at:%H%M}"]}
    reference = {"control_reference": [around.reference]}
    unb = {"syntax": ["UNOA"], "syntax_version": ["4"], **parties, **when, **reference, "application": ["ACE"]}
    ung = {"message_type": [around.message_type], **parties, **when, **reference}
    yield _bytes(write(ENVELOPE["UNB"], pl.DataFrame(unb)), around)
    yield _bytes(write(ENVELOPE["UNG"], pl.DataFrame(ung | _DIRECTORY)), around)
    sets = 0
    for part in parts:
        yield _bytes(_with_headers(part, around), around)
        sets = int(part.ships["set"][-1])
    yield _bytes(write(ENVELOPE["UNE"], pl.DataFrame({"message_count": [sets], **reference})), around)
    yield _bytes(write(ENVELOPE["UNZ"], pl.DataFrame({"count": [1], **reference})), around)  # groups are counted


_DIRECTORY: Final = {"agency": ["UN"], "version": ["D"], "release": ["03B"]}


def _with_headers(part: Messages, around: Interchange) -> pl.Series:
    number = pl.lit(around.reference) + pl.col("set").cast(pl.String).str.zfill(4)
    head = {name: pl.lit(value[0]) for name, value in _DIRECTORY.items()}
    unh = part.ships.filter("opens").select(
        "ship", rank=pl.lit(_UNH), message_reference=number, message_type=pl.lit(around.message_type), **head
    )
    counts = counted(part.inside, part.ships, "set")
    closes = part.ships.filter("closes").join(counts, on="set", how="left", maintain_order="left")
    unt = closes.select(
        "ship",
        rank=pl.lit(LAST),
        segment_count=pl.col("count") + 2,  # UNH and UNT are counted
        message_reference=number,
    )
    return in_order([part.inside, placed(ENVELOPE["UNH"], unh), placed(ENVELOPE["UNT"], unt)])["raw"]


def _bytes(raw: pl.Series, around: Interchange) -> bytes:
    raw = escaped(raw).str.replace_many([FIELD, COMPONENT], ["+", ":"])
    end = "'\n" if around.newline else "'"
    return str(raw.str.join(end)[0] + end).encode("ascii")


def escaped(raw: pl.Series) -> pl.Series:
    """Records in canonical separators with every service character in their texts released."""
    held = raw.str.contains_any(list(_ESCAPED))
    if not held.any():
        return raw
    texts = raw.filter(held).unique()
    serializer = Serializer()
    released = [serializer.escape(text).replace(_REPETITION, "?" + _REPETITION) for text in texts]
    return raw.replace(texts, pl.Series(released, dtype=pl.String))


def ranked(ship: pl.Series, rank: int, raw: pl.Series) -> pl.DataFrame:
    """Records that are already written, with the place where they belong (columns at and raw)."""
    return pl.DataFrame({"at": ship.cast(pl.Int64) * RANKS + rank, "raw": raw})
