"""The work on one block of records, which hangs on no other: fields, record order, shipments and notices."""

from collections.abc import Mapping
from functools import cache, partial
from typing import Final, NamedTuple

import polars as pl

from deminimis.edi.cutting.syntax import Syntax
from deminimis.edi.cutting.threads import side_by_side
from deminimis.edi.frames.finding_codes import ILLEGAL_BYTE, UNKNOWN_RECORD
from deminimis.edi.frames.findings import FINDINGS, NO_FINDINGS, Code, shortened
from deminimis.edi.frames.shipments import UNREAD, empty
from deminimis.edi.layout.match import plain
from deminimis.edi.layout.parse import Parsed, parse
from deminimis.edi.reading import envelope
from deminimis.edi.reading.format import Assembled, Format, Tables
from deminimis.edi.reading.record_order import order

MANY: Final = 20_000  # records of a block that are worth a thread


class Job(NamedTuple):
    """One block, with what it needs of those before it.

    rows: its records, with `tag`, `told` and whether they are `carried` from earlier blocks, and their scopes. first:
    the byte at which its own records begin. inside: of its own records those that stand in messages
    (`record_order.inside`); before: the tag in front of them. through, strange: tags without a layout, that are passed
    through or not known. stray: findings about records outside every message. size: bytes, unpacked.
    """

    rows: pl.DataFrame
    known: pl.DataFrame
    inside: pl.DataFrame
    before: str
    first: int
    through: tuple[str, ...]
    strange: tuple[str, ...]
    stray: pl.DataFrame
    messages: int
    size: int
    alone: bool  # whether no other block is worked on at the same time
    syntax: Syntax  # of its records


class Done(NamedTuple):
    """What a block gave; shipments are numbered from 0. passed: tag -> (count, first line)."""

    assembled: Assembled
    findings: pl.DataFrame
    envelope: list[pl.DataFrame]
    passed: dict[str, tuple[int, int]]
    unknown: int


def work_on(form: Format, blanks: dict[str, pl.DataFrame], job: Job) -> Done:
    """Reads one block. blanks: the tables of tags that do not occur, for all blocks of a file."""
    rows = job.rows
    parts = {str(tag): part for (tag,), part in rows.partition_by("tag", as_dict=True, maintain_order=True).items()}
    unknown = pl.concat([parts[tag] for tag in job.strange]).sort("ordinal") if job.strange else rows.clear()
    findings = [_unknown(unknown, form), *(_illegal(parts[tag]) for tag in job.through), job.stray]
    if (rows["raw"].str.len_bytes() >= 2 * min(layout.length for layout in form.layouts.values())).any():
        findings += [_run_together(parts[tag], form, job.first) for tag in parts if tag in form.layouts]
    tables: dict[str, pl.DataFrame] = {}
    names, each = [name for name in parts if name in form.layouts], partial(_parsed, form, parts)
    several = side_by_side(each, names) if job.alone and rows.height >= MANY else map(each, names)
    for name, parsed in zip(names, several, strict=True):
        tables[name] = parsed.values
        if parsed.findings.height:  # those of carried records are told of already
            findings.append(parsed.findings.filter(pl.col("byte") >= job.first))
    findings += order(job.inside, job.known, tables, form, job.before)
    blank = partial(_blank, form, rows.schema, blanks)
    assembled = form.assemble(Tables(tables, blank, form.detailed, form.admitted))
    return Done(
        assembled,
        pl.concat([f for f in findings if f.height] or [NO_FINDINGS]),
        _envelope(tables, form),
        {tag: (parts[tag].height, parts[tag]["line"][0]) for tag in job.through},
        unknown.height,
    )


def _parsed(form: Format, parts: dict[str, pl.DataFrame], tag: str) -> Parsed:
    return parse(form.layouts[tag], parts[tag], wanted(form, tag))


