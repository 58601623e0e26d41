"""From a layout to expressions: the text of each field, and one regular expression for the whole record.

The whole-record expression is what makes a clean file cheap: one match a record says that every field is right.
Only records that do not match are looked at field by field (`edi.layout.faults`).
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

import polars as pl

from deminimis.edi.layout.declare import COMPONENT, FIELD, RELEASED, Cols, El, Field, Layout, Part, Place
from deminimis.edi.layout.kinds import Kind, S

_WORTH: Final = 8  # blanks at the end of a record that are worth a comparison of their own
OWN: Final = (-1,)  # of `cells`: every text is a column of its own
_SPLIT: Final = pl.col("raw").str.split(FIELD)


def texts(layout: Layout, raw: pl.Series, names: Sequence[str]) -> pl.DataFrame:
    """The trimmed text of the fields `names` of each record in `raw`: "" or null where one is absent."""
    frame, composite = cut(layout, raw, tuple(names))
    return frame.select(cell.alias(name) for name, cell in cells(layout, tuple(names), composite).items())


def cut(layout: Layout, raw: pl.Series, names: tuple[str, ...]) -> tuple[pl.DataFrame, tuple[int, ...]]:
    """A frame that has the texts of `names`, and what `cells` must know of it to say where each is."""
    frame = raw.to_frame("raw")
    if not names:
        return frame.clear(), OWN
    if layout.family == "fixed":
        return frame.select(_cuts(layout, names)), OWN
    if layout.family == "line":
        return frame.select(pl.col("raw").str.extract_groups(line_regex(layout))), ()
    return _delimited(layout, frame, names)


@cache  # expressions of one layout are the same for each block: to make them costs more than to use them on a small one
def cells(layout: Layout, names: tuple[str, ...], composite: tuple[int, ...]) -> dict[str, pl.Expr]:
    """Each text of a frame that `cut` has made: a column or a part of one, which costs nothing.

    composite: the elements that are cut into components; OWN where every text is a column of its own.
    """
    if composite == OWN:
        return {name: pl.col(name) for name in names}
    if layout.family == "line":
        return {name: pl.col("raw").struct.field(name) for name in names}
    return {name: _piece(layout[name].place, composite) for name in names}


@cache
def _cuts(layout: Layout, names: tuple[str, ...]) -> list[pl.Expr]:
    return [_cut(layout[name]).alias(name) for name in names]


def _cut(f: Field) -> pl.Expr:
    assert isinstance(f.place, Cols)
    text = pl.col("raw").str.slice(f.place.first - 1, f.place.width)
    if f.kind.align == "right":  # digits pushed left are ambiguous: they stay unreadable
        return pl.when(text.str.starts_with(" ")).then(text.str.strip_chars_start(" ")).otherwise(text)
    # CBP drops leading spaces in A, AN and X fields (Batch and Block Control rev. 23, data formats).
    return text.str.strip_chars(" ") if f.place.width > 1 else text.str.strip_chars_end(" ")


@cache
def sure(layout: Layout, names: tuple[str, ...]) -> tuple[list[pl.Expr], list[pl.Expr]]:
    """The values of the fields `names` of 80-byte records that all match their expression, in two steps.

    First the fields as text, beside the columns of the rows but `raw`; then what becomes of these texts: null where
    one is blank. In one step polars would cut a field as often as it is named. What the expression has told is not
    asked again: which fields are never blank, and which have nothing to trim.
    """
    steps = [_sure(layout[name]) for name in names]
    values = [value.alias(name) for name, (_, value) in zip(names, steps, strict=True) if value is not None]
    return [pl.exclude("raw"), *(cut.alias(name) for name, (cut, _) in zip(names, steps, strict=True))], values


def _sure(f: Field) -> tuple[pl.Expr, pl.Expr | None]:
    assert isinstance(f.place, Cols)
    width, kind, text = f.place.width, f.kind, pl.col(f.name)
    cut = pl.col("raw").str.slice(f.place.first - 1, width)
    if kind.loose:  # the record's expression could not say it
        return _cut(f), kind.read(pl.when((text != "") & text.str.contains(f"^{f.text_regex()}$")).then(text))
    if kind.align == "right" and kind.dtype == pl.Int64:  # digits or blanks
        return cut, kind.read(text)
    codes = f.codes if f.closed else None
    whole = width == 1 or kind.sizes == (width, width) or (codes is not None and min(map(len, codes)) == width)
    needed = f.use == "M" and not f.filler
    if not whole:
        begins = needed or codes is not None or not kind.literal  # in its first column
        cut = cut.str.strip_chars_end(" ") if begins else cut.str.strip_chars(" ")
    there = text if needed else pl.when(text != (" " * width if whole else "")).then(text)
    value = kind.read(there)
    return cut, None if value is text else value


def _delimited(layout: Layout, frame: pl.DataFrame, names: tuple[str, ...]) -> tuple[pl.DataFrame, tuple[int, ...]]:
    tops, elements, marked = _elements(layout, names)
    if len(tops) > 1:  # in one step polars would split as often as there are elements
        frame = frame.select(_SPLIT)
    frame = frame.select(elements)
    if not marked:
        return frame, ()
    some = frame.select(marked).row(0)
    composite = tuple(n for n, has in zip((n for n, top in tops.items() if top), some, strict=True) if has)
    if composite:
        frame = frame.with_columns(pl.col(f"element_{n}").str.split_exact(COMPONENT, tops[n] - 1) for n in composite)
    return frame, composite


@cache
def _elements(layout: Layout, names: tuple[str, ...]) -> tuple[dict[int, int], list[pl.Expr], list[pl.Expr]]:
    """Elements that are wanted, with the last component that is (0: none); each cut; and which are cut into more."""
    tops: dict[int, int] = {}
    for place in (layout[name].place for name in names):
        assert isinstance(place, El)
        tops[place.number] = max(tops.get(place.number, 0), place.component)
    whole = pl.col("raw") if len(tops) > 1 else _SPLIT
    elements = [whole.list.get(n, null_on_oob=True).alias(f"element_{n}") for n in tops]
    marked = [pl.col(f"element_{n}").str.contains(COMPONENT, literal=True).any() for n, top in tops.items() if top]
    return tops, elements, marked


def _piece(place: Place, composite: tuple[int, ...]) -> pl.Expr:
    """An element, or one of its components: the first one is all of it where no record has a second."""
    assert isinstance(place, El)
    element = pl.col(f"element_{place.number}")
    if place.component and place.number in composite:
        return element.struct.field(f"field_{place.component - 1}")
    return element if place.component <= 1 else pl.repeat(None, pl.len(), dtype=pl.String)


def _fixed_field(f: Field) -> str:
    assert isinstance(f.place, Cols)
    width, kind = f.place.width, f.kind
    if f.const is not None:
        return re.escape(f.const)
    blank = f" {{{width}}}"
    if f.codes and f.closed:
        body = "|".join(re.escape(code.ljust(width)) for code in sorted(f.codes))
    elif kind.pattern is not None or kind.align == "right":
        body = kind.regex(width, width)
    elif not kind.literal:  # digits that are a name: left-justified, the rest blank
        body = "|".join(f"{kind.regex(n, n)} {{{width - n}}}" for n in range(width, 0, -1))
    else:
        return f"[{kind.char}]{{{width}}}" if f.use != "M" or f.filler else _left(kind, width)
    return f"(?:{body})" if f.use == "M" else f"(?:{body}|{blank})"


def _left(kind: Kind, width: int) -> str:
    """A mandatory text: its first column is not blank."""
    first = kind.char.replace(" ", "").replace(r"\x20", r"\x21")
    return f"[{first}]" + (f"[{kind.char}]{{{width - 1}}}" if width > 1 else "")


def _element(f: Field) -> str:
    body = f.text_regex(whole=False)
    return body if f.use == "M" else f"(?:{body})?"


def _nested(items: list[tuple[str, bool]], separator: str) -> str:
    """Positional items, each with its separator in front; those behind the last mandatory one may be left off."""
    out = ""
    for body, needed in reversed(items):
        here = separator + body + out
        out = here if needed else f"(?:{here})?"
    return out


def _positions(layout: Layout) -> list[tuple[str, bool]]:
    elements: dict[int, list[Field]] = {}
    for f in layout.fields:
        assert isinstance(f.place, El)
        elements.setdefault(f.place.number, []).append(f)
    items: list[tuple[str, bool]] = []
    for number in range(1, max(elements, default=0) + 1):
        fields = elements.get(number, [])
        if not fields:
            items.append((f"[^{FIELD}]*", False))
        elif isinstance(fields[0].place, El) and fields[0].place.component == 0:
            items.append((_element(fields[0]), fields[0].use == "M"))
        else:
            items.append(_composite(fields))
    needed = max((i for i, (_, must) in enumerate(items) if must), default=-1)
    return [(body, i <= needed) for i, (body, _) in enumerate(items)]


def _composite(fields: list[Field]) -> tuple[str, bool]:
    by_component = {f.place.component: f for f in fields if isinstance(f.place, El)}
    items = [
        (_element(by_component[n]), by_component[n].use == "M")
        if n in by_component
        else (f"[^{FIELD}{COMPONENT}]*", False)
        for n in range(1, max(by_component) + 1)
    ]
    needed = max((i for i, (_, must) in enumerate(items) if must), default=-1)
    first, rest = items[0], [(body, i <= needed) for i, (body, _) in enumerate(items[1:], 1)]
    body = first[0] + _nested(rest, COMPONENT)
    return (body, True) if needed >= 0 else (f"(?:{body})?", False)


@cache
def line_regex(layout: Layout, upto: int | None = None) -> str:
    """A CAMIR air line with one named group a field; `upto` cuts it behind that many parts (to find the bad one)."""
    out = f"^{re.escape(layout.tag)}"
    for group in groups(layout.fields[:upto]):
        part = "|".join(map(_with_inside, group))
        whole = part if len(group) == 1 else f"(?:{part})"
        out += whole if group[0][0].use == "M" else f"(?:{part})?"
    return out if upto is not None else out + "$"


def groups(fields: tuple[Field, ...]) -> list[list[list[Field]]]:
    """Parts of a line, each with those that stand `inside` it, beside those that stand `instead` of it."""
    out: list[list[list[Field]]] = []
    for f in fields:
        assert isinstance(f.place, Part)
        if f.place.inside:
            out[-1][-1].append(f)
        elif f.place.instead:
            out[-1].append([f])
        else:
            out.append([[f]])
    return out


def _with_inside(fields: list[Field]) -> str:
    first, *inside = fields
    return first.part_regex() + "".join(f.part_regex() if f.use == "M" else f"(?:{f.part_regex()})?" for f in inside)


@cache
def right(layout: Layout) -> pl.Expr:
    """Whether the column `raw` is a right record as a whole."""
    raw, last = pl.col("raw"), layout.fields[-1]
    if layout.family == "fixed" and last.kind is S and last.widths[0] > _WORTH:  # blanks are sooner compared
        head = "^" + "".join(_fixed_field(f) for f in layout.fields[:-1])
        whole = raw.str.len_bytes() == layout.length
        return (whole & raw.str.ends_with(" " * last.widths[0]) & raw.str.contains(head)).fill_null(False)
    return raw.str.contains(record_regex(layout)).fill_null(False)


@cache
def record_regex(layout: Layout) -> str:
    """One expression that a right record matches as a whole, anchored."""
    if layout.family == "fixed":
        return "^" + "".join(_fixed_field(f) for f in layout.fields) + "$"
    if layout.family == "line":
        return line_regex(layout)
    return f"^{re.escape(layout.tag)}" + _nested(_positions(layout), FIELD) + "$"


FILLER: Final = "\ue000"  # stands behind a letter of several bytes, one for each further byte (`edi.cutting.letters`)
LOST: Final = "\ufffd"  # a byte that is no letter of the character set
MARKS: Final = RELEASED
MARKED: Final = [RELEASED + chr(byte | 0x80) for byte in range(0x20, 0x7F)]
_MEANT: Final = [chr(byte) for byte in range(0x20, 0x7F)]


def plain(text: pl.Expr) -> pl.Expr:
    """Text as the filer meant it: without release characters (`edi.cutting.records`) and without FILLER."""
    return text.str.replace_many([*MARKED, FILLER], [*_MEANT, ""])
