"""Record tables out of a guide's pages: element, length and class, position, and M, C or O, as printed.

CBP prints one shape: a heading that names the record, then `Data Element, Length/Class, Position, Status (or Desig),
Description`. A row counts where a class stands under Length and columns stand under Position, so that neither prose nor
lists of codes are taken for rows. What begins like a row and is none, a heading that its own first row contradicts, and
a table that names no record are problems with their page: they are told, and nothing of them is guessed.

Guides of air have the same tables without Position, since their lines are cut by separators.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from deminimis.edi.guides.pdf import Page, Word

_HEADING: Final = re.compile(r"Record ?Identifier ?([A-Z0-9]{1,5}) ?\(?(?:Input|Output)\)?", re.I)
_ENVELOPE: Final = re.compile(r"(?:(Input|Output) )?([ABYZ]|X[01])-Record(?: Length/?)?")
_LOOSE: Final = re.compile(r"(?:Record )?([A-Z]{1,2}[0-9]{2}) (?:Record|RECORD)(?: [-–(].{0,60})?")
_AIR: Final = re.compile(r".{3,60}\(([A-Z]{3})\)(?: ?\(.{0,60}\))?")
_SAYS: Final = re.compile(r"\balways (?:be |equals? |contain )*[‘’'\"“”]?([A-Z0-9]{1,5})\b", re.I)
_CLASS: Final = re.compile(r"(?:([0-9]{1,3})[-–])?([0-9]{1,4})(AN|[ANXSDC])(?:or)?", re.I)
_POSITION: Final = re.compile(r"([0-9]{1,3})(?:[-–]([0-9]{1,3}))?")
_STATUS: Final = re.compile(r"([MCO])(?:[-*].*)?")
_FOOTER: Final = re.compile(r"(?P<edition>\S.*?) (?P<page>(?:[A-Z]{2,4}|B&B)-[0-9]+)")
_BLANK: Final = ("length", "length/", "length/class", "class")
_STATUSES: Final = ("status", "desig", "desig.", "designation", "m/c/o", "m/o/c", "use")
_LEFT: Final = 16.0  # points that a cell may stand left of its column's heading
_PITCH: Final = 1.7  # of the letters' size: a line further down does not go on with a cell
_NONE_YET: Final = "its heading names no record"


@dataclass(frozen=True)
class Row:
    """One line of a record's table, as printed; the status is "" where the guide prints none.

    In an 80-byte record `first` and `last` are its columns; in a line of air its smallest and largest width.
    """

    element: str
    first: int
    last: int
    kind: str
    status: str
    page: str
    length: int = 0  # as printed; 0 where it is the widths themselves


@dataclass
class Table:
    """The rows of one record, and what of it could not be read, a sentence with its page each."""

    record: str
    page: str
    rows: list[Row] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    positions: bool = True


class Guide(NamedTuple):
    """What was read of a guide. `edition` is what the foot of its pages says; `strays` are tables without a record."""

    edition: str
    tables: list[Table]
    strays: list[str]
    letters: int  # of all words: 0 for a guide that was scanned


class _Columns(NamedTuple):
    """Where the columns of a table stand, by the left edges of their headings."""

    length: float
    position: float | None
    status: float | None
    rest: float  # where the description begins


def read(pages: Iterable[Page]) -> Guide:
    """The tables of a guide, in its order. A record whose table is printed twice has two, if they differ."""
    reader = _Reader()
    for page in pages:
        reader.page(page)
    return reader.done()


def _text(words: Iterable[Word]) -> str:
    return " ".join(" ".join(word.text for word in words).replace("–", "-").split())


class _Reader:
    """Goes through the lines of a guide, from the first page to the last."""

    def __init__(self) -> None:
        self.edition, self.letters = "", 0
        self.tables: list[Table] = []
        self.strays: list[str] = []
        self.heading, self.headed, self.generated = "", "", False
        self.columns: _Columns | None = None
        self.at: Table | None = None  # the table that is open
        self.cell: Word | None = None  # the last word of an element that may go on in the next line
        self.halves: tuple[str, Row] | None = None  # a position that goes on in the next line
        self.alternative = False  # an OR was printed: a class without a position is the other use of the columns above

    def page(self, page: Page) -> None:
        """Takes in the next page."""
        self.cell, self.halves = None, None
        label = f"page {page.number}"
        for line in page.lines[-2:]:
            if found := _FOOTER.fullmatch(_text(line)):
                self.edition, label = self.edition or found["edition"], found["page"]
        for before, line in zip([[], *page.lines], page.lines, strict=False):
            self.letters += sum(len(word.text) for word in line)
            self._line(line, before, label)

    def _line(self, line: list[Word], before: list[Word], label: str) -> None:
        text = _text(line)
        if text == "ACE Generated":
            self.generated = True
            return
        if self._is_heading(text):
            return
        if columns := _header(line, before):
            self._opened(columns, label)
            return
        if self.columns is None:
            return
        self._row(line, label)

    def _is_heading(self, text: str) -> bool:
        if found := _HEADING.fullmatch(text):
            self._headed(found[1].upper())
        elif found := _ENVELOPE.fullmatch(text):
            way = "generated" if self.generated else (found[1] or "").lower()
            self._headed(found[2] if found[2].startswith("X") else f"{found[2]} {way}".strip())
        elif (found := _LOOSE.fullmatch(text)) or (self.at is None and (found := _AIR.fullmatch(text))):
            self._headed(found[1])
        else:
            return False
        return True

    def _headed(self, record: str) -> None:
        self.heading, self.generated, self.cell, self.halves = record, False, None, None
        if self.at is None or self.at.record != record:  # else its table goes on, with or without another head
            self.headed, self.columns, self.at = record, None, None

    def _opened(self, columns: _Columns, label: str) -> None:
        """A table's head. Under a heading that was used before it goes on with its table."""
        self.columns, self.cell, self.halves = columns, None, None
        if self.headed or self.at is None:
            if self.at is None or self.at.record != self.heading:
                self.at = Table(self.heading, label, positions=columns.position is not None)
                self.tables.append(self.at)
            self.headed = ""

    def _row(self, line: list[Word], label: str) -> None:
        columns, table = self.columns, self.at
        assert columns is not None and table is not None
        end = columns.status or columns.rest
        width = "".join(
            w.text for w in line if columns.length - _LEFT <= w.left < (columns.position or end) - _LEFT / 2
        )
        printed = _CLASS.fullmatch(width.replace("–", "-"))
        place, prose = "", False
        if columns.position is not None:
            among = [w.text.replace("–", "-") for w in line if columns.position - _LEFT / 2 <= w.left < end - 2]
            among = [text for text in among if not _STATUS.fullmatch(text)]  # it may stand that far left
            prose = any(text.strip("0123456789-") for text in among)
            place = "".join(text for text in among if not text.strip("0123456789-"))
        status = _status(line, columns)
        if self.halves is not None and not printed and re.fullmatch(r"[0-9]{1,3}", place):
            begun, row = self.halves
            self.halves = None
            self._add(replace(row, first=int(begun), last=int(place)), line, [])
            return
        self.halves = None
        name = [w for w in line if w.left < columns.length - 2 and w.right < columns.length + _LEFT]
        if printed is None and not (
            name and _POSITION.fullmatch(place) and (not width or width[0].isdigit()) and not prose
        ):
            self._goes_on(name)
            self.alternative = self.alternative or _text(line) == "OR"
            return
        if printed is None:
            self._wrong(f"{label}: {_text(name)!r} at {place} has no length and class")
            return
        row = Row(_text(name), 0, 0, printed[3].upper(), status, label, int(printed[2]))
        if columns.position is None:
            low = int(printed[1] or printed[2])
            self._add(replace(row, first=low, last=int(printed[2]), length=0), line, name)
        elif begun_place := re.fullmatch(r"([0-9]{1,3})-", place):
            self.halves = (begun_place[1], row)
            self.cell = name[-1] if name else None
        elif found := _POSITION.fullmatch(place):
            first = int(found[1])
            self._add(replace(row, first=first, last=int(found[2] or first)), line, name)
        elif name and not self.alternative and table.rows:
            self._wrong(f"{label}: {row.element!r} ({width}) has no position")
        else:
            self._goes_on(name)
        self.alternative = False

    def _add(self, row: Row, line: list[Word], name: list[Word]) -> None:
        table = self.at
        assert table is not None and self.columns is not None
        said = _SAYS.search(_text(w for w in line if w.left >= self.columns.rest - _LEFT))
        if row.first == 1 and table.positions and any(each.first == 1 for each in table.rows):
            table = self.at = Table(table.record, row.page, positions=True)
            self.tables.append(table)
        if row.first == 1 and table.positions and not table.rows and said:
            self._told(table, said[1].upper(), row.page)
        table.rows.append(row)
        self.cell = name[-1] if name else None

    @staticmethod
    def _told(table: Table, said: str, label: str) -> None:
        """The first row says which record it is: that must be the one of the heading."""
        if not table.record:
            table.record = said
        elif not (table.record.startswith(said) or table.record.split()[0].endswith(said)):
            table.problems.append(f"{label}: the heading says {table.record}, the first row {said}")

    def _wrong(self, problem: str) -> None:
        assert self.at is not None
        self.at.problems.append(problem)
        self.cell = None

    def _goes_on(self, name: list[Word]) -> None:
        """More of the last row's element."""
        rows = self.at.rows if self.at is not None else []
        if (
            self.cell is None
            or not name
            or not rows
            or self.cell.baseline - name[0].baseline > _PITCH * max(self.cell.size, name[0].size)
        ):
            self.cell = None
        elif self.halves is None:
            rows[-1] = replace(rows[-1], element=f"{rows[-1].element} {_text(name)}".strip())
            self.cell = name[-1]

    def done(self) -> Guide:
        """What was read."""
        self.strays += [f"{table.page}: a table, but {_NONE_YET}" for table in self.tables if not table.record]
        named = [table for table in self.tables if table.record and (table.rows or table.problems)]
        out: list[Table] = []
        for table in named:
            table.problems += _faults(table)
            if not any(_same(table, other) for other in out):
                out.append(table)
        return Guide(self.edition, out, self.strays, self.letters)