@cache
def wanted(form: Format, tag: str) -> tuple[str, ...]:
    """The fields of a record that reading a filing needs: all that is asked for of it."""
    names = list(form.reads.get(tag, ()))
    for level in form.levels:
        if tag in (level.header, level.trailer):
            names += [n for n in level.number if n in form.layouts[tag].by_name]
            if tag == level.trailer and level.stated:
                names.append(level.stated)
    if form.kind_of and form.kind_of[0] == tag:
        names.append(form.kind_of[1])
    return tuple(dict.fromkeys(names))


def _envelope(tables: Mapping[str, pl.DataFrame], form: Format) -> list[pl.DataFrame]:
    """The envelope's records, for the end of the file."""
    parts = []
    for level in form.levels:
        for tag in (level.header, level.trailer):
            if tag not in tables:
                continue
            table = tables[tag]
            if table["carried"].any():
                table = table.filter(~pl.col("carried"))
            number = pl.concat_str([pl.col(n).cast(pl.String).fill_null("") for n in level.number], separator=" ")
            stated = pl.col(level.stated) if level.stated and tag == level.trailer else pl.lit(None)
            shown = number if level.number else pl.lit("")
            own = {"tag": pl.col("tag"), "number": shown, "stated": stated}
            parts.append(table.select(own.get(name, pl.col(name)).cast(dtype).alias(name)
                                      for name, dtype in envelope.ENVELOPE.items()))  # fmt: skip
    return parts


def _blank(form: Format, schema: pl.Schema, made: dict[str, pl.DataFrame], tag: str) -> pl.DataFrame:
    """The table of a tag that does not occur, with the columns and dtypes that `parse` would give it; made once."""
    if tag not in made:
        known = tag in form.layouts
        fields = {name: form.layouts[tag][name].kind.dtype for name in wanted(form, tag)} if known else {}
        own = {name: dtype for name, dtype in schema.items() if name != "raw"}
        made[tag] = empty(own | fields | {"unread": UNREAD})
    return made[tag]


def rows_as_findings(rows: pl.DataFrame, code: Code, params: list[pl.Expr], value: pl.Expr) -> pl.DataFrame:
    """One finding of `code` a row; params: expressions named as the parameters of its text."""
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
    return rows_as_findings(rows, UNKNOWN_RECORD, params, shortened(plain(pl.col("raw")).str.strip_chars_end(" ")))


def _run_together(rows: pl.DataFrame, form: Format, first: int) -> pl.DataFrame:
    """Records of fixed columns behind which others stand in the same line: only the first was read.

    So they stand in a file whose later lines end otherwise than its first ones. That one is too wide is EDI205.
    """
    layout = form.layouts[str(rows["tag"][0])] if rows.height else None
    if layout is None or not layout.in_columns or not (rows["raw"].str.len_bytes() >= 2 * layout.length).any():
        return NO_FINDINGS
    behind = pl.col("raw").str.slice(layout.length)
    more = rows.filter((behind.str.strip_chars().str.len_chars() >= layout.length) & (pl.col("byte") >= first))
    tag = pl.format("what stands behind column {} of {}", pl.lit(layout.length), pl.col("tag").cast(pl.String))
    params = [tag.alias("tag"), pl.lit(form.title).alias("format")]
    return rows_as_findings(more, UNKNOWN_RECORD, params, shortened(plain(behind).str.strip_chars(" \r\n")))


def _illegal(rows: pl.DataFrame) -> pl.DataFrame:
    """Passed-through records have no layout whose classes would tell of a strange byte."""
    odd = plain(pl.col("raw")).str.extract(r"([^\x1d\x1f\x1e\x20-\x7e])", 1)
    rows = rows.with_columns(odd=odd).filter(pl.col("odd").is_not_null())
    tag = pl.col("tag").cast(pl.String).alias("where")
    params = [pl.col("odd").alias("value"), tag, pl.col("odd").alias("characters"), pl.lit("").alias("done")]
    return rows_as_findings(rows, ILLEGAL_BYTE, params, pl.col("odd"))
