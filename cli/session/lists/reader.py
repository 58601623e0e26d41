"""Reads the lists of a call: found, mapped, checked; what was found out is kept for whoever tells it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import click
import polars as pl

from deminimis.cli.senders.asked import Lists
from deminimis.cli.suggest import did_you_mean
from deminimis.edi.cells.grid import SheetError
from deminimis.edi.cutting.source import Source
from deminimis.edi.frames import findings
from deminimis.edi.frames.finding_codes import LIST_NOTE, LIST_QUESTION, NO_LIST
from deminimis.edi.frames.findings import NO_FINDINGS
from deminimis.edi.lists import shipments
from deminimis.edi.lists.columns import HELPERS, UNIT_VALUE
from deminimis.edi.lists.grouped import grouped, made
from deminimis.edi.lists.reading import Listed, take
from deminimis.edi.lists.ways import LEFT_OUT, Question, Ways
from deminimis.edi.reading.format import Assembled
from deminimis.edi.reading.intake import TableRead
from deminimis.edi.spreadsheets.entries import ENTRIES
from deminimis.edi.spreadsheets.sheet import Sheet, Terms
from deminimis.edi.spreadsheets.sheets import SHEETS

_DAY: Final = "estimated_arrival"
_NO_DAY: Final = (
    "it has no day of arrival, without which nothing is summed: --set estimated_arrival=2026-12-01 gives one"
)
LARGEST: Final = 256 << 20  # bytes of a list, unpacked
# What the words call a seller and a port is called otherwise in a table that has other columns.
_ALSO: Final = {
    "port_of_entry": "port", **{f"seller_{what}": f"shipper_{what}"
                                for what in ("name", "address", "city", "state", "postal", "country")},
}  # fmt: skip


class Read(NamedTuple):
    """A list that was read: where from, what was found, and the findings of its cells, one a cell."""

    source: Source
    listed: Listed
    ways: Ways
    findings: pl.DataFrame


@dataclass
class Reader:
    """Reads lists by what a call and its configuration say. read: those that were read, in their order."""

    asked: Lists
    configured: Mapping[str, Ways]
    offsets: Mapping[str, int] = field(default_factory=dict)
    read: list[Read] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._ways = self.asked.ways(self.configured)
        names = {*HELPERS, LEFT_OUT, *(column.name for sheet in SHEETS.values() for column in sheet.columns), "line"}
        for name in (*self._ways.columns.values(), *self._ways.values):
            if name not in names:
                raise click.UsageError(f"a table of ours has no column {name!r}.{did_you_mean(name, sorted(names))}")

    def listed(self, source: Source, sheet: Sheet = ENTRIES) -> Listed:
        """The list in a source, for a table of this kind. Raises SheetError, OSError, EOFError."""
        own = [column.name for column in sheet.columns]
        return self.of(source, own, also(sheet))

    def of(self, source: Source, own: list[str], other: Mapping[str, str], *, joined: bool = True) -> Listed:
        """The list in a source, whose columns are these of ours. Raises as `listed`."""
        with source.open() as stream:
            data = stream.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise SheetError(f"it is longer than {LARGEST >> 20} MB: split it")
        known = {name: self.asked.over(ways) for name, ways in self.configured.items()}
        listed, ways = take(data, own, self._ways, other, {} if self.asked.sender else known, joined=joined)
        self.read.append(Read(source, listed, ways, NO_FINDINGS))
        return listed

    def __call__(self, source: Source) -> TableRead:
        """A list as filings to be judged, with its findings. Raises OSError, EOFError."""
        try:
            listed = self.listed(source)
        except SheetError as error:
            return _refused([findings.finding(NO_LIST, reason=str(error), line=1, column=1)])
        evidence = (f"a list, {listed.kind}", f"header in row {listed.header_row}")
        questions = [*listed.questions, *_missing(listed)]
        if questions:
            asked = [
                findings.finding(LIST_QUESTION, question=q.text, answer=q.answer, line=max(listed.header_row, 1))
                for q in questions
            ]
            return _refused(asked, evidence)
        terms = Terms(offsets=self.offsets)
        checked = shipments.checked(listed.table, terms)
        self.read[-1] = self.read[-1]._replace(findings=checked.findings)
        found = findings.concat(told(listed, checked.findings, self.read[-1].ways))
        if _DAY not in listed.table.header:
            found = findings.concat(
                [found, findings.frame([findings.finding(LIST_NOTE, said=_NO_DAY, record="table")])]
            )
        filings = shipments.as_filings(listed.table, checked, terms)
        return TableRead(Assembled(filings), found, listed.table.rows.height, evidence)


def told(listed: Listed, found: pl.DataFrame, ways: Ways) -> Iterator[pl.DataFrame]:
    """The findings of a list: what is wrong, grouped; what was put right; what was found out about it."""
    left = listed.changes.clear() if ways.fix else listed.changes
    yield grouped(found, left, listed.table)
    if ways.fix:
        yield made(listed.changes, listed.table)
    yield findings.frame(
        findings.finding(LIST_NOTE, said=note, line=max(listed.header_row, 1), record="table") for note in listed.notes
    )


def also(sheet: Sheet) -> dict[str, str]:
    """What the words for entries are called in this table; blank where it has no such column."""
    own = sheet.by_name
    return {
        column.name: _ALSO.get(column.name, "") if _ALSO.get(column.name, "") in own else ""
        for column in ENTRIES.columns if column.name not in own
    }  # fmt: skip


def _missing(listed: Listed) -> list[Question]:
    """What cannot be done without is asked for by its meaning."""
    if any("sheet" in question.answer for question in listed.questions):
        return []
    has = set(listed.table.header)
    has |= {link.ours for link in listed.links if link.asked}
    has |= {"consignee_name"} if "consignee_id" in has else set()
    lacking = [name for name in shipments.ESSENTIAL if name not in has]
    return [
        Question(
            f"no column is {name}: {ENTRIES.by_name[name].doc.rstrip('.')}; which one is it?",
            f'--map "THEIR COLUMN={name}"' + (f", or ={UNIT_VALUE} for the price of one" if name == "value" else ""),
        )
        for name in lacking
    ]


def _refused(rows: list[dict[str, object]], evidence: tuple[str, ...] = ()) -> TableRead:
    return TableRead(Assembled(), findings.frame(rows), evidence=evidence)
