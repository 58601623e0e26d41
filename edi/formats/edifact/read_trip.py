"""What the segments in front of the shipments say for all of them: the trip's day, port, carrier and purpose."""

from typing import Final

import polars as pl

from deminimis.edi.frames.runs import beside
from deminimis.edi.reading.format import Tables

READS: Final[dict[str, tuple[str, ...]]] = {
    "UNB": ("date", "sender"),
    "UNG": ("date", "sender"),
    "UNH": ("message_type",),
    "BGM": ("document", "trip_number", "function"),
    "DTM132": ("value",),
    "LOC60": ("place",),
    "NADCA": ("party_id",),
}

# BGM 1225: 1 and 3 take away, 4 and 5 alter. 2 (preliminary), 6 (confirmation), 9 and 22 (complete) leave it to the
# shipment's own code. Names: UN/EDIFACT D.03B; 22 is in CBP's sample cuscar_012_30, 2, 3 and 6 in third-party messages.
CANCELS: Final = ("1", "3")


def told(rows: pl.DataFrame, tables: Tables, message_type: str) -> pl.DataFrame:
    """`rows` of messages of one type, with what stands in front of them.

    Adds filed_on, filer, carrier, port, eda, eda_unread, function, subject (BGM 1001), trip_number and voyage, which is
    the same. The day is DTM+132. A second DTM+132 in one header makes it unread: which of the two counts is not said.
    """
    heads = tables["UNH"].filter(pl.col("message_type") == message_type).select("message", "interchange", "group")
    for tag, key, names in (
        ("UNB", "interchange", {"unb_date": "date", "unb_sender": "sender"}),
        ("UNG", "group", {"ung_date": "date", "ung_sender": "sender"}),
        ("BGM", "message", {"function": "function", "subject": "document", "trip_number": "trip_number"}),
        ("LOC60", "message", {"port": "place"}),
        ("NADCA", "message", {"carrier": "party_id"}),
    ):
        if tables.lack(tag):
            nothing = (pl.lit(None, tables[tag].schema[field]).alias(name) for name, field in names.items())
            heads = heads.with_columns(nothing)
            continue
        part = tables[tag].select(key, **names).unique(key, keep="last", maintain_order=True)
        heads = beside(heads, part, key)
    heads = beside(heads, _days(tables), "message")
    heads = heads.select(
        "message", "function", "subject", "trip_number", "port", "eda",
        eda_unread=pl.col("eda_unread").fill_null(False),
        filed_on=pl.coalesce("unb_date", "ung_date"),
        filer=pl.coalesce("carrier", "ung_sender", "unb_sender"),
        carrier="carrier",
        voyage="trip_number",
    )  # fmt: skip
    return rows.join(heads, on="message", maintain_order="left")


def _days(tables: Tables) -> pl.DataFrame:
    again = tables["DTM132AGAIN"]["message"].unique()
    days = tables["DTM132"].unique("message", keep="last", maintain_order=True)
    unread = (pl.col("unread").list.len() > 0) | pl.col("message").is_in(again.implode())
    return days.select("message", eda=pl.when(~unread).then("value"), eda_unread=unread)
