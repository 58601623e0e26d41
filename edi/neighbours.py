"""Rows that stand together in file order, told by their neighbours: cheaper than a window over keys."""

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
