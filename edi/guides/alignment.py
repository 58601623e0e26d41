"""Where the fields of a layout stand in records that may have been laid out otherwise: the whole record is aligned at
once, as sequences are.

All 80 columns are explained, each by a field, by filler or by nothing known, and the explanation that takes the
fewest bits is the best (`costs`, `orders`). For each field the best explanation with it elsewhere is compared: where
that takes hardly more, its place cannot be told.
"""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from deminimis.edi.guides.orders import NEVER, Order, Places, Records
from deminimis.edi.layout.declare import Cols, Field, Layout

ROWS: Final = 200  # that are looked at
SURE: Final = 7.0  # bits by which the best explanation must be shorter than the next
_MOVES: Final = 3  # fields of one record that are moved, one after the other


class Placed(NamedTuple):
    """Where a field stands best: None where it stands nowhere. `margin`: bits that any other place takes more."""

    field: Field
    place: Cols | None
    margin: float
    other: Cols | None  # the next best place; None: nowhere


def aligned(layout: Layout, rows: Sequence[str]) -> list[Placed]:
    """The fields of a layout with the places in which they explain the records best. rows: texts of 80 characters."""
    records = Records(layout, rows)
    fields = [f for f in layout.fields if f.const is None]
    seen = [Order(records, fields)]
    while len(seen) <= _MOVES and (moved := _moved(seen[-1])) is not None:
        seen.append(moved)
    return [_placed(f, [each.places(f) for each in seen], records.unit) for f in fields if not f.filler]


def _placed(f: Field, seen: Iterable[Places], unit: float) -> Placed:
    places: Places = {}
    for each in seen:
        for place, bits in each.items():
            places[place] = min(bits, places.get(place, NEVER))
    best = min(places, key=lambda place: (places[place], place != f.place))
    # a narrower one that begins in the same column is no other place
    same = best.first if best is not None and isinstance(f.place, Cols) and best.width == f.place.width else None
    others = [place for place in places if place != best and (place is None or place.first != same)]
    other = min(others, key=lambda place: places[place], default=None)
    return Placed(f, best, (places[other] - places[best]) / unit if others else NEVER, other)


def _moved(order: Order) -> Order | None:
    """The same with the one field at another place in the order that saves most, if that saves anything."""
    records, fields = order.records, order.fields
    least = sum(records.least(f, f.name in order.moved) for f in fields)
    best: tuple[float, Sequence[Field], str] = (order.bits, fields, "")
    for f in fields:
        if f.filler or f.name in order.moved or least + records.least(f, True) - records.least(f, False) >= best[0]:
            continue
        others = [each for each in fields if each is not f]
        rest = Order(records, others, order.moved)
        for column, ways in enumerate(records.ways(f, True)):
            for width, more in ways:
                for n in range(len(others) + 1):
                    bits = rest.before[2 * n + 1][column] + more + rest.after[2 * n + 1][column + width]
                    if bits < best[0]:
                        best = (bits, [*others[:n], f, *others[n:]], f.name)
    return Order(records, best[1], [*order.moved, best[2]]) if best[2] else None
