"""Reading one file of a known format, block by block: shipments, notices, findings, and every record accounted for.

What hangs on the blocks before is found out in their order, and is little. The rest of the work on a block hangs on
none (`edi.reading.block`), so several are worked on at a time; what they give is taken in order again.
"""

import errno
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, groupby
from typing import Any, Final, NamedTuple

import polars as pl

from deminimis.edi.catalogue import CATALOGUE
from deminimis.edi.cutting.batches import reader
from deminimis.edi.cutting.in_file import as_filed
from deminimis.edi.cutting.interchange import files
from deminimis.edi.cutting.letters import in_columns, lettered
from deminimis.edi.cutting.source import BLOCK, ROWS, Block, Source, Syntax, blocks
from deminimis.edi.cutting.threads import ahead, in_turn
from deminimis.edi.frames.finding_codes import NOT_FULLY_READ, PADDED_LINES, PASSED_THROUGH
from deminimis.edi.frames.findings import NO_FINDINGS, finding, frame
from deminimis.edi.frames.shipments import empty
from deminimis.edi.layout.usage import START
from deminimis.edi.reading import envelope
from deminimis.edi.reading.block import Done, Job, rows_as_findings, work_on
from deminimis.edi.reading.format import Assembled, Format
from deminimis.edi.reading.record_order import inside
from deminimis.edi.reading.scopes import LOOK, TAG, scoped, told

_OPEN: Final = "the last segment has no terminator: it may be cut"
_BARE: Final = 4  # characters of a record that says no more than its identifier
_SAME: Final = 1000  # bare records behind each other in one block that are worth a fold
LARGEST: Final = 1 << 19  # records of one shipment: it is read as a whole, and must not fill the memory


class Chunk(NamedTuple):
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
    folded: dict[str, tuple[int, int]] = field(default_factory=dict)  # bare record -> (count, first line)
    passed: dict[str, tuple[int, int]] = field(default_factory=dict)  # tag -> (count, first line)
    envelope: list[pl.DataFrame] = field(default_factory=list)
    last: Block = field(default_factory=lambda: Block(empty(ROWS)))
    open_ends: list[dict[str, Any]] = field(default_factory=list)


def read(
    source: Source,
    syntax: Syntax,
    form: Format,
    block_size: int = BLOCK,
    of: Callable[[str], Format] | None = None,
    at_once: int | None = None,
) -> Iterator[Chunk]:
    """The chunks of one file. `file` is null in every frame: the caller numbers its files.

    syntax, form: of its first interchange. of: the formats by name, for interchanges of another family or direction;
    without it all are read by `form`. at_once: blocks that are worked on at a time (`in_turn`). Raises OSError and
    EOFError (damage, `edi.cutting.unpack`) where the input cannot be read to its end or a shipment has none.
    """
    found = blocks(source, syntax, block_size, form.name)
    shipments = messages = 0
    for _, part in groupby(found, lambda block: _read_by(block, form)):
        first = next(part)
        own = of(first.form) if of and _read_by(first, form) != _read_by(None, form) else form
        state = _begin(own, shipments, messages)
        yield from _span(chain((first,), part), own, state, at_once)  # noqa: B031 - taken up where it stands
        shipments, messages = state.shipments, state.messages


def _read_by(block: Block | None, form: Format) -> tuple[str, bool]:
    """What reads a block: interchanges of one family and direction are read by one format, batches by their reader."""
    name = block.form if block and block.form else form.name
    family = block.syntax.family if block else CATALOGUE[form.name].family
    return (reader(name), False) if family == "fixed" else (family, files(name))


def _begin(form: Format, shipments: int, messages: int) -> _State:
    silent = form.told_by.get("", "")
    blank = told(empty(ROWS | {"tag": TAG}), form, silent)
    return _State(blank, blank, told=silent, shipments=shipments, messages=messages)


def _span(found: Iterator[Block], form: Format, state: _State, at_once: int | None) -> Iterator[Chunk]:
    """The chunks of the interchanges that one format reads."""
    begun = state.messages
    jobs = _jobs(ahead(found), form, state)
    for job, done in in_turn(partial(work_on, form, {}), jobs, lambda job: job.alone, at_once):
        yield _chunk(job, done, state)
    folded = sum(count for count, _ in state.folded.values())
    yield Chunk(Assembled(), _end_of_file(form, state, state.messages - begun), records_reported=folded)


