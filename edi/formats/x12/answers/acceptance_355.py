"""X12 355: a truck manifest accepted, or its shipments in error with the segments that are wrong.

As CBP's rail guide of February 2016 has it: M10 and P4 come back, the headers of the loops in error, each segment in
error with a K1 behind it, and a K3 that sums up. The truck guide is not public; the same is assumed of it.
"""

from collections.abc import Iterator
from typing import Final

import polars as pl

from deminimis.edi.formats.shared.message import Desk, Message, recipients
from deminimis.edi.formats.shared.quote import Filed, fields, of_ships
from deminimis.edi.formats.shared.records_in_order import RANKS, in_order, placed, slices
from deminimis.edi.formats.x12.answers.trip import envelope, with_trip
from deminimis.edi.formats.x12.layouts.manifest import M10, P4
from deminimis.edi.formats.x12.layouts.status import K1, K3
from deminimis.edi.formats.x12.write_interchange import Body, interchange

_VERSIONS: Final = ("00605", "006050")  # the release whose 355 has the segments of the truck 309; CBP's own is unknown
_GROUP: Final = "AZ"
_ECHOED: Final = ("LX", "M13", "M11", "N10")

# Ranks inside a row; ST has 0.
_M10, _P4, _LX, _M13, _M11, _N10, _K1, _K3 = 1, 2, 3, 4, 5, 6, 7, 8
_RANKS: Final = {"LX": _LX, "M13": _M13, "M11": _M11, "N10": _N10}


def messages(notices: pl.DataFrame, desk: Desk) -> Iterator[Message]:
    """The interchanges of `notices` (rows of a plan, format x12-355): one a recipient, one set a set that is answered.

    Rows of type accepted or rejected close their set; the others are errors of a shipment, whose LX, M13, M11 and N10
    (the first line of a country in `desk.countries`, else the first) are repeated from the filing.
    """
    frame = with_trip(notices, desk)
    echoed = _echoed(frame.filter(pl.col("type").is_null()), desk)
    closing = pl.col("type").is_not_null()
    for name, part in recipients(frame.with_columns(closing=closing)):
        rows = part.sort("file", "message", "closing", "seq", maintain_order=True).with_row_index("ship")
        closes = pl.col("closing")
        rows = rows.with_columns(opens=closes.shift(1, fill_value=True), closes=closes)
        port = pl.struct("set_at", "p4").rle_id()
        first = (port != port.shift()).fill_null(True) | pl.col("opens")
        rows = rows.with_columns(set=pl.col("opens").cum_sum(), port_opens=first & ~closes | pl.col("opens"))
        own = echoed.join(rows.filter(~closes).select("ship", "file", "seq"), on=["file", "seq"], maintain_order="left")
        bodies = (Body(_slice(each, own), each) for each in slices(rows, "opens"))
        around = envelope(part, name, desk, _VERSIONS, own["raw"])
        yield Message(name, "x12-355", part.height, interchange("355", _GROUP, bodies, around))


def _slice(part: pl.DataFrame, echoed: pl.DataFrame) -> pl.DataFrame:
    heads = part.filter("opens")
    m10 = heads.select(
        "ship", rank=pl.lit(_M10), scac="scac10", transport_method="mode10", country="country10", trip_number="trip10"
    )
    ports = part.filter("port_opens")
    p4 = ports.select("ship", rank=pl.lit(_P4), port="port4", date="date4")
    errors = part.filter(~pl.col("closing"))
    k1 = errors.select("ship", rank=pl.lit(_K1), remark=pl.format("{} {}", "code", "text"))
    k3 = part.filter("closing").select("ship", "text", rank=pl.lit(_K3))
    own = echoed.filter(pl.col("ship").is_between(part["ship"][0], part["ship"][-1]))
    raw = own.select(at=pl.col("ship").cast(pl.Int64) * RANKS + pl.col("rank"), raw="raw")
    return in_order([placed(M10, m10), placed(P4, p4), raw, placed(K1, k1), placed(K3, k3)])


def _echoed(errors: pl.DataFrame, desk: Desk) -> pl.DataFrame:
    """The segments that come back, columns file, seq, rank, raw: the first of each tag, of N10 the one in error."""
    parts = [pl.DataFrame(schema={"file": pl.UInt32, "seq": pl.UInt32, "rank": pl.Int64, "raw": pl.String})]
    for one, part in desk.by_file(errors):
        if one is not None and one.syntax.in_sets:
            parts.append(_of_file(part, one, desk))
    return pl.concat(parts)


def _of_file(part: pl.DataFrame, one: Filed, desk: Desk) -> pl.DataFrame:
    ships = part.select("byte", "file", "seq").unique()
    every = desk.beginnings(part)["byte"]
    found = of_ships(one, _ECHOED, ships, every)
    lines = fields(one, found, "N10", ("country_of_origin",))
    listed = pl.col("country_of_origin").is_in(list(desk.countries)).fill_null(False)
    lines = lines.sort(~listed, maintain_order=True).select(found.columns)
    rows = pl.concat([found.filter(pl.col("tag") != "N10"), lines])
    first = rows.unique(["file", "seq", "tag"], keep="first", maintain_order=True)
    rank = pl.col("tag").replace_strict(_RANKS, return_dtype=pl.Int64)
    return first.select("file", "seq", rank=rank, raw="raw")
