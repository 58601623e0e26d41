"""Parties as they are written: the columns of one of them, and its street on records of two lines each."""

import polars as pl

from deminimis.edi.formats.shared.records_in_order import placed, wrapped
from deminimis.edi.layout.declare import Layout


def party(ships: pl.DataFrame, prefix: str, *keys: str) -> pl.DataFrame:
    """The rows of `ships` that have a party: ship, `keys`, and its columns without their prefix; `id` at any rate."""
    own = {name.removeprefix(f"{prefix}_"): name for name in ships.columns if name.startswith(f"{prefix}_")}
    frame = ships.select("ship", *keys, **own)
    if "id" not in own:
        frame = frame.with_columns(id=pl.lit(None, pl.String))
    return frame.filter(pl.any_horizontal(pl.exclude("ship", *keys).is_not_null()))


def streets(
    layout: Layout, frame: pl.DataFrame, rank: int, *, width: int, most: int, **more: pl.Expr
) -> list[pl.DataFrame]:
    """Records of `layout` with the text of `address`, two lines (address_1, address_2) a record, from `rank` on.

    The text is cut at spaces into up to `most` lines of `width` characters; `more` are further fields, which may look
    at the two. Raises WriteError for a text that does not fit.
    """
    frame = frame.filter(pl.col("address").is_not_null())
    if not frame.height:
        return []
    pieces = wrapped(frame, "address", width, most)
    out = []
    for n in range(0, len(pieces), 2):
        rows = frame.select("ship", rank=pl.lit(rank + n // 2)).with_columns(
            address_1=pieces[n], address_2=pieces[n + 1]
        )
        out.append(placed(layout, rows.filter(pl.col("address_1").is_not_null()).with_columns(**more)))
    return out
