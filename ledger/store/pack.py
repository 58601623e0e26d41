"""From the frames of reading to rows of the ledger, and back."""

from collections.abc import Iterator, Mapping

import polars as pl

from deminimis.edi.frames.notices import NOTICES
from deminimis.edi.frames.shipments import BILLS, FORMS, LINES, SHIPMENTS, Filings
from deminimis.ledger.store.keys import BILL_WIDTH, stable, with_keys
from deminimis.ledger.store.schema import FILINGS, FORM, NOTICE, events

_SCHEMAS = {"shipments": SHIPMENTS, "bills": BILLS, "lines": LINES, "forms": FORMS}


# The columns of each kind that filings are made of again: the others are of other kinds.
STORED = {
    FILINGS[name]: ["recorded", *(FORM.get(each, each) if name == "forms" else each for each in schema)]
    for name, schema in _SCHEMAS.items()
}
for _names in STORED.values():
    _names.remove("file")
STORED["shipment"].append("k_name")
# Those of CBP's notices.
NOTED = [NOTICE.get(name, name) for name in NOTICES if name != "file"]


def keyed(shipments: pl.DataFrame) -> pl.DataFrame:
    """The shipments with their keys and day: what `recall` looks for, and what `packed` stores."""
    return with_keys(shipments)


def packed(filings: Filings, notices: pl.DataFrame, recorded: int) -> Iterator[pl.DataFrame]:
    """All rows of one file, a frame a kind and piece: shipments, bills, lines and notices, in the order of the file."""
    number = pl.lit(recorded, pl.Int64)
    told = notices.rename(NOTICE).with_columns(
        day=pl.col("posted_at").dt.date(),
        k_bill=stable(notices["bill"], BILL_WIDTH),
        k_entry=stable(notices["entry"], BILL_WIDTH),
    )
    yield events(told, "notice").with_columns(recorded=number)
    for piece in filings.pieces():
        yield from (each.with_columns(recorded=number) for each in _piece(piece))


def _piece(filings: Filings) -> Iterator[pl.DataFrame]:
    shipments = keyed(filings.shipments)
    of = shipments.select("file", "seq", "day", "k_who", "k_name", "k_id")
    yield events(shipments, "shipment")
    for name in _SCHEMAS:
        frame = getattr(filings, name)
        if name == "shipments" or not frame.height:
            continue
        rows = frame.join(of, on=["file", "seq"], how="left", maintain_order="left")
        if "bill" in frame.columns:
            rows = rows.with_columns(k_bill=stable(rows["bill"], BILL_WIDTH))
        yield events(rows.rename(FORM) if name == "forms" else rows, FILINGS[name])


def unpacked(rows: Mapping[str, pl.DataFrame], files: pl.DataFrame) -> Filings:
    """Filings of ledger rows, in order of recording.

    rows: by the kinds of schema.FILINGS, columns STORED. files: `recorded` and `file`, the ordinal it gets.
    """
    frames = {}
    for name, schema in _SCHEMAS.items():
        part = rows[FILINGS[name]].join(files, on="recorded", how="inner", maintain_order="left")
        if name == "forms":
            part = part.select("file", "seq", *(pl.col(kept).alias(column) for column, kept in FORM.items()))
        order = ["file", "seq", "line_no"] if name == "lines" else ["file", "seq"]
        if "unread" in schema:
            part = part.with_columns(pl.col("unread").fill_null([]))
        frames[name] = _as(part, schema).sort(order, maintain_order=True)
    return Filings(**frames)


def notices_of(rows: pl.DataFrame, files: pl.DataFrame) -> pl.DataFrame:
    """The notices frame of ledger rows of kind notice, columns `recorded` and NOTED; files as in `unpacked`."""
    rows = rows.select("recorded", *NOTED).join(files, on="recorded", how="inner", maintain_order="left")
    return _as(rows.rename({new: old for old, new in NOTICE.items()}), NOTICES)


def _as(rows: pl.DataFrame, schema: dict[str, pl.DataType]) -> pl.DataFrame:
    return rows.select(pl.col(name).cast(dtype) for name, dtype in schema.items())
