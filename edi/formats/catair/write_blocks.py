"""Batches as they are written: A, blocks B ... Y, Z, around the records that a chapter's own writer makes."""

from collections.abc import Iterable, Iterator
from dataclasses import KW_ONLY, dataclass
from datetime import date
from typing import Final

import polars as pl

from deminimis.edi.formats.catair.layouts.envelope import A_RECORD, B_RECORD, Y_RECORD, Z_RECORD
from deminimis.edi.formats.shared.records_in_order import LAST, counted, in_order, placed
from deminimis.edi.layout.write import write

_B, _Y = 0, LAST  # ranks inside a shipment
# "BD, NS, QT and WT" never name the application in A (Batch and Block Control rev. 23, p. B&B-22)
_UNNAMED: Final = ("BD",)


@dataclass(frozen=True)
class BatchEnvelope:
    """What the frames do not say. Dates and numbers are values: nothing here reads a clock.

    newline: between records, b"" for 80-byte images in a row. block_most: shipments in a block; cargo release allows
    999. count: whether Y states the number of records.
    """

    site_code: str
    sender_code: str
    port: str  # processing port, Schedule D
    transmission_date: date
    _: KW_ONLY
    newline: bytes = b"\n"
    block_most: int = 999
    count: bool = False
    user_text: str | None = None


def blocks(frame: pl.DataFrame, envelope: BatchEnvelope) -> pl.DataFrame:
    """Adds ship (position), block, opens and closes (whether a block does at this shipment).

    A new block begins where `message` or `filer` changes and after `block_most` shipments.
    """
    inside = pl.int_range(pl.len()).over(pl.struct("message", "filer").rle_id())
    frame = frame.with_row_index("ship").with_columns(opens=inside % envelope.block_most == 0)
    return frame.with_columns(closes=pl.col("opens").shift(-1, fill_value=True), block=pl.col("opens").cum_sum())


def batch(
    application: str,
    filer: pl.Expr,
    bodies: Iterable[tuple[pl.DataFrame, pl.DataFrame]],
    envelope: BatchEnvelope,
) -> Iterator[bytes]:
    """The bytes of one batch. bodies: shipments of whole blocks (of `blocks`) and their records (of `in_order`).

    filer: the filer code of B and Y, of the columns of the shipments.
    """
    end = envelope.newline.decode()
    batch_row = pl.DataFrame({
        "site_code": envelope.site_code,
        "sender_code": envelope.sender_code,
        "transmission_date": [envelope.transmission_date],
    })  # fmt: skip
    named = None if application in _UNNAMED else application
    opening = batch_row.with_columns(
        application=pl.lit(named, pl.String), user_text=pl.lit(envelope.user_text, pl.String)
    )
    yield _bytes(write(A_RECORD, opening), end)
    for ships, inside in bodies:
        around = _block_records(ships.with_columns(processing_filer_code=filer), inside, application, envelope)
        yield _bytes(in_order([inside, *around])["raw"], end)
    yield _bytes(write(Z_RECORD, batch_row), end)


def _bytes(raw: pl.Series, end: str) -> bytes:
    # one string of all records, never a list of them in Python
    return (raw.str.join(end)[0] + end).encode("ascii") if len(raw) else b""


def _block_records(
    ships: pl.DataFrame, inside: pl.DataFrame, application: str, envelope: BatchEnvelope
) -> list[pl.DataFrame]:
    block = {"processing_port": pl.lit(envelope.port), "application": pl.lit(application)}
    text = pl.lit(envelope.user_text, pl.String)
    filer = "processing_filer_code"
    opens = ships.filter("opens").select("ship", filer, rank=pl.lit(_B), **block, user_text=text)
    closes = ships.filter("closes").select("ship", "block", filer, rank=pl.lit(_Y), **block)
    if envelope.count:
        counts = counted(inside, ships, "block").rename({"count": "record_count"})
        closes = closes.join(counts, on="block", how="left", maintain_order="left")
    return [placed(B_RECORD, opens), placed(Y_RECORD, closes.drop("block"))]
