"""The refused claims of a judgement as rows of a table of entries: all that their filings say."""

from typing import Final

import polars as pl

from deminimis.edi.frames.shipments import DETAILS, SHIPMENTS, Filings, conform
from deminimis.edi.spreadsheets.from_filings import rows
from deminimis.rules.judge import Judgement

# Of the claim that is refused, not of the entry that replaces it.
_ANEW: Final = ("entry_number", "entry_type", "bond_type", "surety_code", "bond_amount")
_KEYS: Final = ["file", "seq"]


def refused(judgement: Judgement) -> pl.DataFrame:
    """One row a claim that is to be filed otherwise, in filing order: `claim` (from 0), the columns of MEMBERS, and
    consignee, consignee_key, day and basis of its first consignee day.
    """
    days = judgement.groups.select("group", "consignee", "consignee_key", "day", "basis")
    members = judgement.shipments.filter(pl.col("move_to").is_not_null())
    found = members.sort("group", "place").unique("ship", keep="first").join(days, on="group", how="left")
    return found.sort("file", "message", "line", "ship").with_row_index("claim")


def cells(found: pl.DataFrame, filings: Filings) -> pl.DataFrame:
    """A row a goods line of each of `refused`: claim, line_no, the columns of the table, all of text, and of the claim
    claim_cents, day, consignee_key, consignee_number and beyond. filings: as read, in detail.
    """
    told = rows(filings)
    ships = conform(filings.shipments, SHIPMENTS | DETAILS).select(*_KEYS, "beyond")
    own = found.select(
        "claim", *_KEYS, "consignee_key", "day", claim_bill="bill", claim_cents="value_cents",
        arrives=pl.when(pl.col("basis") == "eda").then("day"),
    )  # fmt: skip
    both = own.join(ships, on=_KEYS, how="left", maintain_order="left").join(
        told, on=_KEYS, how="left", maintain_order="left"
    )
    day = pl.coalesce("estimated_arrival", pl.col("arrives").cast(pl.String))
    return both.with_columns(
        *(pl.lit(None, pl.String).alias(name) for name in _ANEW),
        bill=pl.coalesce("claim_bill", "bill"),
        estimated_arrival=day,
    ).drop(*_KEYS, "claim_bill", "arrives")
