"""What a format has to say of itself, and what reading it gives."""

from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final, NamedTuple

import polars as pl

from deminimis.edi.frames.findings import NO_FINDINGS
from deminimis.edi.frames.notices import NO_NOTICES
from deminimis.edi.frames.shipments import DETAILS, LINE_DETAILS, LINES, SHIPMENTS, Filings
from deminimis.edi.layout.declare import Layout
from deminimis.edi.reading.envelope import Level

PLACE: Final = ("ordinal", "line", "column", "byte", "tag", "carried")


class Tables:
    """The parsed records of one block, a frame a tag; a tag that does not occur is a frame of no rows.

    Each frame has the columns of PLACE, the format's scopes (the ordinal of the last record that opened that scope,
    null where none is open), the fields that the format reads, and `unread`.
    """

    def __init__(
        self,
        frames: Mapping[str, pl.DataFrame],
        blanks: Callable[[str], pl.DataFrame],
        detailed: bool = False,
        admitted: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    ) -> None:
        self._frames, self._blanks, self._admitted, self.detailed = frames, blanks, admitted, detailed
        self.shipments = SHIPMENTS | DETAILS if detailed else SHIPMENTS  # the columns of the frames that are wanted
        self.lines = LINES | LINE_DETAILS if detailed else LINES

    def __getitem__(self, tag: str) -> pl.DataFrame:
        found = self._frames.get(tag)
        return found if found is not None else self._blanks(tag)

    def __contains__(self, tag: str) -> bool:
        return tag in self._frames

    def admitted(self, what: str) -> tuple[str, ...]:
        """Codes that the configuration adds to those of the format: `Format.admitted`."""
        return self._admitted.get(what, ())

    def without(self, messages: pl.Series) -> "Tables":
        """The same without the records of some messages, by their ordinals."""
        kept = {
            tag: table.filter(~pl.col("message").is_in(messages.implode()).fill_null(False))
            for tag, table in self._frames.items()
        }
        return Tables(kept, self._blanks, self.detailed, self._admitted)

    def lack(self, *tags: str) -> bool:
        """Whether no record of any of `tags` stands in the block: what is made from them alone has no rows."""
        return self._frames.keys().isdisjoint(tags)


class Assembled(NamedTuple):
    """What one block says: filings (the caller fills in file and seq), notices, and the format's own findings."""

    filings: Filings = Filings.none()
    notices: pl.DataFrame = NO_NOTICES
    findings: pl.DataFrame = NO_FINDINGS
    leap_days: pl.DataFrame = NO_FINDINGS  # those that hold where 29FEB without a year is a day of no year near enough


class Format(NamedTuple):
    """One wire format: its tables and how records become shipments or notices. Everything else is shared."""

    name: str  # as in edi.catalogue
    title: str
    filing: bool  # True: filed with CBP; False: CBP's answer
    layouts: Mapping[str, Layout]
    reads: Mapping[str, tuple[str, ...]]  # tag -> fields that `assemble` uses; of other fields only faults are found
    tag: Callable[[pl.Expr], pl.Expr]  # may look at the records about it, back to the last boundary
    levels: tuple[Level, ...]  # of headers and trailers; none where a message ends as the next one begins
    pairs: Mapping[str, Mapping[str, set[str]]]  # message kind -> allowed pairs
    kind_of: tuple[str, str] | None  # (tag, field) whose value is the message kind; None: the one kind ""
    scopes: Mapping[str, tuple[str, ...]]  # scope -> tags that open it; `message` and `shipment` must be there
    closes: Mapping[str, tuple[str, ...]]  # scope -> tags that close it
    carried: tuple[str, ...]  # headers whose last record a later block needs
    boundaries: frozenset[str]  # records in front of which a block may be cut
    order_as: Mapping[str, str]  # tags that the usage map knows by another name
    passed: str  # expression for the tags of known records that are not used
    assemble: Callable[[Tables], Assembled]
    under: Mapping[str, str] = MappingProxyType({})  # tag -> the scope outside which nobody reads it
    keeps: frozenset[tuple[str, str]] = frozenset()  # neighbours that a block is not cut between
    # Where no header names the kind of its message: tag -> the kind that it tells; "" where none of them stands. The
    # tables then have the column `told`.
    told_by: Mapping[str, str] = MappingProxyType({})
    details: Mapping[str, tuple[str, ...]] = MappingProxyType({})  # what is read beside `reads` where all is wanted
    detailed: bool = False  # all is wanted: the frames have DETAILS and LINE_DETAILS too
    # What the user knows beyond the tables, by what it is: `claims` (release types that ask for de minimis), `others`
    # (release types that do not), `partners` and `directories` (of an EDIFACT interchange).
    admitted: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    # Record tables of CBP's guides by the name printed there, where that is not the tag; for readers of guides alone.
    printed: Callable[[], Mapping[str, Layout]] | None = None

    @property
    def in_columns(self) -> bool:
        """Whether its records are of columns."""
        return next(iter(self.layouts.values())).in_columns

    def in_detail(self) -> "Format":
        """The same format, read for whatever an entry that is filed instead can take over."""
        return _in_detail(self)

    def __hash__(self) -> int:
        """By identity: what is made once for each format is kept by it."""
        return id(self)


@cache  # made once, as what is made for each format
def _in_detail(form: Format) -> Format:
    tags = dict.fromkeys((*form.reads, *form.details))
    both = {tag: (*form.reads.get(tag, ()), *form.details.get(tag, ())) for tag in tags}
    return form._replace(reads={tag: tuple(dict.fromkeys(names)) for tag, names in both.items()}, detailed=True)
