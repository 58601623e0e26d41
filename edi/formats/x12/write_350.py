"""Notices written as X12 350 truck status messages, by the same layouts that read them."""

from collections.abc import Iterator
from typing import Final

import polars as pl

from deminimis.edi.formats.shared.records_in_order import in_order, placed, refuse, slices, wrapped
from deminimis.edi.formats.x12.layouts.manifest import M10, P4
from deminimis.edi.formats.x12.layouts.status import K1, X4
from deminimis.edi.formats.x12.write_interchange import Body, X12Envelope, interchange

FORMAT: Final = "x12-350"
MOST_X4: Final = 9_999  # X12 6050, 350: X4 loops in a P4 loop
_REMARK: Final = {"width": 60, "most": 4}  # CSMS 62931096: K1 holds 60; CBP truck 350, April 2018: four K1 an X4
_PATHS: Final = {"truck": "J", "rail": "R", "ocean": "O"}

# Ranks inside a notice; ST has 0.
_M10, _P4, _X4, _K1 = 1, 2, 3, 4


def statuses(notices: pl.DataFrame, envelope: X12Envelope) -> Iterator[bytes]:
    """The bytes of one interchange of 350 sets, notices in their order, about 50,000 at a time.

    notices: columns of NOTICES, of which path, code, text, bill, scac, posted_at, quantity, entry and entry_type are
    written. envelope: scac, trip_number, port and arrival go into M10 and P4 of every set. A new set begins where
    `path` changes and after 9,999 notices. Raises WriteError for what does not fit: a path that has no 350, a bill that
    does not begin with its issuer's SCAC, seconds in posted_at, a text above four times 60 characters.
    """
    frame = notices.with_row_index("ship")
    place = pl.int_range(pl.len()).over(pl.col("path").rle_id())
    frame = frame.with_columns(opens=place % MOST_X4 == 0)
    frame = frame.with_columns(set=pl.col("opens").cum_sum(), closes=pl.col("opens").shift(-1, fill_value=True))
    bodies = (Body(_slice(part, envelope), part) for part in slices(frame, "opens"))
    return interchange("350", "AU", bodies, envelope)


def _slice(part: pl.DataFrame, envelope: X12Envelope) -> pl.DataFrame:
    refuse(part, ~pl.col("path").is_in(list(_PATHS)), "a 350 is for truck, rail and ocean", "bill")
    own = pl.col("bill").str.starts_with(pl.col("scac"))
    refuse(part, ~own, "the bill does not begin with its issuer's SCAC", "bill")
    odd = (pl.col("posted_at").dt.second() != 0) | (pl.col("posted_at").dt.microsecond() != 0)
    refuse(part, odd, "X406 is written in hours and minutes", "bill")
    heads = part.filter("opens")
    m10 = heads.select(
        "ship",
        rank=pl.lit(_M10),
        scac=pl.lit(envelope.scac, pl.String),
        transport_method=pl.col("path").replace_strict(_PATHS),
        country=pl.lit(envelope.country, pl.String),
        trip_number=pl.lit(envelope.trip_number, pl.String),
    )
    p4 = heads.select(
        "ship", rank=pl.lit(_P4), port=pl.lit(envelope.port, pl.String), date=pl.lit(envelope.arrival, pl.Date)
    )
    x4 = part.select(
        "ship",
        "quantity",
        "entry_type",
        rank=pl.lit(_X4),
        bill_number=pl.col("bill").str.slice(pl.col("scac").str.len_chars()),
        entry_number="entry",
        date=pl.col("posted_at").dt.date(),
        time=pl.col("posted_at").dt.strftime("%H%M"),
        disposition="code",
        issuer_scac="scac",
    )
    return in_order([placed(M10, m10), placed(P4, p4), placed(X4, x4), *_remarks(part)])


def _remarks(part: pl.DataFrame) -> list[pl.DataFrame]:
    part = part.filter(pl.col("text").is_not_null())
    if not part.height:
        return []
    pieces = wrapped(part, "text", **_REMARK)
    rows = [part.select("ship", rank=pl.lit(_K1 + n)).with_columns(remark=piece) for n, piece in enumerate(pieces)]
    return [placed(K1, row.filter(pl.col("remark").is_not_null())) for row in rows]