def _jobs(found: Iterator[Block], form: Format, state: _State) -> Iterator[Job]:
    """Blocks that end in front of a boundary, with what they need of those before them."""
    for block in found:
        alone = block.last and state.last.rows.height == 0
        if state.tail.height and state.last.syntax != block.syntax:  # another interchange
            yield _job(state.tail, form, state, alone=False)
            state.tail = state.tail.clear()
        state.last = block
        new = block.rows if block.plain else block.rows.with_columns(lettered(block.rows["raw"], block.syntax.charset))
        if block.open_end:
            place = {name: new[name][-1] for name in ("line", "column", "byte")}
            state.open_ends.append(finding(NOT_FULLY_READ, reason=_OPEN, **place))
        new = _folded(new, state)
        # a tag may depend on the records about it: those since the last boundary are named anew
        rows = pl.concat([state.tail.select(*ROWS), new], rechunk=True)
        rows = told(rows.with_columns(tag=form.tag(pl.col("raw")).cast(TAG)), form, state.told)
        cut = rows.height if block.last and rows.height <= LARGEST else _cut(rows, form)
        state.tail = rows[cut:]
        if cut:
            yield _job(rows[:cut], form, state, alone=alone)
        if state.tail.height > LARGEST:
            yield _job(state.tail, form, state, alone=False)
            raise OSError(errno.EFBIG, f"a shipment has more than {LARGEST:,} records")
    if state.tail.height:
        yield _job(state.tail, form, state, alone=False)


def _folded(rows: pl.DataFrame, state: _State) -> pl.DataFrame:
    """`rows` with one of each run of records that are nothing but the same identifier; the others are counted.

    A file of millions of them is damage: each would be a row of the envelope and have faults of its own.
    """
    raw = rows["raw"].str.strip_chars_end(" ")
    again = (raw == raw.shift()) & (raw.str.len_chars() <= _BARE)
    if again.sum() < _SAME:
        return rows
    for bare, count, line in rows.filter(again).group_by("raw").agg(pl.len(), pl.col("line").min()).iter_rows():
        so_far, first = state.folded.get(bare, (0, line))
        state.folded[bare] = (so_far + count, min(first, line))
    return rows.filter(~again.fill_null(False))


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


def _job(rows: pl.DataFrame, form: Format, state: _State, *, alone: bool) -> Job:
    if form.levels and form.in_columns:
        width = rows["raw"].str.len_chars()
        if (width > 80).any() or not state.last.plain:
            rows = rows.with_columns(in_columns(rows["raw"], 80))
        if (width < 80).any():
            state.padded += int((width < 80).sum())
            rows = rows.with_columns(pl.col("raw").str.pad_end(80, " "))
    both = (state.carried.with_columns(carried=pl.lit(True)), rows.with_columns(carried=pl.lit(False)))
    messages = state.messages
    work, state.messages = scoped(pl.concat(both, rechunk=True), form, messages)
    new = work[state.carried.height :]
    passed = re.compile(form.passed)
    other = [str(tag) for tag in work["tag"].unique(maintain_order=True) if tag not in form.layouts]
    through = tuple(tag for tag in other if passed.search(tag))
    strange = tuple(tag for tag in other if not passed.search(tag))
    known, was_open = new, work["message"].shift()[state.carried.height :]
    if other:
        mask = ~new["tag"].is_in(other)
        known, was_open = new.filter(mask), was_open.filter(mask)
    within, before = inside(known, was_open, form), state.before
    state.before = str(within["tag"][-1]) if within.height else before
    heads = rows.filter(pl.col("tag").is_in(list(_kept(form))))
    heads = pl.concat([state.carried, heads]).unique("tag", keep="last", maintain_order=True)
    state.carried = heads.sort("ordinal")
    state.told = str(rows["told"][-1]) if form.told_by else ""
    first = int(rows["byte"][0])
    size = rows["byte"][-1] - first + len(rows["raw"][-1])
    return Job(work, known, within, before, first, through, strange, _stray(new, form, state),
               state.messages - messages, size, alone, state.last.syntax)  # fmt: skip


