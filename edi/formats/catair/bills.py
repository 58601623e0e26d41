"""Bills of a cargo release entry (SE15) in the normal form that a manifest and an entry share."""

import polars as pl

from deminimis.edi.normal import normal

_AIR = ("40", "41")


def bills_of(bills: pl.DataFrame, heads: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(bills, one): every lowest-level bill (seq, bill, master_bill, quantity); and per entry its only bill.

    bills: SE15 rows in file order with seq, bill_type, issuer_code, bill_number, quantity, unread. An air house is
    known by its master's number and its own (prefix + serial + house); elsewhere by its issuer and number. A master
    without a house stands for itself. In-bond numbers (I) are no bills. Order and types: Cargo Release guide v40,
    p. SE-44 to SE-46.
    """
    air = heads.select("seq", air=pl.col("mode_of_transport").is_in(_AIR))
    rows = bills.sort("ordinal").filter((pl.col("bill_type") != "I").fill_null(True))
    rows = rows.join(air, on="seq", how="left", maintain_order="left")
    number = normal(pl.col("bill_number"))
    own = normal(pl.col("issuer_code")) + number
    kind = pl.col("bill_type")
    master = pl.when(kind == "M").then(own).forward_fill().over("seq")
    rows = rows.with_columns(own=own, number=number, above=pl.when(kind == "H").then(master))
    housed = (kind == "M") & (kind.shift(-1).over("seq") == "H").fill_null(False)
    lowest = rows.filter(~housed.fill_null(False)) if rows.height else rows
    house = pl.when(pl.col("air").fill_null(False)).then(pl.col("above") + pl.col("number")).otherwise(pl.col("own"))
    lowest = lowest.select(
        "seq",
        "quantity",
        bill=pl.when(pl.col("above").is_not_null()).then(house).otherwise("own"),
        master_bill="above",
        bill_unread=kind.is_null() | (pl.col("number") == ""),
    )
    one = lowest.group_by("seq", maintain_order=True).agg(
        bill=pl.when(pl.len() == 1).then(pl.col("bill").first()),
        master_bill=pl.when(pl.len() == 1).then(pl.col("master_bill").first()),
        quantity=pl.col("quantity").sum(),
        bill_unread=pl.col("bill_unread").any(),
    )
    return lowest, one
