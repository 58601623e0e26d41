"""Bills and what is done to them: B01 with the A01 or K01 that announces it, and those that stand alone."""

from typing import Final

import polars as pl

from deminimis.edi.formats.shared.normal import normal
from deminimis.edi.reading.format import Tables

# A01: CBP's page of the record; K01: a third party's tables. An added bill comes with its records, a deletion or a new
# quantity alone.
ACTIONS: Final = {"A": "add", "D": "delete", "R": "change"}
FILING: Final = "filing"
_IN_BOND: Final = ("B", "E")  # of the in-bond application: they leave the bill as it is
_PLACE: Final = ("line", "byte", "ordinal", "message_no", "manifest", "port_loop", "issuer", "amendment", "unread")

READS: Final[dict[str, tuple[str, ...]]] = {
    "A01": ("port", "action", "bill_number", "new_quantity", "house_bill_number", "house_bill_issuer"),
    "K01": ("port", "action", "bill_number", "house_bill_number"),
    "B01": (
        "bill_number", "manifest_quantity", "weight", "weight_unit", "bill_type", "house_bill_number",
        "house_bill_issuer",
    ),
}  # fmt: skip


def heads(tables: Tables) -> pl.DataFrame:
    """One row a shipment of a filing, in file order: _PLACE, number, house, house_issuer, verb, quantity, described.

    `described` rows are B01 records, with their weight, weight_unit, bill_type and scope `shipment`; the others are
    A01 or K01 records without one. verb is the action of the A01 or K01 in front, null without one.
    """
    bills = _own(tables, "B01").select(
        *_PLACE, "shipment", "weight", "weight_unit", "bill_type",
        number="bill_number", house="house_bill_number", house_issuer="house_bill_issuer",
        quantity="manifest_quantity", described=pl.lit(True),
    )  # fmt: skip
    if tables.lack("A01", "K01"):
        nothing = pl.lit(None, pl.String)
        return bills.with_columns(verb=nothing, amended_port=nothing).with_row_index("seq")
    amend = pl.concat([_amendments(tables, tag) for tag in ("A01", "K01")], how="diagonal_relaxed")
    said = amend.select("amendment", "verb", said_number="number", said_house="house")
    both = bills.join(said, on="amendment", how="left", maintain_order="left")
    # the A01 names the bill that it announces; its house bill may be left out
    same = (normal(pl.col("number")) == normal(pl.col("said_number"))) & (
        pl.col("said_house").is_null() | (normal(pl.col("house")) == normal(pl.col("said_house")))
    )
    same = same & pl.col("said_number").is_not_null()
    both = both.with_columns(verb=pl.when(same).then("verb"), announced=same)
    alone = amend.join(both.filter("announced"), on="amendment", how="anti", maintain_order="left")
    rows = pl.concat([both.drop("said_number", "said_house", "announced"), alone], how="diagonal_relaxed")
    rows = rows.filter(~pl.col("verb").is_in(_IN_BOND).fill_null(False))
    return rows.sort("ordinal").with_row_index("seq")


def _own(tables: Tables, tag: str) -> pl.DataFrame:
    """Records of this block's filings: not those carried over, nor outside a file, nor what an answer sends back."""
    inside = pl.col("message").is_not_null() & (pl.col("told") == FILING)
    return tables[tag].filter(~pl.col("carried") & inside)


def _amendments(tables: Tables, tag: str) -> pl.DataFrame:
    rows = _own(tables, tag)
    house = tag == "A01"
    return rows.select(
        *_PLACE, number="bill_number", house="house_bill_number", verb="action", amended_port="port",
        described=pl.lit(False), house_issuer=pl.col("house_bill_issuer") if house else pl.lit(None),
        quantity=pl.col("new_quantity") if house else pl.lit(None),
    )  # fmt: skip
