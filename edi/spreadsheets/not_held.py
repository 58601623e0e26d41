"""What a filing says and a table of entries has no place for: a row that left it out would be another filing."""

from collections.abc import Iterator
from typing import Final

import polars as pl

from deminimis.edi.frames.shipments import DETAILS, LINES, SHIPMENTS, Filings, conform
from deminimis.edi.layout.kinds import AMOUNT
from deminimis.edi.spreadsheets.from_filings import rows

NOT_HELD: Final = {"file": pl.UInt32(), "line": pl.UInt32(), "blank": pl.Boolean(), "text": pl.String()}
_KEYS: Final = ["file", "seq"]
_CELLS: Final = {"mode": "mode", "port": "port_of_entry", "master_bill": "master_bill", "conveyance": "conveyance",
                 "voyage": "voyage"}  # fmt: skip


def not_held(filings: Filings) -> pl.DataFrame:
    """file, line, blank, text: of shipments, in filing order.

    blank: a cell stays blank, and the row is true without it; else it would say something else, or half of it.

    filings: read in detail (`edi.reading.format.Format.in_detail`).
    """
    found = [each.select(pl.col(name).cast(dtype) for name, dtype in NOT_HELD.items()) for each in _told(filings)]
    return pl.concat(found).sort("file", "line", maintain_order=True)


def _told(filings: Filings) -> Iterator[pl.DataFrame]:
    ships, goods = conform(filings.shipments, SHIPMENTS | DETAILS), conform(filings.lines, LINES)
    foreign = pl.col("currency").is_not_null() & (pl.col("currency") != "USD")
    lines = goods.group_by(_KEYS).agg(
        cents=pl.col("value_cents").sum(), known=pl.col("value_cents").is_not_null().all(), foreign=foreign.any(),
        lines_unread=pl.col("unread").explode().drop_nulls().unique(maintain_order=True),
    )  # fmt: skip
    bills = filings.bills.group_by(_KEYS).agg(bills=pl.len())
    forms = filings.forms.select(*_KEYS, "header_cents")
    cells = rows(filings).unique(_KEYS, keep="first").select(
        *_KEYS, *(pl.col(cell).alias(f"cell_{name}") for name, cell in _CELLS.items()),
        number=pl.coalesce("consignee_number", "consignee_id"), one="consignee_id",
    )  # fmt: skip
    for part in (lines, bills, forms, cells):
        ships = ships.join(part, on=_KEYS, how="left", maintain_order="left")
    nothing = pl.lit([], pl.List(pl.String))
    unread = pl.concat_list(pl.col("unread"), pl.col("lines_unread").fill_null(nothing))
    whole = pl.coalesce("header_cents", "value_cents")
    amounts = (AMOUNT.show(pl.col("cents")), AMOUNT.show(whole))
    wrong = (
        (pl.col("action") != "add", pl.format("its action is {}, and a table holds new entries",
                                              pl.col("action").cast(pl.String))),
        (unread.list.len() > 0, pl.format("{} cannot be read", unread.list.join(", "))),
        (pl.col("beyond").is_not_null(), pl.format("no column holds what its records {} say", "beyond")),
        (pl.col("bills") > 1, pl.format("it names {} bills, and a table has one an entry", "bills")),
        (pl.col("part").is_not_null(), pl.format("it is part {} of a split shipment", "part")),
        (pl.col("known") & (pl.col("cents") != whole), pl.format("its goods come to {}, the whole to {}", *amounts)),
    )  # fmt: skip
    for condition, text in wrong:
        yield ships.filter(condition.fill_null(False)).select("file", "line", blank=pl.lit(False), text=text)
    odd = (
        *((pl.col(name).is_not_null() & pl.col(f"cell_{name}").is_null(),
           pl.format("{} is {}, which no column holds", pl.lit(name), pl.col(name).cast(pl.String)))
          for name in _CELLS),
        (pl.col("consignee_id").is_not_null() & pl.col("number").is_null(),
         pl.lit("its consignee has an identifier of a kind that no column holds")),
        (pl.col("number").is_not_null() & pl.col("one").is_null(),
         pl.lit("its consignee has a number beside the name, and a table holds one of them")),
        (pl.col("foreign"), pl.lit("its goods are valued in another currency, and a table holds US dollars")),
    )  # fmt: skip
    for condition, text in odd:
        yield ships.filter(condition.fill_null(False)).select("file", "line", blank=pl.lit(True), text=text)
