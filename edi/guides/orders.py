"""Explanations of records, column by column: fields in an order, each in some columns, and what each change of the
layout costs. The best one is found by dynamic programming, forwards and backwards, so that the best with any field in
any place is known too.

Changes are columns put in between, a field wider, narrower or gone, filler of another width, and a field that stands at
another place in the order. What is put in costs as much as a field that is wider by as many columns or moved there: the
rows do not tell which of them it is.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from deminimis.edi.guides.costs import FEW, Costs
from deminimis.edi.layout.declare import Cols, Field, Layout
from deminimis.edi.layout.kinds import S

FAR: Final = 12  # columns to either side of its place in which a field may have another width
_INSERTED, _NARROWER, _GONE, _AWAY, _FILLER = 10.0, 14.0, 18.0, 14.0, 4.0  # bits of a change, where rows are few
_EACH: Final = 1.5  # of each column that a field is narrower, or has lost with all of it
_NEEDED: Final = 10.0  # more of a mandatory field that is gone
_UNKNOWN, _MORE = 7.0, 2.0  # of the first column with something of which nothing is known, and of each after it
_TORN: Final = 10.0  # of something that begins in such columns and goes on behind them
_MANY: Final = 10  # columns; still more cost no more
BY: Final = 6  # columns by which a field may be wider or narrower
_BLANK: Final = 0.98  # of the rows: what stands in fewer of the others may be a fault
WIDTH: Final = 80
NEVER: Final = float("inf")

Ways = list[list[tuple[int, float]]]  # for each column, how many columns are taken from it on, and for how many bits
Places = dict[Cols | None, float]  # None: nowhere


class Records:
    """Texts of the records by place, and what fields and filler cost there: each counted once."""

    def __init__(self, layout: Layout, rows: Sequence[str]) -> None:
        self.rows = rows
        known = [f.place.last for f in layout.fields if f.const is not None and isinstance(f.place, Cols)]
        self.start = max(known, default=0)
        self.of = {f.name: Costs(f) for f in layout.fields}
        self.unit = max(1.0, len(rows) / FEW)
        self._texts: dict[tuple[int, int], Counter[str]] = {}
        self._costs: dict[tuple[str, int, int], float] = {}
        self._ways: dict[tuple[str, bool], Ways] = {}
        self.filled = [0]  # columns in front of each that are not blank
        for column in range(WIDTH):
            there = self._at(column, 1)[" "] < len(rows) * _BLANK
            self.filled.append(self.filled[-1] + there)

    def _at(self, first: int, width: int) -> Counter[str]:
        key = (first, width)
        if key not in self._texts:
            self._texts[key] = Counter(row[first : first + width] for row in self.rows)
        return self._texts[key]

    def cost(self, f: Field, first: int, width: int) -> float:
        """Bits of `width` columns behind the first `first` ones, if the field stands there."""
        key = (f.name, first, width)
        if key not in self._costs:
            self._costs[key] = self.of[f.name].of(self._at(first, width))
        return self._costs[key]

    def ways(self, f: Field, moved: bool) -> Ways:
        """What may become of a field or of filler, from each column on. moved: of one that is looked for anywhere."""
        key = (f.name, moved)
        if key not in self._ways:
            way = self._filler if f.filler else self._anywhere if moved else self._field
            self._ways[key] = [way(f, column) for column in range(WIDTH + 1)]
        return self._ways[key]

    def least(self, f: Field, moved: bool) -> float:
        """The fewest bits that the field can take, wherever it stands."""
        return min((bits for ways in self.ways(f, moved) for _, bits in ways), default=NEVER)

    def between(self) -> Ways:
        """Nothing, or columns put in."""
        key = ("", True)
        if key not in self._ways:
            self._ways[key] = [
                [(0, 0.0), *((w, self.free(c, w) + self.inserted()) for w in range(1, WIDTH + 1 - c))]
                for c in range(WIDTH + 1)
            ]
        return self._ways[key]

    def free(self, column: int, width: int) -> float:
        """Bits of columns of which nothing is known."""
        filled = self.filled[column + width] - self.filled[column]
        ends = filled and self.filled[column + width] > self.filled[column + width - 1]
        torn = ends and self.filled[column + 1] == self.filled[column]  # begins in them and runs on into what follows
        return (_nothing(filled) + (_TORN if torn else 0.0)) * self.unit

    def gone(self, f: Field) -> float:
        """Bits of a field that stands nowhere."""
        assert isinstance(f.place, Cols)
        return (_GONE + _EACH * min(f.place.width, _MANY) + (_NEEDED if f.use == "M" else 0.0)) * self.unit

    def away(self, width: int) -> float:
        """Bits of a field that stands elsewhere in the order: little more than of columns put in with anything."""
        return (_AWAY + _nothing(width)) * self.unit

    def inserted(self) -> float:
        """Bits of columns put in, without those of what stands in them."""
        return _INSERTED * self.unit

    def filler(self) -> float:
        """Bits of filler that has more or fewer columns."""
        return _FILLER * self.unit

    def other_width(self, column: int, width: int, own: int) -> float:
        """Bits of another width, from a column on: of a wider field as many as of columns put in that are not blank."""
        if width == own:
            return 0.0
        if width > own:
            return (_INSERTED + _nothing(width - own)) * self.unit
        end = column + width
        torn = end < WIDTH and self.filled[end + 1] - self.filled[end - 1] == 2  # what is there goes on behind it
        return (_NARROWER + _EACH * (own - width) + (_TORN if torn else 0.0)) * self.unit

    def _field(self, f: Field, column: int) -> list[tuple[int, float]]:
        assert isinstance(f.place, Cols)
        own = f.place.width
        out = [(0, self.gone(f))]
        near = flexible(f) and abs(column + 1 - f.place.first) <= FAR
        for width in range(max(1, own - BY), own + BY + 1) if near else (own,):
            if column + width <= WIDTH:
                out.append((width, self.cost(f, column, width) + self.other_width(column, width, own)))
        return out

    def _anywhere(self, f: Field, column: int) -> list[tuple[int, float]]:
        """Of a field that has left its place in the order: wherever there is anything."""
        assert isinstance(f.place, Cols)
        width = f.place.width
        if column + width > WIDTH or self.filled[column] == self.filled[column + width]:
            return []
        return [(width, self.cost(f, column, width) + self.away(width))]

    def _filler(self, f: Field, column: int) -> list[tuple[int, float]]:
        assert isinstance(f.place, Cols)
        own, twice = f.place.width, 2.0 if f.kind is S else 1.0
        return [
            (w, twice * self.free(column, w) + (self.filler() if w != own else 0.0)) for w in range(WIDTH + 1 - column)
        ]


def _nothing(filled: int) -> float:
    return _UNKNOWN + _MORE * min(filled - 1, _MANY) if filled else 0.0


def flexible(f: Field) -> bool:
    """Whether the field may be found with another width: dates, times and codes have theirs."""
    fixed = f.codes or (f.kind.sizes is not None and f.kind.align != "right")
    return not fixed and isinstance(f.place, Cols) and f.place.width > 2


class Order:
    """One order of fields, and the bits of the best explanations: of what stands in front of each column with the
    first n of them, and of what stands from it on with the others."""

    def __init__(self, records: Records, fields: Sequence[Field], moved: Sequence[str] = ()) -> None:
        self.records, self.fields, self.moved = records, fields, moved
        start = self.start = records.start
        self.steps = [records.between()]
        for f in fields:
            self.steps += [records.ways(f, f.name in moved), records.between()]
        self.before = [[NEVER] * (WIDTH + 1) for _ in range(len(self.steps) + 1)]
        self.before[0][start] = 0.0
        for n, step in enumerate(self.steps):
            ahead = self.before[n + 1]
            for column in range(start, WIDTH + 1):
                if (bits := self.before[n][column]) < NEVER:
                    for width, more in step[column]:
                        ahead[column + width] = min(bits + more, ahead[column + width])
        # what is left at the end is left to whatever there was
        self.after = [[NEVER] * (WIDTH + 1) for _ in self.steps]
        self.after.append([records.free(column, WIDTH - column) for column in range(WIDTH + 1)])
        for n in range(len(self.steps) - 1, -1, -1):
            ahead = self.after[n + 1]
            for column in range(start, WIDTH + 1):
                ways = self.steps[n][column]
                self.after[n][column] = min((more + ahead[column + width] for width, more in ways), default=NEVER)
        self.bits = self.after[0][start]

    def places(self, f: Field) -> Places:
        """The bits of the best explanation with the field in each place."""
        n = 2 * self.fields.index(f) + 1
        out: Places = {}
        for column in range(self.start, WIDTH + 1):
            for width, more in self.steps[n][column]:
                place = Cols(column + 1, column + width) if width else None
                bits = self.before[n][column] + more + self.after[n + 1][column + width]
                if bits < out.get(place, NEVER):
                    out[place] = bits
        return out
