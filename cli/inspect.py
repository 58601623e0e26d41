"""`deminimis inspect FILE`: every record with its fields, their meaning, and the faults under their columns."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, Final

import click
import polars as pl

from deminimis.cli import config, options, words
from deminimis.cli.exit_codes import CLEAN, FINDINGS, NOT_CHECKED
from deminimis.cli.inputs import sources
from deminimis.edi import text
from deminimis.edi.finding_codes import EDI_CODES
from deminimis.edi.format import Format
from deminimis.edi.formats import FORMATS
from deminimis.edi.intake import take
from deminimis.edi.layout import COMPONENT, FIELD, REPETITION, Field, Layout
from deminimis.edi.read import parse
from deminimis.edi.sniff import LOOKED_FOR, sniff
from deminimis.edi.source import Source, Syntax, blocks

_BLOCK: Final = 1 << 16  # small, so that the first page comes at once
_RULER: Final = "         1         2         3         4         5         6         7         8"


@click.command("inspect", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("path", metavar="FILE", type=click.Path())
@click.option("--line", type=click.IntRange(min=1), help="Begin at this line.")
@click.option("--bill", help="Only the shipment of this bill or entry number, as reports print it.")
@click.option("--fold", is_flag=True, help="One line a record, without its fields.")
@options.config
def command(path: str, line: int | None, bill: str | None, fold: bool, config_file: Path | None) -> int:
    """Show each record of FILE with field names, values, meanings, and its faults.

    \b
    Exit codes: 0 no faults shown, 1 faults, 2 the format is not known.
    Example:    deminimis inspect samples/catair_se/malformed.edi --line 16
    """
    (source,) = sources([path])[:1]
    found = sniff(source.head())
    formats = config.load(config_file, Path.cwd()).formats(FORMATS)
    form = formats.get(found.format or "")
    for evidence in found.evidence:
        click.echo(f"{source.name}: {words.clean(evidence)}")
    if form is None or found.syntax is None:
        click.echo(f"{source.name}: {words.clean(found.reason)}. {found.hint}; looked for {LOOKED_FOR}")
        return NOT_CHECKED
    click.echo(f"{source.name}: {form.title}")
    first, last = _range(source, formats, line, bill)
    view = _View(source, form, found.syntax, first, last, fold)
    lines = _records(view)
    head = list(_take(lines, 200))
    if len(head) < 200:  # short enough for the screen, and for a test
        click.echo("".join(head), nl=False)
    else:
        click.echo_via_pager(chain(head, lines))
    return FINDINGS if view.faults else CLEAN


def _take(lines: Iterator[str], count: int) -> Iterator[str]:
    for _, line in zip(range(count), lines, strict=False):
        yield line


def _range(source: Source, formats: Mapping[str, Format], line: int | None, bill: str | None) -> tuple[int, int | None]:
    """First and last line to show."""
    if bill is None:
        return line or 1, None
    filed = take([source], formats).filings.shipments
    wanted = "".join(c for c in bill.upper() if c.isalnum())
    mine = filed.filter((pl.col("bill") == wanted) | (pl.col("entry_number") == wanted))
    if not mine.height:
        raise click.UsageError(f"No shipment of {source.name} has the bill or entry number {bill!r}.")
    first = int(mine["line"][0])
    later = filed.filter(pl.col("line") > first)["line"].min()
    return first, int(str(later)) - 1 if later is not None else None


@dataclass
class _View:
    """What to show of one file, and how many faults were shown."""

    source: Source
    form: Format
    syntax: Syntax
    first: int
    last: int | None
    fold: bool
    faults: int = 0


def _records(view: _View) -> Iterator[str]:
    form, messages = view.form, 0
    for block in blocks(view.source, view.syntax, _BLOCK):
        rows = block.rows.with_columns(tag=form.tag(pl.col("raw")))
        found = _faults(rows, form)
        for row in rows.iter_rows(named=True):
            messages += row["tag"] in form.scopes["message"]
            if row["line"] < view.first:
                continue
            if view.last is not None and row["line"] > view.last:
                return
            if row["tag"] in form.scopes["message"]:
                yield f"\nmessage {messages}\n"
            mine = found.get(row["ordinal"], [])
            view.faults += len(mine)
            yield from _record(row, view, mine)


def _faults(rows: pl.DataFrame, form: Format) -> dict[int, list[dict[str, Any]]]:
    """Field faults by record."""
    out: dict[int, list[dict[str, Any]]] = {}
    ordinals = dict(zip(rows["byte"].to_list(), rows["ordinal"].to_list(), strict=True))
    starts = rows["byte"]
    for (tag,), part in rows.partition_by("tag", as_dict=True, maintain_order=True).items():
        layout = form.layouts.get(str(tag))
        if layout is None:
            continue
        full = part.with_columns(pl.col("raw").str.pad_end(layout.length, " ")) if layout.family == "fixed" else part
        for fault in parse(layout, full, []).findings.iter_rows(named=True):
            at = int(starts.search_sorted(fault["byte"], side="right")) - 1
            out.setdefault(ordinals[starts[at]], []).append({**fault, "offset": fault["byte"] - starts[at]})
    return out


def _record(row: dict[str, Any], view: _View, faults: list[dict[str, Any]]) -> Iterator[str]:
    layout = view.form.layouts.get(row["tag"])
    title = layout.title if layout else "not read by this format"
    yield f"\nline {row['line']}  {layout.record if layout else row['tag']}  {title}\n"
    shown = _original(row["raw"], view.syntax)
    if layout and layout.family == "fixed":
        yield f"  {_RULER}\n"
    yield f"  {words.clean(shown)}\n"
    for fault in faults:
        mark = " " * fault["offset"] + "^" * min(max(fault["width"] or 1, 1), 80)
        message = EDI_CODES[fault["code"]].message({"record": fault["record"], **json.loads(fault["params"])})
        yield f"  {mark}\n  {fault['code']} {words.clean(message)}\n"
    if layout and not view.fold:
        yield from _fields(layout, row["raw"])


def _original(raw: str, syntax: Syntax) -> str:
    """The record with the file's own separators again."""
    for canonical, own in ((FIELD, syntax.field), (COMPONENT, syntax.component), (REPETITION, syntax.repetition)):
        raw = raw.replace(canonical, own.decode("latin-1")) if own else raw
    return raw


def _fields(layout: Layout, raw: str) -> Iterator[str]:
    named = [f for f in layout.fields if not f.filler and f.const is None]
    if not named:
        return
    padded = raw.ljust(layout.length) if layout.family == "fixed" else raw
    values = text.texts(layout, pl.Series("raw", [padded]), [f.name for f in named])
    values = values.select(text.plain(pl.col(name)) for name in values.columns)
    for f in named:
        value = str(values[f.name][0])
        if value:
            yield f"  {f.place!s:>7}  {f.name:<26} {words.clean(value)}{_meaning(f, value)}\n"


def _meaning(f: Field, value: str) -> str:
    known = (f.codes or {}).get(value)
    return f"  ({known})" if known else ""
