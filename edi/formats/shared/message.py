"""What every emitter takes and gives."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Final

import polars as pl

from deminimis.edi.formats.shared.quote import Filed
from deminimis.edi.frames.shipments import Filings

US_CUSTOMS: Final = "CBP"
_MOST: Final = 999_999_999  # the widest control number: ISA13 has nine digits
_KEY: Final = ("file", "seq")


@dataclass(frozen=True)
class Message:
    """One file to be written: for whom, its format (edi.frames.shipments.FORMAT), its notices, its bytes in parts."""

    recipient: str
    format: str
    notices: int
    parts: Iterator[bytes]


@dataclass(frozen=True)
class Desk:
    """What an answer is made from besides its notices. Nothing here reads a clock.

    filed: the files of the call by number, None where one is no filing. now: when the answers are sent, Eastern.
    control: the first control number; the next message has the next one. countries: origins that a country rule names,
    so that the line in error can be told.
    """

    filings: Filings
    filed: tuple[Filed | None, ...]
    now: datetime
    control: int
    countries: frozenset[str] = frozenset()
    _numbers: "count[int]" = field(default_factory=count, init=False, repr=False, compare=False)

    def number(self) -> int:
        """The next control number, from 1 to 999,999,999."""
        return (self.control - 1 + next(self._numbers)) % _MOST + 1

    def by_file(self, notices: pl.DataFrame) -> Iterator[tuple[Filed | None, pl.DataFrame]]:
        """Each file that `notices` answer, None where it is no filing, with its notices: as they come in `notices`."""
        for number, part in _parted(notices, "file"):
            yield self.filed[int(number)], part

    def answered(self, notices: pl.DataFrame) -> Filed | None:
        """The file that the first of `notices` answers."""
        return self.filed[int(notices["file"][0])]

    def beginnings(self, notices: pl.DataFrame) -> pl.DataFrame:
        """byte and seq of every shipment of the file that the first of `notices` answers, in filing order."""
        own = self.filings.scan("shipments").filter(pl.col("file") == notices["file"][0])
        return own.select("byte", "seq").collect()

    def with_facts(self, notices: pl.DataFrame, *names: str) -> pl.DataFrame:
        """`notices` with columns of the shipments that they answer."""
        facts = self.filings.scan("shipments").select(*_KEY, *names).collect()
        return notices.join(facts, on=_KEY, how="left", maintain_order="left")


def recipients(notices: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """The notices of each recipient, recipients in order of their names, rows in their order."""
    yield from sorted(_parted(notices, "recipient"), key=lambda each: each[0])


def _parted(notices: pl.DataFrame, name: str) -> Iterator[tuple[str, pl.DataFrame]]:
    """The rows of each value of a column, in order of the first of each; no copy is made where there is one value."""
    if notices.height and notices[name].eq_missing(notices[name][0]).all():
        yield str(notices[name][0]), notices
        return
    for (value,), part in notices.partition_by(name, as_dict=True, maintain_order=True).items():
        yield str(value), part
