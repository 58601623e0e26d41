"""Writing: typed columns become records of one layout. What does not fit is refused, never cut."""

from typing import Any

import polars as pl

from deminimis.edi.layout.declare import COMPONENT, FIELD, Cols, El, Field, Layout, Part
from deminimis.edi.layout.faults import expected, faults
from deminimis.edi.layout.match import record_regex, texts


class WriteError(ValueError):
    """A value that its place cannot hold. The message names layout, field and value, and shipment or row, from 1.

    row: of the frame given to `write`, from 0. shipment: of all that is written, from 0, where that is known.
    """

    def __init__(self, reason: str, row: int | None = None, shipment: int | None = None) -> None:
        super().__init__(reason, row, shipment)
        self.reason, self.row, self.shipment = reason, row, shipment

    def __str__(self) -> str:
        if self.shipment is not None:
            return f"{self.reason} (shipment {self.shipment + 1})"
        return self.reason if self.row is None else f"{self.reason} (row {self.row + 1})"


def write(layout: Layout, frame: pl.DataFrame) -> pl.Series:
    """One record a row, in canonical separators (`edi.layout`); a column that `frame` lacks is left blank.

    Raises WriteError for the first row whose record would have a fault.
    """
    removed = {f.name for f in layout.removed if f.name in frame.columns}
    for name in sorted(removed):
        if frame[name].is_not_null().any():
            raise WriteError(
                f"{layout.record}.{name} has a value, and a correction says that the record has no such field"
            )
    frame = frame.drop(removed)
    unknown = set(frame.columns) - set(layout.by_name)
    if unknown:
        raise WriteError(f"{layout.tag} has no field {', '.join(sorted(unknown))}")
    # with_columns, not select: a frame of constants alone has a height and no columns
    shown = frame.with_columns(_shown(f, frame).alias(f.name) for f in layout.fields)
    shown = shown.select(f.name for f in layout.fields)
    _refuse_lost(layout, frame, shown)
    _refuse_unfit(layout, frame, shown)
    if not frame.height:
        return pl.Series("raw", [], dtype=pl.String)
    raw = shown.select(_JOIN[layout.family](layout).alias("raw")).to_series()
    wrong = ~raw.str.contains(record_regex(layout))
    if wrong.any():
        _refuse(layout, frame, raw, wrong)
    if layout.family == "line":
        _refuse_ambiguous(layout, frame, shown, raw)
    return raw


def _shown(f: Field, frame: pl.DataFrame) -> pl.Expr:
    if f.const is not None:
        return pl.lit(f.const)
    if f.name not in frame.columns:
        return pl.lit("")
    return f.kind.show(pl.col(f.name)).fill_null("").cast(pl.String)


def _refuse_lost(layout: Layout, frame: pl.DataFrame, shown: pl.DataFrame) -> None:
    """A value that its kind cannot show (cents in a whole-dollar field) must not become a blank."""
    for name in frame.columns:
        lost = frame[name].is_not_null() & (shown[name] == "") & (frame[name].cast(pl.String) != "")
        if lost.any():
            row = int(lost.arg_true()[0])
            raise WriteError(
                f"{layout.record}.{name}: {frame[name][row]!r} cannot be written as {layout[name].kind.meaning}", row
            )


def _refuse_unfit(layout: Layout, frame: pl.DataFrame, shown: pl.DataFrame) -> None:
    """A value too wide for its place, or with a separator in it, would make fields of its own in the record."""
    for name in frame.columns:
        f, cell = layout[name], shown[name]
        if f.const is not None:
            wrong = (frame[name].cast(pl.String) != f.const).fill_null(False)
        else:
            most = f.widths[1]
            fits = cell.str.contains(f"^(?:{f.text_regex()})$") & (cell.str.len_chars() <= most)
            wrong = (cell != "") & ~fits
        if wrong.any():
            _raise(layout, name, frame, int(wrong.arg_true()[0]))


def _refuse_ambiguous(layout: Layout, frame: pl.DataFrame, shown: pl.DataFrame, raw: pl.Series) -> None:
    """Parts of a line that have no lead, or the same one, can be taken for one another when one of them is absent."""
    again = texts(layout, raw, shown.columns)
    for name in shown.columns:
        wrong = again[name].fill_null("") != shown[name]
        if wrong.any():
            _raise(layout, name, frame, int(wrong.arg_true()[0]))


def _raise(layout: Layout, name: str, frame: pl.DataFrame, row: int) -> None:
    value = frame[name][row] if name in frame.columns else None
    wanted = expected(layout[name])
    raise WriteError(f"{layout.record}.{name}: {value!r} does not fit; expected {wanted}", row)


def _refuse(layout: Layout, frame: pl.DataFrame, raw: pl.Series, wrong: pl.Series) -> None:
    row = int(wrong.arg_true()[0])
    place: dict[str, Any] = {"line": row + 1, "column": 1, "byte": 0, "raw": raw[row]}
    found = faults(
        layout,
        pl.DataFrame([place], schema={"line": pl.UInt32, "column": pl.UInt32, "byte": pl.UInt64, "raw": pl.String}),
    )
    field = str(found["field"][0]) if found.height else "record"
    value = frame[field][row] if field in frame.columns else raw[row]
    raise WriteError(
        f"{layout.record}.{field}: {value!r} does not fit ({found['code'][0] if found.height else 'EDI203'})", row
    )


def _fixed(layout: Layout) -> pl.Expr:
    def pad(f: Field) -> pl.Expr:
        assert isinstance(f.place, Cols)
        cell, width = pl.col(f.name), f.place.width
        if f.kind.align == "right":
            return pl.when(cell == "").then(pl.lit(" " * width)).otherwise(cell.str.pad_start(width, f.kind.pad))
        return cell.str.pad_end(width, " ")

    return pl.concat_str([pad(f) for f in layout.fields])


def _delimited(layout: Layout) -> pl.Expr:
    elements: dict[int, dict[int, str]] = {}
    for f in layout.fields:
        assert isinstance(f.place, El)
        elements.setdefault(f.place.number, {})[max(f.place.component, 1)] = f.name
    parts: list[pl.Expr] = [pl.lit(layout.tag)]
    for number in range(1, max(elements, default=0) + 1):
        names = elements.get(number, {})
        inner = [pl.col(names[n]) if n in names else pl.lit("") for n in range(1, max(names, default=1) + 1)]
        joined = pl.concat_str(inner, separator=COMPONENT) if len(inner) > 1 else inner[0]
        parts.append(joined.str.strip_chars_end(COMPONENT))
    return pl.concat_str(parts, separator=FIELD).str.strip_chars_end(FIELD)


def _line(layout: Layout) -> pl.Expr:
    def part(n: int, f: Field) -> pl.Expr:
        assert isinstance(f.place, Part)
        there = pl.concat_str(pl.lit(f.place.lead), pl.col(f.name))
        if f.use == "M" and not f.place.inside:
            return there
        # `/US//5551234`: a part that may be empty keeps its lead while one behind it with the same lead has text
        behind = [g for g in layout.fields[n + 1 :] if isinstance(g.place, Part) and g.place.lead == f.place.lead]
        names = [f.name, *(g.name for g in behind if f.place.low == 0)]
        return pl.when(pl.any_horizontal(pl.col(name) != "" for name in names)).then(there).otherwise(pl.lit(""))

    return pl.concat_str([pl.lit(layout.tag), *(part(n, f) for n, f in enumerate(layout.fields))])


_JOIN = {"fixed": _fixed, "x12": _delimited, "edifact": _delimited, "line": _line}
