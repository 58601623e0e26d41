"""Rows that stand together in file order, told by their neighbours: cheaper than windows, groups and joins."""

import polars as pl


def begins(*keys: str) -> pl.Expr:
    """Whether a row begins a run: one of `keys` differs from that of the row in front of it. A null is a key too."""
    return pl.any_horizontal(pl.col(key).ne_missing(pl.col(key).shift()) for key in keys) | (
        pl.int_range(pl.len()) == 0
    )


def counted(what: pl.Expr, first: pl.Expr) -> pl.Expr:
    """How many rows of the run, up to and with this one, are `what`. first: where runs begin."""
    so_far = what.cum_sum().cast(pl.Int64)
    return so_far - pl.when(first).then(so_far - what.cast(pl.Int64)).forward_fill()


def place(*keys: str) -> pl.Expr:
    """The place of a row in its run, from 0."""
    at = pl.int_range(pl.len())
    return at - pl.when(begins(*keys)).then(at).forward_fill()


def texts(rows: pl.DataFrame, key: str, text: pl.Expr, name: str) -> pl.DataFrame:
    """One row a `key`: its texts in order, joined by a space, as the column `name`. Most have one."""
    rows = rows.select(key, text.fill_null("").alias(name))
    if rows.select(begins(key).all()).item():
        return rows
    return rows.group_by(key, maintain_order=True).agg(pl.col(name).str.join(" "))


def alone(rows: pl.DataFrame, key: str) -> bool:
    """Whether each row is the only one of its key; rows of a key stand together."""
    return not bool(rows.select((pl.col(key) == pl.col(key).shift()).any()).item())


def beside(frame: pl.DataFrame, part: pl.DataFrame, key: str) -> pl.DataFrame:
    """`frame` with the columns of `part`, in which no key stands twice; null where it has no row.

    Where both have the same keys in the same order, as most tables of a block have, nothing is looked up.
    """
    if frame.height == part.height and (frame[key] == part[key]).all(ignore_nulls=False):
        return frame.hstack([column for column in part.get_columns() if column.name != key])
    return frame.join(part, on=key, how="left", maintain_order="left")


def summed(rows: pl.DataFrame, key: str, **what: pl.Expr) -> pl.DataFrame:
    """One row a key, whose rows stand together: the sum of each of `what` (i64; a null counts nothing)."""
    if rows[key].null_count():
        rows = rows.filter(pl.col(key).is_not_null())
    last = pl.col(key).ne_missing(pl.col(key).shift(-1))
    so_far = {name: each.cast(pl.Int64).fill_null(0).cum_sum().filter(last) for name, each in what.items()}
    ends = rows.select(pl.col(key).filter(last), **so_far)
    return ends.with_columns(pl.col(name) - pl.col(name).shift(fill_value=0) for name in what)
