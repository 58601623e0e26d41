"""Faults: which field of a record is wrong, why, and where, to the column and byte. Only suspect records come here."""

import re
from typing import Final

import polars as pl

from deminimis.edi.frames.finding_codes import (
    CHARACTERS,
    CODE,
    CONSTANT,
    ILLEGAL_BYTE,
    MISSING,
    TOO_MANY,
    VALUE,
    WIDTH,
)
from deminimis.edi.frames.findings import FINDINGS, NO_FINDINGS, Code, control, shortened
from deminimis.edi.layout import match as text
from deminimis.edi.layout.declare import COMPONENT, FIELD, Cols, El, Field, Layout, Part
from deminimis.edi.layout.kinds import FREE, Kind

_RECORD: Final = Kind("REC", "no more than the layout has", FREE.char, FREE.dtype, FREE.read, FREE.show)
_CODES_SHOWN: Final = 15
_PLAIN: Final = text.plain(pl.col("cut"))
_CONTROL: Final = {chr(n): control(chr(n)) for n in (*range(0x1C), *range(0x7F, 0xA0))}


def faults(layout: Layout, rows: pl.DataFrame) -> pl.DataFrame:
    """The findings of `rows` (columns ordinal, line, column, byte, raw), all of this layout's tag. None is lost."""
    if not rows.height:
        return NO_FINDINGS
    out = [_field_faults(layout, f, rows) for f in layout.fields]
    if layout.family == "line":
        out.append(_broken_lines(layout, rows))
    else:
        out.append(_too_long(layout, rows))
    return _in_place(layout, pl.concat([part for part in out if part.height] or [NO_FINDINGS]), rows)


def untold(layout: Layout, rows: pl.DataFrame, unread: pl.Series, found: pl.DataFrame) -> pl.DataFrame:
    """A finding for each field that is `unread` in one of `rows` and that none of `found` is about."""
    place = rows.select("byte", at=pl.int_range(pl.len()))
    told = found.select("byte", name="field").sort("byte").join_asof(place.sort("byte"), on="byte")
    names = pl.DataFrame({"at": place["at"], "name": unread}).explode("name").drop_nulls()
    if layout.family == "line":  # a line that does not match is told of once
        names = names.join(told, on="at", how="anti")
    names = names.join(told, on=["at", "name"], how="anti")
    out = []
    for (name,), part in names.group_by("name", maintain_order=True):
        f, own = layout[str(name)], rows[part["at"].to_list()]
        cut, start, width = _spans(layout, f, own["raw"])
        frame = own.select("line", "column", "byte").with_columns(
            cut.alias("cut"), start.alias("start"), width.alias("width")
        )
        out.append(_findings(layout, f, frame, VALUE))
    return _in_place(layout, pl.concat(out), rows) if out else NO_FINDINGS


