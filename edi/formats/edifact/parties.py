"""Parties of a CUSCAR shipment: NAD in its two forms, names and addresses put together."""

from typing import Final

import polars as pl

from deminimis.edi.format import Tables

_LINES: Final = tuple(f"line_{n}" for n in range(1, 6))
_NAMES: Final = tuple(f"name_{n}" for n in range(1, 6))
_STREETS: Final = tuple(f"street_{n}" for n in range(1, 5))
READS: Final[dict[str, tuple[str, ...]]] = {
    "NAD": (
        "party", "party_id", *_LINES, *_NAMES, *_STREETS, "city", "state", "postal_code", "country",
    ),
}  # fmt: skip


def heads(tables: Tables, ship: pl.DataFrame, codes: tuple[str, ...]) -> pl.DataFrame:
    """The parties of `codes` of each shipment: seq, rank (place in `codes`), name, address, city, state, postal, ...

    Three ways of writing them are read. CBP's sample has the name in C080 and the street in C058; newer messages have
    the street in C059; and plain EDIFACT has everything in the lines of C058, the name in the first.
    """
    found = tables["NAD"].filter(pl.col("party").is_in(codes)).join(ship, on="shipment", how="inner")
    rank = pl.col("party").replace_strict({code: n for n, code in enumerate(codes)}, return_dtype=pl.Int8)
    name, street, lines, behind = _joined(_NAMES), _joined(_STREETS), _joined(_LINES), _joined(_LINES[1:])
    named = name.is_not_null()
    return found.sort("ordinal").select(
        "seq", "city", "state", "country",
        rank=rank,
        name=pl.coalesce(name, "line_1"),
        address=pl.coalesce(street, pl.when(named).then(lines).otherwise(behind)),
        postal="postal_code",
        id="party_id",
    )  # fmt: skip


def _joined(names: tuple[str, ...]) -> pl.Expr:
    """The texts of several components joined by one space; null where all are blank."""
    text = pl.concat_str(names, separator=" ", ignore_nulls=True)
    return pl.when(text != "").then(text)
