"""X12 350: the status of bills, 95 with its remark for truck, 2M and 4M for rail. One interchange a recipient."""

from collections.abc import Iterator
from typing import Final

import polars as pl

from deminimis.edi.formats.shared.message import Desk, Message, recipients
from deminimis.edi.formats.shared.records_in_order import in_order, placed, slices
from deminimis.edi.formats.x12.answers.trip import envelope, with_trip
from deminimis.edi.formats.x12.layouts.manifest import M10, P4
from deminimis.edi.formats.x12.layouts.status import K1, X4
from deminimis.edi.formats.x12.write_interchange import Body, interchange

# Of a plan, all that is looked at.
COLUMNS: Final = (
    "file", "seq", "byte", "code", "text", "bill", "scac", "posted_at", "quantity", "path", "recipient", "port",
)  # fmt: skip
MOST_X4: Final = 9_999  # X12 6050, 350: X4 loops in a P4 loop; one set holds no more here
MOST_P4: Final = 20
_VERSIONS: Final = ("00406", "004060")  # CBP truck 350 guide, April 2018: base 4060
_GROUP: Final = "AU"

# Ranks inside a notice; ST has 0.
_M10, _P4, _X4, _K1 = 1, 2, 3, 4


def messages(notices: pl.DataFrame, desk: Desk) -> Iterator[Message]:
    """The interchanges of `notices` (rows of a plan, format x12-350, in filing order).

    A new set begins where the filing's set changes, and after 9,999 bills or 20 ports. M10 and P4 are the filing's.
    """
    for name, part in recipients(with_trip(notices, desk)):
        frame = _opened(part)
        bodies = (Body(_slice(each), each) for each in slices(frame, "opens"))
        yield Message(
            name, "x12-350", part.height, interchange("350", _GROUP, bodies, envelope(part, name, desk, _VERSIONS))
        )


def _opened(part: pl.DataFrame) -> pl.DataFrame:
    """Adds ship, set, opens and closes (of sets) and port_opens (of P4 loops)."""
    frame = part.with_row_index("ship")
    run = pl.struct("file", "set_at", "scac10", "trip10", "mode10").rle_id()
    port = pl.struct("port4", "date4").rle_id()
    frame = frame.with_columns(run=run, port_run=pl.struct(run, port).rle_id())
    first = (pl.col("port_run") != pl.col("port_run").shift()).fill_null(True)
    frame = frame.with_columns(port_opens=first)
    ports = pl.col("port_opens").cum_sum().over("run") - 1
    opens = (pl.int_range(pl.len()).over("run") % MOST_X4 == 0) | (pl.col("port_opens") & (ports % MOST_P4 == 0))
    frame = frame.with_columns(opens=opens).with_columns(port_opens=pl.col("port_opens") | pl.col("opens"))
    return frame.with_columns(set=pl.col("opens").cum_sum(), closes=pl.col("opens").shift(-1, fill_value=True))


def _slice(part: pl.DataFrame) -> pl.DataFrame:
    m10 = part.filter("opens").select(
        "ship", rank=pl.lit(_M10), scac="scac10", transport_method="mode10", country="country10", trip_number="trip10"
    )
    p4 = part.filter("port_opens").select("ship", rank=pl.lit(_P4), port="port4", date="date4")
    x4 = part.select(
        "ship",
        "quantity",
        rank=pl.lit(_X4),
        bill_number=pl.col("bill").str.slice(4),
        date=pl.col("posted_at").dt.date(),
        time=pl.col("posted_at").dt.strftime("%H%M"),
        disposition="code",
        issuer_scac="scac",
    )
    k1 = part.filter(pl.col("text").is_not_null()).select("ship", rank=pl.lit(_K1), remark="text")
    return in_order([placed(M10, m10), placed(P4, p4), placed(X4, x4), placed(K1, k1)])
