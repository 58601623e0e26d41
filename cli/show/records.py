"""What `inspect` shows of a file: each record with its fields, or each message and shipment on a line."""

import json
import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import polars as pl

from deminimis.cli import words
from deminimis.edi.cutting.letters import lettered
from deminimis.edi.cutting.source import Source, Syntax, blocks
from deminimis.edi.frames.finding_codes import EDI_CODES
from deminimis.edi.layout import match as text
from deminimis.edi.layout.declare import COMPONENT, FIELD, REPETITION, Field, Layout
from deminimis.edi.layout.parse import parse
from deminimis.edi.reading.format import Format

_BLOCK: Final = 1 << 16  # small, so that the first page comes at once
_RULER: Final = "         1         2         3         4         5         6         7         8"
_TAGS: Final = 12  # kinds of record that a folded line names


@dataclass
class View:
    """What to show of one file, and how many records and faults were shown."""

    source: Source
    form: Format  # of the interchange that is shown
    syntax: Syntax  # of the first one
    formats: Mapping[str, Format]
    first: int
    last: int | None
    width: int | None  # columns of the terminal; None: no line is folded
    shown: int = 0
    faults: int = 0

    def wrapped(self, line: str, hang: int) -> str:
        """The line, folded to the width, `hang` columns in from its second line on."""
        if self.width is None or len(line) <= self.width:
            return f"{line}\n"
        lead = " " * hang
        return textwrap.fill(
            line, self.width, subsequent_indent=lead, drop_whitespace=True, replace_whitespace=False,
            break_on_hyphens=False,
        ) + "\n"  # fmt: skip


def _rows(view: View) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Each record that is to be shown, with its faults."""
    for block in blocks(view.source, view.syntax, _BLOCK, view.form.name):
        view.form = view.formats[block.form] if block.form else view.form
        if not block.rows.height or block.rows["line"][-1] < view.first:
            continue
        letters = lettered(block.rows["raw"], block.syntax.charset)
        rows = block.rows.with_columns(letters).with_columns(tag=view.form.tag(pl.col("raw")))
        found = _faults(rows, view.form)
        for row in rows.iter_rows(named=True):
            if row["line"] < view.first:
                continue
            if view.last is not None and row["line"] > view.last:
                return
            mine = found.get(row["ordinal"], [])
            view.shown += 1
            view.faults += len(mine)
            yield {**row, "syntax": block.syntax}, mine


def records(view: View) -> Iterator[str]:
    """Every record with its fields."""
    for row, faults in _rows(view):
        if row["tag"] in view.form.scopes["message"]:
            yield f"\nmessage, line {row['line']}\n"
        yield from _record(row, view, faults)


@dataclass
class _Fold:
    """One line of a folded file."""

    what: str
    first: int
    last: int = 0
    tags: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def lines(self, view: View) -> Iterator[str]:
        names = [tag if count == 1 else f"{count:,} {tag}" for tag, count in self.tags.items()]
        names = [*names[:_TAGS], "..."] if len(names) > _TAGS else names
        where = f"{self.first}-{self.last}" if self.last > self.first else str(self.first)
        yield view.wrapped(f"{where:>11}  {self.what:<9} {', '.join(names)}", 23)
        for fault in self.faults:
            yield view.wrapped(f"{'':>13}{fault}", 15)


def folded(view: View) -> Iterator[str]:
    """A line for each message and each shipment: its lines, its records counted, and its faults below."""
    opened = {tag: name for name in ("message", "shipment") for tag in view.form.scopes[name]}
    at: _Fold | None = None
    for row, faults in _rows(view):
        layout = view.form.layouts.get(row["tag"])
        if at is None or row["tag"] in opened:
            if at is not None:
                yield from at.lines(view)
            at = _Fold(opened.get(row["tag"], "envelope"), row["line"])
        at.last = row["line"]
        at.tags[words.clean(layout.record if layout else str(row["tag"]))] += 1
        at.faults += [f"line {row['line']} {_told(fault)}" for fault in faults]
    if at is not None:
        yield from at.lines(view)


def _faults(rows: pl.DataFrame, form: Format) -> dict[int, list[dict[str, Any]]]:
    """Field faults by record."""
    out: dict[int, list[dict[str, Any]]] = {}
    ordinals = dict(zip(rows["byte"].to_list(), rows["ordinal"].to_list(), strict=True))
    starts = rows["byte"]
    for (tag,), part in rows.partition_by("tag", as_dict=True, maintain_order=True).items():
        layout = form.layouts.get(str(tag))
        if layout is None:
            continue
        full = part.with_columns(pl.col("raw").str.pad_end(layout.length, " ")) if layout.in_columns else part
        read = list(form.reads.get(str(tag), ()))
        for fault in parse(layout, full, read).findings.iter_rows(named=True):
            at = int(starts.search_sorted(fault["byte"], side="right")) - 1
            out.setdefault(ordinals[starts[at]], []).append({**fault, "offset": fault["byte"] - starts[at]})
    return out


def _record(row: dict[str, Any], view: View, faults: list[dict[str, Any]]) -> Iterator[str]:
    layout = view.form.layouts.get(row["tag"])
    title = layout.title if layout else "not read by this format"
    yield view.wrapped(f"\nline {row['line']}  {words.clean(layout.record if layout else row['tag'])}  {title}", 2)
    if layout and layout.in_columns:
        yield f"{_RULER}\n"
    yield from _marked(words.clean(_original(row["raw"], row["syntax"])), faults, view)
    if layout:
        yield from _fields(layout, row["raw"], view)


def _marked(shown: str, faults: list[dict[str, Any]], view: View) -> Iterator[str]:
    """The record, in pieces where the terminal is narrower, each fault under the piece in which it begins."""
    step = view.width or max(len(shown), 1)
    left = list(faults)
    for start in range(0, max(len(shown), 1), step):
        yield f"{shown[start : start + step].rstrip()}\n"
        end = start + step if start + step < len(shown) else None
        for fault in [each for each in left if end is None or each["offset"] < end]:
            left.remove(fault)
            column = max(fault["offset"] - start, 0)
            wide = min(max(fault["width"] or 1, 1), 80, max(step - column, 1) if view.width else 80)
            yield f"{' ' * column}{'^' * wide}\n"
            yield view.wrapped(f"  {_told(fault)}", 4)


def _told(fault: dict[str, Any]) -> str:
    message = EDI_CODES[fault["code"]].message({"record": fault["record"], **json.loads(fault["params"])})
    return f"{fault['code']} {words.clean(message)}"


def _original(raw: str, syntax: Syntax) -> str:
    """The record with the file's own separators again."""
    for canonical, own in ((FIELD, syntax.field), (COMPONENT, syntax.component), (REPETITION, syntax.repetition)):
        raw = raw.replace(canonical, own.decode("latin-1")) if own else raw
    return raw.replace(text.FILLER, "")


def _fields(layout: Layout, raw: str, view: View) -> Iterator[str]:
    named = [f for f in layout.fields if not f.filler and f.const is None]
    if not named:
        return
    padded = raw.ljust(layout.length) if layout.in_columns else raw
    values = text.texts(layout, pl.Series("raw", [padded]), [f.name for f in named])
    values = values.select(text.plain(pl.col(name)) for name in values.columns)
    for f in named:
        value = values[f.name][0]
        if value and value.strip():  # an element of blanks says nothing
            yield view.wrapped(f"  {f.place!s:>7}  {f.name:<26} {words.clean(value.rstrip())}{_meaning(f, value)}", 38)


def _meaning(f: Field, value: str) -> str:
    known = (f.codes or {}).get(value)
    return f"  ({known})" if known else ""
