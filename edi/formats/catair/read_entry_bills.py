"""Bills of an entry (SE15, SO40) in the normal form that a manifest and an entry share."""

import polars as pl

from deminimis.edi.formats.shared.normal import normal

AIR = ("40", "41")


def numbered(bills: pl.DataFrame, air: pl.DataFrame) -> pl.DataFrame:
    """The bill that each row names: columns seq, ordinal, quantity, bill, master_bill, lowest, bill_unread.

    bills: SE15 or SO40 rows with seq, ordinal, bill_type, issuer_code, bill_number, quantity. air: seq and air (whether
    the entry is an air entry). An air house is known by its master's number and its own (prefix + serial + house);
    elsewhere by its issuer and number. A master without a house stands for itself. In-bond numbers (I) are no bills.
    Order and types: Cargo Release guide v40, p. SE-44 to SE-46; status query chapter rev. 21, p. ACMQ-50.
    """
    rows = bills.sort("ordinal").filter((pl.col("bill_type") != "I").fill_null(True))
    rows = rows.join(air, on="seq", how="left", maintain_order="left")
    rows = rows.with_columns(number=normal(pl.col("bill_number")), own=normal(pl.col("issuer_code")))
    rows = rows.with_columns(own=pl.col("own") + pl.col("number"))
    kind = pl.col("bill_type")
    # by neighbours, which costs less than a window: in file order the bills of an entry stand together
    seq, is_master = pl.col("seq"), pl.when(kind == "M")
    master = pl.when(is_master.then(seq).forward_fill() == seq).then(is_master.then("own").forward_fill())
    rows = rows.with_columns(above=pl.when(kind == "H").then(master))
    housed = (kind == "M") & (kind.shift(-1) == "H").fill_null(False) & (seq.shift(-1) == seq).fill_null(False)
    house = pl.when(pl.col("air").fill_null(False)).then(pl.col("above") + pl.col("number")).otherwise(pl.col("own"))
    return rows.select(
        "seq",
        "ordinal",
        "quantity",
        bill=pl.when(pl.col("above").is_not_null()).then(house).otherwise("own"),
        master_bill="above",
        lowest=~housed.fill_null(False),
        bill_unread=kind.is_null() | (pl.col("number") == ""),
    )


def bills_of(bills: pl.DataFrame, air: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """(bills, one): every lowest-level bill (as `numbered`); and per seq its only bill, with the sum of quantities."""
    lowest = numbered(bills, air).filter("lowest")
    if lowest["seq"].is_unique().all():
        return lowest, lowest.select("seq", "bill", "master_bill", "quantity", "bill_unread")
    one = lowest.group_by("seq", maintain_order=True).agg(
        bill=pl.when(pl.len() == 1).then(pl.col("bill").first()),
        master_bill=pl.when(pl.len() == 1).then(pl.col("master_bill").first()),
        quantity=pl.when(pl.col("quantity").count() > 0).then(pl.col("quantity").sum()),  # none stated is not zero
        bill_unread=pl.col("bill_unread").any(),
    )
    return lowest, one