def _in_place(layout: Layout, found: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """`found` at its place in the file, where a record has line breaks or letters of several bytes in front of it."""
    raw, fixed = pl.col("raw"), layout.family == "fixed"
    odd = raw.str.contains(_BREAKS) | (raw.str.ends_with(text.FILLER) & fixed)
    if not found.height or not rows.select(odd.any()).item():
        return found
    own = rows.select("raw", begin="byte", odd=odd).sort("begin")
    found = found.with_row_index("n").sort("byte").join_asof(own, left_on="byte", right_on="begin")
    head = raw.str.slice(0, pl.col("byte") - pl.col("begin"))
    behind = head.str.extract(r"([^\r\n]*)$", 1).str.len_chars()
    breaks = pl.when("odd").then(head.str.count_matches(_BREAKS)).otherwise(0).cast(pl.UInt32)
    letters = head.str.replace_all(text.FILLER, "", literal=True)
    more = letters.str.len_bytes() - letters.str.len_chars() if fixed else pl.lit(0)
    return found.sort("n").select(
        *(name for name in FINDINGS if name not in ("line", "column", "byte")),
        line=pl.col("line") + breaks,
        column=pl.when(breaks > 0).then(behind + 1).otherwise("column").cast(pl.UInt32),
        byte=pl.col("byte") + pl.when("odd").then(more).otherwise(0).cast(pl.UInt64),
    ).select(*FINDINGS)  # fmt: skip


def _spans(layout: Layout, f: Field, raw: pl.Series) -> tuple[pl.Series, pl.Series, pl.Series]:
    """Text of the field as it stands, where it begins in the record (0-based), and its width."""
    if isinstance(f.place, Cols):
        cut = raw.str.slice(f.place.first - 1, f.place.width)
        return (
            cut,
            pl.repeat(f.place.first - 1, len(raw), dtype=pl.Int64, eager=True),
            cut.str.len_chars().cast(pl.Int64),
        )
    if isinstance(f.place, Part):
        before = raw.str.extract(f"({text.line_regex(layout, layout.fields.index(f))})", 1)
        start = before.str.len_chars().cast(pl.Int64) + len(f.place.lead)
        cut = text.texts(layout, raw, [f.name]).to_series().fill_null("")
        return cut, start.fill_null(0), cut.str.len_chars().cast(pl.Int64)
    return _element_span(f.place, raw)


def _element_span(place: El, raw: pl.Series) -> tuple[pl.Series, pl.Series, pl.Series]:
    before = raw.str.extract(f"^((?:[^{FIELD}]*{FIELD}){{{place.number}}})", 1)
    start = before.str.len_chars().cast(pl.Int64)
    cut = raw.str.extract(f"^(?:[^{FIELD}]*{FIELD}){{{place.number}}}([^{FIELD}]*)", 1).fill_null("")
    start = start.fill_null(raw.str.len_chars().cast(pl.Int64))
    if place.component:
        skip = f"^((?:[^{COMPONENT}]*{COMPONENT}){{{place.component - 1}}})"
        inner = cut.str.extract(skip, 1)
        start = start + inner.str.len_chars().cast(pl.Int64).fill_null(cut.str.len_chars().cast(pl.Int64))
        cut = cut.str.extract(skip[:-1] + f")([^{COMPONENT}]*)", 2).fill_null("")
    return cut, start, cut.str.len_chars().cast(pl.Int64)


def _field_faults(layout: Layout, f: Field, rows: pl.DataFrame) -> pl.DataFrame:
    raw = rows["raw"]
    cut, start, width = _spans(layout, f, raw)
    frame = rows.select("line", "column", "byte").with_columns(
        cut.alias("cut"), start.alias("start"), width.alias("width")
    )
    if f.filler:
        clean = pl.col("cut").str.contains(f"^[{f.kind.char}]*$")
        return _findings(layout, f, frame.filter(~clean), CHARACTERS)
    if isinstance(f.place, El) and not f.place.component and not _may_hold(f, COMPONENT):
        # components where the layout has none are reported as such, not as a strange character
        frame = frame.filter(~pl.col("cut").str.contains(COMPONENT, literal=True))
    shown = _PLAIN  # as `parse` reads it: a blank in front of a number or behind it is a fault
    exact = layout.family == "x12" or (layout.family == "edifact" and not f.kind.literal)
    frame = frame.with_columns((shown if exact else shown.str.strip_chars(" ")).alias("text"))
    if layout.family == "line":  # a line that does not match has no parts at all: reported once, as a line
        frame = frame.filter(pl.Series(raw.str.contains(text.line_regex(layout))))
    code = _code_of(f, layout.family)
    wrong = frame.with_columns(code.alias("fault")).filter(pl.col("fault").is_not_null())
    if not wrong.height:
        return NO_FINDINGS
    parts = [
        _findings(layout, f, group, _BY_CODE[str(key)])
        for (key,), group in wrong.group_by("fault", maintain_order=True)
    ]
    return pl.concat(parts)


def _may_hold(f: Field, character: str) -> bool:
    return re.match(f"[{f.kind.char}]", character) is not None


_BREAKS: Final = "\r\n|\r|\n"
_BY_CODE: Final = {c.code: c for c in (ILLEGAL_BYTE, MISSING, CHARACTERS, VALUE, CODE, WIDTH, CONSTANT, TOO_MANY)}


def _code_of(f: Field, family: str) -> pl.Expr:
    """The one fault code of the field's trimmed text, or null: first reason that holds."""
    cell, kind = pl.col("text"), f.kind
    blank = cell == ""
    low, high = f.widths
    chars = cell.str.contains(f"^[{kind.char}]*$")
    steps: list[tuple[pl.Expr, Code | None]] = [
        # a line that matches has each part that it must have; one of no characters may be meant
        (blank, MISSING if f.use == "M" and family != "line" else None),
        (~chars & cell.str.contains_any(list(_CONTROL)), ILLEGAL_BYTE),
    ]
    if f.const is not None:
        steps.append((cell != f.const, CONSTANT))
    elif f.codes and f.closed:
        steps.append((~cell.is_in(list(f.codes)), CODE))
    else:
        steps.append((~chars, CHARACTERS))
        if not isinstance(f.place, Cols):
            steps.append((~cell.str.len_chars().is_between(low, high), WIDTH))
        elif kind.align == "right":
            steps.append((pl.col("cut").str.contains(" "), CHARACTERS))
        if kind.pattern is not None:
            steps.append((~cell.str.contains(f"^(?:{kind.pattern})$"), VALUE))
        if not kind.literal:
            steps.append((kind.read(cell).is_null(), VALUE))
    out = pl.lit(None, pl.String)
    for condition, code in reversed(steps):
        out = pl.when(condition).then(pl.lit(code.code if code else None, pl.String)).otherwise(out)
    return out


def expected(f: Field) -> str:
    """What may stand in the field, in words."""
    low, high = f.widths
    size = f"{low}" if low == high else f"{low} to {high}"
    if f.const is not None:
        return f.const
    if f.codes and f.closed:
        shown = ", ".join(list(f.codes)[:_CODES_SHOWN])
        listed = f"one of {shown}" if len(f.codes) <= _CODES_SHOWN else f"one of {len(f.codes)} codes ({shown} ...)"
        return f"{listed}; {f.hint}" if f.hint else listed
    return f"{f.kind.meaning} ({size})"


def _findings(layout: Layout, f: Field, frame: pl.DataFrame, code: Code) -> pl.DataFrame:
    """`frame` (line, column, byte, cut, start, width) as findings of `code` about field `f`."""
    if not frame.height:
        return NO_FINDINGS
    constants = {"field": f.name, "place": str(f.place), "expected": expected(f), "doc": f.doc.rstrip(".")}
    shown = _PLAIN
    # blanks up to the next field say nothing
    padded = isinstance(f.place, Cols) and f.kind.align == "left" and f.kind is not _RECORD
    shown = shortened(shown.str.strip_chars_end(" ") if padded else shown)
    said = {name: pl.lit(value) for name, value in constants.items()} | {"value": shown}
    if code is ILLEGAL_BYTE:
        first = pl.col("cut").str.extract(f"({'|'.join(map(re.escape, _CONTROL))})", 1)
        said |= {
            "where": pl.lit(f"{f.name} ({f.place})"), "characters": first.replace_strict(_CONTROL, default=first),
            "done": pl.lit("; read as a blank" if f.kind.literal else ""),
        }  # fmt: skip
    params = pl.struct(value.alias(name) for name, value in said.items()).struct.json_encode()
    return frame.select(
        code=pl.lit(code.code),
        severity=pl.lit(code.severity).cast(FINDINGS["severity"]),
        file=pl.lit(None, pl.UInt32),
        line=pl.col("line").cast(pl.UInt32),
        column=(pl.col("column") + pl.col("start")).cast(pl.UInt32),
        byte=(pl.col("byte") + pl.col("start")).cast(pl.UInt64),
        width=pl.col("width").clip(lower_bound=1).cast(pl.UInt32),
        record=pl.lit(layout.record),
        field=pl.lit(f.name),
        value=shown,
        params=params,
        related=pl.lit(None, FINDINGS["related"]),
    )


def _too_long(layout: Layout, rows: pl.DataFrame) -> pl.DataFrame:
    """A record wider than its layout, or a segment with more elements or components than it."""
    raw = rows["raw"]
    whole = Field("record", Cols(1, layout.length), _RECORD, "O", "The whole record.")
    frame = rows.select("line", "column", "byte")
    if layout.family == "fixed":
        beyond = raw.str.slice(layout.length).str.strip_chars_end(text.FILLER)  # of letters in front (`in_columns`)
        frame = frame.with_columns(beyond.alias("cut"), pl.lit(layout.length, pl.Int64).alias("start"))
        frame = frame.with_columns(width=pl.col("cut").str.len_chars().cast(pl.Int64)).filter(pl.col("width") > 0)
        return _findings(layout, whole, frame, WIDTH)
    most = max((f.place.number for f in layout.fields if isinstance(f.place, El)), default=0)
    before = raw.str.extract(f"^((?:[^{FIELD}]*{FIELD}){{{most + 1}}})", 1)
    start = before.str.len_chars().cast(pl.Int64)
    frame = frame.with_columns(
        start.alias("start"), raw.str.len_chars().cast(pl.Int64).alias("length"), raw.alias("cut")
    )
    frame = frame.filter(pl.col("start").is_not_null()).with_columns(width=pl.col("length") - pl.col("start"))
    rest = pl.col("cut").str.slice(pl.col("start"))
    # separators alone are shown with the first of them
    rest = pl.when(rest.str.strip_chars(FIELD) == "").then(FIELD + rest).otherwise(rest)
    named = Field(f"its {most} element{'s' * (most != 1)}", El(most + 1), _RECORD, "O", whole.doc)
    found = _findings(layout, named, frame.with_columns(cut=rest), TOO_MANY).with_columns(field=pl.lit("record"))
    return pl.concat([found, *_components_too_many(layout, rows)])


def _components_too_many(layout: Layout, rows: pl.DataFrame) -> list[pl.DataFrame]:
    tops: dict[int, Field] = {}
    for f in layout.fields:
        # the last one of each element; not ISA16, whose text is the component separator itself
        if isinstance(f.place, El) and not _may_hold(f, COMPONENT):
            tops[f.place.number] = f
    out = []
    for number, f in tops.items():
        assert isinstance(f.place, El)
        cut, start, width = _element_span(El(number), rows["raw"])
        frame = rows.select("line", "column", "byte").with_columns(
            cut.alias("cut"), start.alias("start"), width.alias("width")
        )
        most = max(f.place.component, 1)
        out.append(_findings(layout, f, frame.filter(cut.str.count_matches(COMPONENT, literal=True) >= most), TOO_MANY))
    return out


def _broken_lines(layout: Layout, rows: pl.DataFrame) -> pl.DataFrame:
    """CAMIR air lines that do not match: one finding each, at the first part that fails."""
    broken = rows.filter(~rows["raw"].str.contains(text.line_regex(layout)))
    out: list[pl.DataFrame] = []
    for n, f in enumerate(layout.fields, 1):
        if not broken.height:
            break
        fits = broken["raw"].str.contains(text.line_regex(layout, n))
        bad, broken = broken.filter(~fits), broken.filter(fits)
        rest = _rest_of_line(layout, bad, n - 1)
        before = layout.fields[max(n - 2, 0)]
        read = bad["raw"].str.extract_groups(text.line_regex(layout, max(n - 1, 1))).struct.field(before.name)
        rest = rest.with_columns(read=read.fill_null("") != "")
        # without what leads it in, the part in front has more than it may, or is not there as it must be
        own = pl.col("cut").str.starts_with(_leads(f)[0]) | (pl.col("cut") == "") | (n == 1)
        out.append(_findings(layout, f, rest.filter(own), VALUE))
        out.append(_findings(layout, before, rest.filter(~own & ~pl.col("read")), VALUE))
        out.append(_findings(layout, before, rest.filter(~own & pl.col("read")), TOO_MANY))
    if broken.height and layout.fields:
        out += _behind_the_needed(layout, broken)
    return pl.concat([part for part in out if part.height] or [NO_FINDINGS])


def _leads(f: Field) -> tuple[str, ...]:
    assert isinstance(f.place, Part)
    return (f.place.lead, *f.place.also)


def _behind_the_needed(layout: Layout, rows: pl.DataFrame) -> list[pl.DataFrame]:
    """Lines that have all they must: an optional part that cannot be read, or more than the last part that was read."""
    place = {f.name: n for n, f in enumerate(layout.fields)}
    there = rows["raw"].str.extract_groups(text.line_regex(layout, len(place))).struct.unnest()
    last = there.select(
        pl.max_horizontal(pl.when(pl.col(name).is_not_null()).then(n) for name, n in place.items()).fill_null(0)
    ).to_series()
    cells = there.with_columns(last=last)
    blank = cells.select(pl.concat_list(pl.exclude("last").fill_null("")).list.get(pl.col("last")) == "").to_series()
    rest = _rest_of_line(layout, rows, len(place)).with_columns(last=last, fault=pl.lit(None, pl.Int64), blank=blank)
    for group in text.groups(layout.fields):
        # of parts that stand for one another the last one that may begin so
        for first, *inside in group[::-1]:
            lead = next((lead for lead in _leads(first) if lead), "")
            here = pl.col("fault").is_null() & (pl.col("last") < place[group[0][0].name])
            here &= pl.col("cut").str.starts_with(lead) if lead else pl.lit(False)
            half = pl.col("cut").str.contains("^" + first.part_regex())
            half &= pl.lit(bool(inside) and inside[0].use == "M")
            which = pl.when(half).then(place[inside[0].name] if inside else None).otherwise(place[first.name])
            rest = rest.with_columns(fault=pl.when(here).then(which).otherwise("fault"))
    rest = rest.with_columns(pl.col("fault").fill_null(pl.when("blank").then("last")))
    parts = rest.partition_by("fault", "last", maintain_order=True)
    out = []
    for part in parts:
        wrong, right = part["fault"][0], part["last"][0]
        out.append(_findings(layout, layout.fields[right if wrong is None else wrong], part,
                             TOO_MANY if wrong is None else VALUE))  # fmt: skip
    return out


def _rest_of_line(layout: Layout, rows: pl.DataFrame, upto: int) -> pl.DataFrame:
    start = rows["raw"].str.extract(f"({text.line_regex(layout, upto)})", 1).str.len_chars().cast(pl.Int64).fill_null(0)
    rest = rows.select("line", "column", "byte", pl.col("raw").str.slice(pl.Series(start)).alias("cut"))
    return rest.with_columns(start.alias("start"), pl.col("cut").str.len_chars().cast(pl.Int64).alias("width"))
