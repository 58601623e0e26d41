"""Which carriers are told about a type 86 entry: those whose bill ACE had accepted before the entry came."""

from typing import Final

import polars as pl

from deminimis.edi.catalogue import CATALOGUE
from deminimis.rules.base.keys import REMEMBERED

# Where the notice 2M goes out, by mode of the entry: the status message of that mode's manifests.
STATUS_FORMATS: Final = {mode: name for name, traits in CATALOGUE.items() for mode in traits.tells_carrier}


def _place(file: pl.Expr, calls: int | None) -> pl.Expr:
    """The place of a file in the order of filing."""
    number = file.cast(pl.Int64)
    return number if calls is None else pl.when(number >= calls).then(number - REMEMBERED).otherwise(number)


def warned_entry() -> pl.Expr:
    """A type 86 entry by air, ocean or rail whose consignee's day is over under warnings: its carrier is to be told."""
    entry = (pl.col("filing") == "entry") & (pl.col("verdict") == "warn") & ~pl.col("faulty_form")
    return entry & pl.col("mode").cast(pl.String).is_in(list(STATUS_FORMATS))


def carrier_told(calls: int | None = None) -> pl.Expr:
    """Among `warned_entry`: the bill's manifest stands before the entry, so ACE had accepted it.

    calls: how many files the call has; files from this ordinal on are remembered by a ledger and stand before it.
    """
    manifest, entry = pl.col("manifest").struct, pl.col("entry").struct
    first, second = _place(manifest.field("file"), calls), _place(entry.field("file"), calls)
    earlier = (first < second) | ((first == second) & (manifest.field("seq") < entry.field("seq")))
    return warned_entry() & pl.col("manifest").is_not_null() & earlier.fill_null(False)