def _header(line: list[Word], before: list[Word]) -> _Columns | None:
    """The columns of a table's head, whose words may stand on two lines."""
    left = {word.text.lower().rstrip(":"): word.left for word in line}
    length = next((left[word] for word in _BLANK if word in left), None)
    if length is None:
        length = next((word.left for word in before if word.text.lower().startswith("length")), None)
    status = next((left[word] for word in _STATUSES if word in left), None)
    rest = left.get("description", left.get("comments", left.get("comment")))
    if length is None or rest is None or "element" not in left or left["element"] > length:
        return None
    return _Columns(length, left.get("position"), status, rest)


def _status(line: list[Word], columns: _Columns) -> str:
    if columns.status is None:
        return ""
    for word in line:
        if columns.status - _LEFT <= word.left < columns.rest - 2 and (found := _STATUS.fullmatch(word.text)):
            return found[1]
    return ""


def _faults(table: Table) -> Iterator[str]:
    """Rows of an 80-byte record whose columns cannot be: in disorder, or beyond the record."""
    if not table.positions:
        return
    if not table.rows:
        yield f"{table.page}: none of its rows could be read"
    for row in table.rows:
        if not 1 <= row.first <= row.last <= 80:
            yield f"{row.page}: {row.element!r} stands at {row.first}-{row.last}, which is no place in 80 columns"


def _same(one: Table, other: Table) -> bool:
    """Whether the same table is printed twice."""
    key = [(row.first, row.last, row.kind, row.status) for row in one.rows]
    return one.record == other.record and key == [(r.first, r.last, r.kind, r.status) for r in other.rows]
