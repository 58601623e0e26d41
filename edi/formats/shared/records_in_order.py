"""Records of many tags brought into filing order: each is written with the place where it belongs, then all are sorted.

A place is one number: the shipment, then the rank of the record inside it. So a million records of twelve layouts are
ordered by one sort, with no loop over rows.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import polars as pl

from deminimis.edi.layout.declare import Layout
from deminimis.edi.layout.write import WriteError, write

RANKS: Final = 1 << 20  # ranks that a shipment may have
LAST: Final = RANKS - 1
SLICE: Final = 50_000  # shipments written at a time: bounds the memory, and is far above what one block or set holds


def placed(layout: Layout, frame: pl.DataFrame, ship: str = "ship", rank: str = "rank") -> pl.DataFrame:
    """One record of `layout` a row of `frame`, as columns at (Int64: shipment and rank) and raw (canonical text).

    frame: `ship` and `rank` (whole numbers, rank below RANKS), and fields of the layout. Raises WriteError.
    """
    at = frame.select(at=pl.col(ship).cast(pl.Int64) * RANKS + pl.col(rank).cast(pl.Int64))
    try:
        return at.with_columns(write(layout, frame.drop(ship, rank)))
    except WriteError as error:  # the frame is a slice of what is written: say which shipment of the whole it is
        number = None if error.row is None else int(frame[ship][error.row])
        raise WriteError(error.reason, error.row, number) from error


def put(layout: Layout, frame: pl.DataFrame, rank: int | pl.Expr, **fields: pl.Expr | str) -> pl.DataFrame:
    """As `placed`, the fields given as expressions over `frame` (which has `ship`) or as fixed text."""
    shown = {name: pl.lit(value) if isinstance(value, str) else value for name, value in fields.items()}
    return placed(layout, frame.select("ship", rank=pl.lit(rank) if isinstance(rank, int) else rank, **shown))


def in_order(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """All records of `parts` (frames of `placed`) in their order."""
    return pl.concat([part for part in parts if part.height]).sort("at", maintain_order=True)


def as_categories(frame: pl.DataFrame) -> pl.DataFrame:
    """Texts that many rows repeat, as categories: `slices` and `as_texts` give the texts back."""
    return frame.cast({pl.String: pl.Categorical()})


def as_texts(frame: pl.DataFrame) -> pl.DataFrame:
    """Categories as the texts that they stand for."""
    held = [name for name, dtype in frame.schema.items() if isinstance(dtype, pl.Categorical)]
    return frame.with_columns(pl.col(held).cast(pl.String)) if held else frame


def slices(frame: pl.DataFrame, opens: str, size: int = SLICE) -> Iterator[pl.DataFrame]:
    """Consecutive parts of `frame` of about `size` rows, each beginning where the Boolean column `opens` holds.

    What opens there (a block, a transaction set) is so never cut; it must be shorter than `size`. Categories are texts.
    """
    starts = frame[opens].arg_true()
    first = 0
    while first < frame.height:
        later = starts.filter(starts <= first + size)[-1] if first + size < frame.height else frame.height
        later = later if later > first else frame.height
        yield as_texts(frame[first:later])
        first = later


def counted(records: pl.DataFrame, ships: pl.DataFrame, unit: str) -> pl.DataFrame:
    """Number of `records` (of `in_order`) in each unit: columns `unit` and count. ships: ship, unit, in order."""
    first = ships["ship"][0]
    units = ships[unit].gather((records["at"] // RANKS) - first)
    return units.value_counts(name="count").sort(unit)


def wrapping(width: int, most: int) -> str:
    """The pattern of a text that `wrapped` can cut: a group a piece."""
    piece = f"(.{{1,{width}}})"
    return f"^{piece}" + f"(?: {piece})?" * (most - 1) + "$"


def wrapped(frame: pl.DataFrame, column: str, width: int, most: int) -> list[pl.Series]:
    """The text of `column` cut at spaces into `most` pieces of up to `width` characters, null where none is left.

    Joined by one space the pieces give the text again, which is how the readers join them. Raises WriteError for a
    text that does not fit.
    """
    text = frame[column]
    groups = text.str.extract_groups(wrapping(width, most))
    pieces = groups.struct.unnest().get_columns()
    lost = text.is_not_null() & pieces[0].is_null()
    if lost.any():
        row = int(lost.arg_true()[0])
        reason = f"{column}: {text[row]!r} does not fit into {most} times {width} characters"
        raise WriteError(reason, row, _shipment(frame, row))
    return pieces


def refuse(frame: pl.DataFrame, wrong: pl.Expr, reason: str, name: str) -> None:
    """Raises WriteError for the first row where `wrong` holds; `name` is the column that names the row."""
    bad = frame.filter(wrong.fill_null(False))
    if bad.height:
        raise WriteError(f"{bad[name][0]}: {reason}", shipment=_shipment(bad, 0))


def _shipment(frame: pl.DataFrame, row: int) -> int | None:
    return int(frame["ship"][row]) if "ship" in frame.columns else None
