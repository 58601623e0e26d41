"""The order of records in the messages of a block, looked at in a few columns."""

from typing import Final

import polars as pl

from deminimis.edi.layout.usage import START, STOP, fits, order_faults
from deminimis.edi.reading.format import Format
from deminimis.edi.reading.scopes import TAG, runs

# two categories as one number
_PAIR: Final = (
    pl.col("before").to_physical().cast(pl.UInt64) * (1 << 32) + pl.col("tag").to_physical().cast(pl.UInt64)
).alias("pair")


def order(
    within: pl.DataFrame, known: pl.DataFrame, tables: dict[str, pl.DataFrame], form: Format, before: str
) -> list[pl.DataFrame]:
    """Findings about record order, by message kind.

    known: the records of known tags, with their scopes; within: those `inside` messages. The first record of a message
    stands behind START; before: the tag in front of the first of them.
    """
    if not within.height or (form.kind_of and form.kind_of[0] not in tables):
        return []
    body = within.with_columns(before=pl.col("tag").shift(fill_value=_is(before)))
    if not form.levels:  # no trailer tells of an end that comes too early
        body = pl.concat([body, _ends(within)])
    kinds = _kind(body, tables, form)
    body, keys = (body, ["pair"]) if kinds is None else (body.with_columns(kind=kinds), ["kind", "pair"])
    heads = form.scopes["message"]
    only = pl.lit("").alias("kind") if kinds is None else pl.col("kind")
    # in a block few neighbours differ: what they are called is asked of one of each
    seen = body.with_columns(_PAIR).unique(keys).select(only, "before", "tag").iter_rows()
    said = {**form.order_as, **dict.fromkeys(heads, START)}
    if all(
        tag in heads or kind not in form.pairs or fits(said.get(ahead, ahead), said.get(tag, tag), form.pairs[kind])
        for kind, ahead, tag in seen
    ):
        return []
    body = body.filter(~pl.col("tag").is_in(list(heads))).with_columns(pl.col("before", "tag").replace(said))
    return [
        order_faults(body if kinds is None else body.filter(pl.col("kind") == kind), dict(pairs), known)
        for kind, pairs in form.pairs.items()
    ]


def _is(tag: str) -> pl.Expr:
    return pl.lit(tag, dtype=TAG)


def inside(known: pl.DataFrame, was_open: pl.Series, form: Format) -> pl.DataFrame:
    """The records that stand in messages: at (the place in `known`), tag, message, and told where records tell it.

    was_open: the message that was open in front of each record.
    """
    marks = ["told"] if form.told_by else []
    at = pl.int_range(pl.len(), dtype=pl.UInt32).alias("at")
    if not form.levels:
        return known.select(at, "tag", "message", *marks)
    # what stands outside a message is told of as such; a trailer is the end of what was open
    envelope = {t for level in form.levels for t in (level.header, level.trailer)}
    trailer = pl.col("tag") == form.levels[-1].trailer
    outside = list(envelope - {form.levels[-1].trailer, *form.scopes["message"]})
    rows = known.select(
        at,
        *marks,
        tag=pl.when(trailer).then(_is(STOP)).otherwise("tag"),
        message=pl.when(trailer).then(was_open).otherwise("message"),
    )
    inner = pl.col("message").is_not_null()
    return rows.filter(inner & ~pl.col("tag").is_in(outside) if outside else inner)


def _ends(inside: pl.DataFrame) -> pl.DataFrame:
    """For each message one row more, at the place of its last record: STOP behind that record."""
    message = pl.col("message")
    last = inside.filter(message.is_not_null()).filter(message.ne_missing(message.shift(-1)))
    return last.with_columns(before="tag", tag=_is(STOP))


def _kind(body: pl.DataFrame, tables: dict[str, pl.DataFrame], form: Format) -> pl.Series | None:
    """The kind of the message of each record: null where it is unread; None where a format has no kinds."""
    if form.told_by:
        return body["told"]
    if not form.kind_of:
        return None
    tag, name = form.kind_of
    message = body["message"]
    edge = message.ne_missing(message.shift())
    heads = message.filter(edge).to_frame()
    kinds = tables[tag].select("message", kind=pl.col(name).cast(TAG))
    kinds = heads.join(kinds, on="message", how="left", maintain_order="left")
    return runs(None, kinds["kind"]).gather(edge.cum_sum())
