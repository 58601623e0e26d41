"""The order of records in the messages of a block, looked at in a few columns."""

import polars as pl

from deminimis.edi.format import Format
from deminimis.edi.grammar import START, STOP, fits, order_faults
from deminimis.edi.scopes import TAG, runs


def order(
    within: pl.DataFrame, known: pl.DataFrame, tables: dict[str, pl.DataFrame], form: Format, before: str
) -> list[pl.DataFrame]:
    """Findings about record order, by message kind.

    known: the records of known tags, with their scopes; within: those `inside` messages. The first record of a message
    stands behind START; before: the tag in front of the first of them.
    """
    if not within.height:
        return []
    header = pl.col("tag").is_in(list(form.scopes["message"]))
    shifted = pl.col("tag").shift(fill_value=_is(before))
    within = within.with_columns(
        before=pl.when(shifted.is_in(list(form.scopes["message"]))).then(_is(START)).otherwise(shifted)
    )
    if form.kind_of and form.kind_of[0] not in tables:
        return []
    body = within.filter(~header)
    if not form.levels:  # no trailer tells of an end that comes too early
        body = pl.concat([body, _ends(within, header)])
    body = body.with_columns(kind=_kind(body, tables, form))
    seen = body.select("kind", "before", "tag").unique().iter_rows()
    names = form.order_as
    if all(
        kind not in form.pairs or fits(names.get(before, before), names.get(tag, tag), form.pairs[kind])
        for kind, before, tag in seen
    ):
        return []
    body = body.with_columns(pl.col("before", "tag").replace(names))
    return [order_faults(body.filter(pl.col("kind") == kind), dict(pairs), known) for kind, pairs in form.pairs.items()]


def _is(tag: str) -> pl.Expr:
    return pl.lit(tag, dtype=TAG)


def inside(known: pl.DataFrame, form: Format) -> pl.DataFrame:
    """The records that stand in messages: at (the place in `known`), tag, message, and told where records tell it."""
    marks = ("at", "tag", "message", *(["told"] if form.told_by else []))
    if not form.levels:
        return known.with_row_index("at").select(*marks)
    # what stands outside a message is told of as such; a trailer is the end of what was open
    envelope = {t for level in form.levels for t in (level.header, level.trailer)}
    trailer = pl.col("tag") == form.levels[-1].trailer
    inner = ~pl.col("tag").is_in(list(envelope - {form.levels[-1].trailer, *form.scopes["message"]}))
    rows = known.with_row_index("at").select(*marks, was_open="was_open")
    rows = rows.with_columns(message=pl.when(trailer).then("was_open").otherwise("message")).drop("was_open")
    rows = rows.filter(inner & pl.col("message").is_not_null())
    return rows.with_columns(tag=pl.when(trailer).then(_is(STOP)).otherwise("tag"))


def _ends(inside: pl.DataFrame, header: pl.Expr) -> pl.DataFrame:
    """For each message one row more, at the place of its last record: STOP behind that record."""
    message = pl.col("message")
    last = inside.filter(message.is_not_null()).filter(message.ne_missing(message.shift(-1)))
    return last.with_columns(before=pl.when(header).then(_is(START)).otherwise("tag"), tag=_is(STOP))


def _kind(body: pl.DataFrame, tables: dict[str, pl.DataFrame], form: Format) -> pl.Series:
    """The kind of the message of each record: null where it is unread."""
    if form.told_by:
        return body["told"]
    if not form.kind_of:
        return pl.Series([""], dtype=pl.String).new_from_index(0, body.height)
    tag, name = form.kind_of
    message = body["message"]
    edge = message.ne_missing(message.shift())
    heads = message.filter(edge).to_frame()
    kinds = tables[tag].select("message", kind=pl.col(name).cast(TAG))
    kinds = heads.join(kinds, on="message", how="left", maintain_order="left")
    return runs(None, kinds["kind"]).gather(edge.cum_sum())
