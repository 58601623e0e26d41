"""Trip messages (X12 358, CUSREP): they give the day of a trip to shipments that were filed before."""

from typing import Final

import polars as pl

from deminimis.edi.formats.shared.records_in_order import refuse
from deminimis.edi.frames.shipments import BILLS, Filings, conform, empty
from deminimis.edi.reading.format import Tables


def changes(listed: pl.DataFrame, form: str, source: str, tables: Tables) -> Filings:
    """One change a listed shipment, which carries the trip's day and nothing else (rule, clause 5).

    listed: message_no, line, byte, filed_on, filer, port, bill, eda, eda_unread, removed, action_unread. A shipment
    that is taken off its trip, or whose trip is cancelled, has a day that nobody has stated since: it is unread.
    """
    removed = pl.col("removed").fill_null(False)
    unread = removed | pl.col("eda_unread").fill_null(False)
    frame = listed.with_row_index("seq").with_columns(
        message="message_no",
        format=pl.lit(form),
        mode=pl.lit("truck"),
        filing=pl.lit("manifest"),
        action=pl.lit("change"),
        eda=pl.when(~unread).then("eda"),
        eda_source=pl.when(~unread & pl.col("eda").is_not_null()).then(pl.lit(source)),
        unread=pl.concat_list(
            pl.when(unread).then(pl.lit("eda")),
            pl.when(pl.col("action_unread").fill_null(False)).then(pl.lit("action")),
        ).list.drop_nulls(),
    )
    columns = ["seq", "message", "line", "byte", "format", "mode", "filing", "action", "filer", "bill", "eda",
               "eda_source", "filed_on", "port", "unread"]  # fmt: skip
    bills = frame.filter(pl.col("bill").is_not_null()).select("seq", "bill")
    return Filings(conform(frame.select(columns), tables.shipments), conform(bills, BILLS), empty(tables.lines))


_MORE: Final = ("claim", "value_cents", "consignee_name", "consignee_id", "quantity", "weight_kg", "entry_number")


def alone(ships: pl.DataFrame) -> None:
    """Raises WriteError for a shipment that a trip message cannot say: anything but a change of its day and port."""
    refuse(ships, pl.col("mode") != "truck", "a trip is of a truck", "bill")
    refuse(ships, pl.col("action") != "change", "a trip changes the day of shipments filed before", "bill")
    more = pl.any_horizontal(pl.col(*_MORE).is_not_null()) | (pl.col("unread").list.len() > 0)
    refuse(ships, more, "a trip carries the day and the port alone", "bill")


def in_order(*parts: Filings) -> Filings:
    """The shipments of several kinds of message of one block as one, numbered from 0 in the order of their bytes."""
    some = [part for part in parts if part.shipments.height]
    if len(some) < 2:
        return some[0] if some else Filings.none()
    first, moved = 0, []
    for part in some:
        frames = (part.shipments, part.bills, part.lines)
        moved.append(Filings(*(f.with_columns(pl.col("seq") + first) for f in frames)))
        first += part.shipments.height
    every = Filings.concat(moved)
    shipments = every.shipments.sort("byte", maintain_order=True)
    place = shipments.select("seq", place=pl.int_range(pl.len(), dtype=pl.UInt32))
    return Filings(*(_renumbered(frame, place) for frame in (every.shipments, every.bills, every.lines)))


def _renumbered(frame: pl.DataFrame, place: pl.DataFrame) -> pl.DataFrame:
    moved = frame.join(place, on="seq", maintain_order="left").with_columns(seq="place").drop("place")
    return moved.sort("seq", maintain_order=True)
