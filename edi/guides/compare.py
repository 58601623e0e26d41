"""A guide's record tables beside our layouts, element by element: what is the same, and what differs how.

Fields are found by their names (`names`), so that one that has moved is known again; an element of another name at the
same columns, and of a class that the field can have, is the same field renamed. What the guide contradicts itself in is
said to be that. Differences that are meant stand in `explained.csv` with their reasons.
"""

import csv
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final, Literal, NamedTuple

from deminimis.edi.guides.names import blank, matched
from deminimis.edi.guides.tables import Row, Table
from deminimis.edi.layout.declare import Cols, Field, Layout, Part, Place

# Our kind -> the classes that a guide prints for it, where they are not its name.
PRINTED: Final = {"NX": {"N"}, "USD": {"N"}, "D": {"D", "N"}, "HHMM": {"N", "AN"}, "DT": {"N"}, "TM": {"N"}}

What = Literal["same", "renamed", "moved", "class", "use", "new", "gone", "contradictory", "gap"]


class Compared(NamedTuple):
    """A printed row, a field of ours, or both as one, and how they differ. `reason`: why that is meant, or ""."""

    record: str
    row: Row | None
    field: Field | None
    what: tuple[What, ...]
    reason: str = ""

    @property
    def differs(self) -> bool:
        """Whether something differs that nobody has explained."""
        return not self.reason and not {"same", "renamed"} & set(self.what)

    @property
    def columns(self) -> str:
        """Where it stands in the guide; what is not there, where it stands here."""
        if self.row is not None:
            return place_of(self.row)
        return str(self.field.place) if self.field is not None else ""

    @property
    def printed(self) -> str:
        """Class and status as printed; "" for what the guide has not."""
        return f"{self.row.kind} {self.row.status}".strip() if self.row is not None else ""


def place_of(row: Row) -> str:
    """Columns (or widths) as our layouts write them."""
    return f"{row.first}-{row.last}" if row.last > row.first else f"{row.first}"


def place_for(row: Row, f: Field) -> Place:
    """Where the guide has the field. A line of air that prints one width means the largest one."""
    if isinstance(f.place, Part):
        low = f.place.low if row.first == row.last and f.place.low <= row.last else row.first
        return f.place._replace(low=low, high=row.last)
    return Cols(row.first, row.last)


def compare(table: Table, layout: Layout) -> list[Compared]:
    """The table's elements in its order, then the fields that it has not. Filler is not compared."""
    rows = [row for row in table.rows if not blank(row) and not _tag(row, layout)]
    wrong = _contradictory(table.rows) if layout.family == "fixed" else set()
    by_name = matched([row for row in rows if row not in wrong], layout)
    fields = layout.by_name
    left = {f.name: f for f in layout.fields if not f.filler and f.const is None and f.name not in by_name.values()}
    out: list[Compared] = []
    for row in rows:
        if row in wrong:
            out.append(Compared(table.record, row, None, ("contradictory",)))
            left = {name: f for name, f in left.items() if not _overlap(row, f)}
            continue
        f = fields[by_name[row]] if row in by_name else None
        renamed = next((each for each in left.values() if f is None and _fits(row, each)), None)
        if renamed is not None:
            del left[renamed.name]
        out.append(Compared(table.record, row, f or renamed, _what(row, f, renamed)))
    out += [Compared(table.record, None, f, ("gone",)) for f in left.values()]
    if layout.family == "fixed" and table.positions:
        out += [Compared(table.record, gap, None, ("gap",)) for gap in _gaps(table)]
    return [_explained(each) for each in out]


def _tag(row: Row, layout: Layout) -> bool:
    """Whether the row is the record's identifier, or a part of it."""
    consts = [f for f in layout.fields if f.const is not None]
    if layout.family != "fixed":
        return row.element.lower() in ("line identifier", "standard message identifier", "separator")
    return any(isinstance(f.place, Cols) and f.place.first <= row.first and row.last <= f.place.last for f in consts)


def _contradictory(rows: Sequence[Row]) -> set[Row]:
    """Rows whose length is not that of their columns, and rows that share columns with another.

    Filler that covers all of a row is another use of its columns (ESAR or eMAN), which is no contradiction.
    """
    return {
        row for row in rows
        if not blank(row)
        and ((row.length and row.length != row.last - row.first + 1) or any(_shares(row, other) for other in rows))
    }  # fmt: skip


def _shares(row: Row, other: Row) -> bool:
    if row is other or row.first > other.last or other.first > row.last:
        return False
    return not (blank(other) and other.first <= row.first and row.last <= other.last)


def _overlap(row: Row, f: Field) -> bool:
    return isinstance(f.place, Cols) and row.first <= f.place.last and f.place.first <= row.last


def _fits(row: Row, f: Field) -> bool:
    """Whether a row of an unknown name can be the field: the same columns, and a class that it can have."""
    return isinstance(f.place, Cols) and str(f.place) == place_of(row) and _class(row, f)


def _class(row: Row, f: Field) -> bool:
    if not isinstance(f.place, Cols):
        return True  # what stands between separators has classes of its own
    return row.kind in PRINTED.get(f.kind.name, {f.kind.name})


def _what(row: Row, f: Field | None, renamed: Field | None) -> tuple[What, ...]:
    if f is None and renamed is None:
        return ("new",)
    mine = f or renamed
    assert mine is not None
    out: list[What] = []
    if str(place_for(row, mine)) != str(mine.place):
        out.append("moved")
    if not _class(row, mine):
        out.append("class")
    if row.status and row.status != mine.use:
        out.append("use")
    return tuple(out) or (("renamed",) if f is None else ("same",))


@cache
def _reasons() -> dict[tuple[str, str, str, str], str]:
    with Path(__file__).with_name("explained.csv").open(encoding="utf-8", newline="") as stream:
        return {(r["record"], r["columns"], r["what"], r["printed"]): r["reason"] for r in csv.DictReader(stream)}


def key(each: Compared) -> tuple[str, str, str, str]:
    """By what explained.csv is looked up: record, our columns (else the guide's), what differs, class and status."""
    columns = str(each.field.place) if each.field is not None else each.columns
    return each.record, columns, " ".join(part for part in each.what if part != "moved"), each.printed


def _explained(each: Compared) -> Compared:
    """With the reason, if there is one. A field that has moved is told, whatever else of it is explained."""
    reason = _reasons().get(key(each), "")
    return each._replace(what=("moved",)) if reason and "moved" in each.what else each._replace(reason=reason)


def chosen(table: Table, layouts: Mapping[str, Layout]) -> tuple[str, Layout] | None:
    """Of several layouts (by tag) of one record's name, tag and layout of the one with the most of its elements.

    None where two have as many.
    """
    scored = sorted(((len(matched(table.rows, each)), tag) for tag, each in layouts.items()), reverse=True)
    if len(scored) > 1 and scored[0][0] == scored[1][0]:
        return None
    return scored[0][1], layouts[scored[0][1]]


def _gaps(table: Table, length: int = 80) -> list[Row]:
    """Columns of a record that stand in no row of its table, as rows without a name."""
    taken = {column for row in table.rows for column in range(row.first, row.last + 1)}
    free = [column for column in range(1, length + 1) if column not in taken]
    starts = [column for column in free if column - 1 not in free]
    ends = [column for column in free if column + 1 not in free]
    return [Row("", first, last, "", "", table.page) for first, last in zip(starts, ends, strict=True)]
