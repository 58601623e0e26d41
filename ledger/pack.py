"""From the frames of reading to rows of the ledger, and back."""

from typing import Final

import polars as pl

from deminimis.edi.notices import NOTICES
from deminimis.edi.shipments import BILLS, LINES, SHIPMENTS, Filings
from deminimis.ledger.keys import BILL_WIDTH, stable, with_keys
from deminimis.ledger.schema import events

_NOTICE_NAMES: Final = {"kind": "message_kind", "status": "code_status"}


def keyed(shipments: pl.DataFrame) -> pl.DataFrame:
    """The shipments with their keys and day: what `recall` looks for, and what `packed` stores."""
    return with_keys(shipments)


def packed(filings: Filings, notices: pl.DataFrame, recorded: int) -> pl.DataFrame:
    """All rows of one file: shipments, bills, lines and notices, in the order of the file."""
    shipments = keyed(filings.shipments).rename({"claim": "claimed"})
    of = shipments.select("file", "seq", "day", "k_who", "k_name", "k_id")
    bills = filings.bills.join(of, on=["file", "seq"], how="left", maintain_order="left")
    bills = bills.with_columns(k_bill=stable(pl.col("bill"), BILL_WIDTH))
    lines = filings.lines.join(of, on=["file", "seq"], how="left", maintain_order="left")
    told = notices.rename(_NOTICE_NAMES).with_columns(
        day=pl.col("posted_at").dt.date(),
        k_bill=stable(pl.col("bill"), BILL_WIDTH),
        k_entry=stable(pl.col("entry"), BILL_WIDTH),
    )
    parts = {"shipment": shipments, "bill": bills, "line": lines, "notice": told}
    rows = pl.concat([events(frame, kind) for kind, frame in parts.items() if frame.height] or [events(told, "notice")])
    return rows.with_columns(recorded=pl.lit(recorded, pl.Int64))


def unpacked(rows: pl.DataFrame, files: pl.DataFrame) -> Filings:
    """Filings of ledger rows, in order of recording.

    rows: kinds shipment, bill and line. files: `recorded` and `file`, the ordinal it gets.
    """
    rows = rows.join(files, on="recorded", how="inner", maintain_order="left")
    order = ["file", "seq"]
    shipments = rows.filter(kind="shipment").with_columns(claim="claimed", unread=pl.col("unread").fill_null([]))
    bills = rows.filter(kind="bill")
    lines = rows.filter(kind="line").with_columns(unread=pl.col("unread").fill_null([]))
    return Filings(
        _as(shipments, SHIPMENTS).sort(order, maintain_order=True),
        _as(bills, BILLS).sort(order, maintain_order=True),
        _as(lines, LINES).sort([*order, "line_no"], maintain_order=True),
    )


def notices_of(rows: pl.DataFrame, files: pl.DataFrame) -> pl.DataFrame:
    """The notices frame of ledger rows of kind notice; files as in `unpacked`."""
    rows = rows.join(files, on="recorded", how="inner", maintain_order="left").drop("kind")
    return _as(rows.rename({new: old for old, new in _NOTICE_NAMES.items()}), NOTICES)


def _as(rows: pl.DataFrame, schema: dict[str, pl.DataType]) -> pl.DataFrame:
    return rows.select(pl.col(name).cast(dtype) for name, dtype in schema.items())
