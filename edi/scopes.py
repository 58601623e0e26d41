"""What each record of a block stands under: the record that opened each scope, and the kind of its message.

Records stand in file order, so a scope is a run of rows: few records open or close it, and those in between look up
by the number of the run which one is open.
"""

from typing import Final

import polars as pl

from deminimis.edi.format import Format

TAG: Final = pl.Categorical()  # a block has few tags: a number is compared faster than a text
LOOK: Final = 1000  # records of a message among which those that tell its kind are looked for


def scoped(work: pl.DataFrame, form: Format, messages: int) -> tuple[pl.DataFrame, int]:
    """Adds a column a scope (ordinal of the record that opened it), `message_no` and `was_open`; and counts messages.

    work: ordinal, tag, carried, in file order. messages: how many there were before.
    """
    tag = work["tag"]
    starts = tag.is_in(list(form.scopes["message"])) & ~work["carried"]
    columns = [(starts.cum_sum().cast(pl.UInt32) + messages).alias("message_no")]
    outer = {t for level in form.levels for t in (level.header, level.trailer)}
    at = {}
    for scope, opening in form.scopes.items():
        closing = set(form.closes.get(scope, ()))
        if outer.isdisjoint(opening):  # an envelope's record ends whatever stands inside it
            closing |= outer
        at[scope] = pl.col("tag").is_in([*opening, *closing])
    edges = work.select(edge.alias(scope) for scope, edge in at.items())
    numbers = edges.select(pl.all().cum_sum())
    any_edge = edges.select(pl.any_horizontal(pl.all())).to_series()
    few, edges = work.select("ordinal", "tag").filter(any_edge), edges.filter(any_edge)
    opens = few.select(
        pl.when(pl.col("tag").is_in(list(opening))).then("ordinal").alias(scope)
        for scope, opening in form.scopes.items()
    )
    for scope in at:
        columns.append(runs(None, opens[scope].filter(edges[scope])).gather(numbers[scope]).alias(scope))
    work = work.with_columns(columns)
    return work.with_columns(was_open=pl.col("message").shift()), messages + int(starts.sum())


def told(rows: pl.DataFrame, form: Format, before: str) -> pl.DataFrame:
    """Adds `told`, the kind of each record's message, if records tell it: those among the first LOOK of the message.

    before: the kind of the message that `rows` begin in.
    """
    if not form.told_by:
        return rows
    tag = rows["tag"]
    opens = tag.is_in(list(form.scopes["message"]))
    heads, tells = opens.arg_true(), tag.is_in(list(form.told_by)).arg_true()
    number = heads.search_sorted(tells, side="right")
    found = pl.DataFrame({"number": number, "at": tells, "tag": tag.gather(tells)}).filter(pl.col("number") > 0)
    near = found["at"] - heads.gather(found["number"] - 1) < LOOK
    found = found.filter(near).unique("number", keep="first", maintain_order=True)
    kinds = pl.Series([form.told_by.get("", "")], dtype=pl.String).new_from_index(0, len(heads))
    says = found["tag"].cast(pl.String).replace_strict(dict(form.told_by), return_dtype=pl.String)
    kinds = kinds.scatter(found["number"] - 1, says)
    return rows.with_columns(runs(before, kinds).gather(opens.cum_sum()).alias("told"))


def runs(first: str | None, rest: pl.Series) -> pl.Series:
    """What holds in front of the first edge, then what holds behind each."""
    return pl.concat([pl.Series([first], dtype=rest.dtype), rest])
