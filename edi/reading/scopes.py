"""What each record of a block stands under: the record that opened each scope, and the kind of its message.

Records stand in file order, so a scope is a run of rows, from the record that opens it to the one that closes it.
"""

from functools import cache
from typing import Final

import polars as pl

from deminimis.edi.reading.format import Format

TAG: Final = pl.Categorical()  # a block has few tags: a number is compared faster than a text
LOOK: Final = 1000  # records of a message among which those that tell its kind are looked for


def scoped(work: pl.DataFrame, form: Format, messages: int) -> tuple[pl.DataFrame, int]:
    """Adds a column a scope (ordinal of the record that opened it) and `message_no`; and counts messages.

    work: ordinal, tag, carried, in file order, not empty. messages: how many there were before.
    """
    starts = pl.col("tag").is_in(list(form.scopes["message"])) & ~pl.col("carried")
    message_no = starts.cum_sum().cast(pl.UInt32) + pl.lit(messages, pl.UInt32)
    work = work.with_columns(message_no.alias("message_no"), *_scopes(form))
    return work, int(work["message_no"][-1])


@cache
def _scopes(form: Format) -> list[pl.Expr]:
    """For each scope the ordinal of the record that opened it; what closes it counts as -1, which is no ordinal."""
    outer = {t for level in form.levels for t in (level.header, level.trailer)}
    tag, columns = pl.col("tag"), []
    for scope, opening in form.scopes.items():
        closing = set(form.closes.get(scope, ()))
        if outer.isdisjoint(opening):  # an envelope's record ends whatever stands inside it
            closing |= outer
        shut = tag.is_in(list(closing)) if closing else pl.lit(False)
        opened = pl.when(tag.is_in(list(opening))).then(pl.col("ordinal").cast(pl.Int64))
        last = opened.when(shut).then(pl.lit(-1, pl.Int64)).forward_fill()
        columns.append(last.cast(pl.UInt32, strict=False).alias(scope))
    return columns


def told(rows: pl.DataFrame, form: Format, before: str) -> pl.DataFrame:
    """Adds `told`, the kind of each record's message, if records tell it: those among the first LOOK of the message.

    before: the kind of the message that `rows` begin in.
    """
    if not form.told_by:
        return rows
    tag, silent = rows["tag"], form.told_by.get("", "")
    tells = tag.is_in(list(form.told_by)).arg_true()
    if before == silent and not len(tells):
        return rows.with_columns(told=pl.lit(silent, TAG))
    opens = tag.is_in(list(form.scopes["message"]))
    heads = opens.arg_true()
    number = heads.search_sorted(tells, side="right")
    found = pl.DataFrame({"number": number, "at": tells, "tag": tag.gather(tells)}).filter(pl.col("number") > 0)
    near = found["at"] - heads.gather(found["number"] - 1) < LOOK
    found = found.filter(near).unique("number", keep="first", maintain_order=True)
    kinds = pl.Series([silent], dtype=pl.String).new_from_index(0, len(heads))
    says = found["tag"].cast(pl.String).replace_strict(dict(form.told_by), return_dtype=pl.String)
    kinds = kinds.scatter(found["number"] - 1, says)
    return rows.with_columns(runs(before, kinds).cast(TAG).gather(opens.cum_sum()).alias("told"))


def runs(first: str | None, rest: pl.Series) -> pl.Series:
    """What holds in front of the first edge, then what holds behind each."""
    return pl.concat([pl.Series([first], dtype=rest.dtype), rest])
