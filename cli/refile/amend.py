"""The carrier's list: which bills of which trip, flight or voyage are to be amended so that they claim no longer."""

from typing import Final

import polars as pl

from deminimis.cli.reporters.parts.cells import amount, table
from deminimis.edi.frames.shipments import DETAILS, SHIPMENTS, Filings, conform

NAME: Final = "amend.csv"
COLUMNS: Final = (
    "file", "mode", "carrier", "trip", "conveyance", "port", "day", "line", "bill", "value", "consignee",
    "entry_number",
)  # fmt: skip


def rows(found: pl.DataFrame, filings: Filings, paths: list[str], numbers: pl.DataFrame) -> str | None:
    """The table, ordered by trip; None where no manifest is among the filings.

    found: of `claims.refused`. numbers: claim, entry_number of the entries that are written.
    """
    ships = conform(filings.shipments, SHIPMENTS | DETAILS)
    own = found.filter(pl.col("manifest").is_not_null()).with_columns(
        manifest_file=pl.col("manifest").struct.field("file"), manifest_seq=pl.col("manifest").struct.field("seq")
    )
    keys = ["manifest_file", "manifest_seq"]
    told = ships.select(
        manifest_file="file", manifest_seq="seq", mode_of="mode", trip="voyage", by=pl.coalesce("carrier", "filer"),
        conveyance="conveyance", port="port", at="line", own_bill="bill", filing_of="filing",
    )  # fmt: skip
    both = own.select("claim", *keys, "bill", "day", "consignee", "value_cents").join(
        told, on=keys, how="inner", maintain_order="left"
    )
    both = both.join(numbers, on="claim", how="left", maintain_order="left")
    if not both.height:
        return None
    both = both.sort("manifest_file", "by", "trip", "port", "at", nulls_last=True, maintain_order=True)
    return table(COLUMNS, (
        (
            paths[row["manifest_file"]], row["mode_of"], row["by"], row["trip"], row["conveyance"], row["port"],
            row["day"], row["at"], row["own_bill"] or row["bill"], amount(row["value_cents"]), row["consignee"],
            row["entry_number"],
        )
        for row in both.iter_rows(named=True)
    ))  # fmt: skip
