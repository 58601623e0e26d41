"""Reading: records of one layout become typed columns; what could not be read is named, never guessed."""

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Final, NamedTuple

import polars as pl

from deminimis.edi.frames.findings import NO_FINDINGS
from deminimis.edi.frames.shipments import UNREAD
from deminimis.edi.layout import match as text
from deminimis.edi.layout.declare import Field, Layout, Part
from deminimis.edi.layout.faults import faults, untold

_CONTROL: Final = r"[\x00-\x0d\x0f-\x1b\x7f-\x9f]"  # but the separators, and what marks a released character
_NOTHING: Final = pl.lit([], UNREAD).alias("unread")


class Parsed(NamedTuple):
    """Records of one layout: `values` (the rows' own columns but raw, one column a field, `unread`) and `findings`."""

    values: pl.DataFrame
    findings: pl.DataFrame


def parse(layout: Layout, rows: pl.DataFrame, names: Sequence[str] | None = None) -> Parsed:
    """Read the fields `names` (all but fillers, if None) of `rows`, and find every fault of the whole record.

    rows: ordinal (u32), line (u32), column (u32), byte (u64), raw (str), of this layout's tag only.
    values: the other columns of `rows`, each field in its kind's dtype (dates, cents, text; null where blank or
    unreadable) and `unread`: the names, among those asked for, that were there and could not be read.
    """
    wanted = tuple(names) if names is not None else _readable(layout)
    right = rows.select(text.right(layout)).to_series()
    all_right = bool(right.all())
    if all_right and layout.family == "fixed":
        values, unread = _sure(layout, rows, wanted)
    else:
        fields, unread = _checked(layout, rows["raw"], wanted, right, all_right)
        kept = [column for column in rows.get_columns() if column.name != "raw"]
        values = pl.DataFrame([*kept, *fields.get_columns()]).with_columns(_NOTHING)
    if unread is not None:
        values = values.with_columns(unread.alias("unread"))
    elif all_right:
        return Parsed(values, NO_FINDINGS)
    suspect = ~right if unread is None else ~right | (unread.list.len() > 0)
    if not suspect.any():
        return Parsed(values, NO_FINDINGS)
    found = faults(layout, rows.filter(suspect))
    if unread is not None:
        lost = unread.list.len() > 0
        found = pl.concat([found, untold(layout, rows.filter(lost), unread.filter(lost), found)])
    return Parsed(values, found)


@cache
def _readable(layout: Layout) -> tuple[str, ...]:
    return tuple(f.name for f in layout.fields if not f.filler and f.const is None)


def _sure(layout: Layout, rows: pl.DataFrame, names: tuple[str, ...]) -> tuple[pl.DataFrame, pl.Series | None]:
    """The columns of 80-byte records that are all right, and what is unread of them; null where that is nothing.

    A value may be unread for all that: a date like 0230, that is none, or what a record's expression cannot say.
    """
    cuts, read = text.sure(layout, names)
    values = rows.select(cuts).with_columns(*read, _NOTHING)
    doubtful = [name for name in _doubtful(layout, names) if values[name].null_count()]
    if not doubtful:
        return values, None
    return values, _unread(text.texts(layout, rows["raw"], doubtful), values, doubtful)


def _checked(
    layout: Layout, raw: pl.Series, names: tuple[str, ...], right: pl.Series, all_right: bool
) -> tuple[pl.DataFrame, pl.Series | None]:
    """Values of records that may be wrong, and what is unread of them; null where that is nothing."""
    frame, composite = text.cut(layout, raw, names)
    if not all_right:
        changes: list[Callable[[pl.Expr], pl.Expr]] = [text.plain] if layout.family == "edifact" else []
        if raw.str.contains(text.FILLER, literal=True).any():
            changes.append(lambda cell: cell.str.replace_all(text.FILLER, "", literal=True))
        if raw.str.contains(_CONTROL).any():  # told of, and read as a blank
            changes.append(lambda cell: cell.str.replace_all(_CONTROL, " "))
        for change in changes:
            cells = text.cells(layout, names, composite)
            frame, composite = frame.select(change(cells[name]).alias(name) for name in names), text.OWN
    values = frame.select(_values(layout, names, composite, not all_right))
    checked = [name for name in (_doubtful(layout, names) if all_right else names) if _can_fail(layout[name])]
    checked = [name for name in checked if values[name].null_count()]
    unread = None
    if checked:
        cells = text.cells(layout, names, composite)
        unread = _unread(frame.select(cells[name].alias(name) for name in checked), values, checked)
    if layout.family == "line" and not all_right and names:  # a line that does not match may have had any of its parts
        own = _nothing_unread(len(raw)) if unread is None else unread
        every = pl.lit(pl.Series([list(names)], dtype=UNREAD))
        unread = pl.select(pl.when(right).then(own).otherwise(every)).to_series()
        return _in_front(layout, raw, names, right, values, unread)
    return values, unread


