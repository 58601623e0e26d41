"""Reading one file of a known format, block by block: shipments, notices, findings, and every record accounted for."""

import errno
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Final

import polars as pl

from deminimis.edi import envelope
from deminimis.edi.finding_codes import (
    ILLEGAL_BYTE,
    NOT_FULLY_READ,
    PADDED_LINES,
    PASSED_THROUGH,
    UNKNOWN_RECORD,
)
from deminimis.edi.findings import FINDINGS, NO_FINDINGS, Code, finding, frame
from deminimis.edi.format import Assembled, Format, Tables
from deminimis.edi.grammar import START
from deminimis.edi.read import Parsed, parse
from deminimis.edi.record_order import order
from deminimis.edi.scopes import LOOK, TAG, scoped, told
from deminimis.edi.shipments import UNREAD, empty
from deminimis.edi.source import BLOCK, ROWS, Block, Source, Syntax, blocks
from deminimis.edi.threads import ahead, side_by_side

LARGEST: Final = 1 << 19  # records of one shipment: it is read as a whole, and must not fill the memory
MANY: Final = 20_000  # records of a block that are worth a thread


@dataclass(frozen=True)
class Chunk:
    """What one block gave. The last chunk of a file holds what only the whole file tells (the envelope)."""

    assembled: Assembled
    findings: pl.DataFrame
    records_read: int = 0
    records_reported: int = 0
    messages: int = 0
    size: int = 0  # bytes, unpacked


@dataclass
class _State:
    """What one block hands to the next."""

    tail: pl.DataFrame
    carried: pl.DataFrame
    before: str = START
    told: str = ""  # the kind of the message that goes on
    messages: int = 0
    shipments: int = 0
    stray: bool = False  # the last record stood outside every message
    padded: int = 0
    passed: dict[str, tuple[int, int]] = field(default_factory=dict)  # tag -> (count, first line)
    envelope: list[pl.DataFrame] = field(default_factory=list)
    blanks: dict[str, pl.DataFrame] = field(default_factory=dict)  # tables of tags that do not occur


def read(source: Source, syntax: Syntax, form: Format, block_size: int = BLOCK) -> Iterator[Chunk]:
    """The chunks of one file. `file` is null in every frame: the caller numbers its files.

    Raises OSError and EOFError (damage, `edi.packed`) where the input cannot be read to its end or a shipment has none.
    """
    blank = told(pl.DataFrame(schema=ROWS | {"tag": TAG}), form, "")
    state = _State(blank, blank, told=form.told_by.get("", ""))
    last = Block(pl.DataFrame(schema=ROWS))
    for block in ahead(blocks(source, syntax, block_size)):
        last = block
        # a tag may depend on the records about it: those since the last boundary are named anew
        rows = pl.concat([state.tail.select(*ROWS), block.rows], rechunk=True)
        rows = told(rows.with_columns(tag=form.tag(pl.col("raw")).cast(TAG)), form, state.told)
        cut = rows.height if block.last and rows.height <= LARGEST else _cut(rows, form)
        state.tail = rows[cut:]
        if cut:
            yield _chunk(rows[:cut], form, state)
        if state.tail.height > LARGEST:
            yield _chunk(state.tail, form, state)
            raise OSError(errno.EFBIG, f"a shipment has more than {LARGEST:,} records")
    if state.tail.height:
        yield _chunk(state.tail, form, state)
    yield Chunk(Assembled(), _end_of_file(form, state, last), messages=0)


def _cut(rows: pl.DataFrame, form: Format) -> int:
    """How many of `rows` are whole shipments: up to the last boundary, and none of a message whose kind may change."""
    tag = rows["tag"]
    ends = tag.is_in(list(form.boundaries))
    for before, behind in form.keeps:
        ends &= ~((tag.shift() == before) & (tag == behind)).fill_null(False)
    cuts = ends.arg_true()
    cut = int(cuts[-1]) if len(cuts) else 0
    heads = tag.is_in(list(form.scopes["message"])).arg_true()
    if form.told_by and len(heads) and rows.height - heads[-1] < LOOK:
        cut = min(cut, int(heads[-1]))
    return cut


