"""Which carriers are told about a type 86 entry: those whose bill ACE had accepted before the entry came."""

from typing import Final

import polars as pl

# Where the notice 2M goes out, by mode of the entry: the status message of that mode's manifests.
STATUS_FORMATS: Final = {"air": "camir-air", "ocean": "camir-ocean", "rail": "x12-350"}


def warned_entry() -> pl.Expr:
    """A type 86 entry by air, ocean or rail whose consignee's day is over under warnings: its carrier is to be told."""
    entry = (pl.col("filing") == "entry") & (pl.col("verdict") == "warn") & ~pl.col("faulty_form")
    return entry & pl.col("mode").cast(pl.String).is_in(list(STATUS_FORMATS))


def carrier_told() -> pl.Expr:
    """Among `warned_entry`: the bill's manifest stands before the entry in this call, so ACE had accepted it."""
    manifest, entry = pl.col("manifest").struct, pl.col("entry").struct
    earlier = (manifest.field("file") < entry.field("file")) | (
        (manifest.field("file") == entry.field("file")) & (manifest.field("seq") < entry.field("seq"))
    )
    return warned_entry() & pl.col("manifest").is_not_null() & earlier.fill_null(False)