def _chunk(job: Job, done: Done, state: _State) -> Chunk:
    """What a block gave, numbered on from those before it."""
    state.envelope += done.envelope
    for tag, (count, line) in done.passed.items():
        so_far, first = state.passed.get(tag, (0, line))
        state.passed[tag] = (so_far + count, first)
    own = job.rows.height - int(job.rows["carried"].sum())
    assembled = _numbered(done.assembled, state)
    assembled = assembled._replace(findings=as_filed(assembled.findings, job.syntax))
    found = as_filed(done.findings, job.syntax)
    return Chunk(assembled, found, own - done.unknown, done.unknown, job.messages, job.size)


def _kept(form: Format) -> set[str]:
    """The headers that a later block needs, and what closes their scopes: without it they would be open again."""
    scopes = (scope for scope, opening in form.scopes.items() if set(opening) & set(form.carried))
    outer = (tag for level in form.levels for tag in (level.header, level.trailer))
    return {*form.carried, *outer}.union(*(form.closes.get(scope, ()) for scope in scopes))


def _stray(new: pl.DataFrame, form: Format, state: _State) -> pl.DataFrame:
    """The first of each run of records that nobody reads, outside every message or the scope they belong to."""
    inner = {tag for pairs in form.pairs.values() for tag in pairs} | set(form.order_as)
    if not form.levels or not new.height:
        return NO_FINDINGS
    outside = pl.col("message").is_null() & pl.col("tag").is_in(list(inner))
    lost = [(pl.col("tag") == tag) & pl.col(scope).is_null() for tag, scope in form.under.items()]
    stray = pl.any_horizontal(outside, *lost)
    if not new.select(stray.any()).item():
        state.stray = False
        return NO_FINDINGS
    new = new.with_columns(stray=stray)
    first = new.filter(pl.col("stray") & ~pl.col("stray").shift(fill_value=state.stray))
    state.stray = bool(new["stray"][-1])
    last = form.levels[-1]
    where = pl.lit(f"outside {last.header} ... {last.trailer}")
    for tag, scope in form.under.items():
        lacks = (pl.col("tag") == tag) & pl.col("message").is_not_null()
        where = pl.when(lacks).then(pl.lit(f"under no {' or '.join(form.scopes[scope])}")).otherwise(where)
    reason = pl.concat_str(pl.col("tag").cast(pl.String), pl.lit(" stands "), where).alias("reason")
    return rows_as_findings(first, NOT_FULLY_READ, [reason], pl.lit(None, pl.String))


def _numbered(assembled: Assembled, state: _State) -> Assembled:
    """Shipment numbers go on from block to block."""
    filings = assembled.filings
    if not filings.shipments.height:
        return assembled
    first = state.shipments
    state.shipments += filings.shipments.height
    moved = filings.with_columns(seq=pl.col("seq") + first)
    return assembled._replace(filings=moved)


def _end_of_file(form: Format, state: _State, messages: int) -> pl.DataFrame:
    out = [envelope.check(pl.concat(state.envelope), form.levels)] if state.envelope else []
    extra = state.open_ends
    header = form.levels[0].header if form.levels else form.scopes["message"][0]
    if not (state.envelope if form.levels else messages):
        extra.append(finding(NOT_FULLY_READ, reason=f"no {header} record was found", line=1, column=1, byte=0))
    for bare, (count, line) in sorted(state.folded.items()):
        said = f"{count:,} more records are {bare.strip()!r} and nothing else, each behind the same: read as one"
        extra.append(finding(NOT_FULLY_READ, reason=said, line=line, column=1))
    if state.padded:
        extra.append(finding(PADDED_LINES, count=state.padded))
    for tag, (count, line) in sorted(state.passed.items()):
        extra.append(finding(PASSED_THROUGH, count=count, tag=tag, record=tag, line=line))
    out.append(frame(extra))
    return pl.concat(out)