def _in_front(
    layout: Layout, raw: pl.Series, names: tuple[str, ...], right: pl.Series, values: pl.DataFrame, unread: pl.Series
) -> tuple[pl.DataFrame, pl.Series]:
    """What can be read of a line with a fault: the parts in front of it that end at a separator.

    Only those that its layout declares to say something alone (`Layout.alone`).
    """
    if not layout.alone:
        return values, unread
    wrong = (~right).arg_true()
    read: list[pl.Series] = []
    for upto in range(1, len(layout.fields)):
        behind, name = layout.fields[upto].place, layout.fields[upto - 1].name
        assert isinstance(behind, Part)
        if name not in layout.alone or name not in names or not behind.lead:
            continue
        front = text.line_regex(layout, upto) + re.escape(behind.lead)
        cells = pl.col("raw").str.extract_groups(front).struct.field(name)
        found = raw.gather(wrong).to_frame("raw").select(_value(layout[name], cells, gate=True)).to_series()
        there = found.is_not_null()
        at = wrong.filter(there)
        values = values.with_columns(values[name].scatter(at, found.filter(there)))
        read.append(pl.select(pl.when(_at(at, len(raw))).then(pl.lit(name)).alias(name)).to_series())
    known = pl.concat_list(read).list.drop_nulls() if read else pl.lit([], UNREAD)
    return values, pl.select(pl.lit(unread).list.set_difference(known)).to_series()


def _at(rows: pl.Series, height: int) -> pl.Series:
    """Whether each of `height` rows is one of `rows`."""
    return pl.Series([False]).new_from_index(0, height).scatter(rows, True)


def _can_fail(f: Field) -> bool:
    return not f.kind.literal or (f.codes is not None and f.closed) or f.const is not None


@cache
def _doubtful(layout: Layout, names: tuple[str, ...]) -> list[str]:
    """The fields of a right record that may be unread for all that: see `_sure`."""
    kinds = {name: layout[name].kind for name in names}
    return [name for name, kind in kinds.items() if kind.loose or kind.partial or kind.dtype.is_temporal()]


@cache
def _values(layout: Layout, names: tuple[str, ...], composite: tuple[int, ...], gate: bool) -> list[pl.Expr]:
    cells = text.cells(layout, names, composite)
    return [_value(layout[name], cells[name], gate).alias(name) for name in names]


def _value(f: Field, cell: pl.Expr, gate: bool) -> pl.Expr:
    """The typed value of `cell`; `gate` checks the pattern first (not needed where the whole record has matched)."""
    if f.kind.loose or (gate and _can_fail(f)):
        cell = pl.when((cell != "") & cell.str.contains(f"^{f.text_regex()}$")).then(cell)
    else:
        cell = pl.when(cell != "").then(cell)
    return f.kind.read(cell)


def _unread(cut: pl.DataFrame, values: pl.DataFrame, names: list[str]) -> pl.Series | None:
    """For each row those of `names` whose text is there and whose value is null."""
    marks = [
        pl.when((cut[name] != "") & values[name].is_null()).then(pl.lit(name)).alias(name)
        for name in names
        if values[name].null_count()
    ]
    return pl.select(pl.concat_list(marks).list.drop_nulls().alias("unread")).to_series() if marks else None


def _nothing_unread(height: int) -> pl.Series:
    return pl.Series("unread", [[]], dtype=UNREAD).new_from_index(0, height)
