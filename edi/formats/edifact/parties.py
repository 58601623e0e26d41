"""Parties of a CUSCAR shipment: NAD in its two forms, names and addresses put together."""

from typing import Final

import polars as pl

from deminimis.edi.formats.shared.parties import single
from deminimis.edi.reading.format import Tables

_WANTED: Final = {"consignee": ("CN",), "shipper": ("OS", "SH", "CZ")}  # the first goes first; CBP's sample has OS
_RANKS: Final = {code: n for codes in _WANTED.values() for n, code in enumerate(codes)}
_LINES: Final = tuple(f"line_{n}" for n in range(1, 6))
_NAMES: Final = tuple(f"name_{n}" for n in range(1, 6))
_STREETS: Final = tuple(f"street_{n}" for n in range(1, 5))
READS: Final[dict[str, tuple[str, ...]]] = {
    "NAD": (
        "party", "party_id", *_LINES, *_NAMES, *_STREETS, "city", "state", "postal_code", "country",
    ),
}  # fmt: skip


def of_shipments(tables: Tables, ship: pl.DataFrame) -> list[pl.DataFrame]:
    """Consignee and shipper of each shipment (columns of `single`), under these prefixes.

    Three ways of writing them are read. CBP's sample has the name in C080 and the street in C058; newer messages have
    the street in C059; and plain EDIFACT has everything in the lines of C058, the name in the first.
    """
    found = tables["NAD"].filter(pl.col("party").is_in(sorted(_RANKS))).join(ship, on="shipment", maintain_order="left")
    name, street = _joined(found, _NAMES), _joined(found, _STREETS)
    lines, behind = _joined(found, _LINES), _joined(found, _LINES[1:])
    found = found.select(
        "seq", "city", "state", "country", "party",
        rank=pl.col("party").replace_strict(_RANKS, return_dtype=pl.Int8),
        name=pl.coalesce(name, "line_1"),
        address=pl.coalesce(street, pl.when(name.is_not_null()).then(lines).otherwise(behind)),
        postal="postal_code",
        id="party_id",
    )  # fmt: skip
    return [single(found.filter(pl.col("party").is_in(codes)), "rank", prefix) for prefix, codes in _WANTED.items()]


def _joined(found: pl.DataFrame, names: tuple[str, ...]) -> pl.Expr:
    """The texts of several components joined by one space; null where all are blank."""
    there = [name for name in names if found[name].null_count() < found.height]
    if len(there) < 2:
        return pl.col(there[0]) if there else pl.lit(None, pl.String)
    return pl.concat_str(there, separator=" ", ignore_nulls=True).replace("", None)