def _chunk(rows: pl.DataFrame, form: Format, state: _State) -> Chunk:
    if form.levels and next(iter(form.layouts.values())).family == "fixed":
        short = rows["raw"].str.len_chars() < 80
        if short.any():
            state.padded += int(short.sum())
            rows = rows.with_columns(pl.col("raw").str.pad_end(80, " "))
    both = (state.carried.with_columns(carried=pl.lit(True)), rows.with_columns(carried=pl.lit(False)))
    work, state.messages = scoped(pl.concat(both, rechunk=True), form, state.messages)
    new = work[state.carried.height :]
    parts = {str(tag): part for (tag,), part in work.partition_by("tag", as_dict=True, maintain_order=True).items()}
    passed = re.compile(form.passed)
    through = [tag for tag in parts if tag not in form.layouts and passed.search(tag)]
    strange = [tag for tag in parts if tag not in form.layouts and not passed.search(tag)]
    unknown = pl.concat([work.clear(), *(parts[tag] for tag in strange)]).sort("ordinal")
    for tag in through:
        so_far, first = state.passed.get(tag, (0, parts[tag]["line"][0]))
        state.passed[tag] = (so_far + parts[tag].height, first)
    findings = [_unknown(unknown, form), *(_illegal(parts[tag]) for tag in through), _stray(new, form, state)]
    tables: dict[str, pl.DataFrame] = {}
    names, each = [name for name in parts if name in form.layouts], partial(_parsed, form, parts)
    several = side_by_side(each, names) if rows.height >= MANY else map(each, names)
    for name, parsed in zip(names, several, strict=True):
        tables[name] = parsed.values
        carried = parts[name]["carried"].any()
        findings.append(_of_new(parsed.findings, rows) if carried else parsed.findings)
    known = new if not (through or strange) else new.filter(~pl.col("tag").is_in([*through, *strange]))
    wrong, state.before = order(known, tables, form, state.before)
    findings += wrong
    _remember(tables, form, state, rows)
    assembled = _numbered(form.assemble(Tables(tables, partial(_blank, form, work.schema, state.blanks))), state)
    state.told = str(rows["told"][-1]) if form.told_by else ""
    count = rows.height - unknown.height
    messages = int(new["tag"].is_in(list(form.scopes["message"])).sum())
    size = rows["byte"][-1] - rows["byte"][0] + len(rows["raw"][-1])
    return Chunk(assembled, pl.concat([f for f in findings if f.height] or [NO_FINDINGS]),
                 count, unknown.height, messages, size)  # fmt: skip


def _parsed(form: Format, parts: dict[str, pl.DataFrame], tag: str) -> Parsed:
    return parse(form.layouts[tag], parts[tag], _wanted(form, tag))


def _wanted(form: Format, tag: str) -> list[str]:
    names = list(form.reads.get(tag, ()))
    for level in form.levels:
        if tag in (level.header, level.trailer):
            names += [n for n in level.number if n in form.layouts[tag].by_name]
            if tag == level.trailer and level.stated:
                names.append(level.stated)
    if form.kind_of and form.kind_of[0] == tag:
        names.append(form.kind_of[1])
    return list(dict.fromkeys(names))


def _remember(tables: dict[str, pl.DataFrame], form: Format, state: _State, rows: pl.DataFrame) -> None:
    """Keeps the envelope's records for the end of the file, and the headers that the next block needs."""
    parts = []
    for level in form.levels:
        for tag in (level.header, level.trailer):
            if tag not in tables:
                continue
            table = tables[tag]
            if table["carried"].any():
                table = table.filter(~pl.col("carried"))
            number = pl.concat_str([pl.col(n).cast(pl.String).fill_null("") for n in level.number], separator=" ")
            stated = pl.col(level.stated) if level.stated and tag == level.trailer else pl.lit(None, pl.Int64)
            shown = number if level.number else pl.lit("")
            parts.append(table.select("ordinal", "line", "column", "byte", "tag", number=shown, stated=stated))
    if parts:
        state.envelope.append(pl.concat([p.cast(pl.Schema(envelope.ENVELOPE)) for p in parts]))
    heads = rows.filter(pl.col("tag").is_in(list(_kept(form))))
    both = pl.concat([state.carried, heads]).unique("tag", keep="last", maintain_order=True)
    state.carried = both.sort("ordinal")


def _kept(form: Format) -> set[str]:
    """The headers that a later block needs, and what closes their scopes: without it they would be open again."""
    scopes = (scope for scope, opening in form.scopes.items() if set(opening) & set(form.carried))
    outer = (tag for level in form.levels for tag in (level.header, level.trailer))
    return {*form.carried, *outer}.union(*(form.closes.get(scope, ()) for scope in scopes))


