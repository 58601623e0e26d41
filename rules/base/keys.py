"""Numbers that stand for texts, pairs and sets in joins and sorts, and for what has no number. They never leave a call.

Each verb says which plain Polars it replaces; tests hold the two equal. Two texts may have one hash: of a million
texts, once in some forty million calls. Hashes join, they do not order.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import Final

import polars as pl

LAST: Final = 2**32 - 1  # no row or person has this number: where a null comes behind all of them
# Clause 11: added to the place of a bill that is on no manifest, where ACE withholds: it comes behind all that are.
BEHIND: Final = 2**31
# Cents: what a value counts at its worst that could not be read. Above every limit, and a million of them still add
# up in Int64.
UNBOUNDED: Final = 10**12
# Cents: the limit of a day without any period, of which nothing is known: nothing is over it for certain.
NO_LIMIT: Final = 2**62
# Taken from the ordinal of a file that a ledger remembers: it stands before all files of the call, in its own order.
REMEMBERED: Final = 2**32
# What is unread of a filing (clause 4), as bits: the lists of names in `unread` are gone through once.
UNREAD: Final = {"value_cents": 1, "eda": 2, "claim": 4, "bill": 8, "origin": 16, "who": 32}


def hashed(column: pl.Expr) -> pl.Expr:
    """The hash of a text, null where it is null (Polars hashes a null to a number); stands for the text in a join."""
    return pl.when(column.is_not_null()).then(column.hash())


def hashed_together(names: Sequence[str]) -> pl.Expr:
    """One hash of several columns, null where all are null; stands for `pl.struct(names)` in a join."""
    total = reduce(lambda a, b: a ^ b, (pl.col(name).hash(seed) for seed, name in enumerate(names, 1)))
    return pl.when(pl.any_horizontal(pl.col(name).is_not_null() for name in names)).then(total)


def part(column: pl.Expr, seed: int) -> pl.Expr:
    """The hash of one part of a key, for `mixed`: 0 where it is null. seed: another one for each part."""
    return pl.when(column.is_not_null()).then(column.hash(seed)).otherwise(pl.lit(0, pl.UInt64))


def mixed(parts: Iterable[str]) -> pl.Expr:
    """One number of several columns of `part`, whatever their order; stands for `pl.struct` of what was hashed.

    Of no parts it is 0: whoever knows nothing may be anybody.
    """
    return reduce(lambda a, b: a ^ b, (pl.col(name) for name in parts), pl.lit(0, pl.UInt64))


def known(names: Sequence[str]) -> pl.Expr:
    """The mask of a row: a bit for each of the columns that is not null, the first the lowest.

    Stands for the set of their names: of two masks, `a & b` is what both know, `a & b == b` says that a knows all of b.
    """
    bits = (pl.when(pl.col(name).is_not_null()).then(1 << bit).otherwise(0) for bit, name in enumerate(names))
    return pl.sum_horizontal(*bits)


def knows(mask: pl.Expr, names: Sequence[str], name: str) -> pl.Expr:
    """Whether one of the columns is among those of the mask that `known` made: `pl.col(name).is_not_null()`."""
    return (mask & (1 << names.index(name))) != 0


def beyond(names: Sequence[str]) -> int:
    """The bit that no column has in the mask of `known`: a set of one thing that is not among them."""
    return 1 << len(names)


def in_lists(lists: pl.Series, bits: Mapping[str, int]) -> pl.Series | None:
    """The bits of the names in each list, 0 for others (u8); None if all lists are empty, as most are.

    `in_lists(lists, bits) & bits[name] > 0` is the same as `lists.list.contains(name)`, with one walk for all names.
    """
    some = lists.rename("names").to_frame().with_row_index("at").filter(pl.col("names").list.len() > 0)
    if not some.height:
        return None
    each = some.explode("names").with_columns(pl.col("names").replace_strict(bits, default=0, return_dtype=pl.UInt8))
    found = each.group_by("at").agg(pl.col("names").bitwise_or())
    return pl.repeat(0, lists.len(), dtype=pl.UInt8, eager=True).scatter(found["at"], found["names"])


def pair(high: pl.Expr, low: pl.Expr) -> pl.Expr:
    """Two numbers from 0 to 2**32 - 1 as one; joins and sorts as `pl.struct(high, low)` does, six times as fast."""
    return high.cast(pl.UInt64) * 2**32 + low


def of_day(day: pl.Expr) -> pl.Expr:
    """A date as a number for `pair`: in the order of the dates, a null behind them as in `sort(nulls_last=True)`."""
    return (day.cast(pl.Int32).fill_null(2**31 - 1).cast(pl.Int64) + 2**31).cast(pl.UInt64)


assert UNBOUNDED * 10**6 < NO_LIMIT
