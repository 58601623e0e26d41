"""Reading: records of one layout become typed columns; what could not be read is named, never guessed."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from deminimis.edi import text
from deminimis.edi.faults import faults
from deminimis.edi.layout import Field, Layout
from deminimis.edi.shipments import UNREAD


@dataclass(frozen=True)
class Parsed:
    """Records of one layout: `values` (the rows' own columns but raw, one column a field, `unread`) and `findings`."""

    values: pl.DataFrame
    findings: pl.DataFrame


def parse(layout: Layout, rows: pl.DataFrame, names: Sequence[str] | None = None) -> Parsed:
    """Read the fields `names` (all but fillers, if None) of `rows`, and find every fault of the whole record.

    rows: ordinal (u32), line (u32), column (u32), byte (u64), raw (str), of this layout's tag only.
    values: the other columns of `rows`, each field in its kind's dtype (dates, cents, text; null where blank or
    unreadable) and `unread`: the names, among those asked for, that were there and could not be read.
    """
    wanted = list(names) if names is not None else [f.name for f in layout.fields if not f.filler and f.const is None]
    raw = rows["raw"]
    right = raw.str.contains(text.record_regex(layout)).fill_null(False)
    all_right = bool(right.all())
    cut = text.texts(layout, raw, wanted)
    released = not all_right and layout.family == "edifact"
    if released:
        cut = cut.select(text.plain(pl.col(name)) for name in cut.columns)
    values = cut.select(_value(layout[name], gate=not all_right).alias(name) for name in wanted)
    checked = [name for name in wanted if _can_fail(layout[name])]
    unread = _unread(layout, cut, values, checked, all_right) if wanted else _nothing_unread(rows.height)
    if layout.family == "line" and not all_right:  # a line that does not match has no parts: any may have been there
        unread = pl.select(pl.when(right).then(unread).otherwise(pl.lit(pl.Series([wanted], dtype=UNREAD)))).to_series()
    values = rows.drop("raw").hstack(values).with_columns(unread.alias("unread"))
    # a date like 0230 matches its pattern and is none: such rows are looked at too
    bad_dates = unread.list.len() > 0 if checked else pl.Series([False]).new_from_index(0, rows.height)
    suspect = rows.filter(~right | bad_dates)
    return Parsed(values, faults(layout, suspect))


def _can_fail(f: Field) -> bool:
    return not f.kind.literal or (f.codes is not None and f.closed) or f.const is not None


def _value(f: Field, gate: bool) -> pl.Expr:
    """The typed value; `gate` checks the pattern first (not needed where the whole record has matched)."""
    cell = pl.col(f.name)
    if f.kind.loose or (gate and _can_fail(f)):
        cell = pl.when((cell != "") & cell.str.contains(f"^{f.text_regex()}$")).then(cell)
    else:
        cell = pl.when(cell != "").then(cell)
    return f.kind.read(cell)


def _unread(layout: Layout, cut: pl.DataFrame, values: pl.DataFrame, checked: list[str], all_right: bool) -> pl.Series:
    """For each row the names of `checked` whose text is there and whose value is null."""
    height = cut.height
    names = (
        [name for name in checked if values.schema[name].is_temporal() or layout[name].kind.loose]
        if all_right
        else checked
    )
    marks = [
        pl.when((cut[name] != "") & values[name].is_null()).then(pl.lit(name)).alias(name)
        for name in names
        if values[name].null_count()
    ]
    if not marks or not height:
        return _nothing_unread(height)
    return pl.select(pl.concat_list(marks).list.drop_nulls().alias("unread")).to_series()


def _nothing_unread(height: int) -> pl.Series:
    return pl.Series("unread", [[]], dtype=UNREAD).new_from_index(0, height)