def _stray(new: pl.DataFrame, form: Format, state: _State) -> pl.DataFrame:
    """The first of each run of records that belong into a message and stand in none: nobody reads them."""
    inner = {tag for pairs in form.pairs.values() for tag in pairs} | set(form.order_as)
    if not form.levels or not new.height:
        return NO_FINDINGS
    stray = pl.col("message").is_null() & pl.col("tag").is_in(list(inner))
    if not new.filter(pl.col("message").is_null()).select(stray.any()).item():
        state.stray = False
        return NO_FINDINGS
    new = new.with_columns(stray=stray)
    first = new.filter(pl.col("stray") & ~pl.col("stray").shift(fill_value=state.stray))
    state.stray = bool(new["stray"][-1])
    last = form.levels[-1]
    where = f" stands outside {last.header} ... {last.trailer}"
    reason = (pl.col("tag").cast(pl.String) + pl.lit(where)).alias("reason")
    return _rows_as_findings(first, NOT_FULLY_READ, [reason], pl.lit(None, pl.String))


def _numbered(assembled: Assembled, state: _State) -> Assembled:
    """Shipment numbers go on from block to block."""
    filings = assembled.filings
    if not filings.shipments.height:
        return assembled
    first = state.shipments
    state.shipments += filings.shipments.height
    moved = filings.with_columns(seq=pl.col("seq") + first)
    return Assembled(moved, assembled.notices, assembled.findings)


def _blank(form: Format, schema: pl.Schema, made: dict[str, pl.DataFrame], tag: str) -> pl.DataFrame:
    """The table of a tag that does not occur, with the columns and dtypes that `parse` would give it; made once."""
    if tag not in made:
        known = tag in form.layouts
        fields = {name: form.layouts[tag][name].kind.dtype for name in _wanted(form, tag)} if known else {}
        own = {name: dtype for name, dtype in schema.items() if name != "raw"}
        columns = own | fields | {"unread": UNREAD}
        made[tag] = empty(columns)
    return made[tag]


def _of_new(findings: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Findings about this block's own records: a carried header has been reported before."""
    return findings.filter(pl.col("byte") >= rows["byte"][0])


def _rows_as_findings(rows: pl.DataFrame, code: Code, params: list[pl.Expr], value: pl.Expr) -> pl.DataFrame:
    if not rows.height:
        return NO_FINDINGS
    return rows.select(
        code=pl.lit(code.code),
        severity=pl.lit(code.severity).cast(FINDINGS["severity"]),
        file=pl.lit(None, pl.UInt32),
        line="line",
        column="column",
        byte="byte",
        width=pl.col("raw").str.len_chars().cast(pl.UInt32),
        record=pl.col("tag").cast(pl.String),
        field=pl.lit(None, pl.String),
        value=value,
        params=pl.struct(params).struct.json_encode(),
        related=pl.lit(None, FINDINGS["related"]),
    )


def _unknown(rows: pl.DataFrame, form: Format) -> pl.DataFrame:
    params = [pl.col("tag").cast(pl.String), pl.lit(form.title).alias("format")]
    return _rows_as_findings(rows, UNKNOWN_RECORD, params, pl.col("raw").str.slice(0, 60))


def _illegal(rows: pl.DataFrame) -> pl.DataFrame:
    """Passed-through records have no layout whose classes would tell of a strange byte."""
    odd = pl.col("raw").str.extract(r"([^\x1d\x1f\x1e\x20-\x7e])", 1)
    rows = rows.with_columns(odd=odd).filter(pl.col("odd").is_not_null())
    return _rows_as_findings(rows, ILLEGAL_BYTE, [pl.col("odd").alias("value")], pl.col("odd"))


def _end_of_file(form: Format, state: _State, last: Block) -> pl.DataFrame:
    out = [envelope.check(pl.concat(state.envelope), form.levels)] if state.envelope else []
    extra = []
    if last.open_end:
        place = {k: last.rows[k][-1] for k in ("line", "column", "byte")}
        extra.append(finding(NOT_FULLY_READ, reason="the last segment has no terminator: it may be cut", **place))
    header = form.levels[0].header if form.levels else form.scopes["message"][0]
    if not (state.envelope if form.levels else state.messages):
        extra.append(finding(NOT_FULLY_READ, reason=f"no {header} record was found", line=1, column=1, byte=0))
    if state.padded:
        extra.append(finding(PADDED_LINES, count=state.padded))
    for tag, (count, line) in sorted(state.passed.items()):
        extra.append(finding(PASSED_THROUGH, count=count, tag=tag, record=tag, line=line))
    out.append(frame(extra))
    return pl.concat(out)
