"""The frames between the steps of the state."""

from typing import Final

import polars as pl

# One row per shipment and group that a state puts it in.
STANDS: Final = pl.Schema(
    {
        "ship": pl.UInt32(),
        "manifest": pl.UInt32(),
        "entry": pl.UInt32(),
        "place": pl.UInt32(),
        "manifest_place": pl.UInt32(),
        "address": pl.UInt64(),
        "identifier": pl.UInt64(),
        "eda": pl.Date(),
        "arrival": pl.Datetime("us"),
        "value": pl.Int64(),
        "value_unread": pl.Boolean(),
        "claim": pl.Boolean(),
        "listed": pl.Boolean(),  # a line of a country that the policy lists
        "other": pl.Boolean(),  # a line of another country
        "origin_unread": pl.Boolean(),
        "alone": pl.Boolean(),
        "provisional": pl.Boolean(),
        "assumed": pl.Boolean(),
    }
)
NOTES: Final = pl.Schema({"code": pl.String(), "row": pl.UInt32(), "related": pl.UInt32()})
SIDE: Final = pl.Schema(
    {
        "row": pl.UInt32(),
        "value": pl.Int64(),
        "eda": pl.Date(),
        "address": pl.UInt64(),
        "identifier": pl.UInt64(),
        "origins": pl.String(),
    }
)
PAIRS: Final = pl.Schema(
    {
        **{f"{name}_{side}": dtype for side in ("m", "e") for name, dtype in SIDE.items()},
        "lines": pl.UInt32(),
    }
)
