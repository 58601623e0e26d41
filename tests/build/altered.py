"""Records of 80 columns laid out otherwise than their layout says, and whether the rows alone can tell it."""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from deminimis.edi.guides.costs import pattern
from deminimis.edi.guides.orders import BY, flexible
from deminimis.edi.guides.trial import GOOD
from deminimis.edi.layout.declare import Cols, Field, Layout

Places = dict[str, Cols | None]
MOST: Final = 5  # columns that are put in
EDITS: Final = ("blanks", "digits", "letters", "swapped", "to the end", "wider", "left out")


class Edit(NamedTuple):
    """What is done to field `at` (of those that are no filler): one of EDITS, by `by` columns."""

    what: str
    at: int
    by: int


def fields_of(layout: Layout) -> list[Field]:
    """Its fields, without filler and identifier."""
    return [f for f in layout.fields if f.const is None and not f.filler]


def edits(layout: Layout) -> Iterator[Edit]:
    """All that can be done to a layout once."""
    for at, f in enumerate(fields_of(layout)):
        for by in range(1, MOST + 1):
            yield from (Edit(what, at, by) for what in ("blanks", "digits", "letters"))
            if f.kind.align == "right":
                yield Edit("wider", at, by)
        yield from (Edit(what, at, 0) for what in ("swapped", "to the end", "left out"))


def places(layout: Layout, edit: Edit | None) -> Places | None:
    """Where the fields stand then; None where it cannot be done, or one of them would end behind column 80."""
    fields = fields_of(layout)
    at = {f.name: f.place for f in fields if isinstance(f.place, Cols)}
    out: Places = dict(at)
    if edit is None:
        return out
    place = at[fields[edit.at].name]
    behind = {name: each for name, each in at.items() if each.first > place.first}
    if edit.what in ("swapped", "to the end"):
        end = at[fields[-1].name].last if edit.what == "to the end" else place.last
        if edit.what == "swapped":
            other = fields[edit.at + 1].name if edit.at + 1 < len(fields) else ""
            if not other or at[other].first != place.last + 1:
                return None
            behind, end = {other: at[other]}, at[other].last
        out |= {name: Cols(each.first - place.width, each.last - place.width) for name, each in behind.items()}
        out[fields[edit.at].name] = Cols(end - place.width + 1, end)
    elif edit.what == "left out":
        out |= {name: Cols(each.first - place.width, each.last - place.width) for name, each in behind.items()}
        out[fields[edit.at].name] = None
    else:
        out |= {name: Cols(each.first + edit.by, each.last + edit.by) for name, each in behind.items()}
        first = place.first if edit.what == "wider" else place.first + edit.by
        out[fields[edit.at].name] = Cols(first, place.last + edit.by)
    return out if all(each is None or each.last <= 80 for each in out.values()) else None


def changed(layout: Layout, rows: Sequence[str], edit: Edit, chance: random.Random) -> list[str]:
    """The rows as they are then."""
    fields = fields_of(layout)
    place, last = fields[edit.at].place, fields[-1].place
    assert isinstance(place, Cols) and isinstance(last, Cols)
    first, behind = place.first - 1, place.last
    signs = {"blanks": " ", "digits": "0123456789", "letters": "ABCDEFGHKLMNPRSTW"}.get(edit.what, "")
    if edit.what == "swapped":
        end = fields[edit.at + 1].place.last  # type: ignore[union-attr]
    else:
        end = last.last if edit.what == "to the end" else behind
    out = []
    for row in rows:
        front, text, over, rest = row[:first], row[first:behind], row[behind:end], row[end:]
        if edit.what == "left out":
            text = ""
        elif edit.what == "wider":
            text = ("0" if text.strip() else " ") * edit.by + text
        elif signs:
            text = "".join(chance.choice(signs) for _ in range(edit.by)) + text
        out.append((front + over + text + rest).ljust(80)[:80])
    return out


def _kept(layout: Layout) -> Iterator[Places]:
    """What may have been done besides EDITS: a field is left out and its columns stay, or one is narrower."""
    before = places(layout, None)
    assert before is not None
    for f in fields_of(layout):
        place = before[f.name]
        assert place is not None
        yield before | {f.name: None}
        for by in range(1, min(BY + 1, place.width)) if flexible(f) else ():
            behind = {
                name: Cols(each.first - by, each.last - by)
                for name, each in before.items()
                if each is not None and each.first > place.first
            }
            yield before | behind | {f.name: Cols(place.first, place.last - by)}


class Rows:
    """Rows of one record, and whether fields could stand in places of them."""

    def __init__(self, layout: Layout, rows: Sequence[str]) -> None:
        self.layout, self.rows = layout, rows
        self.filled = {column for column in range(1, 81) if any(row[column - 1] != " " for row in rows)}
        self._could: dict[tuple[str, Cols], bool] = {}

    def there(self, place: Cols) -> int:
        """Rows with anything there."""
        return sum(1 for row in self.rows if row[place.first - 1 : place.last].strip())

    def could(self, f: Field, place: Cols) -> bool:
        """Whether nearly all rows fit the field there, of a mandatory one all rows."""
        if (f.name, place) not in self._could:
            texts = [row[place.first - 1 : place.last] for row in self.rows]
            there = [text for text in texts if text.strip()]
            fits = sum(1 for text in there if re.fullmatch(pattern(f, place.width), text))
            enough = f.use != "M" or len(there) >= GOOD * len(texts)
            self._could[f.name, place] = enough and fits >= GOOD * len(there)
        return self._could[f.name, place]

    def explained(self, at: Mapping[str, Cols | None]) -> int:
        """Columns with anything that fields in these places do not cover; -1 where one could not stand in its place."""
        held = [(f, place) for f in fields_of(self.layout) if (place := at[f.name]) is not None]
        if not all(self.could(f, place) for f, place in held):
            return -1
        covered = {column for _, place in held for column in range(place.first, place.last + 1)}
        return len(self.filled - covered - set(range(1, len(self.layout.tag) + 1)))

    def told(self, true: Places) -> set[str]:
        """The fields whose place the rows tell: no other single edit, or none, explains as much with them elsewhere."""
        least = self.explained(true)
        out = {name for name, place in true.items() if place is not None and self.there(place)}
        others = [places(self.layout, other) for other in (None, *edits(self.layout))]
        for at in (*others, *_kept(self.layout)):
            if at is not None and at != true and 0 <= self.explained(at) <= max(least, 0):
                out -= {name for name in out if (mine := at[name]) is None or mine.first != true[name].first}  # type: ignore[union-attr]
        return out
